"""Clusters: average linkage over a sparse graph of scores.

A pair that is not in the graph counts as 0, so one bridge article cannot
join two groups: the mean over all pairs decides (Sokal and Michener 1958, UPGMA). Ties are
broken by the smallest members, so the order of the edges has no effect.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["average_linkage"]

Pair = tuple[int, int]


def average_linkage(
    size: int,
    scores: Mapping[Pair, float],
    threshold: float,
    *,
    cohesion: float = 0.0,
    cap: float = 1.0,
    must: Iterable[Pair] = (),
    cannot: Iterable[Pair] = (),
) -> list[list[int]]:
    """Join the two clusters with the highest mean score until it falls under ``threshold``.

    Args:
        size: how many items there are, numbered from 0.
        scores: the score of each scored pair ``(i, j)``, ``i < j``.
        threshold: the least mean score at which two clusters are joined.
        cohesion: a cluster is joined to another only if their mean score is at least this share
            of the mean at which each was joined itself, counted up to ``cap``.
        cap: see ``cohesion``.
        must: pairs that end in one cluster whatever their score, also through others.
        cannot: pairs that end in two clusters, unless ``must`` joins them.

    Returns:
        The clusters as sorted lists, sorted.
    """
    state = _Linkage(size, scores, threshold, cohesion, cap, cannot)
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
        cohesion: float,
        cap: float,
        cannot: Iterable[Pair],
    ) -> None:
        self.threshold, self.cohesion, self.cap = threshold, cohesion, cap
        self.members: dict[int, list[int]] = {i: [i] for i in range(size)}
        self.home = list(range(size))
        self.sums: list[dict[int, float]] = [{} for _ in range(size)]
        self.version = [0] * size
        self.least = [threshold] * size
        self.foes: list[set[int]] = [set() for _ in range(size)]
        self.heap: list[tuple[float, int, int, int, int]] = []
        for (a, b), score in sorted(scores.items()):
            self.sums[a][b] = self.sums[b][a] = score
        for a, b in cannot:
            self.foes[a].add(b)
            self.foes[b].add(a)
        for a in range(size):
            for b in self.sums[a]:
                if a < b:
                    self._offer(a, b)

    def _mean(self, a: int, b: int) -> float:
        return self.sums[a].get(b, 0.0) / (len(self.members[a]) * len(self.members[b]))

    def _offer(self, a: int, b: int) -> None:
        mean = self._mean(a, b)
        if mean >= max(self.least[a], self.least[b]) and b not in self.foes[a]:
            a, b = min(a, b), max(a, b)
            heapq.heappush(self.heap, (-mean, a, b, self.version[a], self.version[b]))

    def force(self, a: int, b: int) -> None:
        a, b = self.home[a], self.home[b]
        if a != b:
            self._join(min(a, b), max(a, b))

    def run(self) -> None:
        while self.heap:
            negative, a, b, seen_a, seen_b = heapq.heappop(self.heap)
            if (seen_a, seen_b) == (self.version[a], self.version[b]) and b not in self.foes[a]:
                self.least[a] = max(self.threshold, self.cohesion * min(self.cap, -negative))
                self._join(a, b)

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
