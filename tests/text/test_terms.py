"""Terms are stems where words are spaced, and pairs of characters where they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.text.terms import language_code, terms


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ministers resigned", None, ["minist", "resign"]),
        ("Die Minister traten zurück", "de", ["die", "minist", "trat", "zuruck"]),
        ("総理大臣", "ja", ["総理", "理大", "大臣"]),
        ("人", "zh", ["人"]),
        ("国会2024年 Reuters报道", "zh", ["国会", "2024", "年", "reuters", "报道"]),
        ("", None, []),
    ],
)
def test_terms_of(text: str, language: str | None, expected: list[str]) -> None:
    assert terms(text, language) == expected


@pytest.mark.parametrize(("tag", "code"), [("en-GB", "en"), ("pt_BR", "pt"), (None, "en")])
def test_a_language_tag_is_cut_to_its_code(tag: str | None, code: str) -> None:
    assert language_code(tag) == code


@given(st.text().map("Bridge {}".format))
def test_any_text_has_terms_without_blanks(text: str) -> None:
    assert terms(text)
    assert all(term and not term.isspace() for term in terms(text))
