"""Meanings: how close two words are in use, from a small table of word vectors.

A vector is the mean of what a sentence encoder (all-MiniLM-L6-v2, Apache-2.0) makes of a term in
many news sentences (Bommasani, Davis and Cardie 2020), reduced to 64 dimensions; ``python -m
compare.training.word_vectors`` makes the table. Languages without a table know only equal words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Meanings", "load", "nearness", "reached"]

DIMENSIONS = 64
LEAST = 0.4
"""A lower cosine of two words counts as none."""
_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Meanings:
    """Unit vectors of terms; ``rows`` says which row is whose."""

    rows: Mapping[str, int]
    vectors: NDArray[np.float32]

    def of(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """A row per term; zeros for those without a vector."""
        found = np.zeros((len(terms), DIMENSIONS), np.float32)
        for place, term in enumerate(terms):
            if (row := self.rows.get(term)) is not None:
                found[place] = self.vectors[row]
        return found


@lru_cache(maxsize=8)
def load(language: str = "en") -> Meanings:
    """The shipped table of a language; an empty one where there is none."""
    file = resources.files("compare") / "data" / f"meanings-{language}.npz"
    if not file.is_file():
        return Meanings({}, np.zeros((0, DIMENSIONS), np.float32))
    with file.open("rb") as opened, np.load(opened) as table:
        vectors = table["vectors"].astype(np.float32)
        terms = table["terms"].tolist()
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Meanings({term: row for row, term in enumerate(terms)}, vectors)


def nearness(vectors: NDArray[np.float32]) -> Any:  # noqa: ANN401  (a sparse matrix has no type)
    """How near each two terms are, 0 to 1, as sparse rows; a term is at 1 from itself."""
    from scipy.sparse import csr_array, vstack

    blocks = []
    for start in range(0, len(vectors), _BLOCK):
        cosines = vectors[start : start + _BLOCK] @ vectors.T
        own = np.arange(len(cosines))
        cosines[own, own + start] = 1.0
        cells = np.flatnonzero(cosines > LEAST)  # of one dimension, it is far quicker
        row, column = np.divmod(cells, len(vectors))
        near = (cosines.ravel()[cells] - LEAST) / (1 - LEAST)
        starts = np.searchsorted(row, np.arange(len(cosines) + 1))
        blocks.append(csr_array((near, column, starts), shape=cosines.shape))
    return vstack(blocks, format="csr") if blocks else csr_array((0, 0))


def reached(present: Any, near: Any) -> Any:  # noqa: ANN401
    """Per statement and term, how near the statement's nearest term is; sparse rows.

    ``present`` has a row per statement and a column per term, ``near`` comes from ``nearness``.
    """
    from scipy.sparse import csr_array, vstack

    if not near.shape[0]:
        return present
    blocks = []
    for start in range(0, present.shape[0], _BLOCK):
        part = present[start : start + _BLOCK]
        rows = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
        lengths = np.diff(near.indptr)[part.indices]
        chosen = near[part.indices]
        keys = np.repeat(rows, lengths).astype(np.int64) * near.shape[1] + chosen.indices
        order = np.lexsort((chosen.data, keys))
        keys, data = keys[order], chosen.data[order]
        last = np.r_[keys[1:] != keys[:-1], np.ones(min(len(keys), 1), bool)]
        row, column = np.divmod(keys[last], near.shape[1])
        shape = (part.shape[0], near.shape[1])
        blocks.append(csr_array((data[last].astype(float), (row, column)), shape=shape))
    return vstack(blocks, format="csr") if blocks else present
