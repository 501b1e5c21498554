"""Signatures in and out: datasketch's ``LeanMinHash``, and an index its ``MinHashLSH`` answers.

A signature can be compared only with one of the same hash, seed, scheme and number of
permutations; datasketch records all but the hash, which is ``minhash.shingle_hash``::

    sketch = MinHash(settings.permutations, seed=settings.seed, hashfunc=shingle_hash)
    for shingle in shingles:  # three folded words, joined by spaces
        sketch.update(shingle.encode())
    LeanMinHash(sketch) == signatures([text], settings)[0]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from compare.copies import minhash
from compare.errors import SettingsError
from compare.settings import FingerprintSettings
from compare.text.word_hashes import hash_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from datasketch import LeanMinHash, MinHashLSH
    from numpy.typing import NDArray

__all__ = ["lsh", "signature_rows", "signatures"]

_DEFAULTS = FingerprintSettings()


def signatures(
    texts: Sequence[str], settings: FingerprintSettings = _DEFAULTS
) -> list[LeanMinHash]:
    """The MinHash signature of each text, as datasketch's ``LeanMinHash``.

    >>> one, two = signatures(["The port of Aldby reopened.", "The port of Aldby reopened today."])
    >>> one.jaccard(two) > 0.5
    True
    """
    from datasketch import LeanMinHash

    rows = minhash.signatures(hash_words(texts), settings)
    return [LeanMinHash(seed=settings.seed, hashvalues=row, scheme="affine32") for row in rows]


def signature_rows(
    lean: Iterable[Any], settings: FingerprintSettings = _DEFAULTS
) -> NDArray[np.uint32]:
    """The rows of ``minhash.signatures`` from datasketch's ``MinHash`` or ``LeanMinHash``.

    Args:
        lean: signatures, made with ``minhash.shingle_hash``.
        settings: what they must be made with.

    Returns:
        uint32 of shape (signatures, permutations).

    Raises:
        SettingsError: one has another seed, scheme or number of permutations.

    >>> signature_rows(signatures(["The port of Aldby reopened."])).shape
    (1, 96)
    """
    rows = [np.empty((0, settings.permutations), np.uint32)]
    wanted = (settings.permutations, settings.seed, "affine32")
    for each in lean:
        made = (len(each.hashvalues), each.seed, getattr(each, "scheme", "legacy"))
        if made != wanted:
            raise SettingsError(
                f"a signature of {made[0]} permutations, seed {made[1]}, scheme {made[2]}; "
                f"here it must be {wanted[0]}, {wanted[1]}, {wanted[2]}: make it anew"
            )
        rows.append(np.asarray(each.hashvalues, np.uint32)[None])
    return np.concatenate(rows)


def lsh(texts: Mapping[str, str], settings: FingerprintSettings = _DEFAULTS) -> MinHashLSH:
    """An index of texts by their ids that datasketch's ``MinHashLSH`` answers; it can be pickled.

    >>> index = lsh({"a": "The port of Aldby reopened on Monday.", "b": "Rain fell."})
    >>> index.query(signatures(["The port of Aldby reopened on Monday."])[0])
    ['a']
    """
    from datasketch import MinHashLSH

    bands = settings.bands
    made = MinHashLSH(
        num_perm=settings.permutations, params=(bands, settings.permutations // bands)
    )
    with made.insertion_session() as session:
        for id_, each in zip(texts, signatures(list(texts.values()), settings), strict=True):
            session.insert(id_, each)
    return made
