"""Gold: articles with their event, pairs with their label, article pairs with marked statements."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from compare.errors import InputError
from compare.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = [
    "Kind",
    "LabelledPair",
    "MarkedPair",
    "is_marked",
    "read_articles",
    "read_lines",
    "read_marked",
    "read_pairs",
]

Kind = Literal["events", "copies", "statements"]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two articles by id, or two statements by text, and whether they belong together.

    Statement pairs of one ``topic`` come from one event; ``relation`` is how a pair says the same,
    where that is marked.
    """

    a: str
    b: str
    label: int
    topic: str | None = None
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """Two articles of one event whose shared statements were marked by reading.

    ``sentences`` are spans of each article's text, in order. ``matches`` are ``(i, j, relation,
    sure)``: 2 is clear, 1 arguable and counted neither way. ``only`` and ``noise`` hold the
    sentences without any counterpart, and those that are no statement.
    """

    a: Article
    b: Article
    sentences: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
    matches: tuple[tuple[int, int, str, int], ...]
    only: tuple[frozenset[int], frozenset[int]]
    noise: tuple[frozenset[int], frozenset[int]]


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield ``(line number, record)`` of a JSON Lines file, ``.gz`` and ``.zst`` too.

    Raises:
        InputError: the file cannot be read, or a line is no JSON object.
    """
    for number, line in enumerate(_decoded(path), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{path}:{number}: is not JSON ({error.msg})") from error
            if not isinstance(record, dict):
                raise InputError(f"{path}:{number}: is no JSON object")
            yield number, record


def read_articles(path: Path) -> tuple[list[Article], list[str]]:
    """The articles of a file and, in the same order, the event of each.

    Raises:
        InputError: a line has no text or no event, or two lines have one id.
    """
    articles, events, seen = [], [], set()
    for number, record in read_lines(path):
        where = f"{path}:{number}"
        article = _article(record, where, str(number))
        if article.id in seen:
            raise InputError(f"{where}: the id {article.id} stands here twice")
        seen.add(article.id)
        articles.append(article)
        events.append(str(_need(record, "event", where)))
    return articles, events


def read_pairs(path: Path) -> list[LabelledPair]:
    """Labelled pairs, of ids or of texts.

    Raises:
        InputError: a line lacks ``a``, ``b`` or ``label``, or the label is not 0 or 1.
    """
    pairs = []
    for number, record in read_lines(path):
        where = f"{path}:{number}"
        a, b, label = (_need(record, key, where) for key in ("a", "b", "label"))
        if label not in (0, 1):
            raise InputError(f"{where}: label {label!r} is neither 0 nor 1")
        topic, relation = (
            None if record.get(key) is None else str(record[key]) for key in ("topic", "relation")
        )
        pairs.append(LabelledPair(str(a), str(b), int(label), topic, relation))
    return pairs


def read_marked(path: Path) -> list[MarkedPair]:
    """Article pairs with marked statements.

    Raises:
        InputError: a line lacks a part, or a mark points outside its article.
    """
    return [_marked(record, f"{path}:{number}") for number, record in read_lines(path)]


def is_marked(path: Path) -> bool:
    """Whether the file holds marked article pairs rather than labelled pairs."""
    return any("matches" in record for _, record in _first(read_lines(path)))


def _first(lines: Iterator[tuple[int, dict[str, Any]]]) -> list[tuple[int, dict[str, Any]]]:
    return [line for line, _ in zip(lines, range(1), strict=False)]


def _decoded(path: Path) -> list[str]:
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            data = gzip.decompress(data)
        elif path.suffix == ".zst":
            import zstandard

            data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
        return data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text") from error
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read ({reason})") from error


def _need(record: Mapping[str, Any], key: str, where: str) -> Any:  # noqa: ANN401  (JSON)
    if record.get(key) is None:
        raise InputError(f"{where}: has no {key}")
    return record[key]


def _article(record: Mapping[str, Any], where: str, fallback: str) -> Article:
    text = _need(record, "text", where)
    if not isinstance(text, str):
        raise InputError(f"{where}: text is no string")
    names = ("title", "published", "url", "language")
    fields: dict[str, Any] = {name: str(record[name]) for name in names if record.get(name)}
    source = str(record.get("source") or "unknown")
    return Article(str(record.get("id") or fallback), text, source, **fields)


def _marked(record: Mapping[str, Any], where: str) -> MarkedPair:
    sides = [_need(record, side, where) for side in "ab"]
    a, b = (_article(side, where, name) for side, name in zip(sides, "ab", strict=True))
    spans = [tuple((int(start), int(end)) for start, end in _need(side, "sentences", where))
             for side in sides]  # fmt: skip
    matches = tuple((int(i), int(j), str(relation), int(sure))
                    for i, j, relation, sure in _need(record, "matches", where))  # fmt: skip
    for i, j, *_ in matches:
        if not (0 <= i < len(spans[0]) and 0 <= j < len(spans[1])):
            raise InputError(f"{where}: the match {i}, {j} points outside the articles")
    only, noise = ([frozenset(record.get(f"{name}_{side}", ())) for side in "ab"]
                   for name in ("only", "noise"))  # fmt: skip
    return MarkedPair(a, b, (spans[0], spans[1]), matches, _two(only), _two(noise))


def _two(sets: Sequence[frozenset[int]]) -> tuple[frozenset[int], frozenset[int]]:
    return sets[0], sets[1]
