"""Vectors: what each article is about, as sparse TF-IDF rows in three fields.

``words`` holds the terms of the whole article, the title and the lead counted more, damped as
in BM25 (Robertson and Zaragoza 2009); ``pairs`` holds neighbouring terms, which keep names and
turns of phrase together; ``lead`` holds title and first sentences, where news says what
happened. Every row has length 1, so a dot product is a cosine.

The document frequency comes from the background table first, and from the batch with the
weight of its size. Of the batch only what goes beyond ``OWN`` articles counts, for a word in so
few may be one event's own; so a small batch changes nothing, and a pair is weighed alike alone
and among others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compare.events.term_counts import Counts, Documents, count_terms, counted, documents
from compare.text import document_frequencies as background
from compare.text.dates import when
from compare.text.terms import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from compare.model import CleanedArticle
    from compare.settings import VectorSettings
    from compare.text.dates import When

__all__ = [
    "FIELDS", "Frequencies", "Vector", "Vectors", "rarity", "vector", "vectorise", "weigh",
]  # fmt: skip

FIELDS = ("words", "pairs", "lead")
OWN = 4
"""A term in so many articles of a batch is no commoner for it: they may report one event."""


@dataclass(frozen=True, slots=True)
class Vector:
    """One article, ready to be scored; each field's weights have length 1, or it is empty.

    A pair of terms is written with a blank between them.
    """

    words: Mapping[str, float]
    pairs: Mapping[str, float]
    lead: Mapping[str, float]
    when: When


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of a batch: row ``i`` of each CSR matrix, float32, is article ``i``.

    ``words`` and ``lead`` share their columns, the ``terms``; the columns of ``pairs`` are the
    pairs that stand in two articles or more. ``days`` and ``weekdays`` are those of ``days.When``;
    a day that is not known is NaN.
    """

    words: Any
    pairs: Any
    lead: Any
    days: NDArray[Any]
    weekdays: NDArray[Any]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of ``documents`` articles of one language each term and pair occurs."""

    documents: int = 0
    counts: Mapping[str, int] = field(default_factory=dict, repr=False, hash=False)


def vector(
    body: CleanedArticle,
    settings: VectorSettings,
    frequencies: Frequencies | None = None,
    numbers: Vocabulary | None = None,
) -> Vector:
    """The vector of one article, by the background and, if given, ``frequencies`` of others.

    ``numbers`` given again and again saves looking the same words up anew.
    """
    known = frequencies or Frequencies()
    table = background.load(body.article.language)
    numbers = numbers or Vocabulary()
    weights = {}
    for name, (codes, tfs) in counted(body, numbers, settings).items():
        terms = numbers.pairs(codes.tolist()) if name == "pairs" else numbers.terms(codes.tolist())
        counts = _floats([known.counts.get(term, 0) for term in terms]) if known.counts else 0
        idf = rarity(_floats(table.shares(terms)), counts, known.documents, settings)
        weights[name] = _unit(dict(zip(terms, (tfs * idf).tolist(), strict=True)))
    return Vector(**weights, when=when(body))


def _floats(values: Sequence[float]) -> NDArray[Any]:
    import numpy as np

    return np.array(values, float)


def vectorise(bodies: Sequence[CleanedArticle], settings: VectorSettings) -> Vectors:
    """The vectors of a batch, in order: those of ``vector``, with the batch's own frequencies."""
    counts = count_terms(bodies, settings)
    return weigh(counts, documents(counts), settings)


def weigh(counts: Counts, held: Mapping[str, Documents], settings: VectorSettings) -> Vectors:
    """The vectors of counted articles, by the documents of each language."""
    import numpy as np

    own = {language: np.flatnonzero(counts.languages == language) for language in held}
    idf, pair_idf, shared = {}, {}, np.zeros(counts.pairs.shape[1], bool)
    for language, of in held.items():
        table = background.load(language)
        shares = np.array([table.share(name) for name in counts.terms])
        idf[language] = rarity(shares, of.words, of.total, settings)
        shares = _pair_shares(table, counts.codes, counts.terms)
        pair_idf[language] = rarity(shares, of.pairs, of.total, settings)
        shared |= of.shared
    return Vectors(
        _tfidf(counts.words, own, idf),
        _tfidf(counts.pairs, own, pair_idf)[:, np.flatnonzero(shared)],
        _tfidf(counts.lead, own, idf),
        counts.days, counts.weekdays, counts.terms,
    )  # fmt: skip


def _tfidf(frequencies: Any, own: Mapping[str, NDArray[Any]], idf: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Rows of damped term frequencies as TF-IDF of length 1, by scikit-learn.

    What ``TfidfTransformer`` would learn from the batch alone it is given: for each language the
    inverse document frequencies of its columns, from the background and the batch.
    """
    import numpy as np
    from scipy.sparse import csr_array, vstack
    from sklearn.feature_extraction.text import TfidfTransformer

    parts = []
    for language, rows in own.items():
        transformer = TfidfTransformer(norm="l2")
        transformer.idf_ = idf[language].astype(np.float32)
        parts.append(csr_array(transformer.transform(frequencies[rows])))
    if not parts:
        return frequencies
    order = np.argsort(np.concatenate([*own.values()]))
    return vstack(parts, format="csr")[order]


def rarity(share: Any, count: Any, documents: int, settings: VectorSettings) -> Any:  # noqa: ANN401  (a number or an array)
    """Inverse document frequency: the batch's, with so many background articles added."""
    import numpy as np

    weight = settings.background_weight
    held = weight * share + np.maximum(count - OWN, 0) + 0.5
    return np.maximum(-np.log(held / (weight + documents + 1)), 0)


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _pair_shares(
    table: background.Background, codes: NDArray[Any], names: Sequence[str]
) -> NDArray[Any]:
    import numpy as np

    shares = np.zeros(len(codes))
    number_of = {name: number for number, name in enumerate(names)}
    for term in table.counts:
        first, blank, second = term.partition(" ")
        if blank and first in number_of and second in number_of:
            code = (number_of[first] << 32) | number_of[second]
            place = np.searchsorted(codes, code)
            if place < len(codes) and codes[place] == code:
                shares[place] = table.share(term)
    return shares
