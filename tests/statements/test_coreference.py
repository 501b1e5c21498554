"""Whom a pronoun means: of the people named before, the one that stands out most."""

import pytest

from compare.statements.coreference import Coreference


@pytest.mark.parametrize(
    ("between", "speaking", "meant"),
    [
        ("It rained.", False, "Mary Lund"),
        ("It rained.", True, "Anna Quist"),
        ("It rained. It was cold.", False, "Mary Lund"),
        # Having spoken outweighs two sentences, and not three.
        ("It rained. It was cold. It was late.", True, "Mary Lund"),
    ],
)
def test_who_has_spoken_is_meant_before_who_was_met(
    between: str, *, speaking: bool, meant: str
) -> None:
    text = f"Judge Anna Quist spoke. {between} They met Judge Mary Lund and she nodded."
    people = Coreference(text, [(0, len(text))], [])
    if speaking:
        people._speaking = {people._mentions[0].start}
    assert people._person_before(text.index("she"), female=True) == meant


def test_who_is_named_in_a_quotation_is_meant_last() -> None:
    text = "Judge Anna Quist came. It rained. “We met Judge Mary Lund,” it said, and she nodded."
    start = text.index("“")
    for quoted, meant in (([], "Mary Lund"), ([(start, text.index("”") + 1)], "Anna Quist")):
        people = Coreference(text, [(0, len(text))], quoted)
        assert people._person_before(text.index("she"), female=True) == meant
