"""What two articles share word for word, quoted speech and narration apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.copies.shared_passages import shared_passages
from compare.model import Passage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from compare.origins.prose import Prose

__all__ = ["RUN", "SharedWording", "shared_wording"]

_SURE = 30
"""A run of so many words is found however often each of its words stands in a text."""
RUN = 5
"""Words from which a run is wording in common and no turn of phrase."""
_NARRATED = 4
"""Of them so many must be narration in both articles, or the run is of the speech they quote."""


@dataclass(frozen=True, slots=True)
class SharedWording:
    """The passages two articles share, in order of the first, and the words these cover.

    ``first`` and ``second`` (bool, one per word of either) are the words in shared runs of ``RUN``
    words or more; ``narrated`` and ``narrated_second`` those of them that are both reporters' own.
    ``passages`` have offsets in the articles' texts, the first's first. ``longest`` is the number
    of narrated words in the longest run.
    """

    passages: tuple[Passage, ...]
    first: NDArray[np.bool_]
    second: NDArray[np.bool_]
    narrated: NDArray[np.bool_]
    narrated_second: NDArray[np.bool_]
    longest: int

    def turned(self) -> SharedWording:
        """The same with the articles exchanged."""
        passages = sorted(
            (Passage(p.other_start, p.other_end, p.start, p.end) for p in self.passages),
            key=lambda p: (p.start, p.other_start),
        )
        return SharedWording(
            tuple(passages), self.second, self.first, self.narrated_second, self.narrated,
            self.longest,
        )  # fmt: skip


def shared_wording(first: Prose, second: Prose) -> SharedWording:
    """Compare two articles word by word (greedy string tiling, Wise 1993)."""
    found = shared_passages(first.words, second.words, _SURE)
    covered = np.zeros(len(first), bool), np.zeros(len(second), bool)
    narrated = np.zeros(len(first), bool), np.zeros(len(second), bool)
    longest = 0
    for i, j, size in (run for passage in found for run in passage.runs if run[2] >= RUN):
        covered[0][i : i + size] = covered[1][j : j + size] = True
        own = first.own[i : i + size] & second.own[j : j + size]
        if own.sum() >= _NARRATED:
            narrated[0][i : i + size] = narrated[1][j : j + size] = own
            longest = max(longest, int(own.sum()))
    passages = tuple(
        Passage(
            first.spans[each.start][0], first.spans[each.end - 1][1],
            second.spans[each.other_start][0], second.spans[each.other_end - 1][1],
        )
        for each in found
    )  # fmt: skip
    return SharedWording(passages, *covered, *narrated, longest)
