"""A comparison as a page shows it: every count, order and word is decided before the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from compare.model import moment
from compare.report import wording
from compare.report.carriers import (
    deniers,
    in_order,
    in_part,
    is_shared,
    shared_claims,
    sources,
    tellers,
)
from compare.report.claimview import ClaimView, claim_view, filters
from compare.report.pairview import opposite
from compare.report.tellers import tellings
from compare.report.text import Piece, paragraphs
from compare.report.timeline import Arrival, timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Article, Claim, ComparedArticle, Comparison, LeftOut

FEW = 3
"""Up to so many articles every claim left out is listed."""
SHORT = 12
"""So short a list is given whole."""
IN_COLUMNS = 9
"""So few cards are packed into columns; more are quicker in rows."""
FIRST = 6
"""So many claims of a list are shown at once."""
LISTED = 40
"""The most claims listed under one heading; the grid has them all."""

__all__ = ["EventView", "event_view", "safe_url"]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim an article adds or leaves out; ``note`` says who has it and what that tells."""

    claim: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of claims; the page shows the first ones, the rest stands behind a click."""

    shown: tuple[ClaimLine, ...]
    rest: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """What an article leaves out, under one heading; ``more`` says what is not listed."""

    heading: str
    count: int
    items: Listing
    more: str


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
    told: int
    shared: int
    partly: int
    added: Listing
    adds: int
    left_out: tuple[LeftOutGroup, ...]
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
    timeline: tuple[Arrival, ...]
    matches: tuple[tuple[object, ...], ...]
    right: int
    threshold: str
    accuracy: str
    settings: str
    version: str


def safe_url(url: str | None) -> str | None:
    """The URL where it is http or https, else None."""
    try:
        return url if url and urlsplit(url).scheme in {"http", "https"} else None
    except ValueError:
        return None


def event_view(made: Comparison) -> EventView:
    """The view of a comparison."""
    names = wording.labels(made)
    claims = tuple(claim_view(made, claim, names) for claim in in_order(made))
    articles = _articles(made)
    event = made.event
    dates = wording.day(event.start)
    if event.start and event.end and wording.day(event.end) != dates:
        dates = f"{dates} to {wording.day(event.end)}"
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
        timeline=timeline(made),
        matches=_matches(made),
        right=opposite(made),
        threshold=f"{made.threshold:.2f}",
        accuracy=wording.accuracy(made),
        settings=made.settings,
        version=made.version,
    )


def _layout(cards: int) -> str:
    """How so many cards are laid out."""
    if cards > IN_COLUMNS:
        return "rows"
    return "two" if cards in {2, 4} else "three"


def _summary(made: Comparison) -> str:
    voices = sum(each.copy is None or each.copy.kind == "partial" for each in made.articles)
    shared, partly = shared_claims(made)
    every = len(made.articles) + len(made.reprints)
    outlets = {each.article.source for each in (*made.articles, *made.reprints)}
    parts = [f"{wording.plural(every, 'article')} of {wording.plural(len(outlets), 'source')}"]
    if voices < every:
        parts.append(f"{voices} of them in their own words")
    parts.append(wording.plural(len(made.claims), "claim"))
    parts.append(f"{shared} told by more than one source")
    if partly:
        parts.append(f"{partly} more told by another in part")
    return ", ".join(parts)


def _articles(made: Comparison) -> tuple[ArticleView, ...]:
    notes = wording.voices(made)
    return tuple(_article(made, index, note) for index, note in enumerate(notes))


def _article(made: Comparison, index: int, note: str) -> ArticleView:
    each = made.articles[index]
    article = each.article
    told = [claim for claim in made.claims if article.id in claim.tellers]
    partly = sum(
        cell.article == article.id and not cell.told and cell.relation != "negated"
        for claim in made.claims
        for cell in claim.cells
    )
    texts = {claim.id: claim.text for claim in made.claims}
    outlets = {other.article.id: other.article.source for other in made.articles}
    pieces = paragraphs(index, each, tellings(made, index), outlets)
    return ArticleView(
        key=f"a{index + 1}",
        id=article.id,
        label=wording.labels(made)[article.id],
        source=article.source,
        title=article.title or "(without a headline)",
        when=wording.when(article.published),
        url=safe_url(article.url),
        language=article.language or "",
        note=note,
        told=len(told),
        shared=sum(is_shared(made, claim) for claim in told),
        partly=partly,
        added=_listing([ClaimLine(claim, texts[claim]) for claim in each.added]),
        adds=len(each.added),
        left_out=_left_out(made, each),
        paragraphs=pieces,
        strip=tuple(piece for line in pieces for piece in line if piece.kind == "statement"),
        dropped=len(each.dropped),
    )


def _left_out(made: Comparison, each: ComparedArticle) -> tuple[LeftOutGroup, ...]:
    """Per heading what is left out, the most told first.

    In an event of many articles a claim that one source alone tells is left out by all others;
    such claims are counted, and listed where they are added.
    """
    claims = {claim.id: claim for claim in made.claims}
    groups = []
    for heading, group in wording.left_out_groups(each):
        telling = {out.claim: len(tellers(made, claims[out.claim])) for out in group}
        fewest = 1 if len(made.articles) <= FEW or len(group) <= SHORT else 2
        told = [out for out in group if telling[out.claim] >= fewest]
        told.sort(key=lambda out: (-telling[out.claim], int(out.claim[1:])))
        listed = told[:LISTED]
        items = _listing([_line(made, out, claims[out.claim], each.article) for out in listed])
        rest = len(group) - len(listed)
        what = "that fewer sources tell" if len(told) > LISTED else "that one source alone tells"
        more = f"and {wording.plural(rest, 'claim')} {what}" if rest else ""
        groups.append(LeftOutGroup(heading, len(group), items, more))
    return tuple(groups)


def _listing(lines: Sequence[ClaimLine]) -> Listing:
    # Two more lines take no more room than the word that there are more.
    first = len(lines) if len(lines) <= FIRST + 2 else FIRST
    return Listing(tuple(lines[:first]), tuple(lines[first:]))


def _line(made: Comparison, out: LeftOut, claim: Claim, article: Article) -> ClaimLine:
    by = f"told by {wording.enumerate_names(tellers(made, claim))}"
    if partly := in_part(made, claim):
        by += f", in part by {wording.enumerate_names(partly)}"
    if denying := deniers(made, claim):
        by += f", perhaps denied by {wording.enumerate_names(denying)}"
    notes = [by]
    if out.known and article.published:
        before = [
            (other.article.published, other.article.source)
            for other in made.articles
            if other.article.id in claim.tellers
            and other.article.source != article.source
            and other.article.published
            and moment(other.article.published)[1] < moment(article.published)[0]
        ]
        if before:
            earliest, source = min(before)
            early = wording.ago(earliest, article.published)
            notes.append(f"{source} had published it {early} earlier")
    if out.close:
        notes.append(f"may be there: {wording.plural(out.close, 'statement')} came close")
    return ClaimLine(out.claim, claim.text, "; ".join(notes))


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
