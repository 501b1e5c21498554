"""What speaks for two articles being of one event, and what does not."""

import math

import numpy as np
import pytest

from compare.events import candidates as pairing
from compare.events import similarity
from compare.events.similarity import compare_all, likeness, of_days, of_weekdays, score
from compare.events.tfidf import vector, vectorise
from compare.model import Article, CleanedArticle
from compare.settings import EventSettings, VectorSettings
from compare.text.weekdays import When

A = "The ferry Aurora ran aground off Kelpholm with 212 passengers on board, coastguards said."
B = "Coastguards lifted all 212 passengers from the ferry Aurora after it hit rocks off Kelpholm."
C = "The central bank of Norvia raised its interest rate to 4.5 percent to slow inflation."


def _body(name: str, text: str, published: str | None = None) -> CleanedArticle:
    return CleanedArticle(Article(name, text, "Outlet", None, published), ((0, len(text)),))


def test_one_event_scores_above_two() -> None:
    a, b, c = (vector(_body(t[:3], t), VectorSettings()) for t in (A, B, C))
    assert likeness(a, b) > 0.1 > likeness(a, c)
    assert likeness(a, b) == likeness(b, a)
    assert likeness(a, a) == pytest.approx(1.5)


def test_days_speak_for_and_against_within_bounds() -> None:
    assert of_days(0, 0.3) > 0 > of_days(30, 0.3) > of_days(10_000, 0.3) > -0.3
    assert of_days(None, 0.3) == 0
    assert of_days(-2, 0.3) == of_days(2, 0.3)


def test_one_day_makes_strangers_no_likelier() -> None:
    assert of_days(0, 0.0) == 0


def test_crowding_speaks_against() -> None:
    a, b = (vector(_body(t[:3], t), VectorSettings()) for t in (A, B))
    alike = likeness(a, b)
    assert score(alike, When(1), When(1), EventSettings(), 0.1) < score(
        alike, When(1), When(1), EventSettings()
    )


def test_the_batch_agrees_with_the_pair() -> None:
    bodies = [_body(str(i), text) for i, text in enumerate((A, B, C, A))]
    vectors = vectorise(bodies, VectorSettings(background_weight=1e9))
    settings = EventSettings()
    alone = [vector(body, VectorSettings(background_weight=1e9)) for body in bodies]
    pairs = compare_all(vectors, settings)
    found = zip(pairs.first, pairs.second, pairs.evidence, strict=True)
    for i, j, evidence in found:
        # The batch counts its own few articles, the pair only the background.
        alike, crowding = likeness(alone[i], alone[j]), math.prod(pairs.crowding[[i, j]]) ** 0.5
        assert evidence == pytest.approx(score(alike, When(), When(), settings, crowding), rel=0.05)


def test_one_date_for_all_says_nothing() -> None:
    bodies = [_body(str(i), text, "2024-03-05") for i, text in enumerate((A, B, C))]
    assert compare_all(vectorise(bodies, VectorSettings()), EventSettings()).trust == 0


def test_dates_that_scatter_likest_articles_are_trusted_less() -> None:
    def trust(days: list[int]) -> float:
        bodies = [
            _body(str(i), f"{A} Voyage {i // 2} of the season.", f"2024-01-{day:02}")
            for i, day in enumerate(days)
        ]
        return compare_all(vectorise(bodies, VectorSettings()), EventSettings()).trust

    assert trust([1, 31, 16, 3, 29, 9]) < 1
    assert np.isfinite(trust([1, 1]))


def test_a_term_of_too_many_joins_what_is_near_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "LONGEST_POSTING", 2)
    days = ("2024-03-05", "2024-04-05", "2024-03-06", "2024-04-06")
    settings = VectorSettings(background_weight=1e9)
    vectors = vectorise([_body(str(i), A, day) for i, day in enumerate(days)], settings)
    pairs = compare_all(vectors, EventSettings())
    assert list(zip(pairs.first, pairs.second, strict=True)) == [(0, 2), (1, 3)]


def test_all_pairs_of_a_large_event_are_compared() -> None:
    bodies = [_body(str(i), f"{A} Call {i}.") for i in range(90)]
    vectors = vectorise(bodies, VectorSettings(background_weight=1e9))
    assert len(compare_all(vectors, EventSettings()).first) == 90 * 89 // 2


def test_other_weekdays_speak_against_one_event_and_not_against_one_story() -> None:
    def pairs(weekday: str) -> similarity.Pairs:
        bodies = [_body("a", f"{A} It was Monday."), _body("b", f"{B} It was {weekday}.")]
        return compare_all(vectorise(bodies, VectorSettings()), EventSettings())

    same, other = pairs("Monday"), pairs("Friday")
    assert same.evidence - same.story == 0
    assert other.evidence - other.story == pytest.approx(similarity.EVENT.other_weekdays)


def test_a_weekday_that_both_name_outweighs_others() -> None:
    monday, friday = 1, 1 << 4
    assert of_weekdays(monday, friday) < 0
    assert of_weekdays(monday, monday | friday) == of_weekdays(monday, 0) == 0
