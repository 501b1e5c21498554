from itertools import permutations
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from compare.alignment import align as alignment
from compare.model import Match, Statement
from compare.settings import AlignmentSettings

if TYPE_CHECKING:
    from compare.alignment.features import Batch

SETTINGS = AlignmentSettings()
MAYOR = [
    "Mayor Anna Quist opened the new bridge over the Lenne on Saturday.",
    "The bridge cost 14 million crowns and took three years to build.",
    "Fishermen complained that their moorings had been moved upstream.",
    "A brass band played, and the first tram crossed at noon.",
]
OTHER = [
    "Trams crossed the Lenne for the first time at noon on Saturday as a brass band played.",
    "It had rained all week.",
    "The new bridge, which took three years to build, cost 14 million crowns.",
    "Anna Quist, the mayor, opened it.",
]
CHURCH = ["The church roof in Aldby leaks.", "Anna Quist opened the bridge on Saturday."]

TEXTS = st.lists(
    st.text(alphabet="ab Bridge12.,“” 橋梁\u0301\n", max_size=60)
    | st.sampled_from([*MAYOR, *OTHER, *CHURCH]),
    max_size=5,
)


def statements(article: str, texts: list[str]) -> list[Statement]:
    found, start = [], 0
    for text in texts:
        found.append(Statement(article, start, start + len(text), text))
        start += len(text) + 1
    return found


def test_the_same_in_other_words_is_matched_and_nothing_else() -> None:
    matches = alignment.align(
        [statements("a", MAYOR), statements("b", OTHER)], SETTINGS, min_score=0.5
    )
    assert {(match.a[1], match.b[1]) for match in matches} == {(1, 2), (3, 0), (0, 3)}


def test_zero_lists_every_pair() -> None:
    matches = alignment.align([statements("a", MAYOR), statements("b", CHURCH)], SETTINGS, 0)
    assert [(match.a, match.b) for match in matches] == [
        ((0, i), (1, j)) for i in range(len(MAYOR)) for j in range(len(CHURCH))
    ]


@settings(deadline=None, max_examples=40)
@given(TEXTS, TEXTS)
def test_scores_are_symmetric_probabilities_for_any_text(a: list[str], b: list[str]) -> None:
    forth = alignment.align([statements("a", a), statements("b", b)], SETTINGS, 0)
    back = alignment.align([statements("y", b), statements("z", a)], SETTINGS, 0)
    assert len(forth) == len(a) * len(b)
    scores = {(match.a[1], match.b[1]): match.score for match in forth}
    for match in back:
        assert 0 <= match.score <= 1
        assert np.isclose(match.score, scores[match.b[1], match.a[1]])


def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = {"a": MAYOR, "b": OTHER, "c": CHURCH}
    results = set()
    for order in permutations(articles):
        matches = alignment.align([statements(id_, articles[id_]) for id_ in order], SETTINGS)
        ends = (
            (sorted([(order[m.a[0]], m.a[1]), (order[m.b[0]], m.b[1])]), m.score, m.relation)
            for m in matches
        )
        results.add(str(sorted(ends)))
    assert len(results) == 1


def test_candidates_by_shared_terms_score_as_all_pairs_do() -> None:
    flat = [*statements("a", MAYOR), *statements("b", OTHER), *statements("c", CHURCH)]
    _, some = alignment.pair_up(flat, SETTINGS.floor)
    _, every = alignment.pair_up(flat, -1.0)
    chosen = set(zip(some.left.tolist(), some.right.tolist(), strict=True))
    assert chosen < set(zip(every.left.tolist(), every.right.tolist(), strict=True))


def test_nothing_to_align_gives_no_matches() -> None:
    assert alignment.align([], SETTINGS) == ()
    assert alignment.align([[], []], SETTINGS, 0) == ()
    assert alignment.align([statements("a", ["", "Yes"]), []], SETTINGS, 0) == ()
    assert (
        len(alignment.align([statements("a", [""]), statements("b", ["", "No"])], SETTINGS, 0)) == 2
    )


def test_quotations_are_matched_with_quotations_only() -> None:
    said = "“We will not leave this harbour before spring,” Captain Ode said."
    quoted = "We will not leave this harbour before spring,"
    a = [
        Statement("a", 0, len(said), said),
        Statement("a", 1, 46, quoted, quote=True, speaker="Ode", parent=0),
    ]
    b = [
        Statement("b", 0, len(said), said),
        Statement("b", 1, 46, quoted, quote=True, speaker="Ode", parent=0),
    ]
    matches = alignment.align([a, b], SETTINGS)
    assert {(match.a[1], match.b[1]) for match in matches} == {(0, 0), (1, 1)}


def test_a_further_partner_has_to_be_surer_than_the_best() -> None:
    scores = {(0, 0): 0.9, (0, 1): 0.4, (1, 1): 0.3, (1, 0): 0.5, (2, 0): 0.3, (3, 2): 0.2}
    scored = [Match((0, i), (1, j), score, "partial") for (i, j), score in scores.items()]
    # Of another article, so no rival of the others.
    scored.append(Match((0, 0), (2, 0), 0.3, "partial"))
    kept = alignment.choose(scored, AlignmentSettings(threshold=0.24, further=0.45))
    ends = [(match.a[1], match.b) for match in kept]
    # Of the pair left out, either statement has a better partner in the other's article.
    assert ends == [(0, (1, 0)), (0, (1, 1)), (1, (1, 0)), (2, (1, 0)), (0, (2, 0))]
    every = alignment.choose(scored, AlignmentSettings(threshold=0.24, further=0.0))
    assert every == tuple(match for match in scored if match.score >= 0.24)


def test_two_sentences_alone_are_scored() -> None:
    same, other = alignment.score_pairs([(MAYOR[1], OTHER[2]), (MAYOR[2], OTHER[1])], SETTINGS)
    assert same > 0.5 > other
    assert alignment.score_pairs([], SETTINGS) == []
    assert alignment.score_pairs([("", "")], SETTINGS)[0] <= 1


@pytest.mark.slow
def test_ten_thousand_statements_are_no_trouble() -> None:
    words = [f"w{number}" for number in range(3000)]
    texts = [" ".join(words[(7 * n * k) % 3000] for k in range(1, 9)) for n in range(10_000)]
    flat = [statements(f"a{k}", texts[k::50]) for k in range(50)]
    assert alignment.align(flat, SETTINGS, min_score=0.99) is not None


def test_a_match_that_is_likelier_none_accuses_nobody() -> None:
    scored = [Match((0, 0), (1, 0), 0.49, "negated"), Match((0, 1), (1, 1), 0.5, "negated")]
    assert [match.relation for match in alignment.choose(scored, AlignmentSettings())] == [
        "partial",
        "negated",
    ]


@pytest.mark.parametrize(("score", "kept"), [(0.25, True), (0.249, False)])
def test_the_best_partner_matches_from_one_in_four_on(score: float, *, kept: bool) -> None:
    found = alignment.choose([Match((0, 0), (1, 0), score, "partial")], SETTINGS)
    assert bool(found) is kept


@pytest.mark.parametrize(("score", "kept"), [(0.34, True), (0.339, False)])
def test_a_further_partner_matches_from_a_third_on(score: float, *, kept: bool) -> None:
    surer = [Match((0, 0), (1, 1), 0.9, "partial"), Match((0, 1), (1, 0), 0.9, "partial")]
    found = alignment.choose([Match((0, 0), (1, 0), score, "partial"), *surer], SETTINGS)
    assert (len(found) == 3) is kept


@pytest.mark.parametrize(("cosine", "candidate"), [(0.1, True), (0.099, False)])
def test_pairs_of_a_tenth_of_term_cosine_are_candidates(cosine: float, *, candidate: bool) -> None:
    rows = csr_array(np.array([[1.0, 0.0], [cosine, 1.0], [0.0, 0.0]]))
    batch = cast("Batch", SimpleNamespace(event=rows))
    left, right = alignment._candidates(batch, 0, SETTINGS.floor)
    assert ((0, 1) in set(zip(left.tolist(), right.tolist(), strict=True))) is candidate


def test_a_pair_below_the_score_to_read_from_is_listed_with_its_score_alone() -> None:
    sides = [statements("a", MAYOR), statements("b", OTHER)]
    whole = alignment.align(sides, SETTINGS, 0)
    part = alignment.align(sides, SETTINGS, 0, read_from=0.5)
    assert [match.score for match in part] == [match.score for match in whole]
    read = [match.score >= 0.5 for match in whole]
    assert any(read)
    assert not all(read)
    assert [bool(match.parts) for match in part] == read
    assert all(
        match == other if of else match.relation == "partial"
        for match, other, of in zip(part, whole, read, strict=True)
    )


def test_progress_is_told_of_all_pairs() -> None:
    told: list[tuple[str, int, int]] = []
    alignment.align(
        [statements("a", MAYOR), statements("b", CHURCH)], SETTINGS, 0,
        progress=lambda *each: told.append(each),
    )  # fmt: skip
    assert told == [("align", 8, 8)]


def test_sentences_stand_before_quotations_and_articles_by_id() -> None:
    b = [Statement("b", 0, 9, "One."), Statement("b", 1, 3, "n", quote=True, parent=0),
         Statement("b", 10, 19, "Two.")]  # fmt: skip
    a = [Statement("a", 0, 9, "Three.")]
    places = alignment._places([b, [], a])
    assert places == [(2, 0), (0, 0), (0, 2), (0, 1)]
    flat = [([b, [], a][article])[index] for article, index in places]
    orders, lengths, articles, pools = alignment._standing(flat)
    assert orders == [0, 0, 1, 0]
    assert lengths == [1, 2, 2, 2]
    assert articles.tolist() == [0, 1, 1, 1]
    assert pools.tolist() == [0, 2, 2, 3]
