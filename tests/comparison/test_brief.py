"""The brief and what it rests on: importance, and who tells a claim by source."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from compare.comparison.brief import MOST, PER_SOURCE, brief, ranked
from compare.comparison.by_source import by_source, witnesses
from compare.comparison.importance import WEIGHTS, importance
from compare.model import (
    Article,
    Cell,
    Claim,
    ComparedArticle,
    Comparison,
    Copy,
    Difference,
    DifferenceKind,
    DifferenceValue,
    Event,
    LeftOut,
    Relation,
    Statement,
)
from tests.sample import sample

Told = tuple[str, Relation, float]


def event(
    texts: Mapping[str, Sequence[str]],
    claims: Sequence[tuple[str, int, Sequence[tuple[str, int, float]]]],
    *,
    titles: Mapping[str, str] | None = None,
    published: Mapping[str, str] | None = None,
    copies: Mapping[str, str] | None = None,
    close: Sequence[tuple[str, str]] = (),
) -> Comparison:
    """An event of articles by their sentences; a claim is its article, sentence and other cells."""
    said: dict[str, tuple[Statement, ...]] = {}
    for id_, sentences in texts.items():
        at, own = 0, []
        for sentence in sentences:
            own.append(Statement(id_, at, at + len(sentence), sentence, '"' in sentence))
            at += len(sentence) + 1
        said[id_] = tuple(own)
    made = tuple(
        Claim(
            f"c{number}",
            texts[first][at],
            (
                Cell(first, "verbatim", (at,), 1.0),
                *(Cell(id_, "paraphrase", (there,), score, score >= 0.5)
                  for id_, there, score in cells),
            ),
        )
        for number, (first, at, cells) in enumerate(claims, 1)
    )  # fmt: skip
    carried = {id_: {c.id for c in made if id_ in {e.article for e in c.cells}} for id_ in texts}
    given = {
        id_: Article(id_, "\n".join(of), id_.title().rstrip("0123456789"), (titles or {}).get(id_),
                     (published or {}).get(id_), language="en")
        for id_, of in texts.items()
    }  # fmt: skip
    found = {id_: Copy(id_, of, "near", 0.9, 0.9) for id_, of in (copies or {}).items()}
    articles = tuple(
        ComparedArticle(
            given[id_], said[id_], (), found.get(id_),
            tuple(c.id for c in made if [e.article for e in c.cells] == [id_]),
            tuple(LeftOut(c.id, None, int((id_, c.id) in close)) for c in made
                  if c.id not in carried[id_]),
        )
        for id_ in texts
    )  # fmt: skip
    about = Event("e1", "s1", "Event", None, None, tuple(texts), tuple(found.values()))
    return Comparison(about, articles, made, (), 0.25, "settings", "0")


PIER = "The old pier at Orrin burned down on Monday night."
CREW = "Forty firefighters from Lauental fought the flames."
COST = "Mayor Ida Ross put the damage at 3 million crowns."
DOG = "A dog named Biscuit woke the harbour master Per Lund."


def test_what_more_independent_sources_tell_comes_first() -> None:
    texts = {"north": (CREW, PIER), "south": (PIER, CREW), "west": (PIER,)}
    made = event(
        texts,
        [("north", 0, [("south", 1, 0.9)]), ("north", 1, [("south", 0, 0.9), ("west", 0, 0.9)])],
    )
    assert brief(made).agreed == ("c2", "c1")
    assert importance(made, made.claims[1]).told == 1
    assert importance(made, made.claims[0]).told == 0.5


def test_a_copy_is_no_second_witness() -> None:
    texts = {"north": (PIER, CREW), "south": (PIER, CREW), "west": (CREW,)}
    made = event(
        texts, [("north", 0, [("south", 0, 1.0)]), ("north", 1, [("south", 1, 1.0), ("west", 0, 0.9)])],
        copies={"south": "north"},
    )  # fmt: skip
    assert [witnesses(made, claim) for claim in made.claims] == [1, 2]
    assert brief(made).agreed == ("c2",)


def test_where_all_print_one_text_the_brief_says_what_that_text_tells() -> None:
    texts = {"north": (PIER, CREW), "south": (PIER, CREW)}
    made = event(
        texts, [("north", 0, [("south", 0, 1.0)]), ("north", 1, [("south", 1, 1.0)])],
        copies={"south": "north"},
    )  # fmt: skip
    assert brief(made).agreed == ("c1", "c2")


def test_two_articles_of_one_source_are_one_witness() -> None:
    texts = {"north1": (PIER,), "north2": (PIER,)}
    made = event(texts, [("north1", 0, [("north2", 0, 0.9)])])
    assert witnesses(made, made.claims[0]) == 1
    assert brief(made).agreed == ()


def test_a_part_alone_agrees_with_nothing_and_is_unsure_below_even_odds() -> None:
    texts = {"north": (PIER,), "south": (CREW,)}
    made = event(texts, [("north", 0, [("south", 0, 0.4)])])
    assert (brief(made).agreed, brief(made).unsure) == ((), 1)


def test_what_one_source_alone_tells_is_listed_by_what_matters() -> None:
    filler = "It was a quiet evening otherwise, he said."
    texts = {"north": (PIER, filler, CREW, COST, DOG), "south": (PIER,)}
    made = event(
        texts, [("north", 0, [("south", 0, 0.9)]), *(("north", at, []) for at in range(1, 5))]
    )
    only = brief(made).only
    assert list(only) == ["North"]
    assert len(only["North"]) == PER_SOURCE == 3
    assert "c2" not in only["North"]


def test_what_another_nearly_has_is_not_said_to_be_only_in_one() -> None:
    texts = {"north": (PIER, COST), "south": (PIER, "The mayor put damage at 3 million.")}
    alone = [("north", 0, [("south", 0, 0.9)]), ("north", 1, []), ("south", 1, [])]
    assert brief(event(texts, alone)).only == {}
    texts["south"] = (PIER, DOG)
    assert brief(event(texts, alone)).only == {"North": ("c2",), "South": ("c3",)}
    assert brief(event(texts, alone, close=[("south", "c2")])).only == {"South": ("c3",)}


def test_only_what_all_other_sources_have_is_said_to_be_left_out() -> None:
    texts = {"north": (PIER, COST), "south": (PIER, COST), "west": (PIER, DOG)}
    claims = [
        ("north", 0, [("south", 0, 0.9), ("west", 0, 0.9)]), ("north", 1, [("south", 1, 0.9)]),
        ("west", 1, []),
    ]  # fmt: skip
    assert brief(event(texts, claims)).left_out == {"West": ("c2",)}
    assert brief(event(texts, claims, close=[("west", "c2")])).left_out == {}
    claims[1] = ("north", 1, [("south", 1, 0.4)])
    assert brief(event(texts, claims)).left_out == {}


def test_a_quotation_that_two_sources_give_to_two_people_is_not_agreed_on() -> None:
    said = '"We will rebuild the pier before the winter," said the mayor.'
    made = event({"north": (said,), "south": (said,)}, [("north", 0, [("south", 0, 0.9)])])
    for names, agreed in (("Ida Ross", "Ross"), ("c1",)), (("Ida Ross", "Per Lund"), ()):
        spoken = tuple(
            replace(each, statements=(replace(each.statements[0], speaker=name),))
            for each, name in zip(made.articles, names, strict=True)
        )
        assert brief(replace(made, articles=spoken)).agreed == agreed


def differing(kind: DifferenceKind, claim: str, **values: str) -> Difference:
    return Difference(
        kind, claim, tuple(DifferenceValue(id_, text, text) for id_, text in values.items())
    )


def test_differences_come_by_what_matters_and_each_once() -> None:
    texts = {"north": (PIER, CREW), "south": (PIER, CREW), "west": (PIER,)}
    made = event(texts, [
        ("north", 1, [("south", 1, 0.9)]), ("north", 0, [("south", 0, 0.9), ("west", 0, 0.9)]),
    ])  # fmt: skip
    found = (
        differing("number", "c1", north="40", south="50"),
        differing("number", "c2", north="12", south="14"),
        differing("number", "c2", north="12", south="14", west="19"),
    )
    assert brief(replace(made, differences=found)).differences == (2, 0)


@pytest.mark.parametrize(
    ("kind", "values", "listed"),
    [
        ("denial", {"north": "The hall had passed.", "south": "The hall had not passed."}, True),
        ("denial", {"north": "No report came.", "south": "He denied that a report came."}, False),
        ("speaker", {"north": "Ida Ross", "south": "harbour master"}, True),
        ("speaker", {"north": "the company", "south": "the statement"}, False),
        ("number", {"north1": "12", "north2": "19"}, False),
    ],
)
def test_a_difference_is_listed_only_where_it_is_one_between_sources(
    kind: DifferenceKind,
    values: dict[str, str],
    listed: bool,  # noqa: FBT001  (a parameter of the test)
) -> None:
    made = event(dict.fromkeys(values, (PIER,)), [(next(iter(values)), 0, [])])
    made = replace(made, differences=(differing(kind, "c1", **values),))
    assert brief(made).differences == ((0,) if listed else ())


def test_a_clause_cut_out_of_a_sentence_is_listed_last() -> None:
    made = event({"north": (PIER, COST)}, [("north", 0, []), ("north", 1, [])])
    cut = replace(made.claims[0], text="the old pier at Orrin burned")
    made = replace(made, claims=(cut, made.claims[1]))
    assert importance(made, cut).complete == 0


def test_of_claims_that_say_nearly_the_same_one_is_listed() -> None:
    again = "On Monday night the old pier at Orrin burned down, police said."
    texts = {"north": (PIER, again), "south": (PIER, again)}
    made = event(texts, [("north", 0, [("south", 0, 0.9)]), ("north", 1, [("south", 1, 0.9)])])
    assert len(brief(made).agreed) == 1


def test_no_more_than_seven_are_agreed_and_beyond_five_only_what_most_tell() -> None:
    words = [
        "harbour",
        "bridge",
        "school",
        "market",
        "tower",
        "station",
        "garden",
        "museum",
        "factory",
        "hotel",
    ]
    lines = [
        f"The {word} in {word.title()}ville reopened number {at}." for at, word in enumerate(words)
    ]
    texts = {name: tuple(lines) for name in ("north", "south", "west", "east", "mid")}
    few = event(texts, [("north", at, [("south", at, 0.9)]) for at in range(10)])
    assert len(brief(few).agreed) == 5
    all_ = [(name, at, 0.9) for at in range(10) for name in ("south", "west")]
    most = event(
        texts, [("north", at, [cell for cell in all_ if cell[1] == at]) for at in range(10)]
    )
    assert len(brief(most).agreed) == MOST == 7


@pytest.mark.parametrize(
    ("feature", "better", "worse"),
    [
        ("names", "The pier of Orrin was Ida Ross and Per Lund's.", "The pier was somebody's own."),
        ("numbers", "The pier cost 3 million crowns in 40 days.", "The pier cost much in days."),
        ("complete", "The pier was rebuilt by the whole town.", "It was rebuilt by the whole town."),
        ("complete", "The pier was rebuilt by the whole town.", "Was the pier rebuilt by the town?"),
        ("quotation", '"We will rebuild the pier," the mayor said.', "We will rebuild the pier then."),
    ],
)  # fmt: skip
def test_a_claim_weighs_more_for_what_it_holds(feature: str, better: str, worse: str) -> None:
    made = event({"north": (better, worse)}, [("north", 0, []), ("north", 1, [])])
    more, less = (getattr(importance(made, claim), feature) for claim in made.claims)
    assert more > less


def test_earlier_headlined_and_taken_up_claims_weigh_more() -> None:
    texts = {"north": (CREW, PIER), "south": (PIER,)}
    claims = [("north", 0, []), ("north", 1, [("south", 0, 0.9)])]
    days = {"north": "2031-01-01", "south": "2031-01-02"}
    made = event(texts, claims, titles={"north": "Pier burns in Orrin"}, published=days)
    crew, pier = (importance(made, claim) for claim in made.claims)
    assert pier.headline > crew.headline
    assert (pier.taken_up, crew.taken_up) == (1, 0)
    assert crew.early == 1
    assert event(texts, claims).claims
    assert not importance(event(texts, claims), made.claims[1]).taken_up


def test_the_score_is_the_weighted_sum_and_orders_the_claims() -> None:
    made = sample()
    scores = [importance(made, claim).score for claim in ranked(made)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= sum(WEIGHTS) for score in scores)


def test_every_claim_stands_in_one_group_of_each_source() -> None:
    made = sample()
    for groups in by_source(made).values():
        ids = [*groups.only, *groups.tells, *groups.in_part, *groups.denies, *groups.lacks]
        assert sorted(ids) == [f"c{number}" for number in range(1, 8)]
    assert by_source(made)["The Post"].denies == ("c2",)
    assert by_source(made)["The Abend"].only == ("c6", "c7")


NAMES = ("Abel", "Bert", "Carl", "Dora", "Emil", "Fritz", "Gert", "Hans", "Igor", "Jens", "Karl",
         "Lars", "Max", "Nils", "Otto", "Paul", "Quentin", "Rolf", "Sven", "Tom", "Ulf", "Vera",
         "Willy", "Xaver", "Yngve")  # fmt: skip


def listed(*numbers: int) -> str:
    return f"{', '.join(NAMES[number] for number in numbers)}."


@pytest.mark.parametrize(
    ("shared", "of", "each"), [(6, 10, False), (4, 7, True)]
)  # fmt: skip
def test_of_two_claims_with_three_words_in_five_in_common_one_is_listed(
    shared: int, of: int, *, each: bool
) -> None:
    first, second = listed(*range(of)), listed(*range(of - shared, 2 * of - shared))
    texts = {"north": (first, second), "south": (first, second)}
    made = event(texts, [("north", 0, [("south", 0, 0.9)]), ("north", 1, [("south", 1, 0.9)])])
    assert (len(brief(made).agreed) == 2) is each


@pytest.mark.parametrize(("shared", "of", "only"), [(6, 12, False), (12, 25, True)])
def test_what_another_has_half_the_words_of_is_not_only_in_one(
    shared: int, of: int, *, only: bool
) -> None:
    alone, other = listed(*range(of)), f"{listed(*range(shared))[:-1]} saw yachts and lorries."
    texts = {"north": (PIER, alone), "south": (PIER, other)}
    made = event(texts, [("north", 0, [("south", 0, 0.9)]), ("north", 1, [])])
    assert brief(made).only == ({"North": ("c2",)} if only else {})


@pytest.mark.parametrize(("shared", "of", "out"), [(4, 12, False), (7, 22, True)])
def test_what_a_source_has_a_third_of_the_words_of_is_not_left_out(
    shared: int, of: int, *, out: bool
) -> None:
    told, other = listed(*range(of)), f"{listed(*range(shared))[:-1]} saw yachts and lorries."
    texts = {"north": (PIER, told), "south": (PIER, told), "west": (PIER, other)}
    claims = [
        ("north", 0, [("south", 0, 0.9), ("west", 0, 0.9)]),
        ("north", 1, [("south", 1, 0.9)]),
    ]
    assert brief(event(texts, claims)).left_out == ({"West": ("c2",)} if out else {})


def test_no_more_than_three_are_only_in_one_source() -> None:
    lines = tuple(listed(at, at + 5, at + 10, at + 15, at + 20) for at in range(5))
    made = event({"north": lines, "south": (PIER,)}, [("north", at, []) for at in range(5)])
    assert len(brief(made).only["North"]) == 3


@pytest.mark.parametrize(("score", "unsure"), [(0.5, 0), (0.49, 1)])
def test_a_part_under_even_odds_is_unsure(score: float, unsure: int) -> None:
    made = event({"north": (PIER,), "south": (CREW,)}, [("north", 0, [("south", 0, 0.9)])])
    claim = made.claims[0]
    cells = (claim.cells[0], Cell("south", "partial", (0,), score, told=False))
    assert brief(replace(made, claims=(replace(claim, cells=cells),))).unsure == unsure


def test_fewer_than_three_agreed_are_filled_up_to_three_with_what_a_source_surely_has_in_part() -> (
    None
):
    lines = tuple(listed(at, at + 5, at + 10, at + 15, at + 20) for at in range(5))
    texts = {"north": lines, "south": lines}

    def agreed(whole: int, score: float) -> int:
        made = event(texts, [("north", at, [("south", at, 0.9)]) for at in range(5)])
        claims = tuple(
            claim
            if at < whole
            else replace(
                claim,
                cells=(claim.cells[0], Cell("south", "partial", (at,), score, told=False)),
            )
            for at, claim in enumerate(made.claims)
        )
        return len(brief(replace(made, claims=claims)).agreed)

    assert [agreed(whole, 0.5) for whole in (1, 2, 3, 4)] == [3, 3, 3, 4]
    assert [agreed(whole, 0.49) for whole in (1, 2, 3)] == [1, 2, 3]


def test_a_claim_is_left_out_that_half_of_all_sources_tell() -> None:
    said = listed(*range(12))
    for tell, every, out in ((2, 4, True), (2, 5, False)):
        ids = [f"{letter}x" for letter in "abcde"[:every]]
        texts = dict.fromkeys(ids, (PIER, said)) | {ids[-1]: (PIER, DOG)}
        parts = [(id_, 1, 0.9 if at < tell - 1 else 0.4) for at, id_ in enumerate(ids[1:-1])]
        claims = [("ax", 0, [(id_, 0, 0.9) for id_ in ids[1:]]), ("ax", 1, parts)]
        assert brief(event(texts, claims)).left_out == ({ids[-1].title(): ("c2",)} if out else {})


def test_half_as_early_after_three_sentences() -> None:
    made = event({"north": (DOG, COST, CREW, PIER)}, [("north", at, []) for at in (0, 3)])
    assert [importance(made, claim).early for claim in made.claims] == [1, 0.5]


def test_three_names_two_numbers_and_five_words_are_enough() -> None:
    texts = (
        "Yes, Abel met Bert, Carl and a dog.", "Yes, Abel met Bert and a dog.",
        "It took 12 men and 14 dogs.", "It took 12 men.",
        "Pier burned fast Monday night.", "Pier burned fast Monday.",
    )  # fmt: skip
    made = event({"north": texts}, [("north", at, []) for at in range(len(texts))])
    found = [importance(made, claim) for claim in made.claims]
    assert [found[at].names for at in (0, 1)] == pytest.approx([1, 2 / 3])
    assert [found[at].numbers for at in (2, 3)] == [1, 0.5]
    assert [found[at].complete for at in (4, 5)] == pytest.approx([1, 0.8])


def test_what_more_tell_weighs_more_than_any_other_feature_alone() -> None:
    assert max(WEIGHTS) == WEIGHTS.told == 3
    assert sum(WEIGHTS) == pytest.approx(9.2)
    assert importance(sample(), sample().claims[0]).score == pytest.approx(
        sum(w * v for w, v in zip(WEIGHTS, importance(sample(), sample().claims[0]), strict=True))
    )
