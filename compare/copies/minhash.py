"""Word hashes to MinHash signatures, to band keys, to candidate pairs.

Everything here is a pure function on arrays, so one process, many, or a cluster give the same
bytes.

Signatures are those of datasketch 2 (scheme ``affine32``) over hashed word shingles, bit for
bit: a shingle is ``SHINGLE`` folded words joined by one space, hashed by ``shingle_hash``::

    MinHash.bulk([shingles], hashfunc=shingle_hash, num_perm=settings.permutations, seed=1)

MinHash: Broder, "On the resemblance and containment of documents", 1997. Bands: Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from compare import compiled
from compare.arrays import mix, runs_of
from compare.text.word_hashes import HASHING, Hashed, word_hash

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from compare.settings import FingerprintSettings

__all__ = [
    "KEPT",
    "SCHEME",
    "SHINGLE",
    "band_keys",
    "draw_permutations",
    "shingle_hash",
    "shingle_hashes",
    "signatures",
]

SCHEME = f"{HASHING}, shingles of 3, affine32"
"""Names every hash a signature hangs on; the index stamps it and refuses another."""
SHINGLE = 3
"""Words in a shingle."""

_BLOCK = 1 << 14
_MASK = (1 << 64) - 1
_STEP = 0x9E3779B97F4A7C15
_WEIGHTS = (0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
_EMPTY = np.uint32(0xFFFFFFFF)
KEPT = (96, 1)
"""How many permutations are kept in ``data/``, and of which seed: those of the default settings."""


def shingle_hash(shingle: bytes | str) -> int:
    """The 32-bit hash of a shingle, folded words joined by spaces: datasketch's ``hashfunc``."""
    text = shingle.decode() if isinstance(shingle, bytes) else shingle
    weighted = zip(text.split(), _WEIGHTS, strict=False)
    return (sum(word_hash(word) * weight for word, weight in weighted) & _MASK) >> 32


def shingle_hashes(hashed: Hashed) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The hash of every shingle, repeats included, and the bounds of each text's.

    A text of fewer words than a shingle has one shingle of all its words; an empty text none.
    """
    counts = np.diff(hashed.bounds)
    padded = np.concatenate([hashed.hashes, np.zeros(SHINGLE, np.uint64)])
    size = len(hashed.hashes)
    total = np.zeros(size, np.uint64)
    for shift, weight in enumerate(_WEIGHTS):
        total += padded[shift : shift + size] * np.uint64(weight)
    for text in np.flatnonzero((counts > 0) & (counts < SHINGLE)).tolist():
        few = hashed[text]
        total[hashed.bounds[text]] = (few * np.array(_WEIGHTS[: len(few)], np.uint64)).sum()
    kept = np.where(counts > 0, np.maximum(counts - SHINGLE + 1, 1), 0)
    bounds = np.concatenate([[0], np.cumsum(kept)])
    at = np.arange(bounds[-1]) + np.repeat(hashed.bounds[:-1] - bounds[:-1], kept)
    return (total[at] >> np.uint64(32)).astype(np.uint32), bounds


def signatures(hashed: Hashed, settings: FingerprintSettings) -> NDArray[np.uint32]:
    """One row of ``settings.permutations`` minima per text: datasketch's ``affine32``.

    Returns:
        uint32 of shape (texts, permutations); a text without words is all ones, as an empty
        ``MinHash`` is.
    """
    permutations = _permutations(settings.permutations, settings.seed)
    rows = np.full((len(hashed), settings.permutations), _EMPTY, np.uint32)
    if loops := compiled.kernels():
        loops.minima(hashed.hashes, hashed.bounds, *permutations, rows)
        return rows
    for first, last in runs_of(hashed.bounds, _BLOCK):
        shingles, bounds = shingle_hashes(hashed.part(first, last))
        _minima(_fmix32(shingles), bounds, *permutations, rows[first:last])
    return rows


def band_keys(rows: NDArray[np.uint32], settings: FingerprintSettings) -> NDArray[np.uint64]:
    """The key of each band of each signature: uint64 of shape (texts, bands).

    Keys of different bands differ even where their rows are the same, so one flat table of
    keys serves all bands. A text without words has keys like any other: leave it out.
    """
    bands = settings.bands
    per_band = rows.shape[1] // bands
    keys = np.broadcast_to(np.arange(1, bands + 1, dtype=np.uint64), (len(rows), bands)).copy()
    cut = rows[:, : bands * per_band].reshape(len(rows), bands, per_band).astype(np.uint64)
    for row in range(per_band):
        keys = mix(keys * np.uint64(_STEP) + cut[:, :, row])
    return keys


def _fmix32(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    # MurmurHash3's 32-bit finalizer, which datasketch applies before its permutations.
    mixed = values ^ (values >> np.uint32(16))
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0xC2B2AE35)
    mixed ^= mixed >> np.uint32(16)
    return mixed


@lru_cache(maxsize=8)
def _permutations(count: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    if (count, seed) == KEPT:
        # Datasketch takes as long to import as fifty articles take to be checked.
        with resources.files("compare").joinpath("data/permutations.npy").open("rb") as file:
            factors, offsets = np.load(file)
        return factors, offsets
    return draw_permutations(count, seed)


def draw_permutations(count: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The permutations datasketch draws for its ``affine32`` scheme: factors and offsets."""
    from datasketch import MinHash

    factors, offsets = MinHash(count, seed, scheme="affine32").permutations
    return factors, offsets


def _minima(
    premixed: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    factors: NDArray[np.uint32],
    offsets: NDArray[np.uint32],
    rows: NDArray[np.uint32],
) -> None:
    filled = np.flatnonzero(np.diff(bounds))
    if not len(filled):
        return
    values = premixed[bounds[0] : bounds[-1]]
    starts = bounds[:-1][filled] - bounds[0]
    work = np.empty_like(values)
    minima = np.empty((len(factors), len(filled)), np.uint32)
    for permutation, (factor, offset) in enumerate(zip(factors, offsets, strict=True)):
        np.multiply(values, factor, out=work)
        np.add(work, offset, out=work)
        np.minimum.reduceat(work, starts, out=minima[permutation])
    rows[filled] = minima.T
