"""What says that one article is rewritten from another: the evidence of one pair, both ways.

Each feature is of a child and a parent, and blind to which came first: wording that neither
quotes, statements that say the same and their order, quotations cut alike, numbers in common.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.origins.shared_wording import shared_wording
from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.origins.prose import Prose
    from compare.origins.shared_wording import SharedWording

__all__ = ["FEATURES", "Matched", "PairEvidence", "pair_evidence"]

Matched = tuple[int, int, float]
"""A statement of the child, one of the parent that says the same, and how surely (0 to 1)."""

FEATURES = (
    "narration",
    "longest",
    "matched",
    "in_order",
    "quotations",
    "numbers",
)
"""What ``PairEvidence.features`` holds, in order."""


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """What a child and a parent have in common; indices and spans of the child come first.

    ``carried`` (bool, one per word of the child) are the words the parent has too: those of shared
    wording and of matched sentences. ``in_order``: the share of the matched statements that stand
    in the parent's order.
    """

    wording: SharedWording
    matched: tuple[Matched, ...]
    carried: NDArray[np.bool_]
    in_order: float
    same_quotations: int
    same_numbers: int
    features: tuple[float, ...]

    @property
    def share(self) -> float:
        """The share of the child's words that the parent has too, 0 to 1."""
        return float(self.carried.mean()) if len(self.carried) else 0.0


def pair_evidence(
    child: Prose,
    parent: Prose,
    matched: Sequence[Matched],
    wording: SharedWording | None = None,
) -> PairEvidence:
    """The evidence that ``child`` is rewritten from ``parent``.

    Args:
        child: the one.
        parent: the other.
        matched: their statements that say the same.
        wording: what they share word for word, if known.
    """
    wording = wording or shared_wording(child, parent)
    sentences = _sentences(child, parent, matched)
    in_order = _in_order(sentences)
    carried = wording.first.copy()
    for own, _, _ in sentences:
        carried |= child.sentence == own
    same_quotations = _same_quotations(child, parent)
    numbers = _numbers(child) & _numbers(parent)
    narration = child.narration
    plain = max(1, int(narration.sum()))
    said_alike = {own for own, _, _ in sentences}
    covered = sum(int((narration & (child.sentence == own)).sum()) for own in said_alike)
    features = (
        float(wording.narrated.sum()) / plain,
        float(np.log1p(wording.longest)),
        covered / plain,
        in_order * min(1.0, len(sentences) / _MANY),
        min(1.0, same_quotations / _SOME),
        min(1.0, len(numbers) / _MANY),
    )
    return PairEvidence(
        wording, tuple(matched), carried, in_order, same_quotations, len(numbers), features
    )


_MANY, _SOME = 5, 3
"""Matches, numbers or quotations of which more say no more."""


def _sentences(child: Prose, parent: Prose, matched: Sequence[Matched]) -> list[Matched]:
    """The matched sentences, in the child's order; of the parent's that match one, the surest."""
    best: dict[int, Matched] = {}
    for own, other, score in matched:
        if child.statements[own].parent is None and parent.statements[other].parent is None:
            known = best.get(own)
            if known is None or (-score, other) < (-known[2], known[1]):
                best[own] = (own, other, score)
    return [best[own] for own in sorted(best)]


def _in_order(sentences: Sequence[Matched]) -> float:
    """The longest run of matches that stand in the parent's order, as a share of them all."""
    if not sentences:
        return 0.0
    tails: list[int] = []
    for _, other, _ in sentences:
        at = bisect_left(tails, other)
        tails[at : at + 1] = [other]
    return len(tails) / len(sentences)


def _same_quotations(child: Prose, parent: Prose) -> int:
    """How many quotations begin and end at the same words in both."""
    return len(_quotations(child) & _quotations(parent))


def _quotations(prose: Prose) -> set[tuple[str, ...]]:
    return {tuple(words.folded(each.text)) for each in prose.statements if each.quote}


def _numbers(prose: Prose) -> set[str]:
    """The numbers of two digits or more outside quotations; years are in every text."""
    return {
        word
        for word, quoted in zip(prose.words.folded, prose.quoted.tolist(), strict=True)
        if not quoted and len(word) > 1 and word.isdigit() and not _is_year(word)
    }


def _is_year(word: str) -> bool:
    return len(word) == len("2020") and word[:2] in {"19", "20"}
