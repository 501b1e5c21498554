"""Banding: what bands and rows of a MinHash signature find, and which find enough.

Two texts of Jaccard similarity s share at least one of b bands of r rows with probability
1 - (1 - s^r)^b (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import ArrayLike, NDArray

__all__ = ["Bands", "Misses", "expected", "found", "measured", "suggest"]

_WEIGHTS = tuple((1 - 10.0 ** -np.linspace(0.02, 5, 80)).tolist())
"""Of false negatives, the rest being that of false positives: from .05 to .99999."""


@dataclass(frozen=True, slots=True)
class Bands:
    """So many bands of so many rows, with what they are expected to find and to cost.

    ``recall`` is over the pairs from the threshold on; ``candidates`` counts all pairs that
    share a band and must be verified.
    """

    bands: int
    rows: int
    recall: float
    candidates: float


@dataclass(frozen=True, slots=True)
class Misses:
    """Pairs from the threshold on that share no band, out of all such pairs."""

    missed: int
    pairs: int


def found(similarity: ArrayLike, bands: int, rows: int) -> NDArray[np.float64]:
    """The probability that pairs of these Jaccard similarities share a band."""
    one: NDArray[np.float64] = np.asarray(similarity, np.float64) ** rows
    whole: NDArray[np.float64] = 1 - (1 - one) ** bands
    return whole


def expected(
    similarity: ArrayLike, threshold: float, bands: int, rows: int, weights: ArrayLike = 1.0
) -> Bands:
    """What the bands find among pairs of these similarities, each standing for so many pairs."""
    score = np.asarray(similarity, np.float64)
    weight = np.broadcast_to(np.asarray(weights, np.float64), score.shape)
    chance = found(score, bands, rows)
    wanted = score >= threshold
    total = float(weight[wanted].sum())
    recall = float((chance * weight)[wanted].sum()) / total if total else 1.0
    return Bands(bands, rows, recall, float((chance * weight).sum()))


def suggest(
    similarity: ArrayLike,
    threshold: float,
    recall: float,
    permutations: int,
    weights: ArrayLike = 1.0,
) -> Bands | None:
    """The bands and rows with the fewest candidates among datasketch's that reach the recall.

    datasketch's ``MinHashLSH`` has the bands and rows that are best for a weight of false
    negatives against false positives, were all similarities as frequent; it is asked for many
    such weights, and its answers are judged by the similarities there are. Ties go to fewer bands.
    None where none of so many permutations reaches the recall.
    """
    from datasketch import MinHashLSH

    best = (
        MinHashLSH(threshold, permutations, weights=(1 - missed, missed)) for missed in _WEIGHTS
    )
    choices = [
        expected(similarity, threshold, bands, rows, weights)
        for bands, rows in sorted({(lsh.b, lsh.r) for lsh in best})
    ]
    enough = [choice for choice in choices if choice.recall >= recall]
    return min(enough, key=lambda c: (c.candidates, c.bands, c.rows), default=None)


def measured(
    exact: Mapping[tuple[int, int], float],
    candidates: Collection[tuple[int, int]],
    threshold: float,
) -> Misses:
    """What the bands missed on a sample, against the similarity of every pair of it.

    Args:
        exact: the exact Jaccard similarity of every pair ``(i, j)``, ``i < j``.
        candidates: the pairs that share a band.
        threshold: pairs from here on should have been found.
    """
    wanted = {pair for pair, similarity in exact.items() if similarity >= threshold}
    return Misses(len(wanted - set(candidates)), len(wanted))
