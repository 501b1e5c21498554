"""Grounds: what each kind of evidence adds to the log odds that two statements say the same.

The coefficients of features that measure nearly one thing mean little one by one; summed up by
what they look at, they can be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["KINDS", "START", "summed"]

KINDS: Mapping[str, tuple[str, ...]] = {
    "shared words": (
        "cosine", "cosine_weighted", "cosine_background", "characters", "covered_more",
        "covered_less", "shared", "shared_others", "others_covered", "same_words", "letters",
    ),
    "shared names": ("shared_names",),
    "who says it": ("source",),
    "words of few statements": (
        "anchored_words", "anchored_names", "anchored_numbers", "anchored_pairs",
        "anchored_denials",
    ),
    "numbers": ("shared_numbers", "same_quantity", "other_quantity", "unmet_quantities"),
    "word order": ("word_pairs", "in_order", "in_order_of_shorter", "word_runs"),
    "meanings": (
        "meaning_more", "meaning_less", "meaning_shared", "meaning_whole",
    ),
    "lengths": ("shorter", "longer"),
    "place in the article": ("distance", "lead"),
    "other partners": ("rival", "share", "unclaimed", "mass"),
    "neighbours that match": ("beside",),
    "read side by side": ("cross_encoder",),
}  # fmt: skip
"""What the features, those of the context and the cross-encoder look at, in words."""
START = "before any evidence"


def summed(parts: Mapping[str, float], start: float) -> dict[str, float]:
    """The parts of a score summed up by kind, with what it starts from; kinds of none left out.

    Args:
        parts: what each feature adds to the log odds, by its name.
        start: the log odds before any.
    """
    kinds = {
        kind: sum(parts[name] for name in names if name in parts) for kind, names in KINDS.items()
    }
    return {START: start} | {kind: part for kind, part in kinds.items() if part}
