"""Keys: by what an article is found again in an index.

Copies are found by the digest of all words, MinHash bands and winnowed marks; reports of one
event by the weightiest terms, each joined with a span of days, so that a term that never goes
out of use stays cheap.
"""

from __future__ import annotations

from collections import Counter
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

TERMS = "terms/2 by 8 days"
SPAN = 8
"""Days that share a key."""
_ALWAYS = -1
_LASTING = 4
"""So many of the weightiest terms find an article where a date is missing."""
_STEP = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_SATURATION = 1.5
_TITLE = 3


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one article: uint64 each; ``row`` uint8, the low bytes of its signature.

    ``terms`` holds the weight of each term key it is stored under.
    """

    digest: NDArray[np.uint64]
    bands: NDArray[np.uint64]
    marks: NDArray[np.uint64]
    row: NDArray[np.uint8]
    terms: dict[int, float]

    @property
    def all(self) -> NDArray[np.uint64]:
        """What it is stored under."""
        terms = np.fromiter(self.terms, np.uint64, len(self.terms))
        return np.unique(np.concatenate([self.digest, self.bands, self.marks, terms]))


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


def keys_of(articles: Sequence[Article], settings: Settings) -> list[Keys]:
    """The keys of each article, in order."""
    made = sketch([a.text for a in articles], settings.fingerprints, settings.passages)
    none = np.empty(0, np.uint64)
    return [
        Keys(
            np.frombuffer(digest[:8], np.uint64),
            made.bands[at] if digest else none,
            made.marks.of(at)[0],
            (made.rows[at] & np.uint32(0xFF)).astype(np.uint8),
            term_keys(article, settings.index.terms),
        )
        for at, (article, digest) in enumerate(zip(articles, made.digests, strict=True))
    ]


def term_keys(article: Article, most: int, window: int | None = None) -> dict[int, float]:
    """The keys of an article's weightiest terms, and their weights.

    Those it is stored under: all in its span of days, the first few without one. With
    ``window``, those it is looked for by: all in the spans of so many days around, and without.
    """
    day = day_of(article)
    weights = _weights(article, most)
    spans = [] if day is None else [day // SPAN]
    lasting = tuple(weights) if day is None or window is not None else tuple(weights)[:_LASTING]
    if day is not None and window is not None:
        spans = [*range((day - window) // SPAN, (day + window) // SPAN + 1)]
    pairs = [(term, span) for span in spans for term in weights]
    pairs += [(term, _ALWAYS) for term in lasting]
    coded = mix(np.array([(term * _STEP + span) & _MASK for term, span in pairs], np.uint64))
    return dict(zip(coded.tolist(), (weights[term] for term, _ in pairs), strict=True))


def _weights(article: Article, most: int) -> dict[int, float]:
    """The weightiest terms, as hashes, with their weights."""
    table = _table(language_code(article.language))
    often = Counter(table.of(article.text))
    for number in table.of(article.title or ""):
        often[number] += _TITLE
    weights = {number: n / (n + _SATURATION) * table.idf[number] for number, n in often.items()}
    best = sorted(weights, key=lambda number: (-weights[number], table.hashes[number]))[:most]
    return {table.hashes[number]: weights[number] for number in best}


class _Table:
    """The terms of one language met so far, with their hashes and weights."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.numbers = TermNumbers()
        self.background = background.load(language)
        self.hashes: list[int] = []
        self.idf: list[float] = []

    def of(self, text: str) -> list[int]:
        found = self.numbers.of(text, self.language)
        for name in self.numbers.names[len(self.hashes) :]:
            self.hashes.append(word_hash(name))
            self.idf.append(self.background.idf(name))
        return found


@cache
def _table(language: str) -> _Table:
    return _Table(language)
