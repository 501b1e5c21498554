"""Evidence is exact: against a naive count, whatever the texts, and forms are no copies."""

import random
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.copies.detection import find_copies
from compare.copies.shared_passages import Text, shared_passages
from compare.copies.verification import verify
from compare.model import Article, Copy
from compare.settings import Settings
from compare.text import tokens as words
from tests.copies.test_detection import story

DEFAULTS = Settings()
WORDS = st.sampled_from([f"w{number}" for number in range(40)] + ["the", "of", "9"])
NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
FORMS = {
    "earnings": (
        "{name} Holdings reported net income of {n} million crowns for the quarter ended {day}, "
        "compared with {n} million crowns a year before. Revenue came to {n} million crowns. The "
        "board declared a dividend of {n} crowns a share, payable to holders of record on {day}. "
        "Chief executive {name} {name} said the {name} division did well. The shares of the company "
        "closed at {n} crowns on the {name} exchange, {way} {n} percent."
    ),
    "weather": (
        "Today in {name} County it will be {way} with a high near {n}. Wind from the {way} at {n} to "
        "{n} miles an hour. Tonight a low around {n}. On {day} a {n} percent chance of showers, "
        "mainly after {n}. The {name} River at {name} stood at {n} feet, {n} feet below flood stage."
    ),
    "obituary": (
        "{name} {name}, {n}, of {name}, died {day} at {name} Hospital. Visitation is from {n} to {n} "
        "at the {name} Funeral Home on {name} Street. Services are at {n} on {day} at {name} Church, "
        "with the Rev. {name} {name} officiating. Burial is in {name} Cemetery. Survivors include "
        "{n} children and {n} grandchildren."
    ),
    "sports": (
        "{name} beat {name} {n} to {n} on {day}. {name} {name} scored {n} points for {name} and had "
        "{n} rebounds, while {name} {name} added {n}. {name} trailed by {n} at half time before a run "
        "of {n} points led by {name}. {name} plays {name} next on {day}, when tickets cost {n}."
    ),
}


def _find(articles: list[Article]) -> tuple[Copy, ...]:
    return find_copies(articles, DEFAULTS.fingerprints, DEFAULTS.passages, DEFAULTS.copies)


def _prose(rng: random.Random, count: int) -> str:
    """Words that no other call gives, so that nothing is shared by chance."""
    return " ".join(f"{rng.choice(NAMES)}{rng.randrange(10**9)}" for _ in range(count))


def _naive(left: str, right: str) -> tuple[float, float]:
    def shingles(text: str) -> set[tuple[str, ...]]:
        folded = words.folded(text)
        return {tuple(folded[i : i + 3]) for i in range(max(1, len(folded) - 2))} - {()}

    one, two = shingles(left), shingles(right)
    both = len(one & two)
    return both / max(1, len(one | two)), both / max(1, min(len(one), len(two)))


def _form(kind: str, seed: int) -> str:
    rng = random.Random(f"{kind}{seed}")
    text = FORMS[kind]
    for slot in ("name", "n", "day", "way"):
        while f"{{{slot}}}" in text:
            value = {
                "name": rng.choice(NAMES) + rng.choice("aeiou") + rng.choice(["ton", "ley", "by"]),
                "n": f"{rng.uniform(2, 900):.1f}",
                "day": f"May {rng.randint(1, 28)}",
                "way": rng.choice(["up", "down", "cloudy", "north", "calm"]),
            }[slot]
            text = text.replace(f"{{{slot}}}", value, 1)
    return text


@given(st.lists(WORDS, max_size=50).map(" ".join), st.lists(WORDS, max_size=50).map(" ".join))
def test_likeness_is_that_of_a_naive_count(left: str, right: str) -> None:
    found = verify(Text(left), Text(right), DEFAULTS.copies)
    assert (found.jaccard, found.containment) == pytest.approx(_naive(left, right))


@given(st.lists(WORDS, max_size=90), st.lists(WORDS, max_size=90))
def test_runs_are_the_same_words_and_use_each_once(left: list[str], right: list[str]) -> None:
    first, second = Text(" ".join(left)), Text(" ".join(right))
    used_left: list[int] = []
    used_right: list[int] = []
    for passage in shared_passages(first, second, 30):
        for i, j, size in passage.runs:
            assert left[i : i + size] == right[j : j + size]
            used_left += range(i, i + size)
            used_right += range(j, j + size)
        assert passage.start == passage.runs[0][0]
        assert passage.other_end == passage.runs[-1][1] + passage.runs[-1][2]
    assert len(used_left) == len(set(used_left))
    assert len(used_right) == len(set(used_right))


@given(
    st.lists(WORDS, max_size=60), st.lists(WORDS, max_size=60),
    st.lists(WORDS, max_size=60), st.lists(WORDS, max_size=60),
    st.randoms(use_true_random=False), st.integers(30, 45),
)  # fmt: skip
def test_a_shared_run_of_thirty_words_is_always_found(
    before: list[str], after: list[str], other_before: list[str], other_after: list[str],
    rng: random.Random, size: int,
) -> None:  # fmt: skip
    run = _prose(rng, size)
    one = ", ".join([*before, run, *after])
    two = ", ".join([*other_before, run.upper(), *other_after])
    (copy,) = _find([Article("one", one, "post"), Article("two", two, "post")])
    texts = {"one": one.casefold(), "two": two.casefold()}
    wanted = run.casefold()
    assert any(
        wanted in texts[copy.id][passage.start : passage.end]
        and wanted in texts[copy.of][passage.other_start : passage.other_end]
        for passage in copy.passages
    )


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("number", [2, 30])
def test_filled_in_forms_are_no_copies_of_any_kind(kind: str, number: int) -> None:
    made = [Article(f"{seed}", _form(kind, seed), f"s{seed % 3}") for seed in range(number)]
    assert _find(made) == ()


@pytest.mark.parametrize("length", [30, 60, 200])
@pytest.mark.parametrize("outlets", [1, 12])
def test_a_footer_is_learned_and_a_story_under_it_is_not(length: int, outlets: int) -> None:
    rng = random.Random(length * outlets)
    footer = _prose(rng, length)
    made = [
        Article(f"{at}", f"{_prose(rng, 150)} {footer}", f"s{at % outlets}") for at in range(24)
    ]
    story = _prose(rng, 300)
    made += [Article(f"copy{at}", f"{story} {footer}", f"s{at % outlets}") for at in range(2)]
    made.append(Article("cut", f"{' '.join(story.split()[:90])} {footer}", "s0"))
    found = {(copy.id, copy.of, copy.kind) for copy in _find(made)}
    assert {(copy, kind) for copy, _, kind in found} == {("copy1", "exact"), ("cut", "near")}


@pytest.mark.parametrize("seed", range(5))
def test_a_scan_is_near_and_other_numbers_are_no_damage(seed: int) -> None:
    rng = random.Random(seed)
    text = " ".join(
        rng.choice(NAMES) + rng.choice(["ton", "ley", "ford", "by"]) for _ in range(300)
    )
    scan = "".join("i" if rng.random() < 0.04 and c.isalpha() else c for c in text)
    assert verify(Text(text), Text(scan), DEFAULTS.copies).kind == "near"
    one, two = ("the port took 4321 boats on monday", "the port took 4327 boats on monday")
    first, second = Text(f"{text} {one} {text}"), Text(f"{text} {two} {text}")
    (passage,) = shared_passages(first, second, 30)
    assert passage.slots == 1


def test_one_very_long_article_and_a_cut_of_it() -> None:
    rng = random.Random(5)
    text = _prose(rng, 50_000)
    cut = text[: len(text) // 2]
    (copy,) = _find([Article("a", text, "x"), Article("b", cut, "y")])
    assert (copy.id, copy.of, copy.kind) == ("b", "a", "near")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("One two three. FOO BAR BAZ.", ""),
        ("One two three four five. FOO BAR BAZ.", "One two three four five. "),
        ("One two.\nThis paper FOO BAR BAZ daily.\nThree.", "One two.\n\nThree."),
        ("FOO BAR\n\nOne.\nFOO", "\n\nOne.\n"),
        ("One two.", "One two."),
        ("", ""),
    ],
)
def test_a_text_without_its_boilerplate(text: str, own: str) -> None:
    dull = np.array([word.isupper() for word in re.findall(r"\w+", text)], bool)
    assert Text(text, boilerplate=dull).own == own


def test_links_hidden_behind_a_name_are_no_part_of_anothers_text() -> None:
    links = (
        "Sen. Tom Voss Thomas (Tom) Ian VossSenate votes on dams after a long night of talks Voss: "
        "No comment on the fish ladder, ask me later Overnight Energy: Judge rules on two dams | "
        "Is a deal on salmon still possible | Five things to watch this week MORE"
    )
    one, two = (f"{story(n, 12)} {links} said so. {story(n + 50, 12)}" for n in (1, 2))
    shown = links.replace("MORE", "LESS")
    first, second = (Text(text.replace(links, shown)) for text in (one, two))
    assert verify(Text(one), Text(two), DEFAULTS.copies).kind is None
    assert verify(first, second, DEFAULTS.copies).kind == "partial"
