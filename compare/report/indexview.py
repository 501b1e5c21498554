"""All events of a report as their index page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.report import wording
from compare.report.carriers import is_shared
from compare.report.claimview import DIFFERS
from compare.report.view import safe_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Article, Comparison, Refused

__all__ = ["IndexView", "index_view"]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event in the list; the numbers are what the list is sorted by.

    ``story``: page and title of the other events of its story.
    """

    page: str
    title: str
    story: tuple[tuple[str, str], ...]
    sources: str
    date: str
    start: str
    articles: int
    outlets: int
    claims: int
    shared: str
    differing: float
    differing_words: str
    copies: int


@dataclass(frozen=True, slots=True)
class AloneRow:
    """An article in no event of two or more."""

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
    comparisons: Sequence[Comparison], alone: Sequence[Article], refused: Sequence[Refused]
) -> IndexView:
    """The view: events by number of articles, then by date and id."""
    ordered = sorted(
        comparisons,
        key=lambda each: (-len(each.event.articles), each.event.start or "", each.event.id),
    )
    articles = sum(len(each.event.articles) for each in comparisons) + len(alone)
    summary = [
        wording.plural(articles, "article"),
        f"{wording.plural(len(comparisons), 'event')} of two or more",
        f"{len(alone)} in none",
    ]
    if refused:
        summary.append(f"{len(refused)} refused")
    return IndexView(
        ", ".join(summary),
        tuple(_row(each, ordered) for each in ordered),
        tuple(
            AloneRow(a.source, a.title or a.id, wording.day(a.published), safe_url(a.url))
            for a in sorted(alone, key=lambda a: (a.published or "", a.id))
        ),
        tuple((f"{r.file}:{r.line}" if r.line else r.file, r.reason) for r in refused),
    )


def _row(made: Comparison, every_event: Sequence[Comparison]) -> EventRow:
    shared = sum(is_shared(made, claim) for claim in made.claims)
    differing = sum(
        is_shared(made, claim) and any(cell.relation in DIFFERS for cell in claim.cells)
        for claim in made.claims
    )
    every = (*made.articles, *made.reprints)
    names = list(dict.fromkeys(each.article.source for each in every))
    return EventRow(
        page=_page(made),
        title=made.event.title,
        story=tuple(
            (_page(other), other.event.title)
            for other in every_event
            if other.event.story == made.event.story and other.event.id != made.event.id
        ),
        sources=", ".join(names),
        date=wording.day(made.event.start),
        start=made.event.start or "",
        articles=len(every),
        outlets=len(names),
        claims=len(made.claims),
        shared=f"{shared} of {wording.plural(len(made.claims), 'claim')}",
        differing=round(differing / max(1, shared), 4),
        differing_words=f"{differing} of {shared}" if differing else "none",
        copies=sum(each.copy is not None for each in every),
    )


def _page(made: Comparison) -> str:
    return f"{made.event.id}.html"
