"""Pairs of articles compared word by word, and the records of what is a copy.

The texts lie on a partition whose columns are ``IDS``, ``TEXTS`` and ``SOURCES``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.copies.boilerplate import Boilerplate, words_in
from compare.copies.representatives import verdict
from compare.copies.shared_passages import Text
from compare.copies.verification import verify
from compare.model import Copy, Passage
from compare.text.word_hashes import hash_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from compare.copies.verification import PairEvidence
    from compare.engines.partitions import Partition
    from compare.model import Progress
    from compare.settings import CopySettings, PassageSettings

__all__ = ["IDS", "NEAR_COPY", "PARTIAL_COPY", "SOURCES", "TEXTS", "TWIN", "PairVerifier"]

IDS, TEXTS, SOURCES = range(3)
NEAR_COPY, PARTIAL_COPY, TWIN = range(3)
"""A record to be made of a text: near copy of a kept one; partial copy of one, of which the next
article in the row holds the passage; repetition of a text, which is a copy of the next or itself.
"""


class PairVerifier:
    """Compares articles, and remembers in this process what makes a copy."""

    def __init__(
        self,
        known: Boilerplate,
        passages: PassageSettings,
        copies: CopySettings,
        progress: Progress | None = None,
    ) -> None:
        """Take the boilerplate and settings; ``progress`` is called in this process only."""
        self._known, self._passages, self._copies = known, passages, copies
        self._progress = progress
        self._found: dict[tuple[int, int], PairEvidence] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel without memories."""
        return PairVerifier, (self._known, self._passages, self._copies)

    def verdicts(self, pairs: NDArray[np.int64], partition: Partition) -> NDArray[np.int8]:
        """What is decided of each pair, int8; see ``keeping``."""
        text = self._reader(partition)
        told = np.zeros(len(pairs), np.int8)
        for at, (first, second) in enumerate(pairs.tolist()):
            told[at] = verdict(self._evidence(first, second, text), self._copies)
            if self._progress is not None:
                self._progress("comparing", at + 1, len(pairs))
        return told

    def records(self, jobs: NDArray[np.int64], partition: Partition) -> list[Copy]:
        """A record for each job: the text, the two articles it is told of by, and what it is."""
        text = self._reader(partition)
        made = []
        for at, second, third, what in jobs.tolist():
            if what == TWIN:
                made.append(self._twin(at, second, third, partition, text))
            elif what == NEAR_COPY:
                made.append(self._near(at, second, partition, text))
            else:
                made.append(self._partial(at, second, third, partition, text))
        return made

    def _reader(self, partition: Partition) -> Callable[[int], Text]:
        @lru_cache(maxsize=512)
        def text(number: int) -> Text:
            at = _place(partition, number)
            hashes = hash_words([partition.columns[TEXTS][at]])[0]
            known = self._known.of(partition.columns[SOURCES][at])
            return Text(
                partition.columns[TEXTS][at], hashes, words_in(hashes, known, self._passages)
            )

        return text

    def _evidence(self, first: int, second: int, text: Callable[[int], Text]) -> PairEvidence:
        found = self._found.get((first, second))
        if found is None:
            found = verify(text(first), text(second), self._copies)
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


def _place(partition: Partition, number: int) -> int:
    return int(np.searchsorted(partition.numbers, number))


def _id(partition: Partition, number: int) -> str:
    return str(partition.columns[IDS][_place(partition, number)])


def _copy(id_: str, of: str, evidence: PairEvidence, copy: Text, other: Text) -> Copy:
    """The record of evidence that was gathered as (other, copy)."""
    assert evidence.kind is not None
    passages = tuple(
        Passage(
            copy.spans[shared.other_start][0],
            copy.spans[shared.other_end - 1][1],
            other.spans[shared.start][0],
            other.spans[shared.end - 1][1],
        )
        for shared in evidence.shared
    )
    return Copy(
        id_, of, evidence.kind, evidence.jaccard, evidence.containment,
        tuple(sorted(passages, key=lambda passage: passage.start)), covered=evidence.covered,
    )  # fmt: skip


def _moved(passages: Sequence[Passage], first: Text, twin: Text) -> tuple[Passage, ...]:
    """Passages of one article as they stand in another of the same words."""
    starts = {one[0]: two[0] for one, two in zip(first.spans, twin.spans, strict=True)}
    ends = {one[1]: two[1] for one, two in zip(first.spans, twin.spans, strict=True)}
    return tuple(
        replace(passage, start=starts[passage.start], end=ends[passage.end]) for passage in passages
    )
