"""Direction is claimed only where something tells."""

import pytest

from compare.model import Article, Credit
from compare.origins.direction import direction

PAPER, OTHER, AGENCY = "Morning Call", "Sandor Herald", "Coastal Wire"


def _article(source: str, published: str | None) -> Article:
    return Article(source, "A text.", source, None, published)


def _claimed(
    first: tuple[str, str | None],
    second: tuple[str, str | None],
    *credits_of: tuple[Credit, ...],
    contained: tuple[float, float] = (0.5, 0.5),
) -> int | None:
    one, two = credits_of or ((), ())
    return direction((_article(*first), _article(*second)), (one, two), contained).claimed


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (None, None), ("2031-05-01", None), ("2031-05-01", "2031-05-01"),
        ("2031-05-01T08:00:00Z", "2031-05-01T08:00:00Z"), ("2031-05-01", "2031-05-01T23:00:00Z"),
    ],
)  # fmt: skip
def test_missing_or_equal_times_claim_nothing_not_even_for_the_fuller(
    one: str | None, two: str | None
) -> None:
    assert _claimed((PAPER, one), (OTHER, two)) is None
    assert _claimed((PAPER, one), (OTHER, two), contained=(0.2, 1.0)) is None


def test_the_earlier_comes_first() -> None:
    assert _claimed((PAPER, "2031-05-01"), (OTHER, "2031-05-02")) == 0
    assert _claimed((PAPER, "2031-05-01T09:01:00Z"), (OTHER, "2031-05-01T09:00:00Z")) == 1


def test_an_agency_comes_first_though_dated_later_or_not_at_all() -> None:
    assert _claimed((PAPER, "2031-05-01"), (AGENCY, "2031-05-02")) == 1
    assert _claimed((PAPER, None), (AGENCY, None)) == 1


def test_of_two_texts_of_an_agency_the_earlier_comes_first() -> None:
    assert _claimed((AGENCY, "2031-05-02"), (AGENCY, "2031-05-01")) == 1


def test_a_credited_paper_comes_before_who_credits_it() -> None:
    credit = (Credit(0, 12, PAPER, "contributor"),)
    assert _claimed((PAPER, None), (OTHER, None), (), credit) == 0
    assert _claimed((PAPER, "2031-05-03"), (OTHER, "2031-05-01"), (), credit) == 0


def test_a_name_in_prose_is_weaker_than_time_and_tells_without_it() -> None:
    named = (Credit(0, 12, PAPER, "named"),)
    assert _claimed((PAPER, None), (OTHER, None), (), named) == 0
    assert _claimed((PAPER, "2031-05-03"), (OTHER, "2031-05-01"), (), named) is None


def test_credits_that_go_in_a_circle_cancel_and_time_tells() -> None:
    of_paper = (Credit(0, 12, OTHER, "byline"),)
    of_other = (Credit(0, 12, PAPER, "byline"),)
    assert _claimed((PAPER, None), (OTHER, None), of_paper, of_other) is None
    assert _claimed((PAPER, "2031-05-01"), (OTHER, "2031-05-02"), of_paper, of_other) == 0


def test_reasons_are_said_of_the_side_that_is_claimed() -> None:
    found = direction((_article(AGENCY, "2031-05-01"), _article(PAPER, "2031-05-02")), ((), ()))
    assert found.why == ("Coastal Wire is an agency", "published earlier")
    assert found.turned().claimed == 1
    assert found.turned().why == found.why
