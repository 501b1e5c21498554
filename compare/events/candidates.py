"""Which articles are compared as to their event: each with the nearest, by its weightiest terms."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["candidates", "nearest", "row_dots", "split_long_postings", "top_terms"]

CANDIDATES, KEPT_TERMS, LEAST = 60, 50, 0.006
MOST_CANDIDATES, CLOSE = 250, 0.15
"""So many more where so close, for the pairs of a large event all count."""
LONGEST_POSTING = 1000
_ROWS = 500


def candidates(words: Any, days: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:  # noqa: ANN401  (SciPy is untyped)
    """The pairs of which one is among the other's nearest, by the weightiest terms of each."""
    import numpy as np
    from scipy.sparse import csr_array

    kept, rows = top_terms(words)
    columns, width = split_long_postings(words.indices[kept], words.shape[1], rows, days[rows])
    ends = np.searchsorted(rows, np.arange(words.shape[0] + 1))
    pruned = csr_array((words.data[kept], columns, ends), shape=(words.shape[0], width))
    every = np.arange(words.shape[0])
    found = nearest(pruned, pruned.T.tocsr(), every, every)
    return found >> np.int64(32), found & np.int64(0xFFFFFFFF)


def top_terms(words: Any) -> tuple[NDArray[Any], NDArray[Any]]:  # noqa: ANN401
    """Where each row's weightiest terms stand, ascending, and the row of each."""
    import numpy as np

    found = [
        start + np.argsort(-words.data[start:end], kind="stable")[:KEPT_TERMS]
        for start, end in pairwise(words.indptr.tolist())
    ]
    kept = np.sort(np.concatenate([np.empty(0, np.int64), *found]))
    return kept, np.repeat(np.arange(words.shape[0]), [len(one) for one in found])


def split_long_postings(
    terms: NDArray[Any], width: int, rows: NDArray[Any], days: NDArray[Any]
) -> tuple[NDArray[Any], int]:
    """The column of each entry, and how many columns there are.

    A term that too many articles hold becomes several columns, each of articles near in time, so
    that the work grows with the number of articles and not with its square.

    Args:
        terms: the term of each entry, under ``width``.
        width: how many terms there are.
        rows: the article of each entry.
        days: the day of the article of each entry; NaN where it is not known.
    """
    import numpy as np

    held = np.bincount(terms, minlength=width)
    parts = -(-held // LONGEST_POSTING)
    order = np.lexsort((rows, days, terms))
    place = np.empty(len(order), np.int64)
    place[order] = ranks(terms[order])
    first = np.cumsum(parts) - parts
    return first[terms] + place * parts[terms] // held[terms], int(parts.sum())


def nearest(
    pruned: Any,  # noqa: ANN401
    columns: Any,  # noqa: ANN401
    rows: NDArray[Any],
    others: NDArray[Any],
) -> NDArray[Any]:
    """The codes of the pairs of each row with the nearest others, ascending.

    Args:
        pruned: the weightiest terms of some articles, by columns.
        columns: who holds each column, with its weight.
        rows: the number of the article in each row of ``pruned``.
        others: the number of the article in each column of ``columns``; ascending.
    """
    import numpy as np

    found = [np.empty(0, np.int64)]
    for start in range(0, len(rows), _ROWS):
        block = pruned[start : start + _ROWS] @ columns
        for at, (left, right) in enumerate(pairwise(block.indptr.tolist()), start):
            near = np.flatnonzero(block.data[left:right] >= LEAST) + left
            names = others[block.indices[near]]
            close = int(np.count_nonzero(block.data[near] >= CLOSE))
            most = max(CANDIDATES, min(close, MOST_CANDIDATES))
            names = names[_best(block.data[near], names, most + 1)]
            names = names[names != rows[at]]
            low, high = np.minimum(names, rows[at]), np.maximum(names, rows[at])
            found.append((low << np.int64(32)) | high)
    return np.unique(np.concatenate(found))


def _best(values: NDArray[Any], names: NDArray[Any], most: int) -> NDArray[Any]:
    """Where the ``most`` highest values stand; of equal ones those with the smallest names."""
    import numpy as np

    if len(values) <= most:
        return np.arange(len(values))
    least = np.partition(values, len(values) - most)[len(values) - most]
    above, equal = np.flatnonzero(values > least), np.flatnonzero(values == least)
    return np.concatenate([above, equal[np.argsort(names[equal])][: most - len(above)]])


def row_dots(matrix: Any, first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:  # noqa: ANN401
    """The dot product of each pair of rows; ``first`` is sorted."""
    import numpy as np

    found = np.zeros(len(first))
    bounds = np.searchsorted(first, np.arange(matrix.shape[0] + 1))
    dense = np.zeros(matrix.shape[1], np.float32)
    for row in np.unique(first).tolist():
        entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
        part = slice(bounds[row], bounds[row + 1])
        dense[matrix.indices[entries]] = matrix.data[entries]
        found[part] = matrix[second[part]] @ dense
        dense[matrix.indices[entries]] = 0
    return found


def ranks(rows: NDArray[Any]) -> NDArray[Any]:
    """The place of each entry in its row, where rows stand in order."""
    import numpy as np

    return np.arange(len(rows)) - np.searchsorted(rows, rows)
