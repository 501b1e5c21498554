"""Pairs of articles worth comparing word by word, found without comparing all with all.

A pair is a candidate where both share a MinHash band, a run key (so: any run of
``passages.guaranteed`` words), or a few single marks; boilerplate marks aside.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from compare import fingerprints, passages
from compare.hashes import Hashed, hash_words, member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.boilerplate import Boilerplate
    from compare.model import Progress
    from compare.passages import Marks
    from compare.settings import CopySettings, FingerprintSettings, PassageSettings

__all__ = ["Sketch", "candidates", "sketch", "voices"]

# Of a key that more texts hold, each text is paired with so many before it and the first.
_COMPLETE = 8
_COMPLETE_BANDS = 32
# Pairs of a band are looked at from this estimate of their Jaccard similarity on.
_ESTIMATE = 0.4
_PART = 1 << 14
_CHUNK = 512
_THREADS = 2
# So many marks make a pair a candidate wherever they stand, with some agreement of the
# signatures: what damage leaves of a copy.
_SCATTERED = 2
_AGREE = 0.08
# Share of the smaller text's marks that makes one voice, unless they are spread over it: each
# quarter has so much of its share.
_RELATED = 0.7
_SPREAD = 0.25


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a batch is searched by: signatures uint32 (texts, permutations), bands, marks.

    ``digests`` are equal for texts of the same words, and empty for a text without any.
    """

    digests: list[bytes]
    rows: NDArray[np.uint32]
    bands: NDArray[np.uint64]
    marks: Marks

    def take(self, texts: Sequence[int]) -> Sketch:
        """The sketches of the chosen texts alone; ``texts`` ascend."""
        if len(texts) == len(self.digests):
            return self
        at = np.array(texts, np.int64)
        digests = [self.digests[text] for text in texts]
        return Sketch(digests, self.rows[at], self.bands[at], self.marks.take(at))


def sketch(
    texts: Sequence[str],
    fingerprint_settings: FingerprintSettings,
    passage_settings: PassageSettings,
    progress: Progress | None = None,
) -> Sketch:
    """The sketches of some texts, made on two threads: numpy leaves the interpreter free."""

    def part(first: int) -> Sketch:
        hashed = hash_words(texts[first : first + _CHUNK])
        rows = fingerprints.signatures(hashed, fingerprint_settings)
        bands = fingerprints.band_keys(rows, fingerprint_settings)
        return Sketch(_digests(hashed), rows, bands, passages.marks(hashed, passage_settings))

    parts = []
    # A single part is made here: starting a thread takes longer than one article does.
    with ThreadPoolExecutor(_THREADS) if len(texts) > _CHUNK else nullcontext() as pool:
        for made in (pool.map if pool else map)(part, range(0, max(1, len(texts)), _CHUNK)):
            parts.append(made)
            if progress is not None:
                progress("reading", min(len(texts), _CHUNK * len(parts)), len(texts))
    return Sketch(
        [digest for made in parts for digest in made.digests],
        np.concatenate([made.rows for made in parts]),
        np.concatenate([made.bands for made in parts]),
        passages.Marks.join([made.marks for made in parts]),
    )


def _digests(hashed: Hashed) -> list[bytes]:
    rows = (hashed[text].tobytes() for text in range(len(hashed)))
    return [xxhash.xxh3_128_digest(row) if row else b"" for row in rows]


def voices(batch: Sketch, settings: CopySettings) -> NDArray[np.int64]:
    """A number per text, the same for texts that are one story by their marks.

    Only texts with recurring marks are looked at; each is compared with a few others that
    hold them, and with those of its bands.
    """
    common = _common(batch.marks)
    often = common.held >= min(settings.recurs, settings.recurs_in_source)
    keys = common.codes[often].astype(np.uint64)
    pairs = np.concatenate(
        [fingerprints.pairs_sharing(keys, common.owners[often], 1), _band_pairs(batch)]
    )
    first, second = pairs[_related(common, pairs)].T
    return _components(first, second, len(batch.marks))


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


def candidates(
    batch: Sketch, told: NDArray[np.int64], known: Boilerplate, sources: Sequence[str]
) -> NDArray[np.int64]:
    """The pairs worth comparing: int64 (pairs, 2), first < second, sorted.

    Args:
        batch: the sketches, in the order of publication.
        told: the voices of the texts.
        known: the marks that count for nothing.
        sources: the source of each text.
    """
    marks = batch.marks.without(known.holds(batch.marks, sources))
    runs = _sharing(*passages.run_keys(marks), told, 1)
    scattered = _sharing(marks.values, marks.owners, told, _SCATTERED)
    found = [_band_pairs(batch), runs, _agreeing(batch.rows, scattered, _AGREE)]
    return np.unique(np.concatenate(found), axis=0)


def _sharing(
    keys: NDArray[np.uint64], owners: NDArray[np.int64], told: NDArray[np.int64], least: int
) -> NDArray[np.int64]:
    """The pairs that share keys: of neighbours, and of the first texts of each voice."""
    keys, owners = fingerprints.held_twice(keys, owners)
    lead = _leaders(keys, owners, told)
    return np.concatenate(
        [
            fingerprints.pairs_sharing(keys, owners, _COMPLETE, least),
            fingerprints.pairs_sharing(keys[lead], owners[lead], _COMPLETE, least),
        ]
    )


def _band_pairs(batch: Sketch) -> NDArray[np.int64]:
    if not batch.bands.size:
        return np.empty((0, 2), np.int64)
    owners = np.repeat(np.arange(len(batch.bands)), batch.bands.shape[1])
    pairs = fingerprints.pairs_sharing(batch.bands.ravel(), owners, _COMPLETE_BANDS)
    return _agreeing(batch.rows, pairs, _ESTIMATE)


def _agreeing(
    rows: NDArray[np.uint32], pairs: NDArray[np.int64], least: float
) -> NDArray[np.int64]:
    """The pairs whose signatures agree in so large a share, an estimate of Jaccard."""
    parts = np.array_split(pairs, len(pairs) // _PART + 1)
    agree = [(rows[part[:, 0]] == rows[part[:, 1]]).mean(axis=1) for part in parts]
    return pairs[np.concatenate(agree) >= least]


def _leaders(
    keys: NDArray[np.uint64], owners: NDArray[np.int64], told: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where the first text of each voice holds a key: one speaks for its whole voice."""
    order = np.lexsort((owners, told[owners], keys))
    key, voice = keys[order], told[owners[order]]
    first = np.ones(len(order), bool)
    first[1:] = (key[1:] != key[:-1]) | (voice[1:] != voice[:-1])
    return order[first]


@dataclass(frozen=True, slots=True)
class _Common:
    """The marks that several texts hold, each once per text, in order of the texts."""

    codes: NDArray[np.int64]
    owners: NDArray[np.int64]
    quarters: NDArray[np.int64]
    held: NDArray[np.int64]
    sizes: NDArray[np.int64]


def _common(marks: Marks) -> _Common:
    owners = marks.owners
    ends = np.zeros(len(marks), np.int64)
    np.maximum.at(ends, owners, marks.positions + 1)
    _, at = fingerprints.held_twice(marks.values, np.arange(len(owners)))
    at.sort()
    # Of a mark that a text repeats, the first place counts.
    _, codes, held = np.unique(marks.values[at], return_inverse=True, return_counts=True)
    owners, positions = owners[at], marks.positions[at]
    order = np.lexsort((positions, codes, owners))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(codes[order]) != 0) | (np.diff(owners[order]) != 0)
    order = order[new]
    return _Common(
        codes[order],
        owners[order],
        (4 * positions // ends[owners])[order],
        held[codes[order]],
        np.diff(marks.bounds),
    )


def _related(common: _Common, pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs share marks all over the smaller text, or most of its marks."""
    swap = common.sizes[pairs[:, 0]] > common.sizes[pairs[:, 1]]
    smaller, larger = np.where(swap, pairs.T[::-1], pairs.T)
    bounds = np.searchsorted(common.owners, np.arange(len(common.sizes) + 1))
    counts = np.diff(bounds)[smaller]
    pair = np.repeat(np.arange(len(pairs)), counts)
    at = (
        np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts) + bounds[smaller][pair]
    )
    span = np.int64(common.codes.max(initial=0) + 1)
    table = common.owners * span + common.codes
    wanted = larger[pair] * span + common.codes[at]
    hit = member(wanted, table)
    quarters = np.bincount(pair[hit] * 4 + common.quarters[at[hit]], minlength=4 * len(pairs))
    quarters = quarters.reshape(len(pairs), 4)
    shared = quarters.sum(axis=1)
    most = (shared >= _RELATED * common.sizes[smaller]) & (quarters[:, 0] > 0)
    spread = (quarters.min(axis=1) > 0) & (quarters.min(axis=1) * 4 >= _SPREAD * shared)
    return np.asarray(most | spread)
