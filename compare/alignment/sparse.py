"""Rows: sparse matrices with a row per statement, and what two rows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

__all__ = ["as_is", "by_rarity", "common", "counted", "cross", "dot", "scaled", "unit"]

Sparse = Any
"""A ``scipy.sparse.csr_array``, which has no types."""


def counted(counts: Iterable[Mapping[Any, float]], columns: dict[Any, int]) -> Sparse:
    """A row per count; ``columns`` gets an index per key."""
    from scipy.sparse import csr_array

    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for count in counts:
        indices += [columns.setdefault(key, len(columns)) for key in count]
        data.extend(count.values())
        starts.append(len(indices))
    shape = (len(starts) - 1, max(len(columns), 1))
    return csr_array((np.array(data, float), np.array(indices, np.int32), starts), shape=shape)


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
