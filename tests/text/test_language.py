"""An unsure language is none."""

import pytest

from compare.model import Article
from compare.text import language


@pytest.mark.parametrize(("probability", "code"), [(0.6, "sv"), (0.59, None)])
def test_a_language_is_told_from_three_in_five_on(
    probability: float, code: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Identifier:
        def classify(self, _text: str) -> tuple[str, float]:
            return "sv", probability

    monkeypatch.setattr(language, "_identifier", Identifier)
    assert language.detect("Bron öppnades på lördagen.") == code


@pytest.mark.parametrize(
    ("text", "code"), [("abcdefghij " * 2, "en"), ("abcdefghij klmnopqrs", None)]
)
def test_a_text_of_twenty_letters_has_a_language(
    text: str, code: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Identifier:
        def classify(self, _text: str) -> tuple[str, float]:
            return "en", 1.0

    monkeypatch.setattr(language, "_identifier", Identifier)
    assert language.detect(text) == code


def test_most_articles_name_the_language_of_an_event() -> None:
    def event(*codes: str | None) -> str:
        return language.common_language(
            [Article(str(at), "", "s", language=code) for at, code in enumerate(codes)]
        )

    assert event("sv", "de", "sv") == "sv"
    assert event("sv", "de") == "de"
    assert event(None, None) == "en"
    assert event(None, "sv", None) == "sv"
