"""Tellings: the articles of an index that report the same event as a new one.

Found by the weightiest terms they share in about the same days, then compared by
``similarity.score``, as ``events`` compares articles, but for the crowding around them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compare.nearest import nearest
from compare.terms import TermNumbers
from compare.vectors import day_of
from compare.verdicts import CheckMatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.index import Store
    from compare.model import Article
    from compare.settings import Settings
    from compare.vectors import Vector

__all__ = ["Tellings"]

_KEPT = 64
"""Vectors of stored articles that are kept for the next question."""
_NEAREST = 20
"""Of so many candidates for each that is compared, the days are looked at."""


class Tellings:
    """The reports of an event in an open index. Callers hold the transaction."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self._store = store
        self._settings = settings
        self._vectors: dict[int, Vector] = {}
        self._numbers = TermNumbers()

    def of(self, article: Article) -> Sequence[CheckMatch]:
        """The reports of the article's event, the likest first; itself is left out."""
        from compare.language import with_language
        from compare.similarity import score

        others = self._store.articles(self._likest(article))
        article = with_language([article])[0]
        mine = self._vector(article, article.language)
        found = []
        for number, other in sorted(others.items()):
            if number not in self._vectors:
                self._vectors[number] = self._vector(other, article.language)
            evidence = score(mine, self._vectors[number], self._settings.events)
            if evidence >= self._settings.index.same_event:
                found.append(CheckMatch(
                    other.id, other.source, other.published, "same-event",
                    0.0, 0.0, min(evidence, 1.0),
                ))  # fmt: skip
        for number in tuple(self._vectors)[:-_KEPT]:
            del self._vectors[number]
        return sorted(found, key=lambda match: (-(match.event_score or 0.0), match.id))

    def forget(self, number: int) -> None:
        """Keep nothing of an article that was removed."""
        self._vectors.pop(number, None)

    def _likest(self, article: Article) -> list[int]:
        """The articles to compare: of the window's days or without a date, sharing most."""
        settings = self._settings.index
        best = nearest(self._store, article, settings, _NEAREST * settings.compared)
        known = self._store.heads(best)
        day = day_of(article)
        return [
            number
            for number in best
            if known[number][0] != article.id
            and _apart(day, day_of(replace(article, published=known[number][1]))) <= settings.window
        ][: settings.compared]

    def _vector(self, article: Article, language: str | None) -> Vector:
        """The vector of an article, which is in ``language`` if it does not say otherwise."""
        from compare.clean import clean
        from compare.vectors import vector

        if article.language is None:
            article = replace(article, language=language)
        body = clean([article], self._settings.clean)[0]
        return vector(body, self._settings.vectors, numbers=self._numbers)


def _apart(one: int | None, two: int | None) -> int:
    """Days between; 0 where one is not known."""
    return 0 if one is None or two is None else abs(one - two)
