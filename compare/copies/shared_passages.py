"""What two texts share: runs of the same words, joined over small damage into passages.

Runs are tiled greedily, the longest first, so that moved paragraphs are found and no word is
counted twice (after Wise, "String similarity via greedy string tiling", 1993). Two runs are
joined where what stands between them is short in both texts: it is *damage* if it is spelt
nearly alike (a scan's errors), and a *slot* if other words stand there (a form letter's name).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from compare.arrays import distinct, mix
from compare.copies.minhash import SHINGLE
from compare.copies.winnowing import gram_hashes
from compare.ingest.noise_lines import hidden_links
from compare.text import tokens as words
from compare.text.word_hashes import hash_words, word_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

__all__ = [
    "LEAST",
    "REACH",
    "SLOT",
    "SharedPassage",
    "Text",
    "passages_of",
    "shared_passages",
    "tiles_of",
]

REACH = 30
"""The longest gap, in words of either text, over which two runs are one passage."""
SLOT = 8
"""The most words of a slot; and how far a run may be moved against one that bears it out."""
_ALIKE = 70.0
LEAST = 10
"""The fewest words that two texts share in a passage."""
_REST = 4
"""So few words beside boilerplate, in one line with it, belong to it."""
_STEP = np.uint64(0x9FB21C651E98DF25)


class Text:
    """A text as hashes of its folded words, and the words themselves where they are needed.

    ``boilerplate`` (bool, one per word) says which words count for nothing.
    """

    def __init__(
        self,
        text: str,
        hashes: NDArray[np.uint64] | None = None,
        boilerplate: NDArray[np.bool_] | None = None,
    ) -> None:
        """Take the text and, where they are at hand, its word hashes (``hashes.hash_words``)."""
        self.text = text
        self.hashes = hash_words([text])[0] if hashes is None else hashes
        none = np.zeros(len(self.hashes), bool)
        self.boilerplate = none if boilerplate is None else boilerplate

    def __len__(self) -> int:
        """How many words."""
        return len(self.hashes)

    @property
    def own(self) -> str:
        """The text without its boilerplate, and without what little that leaves of a line."""
        edges = np.flatnonzero(np.diff(self.boilerplate, prepend=False, append=False)).tolist()
        at, kept = 0, []
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            left, right = self.span(start, end)
            before = self.text[at:left]
            line = before.rfind("\n") + 1
            kept.append(before[:line] if _is_rest(before[line:]) else before)
            at = right
            line = f"{self.text}\n".index("\n", at)
            at = line if _is_rest(self.text[at:line]) else at
        return "".join([*kept, self.text[at:]])

    @cached_property
    def spans(self) -> NDArray[np.int64]:
        """The span of each word in characters of the text as given: int64 (words, 2)."""
        return word_spans(self.text)

    @cached_property
    def hidden(self) -> NDArray[np.bool_]:
        """Which words stand in links that a page hides behind a name: bool, one per word."""
        found = np.zeros(len(self), bool)
        for start, end in hidden_links(self.text):
            found |= (self.spans[:, 0] < end) & (self.spans[:, 1] > start)
        return found

    def span(self, first: int, after: int) -> tuple[int, int]:
        """The characters from the first of some words to the end of the last."""
        return int(self.spans[first, 0]), int(self.spans[after - 1, 1])

    @cached_property
    def seeds(self) -> NDArray[np.uint64]:
        """The hash of each seed, made different for its second, third … occurrence."""
        return _seeds(self.hashes)

    @cached_property
    def shingles(self) -> NDArray[np.uint64]:
        """The distinct shingles, ascending; a shorter text has one, of all its words."""
        return distinct(gram_hashes(self.hashes, max(1, min(SHINGLE, len(self)))))

    @cached_property
    def own_shingles(self) -> NDArray[np.uint64]:
        """The distinct shingles that stand somewhere without touching boilerplate, ascending."""
        if len(self) < SHINGLE or not self.boilerplate.any():
            return self.shingles
        touched = np.convolve(self.boilerplate, np.ones(SHINGLE, int), "valid") > 0
        return distinct(gram_hashes(self.hashes, SHINGLE)[~touched])

    @cached_property
    def folded(self) -> list[str]:
        """The folded words."""
        return words.folded(self.text)

    def folded_words(self, start: int, end: int) -> list[str]:
        """The folded words from one number up to another."""
        return [words.fold(self.text[left:right]) for left, right in self.spans[start:end].tolist()]


def _is_rest(text: str) -> bool:
    return sum(1 for _ in words.spans(text)) <= _REST


Run = tuple[int, int, int]
"""First word in either text, and words."""


@dataclass(frozen=True, slots=True)
class SharedPassage:
    """One passage of two texts: word spans in both, its runs, and the gaps between them."""

    start: int
    end: int
    other_start: int
    other_end: int
    runs: tuple[Run, ...]
    damage: tuple[tuple[int, int, int, int], ...] = ()
    slots: int = 0

    @property
    def words(self) -> int:
        """The words that are the same in both."""
        return sum(size for _, _, size in self.runs)

    @property
    def longest(self) -> int:
        """The words of the longest unbroken run."""
        return max(size for _, _, size in self.runs)

    def cover(self, first: NDArray[np.bool_], second: NDArray[np.bool_]) -> None:
        """Set what this passage covers, damaged words included, in a mask of either text."""
        for i, j, size in self.runs:
            first[i : i + size] = second[j : j + size] = True
        for i, i_end, j, j_end in self.damage:
            first[i:i_end] = second[j:j_end] = True


def shared_passages(first: Text, second: Text, long: int) -> tuple[SharedPassage, ...]:
    """The passages two texts share, in order of the first, chance runs left out.

    A shared run of ``long`` words is always among them.
    """
    return passages_of(first, second, tiles_of(first, second, long))


def passages_of(first: Text, second: Text, tiles: Sequence[Run]) -> tuple[SharedPassage, ...]:
    """The passages of ``shared_passages``, where the tiles of two texts are at hand."""
    chains = _chains(tiles, first, second)
    passages = (_passage(chain, gaps) for chain, gaps in chains)
    return tuple(passage for passage in passages if passage.words >= LEAST)


def _passage(chain: Sequence[Run], gaps: Sequence[Gap]) -> SharedPassage:
    (start, other, _), (last, other_last, size) = chain[0], chain[-1]
    damage = tuple(gap for gap, what in gaps if what == "damage")
    slots = sum(what == "slot" for _, what in gaps)
    return SharedPassage(start, last + size, other, other_last + size, tuple(chain), damage, slots)


def _seeds(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    size = max(0, len(hashes) - SHINGLE + 1)
    total = np.zeros(size, np.uint64)
    for shift in range(SHINGLE):
        total = total * _STEP + hashes[shift : shift + size]
    order = np.argsort(total, kind="stable")
    ordered = total[order]
    new = np.ones(size, bool)
    new[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(new)
    rank = np.empty(size, np.uint64)
    rank[order] = np.arange(size) - np.repeat(starts, np.diff(np.append(starts, size)))
    return mix(total + rank * _STEP)


def tiles_of(first: Text, second: Text, long: int) -> list[Run]:
    """Runs of the same words, disjoint in both texts, in order of the first, without strays.

    A shared run of ``long`` words is always among them.
    """
    runs = _runs(first.seeds, second.seeds, SHINGLE, distinct=True)
    # A text that says the same over and over counts its seeds otherwise than the other does.
    if max((run[2] for run in runs), default=0) < long:
        runs += _runs(gram_hashes(first.hashes, long), gram_hashes(second.hashes, long), long)
    runs.sort(key=lambda run: (-run[2], run))
    return _without_strays(sorted(_disjoint(runs, len(first), len(second))))


def _runs(
    first: NDArray[np.uint64], second: NDArray[np.uint64], size: int, *, distinct: bool = False
) -> list[Run]:
    """The runs of grams of ``size`` words that both have, the first of equal ones."""
    _, i, j = np.intersect1d(first, second, distinct, return_indices=True)
    if not len(i):
        return []
    order = np.lexsort((i, j - i))
    i, j = i[order], j[order]
    breaks = np.flatnonzero((np.diff(i) != 1) | (np.diff(j - i) != 0)) + 1
    starts = np.concatenate([[0], breaks])
    sizes = np.diff(np.append(starts, len(i))) + size - 1
    return list(zip(i[starts].tolist(), j[starts].tolist(), sizes.tolist(), strict=True))


def _disjoint(runs: Sequence[Run], first: int, second: int) -> list[Run]:
    used_first, used_second = np.zeros(first, bool), np.zeros(second, bool)
    chosen: list[Run] = []
    for i, j, size in runs:
        free = ~(used_first[i : i + size] | used_second[j : j + size])
        if not free.all():
            left = int(free.argmax())
            i, j, free = i + left, j + left, free[left:]  # noqa: PLW2901
            size = int((~free).argmax()) if not free.all() else len(free)  # noqa: PLW2901
            if size < SHINGLE or not free[0]:
                continue
        used_first[i : i + size] = used_second[j : j + size] = True
        chosen.append((i, j, size))
    return chosen


Gap = tuple[tuple[int, int, int, int], str]
"""Its word spans in either text, and what it is: damage, a slot, or words left out."""


def _chains(
    runs: Sequence[Run], first: Text, second: Text
) -> Iterator[tuple[list[Run], list[Gap]]]:
    chain: list[Run] = []
    gaps: list[Gap] = []
    for run in runs:
        gap = _bridge(chain[-1], run, first, second) if chain else None
        if gap is not None:
            gaps.append(gap)
        elif chain:
            yield chain, gaps
            chain, gaps = [], []
        chain.append(run)
    if chain:
        yield chain, gaps


def _without_strays(runs: Sequence[Run]) -> list[Run]:
    """Leave out short runs that no neighbour bears out: "one of the" stands in every text."""

    def borne_out(at: int) -> bool:
        around = range(max(0, at - 3), min(len(runs), at + 4))
        return any(k != at and _near(*sorted((runs[k], runs[at]))) for k in around)

    return [run for at, run in enumerate(runs) if run[2] > SHINGLE + 2 or borne_out(at)]


def _near(run: Run, after: Run) -> bool:
    drift = (after[1] - after[0]) - (run[1] - run[0])
    return abs(drift) <= SLOT and after[0] - run[0] - run[2] <= REACH


def _bridge(run: Run, after: Run, first: Text, second: Text) -> Gap | None:
    """The gap between two runs and what it is; None where they are no one passage."""
    i, i_end = run[0] + run[2], after[0]
    j, j_end = run[1] + run[2], after[1]
    wide, narrow = max(i_end - i, j_end - j), min(i_end - i, j_end - j)
    if narrow < 0 or wide > REACH:
        return None
    gap = (i, i_end, j, j_end)
    if wide == 0 or (
        narrow and _alike(first.folded_words(i, i_end), second.folded_words(j, j_end))
    ):
        return gap, "damage"
    if wide > SLOT:
        return None
    return gap, "slot" if narrow else "left out"


def _alike(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two gaps are the same words, damaged. Other numbers are never damage."""
    if [word for word in left if word.isdigit()] != [word for word in right if word.isdigit()]:
        return False
    return left == right or fuzz.ratio(" ".join(left), " ".join(right)) >= _ALIKE
