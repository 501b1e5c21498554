"""Pairs of articles worth comparing word by word, found without comparing all with all.

A pair is a candidate where both share a MinHash band, a run key (so: any run of
``passages.guaranteed`` words), or a few single marks; boilerplate marks aside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare import fingerprints, passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.boilerplate import Boilerplate
    from compare.hashes import Hashed
    from compare.passages import Marks
    from compare.settings import CopySettings, FingerprintSettings, PassageSettings

__all__ = ["Sketch", "candidates", "sketch", "voices"]

# Of a key that more texts hold, each text is paired with so many before it and the first.
_COMPLETE = 8
_COMPLETE_BANDS = 32
# Pairs of a band are looked at from this estimate of their Jaccard similarity on.
_ESTIMATE = 0.4
_PART = 1 << 14
# So many marks make a pair a candidate wherever they stand: what damage leaves of a copy.
_SCATTERED = 3
# Share of the smaller text's marks that makes one voice, unless each quarter has one.
_RELATED = 0.7


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a batch is searched by: signatures uint32 (texts, permutations), bands, marks."""

    rows: NDArray[np.uint32]
    bands: NDArray[np.uint64]
    marks: Marks


def sketch(
    hashed: Hashed, fingerprint_settings: FingerprintSettings, passage_settings: PassageSettings
) -> Sketch:
    """The band keys and marks of some texts."""
    rows = fingerprints.signatures(hashed, fingerprint_settings)
    return Sketch(
        rows,
        fingerprints.band_keys(rows, fingerprint_settings),
        passages.marks(hashed, passage_settings),
    )


def voices(batch: Sketch, settings: CopySettings) -> NDArray[np.int64]:
    """A number per text, the same for texts that are one story by their marks.

    Only texts with recurring marks are looked at; each is compared with a few others that
    hold them, and with those of its bands.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    often = _held_by_many(batch.marks.values, min(settings.recurs, settings.recurs_in_source))
    pairs = np.concatenate(
        [
            fingerprints.pairs_sharing(batch.marks.values[often], batch.marks.owners[often], 1),
            _band_pairs(batch),
        ]
    )
    related = [_related(batch.marks, first, second) for first, second in pairs.tolist()]
    first, second = pairs[np.array(related, bool)].T
    size = len(batch.marks)
    graph = coo_array((np.ones(len(first), bool), (first, second)), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


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
    runs, run_owners = passages.run_keys(marks)
    found = [_band_pairs(batch)]
    for keys, owners, least in ((runs, run_owners, 1), (marks.values, marks.owners, _SCATTERED)):
        found.append(fingerprints.pairs_sharing(keys, owners, _COMPLETE, least))
        lead = _leaders(keys, owners, told)
        found.append(fingerprints.pairs_sharing(keys[lead], owners[lead], _COMPLETE, least))
    return np.unique(np.concatenate(found), axis=0)


def _band_pairs(batch: Sketch) -> NDArray[np.int64]:
    """The pairs that share a band and whose signatures agree in enough places."""
    owners = np.repeat(np.arange(len(batch.bands)), batch.bands.shape[1])
    pairs = fingerprints.pairs_sharing(batch.bands.ravel(), owners, _COMPLETE_BANDS)
    agree = [
        (batch.rows[part[:, 0]] == batch.rows[part[:, 1]]).mean(axis=1)
        for part in np.array_split(pairs, len(pairs) // _PART + 1)
    ]
    return pairs[np.concatenate(agree) >= _ESTIMATE]


def _held_by_many(values: NDArray[np.uint64], least: int) -> NDArray[np.bool_]:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return counts[inverse] >= least


def _leaders(
    keys: NDArray[np.uint64], owners: NDArray[np.int64], told: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where the first text of each voice holds a key: one speaks for its whole voice."""
    order = np.lexsort((owners, told[owners], keys))
    key, voice = keys[order], told[owners[order]]
    first = np.ones(len(order), bool)
    first[1:] = (key[1:] != key[:-1]) | (voice[1:] != voice[:-1])
    return order[first]


def _related(marks: Marks, first: int, second: int) -> bool:
    (left, at), (right, right_at) = marks.of(first), marks.of(second)
    if len(right) < len(left):
        left, right, at = right, left, right_at
    if not len(left):
        return False
    shared = np.isin(left, right)[np.argsort(at)]
    quarters = [quarter.any() for quarter in np.array_split(shared, 4)]
    return all(quarters) or bool(quarters[0] and shared.mean() >= _RELATED)
