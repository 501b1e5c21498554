"""All events of a report as their index page shows them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.comparison.by_source import differing, shared_claims
from compare.files import file_name
from compare.report import phrasing
from compare.report.views.event import safe_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Article, Comparison, Event, Refused

__all__ = ["IndexView", "index_view"]

NEIGHBOURS = 10
"""So many other events of its story are named with an event."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event in the list; the numbers are what the list is sorted by.

    ``story``: address and title of the other events of its story, the first so many.
    """

    page: str
    title: str
    story: tuple[tuple[str, str], ...]
    more: str
    sources: str
    date: str
    start: str
    articles: int
    outlets: int
    claims: int
    shared: str
    partly: int
    differing: float
    differing_words: str
    copies: int


@dataclass(frozen=True, slots=True)
class AloneRow:
    """An article in no event of two or more; ``id`` is that of its event."""

    id: str
    source: str
    title: str
    date: str
    url: str | None


@dataclass(frozen=True, slots=True)
class IndexView:
    """All of the index page."""

    summary: str
    events: tuple[EventRow, ...]
    alone: tuple[AloneRow, ...]
    refused: tuple[tuple[str, str], ...]


def index_view(
    comparisons: Sequence[Comparison],
    alone: Sequence[tuple[Event, Article]],
    refused: Sequence[Refused],
) -> IndexView:
    """The view: events by number of articles, then by date and id."""
    ordered = sorted(
        comparisons,
        key=lambda each: (-len(each.event.articles), each.event.start or "", each.event.id),
    )
    articles = sum(len(each.event.articles) for each in comparisons) + len(alone)
    summary = [
        phrasing.plural(articles, "article"),
        f"{phrasing.plural(len(comparisons), 'event')} of two or more",
        f"{len(alone)} in none",
    ]
    if refused:
        summary.append(f"{len(refused)} refused")
    lone = sorted(alone, key=lambda one: (one[1].published or "", one[1].id))
    stories: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for made in ordered:
        stories[made.event.story].append((_page(made), made.event.title))
    for event, _ in lone:
        stories[event.story].append((f"#{event.id}", event.title))
    return IndexView(
        ", ".join(summary),
        tuple(_row(each, stories[each.event.story]) for each in ordered),
        tuple(
            AloneRow(event.id, a.source, event.title, phrasing.day(a.published), safe_url(a.url))
            for event, a in lone
        ),
        tuple((f"{r.file}:{r.line}" if r.line else r.file, r.reason) for r in refused),
    )


def _row(made: Comparison, story: Sequence[tuple[str, str]]) -> EventRow:
    shared, partly = shared_claims(made)
    carried_again = sum(len(claim.cells) > 1 for claim in made.claims)
    different = differing(made)
    every = (*made.articles, *made.reprints)
    others = [(page, title) for page, title in story if page != _page(made)]
    names = list(dict.fromkeys(each.article.source for each in every))
    return EventRow(
        page=_page(made),
        title=made.event.title,
        story=tuple(others[:NEIGHBOURS]),
        more=f"and {len(others) - NEIGHBOURS} more" if len(others) > NEIGHBOURS else "",
        sources=", ".join(names),
        date=phrasing.day(made.event.start),
        start=made.event.start or "",
        articles=len(every),
        outlets=len(names),
        claims=len(made.claims),
        shared=f"{shared} of {phrasing.plural(len(made.claims), 'claim')}",
        partly=partly,
        differing=round(different / max(1, carried_again), 4),
        differing_words=f"{different}" if different else "none",
        copies=sum(each.copy is not None for each in every),
    )


def _page(made: Comparison) -> str:
    return f"{file_name(made.event.id)}.html"
