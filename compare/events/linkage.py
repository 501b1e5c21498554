"""Clusters: average linkage over a sparse graph of scores.

A pair that is not in the graph counts as 0, and the mean over all pairs decides (Sokal and
Michener 1958, UPGMA), so one bridge seldom joins two groups; where a member's links are nearly
all there is between two, it never does. Ties are broken by the smallest members, so the order
of the edges has no effect.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compare.settings import EventSettings

__all__ = ["Apart", "apart", "average_linkage", "grouped"]

Pair = tuple[int, int]
UNBRIDGED = 0.5
"""So much of the threshold two clusters reach without the member that links them most."""


@dataclass(frozen=True, slots=True)
class Apart:
    """Why two clusters stay apart: their mean score, and what the ``rule`` needs it to be.

    ``mean``: the threshold is not reached. ``bridge``: one member alone links them.
    """

    rule: Literal["mean", "bridge"]
    mean: float
    needed: float
    sizes: tuple[int, int]


def grouped(
    size: int,
    scores: Mapping[Pair, float],
    settings: EventSettings,
    must: Iterable[Pair] = (),
    cannot: Iterable[Pair] = (),
) -> list[list[int]]:
    """The events of ``size`` articles by the scores of their pairs; see ``average_linkage``."""
    return average_linkage(
        size, scores, settings.threshold, UNBRIDGED * settings.threshold, must=must, cannot=cannot
    )


def apart(
    size: int, scores: Mapping[Pair, float], settings: EventSettings, a: int, b: int
) -> Apart:
    """Why ``grouped`` leaves two articles in two events, where it does."""
    state = _Linkage(size, scores, settings.threshold, UNBRIDGED * settings.threshold, ())
    state.run()
    return state.apart(state.home[a], state.home[b])


def average_linkage(
    size: int,
    scores: Mapping[Pair, float],
    threshold: float,
    unbridged: float = 0.0,
    *,
    must: Iterable[Pair] = (),
    cannot: Iterable[Pair] = (),
) -> list[list[int]]:
    """Join the two clusters with the highest mean score until it falls under ``threshold``.

    Args:
        size: how many items there are, numbered from 0.
        scores: the score of each scored pair ``(i, j)``, ``i < j``.
        threshold: the least mean score at which two clusters are joined.
        unbridged: the least mean score between two clusters of which the member that links them
            most is left out.
        must: pairs that end in one cluster whatever their score, also through others.
        cannot: pairs that end in two clusters, unless ``must`` joins them.

    Returns:
        The clusters as sorted lists, sorted.
    """
    state = _Linkage(size, scores, threshold, unbridged, cannot)
    for a, b in sorted(must):
        state.force(a, b)
    state.run()
    return sorted(sorted(members) for members in state.members.values())


class _Linkage:
    """Clusters are named by their smallest member; ``sums`` holds totals over pairs."""

    def __init__(
        self,
        size: int,
        scores: Mapping[Pair, float],
        threshold: float,
        unbridged: float,
        cannot: Iterable[Pair],
    ) -> None:
        self.threshold, self.unbridged = threshold, unbridged
        self.members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self.home = list(range(size))
        self.sums: list[dict[int, float]] = [{} for _ in range(size)]
        self.version = [0] * size
        self.foes: list[set[int]] = [set() for _ in range(size)]
        self.heap: list[tuple[float, int, int, int, int]] = []
        for (a, b), score in sorted(scores.items()):
            self.sums[a][b] = self.sums[b][a] = score
        self.links = [dict(linked) for linked in self.sums]
        for a, b in cannot:
            self.foes[a].add(b)
            self.foes[b].add(a)
        for a in range(size):
            for b in self.sums[a]:
                if a < b:
                    self._offer(a, b)

    def _mean(self, a: int, b: int) -> float:
        return self.sums[a].get(b, 0.0) / (len(self.members[a]) * len(self.members[b]))

    def apart(self, a: int, b: int) -> Apart:
        """Why two clusters that are left are not joined."""
        mean, sizes = self._mean(a, b), (len(self.members[a]), len(self.members[b]))
        rule: Literal["mean", "bridge"] = "mean" if mean < self.threshold else "bridge"
        return Apart(rule, mean, self.threshold, sizes)

    def _offer(self, a: int, b: int) -> None:
        mean = self._mean(a, b)
        if mean >= self.threshold and b not in self.foes[a]:
            a, b = min(a, b), max(a, b)
            heapq.heappush(self.heap, (-mean, a, b, self.version[a], self.version[b]))

    def force(self, a: int, b: int) -> None:
        a, b = self.home[a], self.home[b]
        if a != b:
            self._join(min(a, b), max(a, b))

    def run(self) -> None:
        while self.heap:
            _, a, b, seen_a, seen_b = heapq.heappop(self.heap)
            fresh = (seen_a, seen_b) == (self.version[a], self.version[b])
            if fresh and b not in self.foes[a] and not self._bridged(a, b):
                self._join(a, b)

    def _bridged(self, a: int, b: int) -> bool:
        """Whether one member alone holds two clusters together: without it, little is left."""
        if not self.unbridged:
            return False
        few, many = sorted((a, b), key=lambda name: (len(self.members[name]), name))
        by_member: defaultdict[int, float] = defaultdict(float)
        for member in self.members[few]:
            for other, score in self.links[member].items():
                if self.home[other] == many:
                    by_member[member] += score
                    by_member[other] += score
        whole, sizes = self.sums[a][b], {name: len(self.members[name]) for name in (a, b)}
        for side, rest in ((a, sizes[a] - 1), (b, sizes[b] - 1)):
            most = max((total for member, total in by_member.items() if self.home[member] == side),
                       default=0.0)  # fmt: skip
            pairs = rest * sizes[b if side == a else a]
            if pairs and whole - most < self.unbridged * pairs:
                return True
        return False

    def _join(self, a: int, b: int) -> None:
        for member in self.members[b]:
            self.home[member] = a
        self.members[a] += self.members.pop(b)
        self.version[a] += 1
        self.version[b] = -1
        self._inherit_foes(a, b)
        self.sums[a].pop(b, None)
        gone = self.sums[b]
        self.sums[b] = {}
        for other, total in gone.items():
            if other != a:
                joint = self.sums[a].get(other, 0.0) + total
                self.sums[a][other] = self.sums[other][a] = joint
                del self.sums[other][b]
        for other in self.sums[a]:
            self._offer(a, other)

    def _inherit_foes(self, a: int, b: int) -> None:
        for foe in self.foes[b]:
            self.foes[foe].discard(b)
            if foe != a:
                self.foes[foe].add(a)
                self.foes[a].add(foe)
        self.foes[a] -= {a, b}
        self.foes[b] = set()
