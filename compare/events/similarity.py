"""Similarity: the probability that two articles report one event, and what it is made of.

Every pair that shares enough of its weightiest terms gets log odds: what the model says of the
texts, the days, the weekdays and the surroundings, and how common one event is in the stream.
A batch, an index and an engine of many machines all end in ``score_pairs``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compare.events import model as fitted
from compare.events.candidates import candidates, row_dots
from compare.events.stream_prior import prior_shift
from compare.events.surroundings import surroundings
from compare.events.tfidf import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from compare.events.model import Circumstances, EventModel
    from compare.events.tfidf import Vector, Vectors

__all__ = [
    "LEAST_PROBABILITY", "ScoredPairs", "compare_all", "cosines", "log_odds", "probability",
    "score_pairs", "text_log_odds",
]  # fmt: skip

Both = tuple[Any, Any]
LEAST_PROBABILITY = 0.001
"""A pair less probable than this is as good as impossible, and is not kept."""


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """The pairs of a batch that may be of one event: pair ``k`` is ``(first[k], second[k])``.

    ``first[k] < second[k]``, sorted. ``text`` are the log odds by the texts alone, ``log_odds``
    those that both report one event, ``story`` that both are of one story. ``surroundings`` has a
    value per article, ``prior`` is what the stream adds to every pair.
    """

    first: NDArray[Any]
    second: NDArray[Any]
    text: NDArray[Any]
    log_odds: NDArray[Any]
    story: NDArray[Any]
    surroundings: NDArray[Any]
    prior: float

    def scores(self) -> dict[tuple[int, int], float]:
        """The probability of each pair that it reports one event, where there is any."""
        return dict(self._probable(self.log_odds))

    def story_scores(self) -> Iterator[tuple[tuple[int, int], float]]:
        """Yield the pairs that may be of one story, with the probability."""
        return self._probable(self.story)

    def _probable(self, log_odds: NDArray[Any]) -> Iterator[tuple[tuple[int, int], float]]:
        score = probability(log_odds)
        kept = score >= LEAST_PROBABILITY
        pairs = zip(self.first[kept].tolist(), self.second[kept].tolist(), strict=True)
        return zip(pairs, score[kept].tolist(), strict=True)


def probability(log_odds: Any) -> Any:  # noqa: ANN401  (a number or an array)
    """The probability that log odds stand for."""
    import numpy as np

    return 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))


def cosines(a: Vector, b: Vector) -> dict[str, float]:
    """How alike two articles are in each field, 0 to 1."""
    return {
        field: sum(w * getattr(b, field).get(term, 0.0) for term, w in getattr(a, field).items())
        for field in FIELDS
    }


def text_log_odds(a: Vector, b: Vector, model: EventModel) -> float:
    """What the texts of two articles say for one event, in log odds."""
    return float(model.text(cosines(a, b), len(a.words), len(b.words)))


def log_odds(
    level: Circumstances,
    text: Any,  # noqa: ANN401
    days: Both,
    weekdays: Both,
    around: Both,
) -> Any:  # noqa: ANN401  (numbers or arrays)
    """The log odds of pairs for one event or one story, but for what the stream adds.

    Args:
        level: the model's ``event`` or ``story``.
        text: the log odds by the texts.
        days: the days of both sides; NaN where one is not known.
        weekdays: what both name.
        around: the surroundings of both.
    """
    import numpy as np

    apart = np.abs(np.subtract(*days))
    said = level.days(apart) + level.weekdays(*weekdays) + level.surroundings(*around)
    return level.intercept + level.text * text + said


def compare_all(vectors: Vectors, model: EventModel | None = None) -> ScoredPairs:
    """Score every pair of a batch that shares enough of its weightiest terms."""
    import numpy as np

    model = model or fitted.load()
    first, second = candidates(vectors.words, vectors.days)
    sizes = np.diff(vectors.words.indptr)
    alike: Mapping[str, Any] = {
        field: row_dots(getattr(vectors, field), first, second) for field in FIELDS
    }
    text = model.text(alike, sizes[first], sizes[second])
    return score_pairs(first, second, text, vectors.days, vectors.weekdays, model)


def score_pairs(
    first: NDArray[Any],
    second: NDArray[Any],
    text: NDArray[Any],
    days: NDArray[Any],
    weekdays: NDArray[Any],
    model: EventModel | None = None,
) -> ScoredPairs:
    """The log odds of all pairs of a batch that are compared, by what their texts say.

    Args:
        first: the first article of each pair; ascending.
        second: the second.
        text: the log odds of each pair by its texts.
        days: the day of every article; NaN where it is not known.
        weekdays: the weekdays every article names.
        model: the fitted model; that which ships where None.
    """
    model = model or fitted.load()
    around = surroundings(first, second, text, days, model.usual)
    both = [(values[first], values[second]) for values in (days, weekdays, around)]
    event, story = (log_odds(level, text, *both) for level in (model.event, model.story))
    prior = prior_shift(event, len(days), model.share)
    return ScoredPairs(first, second, text, event + prior, story, around, prior)
