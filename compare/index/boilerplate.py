"""Which winnowed grams an index has learned to be boilerplate, and what more articles teach it.

What was learned when an article was added stays learned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compare.arrays import distinct, held_twice, member
from compare.copies.boilerplate import Boilerplate, learn
from compare.copies.reuse_groups import reuse_groups
from compare.copies.sketches import Sketch
from compare.copies.winnowing import WinnowedGrams
from compare.index.storage.boilerplate_table import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from compare.index.keys import Keys
    from compare.index.storage import Store
    from compare.settings import CopySettings

__all__ = ["LOOKED_AT", "LearnedBoilerplate"]

LOOKED_AT = 24
"""Of the holders of one gram, so many of the first are looked at to tell whether it recurs."""
_FEW = 100
"""From so many new articles on, only grams that two of them hold are counted."""
_SHORT, _HIGH = np.uint64(24), np.uint64(32)
_SOURCE = np.int64(32)


class LearnedBoilerplate:
    """The boilerplate of an open index. Callers hold the transaction."""

    def __init__(self, store: Store, settings: CopySettings) -> None:
        """Take an open store."""
        self._store = store
        self._settings = settings

    def learned(self, values: NDArray[np.uint64], sources: Collection[str] = ()) -> Boilerplate:
        """Which grams were learned to be boilerplate, everywhere and in some sources."""
        values = distinct(values)
        numbers = self._store.source_numbers(sources)
        known = self._store.boilerplate.known(values)

        def of(*wanted: int) -> NDArray[np.uint64]:
            grams = known[np.isin(known[:, 1], wanted), 0].astype(np.uint64)
            return values[member(values >> _SHORT, grams)]

        by_source = {name: of(EVERYWHERE, number) for name, number in numbers.items()}
        return Boilerplate(of(EVERYWHERE), by_source)

    def learn(self, new: Mapping[str, int], keys: Sequence[Keys]) -> None:
        """Store which grams of new articles (number by id, with their keys) are boilerplate by now.

        Of many articles only what two of them hold is looked at: what recurs more rarely is
        learned when it is met (``CopyCandidates.of``).
        """
        values = _worth_asking([each.grams for each in keys])
        values = values[~member(values, self.learned(values).everywhere)]
        which, numbers = self._store.postings.holders(values)
        often = self._may_be_boilerplate(which, numbers, len(values))
        if not often.any():
            return
        holders = self._store.holders(_first(which, numbers, often))
        known = self.recurring([(h.source, h.signature, h.grams) for h in holders.values()])
        if not (len(known.everywhere) or known.by_source):
            return
        sources = self._store.source_numbers({holder.source for holder in holders.values()})
        for each, number in zip(keys, new.values(), strict=True):
            if holder := holders.get(number):
                everywhere = member(each.grams >> _HIGH, known.everywhere)
                within = member(each.grams >> _HIGH, known.of(holder.source)) & ~everywhere
                self._store.boilerplate.add(each.grams[everywhere], EVERYWHERE, number)
                self._store.boilerplate.add(each.grams[within], sources[holder.source], number)

    def _may_be_boilerplate(
        self, which: NDArray[np.int64], numbers: NDArray[np.int64], size: int
    ) -> NDArray[np.bool_]:
        """Which grams enough articles hold, given the holders of each."""
        settings = self._settings
        counts = np.bincount(which, minlength=size)
        often = counts >= settings.recurs
        some = (~often & (counts >= settings.recurs_in_source))[which]
        of = self._store.sources_of(numbers[some])
        sources = np.array([of.get(number, 0) for number in numbers[some].tolist()], np.int64)
        pairs, held = np.unique((which[some] << _SOURCE) | sources, return_counts=True)
        often[pairs[held >= settings.recurs_in_source] >> _SOURCE] = True
        return often

    def recurring(
        self, holders: Sequence[tuple[str, NDArray[np.uint8], NDArray[np.uint32]]]
    ) -> Boilerplate:
        """The boilerplate of some articles: source, signature and grams (high 32 bits) of each."""
        if not holders:
            return Boilerplate()
        sizes = [len(grams) for _, _, grams in holders]
        found = WinnowedGrams(
            np.concatenate([grams for _, _, grams in holders]).astype(np.uint64),
            np.concatenate([np.arange(size) for size in sizes]),
            np.concatenate([[0], np.cumsum(sizes)]),
        )
        rows = np.stack([signature for _, signature, _ in holders]).astype(np.uint32)
        bands = np.empty((len(holders), 0), np.uint64)
        batch = Sketch([b""] * len(holders), rows, bands, found)
        sources = [source for source, _, _ in holders]
        return learn(found, reuse_groups(batch, self._settings), sources, self._settings)


def _worth_asking(grams: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """The grams of which holders are counted: all of few articles, what recurs in many."""
    values = np.concatenate([np.empty(0, np.uint64), *grams])
    if len(grams) <= _FEW:
        return distinct(values)
    at = held_twice(values, np.repeat(np.arange(len(grams)), [*map(len, grams)]))
    held = values[at]
    return distinct(held[1:][held[1:] == held[:-1]])


def _first(
    which: NDArray[np.int64], numbers: NDArray[np.int64], often: NDArray[np.bool_]
) -> list[int]:
    """Of each key that is held often, the first holders and the last."""
    starts = np.searchsorted(which, which)
    ends = np.searchsorted(which, which, "right")
    rank = np.arange(len(which))
    near = (rank - starts < LOOKED_AT) | (ends - rank <= LOOKED_AT)
    chosen: list[int] = np.unique(numbers[near & often[which]]).tolist()
    return chosen
