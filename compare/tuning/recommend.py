"""Thresholds: what each would do by the labels, which one to take, and what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.evaluation.metrics import Interval, area_under_curve, bootstrap
from compare.tuning.curves import Curve, curve, drawn_curves, edges, likely_curves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.tuning.curves import Labelled

    Floats = NDArray[np.float64]

__all__ = ["Goal", "Recommendation", "at", "outlook", "recommend", "too_few"]

SURE = 0.9
FEW = 5
CHANCE = 0.5


@dataclass(frozen=True, slots=True)
class Goal:
    """What to aim for: the least cost, the most recall at a precision, or the other way round.

    With nothing said, the best F1.
    """

    min_precision: float | None = None
    min_recall: float | None = None
    cost_fp: float | None = None
    cost_fn: float | None = None

    @property
    def has_cost(self) -> bool:
        """Whether it is a cost that is to be least."""
        return self.cost_fp is not None or self.cost_fn is not None

    def cost(self, counts: Curve) -> Floats:
        """What false and missed pairs cost together; one that is not said costs 1."""
        fp, fn = _or_one(self.cost_fp), _or_one(self.cost_fn)
        return fp * counts.fp + fn * counts.fn

    def __str__(self) -> str:
        """In words."""
        if self.has_cost:
            fp, fn = _or_one(self.cost_fp), _or_one(self.cost_fn)
            return f"least cost ({fp:g} a false pair, {fn:g} a missed one)"
        if self.demand:
            return f"most {'recall' if self.min_recall is None else 'precision'} at {self.demand}"
        return "best F1"

    @property
    def demand(self) -> str:
        """What must be reached, in words; empty where nothing must."""
        if self.min_precision is not None:
            return f"precision ≥ {self.min_precision:g}"
        return "" if self.min_recall is None else f"recall ≥ {self.min_recall:g}"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The threshold to take, the interval it may lie in, and whether the labels can tell.

    ``gain`` is in the goal's own measure, against ``current``. Where ``enough`` is False,
    ``threshold`` is the current one and ``reason`` says what is missing.
    """

    threshold: float
    low: float
    high: float
    current: float
    gain: Interval
    enough: bool
    reason: str


def recommend(rows: Sequence[Labelled], current: float, goal: Goal) -> Recommendation:
    """The threshold that serves the goal best over the bootstrap's draws, if the labels suffice.

    The curve is averaged over the draws before its best point is taken, so that one lucky pair
    does not decide; and the current threshold stays unless nine draws in ten do better. It stays
    too where the scores do not order the labels, or nothing meets the goal's demand.
    """
    poor = too_few(rows) or _unordered(rows)
    if poor:
        return Recommendation(current, 0.0, 1.0, current, Interval(0, 0, 0), False, poor)  # noqa: FBT003  (a field)
    drawn = drawn_curves(rows)
    value = _utility(drawn, goal)
    mean = value.mean(axis=0)
    here = int(np.searchsorted(edges(rows), current))
    best = int(_nearest_best(mean, here))
    gain = value[:, best] - value[:, here]
    low, high = np.percentile(drawn.thresholds[value.argmax(axis=1)], (2.5, 97.5))
    spread = np.percentile(gain, (2.5, 97.5))
    interval = Interval(float(gain.mean()), float(spread[0]), float(spread[1]))
    met = not goal.demand or float(mean[best]) >= 0
    sure = met and (best == here or float((gain > 0).mean()) >= SURE)
    reason = "" if sure else "too few labels to tell it from the current threshold"
    reason = reason if met else f"by these labels no threshold reaches {goal.demand}"
    chosen = current if best == here or not sure else _written(rows, best)
    ends = (min(round(float(low), 4), chosen), max(round(float(high), 4), chosen))
    return Recommendation(chosen, *ends, current, interval, sure, reason)


def at(rows: Sequence[Labelled], threshold: float) -> dict[str, Interval]:
    """Precision and recall at one threshold, with the interval the labels leave open."""
    if not rows:
        return {name: Interval(0, 0, 1) for name in ("precision", "recall", "f1")}
    place = int(np.searchsorted(edges(rows), threshold))
    whole, (worse, better) = curve(rows), likely_curves(rows, [threshold])
    measures = {
        "precision": (whole.precision, worse.precision, better.precision),
        "recall": (whole.recall, worse.recall, better.recall),
        "f1": (whole.f(1), worse.f(1), better.f(1)),
    }
    return {
        name: Interval(
            float(value[place]), float(np.percentile(low, 2.5)), float(np.percentile(high, 97.5))
        )
        for name, (value, low, high) in measures.items()
    }


def outlook(rows: Sequence[Labelled], threshold: float) -> str:
    """How far the labels have come: ``precision 0.91 to 0.97; about 14 more labels halve that``."""
    chosen = sum(row.score >= threshold for row in rows)
    if not chosen or too_few(rows):
        return too_few(rows) or "no label above the threshold yet"
    precision = at(rows, threshold)["precision"]
    # An interval narrows with the square root of the labels: half as wide takes four times as many.
    reach = f"precision {precision.low:.2f} to {precision.high:.2f}"
    return f"{reach}; about {3 * len(rows)} more labels halve that"


def _written(rows: Sequence[Labelled], place: int) -> float:
    """The middle between two scores with the fewest digits, from 3 on, that still parts them."""
    around: list[float] = [0.0, *edges(rows).tolist(), 1.0]
    low, high = around[place : place + 2]
    middle = (low + high) / 2
    rounded = (round(middle, digits) for digits in range(3, 16))
    return next((short for short in rounded if low < short <= high), middle)


def _or_one(cost: float | None) -> float:
    return 1.0 if cost is None else cost


def too_few(rows: Sequence[Labelled]) -> str:
    """Why these labels do not suffice; empty where they do."""
    yes = sum(row.label for row in rows)
    no = len(rows) - yes
    if not rows:
        return "no labels"
    if not (yes and no):
        return f"all {len(rows)} labels say {'yes' if yes else 'no'}; both are needed"
    if min(yes, no) < FEW:
        return f"too few labels to tell: {yes} yes, {no} no; at least {FEW} of each are needed"
    return ""


def _unordered(rows: Sequence[Labelled]) -> str:
    """Why no threshold can part these labels; empty where the scores tell yes from no."""
    labels, scores, weight = np.array([(row.label, row.score, row.weight) for row in rows], float).T
    area = bootstrap(
        lambda drawn: area_under_curve(labels, scores, weight * drawn), range(len(rows))
    )
    if area.low > CHANCE:
        return ""
    return (
        f"the scores do not tell the yes from the no (area under the curve {area.value:.2f}, "
        f"{area.low:.2f} to {area.high:.2f}; {CHANCE} is chance)"
    )


def _utility(drawn: Curve, goal: Goal) -> Floats:
    """What the goal wants more of; where a demand is not met, how far from it, below zero."""
    if goal.has_cost:
        return -goal.cost(drawn)
    if goal.min_precision is not None:
        # Choosing nothing is never wrong, and no answer.
        precision = np.where(drawn.tp + drawn.fp > 0, drawn.precision, 0.0)
        short = precision - goal.min_precision
        return np.where(short >= 0, drawn.recall, short - 1)
    if goal.min_recall is not None:
        short = drawn.recall - goal.min_recall
        return np.where(short >= 0, drawn.precision, short - 1)
    return drawn.f(1)


def _nearest_best(value: Floats, here: int) -> int:
    best = np.flatnonzero(value >= value.max() - 1e-12)
    return int(best[np.argmin(np.abs(best - here))])
