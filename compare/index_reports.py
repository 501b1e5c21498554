"""Chronicle: the events of an index, listed, explained and reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from compare.errors import InputError
from compare.events.grouping import describe, head
from compare.explain import Standing, explain_articles, following, standing
from compare.index.event_ledger import Ledger
from compare.index.neighbours import Neighbours
from compare.model import Article, CleanedArticle, Copy
from compare.pipeline import clean_articles
from compare.text.period import published_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compare.events.explanation import Explanation
    from compare.index.index import Index
    from compare.index.storage import Follows
    from compare.model import CopyKind, Event, Progress
    from compare.settings import Settings

__all__ = [
    "events_by_id",
    "explain_in_index",
    "fate",
    "heirs",
    "index_events",
    "settle",
    "settled_by_id",
    "settled_events",
]


def index_events(
    index: Index,
    since: str | None = None,
    until: str | None = None,
    must_link: Iterable[tuple[str, str]] = (),
    cannot_link: Iterable[tuple[str, str]] = (),
    progress: Progress | None = None,
) -> tuple[Event, ...]:
    """The events of an index, after every article in it was given one.

    Args:
        index: an open index.
        since: only events with an article published on this day or later.
        until: only events with an article published on this day or earlier.
        must_link: pairs of ids that are one event, from now on.
        cannot_link: pairs of ids that are not one event, from now on.
        progress: called with the stage, what is done and the total.

    Raises:
        InputError: a bound is no ISO 8601 date.
    """
    _bounds(since, until)
    ledger = Ledger(index)
    ledger.settle(progress)
    ledger.bind(must_link, together=True)
    ledger.bind(cannot_link, together=False)
    return settled_events(index, since, until)


def _bounds(since: str | None, until: str | None) -> None:
    """Refuse bounds that are no dates before anything is written."""
    published_between((), since, until)


def settled_events(
    index: Index, since: str | None = None, until: str | None = None
) -> tuple[Event, ...]:
    """The events of an index as they are: nothing is written, and nobody waited for.

    Articles that were given no event yet are in none. Bounds and errors as in ``index_events``.
    """
    with index.store.database.reading():
        listed = [Article(id_, "", source, None, day) for id_, source, day in index.entries()]
        chosen = {article.id for article in published_between(listed, since, until)}
        members = index.store.events.all_members()
        if len(chosen) < len(listed):
            wanted = set(index.store.numbers(chosen).values())
            members = {event: own for event, own in members.items() if wanted & own.keys()}
        return _described(index, members)


def explain_in_index(
    index: Index, a: str, b: str, progress: Progress | None = None
) -> tuple[Explanation, Standing]:
    """What the event score of two articles of an index rests on, and where the index put them.

    A copy is scored as the article that it follows.

    Raises:
        InputError: an id is not in the index.
    """
    Ledger(index).settle(progress)
    with index.store.database.reading():
        numbers = index.store.numbers([a, b])
        if lost := [name for name in (a, b) if name not in numbers]:
            raise InputError(f"{lost[0]}: is not in the index; newscompare index add stores it")
        members = index.store.events.members(
            index.store.events.events_of(numbers.values()).values()
        )
        follows = {n: how.number for own in members.values() for n, how in own.items() if how}
        first, second = (follows.get(numbers[name], numbers[name]) for name in (a, b))
        if first == second:
            texts = index.store.articles([*numbers.values(), first])
            found = explain_articles(texts[numbers[a]], texts[numbers[b]], index.settings)
            return found, following(a, b, texts[first].id)
        found = Neighbours(index).explain(first, second)
        return found, _standing(index, members, first, second)


def _standing(
    index: Index, members: Mapping[str, Mapping[int, Follows | None]], a: int, b: int
) -> Standing:
    """Whether two articles are in one event of an index, and why if their score says otherwise."""
    one_event = any({a, b} <= own.keys() for own in members.values())
    voices = sorted(n for own in members.values() for n, how in own.items() if how is None)
    at = {n: place for place, n in enumerate(voices)}
    scores = Neighbours(index).scores(voices)
    placed = {(at[n], at[other]): score for (n, other), score in scores.items()}
    one, two = sorted((at[a], at[b]))
    found = standing(len(voices), placed, index.settings.events, one, two)
    if found.one_event == one_event:
        return found
    bound = index.store.events.bindings([a, b])
    why = "a person decided about their events" if bound else "so they were when they arrived"
    return Standing(one_event, why)


def events_by_id(
    index: Index, ids: Iterable[str], progress: Progress | None = None
) -> tuple[Event, ...]:
    """Some events of an index, in order of id, after every article in it was given one.

    Raises:
        InputError: the index has no such event, or it went up in another.
    """
    Ledger(index).settle(progress)
    return settled_by_id(index, ids)


def settled_by_id(index: Index, ids: Iterable[str]) -> tuple[Event, ...]:
    """Some events of an index as they are, in order of id: nothing is written.

    Raises:
        InputError: the index has no such event, or it went up in another.
    """
    wanted = sorted(set(ids))
    with index.store.database.reading():
        members = index.store.events.members(wanted)
        if lost := [event for event in wanted if event not in members]:
            raise InputError(f"{lost[0]}: {fate(index, lost[0])}; events --index lists all")
        return _described(index, members)


def settle(index: Index, progress: Progress | None = None) -> int:
    """Give every article of an index that has none its event; how many there were."""
    return Ledger(index).settle(progress)


def heirs(index: Index, event: str) -> tuple[str, ...]:
    """The events in which an event went up that is no more; none where nothing is known of it."""
    with index.store.database.reading():
        for entry in reversed(list(index.store.events.entries())):
            if event in entry.before and event not in entry.after:
                return tuple(entry.after)
    return ()


def fate(index: Index, event: str) -> str:
    """What became of an event that the index does not have, in words."""
    if into := heirs(index, event):
        return f"went up in {', '.join(into)}"
    return "the index has no event of this id"


def _described(
    index: Index, members: Mapping[str, Mapping[int, Follows | None]]
) -> tuple[Event, ...]:
    """Some events with title, dates, links, copies and story, as ``events.group`` gives them."""
    follows = {n: how for own in members.values() for n, how in own.items()}
    articles = index.store.articles(follows)
    name = {n: article.id for n, article in articles.items()}
    heads = {n: head(body) for n, body in _bodies(articles, index.settings).items()}
    voices = [n for n, how in follows.items() if how is None]
    at = {n: place for place, n in enumerate(voices)}
    scores, story_scores = Neighbours(index).event_and_story_scores(voices)
    copies = {
        name[n]: Copy(
            name[n], name[how.number], cast("CopyKind", how.kind), how.jaccard, how.containment
        )
        for n, how in follows.items()
        if how
    }
    return describe(
        [[at[n] for n in own if n in at] for own in members.values()],
        {(at[a], at[b]): score for (a, b), score in scores.items()},
        (((at[a], at[b]), score) for (a, b), score in story_scores.items()),
        [heads[n] for n in voices],
        copies,
        {name[n]: one for n, one in heads.items()},
        index.settings.events,
        list(members),
    )


def _bodies(articles: Mapping[int, Article], settings: Settings) -> dict[int, CleanedArticle]:
    """The articles as far as an event is described by them: without a title, by their text."""
    untitled = {n: article for n, article in articles.items() if not (article.title or "").strip()}
    cleaned = dict(zip(untitled, clean_articles([*untitled.values()], settings), strict=True))
    return {n: cleaned.get(n) or CleanedArticle(article, ()) for n, article in articles.items()}
