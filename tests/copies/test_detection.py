"""Copies are found by kind, of the article that is kept, and never among unrelated ones."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from compare.copies.detection import find_copies, publication_order
from compare.model import Article, Copy
from compare.settings import Settings
from compare.text import tokens as words

DEFAULTS = Settings()
SYLLABLES = ("ba", "ken", "dor", "mi", "ral", "tos", "ven", "shu", "pel", "gri", "nan", "cor")
GLUE = ("the", "of", "in", "and", "to", "a", "said", "that", "for", "on", "with", "was", "by")


def story(seed: int, sentences: int = 20) -> str:
    """Invented prose; two seeds share no more than small words."""
    rng = random.Random(seed)
    own = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(150)]
    lines = (
        [rng.choice(GLUE if rng.random() < 0.4 else own) for _ in range(rng.randint(8, 20))]
        for _ in range(sentences)
    )
    return " ".join(" ".join(line).capitalize() + "." for line in lines)


def _find(*articles: Article) -> tuple[Copy, ...]:
    return find_copies(articles, DEFAULTS.fingerprints, DEFAULTS.passages, DEFAULTS.copies)


def _article(ident: str, text: str, day: int = 1, source: str = "post") -> Article:
    return Article(ident, text, source, published=f"2024-03-{day:02}")


def test_other_case_and_punctuation_are_the_same_words() -> None:
    text = story(1)
    first = _article("a", text, 2)
    (copy,) = _find(first, _article("b", text.upper().replace(",", " —"), 3))
    assert (copy.id, copy.of, copy.kind) == ("b", "a", "exact")
    assert copy.jaccard == copy.containment == 1.0


def test_kept_is_the_earliest_then_the_longest_then_the_first_id() -> None:
    text = story(1)
    made = [
        replace(_article("e", text), published=None),
        _article("d", text, 4),
        _article("c", text, 3),
        _article("b", text + " !", 3),
        _article("a", text, 3),
    ]
    assert min(made, key=publication_order).id == "b"
    assert {(copy.id, copy.of) for copy in _find(*made)} == {(i, "b") for i in "acde"}


def test_a_cut_is_near_and_its_passage_has_offsets_in_both() -> None:
    text = story(2, 40)
    cut = text[: text.index(". ", len(text) // 3) + 1]
    copied = _article("cut", "From our own desk. " + cut, 2)
    (copy,) = _find(_article("whole", text), copied)
    assert (copy.kind, copy.of) == ("near", "whole")
    assert copy.containment > 0.9
    for passage in copy.passages:
        here = copied.text[passage.start : passage.end]
        there = text[passage.other_start : passage.other_end]
        assert words.folded(here) == words.folded(there)


def test_a_lifted_passage_is_partial() -> None:
    source, host = story(3, 30).split(". "), story(4, 30).split(". ")
    lifted = ". ".join([*host[:9], *source[10:15], *host[9:]])
    (copy,) = _find(_article("a", ". ".join(source)), _article("b", lifted, 2))
    assert (copy.id, copy.of, copy.kind) == ("b", "a", "partial")


def test_two_cuts_of_one_story_are_one_set() -> None:
    parts = story(5, 30).split(". ")
    cuts = [". ".join(parts[:12]), ". ".join(parts[:3] + parts[8:22])]
    found = _find(
        _article("first", cuts[0], 1), _article("second", cuts[1], 2),
        _article("whole", ". ".join(parts), 3),
    )  # fmt: skip
    assert {(copy.id, copy.of, copy.kind) for copy in found} == {
        ("second", "first", "near"), ("whole", "first", "near"),
    }  # fmt: skip


def test_a_round_up_does_not_join_its_stories() -> None:
    one, two = story(6, 20), story(7, 20)
    found = _find(
        _article("one", one, 1), _article("two", two, 2), _article("both", f"{one}\n{two}", 3)
    )
    assert {(copy.id, copy.of, copy.kind) for copy in found if copy.kind != "partial"} == {
        ("both", "one", "near")
    }


def test_ten_reprints_stay_copies_and_thirty_footers_do_not_become_any() -> None:
    footer = "\n" + story(100, 8)
    wire = story(8, 25)
    reprints = [_article(f"r{i}", f"{wire}\n{story(200 + i, 4)}", 1 + i) for i in range(10)]
    others = [_article(f"o{i}", story(300 + i, 8) + footer, 1 + i % 28) for i in range(30)]
    found = _find(*reprints, *others)
    assert {(copy.id, copy.of) for copy in found} == {(f"r{i}", "r0") for i in range(1, 10)}


def test_ten_thousand_identical_articles_are_copies_of_one() -> None:
    text = story(9)
    found = _find(*(_article(f"{i:05}", text) for i in range(10_000)))
    assert len(found) == 9_999
    assert {(copy.of, copy.kind) for copy in found} == {("00000", "exact")}


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), max_size=5), st.randoms(use_true_random=False))
def test_any_texts_in_any_order(texts: list[str], rng: random.Random) -> None:
    texts = [*texts, "", "!!!", "ho " * 300, "ho " * 200, "日本語の記事です。" * 9, "one line"]
    made = [_article(f"{i}", text, 1 + i % 3) for i, text in enumerate(texts)]
    found = _find(*made)
    rng.shuffle(made)
    assert _find(*made) == found
    kept = {article.id for article in made} - {c.id for c in found if c.kind != "partial"}
    assert all(copy.of in kept for copy in found)
    assert all(0 <= copy.jaccard <= 1 and 0 <= copy.containment <= 1 for copy in found)


def test_a_passage_of_what_only_a_copy_holds_is_told_by_the_copy() -> None:
    kept, insert = story(41), story(42, 4)
    holder = f"{kept[:400]} {insert} {kept[400:]}"
    third = f"{story(43, 12)} {insert} {story(44, 12)}"
    found = _find(_article("a", kept), _article("b", holder, 2), _article("c", third, 3))
    (copy,) = [copy for copy in found if copy.id == "c"]
    assert (copy.kind, copy.of, copy.via) == ("partial", "a", "b")
    (passage,) = copy.passages
    told = third[passage.start : passage.end]
    assert told == holder[passage.other_start : passage.other_end]
    assert insert.strip(". ") in told
