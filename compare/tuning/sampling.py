"""Questions: which pairs to ask a person about.

Pairs are drawn band by band of the score, in an order made from their ids, so any number of
answers is a random sample of each band, and the size of its band says what an answer stands for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Band", "Pair", "Question", "bands", "next_question"]

NEAR, SPREAD, RANDOM = 0.5, 0.3, 0.2
"""Shares of the questions near the threshold, spread over the bands, and drawn from all pairs."""
REACH = 0.1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles by id, or two statements by text, with their score, 0 to 1."""

    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class Band:
    """The pairs whose score is in ``[low, high)``, in the order they are asked."""

    low: float
    high: float
    near: bool
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """The next pair to ask, and how many pairs it stands among."""

    pair: Pair
    low: float
    high: float
    band_size: int


def bands(pairs: Iterable[Pair], threshold: float, seed: int = 1) -> tuple[Band, ...]:
    """Cut the pairs into bands of their score, narrower near the threshold, empty ones left out."""
    near = (-REACH, -REACH / 2, 0.0, REACH / 2, REACH)
    edges = {round(step / 10, 6) for step in range(1, 10)}
    edges |= {round(threshold + step, 6) for step in near}
    bounds = [0.0, *sorted(edge for edge in edges if 0 < edge < 1), 1.0]
    ordered = sorted(set(pairs), key=lambda pair: _place(pair, seed))
    cut = []
    for low, high in pairwise(bounds):
        last = high == bounds[-1]
        held = tuple(p for p in ordered if low <= p.score < high or (last and p.score >= high))
        middle = (low + high) / 2
        if held:
            cut.append(Band(low, high, abs(middle - threshold) < REACH, held))
    return tuple(cut)


def next_question(cut: Sequence[Band], asked: frozenset[frozenset[str]]) -> Question | None:
    """The next pair of the band that lags its share most; None when every pair was asked."""
    counts = [sum(frozenset((p.a, p.b)) in asked for p in band.pairs) for band in cut]
    shares = _shares(cut)
    total = sum(counts) + 1
    lags = [(shares[i] * total - counts[i], -i) for i in range(len(cut))
            if counts[i] < len(cut[i].pairs)]  # fmt: skip
    if not lags:
        return None
    band = cut[-max(lags)[1]]
    pair = next(p for p in band.pairs if frozenset((p.a, p.b)) not in asked)
    return Question(pair, band.low, band.high, len(band.pairs))


def _shares(cut: Sequence[Band]) -> list[float]:
    near = sum(band.near for band in cut)
    total = sum(len(band.pairs) for band in cut)
    spread = SPREAD if near else SPREAD + NEAR
    return [
        (NEAR / near if band.near else 0.0)
        + spread / len(cut)
        + RANDOM * len(band.pairs) / total
        for band in cut
    ]  # fmt: skip


def _place(pair: Pair, seed: int) -> bytes:
    """A place in the order that depends on the pair alone, so every machine asks the same."""
    name = "\0".join([str(seed), *sorted((pair.a, pair.b))])
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
