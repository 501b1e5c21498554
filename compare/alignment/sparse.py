"""Rows: sparse matrices with a row per statement, and what two rows have in common."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = [
    "as_is", "by_rarity", "common", "counts", "cross", "dot", "hashed", "numbered", "present",
    "scaled", "shared", "unit",
]  # fmt: skip

Sparse = Any
"""A ``scipy.sparse.csr_array``, which has no types."""


def numbered(
    lists: Sequence[Sequence[Any]],
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[Any]]:
    """All items of some lists in one run: the list each is of, its number, the distinct items.

    Numbers go by first appearance, so that ``items[numbers[k]]`` is the item at ``k``.
    """
    items = list(dict.fromkeys(chain.from_iterable(lists)))
    number = {item: place for place, item in enumerate(items)}
    numbers = np.array([number[item] for each in lists for item in each], np.int64)
    return np.repeat(np.arange(len(lists)), [len(each) for each in lists]), numbers, items


def counts(rows: NDArray[np.int64], columns: NDArray[np.int64], height: int, width: int) -> Sparse:
    """How often each column stands beside each row, as a sparse matrix of that shape."""
    from scipy.sparse import csr_array

    width = max(width, 1)
    cells, often = np.unique(rows * width + columns, return_counts=True)
    starts = np.searchsorted(cells, np.arange(height + 1) * width)
    return csr_array((often.astype(float), cells % width, starts), shape=(height, width))


def present(rows: NDArray[np.int64], columns: NDArray[np.int64], height: int, width: int) -> Sparse:
    """1 where a column stands beside a row, as a sparse matrix of that shape."""
    found = counts(rows, columns, height, width)
    found.data[:] = 1.0
    return found


def hashed(rows: NDArray[np.int64], keys: NDArray[np.int64], height: int) -> Sparse:
    """The counts of ``keys`` of any size; a column per distinct key."""
    known, columns = np.unique(keys, return_inverse=True)
    return counts(rows, columns, height, len(known))


def scaled(matrix: Sparse, weights: NDArray[np.float64]) -> Sparse:
    """Each column times its weight."""
    result = matrix.copy()
    result.data = result.data * weights[result.indices]
    return result


def unit(matrix: Sparse) -> Sparse:
    """Each row divided by its length; empty rows stay."""
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    result = matrix.copy()
    result.data = result.data / np.repeat(np.where(norms > 0, norms, 1), np.diff(matrix.indptr))
    return result


def by_rarity(matrix: Sparse) -> Sparse:
    """Each column times its smoothed inverse document frequency among the rows."""
    rows = matrix.shape[0]
    spread = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return scaled(matrix, np.log((1 + rows) / (1 + spread)) + 1)


def as_is(matrix: Sparse) -> Sparse:
    """The matrix itself: for texts of no one event, whose frequencies mean nothing."""
    return matrix


def shared(matrix: Sparse, left: NDArray[np.int64], right: NDArray[np.int64]) -> Sparse:
    """The products, column by column, of the rows of each pair."""
    return matrix[left].multiply(matrix[right]).tocsr()


def dot(matrix: Sparse, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """The product of the rows of each pair."""
    return cross(matrix, matrix, left, right)


def cross(
    one: Sparse, other: Sparse, left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The product of the ``left`` row of one matrix and the ``right`` row of another."""
    return np.asarray(one[left].multiply(other[right]).sum(axis=1)).ravel()


def common(
    matrix: Sparse, left: NDArray[np.int64], right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How many counts the rows of each pair share."""
    return np.asarray(matrix[left].minimum(matrix[right]).sum(axis=1)).ravel()
