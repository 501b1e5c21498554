"""Changes: what another threshold does to events or sets of copies, and to single pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compare.model import Event
    from compare.tuning.curves import Labelled

__all__ = ["Changes", "around", "bridges", "changes"]


def around(
    pairs: Iterable[Labelled], threshold: float, other: float, most: int = 10
) -> tuple[tuple[Labelled, ...], tuple[Labelled, ...]]:
    """The pairs just under and just over the line; those that change sides come first."""
    low, high = sorted((threshold, other))

    def near(pair: Labelled) -> tuple[float, str, str]:
        distance = 0.0 if low <= pair.score < high else abs(pair.score - threshold)
        return distance, pair.a, pair.b

    ordered = sorted(pairs, key=near)
    under = [pair for pair in ordered if pair.score < threshold]
    over = [pair for pair in ordered if pair.score >= threshold]
    return tuple(under[:most]), tuple(over[:most])


@dataclass(frozen=True, slots=True)
class Changes:
    """What another threshold does to the events (or sets of copies)."""

    merged: int
    split: int
    largest_before: int
    largest_after: int
    bridges: tuple[tuple[str, str], ...]

    def in_words(self, noun: str = "events") -> str:
        """In words: ``merges 17 events, splits none; largest 9 → 31; 3 links are bridges``."""
        split = self.split or "none"
        count = len(self.bridges)
        links = "1 link is a bridge" if count == 1 else f"{count or 'no'} links are bridges"
        largest = f"largest {self.largest_before} → {self.largest_after}"
        return f"merges {self.merged or 'no'} {noun}, splits {split}; {largest}; {links}"


def changes(before: Iterable[Event], after: Iterable[Event]) -> Changes:
    """Compare two groupings of the same articles.

    ``bridges`` are links of the new grouping that alone hold two old events together.
    """
    old, new = list(before), list(after)
    home = {article: index for index, event in enumerate(old) for article in event.articles}
    away = {article: index for index, event in enumerate(new) for article in event.articles}
    joined = [{home[article] for article in event.articles} for event in new]
    merged = len({index for group in joined if len(group) > 1 for index in group})
    split = sum(len({away[article] for article in event.articles}) > 1 for event in old)
    links: dict[tuple[int, int], list[tuple[str, str]]] = {}
    for link in (link for event in new for link in event.links):
        a, b = sorted((home[link.a], home[link.b]))
        if a != b:
            links.setdefault((a, b), []).append((link.a, link.b))
    holding = bridges(links)
    alone = [found[0] for key, found in links.items() if len(found) == 1 and key in holding]
    sizes = [[len(event.articles) for event in events] for events in (old, new)]
    return Changes(merged, split, max(sizes[0], default=0), max(sizes[1], default=0),
                   tuple(sorted(alone)))  # fmt: skip


def bridges(edges: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The edges of a simple graph whose removal parts it (Tarjan 1974), without recursion."""
    near: dict[int, list[int]] = {}
    for a, b in edges:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    found = set()
    for root in sorted(near):
        if root in order:
            continue
        order[root] = low[root] = len(order)
        stack = [(root, -1, iter(near[root]))]
        while stack:
            node, parent, rest = stack[-1]
            other = next(rest, None)
            if other is None:
                stack.pop()
                if stack:
                    low[parent] = min(low[parent], low[node])
                    if low[node] > order[parent]:
                        found.add((min(node, parent), max(node, parent)))
            elif other not in order:
                order[other] = low[other] = len(order)
                stack.append((other, node, iter(near[other])))
            elif other != parent:
                low[node] = min(low[node], order[other])
    return found
