"""Both sides of every line at which articles are, or are not, compared, related or joined."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from compare.events import candidates, grouping, model
from compare.events.linkage import grouped
from compare.events.similarity import ScoredPairs
from compare.events.stream_prior import prior_shift
from compare.events.surroundings import others_of, surroundings, weight_of
from compare.events.tfidf import rarity, vector, vectorise
from compare.model import Article, CleanedArticle
from compare.settings import EventSettings, VectorSettings

USUAL = -14.0


def partners(weights: list[float], most: int | None = None) -> int:
    """With how many others an article is compared that are so alike to it."""
    rows = np.array([0])
    held = csr_array(np.array([weights]))
    pruned = csr_array(np.array([[1.0]]))
    found = candidates.nearest(pruned, held, rows, np.arange(len(weights)))
    assert most is None or len(found) <= most
    return len(found)


@pytest.mark.parametrize(("alike", "compared"), [(0.006, 1), (0.0059, 0)])
def test_articles_with_a_little_in_common_are_compared(alike: float, compared: int) -> None:
    assert partners([1.0, alike]) == compared


def test_each_is_compared_with_sixty_and_with_two_hundred_and_fifty_that_are_close() -> None:
    # The article itself is the nearest, and one more is asked for in its stead.
    assert partners([1.0] + [0.1] * 300) == 60
    assert partners([1.0] + [0.15] * 100 + [0.1] * 300) == 101
    assert partners([1.0] + [0.1499] * 100 + [0.1] * 300) == 60
    assert partners([1.0] + [0.2] * 300) == 250


def test_an_article_is_looked_for_by_its_fifty_weightiest_terms() -> None:
    words = csr_array(np.arange(1.0, 61.0)[None, :])
    kept, rows = candidates.top_terms(words)
    assert kept.tolist() == list(range(10, 60))
    assert rows.tolist() == [0] * 50


@pytest.mark.parametrize(("held", "columns"), [(1000, 1), (1001, 2)])
def test_a_term_of_more_than_a_thousand_articles_is_split_by_days(held: int, columns: int) -> None:
    rows = np.arange(held)
    found, width = candidates.split_long_postings(
        np.zeros(held, np.int64), 1, rows, np.arange(held, dtype=float)
    )
    assert width == columns
    assert np.unique(found).tolist() == list(range(columns))
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize(("probability", "kept"), [(0.00101, True), (0.00099, False)])
def test_a_pair_less_probable_than_one_in_a_thousand_is_dropped(
    probability: float, *, kept: bool
) -> None:
    odds = np.array([math.log(probability / (1 - probability))])
    one = np.array([0])
    pairs = ScoredPairs(one, one + 1, odds, odds, odds, np.zeros(2), 0.0)
    assert bool(pairs.scores()) is kept


@pytest.mark.parametrize(("score", "related"), [(0.2, True), (0.199, False)])
def test_articles_of_two_events_are_related_from_one_in_five_on(
    score: float, *, related: bool
) -> None:
    members = [grouping.EventMember(id_, None, id_) for id_ in "ab"]
    found = grouping._related([[0], [1]], {(0, 1): score}, members)
    assert [bool(links) for links in found] == [related, related]


@pytest.mark.parametrize(("score", "joined"), [(0.5, True), (0.49, False)])
def test_events_join_a_story_from_even_odds_on(score: float, *, joined: bool) -> None:
    stories = grouping._stories([[0], [1]], [((0, 1), score)], EventSettings().story_threshold)
    assert len(stories) == 2 - joined


@pytest.mark.parametrize(("score", "joined"), [(0.5, True), (0.49, False)])
def test_articles_join_an_event_from_even_odds_on(score: float, *, joined: bool) -> None:
    assert len(grouped(2, {(0, 1): score}, EventSettings())) == 2 - joined


def test_pairs_are_worth_a_label_from_one_in_a_hundred_on() -> None:
    assert grouping.ASKED == 0.01


@pytest.mark.parametrize(("length", "cut"), [(120, False), (121, True)])
def test_a_headline_has_a_hundred_and_twenty_characters(length: int, *, cut: bool) -> None:
    line = "word " * 23 + "x" * (length - 115)
    body = CleanedArticle(Article("a", line, "s"), ((0, len(line)),))
    headline = grouping.event_member(body).headline
    assert headline == (("word " * 23).strip() + "…" if cut else line)


def test_what_unrelated_articles_share_is_added_to_each_cosine() -> None:
    none = dict.fromkeys(model.FLOORS, 0.0)
    shipped = replace(model.load(), shorter=0.0, longer_by=0.0)
    for field, floor in (("words", 0.02), ("pairs", 0.01), ("lead", 0.03)):
        alone = replace(shipped, fields={field: 1.0})
        assert float(alone.text(none, 9, 9)) == pytest.approx(math.log(floor))


def crowded(apart: int, others: int, alike: float = USUAL + 5) -> float:
    """How crowded an article stands beside so many others, so many days off."""
    first, second = np.zeros(others, int), np.arange(1, others + 1)
    days = np.array([100.0] + [100.0 + apart] * others)
    return float(surroundings(first, second, np.full(others, alike), days, USUAL)[0])


@pytest.mark.parametrize(("apart", "tells"), [(3, False), (4, True), (30, True), (31, False)])
def test_articles_four_to_thirty_days_off_tell_what_is_usual(apart: int, *, tells: bool) -> None:
    assert bool(crowded(apart, 60)) is tells


def test_one_in_twenty_of_them_tells_and_forty_at_most() -> None:
    def nearest(others: int) -> int:
        """How many have to be alike before the mean is as theirs."""
        days = np.array([100.0] + [110.0] * others)
        weight = float(weight_of(others_of(days))[0])
        for count in range(1, others + 1):
            first, second = np.zeros(count, int), np.arange(1, count + 1)
            found = surroundings(first, second, np.full(count, USUAL + 4), days, USUAL)[0]
            if float(found) == pytest.approx(weight * 4):
                return count
        return 0

    assert [nearest(others) for others in (1, 39, 40, 59, 60, 799, 800, 900)] == [
        1, 1, 2, 2, 3, 39, 40, 40,
    ]  # fmt: skip


def test_who_is_not_there_is_three_less_alike_and_six_less_is_the_least() -> None:
    assert crowded(10, 3000, USUAL - 3) == pytest.approx(-3, rel=0.02)
    days = np.array([100.0] + [110.0] * 3000)
    none = np.empty(0, int)
    assert surroundings(none, none, np.empty(0), days, USUAL)[0] == pytest.approx(-3, rel=0.02)
    assert crowded(10, 3000, USUAL - 6) == pytest.approx(-6, rel=0.02)
    assert crowded(10, 3000, USUAL - 9) == pytest.approx(-6, rel=0.02)


def test_thirty_articles_of_other_days_count_by_half() -> None:
    assert weight_of(np.array([30, 90])).tolist() == [0.5, 0.75]


def test_forty_articles_tell_by_half_how_common_one_event_is() -> None:
    plain = np.full(100, 4.0)
    assert prior_shift(plain, 40, 0.025) == pytest.approx(1.5, rel=0.01)
    assert prior_shift(plain, 10**9, 0.025) == pytest.approx(3, rel=0.01)


@pytest.mark.parametrize(("shift", "added"), [(0.9, 0.0), (1.2, 0.4), (2.0, 2.0), (2.6, 3.0)])
def test_what_goes_beyond_a_usual_shift_counts_twice_up_to_three(
    shift: float, added: float
) -> None:
    usual = 0.025
    share = 1 / (1 + math.exp(-(math.log(usual / (1 - usual)) + shift)))
    of_one = round(share * 100_000)
    odds = np.append(np.full(of_one, 25.0), np.full(100_000 - of_one, -25.0))
    assert prior_shift(odds, 10**9, usual) == pytest.approx(added, abs=0.01)


def weights(text: str, title: str | None = None, **settings: int) -> dict[str, float]:
    """What each term of an article weighs; words that nobody knows are all as rare."""
    body = CleanedArticle(Article("a", text, "s", title), ((0, len(text)),))
    return dict(vector(body, replace(VectorSettings(), **settings)).words)


def test_of_a_term_half_its_frequency_counts_at_one_and_a_half() -> None:
    found = weights("kelpoxa kelpoxa kelpoxa ferroxa", lead_terms=0)
    assert found["kelpoxa"] / found["ferroxa"] == pytest.approx((3 / 4.5) / (1 / 2.5))


def test_the_first_sixty_terms_count_twice_and_those_of_the_title_three_times_more() -> None:
    twice = (2 / 3.5) / (1 / 2.5)
    words = [f"q{first}{second}oxa" for first in "bcdfghjkl" for second in "mnprstvw"][:61]
    found = weights(" ".join(words))
    assert found[words[59]] / found[words[60]] == pytest.approx(twice)
    found = weights(" ".join([*words, "zarboxa"]), "Zarboxa")
    assert found["zarboxa"] / found[words[60]] == pytest.approx((4 / 5.5) / (1 / 2.5))


def test_the_background_weighs_as_a_hundred_articles_and_four_of_the_batch_as_none() -> None:
    def held(count: int, documents: int = 899) -> float:
        return float(rarity(0.0, count, documents, VectorSettings()))

    assert held(4) == held(0) == pytest.approx(math.log(1000 / 0.5))
    assert held(5) == pytest.approx(math.log(1000 / 1.5))
    share = float(rarity(0.1, 0, 899, VectorSettings()))
    assert share == pytest.approx(math.log(1000 / 10.5))


def test_all_fields_of_a_batch_are_of_four_bytes() -> None:
    text = "Kelpholm ferry aground near the ferry port of Kelpholm"
    bodies = [CleanedArticle(Article(id_, text, "s"), ((0, len(text)),)) for id_ in "ab"]
    made = vectorise(bodies, VectorSettings())
    assert {made.words.dtype, made.pairs.dtype, made.lead.dtype} == {np.dtype(np.float32)}


def test_events_of_several_articles_are_one_story_by_the_mean_of_all_their_pairs() -> None:
    pairs = [((a, b), 0.5) for a in (0, 1) for b in (2, 3)]
    assert len(grouping._stories([[0, 1], [2, 3]], pairs, 0.5)) == 1
    assert len(grouping._stories([[0, 1], [2, 3]], pairs[:2], 0.5)) == 2
