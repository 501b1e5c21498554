"""What the desk makes of stored articles: the comparison of an event, the statements of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compare.pipeline import clean_articles, compare_event
from compare.statements.split import split

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from compare.comparison.corrections import Correction
    from compare.index import Index
    from compare.model import Article, Comparison, Event, Statement
    from compare.settings import Settings

__all__ = ["compare_articles", "comparison_of", "present", "statements_of"]


def comparison_of(
    index: Index,
    event: Event,
    publishers: Mapping[str, str] | None = None,
    corrections: Sequence[Correction] = (),
) -> Comparison:
    """What each article of an event of the index added and left out."""
    articles = index.articles_by_id(event.articles)
    own = [articles[id_] for id_ in event.articles]
    return compare_articles(event, own, index.settings, publishers, corrections)


def compare_articles(
    event: Event,
    articles: Sequence[Article],
    settings: Settings,
    publishers: Mapping[str, str] | None = None,
    corrections: Sequence[Correction] = (),
) -> Comparison:
    """The same of an event whose articles were read already."""
    by_id = {body.article.id: body for body in clean_articles(articles, settings)}
    return compare_event(event, by_id, settings, publishers, corrections)


def present(event: Event, here: Collection[str]) -> Event:
    """The event without the articles that another process took out since it was read."""
    if len(here) == len(event.articles):
        return event
    return replace(
        event,
        articles=tuple(id_ for id_ in event.articles if id_ in here),
        copies=tuple(copy for copy in event.copies if copy.id in here and copy.of in here),
        links=tuple(link for link in event.links if link.a in here and link.b in here),
    )


def statements_of(article: Article, settings: Settings) -> tuple[Article, tuple[Statement, ...]]:
    """An article by itself: with its language, and its statements."""
    (body,) = clean_articles([article], settings)
    return body.article, tuple(split(body, settings.statements))
