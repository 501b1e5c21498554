"""Which articles are kept, decided from verdicts on pairs; texts play no part in it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from compare.copies.verification import PairVerdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping

    from numpy.typing import NDArray


__all__ = ["compared", "partial_copies", "representatives"]

_SOME = 1 << 16
Pair = tuple[int, int]
R = TypeVar("R")


def compared(
    pairs: NDArray[np.int64],
    known: MutableMapping[Pair, int],
    judge: Callable[[list[Pair]], Iterable[int]],
) -> dict[Pair, int]:
    """The verdicts on the pairs that are copies; two copies of one earlier text are skipped.

    Args:
        pairs: the candidates, int64 (pairs, 2), sorted.
        known: verdicts on pairs; what is judged is added.
        judge: gives the verdicts on pairs.
    """

    def decide(ask: Callable[[Pair], int]) -> dict[Pair, int]:
        found = {}
        copied: dict[int, int] = {}
        for pair in _each(pairs):
            first, second = pair
            if first in copied and copied[first] == copied.get(second):
                continue
            told = ask(pair)
            if told:
                found[pair] = told
            if told >= PairVerdict.NEAR:
                copied.setdefault(second, first)
        return found

    return _settled(decide, known, judge)


def representatives(
    size: int,
    found: Mapping[Pair, int],
    known: MutableMapping[Pair, int],
    judge: Callable[[list[Pair]], Iterable[int]],
) -> list[int]:
    """The kept text of each text's set of near copies; its own number where it is kept.

    A set grows from its kept text along near copies. What is reached over another copy alone
    (two cuts of one story) must share a passage with the kept text itself, unless the two are
    all but the same: a round-up holds many stories and must not make them one.
    """
    near: dict[int, list[tuple[int, bool]]] = {}
    for (first, second), told in found.items():
        if told >= PairVerdict.NEAR:
            near.setdefault(first, []).append((second, told == PairVerdict.SAME))
            near.setdefault(second, []).append((first, told == PairVerdict.SAME))
    reached = {at: sorted(others) for at, others in near.items()}

    def decide(ask: Callable[[Pair], int]) -> list[int]:
        kept = np.arange(size).tolist()
        done: set[int] = set()
        for root in sorted(reached):
            if root in done:
                continue
            done.add(root)
            queue = deque([root])
            while queue:
                for other, same in reached[queue.popleft()]:
                    if other not in done and (same or ask((root, other))):
                        kept[other] = root
                        done.add(other)
                        queue.append(other)
        return kept

    return _settled(decide, known, judge)


def _each(pairs: NDArray[np.int64]) -> Iterator[Pair]:
    """The pairs as tuples, of which only some are made at a time: there are many."""
    for start in range(0, len(pairs), _SOME):
        yield from zip(*pairs[start : start + _SOME].T.tolist(), strict=True)


def partial_copies(kept: list[int], found: Iterable[Pair]) -> Iterator[tuple[int, int, int]]:
    """What is a partial copy: the text, the kept text it is of, and who of its set holds that.

    A passage that stands in the kept text itself is said before one in a copy of it.
    """
    said: set[Pair] = set()
    for holder, at in sorted(found, key=lambda pair: (pair[1], pair[0] != kept[pair[0]], pair)):
        of = kept[holder]
        if of != kept[at] and (of, at) not in said:
            said.add((of, at))
            yield at, of, holder


def _settled(
    decide: Callable[[Callable[[Pair], int]], R],
    known: MutableMapping[Pair, int],
    judge: Callable[[list[Pair]], Iterable[int]],
) -> R:
    """What is decided once all that deciding asks for is known.

    Pairs are judged many at once: deciding runs with every unknown pair taken for a copy, those
    it asked for are judged, and it runs again, until it asks for none that is unknown.
    """
    asked: dict[Pair, None] = {}

    def ask(pair: Pair) -> int:
        told = known.get(pair)
        if told is None:
            asked[pair] = None
            return PairVerdict.SAME
        return told

    while True:
        decided = decide(ask)
        if not asked:
            return decided
        wanted = sorted(asked)
        known.update(zip(wanted, judge(wanted), strict=True))
        asked.clear()
