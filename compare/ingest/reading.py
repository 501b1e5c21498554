"""Reading files into articles, by readers that are chosen from a table of suffixes.

A reader is a generator ``reader(stream, name, settings)`` of ``Record``: the line it stands in
(None where a file has none) and either its fields or the reason it is refused. Nothing that is
wrong with one record stops the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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

__all__ = [
    "Reading",
    "Stream",
    "place_order",
    "read",
    "read_files",
    "read_in_batches",
    "refused_for_its_id",
    "stream",
]

_BATCH = 4000
_BATCH_CHARACTERS = 64_000_000
"""A batch ends with so many records, or so much text."""
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, in the order of the paths; what was refused; what was odd.

    ``places`` has for each article its file, with its line where that has one.

    >>> reading = read_articles(["fixtures/articles"])
    >>> reading.articles[0].id < reading.articles[-1].id or len(reading.articles) > 1
    True
    """

    articles: tuple[Article, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[str, ...]
    places: tuple[str, ...] = ()


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
    batch = _Batch()
    for outcome in _outcomes(found, settings, stdin, progress, batch):
        batch.take(outcome)
    return batch.reading()


def read_in_batches(
    paths: Sequence[str | Path],
    settings: IngestSettings,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
    size: int = _BATCH,
) -> Iterator[Reading]:
    """Read as ``read`` does, at most ``size`` records a time, so that files may exceed memory.

    Files are read by their names, so that the order of the paths changes nothing. Of two articles
    with one id, the second is refused where both are of one batch.

    Raises:
        InputError: a path is empty.
    """
    batch = _Batch()
    found = sorted(files.walk(paths), key=lambda file: file.name)
    for outcome in _outcomes(found, settings, stdin, progress, batch):
        batch.take(outcome)
        if len(batch) >= size or batch.characters >= _BATCH_CHARACTERS:
            yield batch.reading()
            batch.clear()
    yield batch.reading()


@dataclass(frozen=True, slots=True)
class Stream:
    """Articles one by one, each with its place, for what is larger than memory.

    ``refused`` and ``warnings`` fill as it is read. Of articles with one id all are given; see
    ``refused_for_its_id``.
    """

    articles: Iterator[tuple[Article, Refused]]
    refused: list[Refused]
    warnings: list[str]


def stream(
    paths: Sequence[str | Path],
    settings: IngestSettings,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Stream:
    """Read as ``read`` does, one article at a time.

    Raises:
        InputError: a path is empty.
    """
    batch, found = _Batch(), list(files.walk(paths))

    def articles() -> Iterator[tuple[Article, Refused]]:
        for outcome in _outcomes(found, settings, stdin, progress, batch):
            if isinstance(outcome, Refused):
                batch.refused.append(outcome)
            else:
                yield outcome

    return Stream(articles(), batch.refused, batch.warnings)


@dataclass(slots=True)
class _Batch:
    """What was read since the last batch."""

    taken: list[tuple[Article, Refused]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    characters: int = 0

    def __len__(self) -> int:
        return len(self.taken) + len(self.refused)

    def take(self, outcome: tuple[Article, Refused] | Refused) -> None:
        if isinstance(outcome, Refused):
            self.refused.append(outcome)
        else:
            self.taken.append(outcome)
            self.characters += len(outcome[0].text)

    def reading(self) -> Reading:
        kept, again = _one_each(self.taken)
        refused = tuple(sorted(self.refused + again, key=place_order))
        articles, places = tuple(one for one, _ in kept), tuple(_named(at) for _, at in kept)
        return Reading(articles, refused, tuple(self.warnings), places)

    def clear(self) -> None:
        self.taken, self.refused, self.characters = [], [], 0
        self.warnings.clear()


def _outcomes(
    found: Sequence[files.InputFile],
    settings: IngestSettings,
    stdin: BinaryIO | None,
    progress: Progress | None,
    batch: _Batch,
) -> Iterator[tuple[Article, Refused] | Refused]:
    """Yield every article with its place, and every refusal, of some files.

    Progress is told in megabytes, where they are many, and else in files.
    """
    sizes = [file.size() for file in found]
    in_bytes, before, own = sum(sizes) >= _MEGABYTE * 10, 0, 0
    for done, (file, size) in enumerate(zip(found, sizes, strict=True), 1):
        if file.path and not file.fault and files.is_own(file.path):
            own += 1
            continue
        watch = files.Watch()
        for outcome in _read_place(file, settings, stdin, batch.warnings, watch):
            yield outcome
            if progress and in_bytes:
                at = before + watch.position()
                progress("read (MB)", at // _MEGABYTE, sum(sizes) // _MEGABYTE)
        before += size
        if progress and not in_bytes:
            progress("read", done, len(found))
    if own:
        batch.warnings.append(f"passed over: newscompare's own files, {own:,}")


def _read_place(
    top: files.InputFile,
    settings: IngestSettings,
    stdin: BinaryIO | None,
    warnings: list[str],
    watch: files.Watch,
) -> Iterator[tuple[Article, Refused] | Refused]:
    for record in records_of(top, settings, stdin, watch):
        place = record.member or top
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


def _one_each(
    taken: list[tuple[Article, Refused]],
) -> tuple[list[tuple[Article, Refused]], list[Refused]]:
    first: dict[str, tuple[Article, Refused]] = {}
    for article, where in sorted(taken, key=lambda pair: place_order(pair[1])):
        first.setdefault(article.id, (article, where))
    refused = []
    for article, where in taken:
        kept, there = first[article.id]
        if there is not where:
            same = kept.text == article.text
            refused.append(refused_for_its_id(article.id, where, there, same_text=same))
    places = {id(where) for _, where in first.values()}
    return [(article, where) for article, where in taken if id(where) in places], refused


def refused_for_its_id(id_: str, where: Refused, first: Refused, *, same_text: bool) -> Refused:
    """Why an article is refused of whose id another is taken."""
    what = "with the same text" if same_text else "with another text"
    reason = f"the id {id_!r} was read already {what}, from {_named(first)}"
    return replace(where, reason=reason, id=id_)


def _named(where: Refused) -> str:
    return f"{where.file}:{where.line}" if where.line else where.file


def place_order(where: Refused) -> tuple[str, int]:
    """Sorts places by file and line: of one id, what stands first is taken."""
    return where.file, where.line or 0
