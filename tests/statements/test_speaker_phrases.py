"""Voices: phrases that can speak pass, all else is nobody's speaker_phrase."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.statements.speaker_phrases import speaker_phrase


@pytest.mark.parametrize(
    "phrase",
    [
        "The ministry",
        "a spokesman for the river board",
        "Militiamen",
        "two people familiar with the matter",
        "One of the people briefed on the plan",
        "The 2009 paper",
        "a statement from the harbour office",
        "The 71-year-old",
        "The Voss campaign",
        "Gov. Nathan Deal",
        "The Harbour Post",
        "presidential candidate",
        "la ministra de agua",
        "WHO",
    ],
)
def test_people_institutions_and_documents_speak(phrase: str) -> None:
    assert speaker_phrase(phrase) == phrase


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "the",
        "an additional",
        "who",
        "They",
        "this month",
        "the past",
        "Photos",
        "Hallam's allegations",
        "the latest round of complaints brought against him",
        "the inquiry despite town leaders having",
        "FLOOD TAKES OLD BRIDGE AWAY",
        "HALLAM SAYS",
        "remove President Hallam Peter John HallamDem lawmaker",
        "The Harbour Shutdown",
        "That’s 30",
        "their smiles",
        "Russian",
        "Sunday",
        "Throughout",
        "Let’s",
        "chairman",
        "the senator who is late",
    ],
)
def test_things_times_headlines_and_scraps_do_not(phrase: str) -> None:
    assert speaker_phrase(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("As the Harbour Post", "the Harbour Post"),
        ("A report last week", "A report"),
        ("that Harbour News", "Harbour News"),
    ],
)
def test_what_only_links_or_dates_is_left_out(phrase: str, wanted: str) -> None:
    assert speaker_phrase(phrase) == wanted


@given(st.text(max_size=60))
def test_any_text_is_read(phrase: str) -> None:
    heard = speaker_phrase(phrase)
    assert heard is None or (heard and heard in " ".join(phrase.split()))
