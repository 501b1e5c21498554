import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.comparison.absence import Chances
from compare.comparison.by_source import standings
from compare.comparison.compare import compare
from compare.comparison.coverage import read_content
from compare.comparison.reprints import COMPARED, split_reprints
from compare.model import (
    Article,
    CleanedArticle,
    Comparison,
    Copy,
    CopyKind,
    Event,
    Match,
    Relation,
    Statement,
)
from compare.pipeline import clean_articles, compare_event
from compare.report import comparison
from compare.report.phrasing import copy_notes
from compare.report.views.cards import counts
from compare.settings import ComparisonSettings, load_settings

TEXTS = {
    "a": ["The mill burned down.", "Two men were hurt."],
    "b": ["Two men were hurt when the old mill by the river burned down."],
    "c": ["The river rose."],
}
DATES = {"a": "2024-05-01", "b": "2024-05-02", "c": "2024-05-03"}


def match(a: tuple[int, int], b: tuple[int, int], score: float = 0.9) -> Match:
    relation: Relation = "partial"
    return Match(a, b, score, relation)


def run(
    matches: list[Match],
    texts: dict[str, list[str]] = TEXTS,
    copies: tuple[Copy, ...] = (),
    dates: dict[str, str] = DATES,
    near: tuple[Match, ...] = (),
    reprints: Sequence[tuple[CleanedArticle, Sequence[Statement]]] = (),
    sources: Mapping[str, str] = MappingProxyType({}),
) -> Comparison:
    bodies = [
        CleanedArticle(Article(i, "\n".join(t), sources.get(i, i), published=dates.get(i)), ())
        for i, t in texts.items()
    ]
    statements = []
    for id_, of in texts.items():
        start, found = 0, []
        for text in of:
            found.append(Statement(id_, start, start + len(text), text))
            start += len(text) + 1
        statements.append(found)
    event = Event("e", "s", "Mill", None, None, tuple(texts), copies)
    return compare(
        event, bodies, statements, matches, near,
        settings=ComparisonSettings(), threshold=0.5, digest="d", version="v", reprints=reprints,
    )  # fmt: skip


def carriers(comparison: Comparison) -> dict[str, tuple[tuple[str, tuple[int, ...]], ...]]:
    return {
        claim.text: tuple((cell.article, cell.statements) for cell in claim.cells)
        for claim in comparison.claims
    }


def test_what_matches_the_middle_only_is_no_one_claim() -> None:
    claims = carriers(run([match((0, 0), (1, 0)), match((1, 0), (2, 0))]))
    assert claims["The mill burned down."] == (("a", (0,)), ("b", (0,)))
    assert claims["The river rose."] == (("b", (0,)), ("c", (0,)))


def test_a_sentence_that_says_two_things_carries_two_claims() -> None:
    claims = carriers(run([match((0, 0), (1, 0)), match((0, 1), (1, 0))]))
    assert claims["The mill burned down."] == (("a", (0,)), ("b", (0,)))
    assert claims["Two men were hurt."] == (("a", (1,)), ("b", (0,)))


def test_a_claim_is_told_in_the_words_that_all_who_carry_it_say() -> None:
    long = "Two men were hurt when the old mill by the river burned down."
    texts = {"a": [long], "b": [long], "c": ["The mill burned down.", "Two men were hurt."]}
    everything = [match((0, 0), (1, 0), 0.99)]
    everything += [match((article, 0), (2, index)) for article in (0, 1) for index in (0, 1)]
    claims = carriers(run(everything, texts))
    assert claims["The mill burned down."] == (("a", (0,)), ("b", (0,)), ("c", (0,)))
    assert claims["Two men were hurt."] == (("a", (0,)), ("b", (0,)), ("c", (1,)))
    assert len(claims) == 2


def test_who_says_a_part_of_a_claim_or_surely_nothing_is_no_teller_of_it() -> None:
    texts = {
        "a": ["The mill on the Orrin burned down on Monday."],
        "b": ["The old mill on the river Orrin burned down on Monday after a long drought."],
        "c": ["A mill was listed last year with its wheel, its race and its miller's house."],
    }
    pairs = [match((0, 0), (1, 0), 0.9), match((0, 0), (2, 0), 0.8), match((1, 0), (2, 0), 0.7)]
    (claim,) = run(pairs, texts).claims
    assert claim.text == texts["a"][0]
    assert [(cell.article, cell.told) for cell in claim.cells] == [
        ("a", True), ("b", True), ("c", False),
    ]  # fmt: skip
    assert claim.tellers == ("a", "b")
    (claim,) = run([match((0, 0), (1, 0), 0.6)], {**texts, "c": []}).claims
    assert claim.tellers == ("a",)


def test_two_articles_of_one_source_are_one_source() -> None:
    texts = {"a1": ["The mill burned down."], "a2": ["The mill burned down."], "b": ["It rained."]}
    a1, a2, b = run(
        [match((0, 0), (1, 0))], texts, dates={}, sources={"a1": "a", "a2": "a"}
    ).articles
    assert a1.added == a2.added == ("c1",)
    assert [out.claim for out in b.left_out] == ["c1"]


def test_what_another_article_of_the_source_alone_tells_is_not_added() -> None:
    texts = {
        "a1": ["A mill was listed last year with its wheel, its race and its miller's house."],
        "a2": ["The mill on the Orrin burned down."],
        "a3": ["The mill on the Orrin never burned down."],
        "b": ["It rained."],
    }
    pairs = [
        match((0, 0), (1, 0), 0.7), Match((1, 0), (2, 0), 0.99, "negated"), match((0, 0), (2, 0), 0.7)
    ]  # fmt: skip
    made = run(pairs, texts, dates={}, sources=dict.fromkeys(("a1", "a2", "a3"), "a"))
    (claim,) = [claim for claim in made.claims if len(claim.cells) > 1]
    assert len(claim.cells) == 3
    (teller,) = claim.tellers
    assert [each.article.id for each in made.articles if claim.id in each.added] == [teller]


@st.composite
def events(draw: st.DrawFn) -> Comparison:
    """Articles of few sources and few words, some copies, any matches."""
    sentence = st.sampled_from(
        ["The mill burned down.", "The mill on the Orrin burned.", "It rained.", "Two were hurt."]
    )
    texts = {id_: draw(st.lists(sentence, min_size=1, max_size=3)) for id_ in "abcde"}
    nodes = [(at, index) for at, of in enumerate(texts.values()) for index in range(len(of))]
    pairs = [(a, b) for a in nodes for b in nodes if a[0] < b[0]]
    relations = st.sampled_from(get_args(Relation))
    matches = [
        Match(a, b, draw(st.sampled_from([0.3, 0.6, 0.9])), draw(relations))
        for a, b in draw(st.lists(st.sampled_from(pairs), max_size=12, unique=True))
    ]
    sources = {id_: draw(st.sampled_from(["X", "Y", "Z"])) for id_ in texts}
    kinds: st.SearchStrategy[CopyKind | None] = st.sampled_from([None, "near", "partial"])
    copies = [Copy(id_, "a", kind, 0.9, 0.9) for id_ in "bcd" if (kind := draw(kinds))]
    return run(sorted(matches, key=lambda m: (m.a, m.b)), texts, tuple(copies), sources=sources)


@settings(deadline=None, max_examples=200)
@given(events())
def test_an_article_adds_what_it_tells_and_no_other_source_has_any_part_of(
    made: Comparison,
) -> None:
    outlets = {each.article.id: each.article.source for each in made.articles}
    copied = {copy.id: copy.of for copy in made.event.copies if copy.kind == "near"}
    claims = {claim.id: claim for claim in made.claims}
    assert claims
    assert len(made.articles) == 5
    for each in made.articles:
        id_, source = each.article.id, each.article.source
        for claim in claims.values():
            others = [
                cell.article
                for cell in claim.cells
                if outlets[cell.article] != source
                and not (
                    (of := copied.get(cell.article)) in claim.tellers and outlets[of] == source
                )
            ]
            own = id_ in claim.tellers and not others
            only = own and copied.get(id_) not in claim.tellers
            assert (claim.id in {*each.added, *each.unsure}) >= only
            assert only >= (claim.id in each.added)


@settings(deadline=None, max_examples=200)
@given(events())
def test_a_card_counts_every_claim_once(made: Comparison) -> None:
    every = sorted(claim.id for claim in made.claims)
    assert every
    for each in made.articles:
        stands = standings(made)[each.article.id]
        told = [*stands.added, *stands.shared, *stands.partly, *stands.disputed, *stands.again]
        lacking = [out.claim for group in stands.left_out.values() for out in group]
        assert stands.told == len(told) == sum(each.article.id in c.tellers for c in made.claims)
        open_ = [id_ for id_ in each.unsure if id_ not in stands.again and id_ not in told]
        assert sorted([*told, *stands.in_part, *stands.denied, *lacking, *open_]) == every
        assert not {*each.added} & {out.claim for out in each.left_out}
        assert not {*each.unsure} & {*each.added, *(out.claim for out in each.left_out)}
        words = counts(stands, len(every))
        assert re.findall(r"\d+", words[0]) == [str(stands.told), str(len(every))]


def test_a_sentence_that_stands_twice_in_an_article_is_one_claim() -> None:
    texts = {"a": ["The mill burned down.", "It rained.", "The mill burned down."], "b": ["Hm."]}
    made = run([], texts)
    assert carriers(made)["The mill burned down."] == (("a", (0, 2)),)
    assert len(made.claims) == 3
    assert len(made.articles[0].added) == 2
    texts["b"] = ["A mill burned down."]
    made = run([match((0, 2), (1, 0))], texts)
    assert carriers(made)["A mill burned down."] == (("a", (0, 2)), ("b", (0,)))
    assert len(made.claims) == 2


def test_only_who_told_a_claim_had_published_it_before() -> None:
    texts = {
        "a": ["A mill was listed last year with its wheel, its race and its miller's house."],
        "b": ["The mill on the Orrin burned down."],
        "c": ["It rained."],
        "d": ["The old mill on the Orrin burned down."],
    }
    dates = {"a": "2024-05-01", "d": "2024-05-04", "b": "2024-05-03", "c": "2024-05-02"}
    pairs = [match((0, 0), (1, 0), 0.7), match((0, 0), (3, 0), 0.7), match((1, 0), (3, 0))]
    made = run(pairs, texts, dates=dates)
    assert made.articles[2].left_out[0].known is False


def test_three_that_match_each_other_are_one_claim() -> None:
    found = run([match((0, 0), (1, 0)), match((1, 0), (2, 0)), match((0, 0), (2, 0))])
    assert max(len(claim.cells) for claim in found.claims) == 3


def test_added_and_left_out_follow_the_dates() -> None:
    found = run([match((0, 0), (1, 0))])
    a, b, c = found.articles
    ids = {claim.text: claim.id for claim in found.claims}
    assert a.added == (ids["Two men were hurt."],)
    assert b.added == ()
    assert c.added == (ids["The river rose."],)
    assert {left.claim: left.known for left in c.left_out} == {
        ids["The mill burned down."]: True, ids["Two men were hurt."]: True,
    }  # fmt: skip
    assert {left.claim: left.known for left in a.left_out} == {ids["The river rose."]: False}


@pytest.mark.parametrize("missing", ["a", "c"])
def test_a_missing_date_leaves_known_open(missing: str) -> None:
    found = run([match((0, 0), (1, 0))], dates={k: v for k, v in DATES.items() if k != missing})
    (river,) = [claim for claim in found.claims if claim.text == "The river rose."]
    assert {left.claim: left.known for left in found.articles[0].left_out}[river.id] is None


def test_a_copy_is_no_second_voice() -> None:
    texts = {"a": ["The mill burned down."], "b": ["The mill burned down."], "c": ["It rained."]}
    copies = (Copy("b", "a", "near", 0.9, 1.0),)
    a, b, _ = run([match((0, 0), (1, 0))], texts, copies).articles
    assert len(a.added) == 1
    assert b.added == ()
    assert b.copy == copies[0]
    a, b, _ = run([match((0, 0), (1, 0))], texts).articles
    assert a.added == b.added == ()


def test_what_came_close_is_counted() -> None:
    found = run([], near=(match((0, 0), (2, 0), 0.1),))
    assert found.matches == ()
    (mill,) = [claim for claim in found.claims if claim.text == "The mill burned down."]
    assert {left.claim: left.close for left in found.articles[2].left_out}[mill.id] == 1


def test_what_may_be_told_is_neither_added_nor_left_out() -> None:
    """The chances of all statements count together, and in both articles the claim is open."""
    texts = {"a": ["The mill burned down."], "b": ["It rained.", "Two men were hurt."]}
    for scores, unsure in (([0.119], False), ([0.121], True), ([0.07, 0.07], True)):
        pairs = tuple(match((0, 0), (1, at), score) for at, score in enumerate(scores))
        a, b = run([], texts, near=pairs).articles
        assert ("c1" in a.unsure, "c1" in a.added) == (unsure, not unsure)
        assert ("c1" in b.unsure) is unsure
        assert ("c1" in {out.claim for out in b.left_out}) is not unsure


def test_a_quotation_counts_for_its_sentence() -> None:
    a = [Statement("a", 0, 9, "“Go,” he said."), Statement("a", 1, 3, "Go", quote=True, parent=0)]
    b = [Statement("b", 0, 9, "“Go,” it read."), Statement("b", 1, 3, "Go", quote=True, parent=0)]
    event = Event("e", "s", "t", None, None, ("a", "b"))
    bodies = [CleanedArticle(Article(i, "“Go,” he said.", i), ()) for i in "ab"]
    found = compare(
        event, bodies, [a, b], [match((0, 1), (1, 1))],
        settings=ComparisonSettings(), threshold=0.5, digest="", version="",
    )  # fmt: skip
    assert [[cell.statements for cell in claim.cells] for claim in found.claims] == [[(0,), (0,)]]


def test_a_later_insert_of_a_copy_is_its_own() -> None:
    texts = {"a": ["The mill burned down."], "b": ["The mill burned down.", "It was listed."]}
    copies = (Copy("b", "a", "near", 0.9, 1.0),)
    a, b = run([match((0, 0), (1, 0))], texts, copies).articles
    assert len(a.added) == len(b.added) == 1
    assert a.added != b.added


def test_reprints_word_for_word_are_named_and_cost_nothing() -> None:
    flood = "The dam broke on Sunday night.\n\nNobody was hurt, said the mayor of Linden."
    other = "A dam burst late on Sunday.\n\nTwo bridges are closed to traffic until May."
    articles = [
        Article("a", flood, "First", "Dam breaks", "2031-05-01"),
        Article("b", other, "Second", "Dam bursts", "2031-05-02"),
        *(
            Article(f"r{i:02}", flood, f"Reprint {i}", "Dam breaks", "2031-05-03")
            for i in range(40)
        ),
    ]
    used = load_settings()
    bodies = {body.article.id: body for body in clean_articles(articles, used)}
    copies = tuple(Copy(f"r{i:02}", "a", "exact", 1, 1) for i in range(40))
    event = Event("e1", "s1", "Dam", None, None, tuple(bodies), copies)
    made = compare_event(event, bodies, used)
    assert [each.article.id for each in made.articles] == ["a", "b"]
    assert [each.article.id for each in made.reprints] == [f"r{i:02}" for i in range(40)]
    assert all(len(claim.cells) <= 2 for claim in made.claims)
    assert all(len(match.a) == 2 and max(match.a[0], match.b[0]) == 1 for match in made.matches)
    assert copy_notes(made)[0].startswith("also printed by Reprint 0 (3 May 2031, 100 %), ")
    assert copy_notes(made)[0].endswith(" and 34 more")
    written = comparison(made)
    assert [each["id"] for each in written["articles"]] == list(event.articles)
    assert written["by_article"]["r07"]["added"] == []
    assert written["by_article"]["r07"]["left_out"] == [
        out | {"known": True} for out in written["by_article"]["a"]["left_out"]
    ]
    for claim in written["claims"]:
        told = {cell["article"]: cell["statements"] for cell in claim["cells"]}
        assert {told.get(copy.id, []) == told.get("a", []) for copy in copies} == {True}


def test_a_lone_article_is_compared_with_its_first_reprint() -> None:
    copies = tuple(Copy(id_, "a", "exact", 1, 1) for id_ in ("b", "c"))
    event = Event("e1", "s1", "Dam", None, None, ("a", "b", "c"), copies)
    same = {id_: [Statement(id_, 0, 9, "It broke.")] for id_ in "abc"}
    assert split_reprints(event, same) == (["a", "b"], ["c"])


def test_of_many_copies_those_that_add_most_are_compared() -> None:
    words = ["It broke.", "Water rose.", "No one was hurt."]
    told = {"a": words, "b": ["Dams burst."]}
    told |= {f"c{n:02}": [*words[: 1 + n % 3], *["More."] * (n < 3)] for n in range(30)}
    copies = tuple(Copy(id_, "a", "near", 0.6, 0.9) for id_ in told if id_[0] == "c")
    event = Event("e1", "s1", "Dam", None, None, tuple(told), copies)
    of = {id_: [Statement(id_, 0, 9, text) for text in texts] for id_, texts in told.items()}
    own, again = split_reprints(event, of)
    compared = [id_ for id_ in own if id_[0] == "c"]
    assert {"c00", "c01", "c02"} <= set(compared)
    assert len(compared) == COMPARED
    assert sorted([*own, *again]) == sorted(told)


def test_a_reprint_carries_what_it_shares_word_for_word() -> None:
    texts = {"a": ["It broke.", "Water rose."], "b": ["It burst."]}
    body, *_ = clean_articles([Article("r", "Water rose.", "Reprint")], load_settings())
    made = run([match((0, 0), (1, 0))], texts, (Copy("r", "a", "near", 0.5, 1),),
               reprints=[(body, [Statement("r", 0, 11, "Water rose.")])])  # fmt: skip
    told = {
        claim.text: [(c.article, c.statements) for c in claim.reprints] for claim in made.claims
    }
    assert told == {"It broke.": [], "Water rose.": [("r", (0,))]}
    assert all(cell.told for claim in made.claims for cell in claim.reprints)
    assert sum(len(claim.reprints) for claim in made.claims) == 1
    (reprint,) = made.reprints
    assert reprint.added == ()
    assert [out.claim for out in reprint.left_out] == ["c1"]


def test_a_sentence_half_shared_and_half_new_is_told_and_added() -> None:
    """The exclusive half of a sentence is a claim of its own, which its article alone adds."""
    whole = (
        "The old mill on the Orrin burned down on Monday night, and inspectors had warned the "
        "owner about faulty wiring twice."
    )
    articles = [
        Article("a", f"It was cold.\n{whole}\n", "A", "Fire", "2031-05-01", language="en"),
        Article(
            "b", "The old mill on the Orrin burned down on Monday night.\nIt rained in Linden.\n",
            "B", "Mill", "2031-05-01", language="en",
        ),
    ]  # fmt: skip
    used = load_settings()
    bodies = {body.article.id: body for body in clean_articles(articles, used)}
    event = Event("e1", "s1", "Mill", None, None, ("a", "b"), ())
    made = compare_event(event, bodies, used)
    claims = {claim.id: claim for claim in made.claims}
    shared = [claim for claim in made.claims if set(claim.tellers) == {"a", "b"}]
    assert [claim.text for claim in shared] == [
        "The old mill on the Orrin burned down on Monday night."
    ]
    added = [claims[id_].text for id_ in made.articles[0].added]
    assert "Inspectors had warned the owner about faulty wiring twice." in added
    assert not any("wiring" in claims[id_].text for id_ in made.articles[1].added)
    assert any("wiring" in claims[out.claim].text for out in made.articles[1].left_out)


def test_a_denial_is_never_told() -> None:
    articles = [
        Article(id_, f"{text}\nPolice came to the Orrin bridge at noon.\n", id_, language="en")
        for id_, text in (
            ("a", "The blue car was not travelling too fast on the Orrin bridge on Monday."),
            ("b", "The blue car was travelling too fast on the Orrin bridge on Monday."),
        )
    ]
    used = load_settings()
    bodies = {body.article.id: body for body in clean_articles(articles, used)}
    made = compare_event(Event("e1", "s1", "Car", None, None, ("a", "b"), ()), bodies, used)
    fast = [claim for claim in made.claims if "fast" in claim.text]
    assert fast
    assert all(len(claim.tellers) == 1 for claim in fast)


def test_a_common_speaker_alone_is_no_match_and_what_nobody_knows_is_no_addition() -> None:
    """Both sentences name the fire chief; both articles say the cause is not known."""
    texts = {
        "a": ["Fire chief Ruben Berg said the cause was not yet known.", "It was cold in Linden."],
        "b": ["Fire chief Ruben Berg said his crews knocked on every door.",
              "What started the fire is still unclear."],
    }  # fmt: skip
    made = run([match((0, 0), (1, 0), 0.9)], texts)
    assert all(len(claim.cells) == 1 for claim in made.claims)
    ids = {claim.text: claim.id for claim in made.claims}
    first, second = made.articles
    for id_ in (ids[texts["a"][0]], ids[texts["b"][1]]):
        assert id_ in first.unsure
        assert id_ in second.unsure
    assert ids[texts["b"][0]] in second.added


@pytest.mark.parametrize(("score", "cells"), [(0.6, 2), (0.59, 1)])
def test_an_article_has_a_part_of_a_claim_from_three_in_five_on(score: float, cells: int) -> None:
    texts = {"a": ["The mill burned down."], "b": ["A mill by the river burned."]}
    made = run([match((0, 0), (1, 0), score)], texts)
    assert {len(claim.cells) for claim in made.claims} == {cells}


@pytest.mark.parametrize(("score", "accuses"), [(0.5, True), (0.49, False)])
def test_a_match_that_is_likelier_none_makes_no_difference(score: float, *, accuses: bool) -> None:
    texts = {"a": ["The fire killed 12 people."], "b": ["The fire killed 19 people."]}
    made = run([Match((0, 0), (1, 0), score, "number-changed")], texts)
    assert bool(made.differences) is accuses


@pytest.mark.parametrize(
    ("dates", "known"),
    [
        ({"a": "2031-05-01T10:00:00", "b": "2031-05-01T10:00:01"}, True),
        # At one instant neither could have known the other.
        ({"a": "2031-05-01T10:00:00", "b": "2031-05-01T10:00:00"}, False),
        ({"a": "2031-05-01T10:00:01", "b": "2031-05-01T10:00:00"}, False),
        # Of one day without an hour the dates cannot tell, of a day before they can.
        ({"a": "2031-05-01", "b": "2031-05-01"}, None),
        ({"a": "2031-05-01", "b": "2031-05-01T10:00:00"}, None),
        ({"a": "2031-05-01", "b": "2031-05-02"}, True),
        ({"a": "2031-05-01"}, None),
        ({"b": "2031-05-01"}, None),
    ],
)
def test_who_published_after_another_had_could_have_known(
    dates: dict[str, str], *, known: bool | None
) -> None:
    made = run([], {"a": ["The mill burned down."], "b": ["It rained in Linden."]}, dates=dates)
    ids = {claim.text: claim.id for claim in made.claims}
    (out,) = [o for o in made.articles[1].left_out if o.claim == ids["The mill burned down."]]
    assert out.known is known


@pytest.mark.parametrize(
    ("held", "of", "unsure"), [(3, 4, True), (4, 5, True), (5, 7, False), (2, 4, False)]
)
def test_a_claim_of_which_all_words_hold_three_quarters_may_be_told(
    held: int, of: int, *, unsure: bool
) -> None:
    words = ["mill", "river", "drought", "council", "harbour", "castle", "garden"][:of]
    texts = {
        "a": [f"{', '.join(words).capitalize()}."],
        "b": [f"It was {', '.join(words[:held])}."],
    }
    a, b = run([], texts, near=(match((0, 0), (1, 0), 0.05),)).articles
    assert ("c1" in a.unsure) is ("c1" in b.unsure) is unsure
    # Without a statement that comes near, words alone are no doubt.
    a, b = run([], texts, near=(match((0, 0), (1, 0), 0.049),)).articles
    assert not a.unsure
    assert not b.unsure


def _parted(own: int, shared: int) -> bool:
    """Whether a clause of so many words, of which another article has some, is a claim."""
    names = ["Abel", "Bert", "Carl", "Dora", "Emil", "Fritz", "Gert", "Hans", "Ida", "Jan", "Karl"]
    tail = " ".join(names[:own])
    texts = {
        "a": [f"The old mill burned down on Monday, and inspectors warned {tail}."],
        "b": ["The old mill burned down on Monday.", f"{' '.join(names[:shared])}."],
    }
    articles = [Article(i, "\n".join(t), i, language="en") for i, t in texts.items()]
    used = load_settings()
    bodies = {body.article.id: body for body in clean_articles(articles, used)}
    made = compare_event(Event("e1", "s1", "Mill", None, None, ("a", "b"), ()), bodies, used)
    return any(claim.text.startswith("Inspectors warned") for claim in made.claims)


def test_a_clause_is_new_of_which_no_other_holds_more_than_a_quarter() -> None:
    assert _parted(own=6, shared=2)  # of eight words, "inspectors" and "warned" among them
    assert not _parted(own=6, shared=3)
    assert _parted(own=2, shared=0)
    assert not _parted(own=1, shared=0)  # three words are too few to be news


def test_two_statements_that_do_not_know_one_thing_may_be_one() -> None:
    texts = {"a": ["The cause is not yet known."], "b": ["What started the fire is unclear."]}
    made = run([], texts)
    statements = [each.statements for each in made.articles]
    bodies = [CleanedArticle(each.article, ()) for each in made.articles]
    content = read_content(bodies, statements, "en")
    for scored, chance in (([], 0.3), ([match((0, 0), (1, 0), 0.4)], 0.4)):
        found, near = Chances(content, statements, scored, {}).of([(0, 0)], 1)
        assert found == pytest.approx(chance)
        assert near == 1


def test_twelve_copies_that_differ_are_compared() -> None:
    told = {"a": ["It broke."], "b": ["Dams burst."]} | {
        f"c{n:02}": ["It broke.", f"Word {n}."] for n in range(13)
    }
    copies = tuple(Copy(id_, "a", "near", 0.6, 0.9) for id_ in told if id_[0] == "c")
    event = Event("e1", "s1", "Dam", None, None, tuple(told), copies)
    of = {id_: [Statement(id_, 0, 9, text) for text in texts] for id_, texts in told.items()}
    assert split_reprints(event, of)[1] == ["c12"]
    assert (
        split_reprints(replace(event, articles=event.articles[:-1], copies=copies[:-1]), of)[1]
        == []
    )


@pytest.mark.parametrize("fragment", ["They did not.", "She has.", "And you?"])
def test_a_fragment_that_says_nothing_by_itself_is_no_claim(fragment: str) -> None:
    made = run([], {"a": [TEXTS["a"][0], fragment], "c": TEXTS["c"]})
    assert [claim.text for claim in made.claims] == [TEXTS["a"][0], *TEXTS["c"]]
