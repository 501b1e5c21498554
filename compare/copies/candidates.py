"""Pairs of articles worth comparing word by word, found without comparing all with all.

A pair is a candidate where both share a MinHash band, a run key (so: any run of
``passages.guaranteed`` words), or a few single marks; boilerplate marks aside.

Articles stand on shelves, with their sketches as columns: ``ROWS``, ``BANDS``, ``MARKS`` and
``SOURCES``. Keys are brought together by key, and what was found to the shelf of the first
article of each pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.copies import minhash as fingerprints
from compare.copies import winnowing as passages
from compare.engines.partitions import Plan, Shelf, by_key, columns_of, meet, placed
from compare.text.word_hashes import distinct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from compare.copies.boilerplate import Boilerplate
    from compare.copies.winnowing import Marks
    from compare.engines.base import Spread

    Codes = NDArray[np.int64]

__all__ = ["BANDS", "MARKS", "ROWS", "SOURCES", "alike", "candidates"]

ROWS, BANDS, MARKS, SOURCES = range(4)

# Of a key that more texts hold, each text is paired with so many before it and the first.
_COMPLETE = 8
_COMPLETE_BANDS = 32
# Pairs of a band are looked at from this estimate of their Jaccard similarity on.
_ESTIMATE = 0.4
_PART = 1 << 14
# So many marks make a pair a candidate wherever they stand, with some agreement of the
# signatures: what damage leaves of a copy.
_SCATTERED = 2
_AGREE = 0.08


def alike(plan: Plan, shelves: Spread[Shelf]) -> Spread[Codes]:
    """The codes of pairs that share a band and whose signatures agree."""

    def bands(shelf: Shelf) -> Iterator[tuple[int, tuple[Any, ...]]]:
        keys = shelf.columns[BANDS]
        yield from by_key(plan.parts, keys.ravel(), np.repeat(shelf.numbers, keys.shape[1]))

    found = shelves.exchange(bands).map(_sharing_bands)
    return _agreeing(plan, placed(plan, found), shelves, _ESTIMATE)


def _sharing_bands(pieces: list[Any]) -> tuple[Codes]:
    keys, owners = columns_of(pieces)
    return (fingerprints.pair_counts(keys, owners, _COMPLETE_BANDS)[0],)


def candidates(
    plan: Plan,
    shelves: Spread[Shelf],
    banded: Spread[Codes],
    told: Spread[NDArray[np.int64]],
    known: Boilerplate,
) -> Spread[NDArray[np.int64]]:
    """The pairs worth comparing: int64 (pairs, 2) on each shelf, first < second, sorted.

    Args:
        plan: how articles stand on shelves.
        shelves: the sketches, numbered in the order of publication.
        banded: the pairs that share a band.
        told: the voices of the texts of each shelf.
        known: the marks that count for nothing.
    """
    own = shelves.zip(told).map(partial(_own_marks, known=known)).keep()

    def runs(held: _Held) -> Iterator[tuple[int, tuple[Any, ...]]]:
        keys, owners = passages.run_keys(held.marks)
        yield from by_key(plan.parts, keys, held.numbers[owners], held.told[owners])

    def marks(held: _Held) -> Iterator[tuple[int, tuple[Any, ...]]]:
        owners = held.marks.owners
        yield from by_key(plan.parts, held.marks.values, held.numbers[owners], held.told[owners])

    long = placed(plan, own.exchange(runs).map(_sharing).map(lambda found: (found[0],)))
    several = placed(plan, own.exchange(marks).map(_sharing)).map(_scattered)
    some = _agreeing(plan, several, shelves, _AGREE)
    return (
        long.zip(some).zip(banded)
        .map(lambda parts: np.concatenate([parts[0][0][0], parts[0][1], parts[1]]))
        .map(distinct).map(fingerprints.pairs_of)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """The marks of a shelf's articles, and the number and voice of each article."""

    marks: Marks
    numbers: NDArray[np.int64]
    told: NDArray[np.int64]


def _own_marks(both: tuple[Shelf, NDArray[np.int64]], known: Boilerplate) -> _Held:
    shelf, told = both
    marks = shelf.columns[MARKS]
    return _Held(marks.without(known.holds(marks, shelf.columns[SOURCES])), shelf.numbers, told)


def _sharing(pieces: list[Any]) -> tuple[Codes, NDArray[np.int64], NDArray[np.bool_]]:
    """The pairs that share keys: of neighbours, and of the first texts of each voice.

    Returns:
        Their codes, how many keys each shares, and whether it is of neighbours.
    """
    keys, owners, told = columns_of(pieces)
    at = fingerprints.held_twice(keys, owners)
    lead = at[_leaders(keys[at], owners[at], told[at])]
    near, of_near = fingerprints.pair_counts(keys[at], owners[at], _COMPLETE)
    far, of_far = fingerprints.pair_counts(keys[lead], owners[lead], _COMPLETE)
    is_near = np.repeat([True, False], [len(near), len(far)])
    return np.concatenate([near, far]), np.concatenate([of_near, of_far]), is_near


def _scattered(found: tuple[Codes, NDArray[np.int64], NDArray[np.bool_]]) -> tuple[Codes]:
    """The pairs that share enough keys, of all parts together."""
    enough = []
    for side in (found[2], ~found[2]):
        codes, inverse = np.unique(found[0][side], return_inverse=True)
        counts = np.bincount(inverse, found[1][side], minlength=len(codes))
        enough.append(codes[counts >= _SCATTERED])
    return (distinct(np.concatenate(enough)),)


def _agreeing(
    plan: Plan, found: Spread[tuple[Any, ...]], shelves: Spread[Shelf], least: float
) -> Spread[Codes]:
    """The pairs whose signatures agree in so large a share, an estimate of Jaccard."""

    def work(pairs: NDArray[np.int64], shelf: Shelf) -> Codes:
        (rows,) = shelf.columns
        at = shelf.places(pairs.ravel()).reshape(pairs.shape)
        parts = np.array_split(at, len(at) // _PART + 1)
        agree = [(rows[part[:, 0]] == rows[part[:, 1]]).mean(axis=1) for part in parts]
        kept = pairs[np.concatenate(agree) >= least]
        return np.asarray((kept[:, 0] << np.int64(32)) | kept[:, 1])

    pairs = found.map(lambda columns: fingerprints.pairs_of(distinct(columns[0])))
    return meet(plan, pairs, shelves.map(lambda shelf: shelf.only(ROWS)), work)


def _leaders(
    keys: NDArray[np.uint64], owners: NDArray[np.int64], told: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where the first text of each voice holds a key: one speaks for its whole voice."""
    order = np.lexsort((owners, told, keys))
    key, voice = keys[order], told[order]
    first = np.ones(len(order), bool)
    first[1:] = (key[1:] != key[:-1]) | (voice[1:] != voice[:-1])
    return order[first]
