"""Speakers: who says a quotation or a reported sentence, as the article names them."""

import pytest

from compare.model import Article, CleanedArticle
from compare.settings import StatementSettings
from compare.statements.split import split
from tests.benchmarks.statements import same_speaker

OPENING = "Defense Secretary Mara T. Voss met Army Gen. Olaf Brandt, chief of staff, on Monday."


def speakers(text: str) -> list[str | None]:
    """The speakers of the statements after the opening, which names everyone."""
    whole = f"{OPENING}\n{text}"
    spans, at = [], 0
    for line in whole.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    found = split(CleanedArticle(Article("a", whole, "s"), tuple(spans)), StatementSettings())
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


def test_a_title_is_a_surname_where_someone_bears_it() -> None:
    found = speakers(
        "Judge Peter Hallam denied it. Mark Judge wrote to the board.\n"
        '"I do not recall that at all," Judge said. He told the Herald that he was asleep.\n'
        "The judge said it rained. Mr. Judge said it snowed. Judge Hallam said it froze."
    )
    assert found == [
        "Peter Hallam", "Mark Judge", "Mark Judge", "Mark Judge", "Mark Judge",
        "Peter Hallam", "Mark Judge", "Peter Hallam",
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["Bishop", "King", "Pope", "Major", "Cardinal"])
def test_any_title_may_be_a_surname(title: str) -> None:
    found = speakers(
        f"{title} Peter Hallam denied it. Laura {title} lives nearby.\n{title} said no."
    )
    assert found[-1] == f"Laura {title}"


def test_a_rare_given_name_is_known_by_the_title_before_it() -> None:
    found = speakers("King Olaf denied it. Sen. Elbor King came.\nKing said it rained.")
    assert found[-1] == "Elbor King"


def test_links_run_into_a_name_are_no_part_of_it() -> None:
    found = speakers("Sen. Ana Ruiz Ana Maria RuizTown wins the cup MORE said it rained.")
    assert found[-1] in {"Ana Ruiz", None}
    found = speakers("Ana Ruiz Ana Maria RuizTown said it rained. She said it snowed.")
    assert found == ["Ana Ruiz", "Ana Ruiz"]


def test_who_leads_something_named_is_not_whoever_leads() -> None:
    found = speakers("President Olga Hallam came.\nThe president of Harbour Watch said it rained.")
    assert found[-1] == "The president of Harbour Watch"


def test_a_state_before_a_title_is_no_given_name() -> None:
    assert speakers("The Virginia Governor came.\nGovernor Hallam said it rained.") == [
        None,
        "Hallam",
    ]


def test_the_spouse_of_a_president_does_not_speak_for_him() -> None:
    found = speakers(
        "President Hallam met the board. He came with Laura Hallam, a painter.\n"
        'Hallam said it rained. "We will all stay at home," Hallam said.\n'
        "Laura Hallam said it snowed."
    )
    assert found[-4:] == ["Hallam", "Hallam", "Hallam", "Laura Hallam"]


def test_what_cannot_speak_is_no_speaker() -> None:
    found = speakers(
        "Hallam's allegations said “it was the rain that took it.”\n"
        "Photos showed “it was the rain that took it.” The past said it rained."
    )
    assert found == [None] * 5


def test_a_description_that_opens_the_sentence_speaks() -> None:
    assert (
        speakers("Her office put out a note saying the U.K. “does not have time for this.”")
        == ["Her office"] * 2
    )


def test_the_writer_speaks_and_not_the_thing_written_on() -> None:
    found = speakers(
        "Later, Voss shared a map called “Rain” there, writing “Here is your map now.”"
    )
    assert found[-1] == "Mara T. Voss"


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
