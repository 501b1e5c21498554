"""Texts that are one story by their marks, and so count as one voice where marks are counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.arrays import distinct, member, pair_counts, pairs_of, repeated
from compare.copies.candidates import GRAMS, banded_pairs
from compare.engines.base import LOCAL
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

    from compare.copies.sketches import Sketch
    from compare.copies.winnowing import WinnowedGrams
    from compare.engines.base import Partitioned
    from compare.settings import CopySettings

    Codes = NDArray[np.int64]

__all__ = ["reuse_groups", "reuse_groups_on_engine"]

# Share of the smaller text's marks that makes one voice, unless they are spread over it: each
# quarter has so much of its share.
_RELATED = 0.7
_SPREAD = 0.25
_PART = 1 << 15
"""Pairs that are looked at together."""


def reuse_groups(batch: Sketch, settings: CopySettings) -> NDArray[np.int64]:
    """A number per text, the same for texts that are one story by their marks."""
    size = len(batch.grams)
    partitioning = Partitioning(1, size)
    partitions = LOCAL.parallelize(
        [Partition(0, np.arange(size), (batch.signatures, batch.bands, batch.grams))]
    )
    return reuse_groups_on_engine(
        partitioning, partitions, banded_pairs(partitioning, partitions), settings
    )


def reuse_groups_on_engine(
    partitioning: Partitioning,
    partitions: Partitioned[Partition],
    banded: Partitioned[Codes],
    settings: CopySettings,
) -> NDArray[np.int64]:
    """A number per text, the same for texts that are one story by their marks: the lowest.

    Only texts with recurring marks are looked at; each is compared with a few others that
    hold them, and with those of its bands.
    """
    least = min(settings.recurs, settings.recurs_in_source)

    def grams(partition: Partition) -> Iterator[tuple[int, tuple[Any, ...]]]:
        found = partition.columns[GRAMS]
        yield from hash_partition(partitioning.parts, found.values, partition.numbers[found.owners])

    often = route_pairs(
        partitioning, partitions.shuffle(grams).map(partial(_sharing_often, least=least))
    )
    pairs = often.zip(banded).map(
        lambda both: pairs_of(distinct(np.concatenate([both[0][0], both[1]])))
    )
    edges = join_pairs(
        partitioning, pairs, partitions.map(lambda partition: partition.only(GRAMS)), _one_story
    )
    found = np.concatenate(edges.collect())
    return _components(found[:, 0], found[:, 1], partitioning.size)


def _sharing_often(pieces: list[Any], least: int) -> tuple[Codes]:
    """The pairs that share a mark which stands often, each text with the one before it."""
    keys, owners = columns_of(pieces)
    order = repeated(keys)
    ordered = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(order)])
    counts = np.diff(np.append(starts, len(order)))
    often = order[np.repeat(counts >= least, counts)]
    return (pair_counts(keys[often], owners[often], 1)[0],)


def _one_story(pairs: NDArray[np.int64], partition: Partition) -> NDArray[np.int64]:
    common = _common(partition.columns[0])
    return pairs[_related(common, partition.places(pairs.ravel()).reshape(pairs.shape))]


def _components(
    first: NDArray[np.int64], second: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    """The lowest of all that hang together with each, by the pairs that do.

    Roots are hooked to lower ones, then all paths are cut short (Shiloach and Vishkin, 1982).
    SciPy does it too, but to load it takes longer than to check an article.
    """
    roots = np.arange(size)
    while (left := roots[first]).size and (left != (right := roots[second])).any():
        apart = left != right
        first, second = first[apart], second[apart]
        low, high = np.minimum(left, right)[apart], np.maximum(left, right)[apart]
        np.minimum.at(roots, high, low)
        while ((shorter := roots[roots]) != roots).any():
            roots = shorter
    return roots


@dataclass(frozen=True, slots=True)
class _Common:
    """The winnowed grams that several texts hold, each once per text, in order of the texts."""

    codes: NDArray[np.int64]
    owners: NDArray[np.int64]
    quarters: NDArray[np.int64]
    sizes: NDArray[np.int64]


def _common(grams: WinnowedGrams) -> _Common:
    owners = grams.owners
    at = np.sort(repeated(grams.values))
    _, codes = np.unique(grams.values[at], return_inverse=True)
    owners, positions = owners[at], grams.positions[at]
    # Of a gram that a text repeats, the first place counts.
    order = np.argsort((owners << np.int64(32)) | codes, kind="stable")
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(codes[order]) != 0) | (np.diff(owners[order]) != 0)
    order = order[new]
    codes, owners, positions = codes[order], owners[order], positions[order]
    return _Common(codes, owners, 4 * positions // grams.lengths[owners], grams.counts)


def _related(common: _Common, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs share marks all over the smaller text, or most of its marks."""
    bounds = np.searchsorted(common.owners, np.arange(len(common.sizes) + 1))
    span = np.int64(common.codes.max(initial=0) + 1)
    table = (common.owners * span + common.codes).view(np.uint64)
    parts = np.array_split(pairs, len(pairs) // _PART + 1)
    return np.concatenate([_related_of(common, part, bounds, span, table) for part in parts])


def _related_of(
    common: _Common,
    pairs: NDArray[np.int64],
    bounds: NDArray[np.int64],
    span: np.int64,
    table: NDArray[np.uint64],
) -> NDArray[np.bool_]:
    swap = common.sizes[pairs[:, 0]] > common.sizes[pairs[:, 1]]
    smaller, larger = np.where(swap, pairs.T[::-1], pairs.T)
    counts = np.diff(bounds)[smaller]
    pair = np.repeat(np.arange(len(pairs)), counts)
    at = (
        np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts) + bounds[smaller][pair]
    )
    hit = member((larger[pair] * span + common.codes[at]).view(np.uint64), table)
    quarters = np.bincount(pair[hit] * 4 + common.quarters[at[hit]], minlength=4 * len(pairs))
    quarters = quarters.reshape(len(pairs), 4)
    shared = quarters.sum(axis=1)
    most = (shared >= _RELATED * common.sizes[smaller]) & (quarters[:, 0] > 0)
    spread = (quarters.min(axis=1) > 0) & (quarters.min(axis=1) * 4 >= _SPREAD * shared)
    return np.asarray(most | spread)
