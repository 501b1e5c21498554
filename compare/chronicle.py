"""Chronicle: the events of an index, listed and reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from compare.errors import InputError
from compare.events import describe
from compare.ledger import Ledger
from compare.model import Article, Copy
from compare.neighbours import Neighbours
from compare.period import published_between
from compare.pipeline import bodies_of, compare_event
from compare.similarity import EVENT, STORY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from compare.index import Follows
    from compare.model import CopyKind, Event, Progress
    from compare.seen import Index

__all__ = ["index_events", "write_event_report"]


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
    listed = [Article(id_, "", source, None, day) for id_, source, day in index.list()]
    chosen = {article.id for article in published_between(listed, since, until)}
    ledger = Ledger(index)
    ledger.settle(progress)
    ledger.bind(must_link, together=True)
    ledger.bind(cannot_link, together=False)
    with index.store.database.reading():
        members = index.store.events.all_members()
        if len(chosen) < len(listed):
            wanted = set(index.store.numbers(chosen).values())
            members = {event: own for event, own in members.items() if wanted & own.keys()}
        return _described(index, members)


def write_event_report(
    index: Index,
    event: str,
    folder: Path,
    formats: Sequence[str] = ("html", "json"),
    progress: Progress | None = None,
) -> Path:
    """Compare the articles of one event of an index and write its report; the page to open.

    Raises:
        InputError: the index has no such event, or it went up in another.
        OutputError: the folder cannot be written; nothing is left half-written.
    """
    from compare import __version__, report

    Ledger(index).settle(progress)
    with index.store.database.reading():
        members = index.store.events.members([event])
        if not members:
            raise InputError(f"{event}: {_fate(index, event)}; events --index lists all")
        (found,) = _described(index, members)
        articles = tuple(index.store.articles(members[event]).values())
    bodies = {body.article.id: body for body in bodies_of(articles, index.settings)}
    comparison = compare_event(found, bodies, index.settings)
    made_by = (__version__, index.settings.digest())
    return report.write(folder, (comparison,), (), (), made_by, formats)


def _fate(index: Index, event: str) -> str:
    for entry in reversed(list(index.store.events.entries())):
        if event in entry.before and event not in entry.after:
            return f"went up in {', '.join(entry.after)} (entry {entry.entry} of the ledger)"
    return "the index has no event of this id"


def _described(
    index: Index, members: Mapping[str, Mapping[int, Follows | None]]
) -> tuple[Event, ...]:
    """Some events with title, dates, links, copies and story, as ``events.group`` gives them."""
    follows = {n: how for own in members.values() for n, how in own.items()}
    articles = index.store.articles(follows)
    name = {n: article.id for n, article in articles.items()}
    bodies = dict(zip(articles, bodies_of(tuple(articles.values()), index.settings), strict=True))
    voices = [n for n, how in follows.items() if how is None]
    at = {n: place for place, n in enumerate(voices)}
    scores, story_scores = Neighbours(index).evidence(voices, (EVENT, STORY))
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
        [bodies[n] for n in voices],
        copies,
        {name[n]: body for n, body in bodies.items()},
        index.settings.events,
        list(members),
    )
