"""In which event two articles ended, and why where their own score tells otherwise."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from compare.events.linkage import apart, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compare.events.linkage import Apart
    from compare.settings import EventSettings

__all__ = ["Outcome", "outcome_among", "outcome_of_copies"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where two articles ended among others; ``why`` is empty where their own score says so."""

    one_event: bool
    why: str = ""


def outcome_among(
    size: int, scores: Mapping[tuple[int, int], float], settings: EventSettings, a: int, b: int
) -> Outcome:
    """Whether ``a`` and ``b`` end in one event, and why if their own score says otherwise.

    Args:
        size: how many articles are grouped.
        scores: the probabilities of pairs of them, by their numbers.
        settings: those of ``events.group``.
        a: the number of one article.
        b: that of another.
    """
    own = next(cluster for cluster in grouped(size, scores, settings) if a in cluster)
    score = scores.get((a, b), 0.0)
    if (b in own) == (score >= settings.threshold):
        return Outcome(b in own)
    if b in own:
        mean = math.fsum(scores.get(pair, 0.0) for pair in combinations(own, 2))
        mean /= math.comb(len(own), 2)
        return Outcome(one_event=True, why=f"others link them: the {len(own)} articles of their "
                       f"event have a mean probability of {mean:.3f}")  # fmt: skip
    return Outcome(one_event=False, why=_parted(apart(size, scores, settings, a, b)))


def outcome_of_copies(a: str, b: str, original: str) -> Outcome:
    """Two articles that both copy an original, or one of which is it."""
    copies = [name for name in (a, b) if name != original]
    what = f"{copies[0]} is a copy of {original} and follows it"
    if len(copies) > 1:
        what = f"{a} and {b} are copies of {original} and follow it"
    return Outcome(one_event=True, why=what)


def _parted(found: Apart) -> str:
    sizes = " and ".join(map(str, found.sizes))
    mean = f"the mean probability between their events of {sizes} articles is {found.mean:.3f}"
    return {
        "mean": f"{mean}, below the threshold",
        "bridge": f"{mean}, but nearly all of it comes from one article alone",
    }[found.rule]
