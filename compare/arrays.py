"""Arrays: the numpy idioms that every stage shares, hashes, keys and pairs.

A *key* is a 64-bit hash, an *owner* the number of an article that holds it. A *pair* of articles
is often one *code*: the number of the first in the upper 32 bits, of the second in the lower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from compare import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = [
    "distinct", "first_of", "held_twice", "keys_of", "member", "mix", "pair_counts", "pairs_of",
    "pairs_sharing", "repeated", "runs_of",
]  # fmt: skip


def mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """MurmurHash3's 64-bit finalizer: a bijection whose output bits all depend on all input."""
    mixed = values ^ (values >> np.uint64(33))
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xC4CEB9FE1A85EC53)
    mixed ^= mixed >> np.uint64(33)
    return mixed


def member(values: NDArray[Any], table: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values stand in an ascending table: bool, one per value."""
    if not len(table):
        return np.zeros(len(values), bool)
    loops = compiled.kernels()
    if loops is not None and values.dtype == table.dtype == np.uint64:
        found = np.empty(len(values), bool)
        loops.member(values, table, found)
        return found
    at = np.searchsorted(table, values)
    at[at == len(table)] = 0
    return np.asarray(table[at] == values)


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The distinct values, ascending; several times faster than numpy's for hashes."""
    ordered = np.sort(values)
    new = np.ones(len(ordered), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def keys_of(digests: NDArray[Any]) -> NDArray[np.uint64]:
    """The first 64 bits of each digest of 128."""
    return np.asarray(digests.view(np.uint64)[::2])


def first_of(digests: NDArray[Any], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each digest the lowest of the numbers that stand beside its like."""
    order = np.lexsort((numbers, digests))
    _, at, inverse = np.unique(digests[order], return_index=True, return_inverse=True)
    first = np.empty(len(numbers), np.int64)
    first[order] = numbers[order][at][inverse]
    return first


def runs_of(bounds: NDArray[np.int64], size: int) -> Iterator[tuple[int, int]]:
    """Cut texts into runs of about ``size`` items, at least one text each: (first, last + 1)."""
    first = 0
    while first < len(bounds) - 1:
        last = int(np.searchsorted(bounds, bounds[first] + size, "right")) - 1
        last = max(last, first + 1)
        yield first, last
        first = last


def pairs_sharing(
    keys: NDArray[np.uint64], owners: NDArray[np.int64], limit: int, least: int = 1
) -> NDArray[np.int64]:
    """The pairs of owners that share at least ``least`` keys: int64 (pairs, 2), sorted.

    Where more than ``limit`` owners hold a key, each is paired with its ``limit`` predecessors
    among them and with the first, so that work grows with the owners and not with their square.
    """
    codes, shared = pair_counts(keys, owners, limit)
    return pairs_of(codes[shared >= least])


def pair_counts(
    keys: NDArray[np.uint64], owners: NDArray[np.int64], limit: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The codes of the pairs of ``pairs_sharing``, ascending, and how many keys each shares.

    A pair's code has its first owner in the upper 32 bits and its second in the lower.
    """
    at = held_twice(keys, owners)
    key, owner = keys[at], owners[at]
    place = _places(key)
    far = np.flatnonzero(place > limit)
    found = [_coded(owner[far - place[far]], owner[far])]
    for step in range(1, limit + 1):
        at = np.flatnonzero(place >= step)
        found.append(_coded(owner[at - step], owner[at]))
    return np.unique(np.concatenate(found), return_counts=True)


def pairs_of(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The pairs of codes: int64 (pairs, 2)."""
    return np.stack([codes >> np.int64(32), codes & np.int64(0xFFFFFFFF)], axis=1)


def repeated(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Where keys stand that stand more than once, by key."""
    at = np.arange(len(keys))
    if loops := compiled.kernels():
        maybe = np.empty(len(keys), bool)
        loops.maybe_repeated(keys, maybe)
        at = at[maybe]
    order = at[np.argsort(keys[at])]
    ordered = keys[order]
    twin = np.zeros(len(order), bool)
    twin[1:] = ordered[1:] == ordered[:-1]
    twin[:-1] |= twin[1:]
    return order[twin]


def held_twice(keys: NDArray[np.uint64], owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where keys stand that stand more than once, each once per owner, by key and owner."""
    few = repeated(keys)
    few = few[np.lexsort((owners[few], keys[few]))]
    keys, owners = keys[few], owners[few]
    new = np.ones(len(keys), bool)
    new[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
    return few[new]


def _places(key: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many equal keys stand before each, in sorted keys."""
    new = np.ones(len(key), bool)
    new[1:] = key[1:] != key[:-1]
    starts = np.flatnonzero(new)
    return np.arange(len(key)) - np.repeat(starts, np.diff(np.append(starts, len(key))))


def _coded(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    return (first.astype(np.int64) << np.int64(32)) | second.astype(np.int64)
