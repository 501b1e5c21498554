"""Arrivals: events when articles come one by one, in any order.

An article that comes first may fit an event only for want of a better one, so where it goes is
no matter of the new article alone: the events of its neighbours are grouped again, with it.
Only the new article is scored; what is known of the others' likeness is kept by the caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from compare.events.linkage import grouped
from compare.events.similarity import LEAST_PROBABILITY, log_odds, probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from compare.events.model import Circumstances
    from compare.settings import EventSettings
    from compare.text.dates import When

__all__ = ["pair_log_odds", "probabilities", "regroup"]

Id = TypeVar("Id", str, int)


def regroup(
    names: Iterable[Id],
    scores: Mapping[tuple[Id, Id], float],
    settings: EventSettings,
    must_link: Iterable[tuple[Id, Id]] = (),
    cannot_link: Iterable[tuple[Id, Id]] = (),
) -> list[tuple[Id, ...]]:
    """Group a new article, and those of all events it may touch, as a batch would be grouped.

    Args:
        names: the ids of the articles to be grouped.
        scores: the probabilities of pairs of them; a pair without one has none.
        settings: those of ``events.group``.
        must_link: pairs of ids that belong in one event, whatever their score.
        cannot_link: pairs of ids that do not belong in one event; ``must_link`` is stronger.

    Returns:
        The events as tuples of ids, in order.
    """
    ordered = sorted(names)
    number = {name: index for index, name in enumerate(ordered)}
    numbered = {
        (min(number[a], number[b]), max(number[a], number[b])): score
        for (a, b), score in scores.items()
    }
    clusters = grouped(
        len(ordered), numbered, settings,
        must=[(number[a], number[b]) for a, b in must_link],
        cannot=[(number[a], number[b]) for a, b in cannot_link],
    )  # fmt: skip
    return [tuple(ordered[index] for index in cluster) for cluster in clusters]


def probabilities(
    when: Mapping[Id, When],
    texts: Mapping[tuple[Id, Id], float],
    around: Mapping[Id, float],
    prior: float,
    level: Circumstances,
) -> dict[tuple[Id, Id], float]:
    """The probability of each pair that may be of one event, or of one story.

    Args:
        when: what tells when the news of each article happened, by id.
        texts: the log odds of pairs by their texts.
        around: the surroundings of each article, over all articles and not only these.
        prior: what the stream adds to every pair.
        level: the model's ``event`` or ``story``.
    """
    scores = probability(pair_log_odds(when, texts, around, level) + prior).tolist()
    return {pair: score for pair, score in zip(texts, scores, strict=True)
            if score >= LEAST_PROBABILITY}  # fmt: skip


def pair_log_odds(
    when: Mapping[Id, When],
    texts: Mapping[tuple[Id, Id], float],
    around: Mapping[Id, float],
    level: Circumstances,
) -> NDArray[Any]:
    """The log odds of each pair, in order, but for the prior; see ``probabilities``."""
    import numpy as np

    if not texts:
        return np.empty(0)
    firsts, seconds = zip(*texts, strict=True)
    days = {name: np.nan if one.day is None else one.day for name, one in when.items()}
    weekdays = {name: one.weekdays for name, one in when.items()}

    def both(values: Mapping[Id, float]) -> tuple[NDArray[Any], NDArray[Any]]:
        first, second = (
            np.array([values.get(name, 0) for name in side]) for side in (firsts, seconds)
        )
        return first, second

    text = np.array([*texts.values()], float)
    return np.asarray(log_odds(level, text, both(days), both(weekdays), both(around)))
