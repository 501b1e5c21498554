"""What a text is searched by: its signature, its bands, its marks and the digest of its words."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from compare.copies.minhash import band_keys, signatures
from compare.copies.winnowing import WinnowedGrams, winnow
from compare.text.word_hashes import Hashed, hash_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.model import Progress
    from compare.settings import FingerprintSettings, PassageSettings

__all__ = ["Sketch", "sketch", "sketch_hashed"]

_CHUNK = 512


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a batch is searched by: signatures uint32 (texts, permutations), bands, marks.

    ``digests`` are equal for texts of the same words, and empty for a text without any.
    """

    digests: list[bytes]
    signatures: NDArray[np.uint32]
    bands: NDArray[np.uint64]
    grams: WinnowedGrams


def sketch(
    texts: Sequence[str],
    fingerprint_settings: FingerprintSettings,
    passage_settings: PassageSettings,
    progress: Progress | None = None,
    jobs: int = 2,
) -> Sketch:
    """The sketches of some texts, made on several threads: the loops leave the interpreter free."""

    def part(first: int) -> Sketch:
        hashed = hash_words(texts[first : first + _CHUNK])
        return sketch_hashed(hashed, fingerprint_settings, passage_settings)

    parts = []
    # A single part is made here: starting a thread takes longer than one article does.
    with ThreadPoolExecutor(jobs) if len(texts) > _CHUNK else nullcontext() as pool:
        for made in (pool.map if pool else map)(part, range(0, max(1, len(texts)), _CHUNK)):
            parts.append(made)
            if progress is not None:
                progress("reading", min(len(texts), _CHUNK * len(parts)), len(texts))
    return Sketch(
        [digest for made in parts for digest in made.digests],
        np.concatenate([made.signatures for made in parts]),
        np.concatenate([made.bands for made in parts]),
        WinnowedGrams.join([made.grams for made in parts]),
    )


def sketch_hashed(
    hashed: Hashed, fingerprint_settings: FingerprintSettings, passage_settings: PassageSettings
) -> Sketch:
    """The sketches of texts whose words are hashed already."""
    rows = signatures(hashed, fingerprint_settings)
    bands = band_keys(rows, fingerprint_settings)
    return Sketch(_digests(hashed), rows, bands, winnow(hashed, passage_settings))


def _digests(hashed: Hashed) -> list[bytes]:
    rows = (hashed[text].tobytes() for text in range(len(hashed)))
    return [xxhash.xxh3_128_digest(row) if row else b"" for row in rows]
