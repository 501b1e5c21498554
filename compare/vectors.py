"""Vectors: what each article is about, as a sparse row of TF-IDF weights.

The term frequency counts title and lead more than the rest and is then damped by its
logarithm; the document frequency comes from the background table first and from the batch
with the weight of its size, so an article's vector depends on its batch only a little.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compare import background
from compare.terms import language_code, terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Body
    from compare.settings import VectorSettings

__all__ = ["Vectors", "vectorise"]


@dataclass(frozen=True, slots=True)
class Vectors:
    """``matrix`` is (articles, terms), CSR, float32, rows of length 1 (or 0 if nothing is left)."""

    matrix: Any
    terms: tuple[str, ...]


def vectorise(bodies: Sequence[Body], settings: VectorSettings) -> Vectors:
    """The TF-IDF row of each body, in order."""
    counts = [_frequencies(body, settings) for body in bodies]
    languages = [language_code(body.article.language) for body in bodies]
    idf: dict[str, dict[str, float]] = {
        language: _idf([c for c, own in zip(counts, languages, strict=True) if own == language],
                       background.load(language), settings.background_weight)
        for language in sorted(set(languages))
    }  # fmt: skip
    names = sorted({term for table in idf.values() for term in table})
    column = {name: index for index, name in enumerate(names)}
    rows = [_row(c, idf[own], column) for c, own in zip(counts, languages, strict=True)]
    return Vectors(_stack(rows, len(names)), tuple(names))


def _frequencies(body: Body, settings: VectorSettings) -> dict[str, float]:
    language = body.article.language
    found = terms(body.text, language)
    counts: Counter[str] = Counter(found)
    counts.update(found[: settings.lead_terms])
    title = terms(body.article.title or "", language)
    return {
        term: 1 + math.log(number)
        for term, number in (
            counts + Counter({t: n * settings.title_weight for t, n in Counter(title).items()})
        ).items()
    }


def _idf(
    counts: Sequence[Mapping[str, float]], table: background.Background, weight: float
) -> dict[str, float]:
    """Document frequencies as if the batch had ``weight`` more articles, drawn from the table."""
    batch: Counter[str] = Counter()
    for terms_of_one in counts:
        batch.update(terms_of_one.keys())
    weight = weight if table.documents else 0
    total = weight + len(counts) + 1
    share = weight / max(table.documents, 1)
    return {
        term: math.log(total / (share * table.counts.get(term, 0) + number + 0.5))
        for term, number in batch.items()
    }


def _row(
    counts: Mapping[str, float], idf: Mapping[str, float], column: Mapping[str, int]
) -> tuple[list[int], list[float]]:
    found = sorted((column[term], tf * idf[term]) for term, tf in counts.items() if idf[term] > 0)
    length = math.sqrt(sum(weight * weight for _, weight in found))
    return [index for index, _ in found], [weight / length for _, weight in found]


def _stack(rows: Sequence[tuple[list[int], list[float]]], width: int) -> Any:  # noqa: ANN401  (SciPy is untyped)
    import numpy as np
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *(len(indices) for indices, _ in rows)])
    indices = np.fromiter((i for one, _ in rows for i in one), np.int32, int(ends[-1]))
    weights = np.fromiter((w for _, one in rows for w in one), np.float32, int(ends[-1]))
    return csr_array((weights, indices, ends), shape=(len(rows), width))
