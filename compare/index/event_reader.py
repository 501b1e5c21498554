"""The events of an index as they stand: listed with title, dates and story, and explained."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from compare.errors import InputError
from compare.events.explanation import explain_in_batch
from compare.events.grouping import describe, event_member
from compare.events.outcome import Outcome, outcome_among, outcome_of_copies
from compare.index.event_ledger import heirs_of
from compare.index.neighbours import Neighbours
from compare.ingest.cleaning import clean
from compare.model import Article, CleanedArticle, Copy
from compare.text.dates import published_between
from compare.text.language import with_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.events.explanation import Explanation
    from compare.index.copy_search import CopySearch
    from compare.index.storage import Follows, Store
    from compare.model import CopyKind, Event
    from compare.settings import Settings

    Members = Mapping[str, Mapping[int, Follows | None]]

__all__ = ["EventReader"]


class EventReader:
    """Reads the events of an open store; nothing is written, and nobody waited for.

    Articles that were given no event yet are in none.
    """

    def __init__(self, store: Store, settings: Settings, copies: CopySearch) -> None:
        """Take an open store, and what knows the boilerplate in it."""
        self._store, self._table = store, store.events
        self._settings = settings
        self._neighbours = Neighbours(store, settings, copies)

    def between(self, since: str | None = None, until: str | None = None) -> tuple[Event, ...]:
        """The events with an article published in a period, all of it without bounds.

        Raises:
            InputError: a bound is no ISO 8601 date.
        """
        with self._store.database.reading():
            listed = [Article(id_, "", source, None, day) for id_, source, day
                      in self._store.listed()]  # fmt: skip
            chosen = {article.id for article in published_between(listed, since, until)}
            members = self._table.all_members()
            if len(chosen) < len(listed):
                wanted = set(self._store.numbers(chosen).values())
                members = {event: own for event, own in members.items() if wanted & own.keys()}
            return self._described(members)

    def by_id(self, ids: Iterable[str]) -> tuple[Event, ...]:
        """Some events, sorted by start.

        Raises:
            InputError: the index has no such event, or it went up in another.
        """
        wanted = sorted(set(ids))
        with self._store.database.reading():
            members = self._table.members(wanted)
            for event in wanted:
                if event not in members:
                    into = ", ".join(heirs_of(event, list(self._table.entries())))
                    fate = f"went up in {into}" if into else "the index has no event of this id"
                    raise InputError(f"{event}: {fate}; events --index lists all")
            return self._described(members)

    def explain(self, a: str, b: str) -> Explanation:
        """What the event score of two articles rests on, by what is known of all by now.

        A copy is scored as the article that it follows.

        Raises:
            InputError: an id is not in the index.
        """
        with self._store.database.reading():
            numbers = self._store.numbers([a, b])
            if lost := [name for name in (a, b) if name not in numbers]:
                raise InputError(f"{lost[0]}: is not in the index; newscompare index add stores it")
            members = self._table.members(self._table.events_of(numbers.values()).values())
            follows = {n: how.number for own in members.values() for n, how in own.items() if how}
            first, second = (follows.get(numbers[name], numbers[name]) for name in (a, b))
            if first == second:
                texts = self._store.articles([*numbers.values(), first])
                outcome = outcome_of_copies(a, b, texts[first].id)
                two = [texts[numbers[a]], texts[numbers[b]]]
                return replace(self._explain_alone(two), outcome=outcome)
            outcome = self._outcome(members, first, second)
            return replace(self._neighbours.explain(first, second), outcome=outcome)

    def _explain_alone(self, two: Sequence[Article]) -> Explanation:
        bodies = clean(with_language(two), self._settings.clean)
        return explain_in_batch(bodies, 0, 1, self._settings.vectors, self._settings.events)[0]

    def _outcome(self, members: Members, a: int, b: int) -> Outcome:
        """Whether two articles are in one event, and why if their score says otherwise."""
        one_event = any({a, b} <= own.keys() for own in members.values())
        originals = sorted(n for own in members.values() for n, how in own.items() if how is None)
        at = {n: place for place, n in enumerate(originals)}
        scores = self._neighbours.scores(originals)
        placed = {(at[n], at[other]): score for (n, other), score in scores.items()}
        one, two = sorted((at[a], at[b]))
        found = outcome_among(len(originals), placed, self._settings.events, one, two)
        if found.one_event == one_event:
            return found
        bound = self._table.bindings([a, b])
        why = "a person decided about their events" if bound else "so they were when they arrived"
        return Outcome(one_event, why)

    def _described(self, members: Members) -> tuple[Event, ...]:
        """Some events with title, dates, links, copies and story, as ``events.group`` has them."""
        follows = {n: how for own in members.values() for n, how in own.items()}
        articles = self._store.articles(follows)
        name = {n: article.id for n, article in articles.items()}
        shown = {n: event_member(body) for n, body in self._bodies(articles).items()}
        originals = [n for n, how in follows.items() if how is None]
        at = {n: place for place, n in enumerate(originals)}
        scores, story_scores = self._neighbours.event_and_story_scores(originals)
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
            [shown[n] for n in originals],
            copies,
            {name[n]: one for n, one in shown.items()},
            self._settings.events,
            list(members),
        )

    def _bodies(self, articles: Mapping[int, Article]) -> dict[int, CleanedArticle]:
        """The articles as far as an event is described by them: without a title, by their text."""
        untitled = [n for n, article in articles.items() if not (article.title or "").strip()]
        bodies = clean(with_language([articles[n] for n in untitled]), self._settings.clean)
        cleaned = dict(zip(untitled, bodies, strict=True))
        return {n: cleaned.get(n) or CleanedArticle(article, ()) for n, article in articles.items()}
