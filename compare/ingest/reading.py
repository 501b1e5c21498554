"""Reading files into articles, by readers that are chosen from a table of suffixes.

A reader is a generator ``reader(stream, name, settings)`` of ``Record``: the line it stands in
(None where a file has none) and either its fields or the reason it is refused. Nothing that is
wrong with one record stops the next.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from compare.ingest import fields, files
from compare.ingest.readers import records_of
from compare.model import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from compare.model import Article, Progress
    from compare.settings import IngestSettings

__all__ = ["Reading", "read", "read_files"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, in the order of the paths; what was refused; what was odd.

    >>> reading = read_articles(["fixtures/articles"])
    >>> reading.articles[0].id < reading.articles[-1].id or len(reading.articles) > 1
    True
    """

    articles: tuple[Article, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[str, ...]


def read(
    paths: Sequence[str | Path],
    settings: IngestSettings,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read files, folders (recursively, in sorted order) and ``-`` (JSON Lines on ``stdin``).

    Of two articles with one id the one whose file and line sort first is taken, whatever the
    order of the paths; the other is refused. Files that newscompare wrote are passed over.

    Raises:
        InputError: a path is empty.
    """
    return read_files(list(files.walk(paths)), settings, stdin, progress)


def read_files(
    found: Sequence[files.InputFile],
    settings: IngestSettings,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read files that ``files.walk`` found, as ``read`` does."""
    taken: list[tuple[Article, Refused]] = []
    refused: list[Refused] = []
    warnings: list[str] = []
    own = 0
    for done, place in enumerate(found, 1):
        if place.path and not place.fault and files.is_own(place.path):
            own += 1
            continue
        for outcome in _read_place(place, settings, stdin, warnings):
            if isinstance(outcome, Refused):
                refused.append(outcome)
            else:
                taken.append(outcome)
        if progress:
            progress("read", done, len(found))
    if own:
        warnings.append(f"passed over: newscompare's own files, {own:,}")
    articles, repeated = _one_each(taken)
    return Reading(articles, tuple(sorted(refused + repeated, key=_order)), tuple(warnings))


def _read_place(
    place: files.InputFile, settings: IngestSettings, stdin: BinaryIO | None, warnings: list[str]
) -> Iterator[tuple[Article, Refused] | Refused]:
    for record in records_of(place, settings, stdin):
        where = Refused(place.name, "", record.line)
        if isinstance(record.fields, str):
            yield replace(where, reason=record.fields)
            continue
        warnings += [f"{_named(where)}: {warning}" for warning in record.warnings]
        outcome = fields.article(record, place, settings)
        if isinstance(outcome, Refused):
            yield replace(outcome, file=place.name, line=record.line)
            continue
        article, odd = outcome
        warnings += [f"{_named(where)}: {warning}" for warning in odd]
        yield article, where


def _one_each(taken: list[tuple[Article, Refused]]) -> tuple[tuple[Article, ...], list[Refused]]:
    first: dict[str, tuple[Article, Refused]] = {}
    for article, where in sorted(taken, key=lambda pair: _order(pair[1])):
        first.setdefault(article.id, (article, where))
    refused = []
    for article, where in taken:
        kept, there = first[article.id]
        if there is not where:
            what = "with the same text" if kept.text == article.text else "with another text"
            reason = f"the id {article.id!r} was read already {what}, from {_named(there)}"
            refused.append(replace(where, reason=reason, id=article.id))
    places = {id(where) for _, where in first.values()}
    return tuple(article for article, where in taken if id(where) in places), refused


def _named(where: Refused) -> str:
    return f"{where.file}:{where.line}" if where.line else where.file


def _order(where: Refused) -> tuple[str, int]:
    return where.file, where.line or 0
