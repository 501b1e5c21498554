"""The articles of an index that report the same event as a new one.

Found by the weightiest terms they share, then scored as ``events`` scores pairs of articles: by the
same model, terms counted in the index, surroundings and prior. A few of other days are weighed
too, for they tell how crowded the new article stands.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compare.events.surroundings import APART, SPAN
from compare.index.event_candidates import event_candidates
from compare.model import CheckMatch
from compare.text import tokens as words
from compare.text.dates import day, day_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.index.storage import Store
    from compare.index.stream import Stream
    from compare.index.term_weights import TermRow, TermWeigher
    from compare.model import Article
    from compare.settings import Settings

__all__ = ["SameEvent"]

_KEPT = 64
"""So many stored articles are kept weighed for the next question."""
_NEAREST = 20
"""Of so many candidates for each that is compared, the days are looked at."""
_OF_OTHER_DAYS = 3
_NEW = 0
"""Stands for the checked article, which has no number: those of the index begin at 1."""
_BEGINNING, _PLAIN = 600, 0.25
"""English is what has such a share of its function words in so many first characters."""


class SameEvent:
    """The reports of an event in an open index. Callers hold the transaction."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self._store = store
        self._settings = settings
        self._weighed: dict[int, TermRow] = {}
        self._stream: Stream | None = None
        self._weigher: TermWeigher | None = None
        self._scored = 0

    def of(self, article: Article) -> Sequence[CheckMatch]:
        """The reports of the article's event, the most probable first; itself is left out."""
        near, others = self._candidates(article)
        articles = self._store.articles([*near, *others])
        if not near:
            return ()
        article = _with_language(article)
        scores = self._scores(article, articles)
        found = [
            CheckMatch(other.id, other.source, other.published, "same-event", 0.0, 0.0, score)
            for number, other in sorted(articles.items())
            if number in near
            and (score := scores.get((_NEW, number), 0.0)) >= self._settings.events.threshold
        ]
        return sorted(found, key=lambda match: (-(match.event_score or 0.0), match.id))

    def _scores(
        self, article: Article, others: Mapping[int, Article]
    ) -> dict[tuple[int, int], float]:
        """The probability of the new article and each other, by the whole index."""
        from compare.events import model as fitted
        from compare.events.incremental import probabilities
        from compare.events.surroundings import surroundings_of
        from compare.index.stream import Stream
        from compare.index.term_frequencies import COUNTED, TermFrequencies
        from compare.index.term_weights import TermWeigher, cosines

        model = fitted.load()
        scored = self._store.events.count_scored(COUNTED + 1)
        if self._stream is None or scored != self._scored:
            self._stream, self._scored = Stream(self._store), scored
            known = TermFrequencies(self._store.events, self._settings).known
            self._weigher, self._weighed = TermWeigher(self._settings, known), {}
        stream, weigher = self._stream, self._weigher
        assert weigher is not None
        mine = weigher.weigh(article)
        texts: dict[int, float] = {}
        when = {_NEW: mine.when}
        for number, other in sorted(others.items()):
            its = self._weigh(weigher, number, other, article.language)
            texts[number] = float(model.text(cosines(mine, its), mine.terms, its.terms))
            when[number] = its.when
        around = stream.surroundings(self._store.events.nearest(others))
        days = {number: one.day for number, one in when.items()}
        around[_NEW] = surroundings_of(texts, days, mine.when.day, stream.days, model.usual)
        pairs = {(_NEW, number): text for number, text in texts.items()}
        return probabilities(when, pairs, around, stream.prior, model.event)

    def _weigh(
        self, weigher: TermWeigher, number: int, article: Article, language: str | None
    ) -> TermRow:
        if number not in self._weighed:
            told = replace(article, language=article.language or language)
            self._weighed[number] = weigher.weigh(told)
            for old in tuple(self._weighed)[:-_KEPT]:
                del self._weighed[old]
        return self._weighed[number]

    def forget(self, number: int) -> None:
        """Keep nothing of an article that was removed."""
        self._weighed.pop(number, None)
        self._stream = None

    def _candidates(self, article: Article) -> tuple[list[int], list[int]]:
        """The articles to compare, sharing most, and a few of other days.

        The first are those of the window's days, or without a date.
        """
        most, window = self._settings.index.compared, self._settings.events.window
        best = event_candidates(self._store, article, self._settings, _NEAREST * most)
        known = self._store.ids_and_dates(best)
        when = day_of(article)
        apart = {
            number: _apart(when, day(known[number][1]))
            for number in best
            if known[number][0] != article.id
        }
        near = [number for number in apart if apart[number] <= window][:most]
        others = [n for n in apart if APART <= apart[n] <= SPAN and n not in near]
        return near, others[:_OF_OTHER_DAYS]


def _with_language(article: Article) -> Article:
    """The article with its language; what is plainly English needs no model to tell it."""
    from compare.text.content_words import FUNCTION_WORDS
    from compare.text.language import with_language

    found = words.folded(article.text[:_BEGINNING])
    if article.language is None and sum(map(FUNCTION_WORDS.__contains__, found)) > _PLAIN * len(
        found
    ):
        return replace(article, language="en")
    return with_language([article])[0]


def _apart(one: int | None, two: int | None) -> int:
    """Days between; 0 where one is not known."""
    return 0 if one is None or two is None else abs(one - two)
