"""Two texts compared word by word: is the one a copy of the other, and of what kind.

A copy is ``near`` where most of the shorter text stands in the other, from its beginning to
its end: a footer or a photo gallery, however long, makes no copy. A passage with other words
in every few of its own is a filled-in form (a weekly report, a notice) and counts for nothing,
unless one run of it is long enough to be a passage by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from compare.copies.shared_passages import SharedPassage, passages_of, tiles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.copies.shared_passages import Run, Text
    from compare.model import CopyKind
    from compare.settings import CopySettings

__all__ = ["Overlap", "PairEvidence", "PairVerdict", "similarity", "verdict", "verify", "weigh"]

# Where less than a passage is shared, nearly all of the shorter text must be.
_SHORT = 0.9
# Every quarter of the shorter text must be shared so far, or else most of the text.
_SPREAD = 0.25
_MOST = 0.7


class PairVerdict(IntEnum):
    """What is decided of a pair: no copy, a partial one, a near one, one all but the same."""

    NONE = 0
    PARTIAL = 1
    NEAR = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """What two texts have in common; ``kind`` is None where that makes no copy.

    ``jaccard`` is over all distinct shingles of ``minhash.SHINGLE`` words; ``containment`` is the
    share of the smaller one's in the other, boilerplate left out; ``covered`` the share of the
    shorter text's own words that stand in the other, 0 where these are a part of it and not the
    text from beginning to end.
    """

    kind: CopyKind | None
    jaccard: float
    containment: float
    shared: tuple[SharedPassage, ...] = ()
    covered: float = 0.0


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two texts share as words: Jaccard similarity, containment, and tiles."""

    jaccard: float
    containment: float
    tiles: Sequence[Run]


def verify(first: Text, second: Text, settings: CopySettings) -> PairEvidence:
    """Compare two texts word by word."""
    if len(first) and np.array_equal(first.hashes, second.hashes):
        size = len(first)
        return PairEvidence(
            "exact", 1.0, 1.0, (SharedPassage(0, size, 0, size, ((0, 0, size),)),), 1.0
        )
    one, two = ((len(text.shingles), len(text.own_shingles)) for text in (first, second))
    both = _common(first.shingles, second.shingles)
    own = _common(first.own_shingles, second.own_shingles)
    tiles = tiles_of(first, second, settings.passage)
    return weigh(Overlap(*similarity(one, two, both, own), tiles), first, second, settings)


def verdict(evidence: PairEvidence, settings: CopySettings) -> PairVerdict:
    """All that the decisions need of the evidence."""
    if evidence.kind != "near":
        return PairVerdict.PARTIAL if evidence.kind else PairVerdict.NONE
    return PairVerdict.SAME if evidence.jaccard >= settings.same else PairVerdict.NEAR


def _common(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> int:
    return len(np.intersect1d(left, right, assume_unique=True))


def similarity(
    first: Sequence[int], second: Sequence[int], both: int, own: int
) -> tuple[float, float]:
    """Jaccard and containment of two texts.

    Args:
        first: how many distinct shingles one has, and how many that touch no boilerplate.
        second: the same of the other.
        both: how many shingles both have.
        own: how many both have that touch no boilerplate in either.
    """
    jaccard = both / max(1, first[0] + second[0] - both)
    if first[1] and second[1]:
        return jaccard, own / min(first[1], second[1])
    return jaccard, both / max(1, min(first[0], second[0]))


def weigh(overlap: Overlap, first: Text, second: Text, settings: CopySettings) -> PairEvidence:
    """What is shared, joined into passages, and what it makes of the pair."""
    found = passages_of(first, second, overlap.tiles)
    shared = tuple(passage for passage in found if not _is_form(passage, settings))
    covered = _covered(_standing(shared, first, second), settings)
    alike = overlap.jaccard, overlap.containment
    if overlap.jaccard >= settings.same or 0 < covered >= settings.near:
        return PairEvidence("near", *alike, shared, covered)
    own = tuple(passage for passage in shared if _own(passage, first, settings) >= settings.passage)
    return PairEvidence("partial" if own else None, *alike, own, covered)


def _is_form(passage: SharedPassage, settings: CopySettings) -> bool:
    filled = passage.slots * 100 > settings.slots * (passage.end - passage.start)
    return filled and passage.longest < settings.passage


def _standing(shared: tuple[SharedPassage, ...], first: Text, second: Text) -> NDArray[np.bool_]:
    """Which of the shorter text's own words stand in the other."""
    covered = np.zeros(len(first), bool), np.zeros(len(second), bool)
    for passage in shared:
        passage.cover(*covered)
    texts = (first, second)
    shorter = min((0, 1), key=lambda side: (~texts[side].boilerplate).sum())
    return covered[shorter][~texts[shorter].boilerplate]


def _covered(own: NDArray[np.bool_], settings: CopySettings) -> float:
    """The share of own words that stand in the other text, if they make it a copy as a whole."""
    if not own.any():
        return 0.0
    share = float(own.mean())
    if own.sum() < settings.passage:
        return share if share >= _SHORT else 0.0
    quarters = [quarter.mean() for quarter in np.array_split(own, 4)]
    spread = min(quarters) >= _SPREAD or (share >= _MOST and quarters[0] >= _SPREAD)
    return share if spread else 0.0


def _own(passage: SharedPassage, text: Text, settings: CopySettings) -> int:
    """The words of the first text's passage that are no boilerplate and no hidden links.

    Of the links that pages of one week hide behind a name, no page has a part of the other's text;
    each list stands in too few of them to be learned. Winnowed grams reach boilerplate's edges
    only nearly: a few words beside it count as part of it.
    """
    own = ~(text.boilerplate | text.hidden)[passage.start : passage.end]
    if own.all():
        return len(own)
    edges = np.flatnonzero(np.diff(own, prepend=False, append=False))
    sizes = edges[1::2] - edges[::2]
    return int(sizes[sizes > settings.passage // 2].sum())
