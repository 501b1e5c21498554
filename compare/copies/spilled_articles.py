"""Articles whose texts lie on disk, for copies among more than memory holds.

A text is hashed as it is read, by other threads than the one that reads, and written to a
temporary file. In memory stay what articles are found by, about 1 kB of each: its id, source and
place, the digest of its words, its signature and bands (with the default settings 640 bytes), and
those of its winnowed grams that another article may hold; all grams lie on disk as the texts do.
"""

from __future__ import annotations

import tempfile
from array import array
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import xxhash

from compare import compiled
from compare.arrays import repeated
from compare.copies.detection import copies_of, publication_order
from compare.copies.sketches import Sketch, sketch_hashed
from compare.copies.winnowing import WinnowedGrams
from compare.engines.base import LOCAL
from compare.engines.partitions import Partition, Partitioning
from compare.errors import OutputError
from compare.ingest.reading import place_order, refused_for_its_id
from compare.model import Refused
from compare.text.word_hashes import hash_encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from numpy.typing import NDArray

    from compare.model import Article, Copy, Progress
    from compare.settings import CopySettings, FingerprintSettings, PassageSettings

__all__ = ["SpilledArticles"]

_CHUNK = compiled.WORTH
_CHUNK_CHARACTERS = 12_000_000
"""A chunk is sketched at a time; it ends with so many articles, or so much text."""
_AT_ONCE = 1 << 21
"""Grams that are looked at together when those that stand more than once are sought."""
_Extent = tuple[int, int]
"""Where something begins on disk, and how many bytes it has."""


class SpilledArticles:
    """Takes articles one by one, then tells which are copies; a context manager."""

    def __init__(
        self,
        fingerprint_settings: FingerprintSettings,
        passage_settings: PassageSettings,
        jobs: int = 1,
        record: Callable[[Article], bytes] | None = None,
    ) -> None:
        """Open the temporary file.

        Args:
            fingerprint_settings: how signatures are made.
            passage_settings: how texts are winnowed.
            jobs: threads that sketch, beside the one that calls; with 1, the one that calls.
            record: makes of an article what ``records`` gives back; None where nothing is asked.

        Raises:
            OutputError: there is no room for temporary files.
        """
        self._stages = fingerprint_settings, passage_settings
        self._jobs, self._record = jobs, record
        self._disk, self._rows = _Scratch(), _Rows()
        self._chunk: list[Article] = []
        self._characters = 0
        self._stored: list[_Stored] = []
        self._threads = ThreadPoolExecutor(jobs)
        self._begun: deque[Future[_Sketched]] = deque()

    def __enter__(self) -> Self:
        """Nothing more is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the temporary file away."""
        self._threads.shutdown(cancel_futures=True)
        self._disk.close()

    def __len__(self) -> int:
        """How many articles were taken, of each id one."""
        return self._rows.count

    def add(self, article: Article, where: Refused) -> None:
        """Take an article and the place it was read from.

        Of two with one id, the one whose place sorts first is taken; ``finish`` tells the other.
        """
        if not self._rows.add(article, where):
            return
        self._chunk.append(article)
        self._characters += len(article.text)
        if len(self._chunk) >= _CHUNK or self._characters >= _CHUNK_CHARACTERS:
            self._end_chunk(compiled.WORTH)

    def finish(self) -> list[Refused]:
        """End the taking; the articles that were refused for their id."""
        if self._chunk or not self._begun:
            self._end_chunk(len(self._chunk))
        while self._begun:
            self._store(self._begun.popleft().result())
        return list(self._rows.refused(self._text))

    def find_copies(
        self, settings: CopySettings, progress: Progress | None = None
    ) -> tuple[Copy, ...]:
        """Every copy, as ``detection.find_copies`` tells them; asked once, after ``finish``."""
        order = self._rows.in_publication_order()
        numbers = np.arange(len(order))
        ids, sources = self._rows.named(order)
        texts = _Texts(lambda place: self._text(int(order[place])).decode("utf-8", "surrogatepass"))
        grams = self._repeated_grams().take(order)
        digests, signatures, bands = self._in_order(order)
        sketched = Partition(0, numbers, (signatures, bands, grams, sources, digests))
        return copies_of(
            Partitioning(1, len(order)),
            LOCAL.parallelize([Partition(0, numbers, (ids, texts, sources))]),
            LOCAL.parallelize([sketched]),
            (self._stages[1], settings),
            progress=progress,
            jobs=self._jobs,
        )

    def ids(self) -> Iterator[str]:
        """The ids of the articles taken, in the order they came."""
        return (self._rows.ids[row] for row in self._rows.taken())

    def records(self, ids: set[str]) -> Iterator[bytes]:
        """What was made of some articles as they came, in that order."""
        for row in self._rows.taken():
            if self._rows.ids[row] in ids:
                yield self._disk.read(*self._rows.records[row])

    def _text(self, row: int) -> bytes:
        return self._disk.read(*self._rows.texts[row])

    def _end_chunk(self, articles: int) -> None:
        compiled.load(articles)
        work = partial(_sketch, self._chunk, *self._stages, self._record)
        self._chunk, self._characters = [], 0
        if self._jobs == 1:
            self._store(work())
            return
        self._begun.append(self._threads.submit(work))
        while len(self._begun) > self._jobs:
            self._store(self._begun.popleft().result())

    def _store(self, made: _Sketched) -> None:
        self._rows.texts.add(self._disk, made.texts)
        self._rows.records.add(self._disk, made.records)
        sketch, grams = made.sketch, made.sketch.grams
        self._stored.append(
            _Stored(
                (np.array(sketch.digests, "S16"), sketch.signatures, sketch.bands),
                np.diff(grams.bounds),
                grams.lengths,
                self._disk.append(grams.values.tobytes()),
                self._disk.append(grams.positions.tobytes()),
            )
        )

    def _in_order(self, order: NDArray[np.int64]) -> list[NDArray[Any]]:
        """The digests, signatures and bands of articles; what was held of them is let go."""
        place = np.full(sum(len(stored.counts) for stored in self._stored), -1)
        place[order] = np.arange(len(order))
        columns = [
            np.empty((len(order), *one.shape[1:]), one.dtype) for one in self._stored[0].columns
        ]
        self._stored.reverse()
        while self._stored:
            stored = self._stored.pop()
            at, place = np.split(place, [len(stored.counts)])
            for column, some in zip(columns, stored.columns, strict=True):
                column[at[at >= 0]] = some[at >= 0]
        return columns

    def _repeated_grams(self) -> WinnowedGrams:
        """The winnowed grams that stand more than once; see ``WinnowedGrams.repeated``."""
        counts = np.concatenate([stored.counts for stored in self._stored])
        bounds = np.concatenate([[0], np.cumsum(counts)])
        kept = self._where_repeated(int(bounds[-1]))
        values, positions = np.empty(len(kept), np.uint64), np.empty(len(kept), np.int32)
        for start, stored in self._starts():
            first, last = np.searchsorted(kept, [start, start + stored.counts.sum()])
            at = kept[first:last] - start
            values[first:last] = self._disk.array(stored.values, np.uint64)[at]
            positions[first:last] = self._disk.array(stored.positions, np.int32)[at]
        own = np.searchsorted(kept, bounds)
        ranks = (kept - np.repeat(bounds[:-1], np.diff(own))).astype(np.int32)
        ends = np.concatenate([stored.ends for stored in self._stored])
        return WinnowedGrams(values, positions, own, ranks, counts, ends)

    def _where_repeated(self, total: int) -> NDArray[np.int64]:
        """Where grams stand that stand more than once, ascending.

        They are sought a part after the other, told apart by their last bits.
        """
        parts = 1 << (total // _AT_ONCE).bit_length()

        def found(part: int) -> NDArray[np.int64]:
            keys, places = [], []
            for start, stored in self._starts():
                values = self._disk.array(stored.values, np.uint64)
                at = np.flatnonzero((values & np.uint64(parts - 1)) == part)
                keys.append(values[at])
                places.append(at + start)
            return np.concatenate(places)[repeated(np.concatenate(keys))]

        return np.sort(np.concatenate(list(self._threads.map(found, range(parts)))))

    def _starts(self) -> Iterator[tuple[int, _Stored]]:
        """Each chunk, and how many grams stand before it."""
        start = 0
        for stored in self._stored:
            yield start, stored
            start += int(stored.counts.sum())


@dataclass(frozen=True, slots=True)
class _Sketched:
    """A chunk as it goes to disk: the texts in UTF-8, the records of them, and their sketches."""

    texts: list[bytes]
    records: list[bytes]
    sketch: Sketch


def _sketch(
    articles: Sequence[Article],
    fingerprint_settings: FingerprintSettings,
    passage_settings: PassageSettings,
    record: Callable[[Article], bytes] | None,
) -> _Sketched:
    texts = [_encoded(article) for article in articles]
    sketch = sketch_hashed(hash_encoded(texts), fingerprint_settings, passage_settings)
    return _Sketched(texts, [record(article) for article in articles] if record else [], sketch)


@dataclass(frozen=True, slots=True)
class _Stored:
    """The sketches of a chunk.

    ``columns`` are the digests, signatures and bands of its articles; of their winnowed grams
    there are ``counts``, the position after the last (``ends``), and what lies on disk.
    """

    columns: tuple[NDArray[Any], ...]
    counts: NDArray[np.int64]
    ends: NDArray[np.int32]
    values: _Extent
    positions: _Extent


class _Rows:
    """A row for each article that came, by columns: its id, source, publication, place and text."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.texts, self.records = _Extents(), _Extents()
        self._gone: set[int] = set()
        self._row_of: dict[str, int] = {}
        self._source_codes, self._sources = dict[str, int](), array("q")
        self._file_codes, self._files, self._lines = dict[str, int](), array("q"), array("q")
        self._undated, self._instants, self._characters = array("b"), array("d"), array("q")
        self._again: defaultdict[str, list[tuple[Refused, bytes | int]]] = defaultdict(list)

    def add(self, article: Article, where: Refused) -> bool:
        """Note an article; False where another of its id stays."""
        row = self._row_of.get(article.id)
        if row is not None:
            if place_order(self._place(row)) <= place_order(where):
                self._again[article.id].append((where, _digest(_encoded(article))))
                return False
            self._gone.add(row)
            self._again[article.id].append((self._place(row), row))
        self._row_of[article.id] = len(self.ids)
        self.ids.append(article.id)
        self._sources.append(self._source_codes.setdefault(article.source, len(self._source_codes)))
        self._files.append(self._file_codes.setdefault(where.file, len(self._file_codes)))
        self._lines.append(where.line or 0)
        undated, instant, characters, _ = publication_order(article)
        self._undated.append(undated)
        self._instants.append(instant)
        self._characters.append(characters)
        return True

    @property
    def count(self) -> int:
        """How many articles stay."""
        return len(self._row_of)

    def taken(self) -> Iterator[int]:
        """The rows of the articles that stay."""
        return (row for row in range(len(self.ids)) if row not in self._gone)

    def refused(self, text: Callable[[int], bytes]) -> Iterator[Refused]:
        """What was refused for its id; ``text`` gives the text of a row."""
        for id_, again in self._again.items():
            row = self._row_of[id_]
            digest = _digest(text(row))
            for where, other in again:
                its = other if isinstance(other, bytes) else _digest(text(other))
                yield refused_for_its_id(id_, where, self._place(row), same_text=its == digest)

    def in_publication_order(self) -> NDArray[np.int64]:
        """The rows of the articles that stay, as ``publication_order`` sorts them."""
        rows = np.array(sorted(self.taken(), key=self.ids.__getitem__), np.int64)
        columns = self._characters, self._instants, self._undated
        return rows[np.lexsort([np.array(column)[rows] for column in columns])]

    def named(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        """The ids and the sources of some rows."""
        sources = np.array([*self._source_codes], object)
        return np.array(self.ids, object)[rows], sources[np.array(self._sources, np.int64)[rows]]

    def _place(self, row: int) -> Refused:
        return Refused([*self._file_codes][self._files[row]], "", self._lines[row] or None)


class _Extents:
    """Where things lie on disk, in the order they were written."""

    def __init__(self) -> None:
        self._starts, self._sizes = array("q"), array("q")

    def add(self, disk: _Scratch, things: Iterable[bytes]) -> None:
        """Write some."""
        at, _ = disk.append(b"".join(things))
        for size in map(len, things):
            self._starts.append(at)
            self._sizes.append(size)
            at += size

    def __getitem__(self, row: int) -> _Extent:
        return self._starts[row], self._sizes[row]


@dataclass(frozen=True, slots=True)
class _Texts:
    """A column of texts, each read when it is asked for."""

    read: Callable[[int], str]

    def __getitem__(self, place: int) -> str:
        return self.read(place)


class _Scratch:
    """A temporary file that only grows, and is gone with the process however that ends."""

    def __init__(self) -> None:
        self._lock, self._size = Lock(), 0
        try:
            self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  (closed by ``close``)
        except OSError as error:
            raise _full(error) from error

    def append(self, data: bytes) -> _Extent:
        """Write at the end; where it lies then."""
        start, view = self._size, memoryview(data)
        with self._lock:
            self._file.seek(start)
            try:
                while view:
                    view = view[self._file.write(view) :]
            except OSError as error:
                raise _full(error) from error
        self._size += len(data)
        return start, len(data)

    def read(self, start: int, size: int) -> bytes:
        """What lies there."""
        with self._lock:
            self._file.seek(start)
            return self._file.read(size)

    def array(self, extent: _Extent, dtype: type[np.generic]) -> NDArray[Any]:
        """The numbers that lie there."""
        return np.frombuffer(self.read(*extent), dtype)

    def close(self) -> None:
        """Take it away."""
        self._file.close()


def _full(error: OSError) -> OutputError:
    return OutputError(
        f"{tempfile.gettempdir()}: no temporary file can be written there ({error.strerror}); "
        "set TMPDIR to a folder with as much room as the texts take"
    )


def _encoded(article: Article) -> bytes:
    return article.text.encode("utf-8", "surrogatepass")


def _digest(text: bytes) -> bytes:
    return xxhash.xxh3_128_digest(text)
