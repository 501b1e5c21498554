"""What speaks for two articles being of one event, and what does not."""

import math
from dataclasses import replace

import numpy as np
import pytest

from compare.events import candidates as pairing
from compare.events import model as fitted
from compare.events.similarity import (
    ScoredPairs,
    compare_all,
    cosines,
    log_odds,
    probability,
    text_log_odds,
)
from compare.events.tfidf import vector, vectorise
from compare.model import Article, CleanedArticle
from compare.settings import VectorSettings

A = "The ferry Aurora ran aground off Kelpholm with 212 passengers on board, coastguards said."
B = "Coastguards lifted all 212 passengers from the ferry Aurora after it hit rocks off Kelpholm."
C = "The central bank of Norvia raised its interest rate to 4.5 percent to slow inflation."
MODEL = fitted.load()
UNKNOWN = (math.nan, math.nan)


def _body(name: str, text: str, published: str | None = None) -> CleanedArticle:
    return CleanedArticle(Article(name, text, "Outlet", None, published), ((0, len(text)),))


def _compared(*bodies: CleanedArticle) -> ScoredPairs:
    return compare_all(vectorise(bodies, VectorSettings()))


def _said(
    days: tuple[float, float] = UNKNOWN,
    weekdays: tuple[int, int] = (0, 0),
    around: tuple[float, float] = (0.0, 0.0),
) -> float:
    return float(log_odds(MODEL.event, -8.0, days, weekdays, around))


def test_one_event_scores_above_two() -> None:
    a, b, c = (vector(_body(t[:3], t), VectorSettings()) for t in (A, B, C))
    assert text_log_odds(a, b, MODEL) > text_log_odds(a, c, MODEL)
    assert text_log_odds(a, b, MODEL) == pytest.approx(text_log_odds(b, a, MODEL))
    assert all(value == pytest.approx(1) for value in cosines(a, a).values())


def test_days_speak_for_and_against_within_bounds() -> None:
    levels = [_said((0, apart)) for apart in (0, 2, 30, 10_000, 10_000_000)]
    assert levels == sorted(levels, reverse=True)
    assert levels[0] > _said() > levels[-1]
    assert levels[-2] == pytest.approx(levels[-1])
    assert _said((2, 0)) == _said((0, 2))


def test_an_unknown_day_tells_the_same_whatever_the_other_is() -> None:
    assert _said((5, math.nan)) == _said((math.nan, 700_000)) == _said()


def test_likeness_to_articles_of_other_days_speaks_against() -> None:
    assert _said(around=(3.0, 0.0)) < _said()
    assert _said(around=(3.0, 3.0)) < _said(around=(3.0, 0.0))


def test_other_weekdays_speak_against_and_one_that_both_name_does_not() -> None:
    monday, friday = 1, 1 << 4
    assert _said(weekdays=(monday, friday)) < _said(weekdays=(monday, 0)) == _said()
    assert _said(weekdays=(monday, monday | friday)) >= _said()


def test_the_batch_agrees_with_the_pair() -> None:
    """A score hangs on the two, not on how few others lie in the folder."""
    alone = _compared(_body("0", A), _body("1", B))
    among = _compared(*(_body(str(i), text) for i, text in enumerate((A, B, C, C))))
    assert among.text[0] == pytest.approx(alone.text[0], abs=0.2)
    assert probability(among.log_odds[0]) == pytest.approx(probability(alone.log_odds[0]), abs=0.1)


def test_a_pair_that_is_as_good_as_impossible_is_not_kept() -> None:
    pairs = _compared(_body("0", A), _body("1", B))
    below, above = (replace(pairs, log_odds=np.full(1, odds)) for odds in (-7.0, -6.8))
    assert not below.scores()
    assert above.scores() == {(0, 1): pytest.approx(0.00111, abs=1e-5)}


def test_a_term_of_too_many_joins_what_is_near_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairing, "LONGEST_POSTING", 2)
    days = ("2024-03-05", "2024-04-05", "2024-03-06", "2024-04-06")
    pairs = _compared(*(_body(str(i), A, day) for i, day in enumerate(days)))
    assert list(zip(pairs.first, pairs.second, strict=True)) == [(0, 2), (1, 3)]


def test_all_pairs_of_a_large_event_are_compared() -> None:
    bodies = [_body(str(i), f"{A} Call {i}.") for i in range(90)]
    vectors = vectorise(bodies, VectorSettings(background_weight=1e9))
    assert len(compare_all(vectors).first) == 90 * 89 // 2


def test_a_story_bridges_days_that_an_event_does_not() -> None:
    event, story = (
        float(level.days(20.0) - level.days(0.0)) for level in (MODEL.event, MODEL.story)
    )
    assert event < story
