"""Passages that recur in unrelated articles: footers, sign-ups, captions, forms.

A mark is boilerplate where unrelated articles hold it: ``recurs`` of them, or
``recurs_in_source`` of one source, for that source. Articles that are copies of one another
count as one, so a story printed by fifty outlets never becomes boilerplate. The counts only
grow, so an index learns as it goes; a batch learns from all it has.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from compare import compiled
from compare.arrays import held_twice, member
from compare.copies.winnowing import gram_hashes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from compare.copies.winnowing import WinnowedGrams
    from compare.settings import CopySettings, PassageSettings

__all__ = ["Boilerplate", "learn", "learn_of", "recurs", "words_in"]

_NONE = np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """The marks that are boilerplate everywhere, and all that are in some source; ascending."""

    everywhere: NDArray[np.uint64] = field(default_factory=_NONE.copy)
    by_source: Mapping[str, NDArray[np.uint64]] = field(default_factory=dict)

    def of(self, source: str) -> NDArray[np.uint64]:
        """The marks that are boilerplate in an article of ``source``."""
        return self.by_source.get(source, self.everywhere)

    def holds(self, found: WinnowedGrams, sources: Sequence[str]) -> NDArray[np.bool_]:
        """Which marks of a batch are boilerplate where they stand: bool, per value."""
        held = member(found.values, self.everywhere)
        own = [marks[~member(marks, self.everywhere)] for marks in self.by_source.values()]
        at = np.flatnonzero(~held & member(found.values, np.unique(np.concatenate([_NONE, *own]))))
        number = {source: code for code, source in enumerate(self.by_source)}
        codes = np.array([number.get(source, -1) for source in sources])[found.owners[at]]
        order = np.argsort(codes, kind="stable")
        bounds = np.searchsorted(codes[order], np.arange(len(number) + 1))
        for code, marks in enumerate(self.by_source.values()):
            here = at[order[bounds[code] : bounds[code + 1]]]
            held[here] = member(found.values[here], marks)
        return held

    @staticmethod
    def join(parts: Sequence[Boilerplate]) -> Boilerplate:
        """What was learned of several sets of marks, of which no two share any."""
        if len(parts) == 1:
            return parts[0]
        everywhere = np.sort(np.concatenate([_NONE, *(part.everywhere for part in parts)]))
        own: defaultdict[str, list[NDArray[np.uint64]]] = defaultdict(lambda: [everywhere])
        for part in parts:
            for source, marks in part.by_source.items():
                own[source].append(marks)
        joined = {name: np.unique(np.concatenate(marks)) for name, marks in sorted(own.items())}
        return Boilerplate(everywhere, joined)


def recurs(unrelated: int, unrelated_in_source: int, settings: CopySettings) -> bool:
    """Whether a mark that so many unrelated articles hold is boilerplate in that source."""
    return unrelated >= settings.recurs or unrelated_in_source >= settings.recurs_in_source


def learn(
    found: WinnowedGrams, voices: NDArray[np.int64], sources: Sequence[str], settings: CopySettings
) -> Boilerplate:
    """What recurs in the marks of a batch.

    Args:
        found: the marks of each article.
        voices: a number per article, the same for articles that are copies of one another.
        sources: the source of each article.
        settings: from how many unrelated articles on a mark is boilerplate.
    """
    names, codes = np.unique(np.array(sources, dtype=object), return_inverse=True)
    owners = found.owners
    return learn_of(found.values, voices[owners], codes[owners], names.tolist(), settings)


def learn_of(
    values: NDArray[np.uint64],
    voices: NDArray[np.int64],
    codes: NDArray[np.int64],
    names: Sequence[str],
    settings: CopySettings,
) -> Boilerplate:
    """What recurs among marks, each with the voice that holds it and the number of its source.

    All occurrences of a mark must be among them; other marks have no effect on what is told of it.
    """
    often, many = _held_by(values, voices, settings.recurs_in_source)
    everywhere = often[many >= settings.recurs]
    within = member(values, often)
    values, voices, codes = values[within], voices[within], codes[within]
    by_source = {}
    order = np.argsort(codes, kind="stable")
    bounds = np.searchsorted(codes[order], np.arange(len(names) + 1))
    for code, name in enumerate(names):
        here = order[bounds[code] : bounds[code + 1]]
        own, _ = _held_by(values[here], voices[here], settings.recurs_in_source)
        if len(own):
            by_source[name] = _merged(everywhere, own)
    return Boilerplate(everywhere, by_source)


def _merged(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """What stands in one of two ascending tables, ascending."""
    new = second[~member(second, first)]
    return np.insert(first, np.searchsorted(first, new), new)


def _held_by(
    values: NDArray[np.uint64], voices: NDArray[np.int64], least: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The values that at least ``least`` voices hold, ascending, and how many do."""
    held = values[held_twice(values, voices)]
    starts = np.flatnonzero(np.concatenate([[True], held[1:] != held[:-1]])[: len(held)])
    counts = np.diff(np.append(starts, len(held)))
    return held[starts[counts >= least]], counts[counts >= least]


def words_in(
    hashes: NDArray[np.uint64], known: NDArray[np.uint64], settings: PassageSettings
) -> NDArray[np.bool_]:
    """Which words of a text stand in boilerplate: bool, one per word.

    A single known mark may be a stock phrase; two of them no farther apart than a window are a
    passage, from the first word of the first to the last of the last. What is left between two
    passages, or between one and an end of the text, belongs to them if it is short.
    """
    inside = np.zeros(len(hashes), bool)
    if not len(known):
        return inside
    if loops := compiled.kernels():
        loops.boilerplate_words(hashes, known, settings.gram, settings.window, inside)
        return inside
    at = np.flatnonzero(member(gram_hashes(hashes, settings.gram), known))
    for start, after in zip(at[:-1].tolist(), at[1:].tolist(), strict=True):
        if after - start <= settings.window:
            inside[start : after + settings.gram] = True
    if inside.any():
        edges = np.flatnonzero(np.diff(~inside, prepend=False, append=False))
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            inside[start:end] = end - start <= settings.window
    return inside
