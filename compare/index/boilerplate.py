"""Lessons: which marks an index has learned to be boilerplate, and what it learns of more articles.

What was learned when an article was added stays learned.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from compare.arrays import distinct, held_twice, member
from compare.copies.boilerplate import Boilerplate, learn
from compare.copies.reuse_groups import reuse_groups
from compare.copies.sketches import Sketch
from compare.copies.winnowing import WinnowedGrams

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from compare.index.keys import Keys
    from compare.index.storage import Store
    from compare.settings import Settings

__all__ = ["EACH", "Lessons"]

EACH = 24
"""Of the holders of one mark, so many of the first are looked at to tell whether it recurs."""
_FEW = 100
"""From so many new articles on, only marks that two of them hold are counted."""
_SHORT, _HIGH = np.uint64(24), np.uint64(32)
_SOURCE = np.int64(32)


class Lessons:
    """The boilerplate of an open index. Callers hold the transaction."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self._store = store
        self._settings = settings

    def learned(self, values: NDArray[np.uint64], sources: Collection[str] = ()) -> Boilerplate:
        """Which marks were learned to be boilerplate, everywhere and in some sources."""
        values = distinct(values)
        numbers = self._store.source_numbers(sources)
        rows = self._store.database.run(
            "SELECT mark, source FROM json_each(?) CROSS JOIN boilerplate ON mark = value",
            (json.dumps((values >> _SHORT).tolist()),),
        )
        told = np.array(rows.fetchall(), np.int64).reshape(-1, 2)

        def of(*wanted: int) -> NDArray[np.uint64]:
            known = told[np.isin(told[:, 1], wanted), 0].astype(np.uint64)
            return values[member(values >> _SHORT, known)]

        return Boilerplate(of(0), {name: of(0, number) for name, number in numbers.items()})

    def learn(self, new: Mapping[str, int], keys: Sequence[Keys]) -> None:
        """Store which marks of new articles are boilerplate by now.

        Of many articles only what two of them hold is looked at: what recurs more rarely is
        learned when it is met (``Suspects.of``).
        """
        values = _worth_asking([each.marks for each in keys])
        values = values[~member(values, self.learned(values).everywhere)]
        which, numbers = self._store.postings.holders(values)
        often = self._may_be_dull(which, numbers, len(values))
        if not often.any():
            return
        holders = self._store.holders(_first(which, numbers, often))
        known = self.recurring([(h.source, h.row, h.marks) for h in holders.values()])
        if not (len(known.everywhere) or known.by_source):
            return
        rows = []
        sources = self._store.source_numbers({holder.source for holder in holders.values()})
        for each, number in zip(keys, new.values(), strict=True):
            holder = holders.get(number)
            if holder is None:
                continue
            everywhere = member(each.marks >> _HIGH, known.everywhere)
            within = member(each.marks >> _HIGH, known.of(holder.source)) & ~everywhere
            for source, hit in ((0, everywhere), (sources[holder.source], within)):
                found = (each.marks[hit] >> _SHORT).tolist()
                rows += [(mark, source, number) for mark in found]
        self._store.database.many("INSERT OR IGNORE INTO boilerplate VALUES (?, ?, ?)", rows)

    def _may_be_dull(
        self, which: NDArray[np.int64], numbers: NDArray[np.int64], size: int
    ) -> NDArray[np.bool_]:
        """Which marks enough articles hold, given the holders of each."""
        settings = self._settings.copies
        counts = np.bincount(which, minlength=size)
        often = counts >= settings.recurs
        some = (~often & (counts >= settings.recurs_in_source))[which]
        of = self._store.sources_of(numbers[some])
        sources = np.array([of.get(number, 0) for number in numbers[some].tolist()], np.int64)
        pairs, held = np.unique((which[some] << _SOURCE) | sources, return_counts=True)
        often[pairs[held >= settings.recurs_in_source] >> _SOURCE] = True
        return often

    def recurring(
        self, told: Sequence[tuple[str, NDArray[np.uint8], NDArray[np.uint32]]]
    ) -> Boilerplate:
        """The boilerplate of some articles: source, row and marks (high 32 bits) of each."""
        if not told:
            return Boilerplate()
        sizes = [len(own) for _, _, own in told]
        found = WinnowedGrams(
            np.concatenate([own for _, _, own in told]).astype(np.uint64),
            np.concatenate([np.arange(size) for size in sizes]),
            np.concatenate([[0], np.cumsum(sizes)]),
        )
        rows = np.stack([row for _, row, _ in told]).astype(np.uint32)
        bands = np.empty((len(told), 0), np.uint64)
        batch = Sketch([b""] * len(told), rows, bands, found)
        sources = [source for source, _, _ in told]
        return learn(
            found, reuse_groups(batch, self._settings.copies), sources, self._settings.copies
        )


def _worth_asking(marks: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """The marks of which holders are counted: all of few articles, what recurs in many."""
    values = np.concatenate([np.empty(0, np.uint64), *marks])
    if len(marks) <= _FEW:
        return distinct(values)
    at = held_twice(values, np.repeat(np.arange(len(marks)), [*map(len, marks)]))
    held = values[at]
    return distinct(held[1:][held[1:] == held[:-1]])


def _first(
    which: NDArray[np.int64], numbers: NDArray[np.int64], often: NDArray[np.bool_]
) -> list[int]:
    """Of each key that is held often, the first holders and the last."""
    starts = np.searchsorted(which, which)
    ends = np.searchsorted(which, which, "right")
    rank = np.arange(len(which))
    near = (rank - starts < EACH) | (ends - rank <= EACH)
    chosen: list[int] = np.unique(numbers[near & often[which]]).tolist()
    return chosen
