"""Names written out and short count as one, where the texts themselves write them short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.text.acronyms import shortened


@pytest.mark.parametrize(
    ("texts", "written"),
    [
        (["The US left.", "The United States left."], ["The US left.", "The US left."]),
        (["The U.S. left.", "The United States left."], ["The US left.", "The US left."]),
        (["No one left the United States."], ["No one left the United States."]),
        (
            ["An FBI raid.", "Then Federal Bureau of Investigation Director Ann Roe spoke."],
            ["An FBI raid.", "Then FBI Director Ann Roe spoke."],
        ),
        (["THE US LEFT.", "The United States left."], ["THE US LEFT.", "The United States left."]),
        (["She works for us.", "The United States left."],
         ["She works for us.", "The United States left."]),
        ([], []),
    ],
)  # fmt: skip
def test_names_with_a_known_acronym_are_written_short(texts: list[str], written: list[str]) -> None:
    assert shortened(texts) == written


@given(st.lists(st.text("AbcU.S nd", max_size=30), max_size=4))
def test_the_order_of_texts_has_no_effect_and_once_is_enough(texts: list[str]) -> None:
    once = shortened(texts)
    assert shortened(texts[::-1]) == once[::-1]
    assert len(once) == len(texts)
