"""Anchors: which statement of the other article a word points to.

A word that one statement of either article has ties these two together; a word that stands
everywhere in one of them tells nothing there, however rare it is elsewhere. So each word of a
statement is shared out, in its own article among the statements that have it, in the other among
those that have it or a word near in meaning, as the first step of a translation model shares out
the words of a sentence (Brown et al. 1993). A statement points to another as much as is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.alignment import sparse as rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ends = NDArray[np.int64]

__all__ = ["NAMES", "Anchors", "features", "prepare", "shares"]

KINDS = 3
NAMES = (
    "anchored_words", "anchored_names", "anchored_numbers", "anchored_pairs", "anchored_denials",
)  # fmt: skip
"""The features; the first three, ``KINDS``, in the order of the kinds of terms."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """What of each term falls to a statement: sparse rows, a column per term (or pair of terms).

    ``own`` are shares among the statements that have a term, ``reached`` among those that have it
    or a term near it, ``denied`` among those that deny it. ``kinds`` has a column per kind of
    term, 1 where a term is of it.
    """

    own: Any
    reached: Any
    word_pairs: Any
    denied: Any
    kinds: NDArray[np.float64]


def prepare(
    present: Any,  # noqa: ANN401  (a sparse matrix has no type)
    reached: Any,  # noqa: ANN401
    word_pairs: Any,  # noqa: ANN401
    denied: Any,  # noqa: ANN401
    kinds: NDArray[np.int8],
    pools: NDArray[np.int64],
) -> Anchors:
    """Share out the terms of statements.

    Args:
        present: 1 where a statement (row) has a term (column).
        reached: how near the statement's nearest term is, 0 to 1, of the same shape.
        word_pairs: 1 where a statement has a pair of terms.
        denied: 1 where a statement denies a term.
        kinds: which of the first three names of ``NAMES`` each term counts for.
        pools: twice the number of each statement's article, and 1 more for a quotation inside a
            sentence, whose words are counted with the sentence.
    """
    return Anchors(
        shares(present, pools),
        shares(reached, pools),
        shares(word_pairs, pools),
        shares(denied, pools),
        (kinds[:, None] == np.arange(KINDS)).astype(float),
    )


def shares(matrix: Any, pools: NDArray[np.int64]) -> Any:  # noqa: ANN401
    """Each entry divided by the sum of its column over its article's sentences, but at least 1."""
    pool = np.repeat(pools, np.diff(matrix.indptr))
    keys = (pool // 2) * matrix.shape[1] + matrix.indices
    cells = np.unique(keys, return_inverse=True)[1]
    sums = np.bincount(cells, weights=matrix.data * (pool % 2 == 0))
    result = matrix.copy()
    result.data = matrix.data / np.maximum(sums[cells], 1.0)
    return result


def features(anchors: Anchors, left: Ends, right: Ends) -> dict[str, NDArray[np.float64]]:
    """How strongly either statement of each pair points to the other, a column per name."""
    ours = anchors.own[left].multiply(anchors.reached[right]).tocsr() @ anchors.kinds
    theirs = anchors.own[right].multiply(anchors.reached[left]).tocsr() @ anchors.kinds
    both = np.log1p(np.minimum(ours, theirs))
    same = (np.log1p(rows.dot(each, left, right)) for each in (anchors.word_pairs, anchors.denied))
    return dict(zip(NAMES, [*both.T, *same], strict=True))
