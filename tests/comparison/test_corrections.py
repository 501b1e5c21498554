"""A reader's corrections: links cut and made, claims split, and what is said of them."""

import json
from pathlib import Path

import pytest

from compare import compare_events, load_settings
from compare.comparison.corrections import read_corrections
from compare.errors import InputError
from compare.model import Article, Comparison

FIRE = "The old pier at Orrin burned down on Monday night."
CREW = "Forty firefighters from Lauental fought the flames for six hours."
COST = "Mayor Ida Ross put the damage at three million crowns."
HELP = "The town council wants money from the capital for a new one."
TEXTS = {
    "north": f"{FIRE} {CREW} {COST}",
    "south": f"{FIRE} Forty firefighters from Lauental fought the flames all night. {HELP}",
    "west": f"{FIRE} Forty firefighters of Lauental fought the flames for six hours. {COST}",
}


def compared(corrections: Path | None = None) -> Comparison:
    articles = [
        Article(id_, text, id_.title(), "Pier at Orrin burns down", "2031-03-04", language="en")
        for id_, text in TEXTS.items()
    ]
    known = read_corrections(corrections) if corrections else ()
    links = tuple((a, b) for a in TEXTS for b in TEXTS if a < b)
    (made,), _ = compare_events(articles, load_settings(), links, corrections=known)
    return made


def line(a: tuple[str, str], b: tuple[str, str], label: int) -> str:
    row: dict[str, object] = {"label": label, "kind": "statements"}
    for side, (id_, text) in (("a", a), ("b", b)):
        start = TEXTS[id_].index(text)
        row |= {side: text, f"{side}_article": id_, f"{side}_span": [start, start + len(text)]}
    return json.dumps(row)


def told(made: Comparison, words: str) -> list[tuple[str, ...]]:
    return [c.tellers for c in made.claims if words in c.text]


def test_a_link_that_a_reader_cuts_splits_the_claim(tmp_path: Path) -> None:
    assert told(compared(), "old pier") == [("north", "south", "west")]
    file = tmp_path / "mine.jsonl"
    file.write_text("\n".join(
        line((a, FIRE), (b, FIRE), 0) for a, b in (("north", "south"), ("south", "west"))
    ))  # fmt: skip
    made = compared(file)
    assert sorted(told(made, "old pier")) == [("north", "west"), ("south",)]
    assert made.corrected is not None
    assert made.corrected.files == ("mine.jsonl",)
    assert [same for *_, same in made.corrected.pairs] == [False, False]


def test_a_cut_pair_stays_apart_though_a_third_matches_both(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(line(("north", FIRE), ("south", FIRE), 0))
    told_of = [claim for claim in compared(file).claims if "old pier" in claim.text]
    assert told_of
    for claim in told_of:
        assert not {"north", "south"} <= {cell.article for cell in claim.cells}


def test_a_link_that_a_reader_makes_joins_two_claims_and_is_certain(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    assert told(compared(), "council") == [("south",)]
    file.write_text(line(("north", COST), ("south", HELP), 1))
    made = compared(file)
    (match,) = [m for m in made.matches if m.score == 1.0 and not m.parts]
    assert {made.articles[end[0]].article.id for end in (match.a, match.b)} == {"north", "south"}
    joined = [c for c in made.claims if {"north", "south"} <= {cell.article for cell in c.cells}]
    assert any("damage" in claim.text or "council" in claim.text for claim in joined)


def test_corrections_that_fit_no_statement_change_nothing(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    row = json.loads(line(("north", FIRE), ("south", FIRE), 0))
    file.write_text(json.dumps(row | {"a_article": "gone"}) + "\n")
    assert compared(file) == compared()


def test_a_statement_that_moved_is_found_by_its_words(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    row = json.loads(line(("north", FIRE), ("south", FIRE), 0))
    file.write_text(json.dumps(row | {"a_span": [500, 501]}) + "\n")
    assert compared(file).corrected is not None


def test_of_two_corrections_of_one_pair_the_later_holds(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    both = [line(("north", FIRE), ("south", FIRE), 0), line(("south", FIRE), ("north", FIRE), 1)]
    file.write_text("\n".join(both))
    assert [one.same for one in read_corrections(file)] == [True]


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a_article": "x", "label": 2}'])
def test_a_line_that_is_no_correction_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(text)
    with pytest.raises(InputError, match=r"mine\.jsonl:1: is no correction"):
        read_corrections(file)
