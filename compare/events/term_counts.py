"""Terms counted: how often each occurs in an article, and in how many articles of a batch.

A batch's counts are sparse rows of damped frequencies in the three fields of ``vectors``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from compare.text.dates import when
from compare.text.terms import Vocabulary, language_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.model import CleanedArticle
    from compare.settings import VectorSettings

__all__ = ["SATURATION", "Counts", "Documents", "count_terms", "counted", "documents", "title_of"]

SATURATION = 1.5
"""Where BM25 (Robertson and Zaragoza 2009, its k1) has half of a term's frequency count."""

_Counts = tuple["NDArray[Any]", "NDArray[Any]"]

_LEAST_CODE, _ABOVE_CODES, _PART = 0, 1 << 63, 100


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
    bodies: Sequence[CleanedArticle], settings: VectorSettings, numbers: Vocabulary | None = None
) -> Counts:
    """Count the terms of a batch; ``numbers`` may give the order of its columns."""
    import numpy as np

    numbers = numbers or Vocabulary()
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


def title_of(body: CleanedArticle) -> str:
    """The article's title, else the headline cleaning dropped from its text, else ''."""
    text, dropped = body.article.text, body.dropped
    found = (text[one.start : one.end] for one in dropped if one.reason == "title")
    return (body.article.title or "").strip() or " ".join(found)


def counted(
    body: CleanedArticle, numbers: Vocabulary, settings: VectorSettings
) -> dict[str, _Counts]:
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
        "words": (words, (often / (often + SATURATION)).astype(np.float32)),
        "pairs": (pairs, (1 + np.log(pair_often)).astype(np.float32)),
        "lead": (lead, (1 + np.log(lead_often)).astype(np.float32)),
    }


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
