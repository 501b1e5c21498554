"""What says that one article is rewritten from another: the evidence of one pair, both ways.

Each feature is of a child and a parent, and blind to which came first: wording that neither
quotes, sentences that follow the other's closely and in its order, rare words both chose,
quotations cut alike.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from compare.origins.shared_wording import shared_wording

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from compare.origins.prose import Prose
    from compare.origins.shared_wording import SharedWording

__all__ = ["FEATURES", "Matched", "PairEvidence", "pair_evidence"]

Matched = tuple[int, int, float]
"""A statement of the child, one of the parent that says the same, and how surely (0 to 1)."""

FEATURES = ("narration", "longest", "followed", "neighbours", "pairs", "rare")
"""What ``PairEvidence.features`` holds, in order; all 0 to 1.

``narration``: the share of the child's narration that stands in the parent word for word;
``longest``: its longest run, on a scale that ends at ``_LONG`` words; ``followed``: the share of
it in sentences most of whose content words one sentence of the parent has; ``neighbours``: the
share of these whose next one follows the parent's next; ``pairs``: the share of its pairs of
neighbouring content words, and ``rare``: of its rare words (by weight), that the parent has too.
All are of narration alone, for quotations of one speech say nothing of who copied whom.
"""
_CLOSE = 0.6
"""The share of a sentence's content terms that a sentence of the parent has if it is followed."""
_TERMS = 4
"""A sentence with fewer content terms is followed by chance."""
_NEXT = 2
"""So far on stands the parent's next sentence, for one may have been left out."""
_LONG, _MANY = 60, 4


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """What a child and a parent have in common; indices and spans of the child come first.

    ``carried`` (bool, one per word of the child) are the words the parent has too: those of shared
    wording and of matched or followed sentences. ``in_order``: the share of the matched statements
    that stand in the parent's order.
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
    followed = _followed(child, parent)
    carried = wording.first.copy()
    for own in {*followed, *(own for own, _, _ in sentences)}:
        carried |= child.sentence == own
    alike = child.quotations & parent.quotations
    plain = max(1, int(child.narration.sum()))
    features = (
        float(wording.narrated.sum()) / plain,
        min(1.0, float(np.log1p(wording.longest) / np.log1p(_LONG))),
        _words_in(child, followed) / plain,
        _neighbours(followed),
        _pairs(child, parent),
        _rare(child, parent),
    )
    return PairEvidence(
        wording, tuple(matched), carried, _in_order(sentences), len(alike),
        len(child.numbers & parent.numbers), features,
    )  # fmt: skip


def _sentences(child: Prose, parent: Prose, matched: Sequence[Matched]) -> list[Matched]:
    """The matched sentences, in the child's order; of the parent's that match one, the surest."""
    best: dict[int, Matched] = {}
    for own, other, score in matched:
        if child.statements[own].parent is None and parent.statements[other].parent is None:
            known = best.get(own)
            if known is None or (-score, other) < (-known[2], known[1]):
                best[own] = (own, other, score)
    return [best[own] for own in sorted(best)]


def _followed(child: Prose, parent: Prose) -> dict[int, int]:
    """The child's sentences that follow one of the parent's, and which (its place in order)."""
    holders: dict[str, list[int]] = {}
    for at, each in enumerate(parent.narrated):
        for term in set(() if each.spoken else each.terms):
            holders.setdefault(term, []).append(at)
    found = {}
    for own in child.narrated:
        terms = set(own.terms)
        if own.spoken or len(terms) < _TERMS:
            continue
        counts: dict[int, int] = {}
        for term in terms:
            for at in holders.get(term, ()):
                counts[at] = counts.get(at, 0) + 1
        if counts:
            best = min(counts, key=lambda at: (-counts[at], at))
            if counts[best] >= _CLOSE * len(terms):
                found[own.statement] = best
    return found


def _words_in(child: Prose, sentences: Collection[int]) -> int:
    return sum(each.words for each in child.narrated if each.statement in sentences)


def _neighbours(followed: Mapping[int, int]) -> float:
    """Of followed sentences, the share after which the next follows the parent's next."""
    places = [followed[own] for own in sorted(followed)]
    kept = sum(0 < two - one <= _NEXT for one, two in pairwise(places))
    return kept / max(_MANY, len(places) - 1)


def _pairs(child: Prose, parent: Prose) -> float:
    """The share of the child's pairs of neighbouring terms that the parent narrates too."""
    every = {pair for each in child.narrated for pair in each.pairs}
    return len(_told_pairs(child) & _told_pairs(parent)) / max(1, len(every))


def _told_pairs(prose: Prose) -> set[tuple[str, str]]:
    return {pair for each in prose.narrated if not each.spoken for pair in each.pairs}


def _rare(child: Prose, parent: Prose) -> float:
    """The share of the child's rare words, by weight, that the parent narrates too."""
    own, other = (
        {term for each in prose.narrated if not each.spoken for term in each.terms}
        for prose in (child, parent)
    )
    both = sum(idf for term, idf in child.rare.items() if term in own & other)
    return both / (sum(child.rare.values()) or 1.0)


def _in_order(sentences: Sequence[Matched]) -> float:
    """The longest run of matches that stand in the parent's order, as a share of them all."""
    if not sentences:
        return 0.0
    tails: list[int] = []
    for _, other, _ in sentences:
        at = bisect_left(tails, other)
        tails[at : at + 1] = [other]
    return len(tails) / len(sentences)
