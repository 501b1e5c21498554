"""An explanation adds up, and the changes it names do flip the decision."""

import math
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from compare.events import model as fitted
from compare.events.explanation import explain
from compare.events.similarity import log_odds, probability, text_log_odds
from compare.events.tfidf import vector
from compare.model import Article, CleanedArticle
from compare.settings import EventSettings, VectorSettings

A = "The ferry Aurora ran aground off Kelpholm with 212 passengers on board, coastguards said."
B = "Coastguards lifted all 212 passengers from the ferry Aurora after it hit rocks off Kelpholm."
C = "The central bank of Norvia raised its interest rate to 4.5 percent to slow inflation."
HALF = "The ferry Borealis left Kelpholm on time with 80 passengers, said coastguards and bees."
SETTINGS = EventSettings()


def _body(text: str, published: str | None = "2024-03-05") -> CleanedArticle:
    return CleanedArticle(Article(text[:5], text, "Outlet", None, published), ((0, len(text)),))


@pytest.mark.parametrize("other", [B, C])
def test_the_shares_sum_up_to_the_log_odds(other: str) -> None:
    a, b = _body(f"{A} It was Monday."), _body(f"{other} It was Friday.", "2024-04-05")
    told = explain(a, b, VectorSettings(), SETTINGS, surroundings=(2.0, 1.0), prior=0.5)
    summed = sum(part.share for part in told.parts if part.only is None)
    one, two = (vector(body, VectorSettings()) for body in (a, b))
    model, weekdays = fitted.load(), (one.when.weekdays, two.when.weekdays)
    text = text_log_odds(one, two, model)
    own = log_odds(model.event, text, (0.0, 31.0), weekdays, (2.0, 1.0)) + 0.5
    assert summed == pytest.approx(float(own))
    assert told.score == pytest.approx(float(probability(own)))
    assert told.together == (told.score >= SETTINGS.threshold)
    (said,) = (part for part in told.parts if part.kind == "weekdays")
    assert said.name == "Monday against Friday"
    assert said.share == model.event.other_weekdays


def test_names_numbers_and_days_are_told_apart() -> None:
    told = explain(_body(A), _body(B), VectorSettings(), SETTINGS)
    kinds = {(part.kind, part.name) for part in told.parts}
    assert {("name", "Aurora"), ("number", "212"), ("days", "0 days apart")} <= kinds
    assert ("word", "aground") in kinds
    assert next(part for part in told.parts if part.name == "aground").only == "a"


def _cut(text: str, gone: tuple[str, ...]) -> str:
    return re.sub(rf"\b(?:{'|'.join(gone)})\b", "", text)


@pytest.mark.parametrize(("other", "together"), [(B, True), (HALF, False)])
def test_without_the_flipping_words_it_flips(other: str, together: bool) -> None:  # noqa: FBT001  (a parameter of the test)
    settings = replace(SETTINGS, threshold=0.5 if together else 0.97)
    told = explain(_body(A, None), _body(other, None), VectorSettings(), settings)
    assert told.together == together
    assert told.flip
    cut = _body(_cut(A, told.flip), None), _body(_cut(other, told.flip), None)
    assert explain(*cut, VectorSettings(), settings).together != together
    one_less = _body(_cut(A, told.flip[:-1]), None), _body(_cut(other, told.flip[:-1]), None)
    assert explain(*one_less, VectorSettings(), settings).together == together


@pytest.mark.parametrize("apart", [0, 3, 30])
def test_so_many_days_apart_it_flips(apart: int) -> None:
    threshold = explain(_body(A, None), _body(B, None), VectorSettings(), SETTINGS).score
    near = replace(SETTINGS, threshold=threshold)
    told = explain(_body(A), _apart(apart), VectorSettings(), near)
    days = told.flip_days
    assert days is not None
    last = days - 1 if told.together else days
    for each, together in ((last, True), (last + 1, False)):
        assert explain(_body(A), _apart(each), VectorSettings(), near).together == together


def _apart(days: int) -> CleanedArticle:
    return _body(B, str(date(2024, 3, 5) + timedelta(days)))


def test_articles_that_share_nothing_have_a_score_of_nothing() -> None:
    told = explain(_body("1 2 3", None), _body("Yes.", None), VectorSettings(), SETTINGS)
    assert told.score < 0.001
    assert told.flip_days is None


def test_weekdays_that_flip_do_flip() -> None:
    monday, friday = _body(f"{A} It was Monday.", None), _body(f"{B} It was Friday.", None)
    both = _body(f"{B} It was Friday, not Monday.", None)
    whole = explain(monday, both, VectorSettings(), SETTINGS).score
    near = replace(SETTINGS, threshold=1 / (1 + (1 - whole) / whole * math.exp(0.3)))
    for other, together in ((both, True), (friday, False)):
        told = explain(monday, other, VectorSettings(), near)
        assert (told.together, told.flip_weekdays) == (together, True)
    assert not explain(monday, both, VectorSettings(), SETTINGS).flip_weekdays


def test_a_date_that_is_not_believed_says_so() -> None:
    shown = "Sunk! pic.twitter.com/a1 March 4, 2023"
    told = explain(_body(f"{A} {shown}"), _body(B), VectorSettings(), SETTINGS)
    (days,) = (part for part in told.parts if part.kind == "days")
    assert days.name == "a date is not believed: the posts in the article are much older"
    assert days.share == fitted.load().event.undated
    assert told.flip_days is None
