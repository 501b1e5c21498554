"""Texts to word hashes: the arrays that signatures and marks are made from.

Words are those of ``compare.words``. A word's hash is a polynomial of its UTF-8 bytes, finished
with MurmurHash3's 64-bit mixer, so that a block of texts is hashed in numpy without making a
Python object per word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from compare.arrays import mix, runs_of
from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = [
    "HASHING",
    "Hashed",
    "hash_words",
    "letters",
    "word_hash",
]

HASHING = f"poly64/1 of {words.VERSION}"
"""Names the tokenizer and the word hash; what is made from other hashes cannot be compared."""

_BLOCK = 1 << 16
_TEXTS = 1 << 8
_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15
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

    def part(self, first: int, last: int) -> Hashed:
        """The texts from ``first`` up to ``last``, as a view."""
        bounds = self.bounds[first : last + 1]
        return Hashed(self.hashes[bounds[0] : bounds[-1]], bounds - bounds[0])

    def take(self, texts: Sequence[int]) -> Hashed:
        """The chosen texts alone, in the order given."""
        if len(texts) == len(self):
            return self
        chosen = [self[text] for text in texts]
        bounds = np.array([0, *accumulate(map(len, chosen))], np.int64)
        return Hashed(np.concatenate(chosen) if chosen else self.hashes[:0], bounds)


def hash_words(texts: Sequence[str]) -> Hashed:
    """The hashes of the folded words of each text (``words.folded``), in order."""
    hashes, counts = [np.empty(0, np.uint64)], [np.zeros(1, np.int64)]
    for first in range(0, len(texts), _TEXTS):
        encoded = [_encoded(text) for text in texts[first : first + _TEXTS]]
        for block in _blocks(encoded):
            block_hashes, block_counts = _hash_block(block)
            hashes.append(block_hashes)
            counts.append(block_counts)
    return Hashed(np.concatenate(hashes), np.cumsum(np.concatenate(counts)))


def word_hash(word: str) -> int:
    """The 64-bit hash of one folded word: sum of byte x base^position, then mixed."""
    total = 0
    for byte in reversed(letters(word).encode("utf-8", "surrogatepass")):
        total = (total * _BASE + byte) & _MASK
    return int(mix(np.array([total], dtype=np.uint64))[0])


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
    return " ".join(map(letters, words.folded(chunk)))


def letters(word: str) -> str:
    """What of a folded word is hashed: all but punctuation."""
    # Folding makes a few characters into several, with ASCII marks among them: ⒈ becomes "1.".
    return word if word.isalnum() else "".join(c for c in word if c.isalnum() or c > "\x7f")


def _blocks(encoded: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    bounds = np.array([0, *accumulate(len(text) + 1 for text in encoded)])
    for first, last in runs_of(bounds, _BLOCK):
        yield encoded[first:last]


def _hash_block(texts: Sequence[bytes]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    # Sums of prefixes give every word's polynomial at once; powers of the base's inverse move
    # it to position 0. Arithmetic is modulo 2^64, where an odd base has an inverse.
    data = np.frombuffer(b"\0".join(texts) + b"\0", np.uint8)
    power, inverse = _powers(max(_BLOCK, 1 << (len(data) - 1).bit_length()))
    sums = np.cumsum(data * power[: len(data)])
    inside = np.zeros(len(data) + 1, bool)
    np.not_equal(data, 0, out=inside[1:])
    edges = np.flatnonzero(inside[1:] != inside[:-1])
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
