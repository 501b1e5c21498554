"""What is said is compared apart from who says it; every feature is symmetric."""

import math
from collections import Counter
from itertools import chain

import numpy as np
import pytest
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from compare.alignment import features as evidence
from compare.alignment.align import align, score_pairs
from compare.model import Statement
from compare.settings import AlignmentSettings
from compare.text import content_words as content
from compare.text import document_frequencies as background
from compare.text import tokens

SETTINGS = AlignmentSettings()
AROUND = (
    ["The fire broke out at the mill on Saturday.", "The council votes on the budget on Monday."],
    ["On Saturday a fire destroyed the mill.", "A vote on the budget is due on Monday."],
)
SOURCE = "Mayor Lena Madsen told reporters at the town hall on Friday"


def feature(name: str, *texts: str) -> float:
    batch = evidence.prepare(texts, [0, 1], [2, 2], pools=np.array([0, 2]))
    found = evidence.features(batch, np.array([0]), np.array([1]))
    turned = evidence.features(batch, np.array([1]), np.array([0]))
    assert found == pytest.approx(turned)
    return float(found[0, evidence.NAMES.index(name)])


def first_of_each(a: str, b: str) -> float:
    """The score of two statements among others of their articles."""
    sides = [
        [Statement(name, 500 * at, 500 * at + len(text), text)
         for at, text in enumerate((own, *around))]
        for name, own, around in zip("ab", (a, b), AROUND, strict=True)
    ]  # fmt: skip
    found = {(match.a[1], match.b[1]): match.score for match in align(sides, SETTINGS, 0)}
    return found[0, 0]


def test_one_speaker_does_not_make_two_statements_alike() -> None:
    a, b = f"“We will rebuild,” {SOURCE}.", f"{SOURCE} that 20 homes were lost."
    for name in ("shared", "cosine", "characters", "letters", "anchored_names", "source"):
        assert feature(name, a, b) <= feature(name, "“We will rebuild.”", "20 homes were lost.")
    assert first_of_each(a, b) < 0.1
    assert score_pairs([(a, b)], SETTINGS)[0] < 0.25


def test_what_is_said_is_matched_whoever_says_it() -> None:
    said = "the suspect had carried a loaded weapon"
    assert (
        first_of_each(f"Police chief Ana Ruiz said {said}.", f"According to Omar Holt, {said}.")
        > 0.5
    )


def test_a_speaker_in_common_counts_as_far_as_the_same_is_said() -> None:
    a, b = f"{SOURCE} that {{}}.", f"{SOURCE} that 20 homes were lost."
    none, half, whole = (
        feature("source", a.format(said), b)
        for said in ("they will rebuild", "20 people were hurt", "20 homes were lost")
    )
    assert none == 0 < half < whole


@pytest.mark.parametrize(
    ("a", "b", "same", "other", "unmet"),
    [
        ("Police detained 750 people.", "Police held 750 people.", 1, 0, 0),
        ("Police detained 750 people.", "Police held 1,400 people.", 0, 1, 1),
        ("Police detained 750 people.", "Police held 40 women and 90 men.", 0, 1, 1),
        ("Police detained 750 people.", "Police held many.", 0, 0, 0),
    ],
)
def test_quantities_that_find_no_equal_are_counted_on_the_side_with_fewer(
    a: str, b: str, same: int, other: int, unmet: int
) -> None:
    names = ("same_quantity", "other_quantity", "unmet_quantities")
    assert [feature(name, a, b) for name in names] == [same, other, unmet]


EVENT = (
    "The old mill at Orrin burned down on Saturday, and 14 firemen from Linden fought the fire.",
    "The mill had stood empty since 1998.",
    "On Saturday the mill at Orrin, empty since 1998, burned down in a fire that 14 firemen fought.",
    "It rained in Linden on Saturday.",
    "Firemen fought the fire at the old mill at Orrin.",
)
POOLS = (0, 0, 2, 2, 4)
ORDERS, LENGTHS = (0, 1, 0, 1, 0), (2, 2, 2, 2, 1)


class Slow:
    """The features of two of the statements of an event, counted one by one."""

    def __init__(self) -> None:
        self.terms = [content.read(text).terms for text in EVENT]
        self.words = [tokens.folded(text) for text in EVENT]
        held = Counter(chain.from_iterable(map(set, self.terms)))
        table, most = background.load("en"), len(EVENT)
        self.local = {
            term: min(
                1, (math.log((1 + most) / (1 + held[term])) + 1) / (math.log((1 + most) / 2) + 1)
            )
            for term in held
        }
        general = {term: table.idf(term) / math.log(table.documents + 1) for term in held}
        self.weights = {term: self.local[term] * general[term] for term in held}
        self.general = general
        self.names = {
            term for term in held if term in {"orrin", "linden", content.read("Saturday").terms[0]}
        }

    def of(self, i: int, j: int) -> dict[str, float]:
        one, other = set(self.terms[i]), set(self.terms[j])
        shared = one & other
        numbers = {term for term in shared if term[0].isdigit()}
        others = shared - numbers - self.names

        def weight(terms: set[str]) -> float:
            return sum(self.weights[term] for term in terms)

        def cosine(weights: dict[str, float]) -> float:
            def length(terms: set[str]) -> float:
                return math.sqrt(sum(weights[term] ** 2 for term in terms))

            return sum(weights[term] ** 2 for term in shared) / (length(one) * length(other))

        both, totals = weight(shared), sorted((weight(one), weight(other)))
        plain = [
            {t for t in side if not t[0].isdigit() and t not in self.names} for side in (one, other)
        ]
        ours, theirs = self.words[i], self.words[j]
        lengths = sorted((len(ours), len(theirs)))
        runs = [Counter(zip(side, side[1:], side[2:], strict=False)) for side in (ours, theirs)]
        in_order = LCSseq.similarity(ours, theirs)
        return {
            "cosine": cosine(self.local), "cosine_weighted": cosine(self.weights),
            "cosine_background": cosine(self.general),
            "covered_more": both / (totals[0] + 0.5), "covered_less": both / (totals[1] + 0.5),
            "shared": math.log1p(both), "shared_names": math.log1p(weight(shared & self.names)),
            "shared_others": math.log1p(weight(others)), "shared_numbers": math.log1p(weight(numbers)),
            "others_covered": weight(others) / (min(map(weight, plain)) + 0.5),
            "shorter": math.log1p(min(len(one), len(other))),
            "longer": math.log1p(max(len(one), len(other))),
            "in_order": in_order / lengths[1], "in_order_of_shorter": in_order / lengths[0],
            "same_words": sum((Counter(ours) & Counter(theirs)).values()) / lengths[1],
            "word_runs": sum((runs[0] & runs[1]).values()) / (lengths[0] - 2),
            "letters": fuzz.ratio(" ".join(ours), " ".join(theirs)) / 100,
            "source": 0.0,
            "distance": abs(ORDERS[i] / LENGTHS[i] - ORDERS[j] / LENGTHS[j]),
            "lead": 1 / (1 + ORDERS[i]) + 1 / (1 + ORDERS[j]),

        }  # fmt: skip


def test_features_are_what_a_slow_count_gives() -> None:
    batch = evidence.prepare(EVENT, ORDERS, LENGTHS, pools=np.array(POOLS))
    slow = Slow()
    pairs = [(i, j) for i in range(len(EVENT)) for j in range(len(EVENT)) if POOLS[i] < POOLS[j]]
    left, right = np.array(pairs).T
    found = evidence.features(batch, left, right)
    for (i, j), row in zip(pairs, found, strict=True):
        expected = slow.of(i, j)
        given = dict(zip(evidence.NAMES, row.tolist(), strict=True))
        assert {name: given[name] for name in expected} == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize(("between", "near"), [(7, True), (8, False)])
def test_content_words_are_a_pair_eight_words_apart(between: int, *, near: bool) -> None:
    one, other = (f"Mill {' '.join(['of'] * between)} fire", "Fire mill")
    assert (feature("word_pairs", one, other) > 0) is near


@pytest.mark.parametrize(("between", "near"), [(3, True), (4, False)])
def test_content_words_are_a_pair_with_the_four_that_follow(between: int, *, near: bool) -> None:
    one = f"Mill {' '.join(['tram', 'church', 'river', 'market'][:between])} fire"
    assert (feature("word_pairs", one, "Fire mill") > 0) is near


@pytest.mark.parametrize(
    ("capital", "small", "kind"),
    [(1, 2, evidence.NAME), (1, 3, evidence.WORD), (0, 1, evidence.WORD), (1, 0, evidence.NAME)],
)
def test_a_word_is_a_name_from_a_third_of_capitals_on(capital: int, small: int, kind: int) -> None:
    read = [content.read(f"See {word}") for word in ["Orrin"] * capital + ["orrin"] * small]
    assert evidence._kinds(["orrin", "14"], read).tolist() == [kind, evidence.NUMBER]


def test_runs_of_characters_are_three_to_five_long() -> None:
    assert [len(evidence._word_grams(word)) for word in ("a", "ab", "abc", "abcd")] == [1, 3, 6, 9]
    assert (
        len({evidence._word_grams("mill").tobytes(), evidence._word_grams("mile").tobytes()}) == 2
    )


def test_texts_of_no_one_event_have_no_rarity_of_their_own() -> None:
    alone = evidence.prepare(EVENT[:2], [0, 0], [1, 1])
    assert alone.local.tolist() == [1.0] * len(alone.local)
    assert alone.weights == pytest.approx(evidence._general(
        list(dict.fromkeys(chain(*(content.read(text).terms for text in EVENT[:2])))), "en"
    ))  # fmt: skip
    assert evidence._general(["mill", "fire"], "xx").tolist() == [1, 1]


def test_a_mean_of_word_vectors_is_a_unit_vector_without_what_the_event_has_in_common() -> None:
    batch = evidence.prepare(EVENT, ORDERS, LENGTHS, pools=np.array(POOLS))
    assert np.linalg.norm(batch.wholes, axis=1) == pytest.approx([1] * len(EVENT))
    assert feature("meaning_whole", EVENT[0], EVENT[2]) == pytest.approx(-1)
    whole = evidence.prepare([EVENT[0], EVENT[0]], [0, 0], [1, 1]).wholes
    assert float(whole[0] @ whole[1]) == pytest.approx(1)
