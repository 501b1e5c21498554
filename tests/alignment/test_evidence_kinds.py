"""Every feature is told of in words, and what is told adds up to the score."""

import math
from collections import Counter

import pytest

from compare.alignment import context_features as context
from compare.alignment import features as evidence
from compare.alignment.align import align
from compare.alignment.evidence_kinds import KINDS
from compare.model import Statement
from compare.settings import AlignmentSettings

A = ("The mill at Orrin burned down on Saturday.", "Two firemen were hurt, the mayor said.")
B = ("On Saturday a fire destroyed the mill at Orrin.", "The mayor said three firemen were hurt.")


def test_every_feature_is_of_one_kind() -> None:
    known = Counter(name for names in KINDS.values() for name in names)
    assert set(known) == {*evidence.NAMES, *context.NAMES, "cross_encoder"} - {"first"}
    assert set(known.values()) == {1}


def test_the_parts_of_a_match_add_up_to_its_log_odds() -> None:
    sides = [
        [Statement(name, start, start + len(text), text) for start, text in enumerate(texts)]
        for name, texts in (("a", A), ("b", B))
    ]
    matches = align(sides, AlignmentSettings(), 0.0)
    assert len(matches) == 4
    for match in matches:
        odds = math.fsum(match.parts.values())
        assert match.score == pytest.approx(1 / (1 + math.exp(-odds)))
