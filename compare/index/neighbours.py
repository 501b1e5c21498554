"""Neighbours: whom each article of an index is likest to, kept as articles arrive.

A new article is scored alone, and what is known of others is kept. But what is rare in ten
articles is not in a hundred, so as long as an index is small it is reviewed whenever it has
grown: all its articles are scored once more, as a batch is.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from compare.events import incremental as arrivals
from compare.events.crowding import crowds_of
from compare.events.explanation import explain
from compare.events.similarity import EVENT, SURELY_ALIKE, trust_in_days
from compare.index.nearest import nearest
from compare.index.term_frequencies import COUNTED, Tally
from compare.index.term_weights import Weigher, likeness
from compare.ingest.cleaning import clean
from compare.text.language import with_language
from compare.text.terms import language_code
from compare.text.weekdays import When, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.events.explanation import Explanation
    from compare.events.similarity import Level
    from compare.index.index import Index
    from compare.index.term_weights import Weighed
    from compare.model import Article

__all__ = ["Neighbours"]

CANDIDATES, LIKEST, LEAST = 60, 60, 0.015
KEPT = 8000
"""So many articles are kept weighed, of about 12 kB each."""
GROWN = 1.1
"""An index is reviewed when it has grown by a tenth, as long as all its terms are counted."""

_ALL = 2 * COUNTED
"""More than there are in an index that is reviewed."""


class Neighbours:
    """The neighbours in an open index. Callers hold the transaction."""

    def __init__(self, index: Index) -> None:
        """Take an open index."""
        self._index = index
        self._store, self._table = index.store, index.store.events
        self._weighed: dict[int, Weighed] = {}
        self._by_growing_counts: set[int] = set()
        self._trust: float | None = None

    def meet(self, number: int, article: Article) -> list[int]:
        """Score a new article; those it may share an event with."""
        own = self._index.without_boilerplate(article)
        (told,) = with_language([own])
        self._tally.count(told)
        mine = self._weigh_one(number, told)
        # By the language that was given, as it was stored.
        found = nearest(self._store, own, self._index.settings.index, CANDIDATES + 1)
        voices = self._table.voices(n for n in found if n != number)
        alike = {n: likeness(mine, its) for n, its in self._weigh(voices).items()}
        alike = {n: value for n, value in alike.items() if value >= LEAST}
        likest = self._table.likest(alike) | {number: alike}
        for other, value in alike.items():
            likest[other][number] = value
        self._table.keep_likest(likest, LIKEST)
        self._table.keep_weekdays({number: mine.when.weekdays})
        pairs = {(n, number): value for n, value in alike.items()}
        (joined,) = self._evidence(pairs, likest)
        return [n for n, _ in joined]

    def evidence(
        self, numbers: Iterable[int], levels: Sequence[Level] = (EVENT,)
    ) -> list[dict[tuple[int, int], float]]:
        """The evidence of every pair of some articles, as far as it has some, at each level."""
        likest = self._table.likest(numbers)
        pairs = {
            (min(n, other), max(n, other)): others[other]
            for n, others in sorted(likest.items())
            for other in others.keys() & likest.keys()
        }
        return self._evidence(dict(sorted(pairs.items())), likest, levels)

    def explain(self, a: int, b: int) -> Explanation:
        """What the evidence of two articles rests on, by what is known of all by now."""
        likest = self._table.likest([a, b])
        crowds = crowds_of({n: own.values() for n, own in likest.items()})
        articles = self._store.articles([a, b])
        one, two = (clean(self._told([articles[n]]), self._index.settings.clean)[0] for n in (a, b))
        settings, known = self._index.settings, self._tally.known
        return explain(
            one, two, settings.vectors, settings.events,
            (known.get(language_code(one.article.language)),
             known.get(language_code(two.article.language))),
            math.sqrt(crowds.get(a, 0.0) * crowds.get(b, 0.0)), self._trust_in_days(),
        )  # fmt: skip

    def keep(self) -> None:
        """Store what was counted; what hangs on the whole index is then made anew.

        So every transaction starts from what stands in the file, and an index that was filled in
        many runs, some of them killed, is the one that was filled in one.
        """
        self._tally.keep()
        self._trust = None
        for number in self._by_growing_counts:
            self._weighed.pop(number, None)
        self._by_growing_counts.clear()

    def due(self, before: int) -> bool:
        """Whether an index that had so many voices is to be reviewed by now."""
        return before <= COUNTED and _steps(before) < _steps(self.voices())

    def voices(self) -> int:
        """How many articles were scored; counted until reviews end."""
        return self._table.voiced(COUNTED + 1)

    def review(self) -> None:
        """Score all articles anew, by what is known of them now."""
        from compare.events.similarity import compare_all
        from compare.events.tfidf import vectorise

        settings = self._index.settings
        articles = self._store.articles(self._table.first_voices(_ALL))
        numbers = [*articles]
        bodies = clean(self._told([*articles.values()]), settings.clean)
        vectors = vectorise(bodies, settings.vectors)
        pairs = compare_all(vectors, settings.events)
        likest: dict[int, dict[int, float]] = {number: {} for number in numbers}
        for at, other, alike in zip(
            pairs.first.tolist(), pairs.second.tolist(), pairs.likeness.tolist(), strict=True
        ):
            likest[numbers[at]][numbers[other]] = alike
            likest[numbers[other]][numbers[at]] = alike
        self._table.keep_likest(likest, LIKEST)
        self._table.keep_weekdays(dict(zip(numbers, vectors.weekdays.tolist(), strict=True)))
        self._weighed.clear()
        self._trust = None

    @cached_property
    def _tally(self) -> Tally:
        return Tally(self._table, self._index.settings)

    @cached_property
    def _weigher(self) -> Weigher:
        return Weigher(self._index.settings, self._tally.known)

    def _evidence(
        self,
        alike: Mapping[tuple[int, int], float],
        likest: Mapping[int, Mapping[int, float]],
        levels: Sequence[Level] = (EVENT,),
    ) -> list[dict[tuple[int, int], float]]:
        crowds = crowds_of({n: own.values() for n, own in likest.items()})
        settings, trust = self._index.settings.events, self._trust_in_days()
        known = self._when(likest), alike, crowds, settings, trust
        return [arrivals.evidence(*known, level) for level in levels]

    def _trust_in_days(self) -> float:
        if self._trust is None:
            self._trust = self._trusted()
        return self._trust

    def _trusted(self) -> float:
        """How far days are to be trusted, by the first articles."""
        first = self._table.first_voices(COUNTED)
        days = {n: math.nan if w.day is None else w.day for n, w in self._when(first).items()}
        pairs = {
            (min(n, other), max(n, other))
            for n, others in self._table.likest(first).items()
            for other, alike in others.items()
            if alike > SURELY_ALIKE and other in days
        }
        apart = [abs(days[a] - days[b]) for a, b in sorted(pairs)]
        return trust_in_days(np.array(apart, float), np.array([*days.values()], float))

    def _when(self, numbers: Iterable[int]) -> dict[int, When]:
        weekdays = self._table.weekdays(numbers)
        return {
            n: When(day(published), weekdays[n])
            for n, (_, published) in self._store.heads(numbers).items()
        }

    def _told(self, articles: Sequence[Article]) -> tuple[Article, ...]:
        return with_language(map(self._index.without_boilerplate, articles))

    def _weigh(self, numbers: Iterable[int]) -> dict[int, Weighed]:
        asked = list(numbers)
        new = self._store.articles(n for n in asked if n not in self._weighed)
        for number, article in zip(new, self._told([*new.values()]), strict=True):
            self._weigh_one(number, article)
        found = {number: self._weighed[number] for number in asked}
        for number in tuple(self._weighed)[:-KEPT]:
            del self._weighed[number]
        return found

    def _weigh_one(self, number: int, article: Article) -> Weighed:
        self._weighed[number] = self._weigher.weigh(article)
        known = self._tally.known.get(language_code(article.language))
        if known is None or known.documents < COUNTED:
            self._by_growing_counts.add(number)
        return self._weighed[number]


def _steps(voices: int) -> int:
    """How often an index has grown so far."""
    return int(math.log(max(voices, 1), GROWN))
