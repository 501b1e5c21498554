"""Winnowed marks of a text, and the guarantee that every long shared run is found.

Winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
fingerprinting", 2003): of every ``window`` neighbouring k-grams of words the one with the
smallest hash is a mark. Two texts that share a run of ``window + gram - 1`` words therefore
share a mark, whatever stands around it, and two that share a run of ``2 window + gram - 1``
words share two neighbouring marks, a *run key*: a guarantee, not a probability. Single marks
are shared by chance ("for the first time in"), run keys hardly ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare import compiled
from compare.arrays import mix, repeated, runs_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from numpy.typing import NDArray

    from compare.settings import PassageSettings
    from compare.text.word_hashes import Hashed

__all__ = ["WINNOWING", "WinnowedGrams", "gram_hashes", "guaranteed", "run_keys", "winnow"]

WINNOWING = "winnow/1"
"""Names the rule that chooses marks; the index stamps it beside ``hashes.HASHING``."""

_STEP = np.uint64(0x9FB21C651E98DF25)
_NONE = np.uint64(0xFFFFFFFFFFFFFFFF)
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class WinnowedGrams:
    """The winnowed grams of some texts; those of text ``i`` are ``bounds[i]:bounds[i+1]``.

    A passage that a text repeats has its grams each time, but the same gram over and over stands
    twice.

    Attributes:
        values: the hashes of the grams, uint64.
        positions: the word of its text at which each begins, int32.
        bounds: int64 of shape (texts + 1,).
        ranks: how many grams of its text stand before each, int32; None where all are here.
        sizes: how many grams each text has, here or not; None where all are here.
        ends: the position after the last gram of each text, here or not; None likewise.
    """

    values: NDArray[np.uint64]
    positions: NDArray[np.int32]
    bounds: NDArray[np.int64]
    ranks: NDArray[np.int32] | None = None
    sizes: NDArray[np.int64] | None = None
    ends: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        """How many texts."""
        return len(self.bounds) - 1

    def of(self, text: int) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
        """The grams of one text and their first words."""
        here = slice(self.bounds[text], self.bounds[text + 1])
        return self.values[here], self.positions[here]

    def repeated(self) -> WinnowedGrams:
        """Without grams that stand once in all these texts: nothing is found by them."""
        kept = np.sort(repeated(self.values))
        ranks = np.arange(len(self.values), dtype=np.int32) - np.repeat(
            self.bounds[:-1].astype(np.int32), np.diff(self.bounds)
        )
        return WinnowedGrams(
            self.values[kept],
            self.positions[kept],
            np.searchsorted(kept, self.bounds),
            ranks[kept],
            self.counts,
            self.lengths,
        )

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many grams each text has."""
        return np.diff(self.bounds) if self.sizes is None else self.sizes

    @property
    def lengths(self) -> NDArray[np.int32]:
        """The position after the last gram of each text; 0 where it has none."""
        if self.ends is not None:
            return self.ends
        ends = np.zeros(len(self), np.int32)
        some = np.diff(self.bounds) > 0
        ends[some] = self.positions[self.bounds[1:][some] - 1] + 1
        return ends

    def without(self, dropped: NDArray[np.bool_]) -> WinnowedGrams:
        """These grams but for the dropped ones (bool, aligned with ``values``)."""
        before = np.concatenate([[0], np.cumsum(dropped)])
        kept, bounds = ~dropped, self.bounds - before[self.bounds]
        ranks = self.ranks
        if ranks is not None:
            ranks = (ranks - before[:-1] + before[self.bounds[:-1]][self.owners])[kept]
            ranks = ranks.astype(np.int32)
        return WinnowedGrams(self.values[kept], self.positions[kept], bounds, ranks)

    def take(self, texts: NDArray[np.int64]) -> WinnowedGrams:
        """The grams of the chosen texts alone, in the order given."""
        counts = np.diff(self.bounds)[texts]
        bounds = np.concatenate([[0], np.cumsum(counts)])
        at = np.arange(bounds[-1]) + np.repeat(self.bounds[:-1][texts] - bounds[:-1], counts)
        return WinnowedGrams(
            self.values[at],
            self.positions[at],
            bounds,
            None if self.ranks is None else self.ranks[at],
            None if self.sizes is None else self.sizes[texts],
            None if self.ends is None else self.ends[texts],
        )

    @staticmethod
    def join(parts: Sequence[WinnowedGrams]) -> WinnowedGrams:
        """The grams of several runs of texts, end to end; all of these texts are there."""
        counts = np.concatenate([[0], *(np.diff(part.bounds) for part in parts)])
        return WinnowedGrams(
            np.concatenate([np.empty(0, np.uint64), *(part.values for part in parts)]),
            np.concatenate([np.empty(0, np.int32), *(part.positions for part in parts)]),
            np.cumsum(counts),
        )

    @property
    def owners(self) -> NDArray[np.int64]:
        """The text of each gram, aligned with ``values``."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))


def guaranteed(settings: PassageSettings) -> int:
    """The length in words from which a shared run always shares a run key."""
    return 2 * settings.window + settings.gram - 1


def run_keys(found: WinnowedGrams) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The key of each two neighbouring marks of a text, and the text of each.

    Between two marks of a shared run, both texts have the same marks: a window that reaches
    out of the run can choose new ones only at its ends.
    """
    owners = found.owners
    same = owners[1:] == owners[:-1]
    if found.ranks is not None:
        same &= np.diff(found.ranks) == 1
    return mix(found.values[:-1] * _STEP + found.values[1:])[same], owners[1:][same]


def winnow(hashed: Hashed, settings: PassageSettings) -> WinnowedGrams:
    """The winnowed marks of each text; a text of fewer words than a gram has none."""
    if loops := compiled.kernels():
        return _winnow_compiled(hashed, settings, loops)
    return WinnowedGrams.join(
        [_winnow_run(hashed.part(*run), settings) for run in runs_of(hashed.bounds, _BLOCK)]
    )


def _winnow_compiled(hashed: Hashed, settings: PassageSettings, loops: ModuleType) -> WinnowedGrams:
    values = np.empty(len(hashed.hashes), np.uint64)
    positions = np.empty(len(hashed.hashes), np.int32)
    counts = np.empty(len(hashed), np.int64)
    chosen = values, positions, counts
    size = loops.winnow(hashed.hashes, hashed.bounds, settings.gram, settings.window, *chosen)
    bounds = np.concatenate([[0], np.cumsum(counts)])
    return WinnowedGrams(values[:size].copy(), positions[:size].copy(), bounds)


def _winnow_run(hashed: Hashed, settings: PassageSettings) -> WinnowedGrams:
    counts = np.diff(hashed.bounds)
    padded = np.append(hashed.hashes, np.zeros(settings.gram - 1, np.uint64))
    grams = gram_hashes(padded, settings.gram)
    inside = np.arange(len(grams)) + settings.gram <= np.repeat(hashed.bounds[1:], counts)
    grams[~inside] = _NONE
    chosen = _lowest(grams, inside, hashed.bounds, settings)
    values, owners = grams[chosen], np.repeat(np.arange(len(hashed)), counts)[chosen]
    # Of the same mark over and over two are kept, so that every run key of it is.
    new = np.ones(len(values), bool)
    changed = (values[1:] != values[:-1]) | (owners[1:] != owners[:-1])
    new[2:] = changed[1:] | changed[:-1]
    owners, chosen = owners[new], chosen[new]
    bounds = np.searchsorted(owners, np.arange(len(hashed) + 1))
    positions = (chosen - hashed.bounds[:-1][owners]).astype(np.int32)
    return WinnowedGrams(values[new], positions, bounds)


def gram_hashes(hashes: NDArray[np.uint64], gram: int) -> NDArray[np.uint64]:
    """The hash of the ``gram`` words from each word on: uint64 (words - gram + 1,)."""
    size = max(0, len(hashes) - gram + 1)
    total = np.zeros(size, np.uint64)
    for shift in range(gram):
        total *= _STEP
        total += hashes[shift : shift + size]
    return mix(total)


def _lowest(
    grams: NDArray[np.uint64],
    inside: NDArray[np.bool_],
    bounds: NDArray[np.int64],
    settings: PassageSettings,
) -> NDArray[np.int64]:
    """The positions whose gram is the smallest of some window of its own text."""
    reach = settings.window + settings.gram - 1
    lowest = _sliding(grams, settings.window, np.minimum)
    ends = np.repeat(bounds[1:], np.diff(bounds))
    lowest[np.arange(len(grams)) + reach > ends] = 0
    highest = _sliding(lowest[::-1], settings.window, np.maximum)[::-1]
    chosen = inside & (highest == grams)
    # A text shorter than a window has one window, of all it has.
    short = (np.diff(bounds) < reach) & (np.diff(bounds) >= settings.gram)
    for text in np.flatnonzero(short).tolist():
        here = slice(bounds[text], bounds[text + 1])
        chosen[here] = inside[here] & (grams[here] == grams[here].min())
    return np.flatnonzero(chosen)


def _sliding(values: NDArray[np.uint64], window: int, extreme: np.ufunc) -> NDArray[np.uint64]:
    """The extreme of each ``window`` values from each position on, by doubling."""
    result = values.copy()
    reach = 1
    while reach < window:
        step = min(reach, window - reach)
        result[:-step] = extreme(result[:-step], result[step:])
        reach += step
    return result
