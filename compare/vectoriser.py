"""Vectoriser: the vectors of an index's articles, by terms counted in the index itself.

What is in every article of a town's paper tells its events apart no better than "the" does, and
no background table knows it. So terms are counted in the first articles that are settled.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from compare.clean import clean
from compare.hashes import word_hash
from compare.language import with_language
from compare.similarity import WEIGHTS
from compare.terms import language_code
from compare.vectors import Frequencies, vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from compare.index import EventTable
    from compare.model import Article
    from compare.settings import Settings
    from compare.vectors import Vector

    Packed = tuple[NDArray[np.uint64], NDArray[np.float32]]
    """The terms of all fields as ascending hashes, and their weights with those of the fields."""

__all__ = ["Vectoriser", "dot", "packed"]

COUNTED = 1000
"""Terms are counted in so many of the first articles of a language."""
KEPT = 8000
"""So many vectors are kept in memory, of about 8 kB each."""


def packed(vector: Vector) -> Packed:
    """A vector in a tenth of the memory, for ``dot``."""
    codes = [word_hash(f"{field} {term}") for field in WEIGHTS for term in getattr(vector, field)]
    weights = [
        weight * np.sqrt(share)
        for field, share in WEIGHTS.items()
        for weight in getattr(vector, field).values()
    ]
    order = np.argsort(np.array(codes, np.uint64))
    return np.array(codes, np.uint64)[order], np.array(weights, np.float32)[order]


def dot(a: Packed, b: Packed) -> float:
    """The ``similarity.likeness`` of two vectors."""
    if not len(a[0]):
        return 0.0
    at = np.minimum(np.searchsorted(a[0], b[0]), len(a[0]) - 1)
    same = a[0][at] == b[0]
    return float(a[1][at[same]] @ b[1][same])


class Vectoriser:
    """Callers hold the transaction."""

    def __init__(self, table: EventTable, settings: Settings) -> None:
        """Take the counts of an open index."""
        self._table, self._settings = table, settings
        self._vectors: dict[int, Packed] = {}
        self._changed: set[str] = set()
        self._counts = {
            language: (documents, Counter(counts))
            for language, (documents, counts) in table.frequencies().items()
        }

    def vector(self, number: int, article: Article) -> Packed:
        """The vector of an article, kept for the next time it is asked for."""
        if number not in self._vectors:
            (told,) = with_language([article])
            known = Frequencies(*self._counts.get(language_code(told.language), (0, {})))
            (body,) = clean([told], self._settings.clean)
            self._vectors[number] = packed(vector(body, self._settings.vectors, known))
            if len(self._vectors) > KEPT:
                del self._vectors[next(iter(self._vectors))]
        return self._vectors[number]

    def count(self, article: Article) -> None:
        """Count the terms of an article, if it is among the first."""
        (told,) = with_language([article])
        language = language_code(told.language)
        documents, counts = self._counts.setdefault(language, (0, Counter()))
        if documents == COUNTED:
            return
        (body,) = clean([told], self._settings.clean)
        own = vector(body, self._settings.vectors)
        counts.update([*own.words, *own.pairs])
        if documents + 1 == COUNTED:
            counts = Counter({term: count for term, count in counts.items() if count > 1})
        self._counts[language] = documents + 1, counts
        self._changed.add(language)

    def keep(self) -> None:
        """Store the counts that changed."""
        for language in sorted(self._changed):
            self._table.keep_frequencies(language, *self._counts[language])
        self._changed.clear()
