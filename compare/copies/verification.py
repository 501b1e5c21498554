"""Two texts compared word by word: is the one a copy of the other, and of what kind.

A copy is ``near`` where most of the shorter text stands in the other, from its beginning to
its end: a footer or a photo gallery, however long, makes no copy. A passage with other words
in every few of its own is a filled-in form (a weekly report, a notice) and counts for nothing,
unless one run of it is long enough to be a passage by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.arrays import distinct
from compare.copies.minhash import SHINGLE
from compare.copies.shared_passages import SharedPassage, shared_passages
from compare.copies.winnowing import gram_hashes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from compare.copies.shared_passages import Text
    from compare.model import CopyKind
    from compare.settings import CopySettings

__all__ = ["PairEvidence", "verify"]

# Where less than a passage is shared, nearly all of the shorter text must be.
_SHORT = 0.9
# Every quarter of the shorter text must be shared so far, or else most of the text.
_SPREAD = 0.25
_MOST = 0.7


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """What two texts have in common; ``kind`` is None where that makes no copy.

    ``jaccard`` is over all distinct shingles of ``fingerprints.SHINGLE`` words;
    ``containment`` is the share of the smaller one's in the other, boilerplate left out;
    ``covered`` the share of the shorter text's own words that stand in the other, 0 where these
    are a part of it and not the text from beginning to end.
    """

    kind: CopyKind | None
    jaccard: float
    containment: float
    shared: tuple[SharedPassage, ...] = ()
    covered: float = 0.0


def verify(first: Text, second: Text, settings: CopySettings) -> PairEvidence:
    """Compare two texts word by word."""
    if len(first) and np.array_equal(first.hashes, second.hashes):
        size = len(first)
        return PairEvidence(
            "exact", 1.0, 1.0, (SharedPassage(0, size, 0, size, ((0, 0, size),)),), 1.0
        )
    jaccard, containment = _likeness(first, second)
    found = shared_passages(first, second, settings.passage)
    shared = tuple(passage for passage in found if not _is_form(passage, settings))
    covered = _covered(_standing(shared, first, second), settings)
    if jaccard >= settings.same or 0 < covered >= settings.near:
        return PairEvidence("near", jaccard, containment, shared, covered)
    own = tuple(passage for passage in shared if _own(passage, first, settings) >= settings.passage)
    return PairEvidence("partial" if own else None, jaccard, containment, own, covered)


def _likeness(first: Text, second: Text) -> tuple[float, float]:
    left, right = _shingles(first.hashes), _shingles(second.hashes)
    both = len(np.intersect1d(left, right, assume_unique=True))
    jaccard = both / max(1, len(left) + len(right) - both)
    if first.boilerplate.any() or second.boilerplate.any():
        own_left, own_right = _own_shingles(first), _own_shingles(second)
        if len(own_left) and len(own_right):
            left, right = own_left, own_right
            both = len(np.intersect1d(left, right, assume_unique=True))
    return jaccard, both / max(1, min(len(left), len(right)))


def _shingles(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The distinct shingles of a text; a shorter text has one, of all its words."""
    return distinct(gram_hashes(hashes, max(1, min(SHINGLE, len(hashes)))))


def _own_shingles(text: Text) -> NDArray[np.uint64]:
    """The distinct shingles that touch no boilerplate."""
    if len(text) < SHINGLE:
        return _shingles(text.hashes)
    touched = np.convolve(text.boilerplate, np.ones(SHINGLE, int), "valid") > 0
    return distinct(gram_hashes(text.hashes, SHINGLE)[~touched])


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
    """The words of the first text's passage that are no boilerplate.

    Winnowed grams reach boilerplate's edges only nearly: a few words beside it count as part of it.
    """
    own = ~text.boilerplate[passage.start : passage.end]
    if own.all():
        return len(own)
    edges = np.flatnonzero(np.diff(own, prepend=False, append=False))
    sizes = edges[1::2] - edges[::2]
    return int(sizes[sizes > settings.passage // 2].sum())
