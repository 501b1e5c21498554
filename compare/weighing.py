"""Weighing: how alike articles of an index are, by the numbers of their terms.

Says what ``similarity.score`` says of two ``vectors.vector``, several times sooner: no term is
spelt out, and what was looked up for one article serves the next.
"""

from __future__ import annotations

from array import array
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from compare import background
from compare.clean import clean
from compare.similarity import WEIGHTS, of_days
from compare.terms import TermNumbers, language_code
from compare.vectors import counted, day_of, rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from compare.model import Article
    from compare.settings import Settings

    Rows = dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]
    """Per field, ascending codes of terms or pairs and their weights, of length 1."""

__all__ = ["Weighed", "Weigher", "score"]

_PAIRS = 1 << 17
"""So many pairs of terms are remembered with their shares."""


class Weighed:
    """One article: its rows and its day."""

    def __init__(self, rows: Rows, day: int | None) -> None:
        """Take the rows of all fields."""
        self.rows = rows
        self.day = day


class Weigher:
    """Weighs articles one by one; terms keep their numbers from one to the next."""

    def __init__(self, settings: Settings) -> None:
        """Start with no terms."""
        self._settings = settings
        self._numbers = TermNumbers()
        self._shares: dict[str, _Shares] = {}

    def weigh(self, article: Article) -> Weighed:
        """The rows of an article, by the background of its language alone."""
        code = language_code(article.language)
        shares = self._shares.setdefault(code, _Shares(code, self._numbers))
        rows = {}
        (body,) = clean([article], self._settings.clean)
        for name, (codes, tfs) in counted(body, self._numbers, self._settings.vectors).items():
            known = shares.of_pairs(codes) if name == "pairs" else shares.of_terms(codes)
            weights = tfs * rarity(known, 0, 0, self._settings.vectors)
            length = np.sqrt(weights @ weights)
            rows[name] = codes, weights / length if length else weights
        return Weighed(rows, day_of(article))


def score(a: Weighed, b: Weighed, settings: Settings) -> float:
    """The evidence that two articles report one event, as ``similarity.score`` has it."""
    alike = sum(weight * _dot(a, b, name) for name, weight in WEIGHTS.items())
    apart = None if a.day is None or b.day is None else a.day - b.day
    return float(alike + settings.events.date_weight * of_days(apart, alike))


def _dot(a: Weighed, b: Weighed, name: str) -> float:
    (codes, weights), (others, their) = a.rows[name], b.rows[name]
    if not len(codes):
        return 0.0
    at = np.minimum(np.searchsorted(codes, others), len(codes) - 1)
    return float(np.where(codes[at] == others, weights[at], 0) @ their)


class _Shares:
    """In what share of a language's articles each term occurs, and each pair."""

    def __init__(self, language: str, numbers: TermNumbers) -> None:
        self._language = language
        self._numbers = numbers
        self._terms = array("d")
        self._pairs: dict[int, float] = {}

    @cached_property
    def _table(self) -> background.Background:
        return background.load(self._language)

    def of_terms(self, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        self._terms.extend(self._table.shares(self._numbers.names[len(self._terms) :]))
        return np.frombuffer(self._terms)[numbers]

    def of_pairs(self, codes: NDArray[np.int64]) -> NDArray[np.float64]:
        if len(self._pairs) > _PAIRS:
            self._pairs.clear()
        wanted, known = codes.tolist(), self._pairs
        if new := [code for code in wanted if code not in known]:
            known.update(zip(new, self._table.shares(self._numbers.pairs(new)), strict=True))
        return np.array([known[code] for code in wanted], float)
