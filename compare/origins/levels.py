"""From the evidence of a pair to METER's three levels, with a probability each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compare.origins.pair_evidence import PairEvidence

__all__ = ["LEVELS", "levels_of"]

LEVELS = ("derived", "mixed", "independent")
_DERIVED, _MIXED = 0.3, 0.08


def levels_of(evidence: PairEvidence) -> dict[str, float]:
    """The probability of each level, that the child is to its parent."""
    narration = evidence.features[0]
    if narration >= _DERIVED:
        return {"derived": 0.8, "mixed": 0.15, "independent": 0.05}
    if narration >= _MIXED:
        return {"derived": 0.15, "mixed": 0.7, "independent": 0.15}
    return {"derived": 0.03, "mixed": 0.07, "independent": 0.9}
