"""Tellings: the articles of an index that report the same event as a new one.

Found by the weightiest terms they share in about the same days, then compared by
``similarity.score``, as ``events`` compares articles, but for the crowding around them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from compare.index.nearest import nearest
from compare.model import CheckMatch
from compare.text import tokens as words
from compare.text.weekdays import day, day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.index.storage import Store
    from compare.index.term_weights import Weighed, Weigher
    from compare.model import Article
    from compare.settings import Settings

__all__ = ["Tellings"]

_KEPT = 64
"""So many stored articles are kept weighed for the next question."""
_NEAREST = 20
"""Of so many candidates for each that is compared, the days are looked at."""
_BEGINNING, _PLAIN = 600, 0.25
"""English is what has such a share of its function words in so many first characters."""


class Tellings:
    """The reports of an event in an open index. Callers hold the transaction."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self._store = store
        self._settings = settings
        self._weighed: dict[int, Weighed] = {}

    def of(self, article: Article) -> Sequence[CheckMatch]:
        """The reports of the article's event, the likest first; itself is left out."""
        others = self._store.articles(self._likest(article))
        if not others:
            return ()
        from compare.events.similarity import score
        from compare.index.term_weights import likeness

        article = _with_language(article)
        mine = self._weigher.weigh(article)
        found = []
        for number, other in sorted(others.items()):
            if number not in self._weighed:
                told = replace(other, language=other.language or article.language)
                self._weighed[number] = self._weigher.weigh(told)
            its = self._weighed[number]
            evidence = score(likeness(mine, its), mine.when, its.when, self._settings.events)
            if evidence >= self._settings.index.same_event:
                found.append(CheckMatch(
                    other.id, other.source, other.published, "same-event",
                    0.0, 0.0, min(evidence, 1.0),
                ))  # fmt: skip
        for number in tuple(self._weighed)[:-_KEPT]:
            del self._weighed[number]
        return sorted(found, key=lambda match: (-(match.event_score or 0.0), match.id))

    def forget(self, number: int) -> None:
        """Keep nothing of an article that was removed."""
        self._weighed.pop(number, None)

    @cached_property
    def _weigher(self) -> Weigher:
        from compare.index.term_weights import Weigher

        return Weigher(self._settings)

    def _likest(self, article: Article) -> list[int]:
        """The articles to compare: of the window's days or without a date, sharing most."""
        settings = self._settings.index
        best = nearest(self._store, article, settings, _NEAREST * settings.compared)
        known = self._store.heads(best)
        when = day_of(article)
        return [
            number
            for number in best
            if known[number][0] != article.id
            and _apart(when, day(known[number][1])) <= settings.window
        ][: settings.compared]


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
