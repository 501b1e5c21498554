"""Similarity: what speaks for and against two articles reporting one event.

The evidence of a pair is a sum: how alike its vectors are in each field, whether its days are
near or far, whether both name other weekdays, less how crowded the surroundings of both are
(``crowding``). Days are evidence of bounded weight and not a filter, and as good as the batch's
own surely alike pairs show them to be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compare.events.candidates import candidates, row_dots
from compare.events.crowding import crowds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from compare.events.tfidf import Vector, Vectors
    from compare.settings import EventSettings
    from compare.text.weekdays import When


__all__ = [
    "EVENT", "STORY", "Level", "Pairs", "compare_all", "likeness", "of_days", "of_weekdays",
    "score", "told_of", "trust_in_days",
]  # fmt: skip

WEIGHTS: Mapping[str, float] = {"words": 0.4, "pairs": 1.0, "lead": 0.1}
NEAR, FAR, NEAR_SHARE = 0.1, -0.24, 0.5
"""What one day says, and what a long time says."""
COHESION_CAP = 0.2
"""How close an event counts as at most, when it asks closeness of those it takes in."""
SURELY_ALIKE = 0.35
CLOSE_DAYS, CLOSE_SHARE, CLOSE_WEIGHT = 3, 0.9, 10


@dataclass(frozen=True, slots=True)
class Level:
    """What two articles may share, and what days tell of it.

    ``decay`` is in how many days nearness fades, ``other_weekdays`` what it says that both
    name weekdays and none in common.
    """

    decay: float
    other_weekdays: float


EVENT, STORY = Level(4.0, -0.05), Level(30.0, 0.0)
"""The events of a story lie days apart."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of a batch that may be of one event: pair ``k`` is ``(first[k], second[k])``.

    ``first[k] < second[k]``, sorted. ``evidence`` is ``likeness`` with what the days say and
    less the crowding; 0 says nothing. ``story`` is the same as to one story. ``trust`` is how
    far the batch's days are to be trusted.
    """

    first: NDArray[Any]
    second: NDArray[Any]
    likeness: NDArray[Any]
    evidence: NDArray[Any]
    story: NDArray[Any]
    crowding: NDArray[Any]
    trust: float

    def scores(self) -> dict[tuple[int, int], float]:
        """The pairs that have evidence for one event, with it, at most 1."""
        return dict(self._positive(self.evidence))

    def story_scores(self) -> Iterator[tuple[tuple[int, int], float]]:
        """Yield the pairs that have evidence for one story, with it, at most 1."""
        return self._positive(self.story)

    def _positive(self, evidence: NDArray[Any]) -> Iterator[tuple[tuple[int, int], float]]:
        found = zip(self.first.tolist(), self.second.tolist(), evidence.tolist(), strict=True)
        return (((a, b), min(score, 1.0)) for a, b, score in found if score > 0)


def likeness(a: Vector, b: Vector) -> float:
    """How alike two articles are, by words alone: 0 to 1.5."""
    return sum(
        weight * _dot(getattr(a, name), getattr(b, name)) for name, weight in WEIGHTS.items()
    )


def of_days(apart: float | None, alike: float, decay: float = EVENT.decay) -> float:
    """What the days between two articles say; nothing where one has no date.

    Nearness fades in ``decay`` days, and adds at most ``NEAR_SHARE`` of the likeness: two
    articles of one day that share nothing are no likelier of one event.
    """
    if apart is None:
        return 0.0
    return min(FAR + (NEAR - FAR) * math.exp(-abs(apart) / decay), NEAR_SHARE * alike)


def of_weekdays(a: Any, b: Any, level: Level = EVENT) -> Any:  # noqa: ANN401  (numbers or arrays)
    """What the weekdays say that two articles name: nothing, unless none is named by both."""
    return level.other_weekdays * ((a > 0) & (b > 0) & (a & b == 0))


def score(
    alike: float,
    a: When,
    b: When,
    settings: EventSettings,
    crowding: float = 0.0,
    trust: float = 1.0,
    level: Level = EVENT,
) -> float:
    """The evidence that two articles report one event, or are of one story.

    Args:
        alike: their ``likeness``.
        a: what tells when the news of the one happened.
        b: the same of the other.
        settings: the weight of days and crowding.
        crowding: how alike each of the two is to articles of other events: the geometric mean
            of both.
        trust: how far days are to be trusted, 0 to 1; see ``trust_in_days``.
        level: ``EVENT`` or ``STORY``.
    """
    apart = None if a.day is None or b.day is None else a.day - b.day
    said = trust * of_days(apart, alike, level.decay) + of_weekdays(a.weekdays, b.weekdays, level)
    return float(alike + settings.date_weight * said - settings.crowding * crowding)


def compare_all(vectors: Vectors, settings: EventSettings) -> Pairs:
    """Score every pair of a batch that shares enough of its weightiest terms."""
    import numpy as np

    first, second = candidates(vectors.words, vectors.days)
    alike = np.zeros(len(first))
    for name, weight in WEIGHTS.items():
        alike += weight * row_dots(getattr(vectors, name), first, second)
    return told_of(first, second, alike, vectors.days, vectors.weekdays, settings)


def told_of(
    first: NDArray[Any],
    second: NDArray[Any],
    alike: NDArray[Any],
    days: NDArray[Any],
    weekdays: NDArray[Any],
    settings: EventSettings,
) -> Pairs:
    """What speaks for and against all pairs of a batch that are compared, by their likeness.

    Args:
        first: the first article of each pair; ascending.
        second: the second.
        alike: the likeness of each pair.
        days: the day of every article; NaN where it is not known.
        weekdays: the weekdays every article names.
        settings: the weight of days and crowding.
    """
    import numpy as np

    apart = np.abs(days[first] - days[second])
    trust = trust_in_days(apart[alike > SURELY_ALIKE], days)
    crowded = crowds(first, second, alike, len(days))
    around = settings.crowding * np.sqrt(crowded[first] * crowded[second])
    named = weekdays[first], weekdays[second]
    evidence, story = (
        alike + settings.date_weight * said - around
        for level in (EVENT, STORY)
        for said in [trust * _of_all_days(apart, alike, level) + of_weekdays(*named, level)]
    )
    return Pairs(first, second, alike, evidence, story, crowded, trust)


def _dot(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    a, b = (a, b) if len(a) <= len(b) else (b, a)
    return math.fsum(weight * b[term] for term, weight in a.items() if term in b)


def _of_all_days(apart: NDArray[Any], alike: NDArray[Any], level: Level) -> NDArray[Any]:
    """The ``of_days`` every pair; ``apart`` is NaN where one has no date."""
    import numpy as np

    said = np.minimum(FAR + (NEAR - FAR) * np.exp(-apart / level.decay), NEAR_SHARE * alike)
    return np.asarray(np.nan_to_num(said))


def trust_in_days(apart: NDArray[Any], days: NDArray[Any]) -> float:
    """How far the days are to be trusted, 0 to 1: do surely alike articles stand close in time?

    Where all days are close anyway, as where all are one, they tell nothing.

    Args:
        apart: the days between the two of each pair that is ``SURELY_ALIKE``; NaN if not known.
        days: the day of every article, or of enough of them; NaN if not known.
    """
    import numpy as np

    known = np.sort(days[~np.isnan(days)])
    within = np.searchsorted(known, known + CLOSE_DAYS, "right") - np.arange(len(known)) - 1
    chance = within.sum() / max(len(known) * (len(known) - 1) / 2, 1)
    apart = apart[~np.isnan(apart)]
    close = (np.sum(apart <= CLOSE_DAYS) + CLOSE_SHARE * CLOSE_WEIGHT) / (len(apart) + CLOSE_WEIGHT)
    beyond = CLOSE_SHARE - chance
    return float(np.clip((close - chance) / beyond, 0, 1)) if beyond > 0 else 0.0
