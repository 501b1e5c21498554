"""All events of a report as their index page shows them, what is most worth reading first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from compare.comparison.brief import brief, ranked
from compare.comparison.by_source import shared_claims, tellers, witnesses
from compare.files import file_name
from compare.report import phrasing
from compare.report.views.event import safe_url
from compare.report.views.lineage import lineage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from compare.comparison.brief import Brief
    from compare.model import Article, Comparison, Event, Link, Refused

__all__ = ["EventRow", "IndexView", "OutletRow", "by_worth", "index_view"]

NEIGHBOURS = 10
"""So many other events of its story are named with an event."""
OUTLETS, COLUMNS = 14, 150
"""So many sources, those of the most events, and so many events stand in the picture."""
SEARCHED = 500_000
"""So many characters of claims can be searched in all; of more, each event's chief ones."""
FEWEST, KEPT_WORDS = 250, 2_000


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event in the list; the numbers are what the list is sorted by.

    ``finding``: what is found of it in a line; ``copied``: who has it from whom, if anybody.
    ``story``: address and title of the other events of its story, the first so many; ``side``: of
    the page where any two of its articles stand side by side. ``words``:
    those of its claims, each once, to search.
    """

    page: str
    title: str
    finding: str
    claim: str
    copied: str
    story: tuple[tuple[str, str], ...]
    side: str
    more: str
    sources: tuple[str, ...]
    date: str
    start: str
    end: str
    articles: int
    outlets: int
    shared: str
    differences: int
    copies: int
    words: str


@dataclass(frozen=True, slots=True)
class OutletRow:
    """A source in the picture: in which columns it has an article; ``d`` is the path of them."""

    name: str
    events: int
    d: str


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
    """All of the index page; ``related`` are pairs of address and title, perhaps one event."""

    summary: str
    events: tuple[EventRow, ...]
    outlets: tuple[OutletRow, ...]
    every_source: tuple[str, ...]
    related: tuple[tuple[tuple[str, str], tuple[str, str]], ...]
    alone: tuple[AloneRow, ...]
    refused: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]


def index_view(
    comparisons: Sequence[Comparison],
    alone: Sequence[tuple[Event, Article]],
    refused: Sequence[Refused],
    kept: Mapping[str, str] | None = None,
    related: Sequence[Link] = (),
    stories: Collection[str] = (),
) -> IndexView:
    """The view of a report.

    Args:
        comparisons: of the events of two or more articles.
        alone: the events of one article, with it.
        refused: the input that was not read.
        kept: the titles, by event, of pages that an earlier report left.
        related: pairs of articles that are perhaps of one event.
        stories: the ids of stories that have a page of their own.
    """
    ordered = by_worth(comparisons)
    articles = sum(len(each.event.articles) for each in comparisons) + len(alone)
    summary = [
        phrasing.plural(articles, "article"),
        f"{phrasing.plural(len(comparisons), 'event')} of two or more",
        f"{len(alone)} in none",
    ]
    if refused:
        summary.append(f"{len(refused)} refused")
    lone = sorted(alone, key=lambda one: (one[1].published or "", one[1].id))
    told: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for made in ordered:
        told[made.event.story].append((_page(made), made.event.title))
    for event, _ in lone:
        told[event.story].append((f"#{event.id}", event.title))
    budget = max(FEWEST, SEARCHED // max(1, len(ordered)))
    rows = tuple(_row(each, told[each.event.story], budget, stories) for each in ordered)
    return IndexView(
        ", ".join(summary),
        rows,
        _outlets(rows),
        _every_source(rows),
        tuple(_related(related, ordered, [event for event, _ in lone])),
        tuple(
            AloneRow(event.id, a.source, event.title, phrasing.day(a.published), safe_url(a.url))
            for event, a in lone
        ),
        tuple((f"{r.file}:{r.line}" if r.line else r.file, r.reason) for r in refused),
        tuple((f"{id_}.html", title) for id_, title in sorted((kept or {}).items())),
    )


def kept_row(made: Comparison) -> EventRow:
    """An event by itself, to be kept for a list that is made later."""
    return _row(made, (), KEPT_WORDS, ())


def kept_view(rows: Sequence[tuple[str, EventRow]]) -> IndexView:
    """The view of events that were compared in other runs.

    Args:
        rows: in order, each after the id of its story.
    """
    told: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for story, row in rows:
        told[story].append((row.page, row.title))
    budget = max(FEWEST, SEARCHED // max(1, len(rows)))
    linked = tuple(
        replace(
            row,
            **_same_story(row.page, told[story]),
            words=row.words[:budget],
        )
        for story, row in rows
    )
    return IndexView(
        f"{phrasing.plural(len(rows), 'event')} with a page here",
        linked,
        _outlets(linked),
        _every_source(linked),
        (), (), (), (),
    )  # fmt: skip


def by_worth(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """The events, those of most independent sources first, then those that differ most.

    Of equals those with more shared claims come first, then the later ones.
    """

    def worth(made: Comparison) -> tuple[int, int, int]:
        return -independent(made), -len(brief(made).differences), -shared_claims(made)[0]

    newest = sorted(
        comparisons, key=lambda made: (made.event.start or "", made.event.id), reverse=True
    )
    return sorted(newest, key=worth)


def independent(made: Comparison) -> int:
    """How many sources of an event have words of their own; by origins where these are known."""
    if made.origins:
        return sum(each.kind != "unsure" for each in made.origins)
    own = [each for each in made.articles if each.copy is None or each.copy.kind == "partial"]
    return len({each.article.source for each in own})


def _row(
    made: Comparison, story: Sequence[tuple[str, str]], budget: int, stories: Collection[str]
) -> EventRow:
    shared, _ = shared_claims(made)
    every = (*made.articles, *made.reprints)
    names = tuple(dict.fromkeys(each.article.source for each in every))
    found = brief(made)
    return EventRow(
        page=_page(made),
        title=made.event.title,
        finding=_finding(made, found, len(names)),
        claim=_chief(made, found),
        copied=lineage(made).line if any(each.copy for each in every) else "",
        side=f"{made.event.story}.html#pair" if made.event.story in stories else "",
        **_same_story(_page(made), story),
        sources=names,
        date=phrasing.day(made.event.start),
        start=made.event.start or "",
        end=made.event.end or made.event.start or "",
        articles=len(every),
        outlets=independent(made),
        shared=f"{shared} of {phrasing.plural(len(made.claims), 'claim')}",
        differences=len(found.differences),
        copies=sum(each.copy is not None for each in every),
        words=_words(made, budget),
    )


def _same_story(own: str, story: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The other events of a story, the first so many, and how many more."""
    others = [(page, title) for page, title in story if page != own]
    rest = len(others) - NEIGHBOURS
    return {"story": tuple(others[:NEIGHBOURS]), "more": f"and {rest} more" if rest > 0 else ""}


def _finding(made: Comparison, found: Brief, outlets: int) -> str:
    """``4 sources, 3 agree; they differ in 2 places``."""
    claims = {claim.id: claim for claim in made.claims}
    agree = max((len(tellers(made, claims[id_])) for id_ in found.agreed[:1]), default=0)
    parts = [phrasing.plural(outlets, "source")]
    if agree > 1:
        parts.append(f"{'both' if agree == outlets == 2 else agree} agree")  # noqa: PLR2004
    says = ", ".join(parts)
    if found.differences:
        says += f"; they differ in {phrasing.plural(len(found.differences), 'place')}"
    return says


def _chief(made: Comparison, found: Brief) -> str:
    """What they agree on first, if two do."""
    chief = next((claim for claim in made.claims if claim.id in found.agreed[:1]), None)
    return chief.text if chief and witnesses(made, chief) > 1 else ""


def _words(made: Comparison, budget: int) -> str:
    """The words of the claims, the most important claims first, as far as there is room."""
    words = dict.fromkeys(
        word.strip(".,;:!?\"'“”‘’()")
        for claim in ranked(made)
        for word in claim.text.casefold().split()
    )
    return " ".join(words)[:budget]


def _every_source(rows: Sequence[EventRow]) -> tuple[str, ...]:
    return tuple(sorted({source for row in rows for source in row.sources}, key=str.casefold))


def _outlets(rows: Sequence[EventRow]) -> tuple[OutletRow, ...]:
    """The sources of the most events, each with a mark in the column of each of its events."""
    counts = Counter(source for row in rows for source in row.sources)
    chosen = sorted(counts, key=lambda source: (-counts[source], source))[:OUTLETS]
    return tuple(
        OutletRow(
            source,
            counts[source],
            "".join(
                f"M{x + 0.08:g} {10 * at + 1.5:g}h.84v7h-.84z"
                for x, row in enumerate(rows[:COLUMNS])
                if source in row.sources
            ),
        )
        for at, source in enumerate(chosen)
    )


def _related(
    related: Sequence[Link], ordered: Sequence[Comparison], lone: Sequence[Event]
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Pairs of events that have articles which are perhaps of one event, the likeliest first."""
    home = {id_: (_page(made), made.event.title) for made in ordered for id_ in made.event.articles}
    home |= {id_: (f"#{event.id}", event.title) for event in lone for id_ in event.articles}
    likeliest = sorted(related, key=lambda link: (-link.score, link.a, link.b))
    pairs = [tuple(sorted((home[link.a], home[link.b]))) for link in likeliest
             if link.a in home and link.b in home]  # fmt: skip
    return [(a, b) for a, b in dict.fromkeys(pairs) if a != b]


def _page(made: Comparison) -> str:
    return f"{file_name(made.event.id)}.html"
