"""A reader's corrections: pairs of statements that say the same, or do not, whatever was found.

The file is what the button of a page gives, and what ``tune`` reads as labels: JSON Lines, each
with ``a_article``, ``a_span``, ``a`` (the text), the same of ``b``, and ``label``, 1 or 0.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from compare.errors import InputError
from compare.model import Corrected, Match
from compare.relations.relate import relate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from compare.model import Span, Statement

__all__ = ["Correction", "Settled", "apply_corrections", "read_corrections"]

_Node = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """Whether two statements say the same, and the name of the file that says so.

    ``a`` and ``b`` are each an article's id, the span of the statement, and its text.
    """

    a: tuple[str, Span, str]
    b: tuple[str, Span, str]
    same: bool
    file: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The matches as corrected; ``apart`` are pairs that no claim may join again."""

    matches: tuple[Match, ...]
    apart: frozenset[tuple[_Node, _Node]]
    corrected: Corrected | None


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections of a file; of two about one pair the later one holds.

    Raises:
        InputError: the file cannot be read, or a line is no correction.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "is not UTF-8"
        raise InputError(f"{path}: cannot be read ({reason})") from error
    found: dict[frozenset[tuple[str, Span]], Correction] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            one = _read(line, f"{path}:{number}", path.name)
            key = frozenset((one.a[:2], one.b[:2]))
            found.pop(key, None)
            found[key] = one
    return tuple(found.values())


def apply_corrections(
    corrections: Iterable[Correction],
    statements: Sequence[Sequence[Statement]],
    matches: Sequence[Match],
    language: str = "en",
) -> Settled:
    """Cut and make matches as a reader said.

    Args:
        corrections: of any events; those of statements that are not here are left out.
        statements: per article of the event.
        matches: between them.
        language: of the event.
    """
    mine = [
        (pair, one)
        for one in corrections
        if (pair := _pair(one, statements)) is not None
    ]  # fmt: skip
    if not mine:
        return Settled(tuple(matches), frozenset(), None)
    said = {pair: one.same for pair, one in mine}
    kept = {
        (match.a, match.b): replace(match, score=1.0) if (match.a, match.b) in said else match
        for match in matches
        if said.get((match.a, match.b), True)
    }
    for a, b in (pair for pair, same in said.items() if same and pair not in kept):
        relation, *extra = relate(statements[a[0]][a[1]], statements[b[0]][b[1]], language)
        kept[a, b] = Match(a, b, 1.0, relation, {}, *extra)
    return Settled(
        tuple(kept[pair] for pair in sorted(kept)),
        frozenset(pair for pair, same in said.items() if not same),
        Corrected(
            tuple(sorted({one.file for _, one in mine})),
            tuple((*pair, same) for pair, same in sorted(said.items())),
        ),
    )


def _read(line: str, where: str, file: str) -> Correction:
    try:
        row = json.loads(line)
        same = {"0": False, "1": True}[str(row["label"])]
        return Correction(_end(row, "a"), _end(row, "b"), same, file)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{where}: is no correction (needs a_article, a_span, b_article, b_span and label "
            "0 or 1); give a file that a page's button made"
        ) from error


def _end(row: Any, side: str) -> tuple[str, Span, str]:  # noqa: ANN401  (JSON)
    start, end = row[f"{side}_span"]
    return str(row[f"{side}_article"]), (int(start), int(end)), str(row.get(side) or "")


def _pair(one: Correction, statements: Sequence[Sequence[Statement]]) -> tuple[_Node, _Node] | None:
    """The indices of the two statements, the first article first; None where one is not here."""
    ends = [next(_places(end, statements), None) for end in (one.a, one.b)]
    if ends[0] is None or ends[1] is None or ends[0][0] == ends[1][0]:
        return None
    first, second = sorted((ends[0], ends[1]))
    return first, second


def _places(
    end: tuple[str, Span, str], statements: Sequence[Sequence[Statement]]
) -> Iterator[_Node]:
    """Where a statement stands: at its span, else where its article has its words."""
    id_, span, text = end
    for article, of in enumerate(statements):
        if of and of[0].article == id_:
            yield from (
                (article, at) for at, each in enumerate(of) if (each.start, each.end) == span
            )
            yield from ((article, at) for at, each in enumerate(of) if text and each.text == text)
