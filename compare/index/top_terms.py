"""The weightiest terms of many articles at once, as hashes.

A word is hashed with all others of the batch and its term looked up by that hash, so that only
a word never met before is cut out of its text and stemmed.
"""

from __future__ import annotations

from array import array
from collections import Counter
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from compare.events.term_counts import SATURATION
from compare.text import document_frequencies as background
from compare.text import tokens as words
from compare.text.terms import language_code, terms
from compare.text.word_hashes import hash_words, letters, word_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.model import Article
    from compare.text.word_hashes import Hashed

__all__ = ["top_terms"]

TopTerms = tuple["NDArray[np.uint64]", "NDArray[np.float64]"]
"""The hashes of some terms, and their weights."""
_TITLE = 3
"""A term of the title counts so often: the default of ``vectors.title_weight``, for what an index
was filled by cannot change with a setting."""
_LEAD = 1500
"""Characters of a text that terms are taken from: news says first what it is about."""


def top_terms(articles: Sequence[Article], most: int) -> list[TopTerms]:
    """The weightiest terms of each article, the first first, damped as in BM25."""
    codes = [language_code(article.language) for article in articles]
    found: list[TopTerms] = [(np.empty(0, np.uint64), np.empty(0))] * len(articles)
    for code in sorted(set(codes)):
        at = [number for number, its in enumerate(codes) if its == code]
        for number, one in zip(at, _table(code).of([articles[n] for n in at], most), strict=True):
            found[number] = one
    return found


def _lead(text: str) -> str:
    """The beginning of a text, up to a whole word."""
    end = min(len(text), _LEAD)
    while 0 < end < len(text) and text[end - 1].isalnum():
        end -= 1
    return text[: end or _LEAD]


_ROW = np.dtype([("word", "u8"), ("term", "u8"), ("idf", "f8")])
_BITS = np.int64(32)
_LOW = np.int64((1 << 32) - 1)
_UNSPACED = 0
"""Stands for the number of a character that is no term by itself."""


class _Table:
    """The words of one language met so far, by hash, and the numbers of their terms.

    Under a term's number stand its hash and its inverse document frequency.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self._background = background.load(language)
        self._words = np.zeros(1, np.uint64)
        self._numbers = np.zeros(1, np.int64)
        self._known = {"": _UNSPACED}
        self._hashes = array("Q", [0])
        self._idf = array("d", [0])
        # The tables serve all indexes of the process, and each may be in a thread of its own.
        self._lock = Lock()

    def of(self, articles: Sequence[Article], most: int) -> list[TopTerms]:
        """The weightiest terms of articles in this language."""
        with self._lock:
            return self._of(articles, most)

    def _of(self, articles: Sequence[Article], most: int) -> list[TopTerms]:
        size = len(articles)
        texts = [_lead(article.text) for article in articles]
        texts += [article.title or "" for article in articles]
        hashed = hash_words(texts)
        owners = np.repeat(np.tile(np.arange(size), 2), np.diff(hashed.bounds))
        codes = (owners << _BITS) | self._looked_up(hashed, texts)
        titles = codes[hashed.bounds[size] :]
        codes = np.sort(np.concatenate([codes, *[titles] * (_TITLE - 1)]))
        starts = np.flatnonzero(np.diff(codes, prepend=-1))
        often = np.diff(np.append(starts, len(codes)))
        codes = codes[starts]
        bounds = np.searchsorted(codes, np.arange(size + 1) << _BITS).tolist()
        numbers = codes & _LOW
        odd = set((codes[numbers == _UNSPACED] >> _BITS).tolist())
        return [
            self._slowly(texts[at], texts[size + at], most)
            if at in odd
            else self._first(numbers[start:end], often[start:end], most)
            for at, (start, end) in enumerate(pairwise(bounds))
        ]

    def _looked_up(self, hashed: Hashed, texts: Sequence[str]) -> NDArray[np.int64]:
        """The number of each word's term."""
        at = np.searchsorted(self._words, hashed.hashes)
        at[at == len(self._words)] = 0
        new = np.flatnonzero(self._words[at] != hashed.hashes)
        if len(new):
            self._meet(hashed, texts, new)
            at = np.searchsorted(self._words, hashed.hashes)
        return self._numbers[at]

    def _meet(self, hashed: Hashed, texts: Sequence[str], places: NDArray[np.int64]) -> None:
        """Take in the words at these places among all words."""
        new, first = np.unique(hashed.hashes[places], return_index=True)
        places = places[first]
        owners = np.searchsorted(hashed.bounds, places, "right") - 1
        inside = (places - hashed.bounds[owners]).tolist()
        cut = {owner: words.split(texts[owner]) for owner in set(owners.tolist())}
        # Words of the same hash are one, whichever was met first.
        found = [
            letters(words.fold(cut[owner][at]))
            for owner, at in zip(owners.tolist(), inside, strict=True)
        ]
        numbers = [
            _UNSPACED if words.is_unspaced(word) else self._number(words.stem(word, self._language))
            for word in found
        ]
        at = np.searchsorted(self._words, new)
        self._words = np.insert(self._words, at, new)
        self._numbers = np.insert(self._numbers, at, numbers)

    def _number(self, term: str) -> int:
        number = self._known.setdefault(term, len(self._known))
        if number == len(self._hashes):
            self._hashes.append(word_hash(term))
            self._idf.append(self._background.idf(term))
        return number

    def _slowly(self, lead: str, title: str, most: int) -> TopTerms:
        """The same for an article that holds a script without spaces, term by term."""
        found = terms(lead, self._language) + _TITLE * terms(title, self._language)
        held = Counter(map(letters, found))
        numbers = np.array([self._number(term) for term in held], np.int64)
        return self._first(numbers, np.array([*held.values()]), most)

    def _first(self, numbers: NDArray[np.int64], often: NDArray[np.int64], most: int) -> TopTerms:
        """The terms of most weight; of equal ones those with the lowest hashes."""
        hashes = np.frombuffer(self._hashes, np.uint64)[numbers]
        weights = often / (often + SATURATION) * np.frombuffer(self._idf)[numbers]
        best = np.lexsort((hashes, -weights))[:most]
        return hashes[best], weights[best]


@cache
def _table(language: str) -> _Table:
    return _Table(language)
