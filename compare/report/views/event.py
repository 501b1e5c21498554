"""A comparison as a page shows it: every count, order and word is decided before the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from compare.comparison.brief import ranked
from compare.comparison.by_source import shared_claims, sources, tellings
from compare.report import phrasing
from compare.report.views.annotated_text import Piece, paragraphs
from compare.report.views.brief import BriefView, brief_view
from compare.report.views.cards import Card, cards
from compare.report.views.claims import ClaimView, claim_view, filters
from compare.report.views.columns import ColumnsView, columns_view
from compare.report.views.lineage import Lineage, lineage
from compare.report.views.pair import opposite
from compare.report.views.picture import Picture, picture

if TYPE_CHECKING:
    from compare.model import Comparison

IN_COLUMNS = 9
"""So few cards are packed into columns; more are quicker in rows."""

__all__ = ["EventView", "event_view", "safe_url"]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article of the event."""

    key: str
    id: str
    label: str
    source: str
    title: str
    when: str
    url: str | None
    language: str
    note: str
    card: Card
    paragraphs: tuple[tuple[Piece, ...], ...]
    strip: tuple[Piece, ...]
    dropped: int


@dataclass(frozen=True, slots=True)
class EventView:
    """All of one event's page."""

    id: str
    story: str
    title: str
    dates: str
    summary: str
    layout: str
    articles: tuple[ArticleView, ...]
    claims: tuple[ClaimView, ...]
    filters: tuple[tuple[str, str, int], ...]
    brief: BriefView
    columns: ColumnsView | None
    picture: Picture
    lineage: Lineage
    matches: tuple[tuple[object, ...], ...]
    right: int
    threshold: str
    accuracy: str
    settings: str
    version: str
    corrected: str


def safe_url(url: str | None) -> str | None:
    """The URL where it is http or https, else None."""
    try:
        return url if url and urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None


def event_view(made: Comparison) -> EventView:
    """The view of a comparison."""
    names = phrasing.labels(made)
    claims = tuple(claim_view(made, claim, names) for claim in ranked(made))
    articles = _articles(made)
    event = made.event
    dates = phrasing.day(event.start)
    if event.start and event.end and phrasing.day(event.end) != dates:
        dates = f"{dates} to {phrasing.day(event.end)}"
    return EventView(
        id=event.id,
        story=event.story,
        title=event.title,
        dates=dates,
        summary=_summary(made),
        layout=_layout(len(articles)),
        articles=articles,
        claims=claims,
        filters=filters(claims, len(sources(made))),
        brief=brief_view(made),
        columns=columns_view(made),
        picture=picture(made),
        lineage=lineage(made),
        matches=_matches(made),
        right=opposite(made),
        threshold=f"{made.threshold:.2f}",
        accuracy=phrasing.accuracy(made),
        settings=made.settings,
        version=made.version,
        corrected=phrasing.corrected(made),
    )


def _layout(cards: int) -> str:
    """How so many cards are laid out."""
    if cards > IN_COLUMNS:
        return "rows"
    return "two" if cards in {2, 4} else "three"


def _summary(made: Comparison) -> str:
    """How much the event holds: ``5 articles of 4 sources, 51 claims, 12 of more than one``."""
    shared, _ = shared_claims(made)
    every = len(made.articles) + len(made.reprints)
    outlets = {each.article.source for each in (*made.articles, *made.reprints)}
    return (
        f"{phrasing.plural(every, 'article')} of {phrasing.plural(len(outlets), 'source')}, "
        f"{phrasing.plural(len(made.claims), 'claim')}, {shared:,} told by more than one source"
    )


def _articles(made: Comparison) -> tuple[ArticleView, ...]:
    notes = phrasing.copy_notes(made)
    given = zip(notes, cards(made), strict=True)
    return tuple(_article(made, index, note, card) for index, (note, card) in enumerate(given))


def _article(made: Comparison, index: int, note: str, card: Card) -> ArticleView:
    each = made.articles[index]
    article = each.article
    outlets = {other.article.id: other.article.source for other in made.articles}
    pieces = paragraphs(index, each, tellings(made, index), outlets)
    return ArticleView(
        key=f"a{index + 1}",
        id=article.id,
        label=phrasing.labels(made)[article.id],
        source=article.source,
        title=article.title or "(without a headline)",
        when=phrasing.when(article.published),
        url=safe_url(article.url),
        language=article.language or "",
        note=note,
        card=card,
        paragraphs=pieces,
        strip=tuple(piece for line in pieces for piece in line if piece.kind == "statement"),
        dropped=len(each.dropped),
    )


def _matches(made: Comparison) -> tuple[tuple[object, ...], ...]:
    """What the script needs of each match of sentences: indices, relation, score, parts."""
    return tuple(
        (
            *match.a,
            *match.b,
            match.relation,
            round(match.score, 3),
            {name: round(value, 2) for name, value in match.parts.items()},
        )
        for match in made.matches
        if made.articles[match.a[0]].statements[match.a[1]].parent is None
        and made.articles[match.b[0]].statements[match.b[1]].parent is None
    )
