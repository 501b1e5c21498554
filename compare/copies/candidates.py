"""Pairs of articles worth comparing word by word, found without comparing all with all.

A pair is a candidate where both share a MinHash band, a run key (so: any run of
``passages.guaranteed`` words), or a few single marks; boilerplate marks aside.

Articles stand in partitions, with their sketches as columns: ``SIGNATURES``, ``BANDS``, ``GRAMS``
and ``SOURCES``. Keys are brought together by key, and what was found to the partition of the first
article of each pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.arrays import distinct, held_twice, pair_counts, pairs_of
from compare.copies.winnowing import run_keys
from compare.engines.partitions import (
    Partition,
    Partitioning,
    columns_of,
    hash_partition,
    join_pairs,
    route_pairs,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from compare.copies.boilerplate import Boilerplate
    from compare.copies.winnowing import WinnowedGrams
    from compare.engines.base import Partitioned

    Codes = NDArray[np.int64]

__all__ = ["BANDS", "GRAMS", "SIGNATURES", "SOURCES", "banded_pairs", "candidates"]

SIGNATURES, BANDS, GRAMS, SOURCES = range(4)

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


def banded_pairs(
    partitioning: Partitioning, partitions: Partitioned[Partition]
) -> Partitioned[Codes]:
    """The codes of pairs that share a band and whose signatures agree."""

    def bands(partition: Partition) -> Iterator[tuple[int, tuple[Any, ...]]]:
        keys = partition.columns[BANDS]
        yield from hash_partition(
            partitioning.parts, keys.ravel(), np.repeat(partition.numbers, keys.shape[1])
        )

    found = partitions.shuffle(bands).map(_sharing_bands)
    return _agreeing(partitioning, route_pairs(partitioning, found), partitions, _ESTIMATE)


def _sharing_bands(pieces: list[Any]) -> tuple[Codes]:
    keys, owners = columns_of(pieces)
    return (pair_counts(keys, owners, _COMPLETE_BANDS)[0],)


def candidates(
    partitioning: Partitioning,
    partitions: Partitioned[Partition],
    banded: Partitioned[Codes],
    told: Partitioned[NDArray[np.int64]],
    known: Boilerplate,
) -> Partitioned[NDArray[np.int64]]:
    """The pairs worth comparing: int64 (pairs, 2) on each partition, first < second, sorted.

    Args:
        partitioning: how articles stand in partitions.
        partitions: the sketches, numbered in the order of publication.
        banded: the pairs that share a band.
        told: the voices of the texts of each partition.
        known: the marks that count for nothing.
    """
    own = partitions.zip(told).map(partial(_own_marks, known=known)).persist()

    def runs(held: _Held) -> Iterator[tuple[int, tuple[Any, ...]]]:
        keys, owners = run_keys(held.grams)
        yield from hash_partition(partitioning.parts, keys, held.numbers[owners], held.told[owners])

    def grams(held: _Held) -> Iterator[tuple[int, tuple[Any, ...]]]:
        owners = held.grams.owners
        yield from hash_partition(
            partitioning.parts, held.grams.values, held.numbers[owners], held.told[owners]
        )

    long = route_pairs(partitioning, own.shuffle(runs).map(_sharing).map(lambda found: (found[0],)))
    several = route_pairs(partitioning, own.shuffle(grams).map(_sharing)).map(_scattered)
    some = _agreeing(partitioning, several, partitions, _AGREE)
    return (
        long.zip(some).zip(banded)
        .map(lambda parts: np.concatenate([parts[0][0][0], parts[0][1], parts[1]]))
        .map(distinct).map(pairs_of)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """The marks of a partition's articles, and the number and voice of each article."""

    grams: WinnowedGrams
    numbers: NDArray[np.int64]
    told: NDArray[np.int64]


def _own_marks(both: tuple[Partition, NDArray[np.int64]], known: Boilerplate) -> _Held:
    partition, told = both
    marks = partition.columns[GRAMS]
    return _Held(
        marks.without(known.holds(marks, partition.columns[SOURCES])), partition.numbers, told
    )


def _sharing(pieces: list[Any]) -> tuple[Codes, NDArray[np.int64], NDArray[np.bool_]]:
    """The pairs that share keys: of neighbours, and of the first texts of each voice.

    Returns:
        Their codes, how many keys each shares, and whether it is of neighbours.
    """
    keys, owners, told = columns_of(pieces)
    at = held_twice(keys, owners)
    lead = at[_leaders(keys[at], owners[at], told[at])]
    near, of_near = pair_counts(keys[at], owners[at], _COMPLETE)
    far, of_far = pair_counts(keys[lead], owners[lead], _COMPLETE)
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
    partitioning: Partitioning,
    found: Partitioned[tuple[Any, ...]],
    partitions: Partitioned[Partition],
    least: float,
) -> Partitioned[Codes]:
    """The pairs whose signatures agree in so large a share, an estimate of Jaccard."""

    def work(pairs: NDArray[np.int64], partition: Partition) -> Codes:
        (rows,) = partition.columns
        at = partition.places(pairs.ravel()).reshape(pairs.shape)
        parts = np.array_split(at, len(at) // _PART + 1)
        agree = [(rows[part[:, 0]] == rows[part[:, 1]]).mean(axis=1) for part in parts]
        kept = pairs[np.concatenate(agree) >= least]
        return np.asarray((kept[:, 0] << np.int64(32)) | kept[:, 1])

    pairs = found.map(lambda columns: pairs_of(distinct(columns[0])))
    return join_pairs(
        partitioning, pairs, partitions.map(lambda partition: partition.only(SIGNATURES)), work
    )


def _leaders(
    keys: NDArray[np.uint64], owners: NDArray[np.int64], told: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where the first text of each voice holds a key: one speaks for its whole voice."""
    order = np.lexsort((owners, told, keys))
    key, voice = keys[order], told[order]
    first = np.ones(len(order), bool)
    first[1:] = (key[1:] != key[:-1]) | (voice[1:] != voice[:-1])
    return order[first]
