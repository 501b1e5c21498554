"""Postings: which articles hold a key, in sorted segments that are merged as they grow.

A posting is one uint64: the high 40 bits of a 64-bit key, then 24 bits of article number. Every
batch adds one sorted *segment*, cut into blocks by the first bits of the key, so that a look-up
reads one small row per key and segment; a segment is merged with the one before it until that
one is several times larger (O'Neil et al., "The log-structured merge-tree", 1996). So there are
at most about log(articles) segments, and no write is ever scattered over the whole file.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from compare.index.storage.database import Database

__all__ = ["CROWD", "MOST", "Postings", "shortened"]

CROWD = 256
"""Of a key that more articles hold, only so many of the first are kept."""
MOST = (1 << 24) - 1
"""The highest article number a posting can hold."""

_NUMBER = np.uint64(24)
_LOW = np.uint64(MOST)
_BLOCK = 64
_PART = 1 << 20
_RATIO = 3
_SMALL = 1 << 14
"""Segments of so few entries are always merged: adding one by one makes no more of them."""

Segment = tuple[int, int, int]
"""Number, bits, entries."""


def shortened(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Keys as they are kept: their high 40 bits."""
    return keys >> _NUMBER


class Postings:
    """The postings of an open file. Callers hold the transaction."""

    def __init__(self, database: Database) -> None:
        """Take the open file."""
        self._database = database

    def add(self, keys: NDArray[np.uint64], numbers: NDArray[np.int64]) -> None:
        """Add a posting for each key (uint64) and the article number beside it (int64)."""
        if not len(keys):
            return
        entries = _once(np.sort((shortened(keys) << _NUMBER) | numbers.astype(np.uint64)))
        segments = self.segments()
        merged: list[Segment] = []
        total = len(entries)
        while segments and segments[-1][2] <= max(_RATIO * total, _SMALL):
            merged.append(segments.pop())
            total += merged[-1][2]
        self._write(entries, merged, total)

    def holders(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Who holds each key: indices into ``keys`` and article numbers, aligned, sorted."""
        short, back = np.unique(shortened(keys), return_inverse=True)
        found = [_within(entries, short) for entries in self._entries(short)]
        which = np.concatenate([np.empty(0, np.int64), *(at for at, _ in found)])
        numbers = np.concatenate([np.empty(0, np.int64), *(number for _, number in found)])
        order = np.lexsort((numbers, which))
        which, numbers = which[order], numbers[order]
        # Each key asked for several times is answered every time.
        starts = np.searchsorted(which, back)
        counts = np.searchsorted(which, back, "right") - starts
        index = np.repeat(np.arange(len(back)), counts)
        at = np.arange(len(index)) - np.repeat(np.cumsum(counts) - counts, counts)
        return index, numbers[at + np.repeat(starts, counts)]

    def remove(self, keys: NDArray[np.uint64] | None, number: int) -> None:
        """Remove the postings of one article; where its keys are not known, all are read."""
        if keys is None:
            self._sweep(number)
            return
        short = np.unique(shortened(keys))
        self._take_out(self._rows(short), number)
        self._database.run("DELETE FROM segments WHERE entries = 0")

    def _sweep(self, number: int) -> None:
        last = -1
        while rows := self._database.run(
            "SELECT place, entries FROM blocks WHERE place > ? ORDER BY place LIMIT 1000", (last,)
        ).fetchall():
            last = rows[-1][0]
            self._take_out(rows, number)
        self._database.run("DELETE FROM segments WHERE entries = 0")

    def _take_out(self, rows: list[tuple[int, bytes]], number: int) -> None:
        for place, blob in rows:
            entries = np.frombuffer(blob, np.uint64)
            kept = entries[entries & _LOW != np.uint64(number)]
            if len(kept) == len(entries):
                continue
            if len(kept):
                self._database.run(
                    "UPDATE blocks SET entries = ? WHERE place = ?", (kept.tobytes(), place)
                )
            else:
                self._database.run("DELETE FROM blocks WHERE place = ?", (place,))
            self._database.run(
                "UPDATE segments SET entries = entries - ? WHERE number = ?",
                (len(entries) - len(kept), place >> 32),
            )

    def crowded(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which keys have more holders than are kept: bool, one per key."""
        short = shortened(keys)
        found = self._database.run(
            "SELECT key FROM crowded WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(np.unique(short).tolist()),),
        )
        return np.isin(short, np.array([row[0] for row in found], np.uint64))

    def all_crowded(self) -> NDArray[np.uint64]:
        """All keys that have more holders than are kept, shortened, ascending."""
        rows = self._database.run("SELECT key FROM crowded ORDER BY 1").fetchall()
        return np.array([row[0] for row in rows], np.int64).astype(np.uint64)

    def segments(self) -> list[Segment]:
        """The segments, oldest and largest first."""
        return list(self._database.run("SELECT number, bits, entries FROM segments ORDER BY 1"))

    def all(self) -> Iterator[NDArray[np.uint64]]:
        """Every block of postings, segment by segment."""
        for (blob,) in self._database.run("SELECT entries FROM blocks ORDER BY place"):
            yield np.frombuffer(blob, np.uint64)

    def counts(self) -> NDArray[np.int64]:
        """How many postings each article number has: int64, by number."""
        counts = np.zeros(0, np.int64)
        for block in self.all():
            own = np.bincount((block & _LOW).astype(np.int64))
            counts = np.pad(counts, (0, max(0, len(own) - len(counts))))
            counts[: len(own)] += own
        return counts

    def faults(self, known: NDArray[np.uint64]) -> Iterator[str]:
        """Yield what is wrong with postings by themselves, given the numbers of all articles."""
        segments = {number: (bits, entries) for number, bits, entries in self.segments()}
        held = Counter[int]()
        stray = 0
        for place, blob in self._database.run("SELECT place, entries FROM blocks ORDER BY place"):
            entries, segment = np.frombuffer(blob, np.uint64), place >> 32
            held[segment] += len(entries)
            stray += int((~np.isin(entries & _LOW, known)).sum())
            if segment not in segments:
                yield f"block {place}: is of segment {segment}, which is none"
            elif not _in_order(entries, place & 0xFFFFFFFF, segments[segment][0]):
                yield f"block {place}: its postings are not in order"
        if stray:
            yield f"{stray} postings have no article"
        for number, (_, expected) in segments.items():
            if held[number] != expected:
                yield f"segment {number}: has {held[number]} postings, and is to have {expected}"

    def merge_all(self) -> None:
        """Make one segment of all."""
        segments = self.segments()
        if len(segments) > 1:
            self._write(np.empty(0, np.uint64), segments, sum(one[2] for one in segments))

    def _write(self, entries: NDArray[np.uint64], merged: list[Segment], total: int) -> None:
        bits = max(0, (total // _BLOCK).bit_length() - 1)
        number = self._database.run(
            "INSERT INTO segments (bits, entries) VALUES (?, 0)", (bits,)
        ).lastrowid
        assert number is not None
        written = 0
        for part in self._parts(entries, merged, total, bits):
            kept = self._uncrowded(part)
            written += len(kept)
            self._database.many("INSERT INTO blocks VALUES (?, ?)", _cut(kept, number, bits))
        for gone, _, _ in merged:
            self._database.run(
                "DELETE FROM blocks WHERE place BETWEEN ? AND ?",
                (gone << 32, (gone << 32) + 0xFFFFFFFF),
            )
            self._database.run("DELETE FROM segments WHERE number = ?", (gone,))
        self._database.run("UPDATE segments SET entries = ? WHERE number = ?", (written, number))

    def _parts(
        self, entries: NDArray[np.uint64], merged: list[Segment], total: int, bits: int
    ) -> Iterator[NDArray[np.uint64]]:
        """The postings of all segments to merge, a part of the key space at a time."""
        coarse = min(bits, max(0, (total // _PART).bit_length()))
        for part in range(1 << coarse):
            low, high = part << (64 - coarse), ((part + 1) << (64 - coarse)) - 1
            pieces = [_between(entries, low, high)]
            for number, its_bits, _ in merged:
                first, last = low >> (64 - its_bits), high >> (64 - its_bits)
                rows = self._database.run(
                    "SELECT entries FROM blocks WHERE place BETWEEN ? AND ? ORDER BY place",
                    ((number << 32) + first, (number << 32) + last),
                )
                joined = np.frombuffer(b"".join(row[0] for row in rows), np.uint64)
                pieces.append(_between(joined, low, high))
            found = np.concatenate(pieces)
            found.sort(kind="stable")
            yield found

    def _uncrowded(self, entries: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """The postings without those of crowded keys beyond the first."""
        keys = shortened(entries)
        far = np.zeros(len(keys), bool)
        far[CROWD:] = keys[CROWD:] == keys[:-CROWD]
        if far.any():
            self._database.many(
                "INSERT OR IGNORE INTO crowded VALUES (?)",
                ((key,) for key in np.unique(keys[far]).tolist()),
            )
        return entries[~far]

    def _rows(self, short: NDArray[np.uint64]) -> list[tuple[int, bytes]]:
        """The blocks that may hold the keys (ascending), in order, of all segments."""
        places = [
            (number << 32) + _once(short >> np.uint64(40 - bits)).astype(np.int64)
            for number, bits, _ in self.segments()
        ]
        wanted = np.concatenate([np.empty(0, np.int64), *places]).tolist()
        return self._database.run(
            "SELECT place, entries FROM json_each(?) CROSS JOIN blocks ON place = value",
            (json.dumps(wanted),),
        ).fetchall()

    def _entries(self, short: NDArray[np.uint64]) -> Iterator[NDArray[np.uint64]]:
        """The entries of these blocks, segment by segment."""
        rows = self._rows(short)
        places, blobs = [place for place, _ in rows], [blob for _, blob in rows]
        edges = [bisect_left(places, number << 32) for number, _, _ in self.segments()]
        for first, last in pairwise([*edges, len(rows)]):
            yield np.frombuffer(b"".join(blobs[first:last]), np.uint64)


def _once(ascending: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Ascending values without repeats; numpy's unique takes several times as long."""
    new = np.ones(len(ascending), bool)
    new[1:] = ascending[1:] != ascending[:-1]
    return ascending[new]


def _in_order(entries: NDArray[np.uint64], block: int, bits: int) -> bool:
    """Whether the postings of a block ascend, and are of the keys that belong in it."""
    return (
        len(entries) > 0
        and bool((entries[1:] > entries[:-1]).all())
        and bool((_block_of(entries, bits) == block).all())
    )


def _block_of(entries: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    # Two shifts, for one by all 64 bits would do nothing.
    return (entries >> np.uint64(1) >> np.uint64(63 - bits)).astype(np.int64)


def _within(
    entries: NDArray[np.uint64], short: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of the ascending ``short`` keys the ascending entries are of, and whose."""
    starts = np.searchsorted(entries, short << _NUMBER)
    counts = np.searchsorted(entries, (short << _NUMBER) | _LOW, "right") - starts
    which = np.repeat(np.arange(len(short)), counts)
    at = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
    numbers = entries[at + np.repeat(starts, counts)] & _LOW
    return which, numbers.astype(np.int64)


def _between(entries: NDArray[np.uint64], low: int, high: int) -> NDArray[np.uint64]:
    start = np.searchsorted(entries, np.uint64(low))
    return entries[start : np.searchsorted(entries, np.uint64(high), "right")]


def _cut(entries: NDArray[np.uint64], number: int, bits: int) -> Iterator[tuple[int, bytes]]:
    """The rows of the blocks that ascending entries fill."""
    if not len(entries):
        return
    blocks = _block_of(entries, bits)
    edges = np.flatnonzero(np.diff(blocks, prepend=-1))
    for first, last in zip(edges.tolist(), [*edges[1:].tolist(), len(entries)], strict=True):
        yield (number << 32) + int(blocks[first]), entries[first:last].tobytes()
