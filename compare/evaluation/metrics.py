"""Scores of groupings and of ranked pairs, with weights, and bootstrap intervals over groups.

Every measure takes one weight per row, so that a bootstrap draw is a vector of weights and
labels chosen unevenly can be weighed back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Statistic = Callable[[Floats], float]

__all__ = [
    "Grouping",
    "Interval",
    "adjusted_rand",
    "area_under_curve",
    "average_precision",
    "bootstrap",
    "calibration_error",
    "codes",
    "f_score",
    "macro_f1",
    "rates_at",
    "ratio",
]


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with the 2.5 and 97.5 percentiles of its bootstrap draws."""

    value: float
    low: float
    high: float


def bootstrap(
    statistic: Statistic, groups: Sequence[Hashable], draws: int = 300, seed: int = 1
) -> Interval:
    """The percentile interval of a statistic when whole groups of rows are drawn anew.

    Args:
        statistic: from one weight per row to a number.
        groups: the group of every row; rows of one group are not independent.
        draws: how often the groups are drawn, with replacement (Efron 1979).
        seed: of the draws, so that the same rows give the same interval.
    """
    value = statistic(np.ones(len(groups)))
    group = codes(groups)
    count = int(group.max(initial=-1)) + 1
    if count == 0:
        return Interval(value, value, value)
    random = np.random.default_rng(seed)
    values = [
        statistic(
            np.bincount(random.integers(0, count, count), minlength=count)[group].astype(np.float64)
        )
        for _ in range(draws)
    ]
    low, high = np.percentile(values, (2.5, 97.5))
    return Interval(value, float(low), float(high))


def codes(names: Sequence[Hashable]) -> NDArray[np.int64]:
    """One integer per distinct name, in order of first appearance."""
    known: dict[Hashable, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


def ratio(part: float, whole: float) -> float:
    """``part / whole``; 0 where there is nothing to divide by."""
    return float(part / whole) if whole else 0.0


def f_score(precision: float, recall: float, beta: float = 1.0) -> float:
    """The weighted harmonic mean; ``beta`` > 1 favours recall (van Rijsbergen 1979)."""
    return ratio((1 + beta**2) * precision * recall, beta**2 * precision + recall)


class Grouping:
    """How a predicted grouping of items stands to the true one, counted per item."""

    def __init__(self, truth: Sequence[Hashable], predicted: Sequence[Hashable]) -> None:
        """Take the true and the predicted group of every item, in the same order."""
        true, guess = codes(truth), codes(predicted)
        both = codes(list(zip(true.tolist(), guess.tolist(), strict=True)))
        self._shared = np.bincount(both)[both] * 1.0 if len(both) else np.zeros(0)
        self._true = np.bincount(true)[true] * 1.0 if len(true) else np.zeros(0)
        self._guess = np.bincount(guess)[guess] * 1.0 if len(guess) else np.zeros(0)

    def b_cubed(self, weights: Floats) -> tuple[float, float, float]:
        """Precision, recall and F1 of the average item (Bagga and Baldwin 1998)."""
        total = float(weights.sum())
        precision = ratio(float(weights @ (self._shared / self._guess)), total)
        recall = ratio(float(weights @ (self._shared / self._true)), total)
        return precision, recall, f_score(precision, recall)

    def pairs(self, weights: Floats) -> tuple[float, float, float]:
        """Precision, recall and F1 over the pairs of items put together."""
        shared = float(weights @ (self._shared - 1))
        precision = ratio(shared, float(weights @ (self._guess - 1)))
        recall = ratio(shared, float(weights @ (self._true - 1)))
        return precision, recall, f_score(precision, recall)


def adjusted_rand(truth: Sequence[Hashable], predicted: Sequence[Hashable]) -> Statistic:
    """Agreement over pairs beyond chance, 1 at best (Hubert and Arabie 1985), as a statistic.

    An item counts once however often it is drawn: a copy of it would agree with itself.
    """
    from sklearn.metrics import adjusted_rand_score

    true, guess = codes(truth), codes(predicted)

    def statistic(weights: Floats) -> float:
        drawn = weights > 0
        return float(adjusted_rand_score(true[drawn], guess[drawn]))

    return statistic


def average_precision(labels: ArrayLike, scores: ArrayLike, weights: ArrayLike) -> float:
    """The mean precision at every positive, best score first; equal scores count as one step.

    0 where no positive has a weight.
    """
    from sklearn.metrics import average_precision_score

    label, score, weight = (np.asarray(values, float) for values in (labels, scores, weights))
    if not label @ weight:
        return 0.0
    return float(average_precision_score(label, score, sample_weight=weight))


def area_under_curve(labels: ArrayLike, scores: ArrayLike, weights: ArrayLike) -> float:
    """The chance that a positive scores above a negative; a tie counts half.

    0 where there is no positive, or no negative, with a weight.
    """
    from sklearn.metrics import roc_auc_score

    label, score, weight = (np.asarray(values, float) for values in (labels, scores, weights))
    if not (label @ weight and (1 - label) @ weight):
        return 0.0
    return float(roc_auc_score(label, score, sample_weight=weight))


def rates_at(
    labels: ArrayLike, scores: ArrayLike, threshold: float, weights: ArrayLike
) -> tuple[float, float, float]:
    """Precision, recall and F1 when every score from the threshold up counts as positive."""
    from sklearn.metrics import precision_recall_fscore_support

    if not np.size(labels):
        return 0.0, 0.0, 0.0
    precision, recall, f1, _ = precision_recall_fscore_support(
        np.asarray(labels, int), np.asarray(scores, float) >= threshold, average="binary",
        sample_weight=np.asarray(weights, float), zero_division=0.0,
    )  # fmt: skip
    return float(precision), float(recall), float(f1)


def calibration_error(
    labels: ArrayLike, scores: ArrayLike, weights: ArrayLike, bins: int = 10
) -> float:
    """The mean gap between stated and observed share of positives, over bins of equal width.

    Scores are probabilities, 0 to 1 (expected calibration error, Naeini et al. 2015).
    """
    label, score, weight = (np.asarray(values, float) for values in (labels, scores, weights))
    place = np.minimum((score * bins).astype(int), bins - 1)
    gap = np.bincount(place, weight * (label - score), bins)
    return ratio(float(np.abs(gap).sum()), float(weight.sum()))


def macro_f1(truth: Sequence[str], predicted: Sequence[str], weights: ArrayLike) -> float:
    """The mean F1 over the classes that occur in ``truth`` with a weight above 0."""
    from sklearn.metrics import f1_score

    true, weight = np.array(truth, str), np.asarray(weights, float)
    classes = np.unique(true[weight > 0])
    if not len(classes):
        return 0.0
    return float(
        f1_score(true, np.array(predicted, str), labels=classes, average="macro",
                 sample_weight=weight, zero_division=0.0)
    )  # fmt: skip
