"""Counts of labelled pairs at every threshold: as labelled, bootstrapped, and with a posterior.

``curve`` counts the labels as they are. ``drawn_curves`` bootstraps them, to compare thresholds.
A bootstrap shows no doubt where all labels agree, so intervals come from ``likely_curves``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.evaluation.metrics import codes
from compare.tuning.labels import weights

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from compare.tuning.labels import Label

    Floats = NDArray[np.float64]

__all__ = ["Curve", "Labelled", "curve", "drawn_curves", "edges", "labelled", "likely_curves"]

DRAWS = 400
LIKELY = 1000
UNSEEN = 0.5
"""So much of a label that nobody saw is added on each side of a threshold."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled pair with its score and how many pairs it stands for.

    Pairs of one ``stratum`` were drawn with one probability; the bootstrap draws them together.
    """

    a: str
    b: str
    label: int
    score: float
    weight: float = 1.0
    stratum: Hashable = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Weighted counts and measures at every threshold, thresholds rising."""

    thresholds: Floats
    tp: Floats
    fp: Floats
    fn: Floats
    tn: Floats

    @property
    def precision(self) -> Floats:
        """The share of chosen pairs that belong together; 1 where none is chosen."""
        return _share(self.tp, self.tp + self.fp, 1.0)

    @property
    def recall(self) -> Floats:
        """The share of pairs that belong together that are chosen."""
        return _share(self.tp, self.tp + self.fn, 0.0)

    def f(self, beta: float) -> Floats:
        """F-beta: above 1 favours recall, below 1 precision."""
        more = (1 + beta**2) * self.tp
        return _share(more, more + beta**2 * self.fn + self.fp, 0.0)


def labelled(labels: Sequence[Label]) -> tuple[Labelled, ...]:
    """The labels that say yes or no and have a score, with their weights."""
    usable = [label for label in labels if label.label is not None and label.score is not None]
    return tuple(
        Labelled(label.a, label.b, int(label.label or 0), float(label.score or 0.0), weight,
                 (label.settings, label.band))
        for label, weight in zip(usable, weights(usable), strict=True)
    )  # fmt: skip


def curve(rows: Sequence[Labelled]) -> Curve:
    """The curve through every threshold that parts two scores."""
    thresholds, counts = _counts(rows, np.array([[row.weight for row in rows]]))
    return Curve(thresholds, *(count[0] for count in counts))


def drawn_curves(rows: Sequence[Labelled]) -> Curve:
    """The curves of all bootstrap draws: counts of shape (draws, thresholds)."""
    thresholds, counts = _counts(rows, _draws(rows))
    return Curve(thresholds, *counts)


def likely_curves(rows: Sequence[Labelled], thresholds: Sequence[float]) -> tuple[Curve, Curve]:
    """Counts that the labels leave likely at some thresholds, for the worse and for the better.

    The shares of the four counts in each stratum are drawn from their Dirichlet posterior (the
    Bayesian bootstrap, Rubin 1981). Before that, half a label that nobody saw is added on each
    side of the threshold: a wrong one for the first curve, a right one for the second. Clopper
    and Pearson (1934) add a whole one, which is wider than need be (Brown, Cai and DasGupta 2001).

    Returns:
        Two curves of shape (draws, thresholds): an interval has its lower end from the first,
        its upper end from the second, and a width where all labels say one thing.
    """
    strata, score = codes([row.stratum for row in rows]), np.array([row.score for row in rows])
    yes = np.array([row.label for row in rows]) == 1
    pairs = np.bincount(strata, [row.weight for row in rows])[:, np.newaxis]
    found = []
    for wrong in (True, False):
        random, counts = np.random.default_rng(1), np.empty((4, LIKELY, len(thresholds)))
        for place, threshold in enumerate(thresholds):
            shape = _seen(strata, yes, score >= threshold, wrong=wrong)
            if threshold <= 0:  # then no pair is left out, seen or unseen
                shape[:, 2:] = 0
            shares = random.standard_gamma(shape, (LIKELY, *shape.shape))
            shares /= shares.sum(axis=2, keepdims=True)
            counts[:, :, place] = (shares * pairs).sum(axis=1).T
        found.append(Curve(np.asarray(thresholds, float), *counts))
    return found[0], found[1]


def _seen(
    strata: NDArray[np.int64], yes: NDArray[np.bool_], above: NDArray[np.bool_], *, wrong: bool
) -> Floats:
    """Labels per stratum as tp, fp, fn and tn, with those nobody saw spread as their side is."""
    size = int(strata.max()) + 1
    columns = []
    for side, right in ((above, yes), (~above, ~yes)):
        spread = np.bincount(strata[side], minlength=size) if side.any() else np.bincount(strata)
        unseen = UNSEEN * spread / spread.sum()
        good = np.bincount(strata[side & right], minlength=size) + (0 if wrong else unseen)
        bad = np.bincount(strata[side & ~right], minlength=size) + (unseen if wrong else 0)
        columns += [good, bad]
    (tp, fp), (tn, fn) = columns[:2], columns[2:]
    return np.column_stack([tp, fp, fn, tn])


def edges(rows: Sequence[Labelled]) -> Floats:
    """The distinct scores, rising: the place a threshold sorts into is its place on the curve."""
    distinct: Floats = np.unique(np.array([row.score for row in rows], float))
    return distinct


def _share(part: Floats, whole: Floats, empty: float) -> Floats:
    share: Floats = np.divide(part, whole, out=np.full(np.shape(part), empty), where=whole > 0)
    return share


def _counts(rows: Sequence[Labelled], drawn: Floats) -> tuple[Floats, tuple[Floats, ...]]:
    """The thresholds, and tp, fp, fn, tn of shape (draws, thresholds)."""
    steps = edges(rows)
    order = np.argsort([row.score for row in rows], kind="stable")
    label = np.array([row.label for row in rows], float)[order]
    first = np.searchsorted(np.sort([row.score for row in rows]), steps)
    positive = np.add.reduceat(drawn[:, order] * label, first, axis=1)
    negative = np.add.reduceat(drawn[:, order] * (1 - label), first, axis=1)
    none = np.zeros((len(drawn), 1))
    below = [np.hstack([none, np.cumsum(part, axis=1)]) for part in (positive, negative)]
    fn, tn = below
    middles = (steps[:-1] + steps[1:]) / 2
    thresholds = np.concatenate([[0.0], middles, [(steps[-1] + 1) / 2]])
    return thresholds, (fn[:, -1:] - fn, tn[:, -1:] - tn, fn, tn)


def _draws(rows: Sequence[Labelled]) -> Floats:
    """Weights of every draw: each stratum's rows are drawn anew, with replacement."""
    random = np.random.default_rng(1)
    strata = codes([row.stratum for row in rows])
    drawn = np.zeros((DRAWS, len(rows)))
    for stratum in range(int(strata.max()) + 1):
        places = np.flatnonzero(strata == stratum)
        drawn[:, places] = random.multinomial(len(places), np.full(len(places), 1 / len(places)),
                                              DRAWS)  # fmt: skip
    weight: Floats = np.array([row.weight for row in rows], float)
    return drawn * weight
