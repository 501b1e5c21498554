"""Speakers: who says a quotation or a reported sentence, as the article names them."""

import pytest

from compare.model import Article, Body
from compare.names import same_speaker
from compare.settings import StatementSettings
from compare.statements import split

OPENING = "Defense Secretary Mara T. Voss met Army Gen. Olaf Brandt, chief of staff, on Monday."


def speakers(text: str) -> list[str | None]:
    """The speakers of the statements after the opening, which names everyone."""
    whole = f"{OPENING}\n{text}"
    spans, at = [], 0
    for line in whole.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    found = split(Body(Article("a", whole, "s"), tuple(spans)), StatementSettings())
    return [statement.speaker for statement in found[1:]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"We will not leave now," Voss said.', ["Mara T. Voss"] * 2),
        ('"We will not leave now," said Gen. Brandt, who came late.', ["Olaf Brandt"] * 2),
        ("Voss said it rained. She added that it snowed.", ["Mara T. Voss"] * 2),
        ('"We will not leave now," the general told reporters.', ["Olaf Brandt"] * 2),
        ("It rained, according to Brandt.", ["Olaf Brandt"]),
        ("Brandt: “We will not leave now.”", ["Olaf Brandt"] * 2),
        ('Voss smiled.\n"We will not leave now. We stay," she said.',
         [None, "Mara T. Voss", "Mara T. Voss"]),
        ("“We will not leave now.\n“We will stay,” Voss said.", ["Mara T. Voss"] * 2),
        ("A spokesman for the ministry said it rained.", ["A spokesman for the ministry"]),
        ("It rained all day.", [None]),
    ],
)  # fmt: skip
def test_a_speaker_is_named_in_full(text: str, wanted: list[str | None]) -> None:
    assert speakers(text)[: len(wanted)] == wanted


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Gen. Olaf Brandt", "Brandt", True),
        ("Mara Voss", "Mara T. Voss", True),
        ("Defense Secretary Voss", "Mara Voss", True),
        ("'s Voss", "Mara Voss", True),
        ("the ministry", "The ministry", True),
        ("Jill Brandt", "Olaf Brandt", False),
        ("Voss", None, False),
        (None, None, False),
    ],
)
def test_speakers_of_two_articles_are_compared_by_name(
    a: str | None, b: str | None, *, same: bool
) -> None:
    assert same_speaker(a, b) is same is same_speaker(b, a)
