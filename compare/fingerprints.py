"""Texts to word hashes, to MinHash signatures, to band keys, to candidate pairs.

Everything here is a pure function on arrays, so one process, many, or a cluster give the same
bytes. Words are those of ``compare.words``. A word's hash is a polynomial of its UTF-8 bytes,
finished with MurmurHash3's 64-bit mixer, so that a block of texts is hashed in numpy without
making a Python object per word.

Signatures are those of datasketch 2 (scheme ``affine32``) over hashed word shingles, bit for
bit: a shingle is ``SHINGLE`` folded words joined by one space, hashed by ``shingle_hash``::

    MinHash.bulk([shingles], hashfunc=shingle_hash, num_perm=settings.permutations, seed=1)

MinHash: Broder, "On the resemblance and containment of documents", 1997. Bands: Leskovec,
Rajaraman and Ullman, "Mining of Massive Datasets", ch. 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from compare import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from compare.settings import FingerprintSettings

__all__ = [
    "HASHING",
    "SHINGLE",
    "Hashed",
    "band_keys",
    "hash_words",
    "mix",
    "pairs_sharing",
    "shingle_hash",
    "shingle_hashes",
    "signatures",
    "word_hash",
]

HASHING = f"poly64/1 shingles of 3, affine32, {words.VERSION}"
"""Names the tokenizer and every hash below; the index stamps it and refuses another."""
SHINGLE = 3
"""Words in a shingle."""

Hashes = "NDArray[np.uint64]"
_BLOCK = 1 << 17
_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15
_WEIGHTS = (0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
_EMPTY = np.uint32(0xFFFFFFFF)
# ASCII letters to lower case, digits and the bytes of other characters kept, the rest to zero.
_FOLDING = bytes(
    byte if byte > ord("\x7f") else ord(chr(byte).lower()) if chr(byte).isalnum() else 0
    for byte in range(256)
)
# U+2010 to U+2027, the dashes, quotation marks and dots that most non-ASCII texts stop at.
_PUNCTUATION = re.compile(b"\xe2\x80[\x90-\xa7]")


@dataclass(frozen=True, slots=True)
class Hashed:
    """The word hashes of some texts, end to end: text ``i`` is ``hashes[bounds[i]:bounds[i+1]]``.

    ``hashes`` is uint64 of shape (all words,), ``bounds`` int64 of shape (texts + 1,).
    """

    hashes: NDArray[np.uint64]
    bounds: NDArray[np.int64]

    def __len__(self) -> int:
        """How many texts."""
        return len(self.bounds) - 1

    def __getitem__(self, text: int) -> NDArray[np.uint64]:
        """The word hashes of one text, in order."""
        return self.hashes[self.bounds[text] : self.bounds[text + 1]]


def word_hash(word: str) -> int:
    """The 64-bit hash of one folded word: sum of byte x base^position, then mixed."""
    total = 0
    for byte in reversed(_letters(word).encode("utf-8", "surrogatepass")):
        total = (total * _BASE + byte) & _MASK
    return int(mix(np.array([total], dtype=np.uint64))[0])


def shingle_hash(shingle: bytes | str) -> int:
    """The 32-bit hash of a shingle, folded words joined by spaces: datasketch's ``hashfunc``."""
    text = shingle.decode() if isinstance(shingle, bytes) else shingle
    weighted = zip(text.split(), _WEIGHTS, strict=False)
    return (sum(word_hash(word) * weight for word, weight in weighted) & _MASK) >> 32


def mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """MurmurHash3's 64-bit finalizer: a bijection whose output bits all depend on all input."""
    mixed = values ^ (values >> np.uint64(33))
    mixed *= np.uint64(0xFF51AFD7ED558CCD)
    mixed ^= mixed >> np.uint64(33)
    mixed *= np.uint64(0xC4CEB9FE1A85EC53)
    mixed ^= mixed >> np.uint64(33)
    return mixed


def hash_words(texts: Sequence[str]) -> Hashed:
    """The hashes of the folded words of each text (``words.folded``), in order."""
    encoded = [_encoded(text) for text in texts]
    hashes: list[NDArray[np.uint64]] = []
    counts: list[NDArray[np.int64]] = []
    for block in _blocks(encoded):
        block_hashes, block_counts = _hash_block(block)
        hashes.append(block_hashes)
        counts.append(block_counts)
    bounds = np.zeros(len(texts) + 1, np.int64)
    if counts:
        np.cumsum(np.concatenate(counts), out=bounds[1:])
    return Hashed(np.concatenate(hashes) if hashes else np.empty(0, np.uint64), bounds)


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
    shingles, bounds = shingle_hashes(hashed)
    premixed = _fmix32(shingles)
    factors, offsets = _permutations(settings.permutations, settings.seed)
    rows = np.full((len(hashed), settings.permutations), _EMPTY, np.uint32)
    for first, last in _runs(bounds, _BLOCK >> 3):
        _minima(premixed, bounds[first : last + 1], factors, offsets, rows[first:last])
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
        keys = mix(keys * np.uint64(_BASE) + cut[:, :, row])
    return keys


def pairs_sharing(
    keys: NDArray[np.uint64], owners: NDArray[np.int64], limit: int
) -> NDArray[np.int64]:
    """The distinct pairs of owners that hold one key: int64 (pairs, 2), first < second, sorted.

    Where more than ``limit`` owners hold a key, each is paired with its ``limit`` predecessors
    among them and with the first, so work grows with the owners and not with their square.
    """
    order = np.lexsort((owners, keys))
    key, owner = keys[order], owners[order]
    starts = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if len(key) else order
    first = np.repeat(starts, np.diff(np.append(starts, len(key))))
    found = [np.empty((0, 2), np.int64), np.stack([owner[first], owner], axis=1)]
    for step in range(1, limit + 1):
        same = key[step:] == key[:-step]
        if not same.any():
            break
        found.append(np.stack([owner[:-step][same], owner[step:][same]], axis=1))
    pairs = np.concatenate(found)
    pairs.sort(axis=1)
    return np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)


def _encoded(text: str) -> bytes:
    """The text in UTF-8 with every word folded and separators as zeros."""
    if not text.isascii():
        plain = _PUNCTUATION.sub(b" ", text.encode("utf-8", "surrogatepass"))
        if plain.isascii():
            return plain.translate(_FOLDING)
        text = " ".join(
            part if part.isascii() else _fold_odd(part)
            for part in plain.decode("utf-8", "surrogatepass").split()
        )
    return text.encode("utf-8", "surrogatepass").translate(_FOLDING)


@lru_cache(maxsize=1 << 16)
def _fold_odd(chunk: str) -> str:
    return " ".join(map(_letters, words.folded(chunk)))


def _letters(word: str) -> str:
    # Folding makes a few characters into several, with ASCII marks among them: ⒈ becomes "1.".
    return word if word.isalnum() else "".join(c for c in word if c.isalnum() or c > "\x7f")


def _blocks(encoded: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    bounds = np.array([0, *accumulate(len(text) + 1 for text in encoded)])
    for first, last in _runs(bounds, _BLOCK):
        yield encoded[first:last]


def _runs(bounds: NDArray[np.int64], size: int) -> Iterator[tuple[int, int]]:
    """Cut texts into runs of about ``size`` items, at least one text each."""
    first = 0
    while first < len(bounds) - 1:
        last = int(np.searchsorted(bounds, bounds[first] + size, "right")) - 1
        last = max(last, first + 1)
        yield first, last
        first = last


def _hash_block(texts: Sequence[bytes]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    # Sums of prefixes give every word's polynomial at once; powers of the base's inverse move
    # it to position 0. Arithmetic is modulo 2^64, where an odd base has an inverse.
    data = np.frombuffer(b"\0".join(texts) + b"\0", np.uint8)
    power, inverse = _powers(1 << (len(data) - 1).bit_length())
    sums = np.cumsum(data * power[: len(data)])
    edges = np.flatnonzero(np.diff((data != 0).view(np.int8), prepend=np.int8(0)))
    starts, ends = edges[::2], edges[1::2]
    before = np.where(starts > 0, sums[starts - 1], np.uint64(0))
    hashes = mix((sums[ends - 1] - before) * inverse[starts])
    limits = np.array([0, *accumulate(len(text) + 1 for text in texts)])
    return hashes, np.diff(np.searchsorted(starts, limits))


@lru_cache(maxsize=2)
def _powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    def table(base: int) -> NDArray[np.uint64]:
        steps = np.full(size, base, np.uint64)
        steps[0] = 1
        return np.cumprod(steps, dtype=np.uint64)

    return table(_BASE), table(pow(_BASE, -1, 1 << 64))


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
    # The order of draws is datasketch's, and so are the bits.
    draw = np.random.RandomState(seed)
    factors = draw.randint(0, 1 << 31, count, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return factors, draw.randint(0, 1 << 32, count, dtype=np.uint32)


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
