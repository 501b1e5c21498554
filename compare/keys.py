"""Keys: by what an article is found again in an index.

Copies are found by the digest of all words, MinHash bands and winnowed marks; reports of one
event by the weightiest terms, each joined with a span of days, so that a term that never goes
out of use stays cheap.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from compare import background
from compare.candidates import sketch
from compare.fingerprints import SCHEME
from compare.hashes import mix, word_hash
from compare.passages import MARKING
from compare.terms import TermNumbers, language_code
from compare.vectors import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.model import Article
    from compare.settings import Settings

__all__ = ["Keys", "keys_of", "stamps", "term_keys"]

TERMS = "terms/4 by 8 days"
SPAN = 8
"""Days that share a key."""
_ALWAYS = np.uint64((1 << 64) - 1)
_LASTING = 12
"""So many of the weightiest terms find an article whatever the dates."""
_STEP = np.uint64(0x9E3779B97F4A7C15)
_SATURATION = 1.5
_TITLE = 3
_LEAD = 1500
"""Characters of a text that terms are taken from: news says first what it is about."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one article: uint64 each; ``row`` uint8, the low bytes of its signature."""

    digest: NDArray[np.uint64]
    bands: NDArray[np.uint64]
    marks: NDArray[np.uint64]
    row: NDArray[np.uint8]
    terms: NDArray[np.uint64]

    @property
    def all(self) -> NDArray[np.uint64]:
        """What it is stored under, with repeats."""
        return np.concatenate([self.digest, self.bands, self.marks, self.terms])


def stamps(settings: Settings) -> dict[str, str]:
    """All that keys hang on, by name; an index made with others is refused."""
    return {
        "signatures": SCHEME,
        "permutations": str(settings.fingerprints.permutations),
        "bands": str(settings.fingerprints.bands),
        "seed": str(settings.fingerprints.seed),
        "marks": MARKING,
        "gram": str(settings.passages.gram),
        "window": str(settings.passages.window),
        "terms": f"{TERMS}, {settings.index.terms} an article",
    }


def keys_of(articles: Sequence[Article], settings: Settings, *, terms: bool = True) -> list[Keys]:
    """The keys of each article, in order; without ``terms``, those that find copies."""
    made = sketch([a.text for a in articles], settings.fingerprints, settings.passages)
    none = np.empty(0, np.uint64)
    return [
        Keys(
            np.frombuffer(digest[:8], np.uint64),
            made.bands[at] if digest else none,
            made.marks.of(at)[0],
            (made.rows[at] & np.uint32(0xFF)).astype(np.uint8),
            term_keys(article, settings.index.terms)[0] if terms else none,
        )
        for at, (article, digest) in enumerate(zip(articles, made.digests, strict=True))
    ]


def term_keys(
    article: Article, most: int, window: int | None = None
) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """The keys of an article's weightiest terms, and their weights.

    Those it is stored under: all in its span of days, the first few without one. With
    ``window``, those it is looked for by: all in the spans of so many days around, and without.
    """
    day = day_of(article)
    terms, weights = _weightiest(article, most)
    spans = [] if day is None else [day // SPAN]
    lasting = len(terms) if day is None or window is not None else _LASTING
    if day is not None and window is not None:
        spans = [*range((day - window) // SPAN, (day + window) // SPAN + 1)]
    found = [terms * _STEP + np.uint64(span) for span in spans]
    coded = mix(np.concatenate([*found, terms[:lasting] * _STEP + _ALWAYS]))
    return coded, np.concatenate([np.tile(weights, len(spans)), weights[:lasting]])


def _weightiest(article: Article, most: int) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """The weightiest terms, as hashes, with their weights, damped as in BM25."""
    table = _table(language_code(article.language))
    title = table.of(article.title or "")
    numbers, often = np.unique(
        np.array(table.of(_lead(article.text)) + _TITLE * title, np.int64), return_counts=True
    )
    hashes, idf = table.weighed(numbers)
    weights = often / (often + _SATURATION) * idf
    best = np.lexsort((hashes, -weights))[:most]
    return hashes[best], weights[best]


def _lead(text: str) -> str:
    """The beginning of a text, up to a whole word."""
    end = min(len(text), _LEAD)
    while 0 < end < len(text) and text[end - 1].isalnum():
        end -= 1
    return text[: end or _LEAD]


class _Table:
    """The terms of one language met so far, with their hashes and weights."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.numbers = TermNumbers()
        self.background = background.load(language)
        self.hashes = array("Q")
        self.idf = array("d")

    def of(self, text: str) -> list[int]:
        return self.numbers.of(text, self.language)

    def weighed(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
        """The hash and the inverse document frequency of each term."""
        for name in self.numbers.names[len(self.hashes) :]:
            self.hashes.append(word_hash(name))
            self.idf.append(self.background.idf(name))
        return np.frombuffer(self.hashes, np.uint64)[numbers], np.frombuffer(self.idf)[numbers]


@cache
def _table(language: str) -> _Table:
    return _Table(language)
