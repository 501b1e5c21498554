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

from compare import compiled
from compare.arrays import mix, runs_of
from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

    from numpy.typing import NDArray

__all__ = [
    "HASHING",
    "Hashed",
    "hash_encoded",
    "hash_words",
    "letters",
    "word_hash",
    "word_spans",
]

HASHING = f"poly64/1 of {words.VERSION}"
"""Names the tokenizer and the word hash; what is made from other hashes cannot be compared."""

_BLOCK = 1 << 16
_COMPILED_BLOCK = 1 << 20
_TEXTS = 1 << 8
_MASK = (1 << 64) - 1
_BASE = 0x9E3779B97F4A7C15
# ASCII letters to lower case, digits and the bytes of other characters kept, the rest to zero.
_FOLDING = bytes(
    byte if byte > ord("\x7f") else ord(chr(byte).lower()) if chr(byte).isalnum() else 0
    for byte in range(256)
)
_FOLDED = np.frombuffer(_FOLDING[:128] + b"\x80" * 128, np.uint8)
_LONG = 64
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

    @staticmethod
    def join(parts: Sequence[Hashed]) -> Hashed:
        """The texts of all parts, one after the other."""
        counts = np.concatenate([[0], *(np.diff(part.bounds) for part in parts)])
        return Hashed(np.concatenate([part.hashes for part in parts]), np.cumsum(counts))


def hash_words(texts: Sequence[str]) -> Hashed:
    """The hashes of the folded words of each text (``words.folded``), in order."""
    return _joined(
        part
        for first in range(0, len(texts), _TEXTS)
        for part in _blocks_of([_utf8(text) for text in texts[first : first + _TEXTS]])
    )


def hash_encoded(texts: Sequence[bytes]) -> Hashed:
    """As ``hash_words``, of texts in UTF-8 (lone surrogates passed through)."""
    return _joined(_blocks_of(texts))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _joined(blocks: Iterable[tuple[NDArray[np.uint64], NDArray[np.int64]]]) -> Hashed:
    hashes, counts = [np.empty(0, np.uint64)], [np.zeros(1, np.int64)]
    for block_hashes, block_counts in blocks:
        hashes.append(block_hashes)
        counts.append(block_counts)
    return Hashed(np.concatenate(hashes), np.cumsum(np.concatenate(counts)))


def _blocks_of(
    encoded: Sequence[bytes],
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.int64]]]:
    """The hashes of all words of some texts at a time, and how many each text has."""
    if loops := compiled.kernels():
        for block in _blocks(encoded, _COMPILED_BLOCK):
            yield _hash_compiled(block, loops)
    else:
        for block in _blocks([_folded_bytes(text) for text in encoded], _BLOCK):
            yield _hash_block(block)


def _hash_compiled(
    texts: Sequence[bytes], loops: ModuleType
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """As ``_hash_block``, of texts as given: only runs with odd characters are folded here."""
    joined = b"".join(texts)
    hashes, _, counts, odd = _read_words(joined, [len(text) for text in texts], loops)
    if len(odd):
        runs = [joined[start:end] for start, end in odd[:, 2:].tolist()]
        folded = [_fold_odd(run.decode("utf-8", "surrogatepass")) for run in runs]
        found, each = _hash_block([_utf8(run).translate(_FOLDING) for run in folded])
        hashes = np.insert(hashes, np.repeat(odd[:, 0], each), found)
        counts += np.bincount(odd[:, 1], each, minlength=len(texts)).astype(np.int64)
    return hashes, counts


def _read_words(
    joined: bytes, sizes: Sequence[int], loops: ModuleType
) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    # Every word but the last of a text has a byte behind it that parts it from the next.
    hashes = np.empty((len(joined) + len(sizes)) // 2 + 1, np.uint64)
    places = np.empty((len(hashes), 2), np.int32)
    counts = np.empty(len(sizes), np.int64)
    odd = np.empty((len(joined) // 2 + 1, 4), np.int32)
    data, ends, powers = np.frombuffer(joined, np.uint8), np.cumsum(sizes), _powers(_LONG)[0]
    size, rows = loops.hash_bytes(data, ends, _FOLDED, powers, hashes, places, counts, odd)
    return hashes[:size].copy(), places[:size], counts, odd[:rows]


def word_spans(text: str) -> NDArray[np.int64]:
    """Where the words of a text stand, as ``tokens.spans`` says; aligned with their hashes.

    Returns:
        int64 of shape (words, 2): the first character of each word and the one after its last.
    """
    loops = compiled.kernels()
    if loops is None:
        return _spans(text)
    encoded = _utf8(text)
    _, places, _, odd = _read_words(encoded, [len(encoded)], loops)
    if text.isascii():
        return places.astype(np.int64)
    opens = (np.frombuffer(encoded, np.uint8) & 0xC0) != 0x80  # noqa: PLR2004  (UTF-8)
    character = np.concatenate([[0], np.cumsum(opens)])
    spans = character[places]
    if len(odd):
        runs = character[odd[:, 2:]].tolist()
        found = [_spans(text[start:end]) + start for start, end in runs]
        before = np.repeat(odd[:, 0], [len(some) for some in found])
        spans = np.insert(spans, before, np.concatenate(found), axis=0)
    return spans


def _spans(text: str) -> NDArray[np.int64]:
    return np.array(list(words.spans(text)), np.int64).reshape(-1, 2)


def word_hash(word: str) -> int:
    """The 64-bit hash of one folded word: sum of byte x base^position, then mixed."""
    total = 0
    for byte in reversed(letters(word).encode("utf-8", "surrogatepass")):
        total = (total * _BASE + byte) & _MASK
    return int(mix(np.array([total], dtype=np.uint64))[0])


def _folded_bytes(encoded: bytes) -> bytes:
    """A text in UTF-8 with every word folded and separators as zeros."""
    if not encoded.isascii():
        encoded = _PUNCTUATION.sub(b" ", encoded)
        if not encoded.isascii():
            encoded = _utf8(
                " ".join(
                    part if part.isascii() else _fold_odd(part)
                    for part in encoded.decode("utf-8", "surrogatepass").split()
                )
            )
    return encoded.translate(_FOLDING)


@lru_cache(maxsize=1 << 16)
def _fold_odd(chunk: str) -> str:
    return " ".join(map(letters, words.folded(chunk)))


def letters(word: str) -> str:
    """What of a folded word is hashed: all but punctuation."""
    # Folding makes a few characters into several, with ASCII marks among them: ⒈ becomes "1.".
    return word if word.isalnum() else "".join(c for c in word if c.isalnum() or c > "\x7f")


def _blocks(encoded: Sequence[bytes], size: int) -> Iterator[Sequence[bytes]]:
    bounds = np.array([0, *accumulate(len(text) + 1 for text in encoded)])
    for first, last in runs_of(bounds, size):
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


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    def table(base: int) -> NDArray[np.uint64]:
        steps = np.full(size, base, np.uint64)
        steps[0] = 1
        return np.cumprod(steps, dtype=np.uint64)

    return table(_BASE), table(pow(_BASE, -1, 1 << 64))
