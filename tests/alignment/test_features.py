"""What is said is compared apart from who says it; every feature is symmetric."""

import numpy as np
import pytest

from compare.alignment import features as evidence
from compare.alignment.align import align, score_pairs
from compare.model import Statement
from compare.settings import AlignmentSettings

SETTINGS = AlignmentSettings()
AROUND = (
    ["The fire broke out at the mill on Saturday.", "The council votes on the budget on Monday."],
    ["On Saturday a fire destroyed the mill.", "A vote on the budget is due on Monday."],
)
SOURCE = "Mayor Lena Madsen told reporters at the town hall on Friday"


def feature(name: str, *texts: str) -> float:
    batch = evidence.prepare(texts, [0, 1], [2, 2], pools=np.array([0, 2]))
    found = evidence.features(batch, np.array([0]), np.array([1]))
    turned = evidence.features(batch, np.array([1]), np.array([0]))
    assert found == pytest.approx(turned)
    return float(found[0, evidence.NAMES.index(name)])


def first_of_each(a: str, b: str) -> float:
    """The score of two statements among others of their articles."""
    sides = [
        [Statement(name, 500 * at, 500 * at + len(text), text)
         for at, text in enumerate((own, *around))]
        for name, own, around in zip("ab", (a, b), AROUND, strict=True)
    ]  # fmt: skip
    found = {(match.a[1], match.b[1]): match.score for match in align(sides, SETTINGS, 0)}
    return found[0, 0]


def test_one_speaker_does_not_make_two_statements_alike() -> None:
    a, b = f"“We will rebuild,” {SOURCE}.", f"{SOURCE} that 20 homes were lost."
    for name in ("shared", "cosine", "characters", "letters", "anchored_names", "source"):
        assert feature(name, a, b) <= feature(name, "“We will rebuild.”", "20 homes were lost.")
    assert first_of_each(a, b) < 0.1
    assert score_pairs([(a, b)], SETTINGS)[0] < 0.25


def test_what_is_said_is_matched_whoever_says_it() -> None:
    said = "the suspect had carried a loaded weapon"
    assert (
        first_of_each(f"Police chief Ana Ruiz said {said}.", f"According to Omar Holt, {said}.")
        > 0.5
    )


def test_a_speaker_in_common_counts_as_far_as_the_same_is_said() -> None:
    a, b = f"{SOURCE} that {{}}.", f"{SOURCE} that 20 homes were lost."
    none, half, whole = (
        feature("source", a.format(said), b)
        for said in ("they will rebuild", "20 people were hurt", "20 homes were lost")
    )
    assert none == 0 < half < whole


@pytest.mark.parametrize(
    ("a", "b", "same", "other", "unmet"),
    [
        ("Police detained 750 people.", "Police held 750 people.", 1, 0, 0),
        ("Police detained 750 people.", "Police held 1,400 people.", 0, 1, 1),
        ("Police detained 750 people.", "Police held 40 women and 90 men.", 0, 1, 1),
        ("Police detained 750 people.", "Police held many.", 0, 0, 0),
    ],
)
def test_quantities_that_find_no_equal_are_counted_on_the_side_with_fewer(
    a: str, b: str, same: int, other: int, unmet: int
) -> None:
    names = ("same_quantity", "other_quantity", "unmet_quantities")
    assert [feature(name, a, b) for name in names] == [same, other, unmet]
