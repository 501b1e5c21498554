"""Neighbours: which articles of an index are nearest to each, kept as articles arrive.

A new article is scored alone, and what is known of others is kept. But what is rare in ten
articles is not in a hundred, so as long as an index is small it is reviewed whenever it has
grown: all its articles are scored once more, as a batch is.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING

from compare.events import model as fitted
from compare.events.candidates import LEAST
from compare.events.explanation import explain
from compare.events.incremental import probabilities
from compare.index.event_candidates import event_candidates
from compare.index.stream import Stream
from compare.index.term_frequencies import COUNTED, TermFrequencies
from compare.index.term_weights import TermWeigher, cosines
from compare.ingest.cleaning import clean
from compare.text.language import with_language
from compare.text.terms import language_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.events.explanation import Explanation
    from compare.events.model import Circumstances
    from compare.index.copy_search import CopySearch
    from compare.index.storage import Store
    from compare.index.term_weights import TermRow
    from compare.model import Article
    from compare.settings import Settings

__all__ = ["Neighbours"]

CANDIDATES = 60
"""Stored articles that share most weight of terms with a new one are scored with it."""
NEAREST = 60
"""Of each article so many of the nearest are kept."""
KEPT = 8000
"""So many articles are kept weighed, of about 12 kB each."""
GROWN = 1.1
"""An index is reviewed when it has grown by a tenth, as long as all its terms are counted."""
_SMALL = 300
"""A smaller one is reviewed whenever it has grown, and then says what a batch of it says."""

_ALL = 2 * COUNTED
"""More than there are in an index that is reviewed."""


class Neighbours:
    """The neighbours in an open store. Callers hold the transaction."""

    def __init__(self, store: Store, settings: Settings, copies: CopySearch) -> None:
        """Take an open store, and what knows the boilerplate in it."""
        self._store, self._table = store, store.events
        self._settings = settings
        self._copies = copies
        self._weighed: dict[int, TermRow] = {}
        self._by_growing_counts: set[int] = set()
        self._known: Stream | None = None
        self._model = fitted.load()

    def meet(self, number: int, article: Article) -> list[int]:
        """Score a new article; those it may share an event with."""
        own = self._copies.without_boilerplate(article)
        (told,) = with_language([own])
        self._tally.count(told)
        mine = self._weigh_one(number, told)
        # By the language that was given, as it was stored.
        found = event_candidates(self._store, own, self._settings, CANDIDATES + 1)
        originals = self._table.originals(n for n in found if n != number)
        texts = {}
        for n, its in self._weigh(originals).items():
            alike = cosines(mine, its)
            if alike["words"] >= LEAST:
                texts[n] = float(self._model.text(alike, mine.terms, its.terms))
        nearest = self._table.nearest(texts) | {number: texts}
        for other, value in texts.items():
            nearest[other][number] = value
        self._table.keep_nearest(nearest, NEAREST)
        self._table.keep_weekdays({number: mine.when.bits})
        pairs = {(n, number): value for n, value in texts.items()}
        (joined,) = self._probabilities(pairs, nearest, (self._model.event,))
        return [n for n, _ in joined]

    def scores(self, numbers: Iterable[int]) -> dict[tuple[int, int], float]:
        """The probability of every pair of some articles that both report one event."""
        return self._levels(numbers, (self._model.event,))[0]

    def event_and_story_scores(
        self, numbers: Iterable[int]
    ) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]]:
        """The same, and that both are of one story."""
        event, story = self._levels(numbers, (self._model.event, self._model.story))
        return event, story

    def _levels(
        self, numbers: Iterable[int], levels: Sequence[Circumstances]
    ) -> list[dict[tuple[int, int], float]]:
        nearest = self._table.nearest(numbers)
        pairs = {
            (min(n, other), max(n, other)): others[other]
            for n, others in sorted(nearest.items())
            for other in others.keys() & nearest.keys()
        }
        return self._probabilities(dict(sorted(pairs.items())), nearest, levels)

    def explain(self, a: int, b: int) -> Explanation:
        """What the evidence of two articles rests on, by what is known of all by now."""
        around = self._stream.surroundings(self._table.nearest([a, b]))
        articles = self._store.articles([a, b])
        one, two = (clean(self._told([articles[n]]), self._settings.clean)[0] for n in (a, b))
        known = self._tally.known
        return explain(
            one, two, self._settings.vectors, self._settings.events,
            (known.get(language_code(one.article.language)),
             known.get(language_code(two.article.language))),
            (around.get(a, 0.0), around.get(b, 0.0)), self._stream.prior,
        )  # fmt: skip

    def keep(self) -> None:
        """Store what was counted; what hangs on the whole index is then made anew.

        So every transaction starts from what stands in the file, and an index that was filled in
        many runs, some of them killed, is the one that was filled in one.
        """
        self._tally.keep()
        self._known = None
        for number in self._by_growing_counts:
            self._weighed.pop(number, None)
        self._by_growing_counts.clear()

    def due(self, before: int) -> bool:
        """Whether an index that had so many scored articles is to be reviewed by now."""
        return before <= COUNTED and _steps(before) != _steps(self.scored())

    def exact_by_review(self, before: int) -> bool:
        """Whether it is small enough to be a batch, and another than that of the last review."""
        return before != self.scored() <= COUNTED

    def scored(self) -> int:
        """How many articles were scored; counted until reviews end."""
        return self._table.count_scored(COUNTED + 1)

    def review(self) -> None:
        """Score all articles anew, as a batch of them is: cleaned and counted together."""
        from compare.events.similarity import compare_all
        from compare.events.tfidf import vectorise
        from compare.text.dates import when

        articles = self._store.articles(self._table.first_scored(_ALL))
        numbers = [*articles]
        bodies = clean(with_language(articles.values()), self._settings.clean)
        vectors = vectorise(bodies, self._settings.vectors)
        pairs = compare_all(vectors)
        nearest: dict[int, dict[int, float]] = {number: {} for number in numbers}
        for at, other, alike in zip(
            pairs.first.tolist(), pairs.second.tolist(), pairs.text.tolist(), strict=True
        ):
            nearest[numbers[at]][numbers[other]] = alike
            nearest[numbers[other]][numbers[at]] = alike
        self._table.keep_nearest(nearest, NEAREST)
        bits = (when(body).bits for body in bodies)
        self._table.keep_weekdays(dict(zip(numbers, bits, strict=True)))
        self._weighed.clear()
        self._known = None

    @cached_property
    def _tally(self) -> TermFrequencies:
        return TermFrequencies(self._table, self._settings)

    @cached_property
    def _weigher(self) -> TermWeigher:
        return TermWeigher(self._settings, self._tally.known)

    @property
    def _stream(self) -> Stream:
        if self._known is None:
            self._known = Stream(self._store)
        return self._known

    def _probabilities(
        self,
        texts: Mapping[tuple[int, int], float],
        nearest: Mapping[int, Mapping[int, float]],
        levels: Sequence[Circumstances],
    ) -> list[dict[tuple[int, int], float]]:
        stream = self._stream
        around, when = stream.surroundings(nearest), stream.when(nearest)
        return [
            probabilities(
                when, texts, around, stream.prior if level is self._model.event else 0.0, level
            )
            for level in levels
        ]

    def _told(self, articles: Sequence[Article]) -> tuple[Article, ...]:
        return with_language(map(self._copies.without_boilerplate, articles))

    def _weigh(self, numbers: Iterable[int]) -> dict[int, TermRow]:
        asked = list(numbers)
        new = self._store.articles(n for n in asked if n not in self._weighed)
        for number, article in zip(new, self._told([*new.values()]), strict=True):
            self._weigh_one(number, article)
        found = {number: self._weighed[number] for number in asked}
        for number in tuple(self._weighed)[:-KEPT]:
            del self._weighed[number]
        return found

    def _weigh_one(self, number: int, article: Article) -> TermRow:
        self._weighed[number] = self._weigher.weigh(article)
        known = self._tally.known.get(language_code(article.language))
        if known is None or known.documents < COUNTED:
            self._by_growing_counts.add(number)
        return self._weighed[number]


def _steps(scored: int) -> int:
    """How often an index has grown so far."""
    return min(scored, _SMALL) + int(math.log(max(scored / _SMALL, 1), GROWN))
