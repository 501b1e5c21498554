"""Pairs of articles compared word by word, many at once, and the records of what is a copy.

Where the compiled loops are loaded, a batch of pairs is compared in them: the word hashes of all
its articles lie end to end, and only pairs that may be copies come back to be weighed. Else
each pair is verified by itself. Both say the same.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from compare import compiled
from compare.copies.boilerplate import Boilerplate, words_in
from compare.copies.shared_passages import LEAST, REACH, SLOT, Text
from compare.copies.verification import Overlap, similarity, verdict, verify, weigh
from compare.model import Copy, Passage
from compare.text.word_hashes import Hashed, hash_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    from compare.copies.verification import PairEvidence
    from compare.engines.partitions import Partition
    from compare.model import Progress
    from compare.settings import CopySettings, PassageSettings

__all__ = ["IDS", "NEAR_COPY", "PARTIAL_COPY", "SOURCES", "TEXTS", "TWIN", "PairVerifier"]

T = TypeVar("T")
IDS, TEXTS, SOURCES = range(3)
"""The columns of the articles that a ``PairVerifier`` compares."""
NEAR_COPY, PARTIAL_COPY, TWIN = range(3)
"""A record to be made of a text: near copy of a kept one; partial copy of one, of which the next
article in the row holds the passage; repetition of a text, which is a copy of the next or itself.
"""
_SLICE = 512
"""Pairs compared, or records made, by one thread at a time; their texts are held as hashes."""
_ROOM = 64
"""Tiles a pair is given room for at first, about."""


class PairVerifier:
    """Compares articles word by word, and remembers in this process what makes a copy.

    The articles lie in a partition whose columns are ``IDS``, ``TEXTS`` and ``SOURCES``.
    """

    def __init__(
        self,
        known: Boilerplate,
        passages: PassageSettings,
        copies: CopySettings,
        progress: Progress | None = None,
        jobs: int = 1,
    ) -> None:
        """Take the boilerplate and settings.

        Args:
            known: the winnowed grams that count for nothing.
            passages: how texts are winnowed.
            copies: what makes a copy.
            progress: called in this process only.
            jobs: threads, in this process only.
        """
        self._known, self._passages, self._copies = known, passages, copies
        self._progress, self._jobs = progress, jobs
        self._found: dict[tuple[int, int], PairEvidence] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel without memories."""
        return PairVerifier, (self._known, self._passages, self._copies)

    def verdicts(self, pairs: NDArray[np.int64], partition: Partition) -> NDArray[np.int8]:
        """The ``PairVerdict`` of each pair, int8."""

        def decided(some: NDArray[np.int64]) -> NDArray[np.int8]:
            made = np.zeros(len(some), np.int8)
            for at, evidence in self._each(some, partition):
                made[at] = verdict(evidence, self._copies)
            return made

        made = [np.empty(0, np.int8)]
        for some in self._sliced(decided, pairs):
            made.append(some)
            self._tell(sum(map(len, made)), len(pairs))
        return np.concatenate(made)

    def _tell(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress("comparing", done, total)

    def _sliced(
        self, work: Callable[[NDArray[np.int64]], T], rows: NDArray[np.int64]
    ) -> Iterator[T]:
        """What is made of some rows after others, in order; each thread is at one slice."""
        slices = [rows[first : first + _SLICE] for first in range(0, len(rows), _SLICE)]
        if len(slices) < 2 or self._jobs == 1:  # noqa: PLR2004  (nothing to share)
            yield from map(work, slices)
            return
        with ThreadPoolExecutor(self._jobs) as threads:
            yield from threads.map(work, slices)

    def _each(
        self, pairs: NDArray[np.int64], partition: Partition
    ) -> Iterator[tuple[int, PairEvidence]]:
        """The place of each pair that may be a copy, and the evidence."""
        loops = compiled.kernels()
        if loops is None:
            text = self._reader(partition)
            for at, (first, second) in enumerate(pairs.tolist()):
                yield at, self._evidence(first, second, text)
            return
        numbers = np.unique(pairs)
        batch = self._batch(numbers, partition)
        text = lru_cache(maxsize=512)(
            lambda number: batch.text(int(np.searchsorted(numbers, number)))
        )
        for at, overlap in _overlaps(batch, np.searchsorted(numbers, pairs), self._copies, loops):
            first, second = pairs[at].tolist()
            yield at, self._evidence(first, second, text, overlap)

    def _batch(self, numbers: NDArray[np.int64], partition: Partition) -> _Batch:
        """The word hashes of some articles, and which of their words are boilerplate."""
        at = np.searchsorted(partition.numbers, numbers)
        texts, sources = partition.columns[TEXTS], partition.columns[SOURCES][at]
        hashed = hash_words([texts[place] for place in at.tolist()])
        masks = [
            words_in(hashed[text], self._known.of(source), self._passages)
            for text, source in enumerate(sources.tolist())
        ]
        return _Batch(lambda text: texts[at[text]], hashed, np.concatenate(masks))

    def records(self, jobs: NDArray[np.int64], partition: Partition) -> list[Copy]:
        """A record for each job: the text, the two articles it is told of by, and what it is."""

        def made(some: NDArray[np.int64]) -> list[Copy]:
            text = self._reader(partition)
            return [
                self._record(at, second, third, what, partition, text)
                for at, second, third, what in some.tolist()
            ]

        return [copy for some in self._sliced(made, jobs) for copy in some]

    def _record(
        self, at: int, second: int, third: int, what: int,
        partition: Partition, text: Callable[[int], Text],
    ) -> Copy:  # fmt: skip
        if what == TWIN:
            return self._twin(at, second, third, partition, text)
        if what == NEAR_COPY:
            return self._near(at, second, partition, text)
        return self._partial(at, second, third, partition, text)

    def _reader(self, partition: Partition) -> Callable[[int], Text]:
        @lru_cache(maxsize=512)
        def text(number: int) -> Text:
            at = _place(partition, number)
            known = self._known.of(partition.columns[SOURCES][at])
            return _StoredText(partition.columns[TEXTS][at], known, self._passages)

        return text

    def _evidence(
        self,
        first: int,
        second: int,
        text: Callable[[int], Text],
        overlap: Overlap | None = None,
    ) -> PairEvidence:
        found = self._found.get((first, second))
        if found is not None:
            return found
        one, two = text(first), text(second)
        if overlap is None:
            found = verify(one, two, self._copies)
        else:
            found = weigh(overlap, one, two, self._copies)
        if found.kind is not None:
            self._found[first, second] = found
        return found

    def _near(self, at: int, of: int, partition: Partition, text: Callable[[int], Text]) -> Copy:
        evidence = replace(self._evidence(of, at, text), kind="near")
        return _copy(_id(partition, at), _id(partition, of), evidence, text(at), text(of))

    def _partial(
        self, at: int, of: int, holder: int, partition: Partition, text: Callable[[int], Text]
    ) -> Copy:
        evidence = replace(self._evidence(of, at, text), kind="partial")
        if evidence.shared:
            return _copy(_id(partition, at), _id(partition, of), evidence, text(at), text(of))
        evidence = replace(evidence, shared=self._evidence(holder, at, text).shared)
        copy = _copy(_id(partition, at), _id(partition, of), evidence, text(at), text(holder))
        return replace(copy, via=_id(partition, holder))

    def _twin(
        self, at: int, first: int, of: int, partition: Partition, text: Callable[[int], Text]
    ) -> Copy:
        """The exact repetition of a kept article, or of a copy of another."""
        one, two = text(first), text(at)
        if of == first:
            whole = Passage(0, len(two.text), 0, len(one.text))
            id_ = _id(partition, first)
            return Copy(_id(partition, at), id_, "exact", 1.0, 1.0, (whole,), covered=1.0)
        near = self._near(first, of, partition, text)
        return replace(near, id=_id(partition, at), passages=_moved(near.passages, one, two))


class _StoredText(Text):
    """A text whose words are hashed when asked for; a record asks only where they stand."""

    def __init__(self, text: str, known: NDArray[np.uint64], passages: PassageSettings) -> None:
        self.text = text
        self._known, self._passages = known, passages

    @cached_property
    def hashes(self) -> NDArray[np.uint64]:  # type: ignore[override]
        return hash_words([self.text])[0]

    @cached_property
    def boilerplate(self) -> NDArray[np.bool_]:  # type: ignore[override]
        return words_in(self.hashes, self._known, self._passages)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Some texts, their word hashes end to end, and which of all these words are boilerplate."""

    read: Callable[[int], str]
    hashed: Hashed
    boilerplate: NDArray[np.bool_]

    def text(self, at: int) -> Text:
        """One of the texts."""
        words = slice(self.hashed.bounds[at], self.hashed.bounds[at + 1])
        return Text(self.read(at), self.hashed.hashes[words], self.boilerplate[words])


def _overlaps(
    batch: _Batch, pairs: NDArray[np.int64], settings: CopySettings, loops: ModuleType
) -> Iterator[tuple[int, Overlap | None]]:
    """Where each pair that may be a copy stands, and what it shares.

    Pairs that cannot be copies fall here. What is shared is None where only the plain path can say.
    """
    flat = batch.hashed.hashes, batch.hashed.bounds, batch.boilerplate
    sizes = np.empty((len(batch.hashed), 2), np.int32)
    loops.distinct_shingles(*flat, sizes)
    limits = (settings.passage, settings.same, settings.near, REACH, SLOT, LEAST)
    shared, states = np.zeros((len(pairs), 2), np.int32), np.empty(len(pairs), np.int8)
    tiles, ends = np.empty((_ROOM * len(pairs), 3), np.int32), np.zeros(len(pairs), np.int64)
    done = 0
    while True:
        filled = shared, states, tiles, ends
        done = loops.compare_pairs(pairs, *flat, sizes, limits, *filled, done)
        if done == len(pairs):
            break
        tiles = np.concatenate([tiles, np.empty_like(tiles)])
    for at in np.flatnonzero(states != loops.NONE).tolist():
        if states[at] == loops.ASK:
            yield at, None
            continue
        one, two = sizes[pairs[at]].tolist()
        own = tiles[ends[at - 1] if at else 0 : ends[at]]
        yield (
            at,
            Overlap(*similarity(one, two, *shared[at].tolist()), list(map(tuple, own.tolist()))),
        )


def _place(partition: Partition, number: int) -> int:
    return int(np.searchsorted(partition.numbers, number))


def _id(partition: Partition, number: int) -> str:
    return str(partition.columns[IDS][_place(partition, number)])


def _copy(id_: str, of: str, evidence: PairEvidence, copy: Text, other: Text) -> Copy:
    """The record of evidence that was gathered as (other, copy)."""
    assert evidence.kind is not None
    passages = tuple(
        Passage(
            *copy.span(shared.other_start, shared.other_end),
            *other.span(shared.start, shared.end),
        )
        for shared in evidence.shared
    )
    return Copy(
        id_, of, evidence.kind, evidence.jaccard, evidence.containment,
        tuple(sorted(passages, key=lambda passage: passage.start)), covered=evidence.covered,
    )  # fmt: skip


def _moved(passages: Sequence[Passage], first: Text, twin: Text) -> tuple[Passage, ...]:
    """Passages of one article as they stand in another of the same words."""
    moved = []
    for passage in passages:
        start = np.searchsorted(first.spans[:, 0], passage.start)
        after = np.searchsorted(first.spans[:, 1], passage.end) + 1
        left, right = twin.span(int(start), int(after))
        moved.append(replace(passage, start=left, end=right))
    return tuple(moved)
