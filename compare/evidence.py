"""Evidence that two statements of one event share a proposition, as numbers.

Every feature is symmetric in the two statements. Frequencies of the event tell what is special
inside it, background frequencies what is special at all; both are needed, for in one event the
names of its people are as frequent as function words.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from compare import background, content, quantities, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["ALONE", "NAMES", "Batch", "features", "prepare"]

NAMES = (
    "cosine", "cosine_weighted", "cosine_background", "characters", "word_pairs",
    "covered_more", "covered_less", "shared", "shared_names", "shared_others", "shared_numbers",
    "others_covered", "same_quantity", "other_quantity", "shorter", "longer", "distance", "lead",
)  # fmt: skip
"""The features, in the order of the columns that ``features`` returns."""
ALONE = tuple(name for name in NAMES if name not in {"distance", "lead"})
"""Those that need no article around the statements."""

_REACH = 8
_NEXT = 4


@dataclass(frozen=True, slots=True)
class Batch:
    """Statements of one event, ready to be compared: sparse rows and a few columns.

    ``event``, ``weighted`` and ``background`` are unit rows of terms under three weightings;
    ``present`` holds 1 where a term stands in a statement.
    """

    event: Any
    weighted: Any
    background: Any
    characters: Any
    word_pairs: Any
    present: Any
    weights: NDArray[np.float64]
    kinds: NDArray[np.int8]
    quantities: tuple[tuple[quantities.Quantity, ...], ...]
    position: NDArray[np.float64]
    order: NDArray[np.int64]


def prepare(
    texts: Sequence[str], orders: Sequence[int], lengths: Sequence[int], language: str = "en"
) -> Batch:
    """Read the statements of one event.

    Args:
        texts: the statements of all articles.
        orders: each statement's index among its article's statements.
        lengths: how many statements that article has.
        language: whose stems and background frequencies are used.
    """
    read = [content.read(text, language) for text in texts]
    terms: dict[str, int] = {}
    present = _rows((dict.fromkeys(each.terms, 1.0) for each in read), terms)
    names = list(terms)
    spread = np.asarray(present.sum(axis=0)).ravel()
    local = (np.log((1 + len(texts)) / (1 + spread)) + 1) / (math.log((1 + len(texts)) / 2) + 1)
    general = _general(names, language)
    grams = _rows((Counter(_grams(text)) for text in texts), {})
    pairs = _rows((dict.fromkeys(_word_pairs(each), 1.0) for each in read), {})
    return Batch(
        event=_unit(_scaled(present, local)),
        weighted=_unit(_scaled(present, local * general)),
        background=_unit(_scaled(present, general)),
        characters=_unit(_by_rarity(grams)),
        word_pairs=_unit(_by_rarity(pairs)),
        present=present,
        weights=local * general,
        kinds=_kinds(names, read),
        quantities=tuple(quantities.find(text) for text in texts),
        position=np.asarray(orders, float) / np.maximum(np.asarray(lengths, float), 1),
        order=np.asarray(orders, np.int64),
    )


def features(batch: Batch, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[Any]:
    """One row per pair of statements, one column per name of ``NAMES``."""
    shared = batch.present[left].multiply(batch.present[right]).tocsr()
    weights, kinds = batch.weights, batch.kinds
    total = batch.present @ weights
    others = batch.present @ (weights * (kinds == 0))
    both, both_others = shared @ weights, shared @ (weights * (kinds == 0))
    more, less = _sorted(total, left, right)
    count = np.log1p(np.asarray(batch.present.sum(axis=1)).ravel())
    same, other = _quantities(batch, left, right)
    longer, shorter = _sorted(count, left, right)
    return np.column_stack([
        _dot(batch.event, left, right),
        _dot(batch.weighted, left, right),
        _dot(batch.background, left, right),
        _dot(batch.characters, left, right),
        _dot(batch.word_pairs, left, right),
        both / (less + 0.5),
        both / (more + 0.5),
        np.log1p(both),
        np.log1p(shared @ (weights * (kinds == 1))),
        np.log1p(both_others),
        np.log1p(shared @ (weights * (kinds == 2))),  # noqa: PLR2004  (2: numbers, see _kinds)
        both_others / (np.minimum(others[left], others[right]) + 0.5),
        same,
        other,
        shorter,
        longer,
        np.abs(batch.position[left] - batch.position[right]),
        1 / (1 + batch.order[left]) + 1 / (1 + batch.order[right]),
    ])  # fmt: skip


def _rows(counts: Iterable[Mapping[Any, float]], columns: dict[Any, int]) -> Any:  # noqa: ANN401
    """A sparse matrix with a row per count; ``columns`` gets an index per key."""
    from scipy.sparse import csr_array

    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for count in counts:
        indices.extend(columns.setdefault(key, len(columns)) for key in count)
        data.extend(count.values())
        starts.append(len(indices))
    shape = (len(starts) - 1, max(len(columns), 1))
    return csr_array((np.array(data, float), np.array(indices, np.int32), starts), shape=shape)


def _scaled(matrix: Any, weights: NDArray[np.float64]) -> Any:  # noqa: ANN401
    scaled = matrix.copy()
    scaled.data = scaled.data * weights[scaled.indices]
    return scaled


def _unit(matrix: Any) -> Any:  # noqa: ANN401
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scaled = matrix.copy()
    scaled.data = scaled.data / np.repeat(np.where(norms > 0, norms, 1), np.diff(matrix.indptr))
    return scaled


def _by_rarity(matrix: Any) -> Any:  # noqa: ANN401
    rows = matrix.shape[0]
    spread = np.bincount(matrix.indices, minlength=matrix.shape[1])
    return _scaled(matrix, np.log((1 + rows) / (1 + spread)) + 1)


def _dot(matrix: Any, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[Any]:  # noqa: ANN401
    return np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel()


def _sorted(
    values: NDArray[Any], left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[Any]]:
    return np.maximum(values[left], values[right]), np.minimum(values[left], values[right])


def _general(terms: Sequence[str], language: str) -> NDArray[np.float64]:
    """Rarity in the background, 0 to 1; 1 for all where the language has no table."""
    table = background.load(language)
    if not table.documents:
        return np.ones(max(len(terms), 1))
    rarest = math.log(table.documents + 1)
    return np.array([table.idf(term) / rarest for term in terms] or [1.0])


def _kinds(terms: Sequence[str], read: Sequence[content.Content]) -> NDArray[np.int8]:
    """0: any word, 1: (part of) a name, being mostly written with a capital, 2: a number."""
    capital = Counter(term for each in read for term in each.capitals)
    small = Counter(term for each in read for term in set(each.terms) - each.capitals)
    kinds = [
        2 if term[0].isdigit() else int(0 < capital[term] >= 0.5 * small[term]) for term in terms
    ]
    return np.array(kinds or [0], np.int8)


def _grams(text: str) -> list[str]:
    return [gram for word in words.folded(text) for gram in _word_grams(word)]


@lru_cache(maxsize=1 << 16)
def _word_grams(word: str) -> tuple[str, ...]:
    """Runs of 3 to 5 characters of a word with a blank on both sides."""
    padded = f" {word} "
    return tuple(
        padded[start : start + size]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    )


def _word_pairs(read: content.Content) -> list[tuple[str, str]]:
    """Content terms that stand near each other, in either order."""
    terms, places = read.terms, read.places
    return [
        (min(terms[first], terms[second]), max(terms[first], terms[second]))
        for first in range(len(terms))
        for second in range(first + 1, min(first + 1 + _NEXT, len(terms)))
        if places[second] - places[first] <= _REACH
    ]


def _quantities(
    batch: Batch, left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Whether both name an equal quantity; whether both name some and none is equal."""
    same, other = np.zeros(len(left)), np.zeros(len(left))
    counted = np.array([len(each) for each in batch.quantities])
    for index in np.flatnonzero((counted[left] > 0) & (counted[right] > 0)):
        equal = quantities.any_equal(batch.quantities[left[index]], batch.quantities[right[index]])
        (same if equal else other)[index] = 1
    return same, other
