"""Context: what the other pairs of two articles tell about a pair of statements.

A statement with a far better partner elsewhere is less likely to be this one's, but of a long
sentence one clause may have that partner and another this one: words that a better pair does not
claim speak for it. What stands next to a match is likelier to match; a statement much repeated in
the other article matches more often. All of it is computed from the first scores of the pairs,
per pair of articles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["NAMES", "Pairs", "features"]

NAMES = ("first", "rival", "share", "unclaimed", "beside", "mass")
"""The features, in the order of the columns that ``features`` returns."""

FLOOR = -8.0
"""The logit of a pair that was not scored."""
LIKELY = 0.01
"""A pair of a lower first chance claims no words."""
SMOOTH = 0.5
"""Added to the number of words in common, for of one word that no claim is known says little."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs of statements: their rows in the batch, and where these stand.

    ``left_group`` and ``right_group`` number the statement pools (an article's sentences, or its
    quotations) the two come from; competition is within a pool. ``present`` has 1 where a
    statement (row) of the batch has a term, ``reached`` how near its nearest term is, 0 to 1.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    left_group: NDArray[np.int64]
    right_group: NDArray[np.int64]
    present: Any
    reached: Any


def features(pairs: Pairs, logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """One row per pair, one column per name of ``NAMES``, from the logits of the first model."""
    chance = 1 / (1 + np.exp(-logits))
    rows = _keys(pairs.left, pairs.right_group)
    columns = _keys(pairs.right, pairs.left_group)
    rivals = np.maximum(_best_other(rows, logits), _best_other(columns, logits))
    row_sum, column_sum = _sums(rows, chance), _sums(columns, chance)
    share = np.log(chance / (row_sum + 0.05) + 1e-4) + np.log(chance / (column_sum + 0.05) + 1e-4)
    mass = np.log(row_sum + 0.05) + np.log(column_sum + 0.05)
    unclaimed = _unclaimed(pairs, rows, columns, chance)
    beside = _neighbours(pairs, chance)
    return np.column_stack([logits, rivals, share, unclaimed, beside, mass])


def _keys(statement: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number per (statement, pool on the other side), dense from 0 on."""
    width = int(group.max(initial=0)) + 1
    return np.asarray(np.unique(statement * width + group, return_inverse=True)[1])


def _sums(keys: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.bincount(keys, weights=values)[keys], np.float64)


def _best_other(keys: NDArray[np.int64], logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """The best logit among the other pairs with the same key."""
    order = np.lexsort((logits, keys))
    ordered = keys[order]
    last = np.flatnonzero(np.r_[ordered[1:] != ordered[:-1], np.ones(min(len(keys), 1), bool)])
    best = logits[order[last]]
    first = np.r_[0, last[:-1] + 1] if len(last) else last
    second = np.where(last > first, logits[order[np.maximum(last - 1, 0)]], FLOOR)
    is_best = np.zeros(len(keys), bool)
    is_best[order[last]] = True
    return np.maximum(np.where(is_best, second[keys], best[keys]), FLOOR)


def _unclaimed(
    pairs: Pairs, rows: NDArray[np.int64], columns: NDArray[np.int64], chance: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What share of the words the two have in common neither shares with a likely other."""
    likely = np.flatnonzero(chance >= LIKELY)
    left, right = pairs.left[likely], pairs.right[likely]
    sides = (
        pairs.present[left].multiply(pairs.reached[right]).tocsr(),
        pairs.present[right].multiply(pairs.reached[left]).tocsr(),
    )
    keys = rows[likely], columns[likely]
    found = np.zeros(len(chance))
    found[likely] = np.maximum(*(_left_over(shared, keys, chance[likely]) for shared in sides))
    return found


def _left_over(
    shared: Any,  # noqa: ANN401  (a sparse matrix has no type)
    keys: tuple[NDArray[np.int64], NDArray[np.int64]],
    chance: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The share of each row of shared terms that is left after the best claims of other rows."""
    pair = np.repeat(np.arange(shared.shape[0]), np.diff(shared.indptr))
    claims, rival = shared.data * chance[pair], np.zeros(len(pair))
    for statement in keys:
        places = statement[pair] * shared.shape[1] + shared.indices
        held = np.unique(places, return_inverse=True)[1]
        rival = np.maximum(rival, _best_other(held, claims))
    left = np.bincount(pair, shared.data * (1 - rival), shared.shape[0])
    return np.asarray(left / (np.bincount(pair, shared.data, shared.shape[0]) + SMOOTH))


def _neighbours(pairs: Pairs, chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The best chance of the eight pairs one step on or back in either article."""
    height = int(max(pairs.left.max(initial=0), pairs.right.max(initial=0))) + 2
    known = (pairs.left + 1) * height + pairs.right + 1
    order = np.argsort(known)
    known, chances = known[order], chance[order]
    groups = np.column_stack([pairs.left_group, pairs.right_group])[order]
    around = [
        _look_up(pairs, height, (down, along), known, chances, groups)
        for down in (-1, 0, 1)
        for along in (-1, 0, 1)
        if (down, along) != (0, 0)
    ]
    return np.asarray(np.max(around, axis=0))


def _look_up(
    pairs: Pairs,
    height: int,
    step: tuple[int, int],
    known: NDArray[np.int64],
    chances: NDArray[np.float64],
    groups: NDArray[np.int64],
) -> NDArray[np.float64]:
    """The chance of the pair ``step`` away from each pair, 0 where there is none."""
    if not len(known):
        return np.zeros(0)
    wanted = (pairs.left + 1 + step[0]) * height + pairs.right + 1 + step[1]
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    there = (known[place] == wanted) & (groups[place, 0] == pairs.left_group)
    there &= groups[place, 1] == pairs.right_group
    return np.where(there, chances[place], 0.0)
