"""Vectors: what each article is about, as sparse TF-IDF rows in three fields.

``words`` holds the terms of the whole article, the title and the lead counted more, damped as
in BM25 (Robertson and Zaragoza 2009); ``pairs`` holds neighbouring terms, which keep names and
turns of phrase together; ``lead`` holds title and first sentences, where news says what
happened. Every row has length 1, so a dot product is a cosine.

The document frequency comes from the background table first, and from the batch with the
weight of its size, so an article's vector depends on its batch only a little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from compare import background
from compare.days import when
from compare.terms import TermNumbers, language_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from compare.days import When
    from compare.model import Body
    from compare.settings import VectorSettings

__all__ = [
    "FIELDS", "Counts", "Documents", "Frequencies", "Vector", "Vectors", "count_terms", "counted",
    "documents", "rarity", "title_of", "vector", "vectorise", "weigh",
]  # fmt: skip

FIELDS = ("words", "pairs", "lead")
_SATURATION = 1.5


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


def title_of(body: Body) -> str:
    """The article's title, else the headline cleaning dropped from its text, else ''."""
    text, dropped = body.article.text, body.dropped
    found = (text[one.start : one.end] for one in dropped if one.reason == "title")
    return (body.article.title or "").strip() or " ".join(found)


def vector(
    body: Body,
    settings: VectorSettings,
    frequencies: Frequencies | None = None,
    numbers: TermNumbers | None = None,
) -> Vector:
    """The vector of one article, by the background and, if given, ``frequencies`` of others.

    ``numbers`` given again and again saves looking the same words up anew.
    """
    known = frequencies or Frequencies()
    table = background.load(body.article.language)
    numbers = numbers or TermNumbers()
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


def vectorise(bodies: Sequence[Body], settings: VectorSettings) -> Vectors:
    """The vectors of a batch, in order: those of ``vector``, with the batch's own frequencies."""
    counts = count_terms(bodies, settings)
    return weigh(counts, documents(counts), settings)


@dataclass(frozen=True, slots=True)
class Counts:
    """The terms of a batch before they are weighed: rows as in ``Vectors``, of frequencies.

    ``codes`` are those of the columns of ``pairs``; ``languages`` of each row.
    """

    words: Any
    pairs: Any
    lead: Any
    codes: NDArray[Any]
    terms: tuple[str, ...]
    languages: NDArray[Any]
    days: NDArray[Any]
    weekdays: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Documents:
    """In how many of ``total`` articles each column of ``words`` and ``pairs`` occurs.

    ``shared`` is where pairs stand in two articles or more, of whatever language.
    """

    total: int
    words: NDArray[Any]
    pairs: NDArray[Any]
    shared: NDArray[Any]


def count_terms(
    bodies: Sequence[Body], settings: VectorSettings, numbers: TermNumbers | None = None
) -> Counts:
    """Count the terms of a batch; ``numbers`` may give the order of its columns."""
    import numpy as np

    numbers = numbers or TermNumbers()
    read = [counted(body, numbers, settings) for body in bodies]
    words = _stacked([one.pop("words") for one in read], len(numbers.names))
    lead = _stacked([one.pop("lead") for one in read], len(numbers.names))
    pairs, codes = _stacked_codes([one.pop("pairs") for one in read])
    told = [when(body) for body in bodies]
    return Counts(
        words, pairs, lead, codes, tuple(numbers.names),
        np.array([language_code(body.article.language) for body in bodies], str),
        np.array([np.nan if one.day is None else one.day for one in told], float),
        np.array([one.weekdays for one in told], np.uint8),
    )  # fmt: skip


def documents(counts: Counts) -> dict[str, Documents]:
    """In how many of the articles of each language the terms and pairs of a batch occur."""
    import numpy as np

    shared = np.bincount(counts.pairs.indices, minlength=counts.pairs.shape[1]) > 1
    found = {}
    for language in np.unique(counts.languages).tolist():
        rows = np.flatnonzero(counts.languages == language)
        words, pairs = _documents(counts.words, rows), _documents(counts.pairs, rows)
        found[language] = Documents(len(rows), words, pairs, shared)
    return found


def weigh(counts: Counts, held: Mapping[str, Documents], settings: VectorSettings) -> Vectors:
    """The vectors of counted articles, which are used up, by the documents of each language."""
    import numpy as np

    words, pairs, lead = counts.words, counts.pairs, counts.lead
    shared = np.zeros(pairs.shape[1], bool)
    for language, of in held.items():
        rows = np.flatnonzero(counts.languages == language)
        table = background.load(language)
        shares = np.array([table.share(name) for name in counts.terms])
        idf = rarity(shares, of.words, of.total, settings)
        _weigh(words, rows, idf)
        _weigh(lead, rows, idf)
        shares = _pair_shares(table, counts.codes, counts.terms)
        _weigh(pairs, rows, rarity(shares, of.pairs, of.total, settings))
        shared |= of.shared
    return Vectors(
        _normal(words), _normal(pairs)[:, np.flatnonzero(shared)], _normal(lead),
        counts.days, counts.weekdays, counts.terms,
    )  # fmt: skip


_Counts = tuple["NDArray[Any]", "NDArray[Any]"]
_LEAST_CODE, _ABOVE_CODES, _PART = 0, 1 << 63, 100


def counted(body: Body, numbers: TermNumbers, settings: VectorSettings) -> dict[str, _Counts]:
    """Per field, the codes of what occurs in an article and their damped frequencies.

    The code of a pair holds the numbers of its two terms, 32 bits each.
    """
    import numpy as np

    language = body.article.language
    title = np.array(numbers.of(title_of(body), language), np.int64)
    text = np.array(numbers.of(body.text, language), np.int64)
    start = text[: settings.lead_terms]
    words, often = np.unique(
        np.concatenate([text, start, *[title] * settings.title_weight]), return_counts=True
    )
    neighbours = [(run[:-1] << 32) | run[1:] for run in (title, text)]
    pairs, pair_often = np.unique(np.concatenate(neighbours), return_counts=True)
    lead, lead_often = np.unique(np.concatenate([title, title, start]), return_counts=True)
    return {
        "words": (words, (often / (often + _SATURATION)).astype(np.float32)),
        "pairs": (pairs, (1 + np.log(pair_often)).astype(np.float32)),
        "lead": (lead, (1 + np.log(lead_often)).astype(np.float32)),
    }


def rarity(share: Any, count: Any, documents: int, settings: VectorSettings) -> Any:  # noqa: ANN401  (a number or an array)
    """Inverse document frequency: the batch's, with so many background articles added."""
    import numpy as np

    weight = settings.background_weight
    return np.maximum(-np.log((weight * share + count + 0.5) / (weight + documents + 1)), 0)


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items() if weight > 0}


def _stacked(rows: Sequence[_Counts], width: int) -> Any:  # noqa: ANN401  (SciPy is untyped)
    import numpy as np
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *(len(codes) for codes, _ in rows)])
    codes = np.concatenate([np.empty(0, np.int64), *(codes for codes, _ in rows)])
    tfs = np.concatenate([np.empty(0, np.float32), *(tfs for _, tfs in rows)])
    return csr_array((tfs, codes.astype(np.int32), ends), shape=(len(rows), width))


def _stacked_codes(rows: list[_Counts]) -> tuple[Any, NDArray[Any]]:
    """Rows of pairs, and the code of each column; ``rows`` is used up."""
    import numpy as np
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *(len(codes) for codes, _ in rows)])
    codes = np.concatenate([np.empty(0, np.int64), *(codes for codes, _ in rows)])
    tfs = np.concatenate([np.empty(0, np.float32), *(tfs for _, tfs in rows)])
    rows.clear()  # these are the largest arrays of all
    # Part by part, for np.unique needs several times the room of what it is given.
    edges = np.unique(np.sort(codes[:: len(codes) // 1000 + 1])[::_PART])
    columns = np.empty(len(codes), np.int32)
    found = [np.empty(0, np.int64)]
    for low, high in pairwise([_LEAST_CODE, *edges.tolist(), _ABOVE_CODES]):
        part = np.flatnonzero((codes >= low) & (codes < high))
        inside, places = np.unique(codes[part], return_inverse=True)
        columns[part] = places + sum(map(len, found))
        found.append(inside)
    codes = np.concatenate(found)
    return csr_array((tfs, columns, ends), (len(ends) - 1, len(codes))), codes


def _documents(matrix: Any, rows: NDArray[Any]) -> NDArray[Any]:  # noqa: ANN401
    """In how many of ``rows`` each column occurs."""
    import numpy as np

    return np.bincount(matrix[rows].indices, minlength=matrix.shape[1])


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


def _weigh(matrix: Any, rows: NDArray[Any], idf: NDArray[Any]) -> None:  # noqa: ANN401
    """Multiply the weights of ``rows`` by their column's ``idf``, in place."""
    import numpy as np

    chosen = np.zeros(matrix.shape[0], bool)
    chosen[rows] = True
    entries = np.repeat(chosen, np.diff(matrix.indptr))
    matrix.data[entries] *= idf[matrix.indices[entries]].astype(np.float32)


def _normal(matrix: Any) -> Any:  # noqa: ANN401
    """The rows at length 1, in place; a row of zeros stays one."""
    import numpy as np

    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    squares = np.bincount(row, matrix.data.astype(np.float64) ** 2, minlength=matrix.shape[0])
    lengths = np.where(squares > 0, np.sqrt(squares), 1)
    matrix.data /= lengths[row].astype(np.float32)
    return matrix
