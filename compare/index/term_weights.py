"""The TF-IDF weights of an article's terms in an index, and how similar two articles are by them.

Says what ``similarity.cosines`` says of two ``tfidf.vector``, several times sooner: no term is
spelt out, and what was looked up for one article serves the next.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from compare.arrays import mix
from compare.events.term_counts import counted
from compare.events.tfidf import Frequencies, rarity
from compare.ingest.cleaning import clean
from compare.text import document_frequencies as background
from compare.text.dates import When, when
from compare.text.terms import Vocabulary, language_code
from compare.text.word_hashes import hash_words, word_hash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from compare.model import Article
    from compare.settings import Settings

__all__ = ["TermRow", "TermWeigher", "cosines"]

_FIELD_BITS = np.int64(61)
_BITS, _LOW = np.int64(32), np.int64((1 << 32) - 1)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIELD = {name: np.int64(at) << _FIELD_BITS for at, name in enumerate(("pairs", "lead", "words"))}
"""What is added to the codes of each field, so that those of all fields ascend in one row."""


@dataclass(frozen=True, slots=True, eq=False)
class TermRow:
    """One article: the ascending codes of what occurs in it, their weights, and when.

    The weights of each field are of length 1, so that a dot product of two is a cosine; ``terms``
    is how many different terms the article has.
    """

    codes: NDArray[np.int64]
    weights: NDArray[np.float32]
    when: When
    terms: int


class TermWeigher:
    """Weighs articles one by one; terms keep their numbers from one to the next."""

    def __init__(
        self, settings: Settings, frequencies: Mapping[str, Frequencies] | None = None
    ) -> None:
        """Start with no terms.

        Args:
            settings: how an article is cleaned and becomes a vector.
            frequencies: by language, those of other articles, beside the background; they may
                change from one article to the next.
        """
        self._settings = settings
        self._frequencies = {} if frequencies is None else frequencies
        self._numbers = Vocabulary()
        self._shares: dict[str, _Shares] = {}

    def weigh(self, article: Article) -> TermRow:
        """The row of an article, by the background of its language and what else was counted."""
        code = language_code(article.language)
        if code not in self._shares:
            self._shares[code] = _Shares(code, self._numbers)
        shares, known = self._shares[code], self._frequencies.get(code, Frequencies())
        (body,) = clean([article], self._settings.clean)
        fields = counted(body, self._numbers, self._settings.vectors)
        rows, weighed = [], []
        for name, above in _FIELD.items():
            codes, tfs = fields[name]
            pairs = name == "pairs"
            share = shares.of_pairs(codes) if pairs else shares.of_terms(codes)
            counts = self._counts(codes, known, pairs=pairs) if known.counts else 0
            weights = tfs * rarity(share, counts, known.documents, self._settings.vectors)
            length = np.sqrt(weights @ weights)
            rows.append(codes + above)
            weighed.append(weights / length if length else weights)
        return TermRow(
            np.concatenate(rows), np.concatenate(weighed).astype(np.float32), when(body),
            len(fields["words"][0]),
        )  # fmt: skip

    def _counts(
        self, codes: NDArray[np.int64], known: Frequencies, *, pairs: bool
    ) -> NDArray[np.float64]:
        """In how many of the known articles each term or pair occurs."""
        names = (self._numbers.pairs if pairs else self._numbers.terms)(codes.tolist())
        return np.array([known.counts.get(name, 0) for name in names], float)


def cosines(a: TermRow, b: TermRow) -> dict[str, float]:
    """How alike two articles are in each field, as ``similarity.cosines`` has it."""
    if not len(a.codes):
        return dict.fromkeys(_FIELD, 0.0)
    at = np.minimum(np.searchsorted(a.codes, b.codes), len(a.codes) - 1)
    same = a.codes[at] == b.codes
    products = a.weights[at[same]] * b.weights[same]
    by_field = np.bincount(b.codes[same] >> _FIELD_BITS, products, minlength=len(_FIELD))
    return dict(zip(_FIELD, by_field.tolist(), strict=True))


class _Shares:
    """In what share of a language's articles each term occurs, and each pair."""

    def __init__(self, language: str, numbers: Vocabulary) -> None:
        self._table = background.load(language)
        self._numbers = numbers
        self._terms = array("d")
        self._hashes = array("Q")
        self._pairs, self._pair_shares = _pairs_of(language)

    def of_terms(self, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        self._meet()
        return np.frombuffer(self._terms)[numbers]

    def of_pairs(self, codes: NDArray[np.int64]) -> NDArray[np.float64]:
        self._meet()
        hashes = np.frombuffer(self._hashes, np.uint64)
        keys = _joined(hashes[codes >> _BITS], hashes[codes & _LOW])
        at = np.searchsorted(self._pairs[:-1], keys)
        return np.where(self._pairs[at] == keys, self._pair_shares[at], 0)

    def _meet(self) -> None:
        """Take in the terms that were numbered since."""
        new = self._numbers.names[len(self._terms) :]
        if new:
            self._terms.extend(self._table.shares(new))
            self._hashes.frombytes(_hashes(new).tobytes())


@cache
def _pairs_of(language: str) -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """The known pairs of a language, ascending, and their shares.

    One more share, of 0, stands at the end for all pairs that are not known.
    """
    table = background.load(language)
    pairs = [term for term in table.counts if " " in term]
    ends = " ".join(pairs).split(" ") if pairs else []
    names = list(dict.fromkeys(ends))
    known = dict(zip(names, _hashes(names).tolist(), strict=True))
    first, second = np.array([known[end] for end in ends], np.uint64).reshape(-1, 2).T
    keys = _joined(first, second)
    order = np.argsort(keys)
    shares = np.array(table.shares(pairs), float)[order]
    return np.append(keys[order], np.uint64(0)), np.append(shares, 0.0)


def _hashes(terms: Sequence[str]) -> NDArray[np.uint64]:
    """The ``word_hash`` of each term; what is no one word (Han in pairs) is hashed by itself."""
    hashed = hash_words(terms)
    words = np.diff(hashed.bounds)
    found = np.zeros(len(terms), np.uint64)
    found[words == 1] = hashed.hashes[hashed.bounds[:-1][words == 1]]
    for at in np.flatnonzero(words != 1).tolist():
        found[at] = word_hash(terms[at])
    return found


def _joined(first: NDArray[np.uint64], second: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return mix(first * _STEP + second)
