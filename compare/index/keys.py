"""The keys by which an article is found again in an index.

Copies are found by the digest of all words, MinHash bands and winnowed grams; reports of one
event by the weightiest terms, each joined with a span of days, so that a term that never goes
out of use stays cheap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.arrays import mix
from compare.copies.minhash import SCHEME
from compare.copies.sketches import sketch
from compare.copies.winnowing import WINNOWING
from compare.index.top_terms import top_terms
from compare.text.dates import day_of

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


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one article: uint64 each; ``signature`` uint8, the low bytes of its signature."""

    digest: NDArray[np.uint64]
    bands: NDArray[np.uint64]
    grams: NDArray[np.uint64]
    signature: NDArray[np.uint8]
    terms: NDArray[np.uint64]

    @property
    def all(self) -> NDArray[np.uint64]:
        """What it is stored under, with repeats."""
        return np.concatenate([self.digest, self.bands, self.grams, self.terms])

    @property
    def stored_grams(self) -> NDArray[np.uint32]:
        """Its winnowed grams as an index keeps them: the high 32 bits of each."""
        return (self.grams >> np.uint64(32)).astype(np.uint32)


def stamps(settings: Settings) -> dict[str, str]:
    """All that keys hang on, by name; an index made with others is refused."""
    return {
        "signatures": SCHEME,
        "permutations": str(settings.fingerprints.permutations),
        "bands": str(settings.fingerprints.bands),
        "seed": str(settings.fingerprints.seed),
        "winnowing": WINNOWING,
        "gram": str(settings.passages.gram),
        "window": str(settings.passages.window),
        "terms": f"{TERMS}, {settings.index.terms} an article",
    }


def keys_of(articles: Sequence[Article], settings: Settings, *, terms: bool = True) -> list[Keys]:
    """The keys of each article, in order; without ``terms``, those that find copies."""
    made = sketch([a.text for a in articles], settings.fingerprints, settings.passages)
    none = np.empty(0, np.uint64)
    under = _stored_terms(articles, settings.index.terms) if terms else [none] * len(articles)
    rows = (made.signatures & np.uint32(0xFF)).astype(np.uint8)
    return [
        Keys(
            np.frombuffer(digest[:8], np.uint64),
            made.bands[at] if digest else none,
            made.grams.of(at)[0],
            rows[at],
            under[at],
        )
        for at, digest in enumerate(made.digests)
    ]


def term_keys(
    article: Article, most: int, window: int
) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """The keys to look for reports of an article's event by, and the weights of their terms.

    Those of its weightiest terms, in the spans of so many days around and without.
    """
    day = day_of(article)
    terms, weights = top_terms([article], most)[0]
    spans = [] if day is None else range((day - window) // SPAN, (day + window) // SPAN + 1)
    found = [terms * _STEP + np.uint64(span) for span in spans]
    return mix(np.concatenate([*found, terms * _STEP + _ALWAYS])), np.tile(weights, len(spans) + 1)


def _stored_terms(articles: Sequence[Article], most: int) -> list[NDArray[np.uint64]]:
    """The keys each article is stored under for its terms.

    All in its span of days and the first few without one; all without one if it has no date.
    """
    days = (day_of(article) for article in articles)
    return [
        mix(
            terms * _STEP + _ALWAYS
            if day is None
            else np.concatenate(
                [terms * _STEP + np.uint64(day // SPAN), terms[:_LASTING] * _STEP + _ALWAYS]
            )
        )
        for (terms, _), day in zip(top_terms(articles, most), days, strict=True)
    ]
