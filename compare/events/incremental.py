"""Arrivals: events when articles come one by one, in any order.

An article that comes first may fit an event only for want of a better one, so where it goes is
no matter of the new article alone: the events of its neighbours are grouped again, with it.
Only the new article is scored; what is known of the others' likeness is kept by the caller.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from compare.events.linkage import grouped
from compare.events.similarity import EVENT, score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compare.events.similarity import Level
    from compare.settings import EventSettings
    from compare.text.weekdays import When

__all__ = ["evidence", "regroup"]

Id = TypeVar("Id", str, int)


def regroup(
    names: Iterable[Id],
    evidence: Mapping[tuple[Id, Id], float],
    settings: EventSettings,
    must_link: Iterable[tuple[Id, Id]] = (),
    cannot_link: Iterable[tuple[Id, Id]] = (),
) -> list[tuple[Id, ...]]:
    """Group a new article, and those of all events it may touch, as a batch would be grouped.

    Args:
        names: the ids of the articles to be grouped.
        evidence: that of pairs of them; a pair without one has nothing.
        settings: those of ``events.group``.
        must_link: pairs of ids that belong in one event, whatever their score.
        cannot_link: pairs of ids that do not belong in one event; ``must_link`` is stronger.

    Returns:
        The events as tuples of ids, in order.
    """
    ordered = sorted(names)
    number = {name: index for index, name in enumerate(ordered)}
    scores = {
        (min(number[a], number[b]), max(number[a], number[b])): score
        for (a, b), score in evidence.items()
    }
    clusters = grouped(
        len(ordered), scores, settings,
        must=[(number[a], number[b]) for a, b in must_link],
        cannot=[(number[a], number[b]) for a, b in cannot_link],
    )  # fmt: skip
    return [tuple(ordered[index] for index in cluster) for cluster in clusters]


def evidence(
    when: Mapping[Id, When],
    likeness: Mapping[tuple[Id, Id], float],
    crowds: Mapping[Id, float],
    settings: EventSettings,
    trust: float = 1.0,
    level: Level = EVENT,
) -> dict[tuple[Id, Id], float]:
    """The evidence of each pair that has some, at most 1.

    Args:
        when: what tells when the news of each article happened, by id.
        likeness: ``similarity.likeness`` of pairs of them.
        crowds: the ``crowding.crowds_of`` them, over all articles and not only these.
        settings: those of ``events.group``.
        trust: how far days are to be trusted (``similarity.trust_in_days``).
        level: ``similarity.EVENT`` or ``similarity.STORY``.
    """
    scores = {}
    for (a, b), alike in likeness.items():
        crowding = math.sqrt(crowds.get(a, 0.0) * crowds.get(b, 0.0))
        found = score(alike, when[a], when[b], settings, crowding, trust, level)
        if found > 0:
            scores[a, b] = min(found, 1.0)
    return scores
