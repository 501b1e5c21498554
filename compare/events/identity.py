"""The ids that events keep from one run over a growing batch to the next.

An event's own id comes from the article that appeared first, so later articles do not change it.
Where an earlier one arrives, or events split or join, the rule of the index holds: an event keeps
its id as long as most of its articles stay together.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["kept_ids", "successors"]


def kept_ids(
    events: Mapping[str, Sequence[str]], earlier: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """The id of each event, by the id it has of its own.

    Args:
        events: the articles of each event now.
        earlier: the articles each event had before.

    >>> kept_ids({"e2": ["a", "b", "c"]}, {"e1": ["b", "c"]})
    {'e2': 'e1'}
    """
    home = {article: event for event, articles in events.items() for article in articles}
    shares = Counter(
        (old, home[article])
        for old, articles in earlier.items()
        for article in articles
        if article in home
    )
    present = Counter(old for old, _ in shares.elements())
    found: dict[str, str] = {}
    taken: set[str] = set()
    for (old, event), share in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
        if event not in found and old not in taken and 2 * share > present[old]:
            found[event] = old
            taken.add(old)
    for event, articles in events.items():
        if event not in found:
            found[event] = event if event not in taken else _another(articles)
            taken.add(found[event])
    return found


def successors(
    events: Mapping[str, Sequence[str]], earlier: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """For each earlier event that is no more, the events that have its articles now.

    An event of which no article is here is not known to be no more, and is left out.
    """
    home = {article: event for event, articles in events.items() for article in articles}
    return {
        old: sorted({home[article] for article in articles if article in home})
        for old, articles in earlier.items()
        if old not in events and any(article in home for article in articles)
    }


def _another(articles: Sequence[str]) -> str:
    """An id from all articles, where the one from the first of them is another event's."""
    text = "\0".join(articles).encode("utf-8", "surrogatepass")
    return f"e{hashlib.sha256(text).hexdigest()[:10]}"
