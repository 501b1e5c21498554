"""What the desk reads of an open index: articles by id, events by article, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.pipeline import clean_articles, compare_event
from compare.statements.split import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.comparison.corrections import Correction
    from compare.index.index import Index
    from compare.model import Article, Comparison, Event, Statement
    from compare.settings import Settings

__all__ = ["articles_by_id", "comparison_of", "event_ids", "members_of", "statements_of"]


def articles_by_id(index: Index, ids: Iterable[str]) -> dict[str, Article]:
    """The stored articles of these ids; an id that is not stored is left out."""
    with index.store.database.reading():
        numbers = index.store.numbers(ids)
        return {article.id: article for article in index.store.articles(numbers.values()).values()}


def event_ids(index: Index, ids: Iterable[str]) -> dict[str, str]:
    """The event of each of these articles; those that were given none yet are left out."""
    with index.store.database.reading():
        numbers = index.store.numbers(ids)
        events = index.store.events.events_of(numbers.values())
    return {id_: events[number] for id_, number in numbers.items() if number in events}


def members_of(index: Index, events: Iterable[str]) -> dict[str, list[str]]:
    """The ids of the articles of each of these events, in order of adding."""
    with index.store.database.reading():
        members = index.store.events.members(events)
        names = index.store.heads({n for numbers in members.values() for n in numbers})
    return {event: [names[n][0] for n in sorted(numbers)] for event, numbers in members.items()}


def comparison_of(
    index: Index,
    event: Event,
    publishers: Mapping[str, str] | None = None,
    corrections: Sequence[Correction] = (),
) -> Comparison:
    """What each article of an event of the index added and left out."""
    articles = articles_by_id(index, event.articles)
    bodies = clean_articles([articles[id_] for id_ in event.articles], index.settings)
    by_id = {body.article.id: body for body in bodies}
    return compare_event(event, by_id, index.settings, publishers, corrections)


def statements_of(article: Article, settings: Settings) -> tuple[Article, tuple[Statement, ...]]:
    """An article by itself: with its language, and its statements."""
    (body,) = clean_articles([article], settings)
    return body.article, tuple(split(body, settings.statements))
