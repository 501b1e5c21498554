"""In how many of an index's first articles each term and each pair of terms occurs.

What is in every article of a town's paper tells its events apart no better than "the" does, and
no background table knows it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from compare.events.term_counts import counted
from compare.events.tfidf import Frequencies
from compare.ingest.cleaning import clean
from compare.text.terms import Vocabulary, language_code

if TYPE_CHECKING:
    from compare.index.storage import EventTable
    from compare.model import Article
    from compare.settings import Settings

__all__ = ["COUNTED", "TermFrequencies"]

COUNTED = 1000
"""Terms are counted in so many of the first articles of a language."""


class TermFrequencies:
    """The counts of an open index. Callers hold the transaction.

    ``known`` are the frequencies of each language; it changes with each article counted.
    """

    def __init__(self, table: EventTable, settings: Settings) -> None:
        """Take the counts that are stored."""
        self._table, self._settings = table, settings
        self._numbers = Vocabulary()
        self._changed: set[str] = set()
        self._counts: dict[str, Counter[str]] = {}
        self.known: dict[str, Frequencies] = {}
        for language, (documents, counts) in table.frequencies().items():
            self._counts[language] = Counter(counts)
            self.known[language] = Frequencies(documents, self._counts[language])

    def count(self, article: Article) -> None:
        """Count the terms of an article, if it is among the first."""
        language = language_code(article.language)
        documents = self.known.get(language, Frequencies()).documents
        if documents == COUNTED:
            return
        (body,) = clean([article], self._settings.clean)
        own = counted(body, self._numbers, self._settings.vectors)
        counts = self._counts.setdefault(language, Counter())
        counts.update(self._numbers.terms(own["words"][0].tolist()))
        counts.update(self._numbers.pairs(own["pairs"][0].tolist()))
        if documents + 1 == COUNTED:
            counts = Counter({term: count for term, count in counts.items() if count > 1})
            self._counts[language] = counts
        self.known[language] = Frequencies(documents + 1, counts)
        self._changed.add(language)

    def keep(self) -> None:
        """Store the counts that changed."""
        for language in sorted(self._changed):
            known = self.known[language]
            self._table.keep_frequencies(language, known.documents, known.counts)
        self._changed.clear()
