"""How crowded an article stands is told by articles of other days, if there are enough."""

import numpy as np
import pytest

from compare.events.surroundings import (
    APART,
    LESS,
    MAY_BE_ONE,
    SPAN,
    surroundings,
    surroundings_of,
)

USUAL = -14.0


def _stream(apart: int, others: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pairs of one article with all others, and the days of all."""
    first, second = np.zeros(others, int), np.arange(1, others + 1)
    return first, second, np.array([100.0] + [100.0 + apart] * others)


@pytest.mark.parametrize(
    ("apart", "crowded"), [(APART - 1, False), (APART, True), (SPAN, True), (SPAN + 1, False)]
)
def test_articles_of_other_days_of_the_time_tell(apart: int, crowded: bool) -> None:  # noqa: FBT001  (a parameter of the test)
    first, second, days = _stream(apart, 60)
    found = surroundings(first, second, np.full(60, USUAL + 4), days, USUAL)[0]
    assert (found > 0) == crowded


def test_few_articles_of_other_days_tell_little() -> None:
    few, many = (
        surroundings(*_stream(10, size)[:2], np.full(size, USUAL + 4), _stream(10, size)[2], USUAL)[
            0
        ]
        for size in (1, 200)
    )
    assert 0 < few < many / 4
    assert many > 3


@pytest.mark.parametrize(("so_alike", "crowded"), [(3, False), (4, True)])
def test_what_may_be_one_event_tells_nothing_unless_it_is_a_style(
    so_alike: int,
    crowded: bool,  # noqa: FBT001  (a parameter of the test)
) -> None:
    first, second, days = _stream(10, 60)  # of which the nearest 3 tell
    text = np.array([MAY_BE_ONE] * so_alike + [USUAL - 3] * (60 - so_alike))
    assert (surroundings(first, second, text, days, USUAL)[0] > 0) == crowded
    own, dates = dict(enumerate(text.tolist())), dict.fromkeys(range(60), 110)
    assert (surroundings_of(own, dates, 100, days, USUAL) > 0) == crowded


def test_none_alike_is_less_than_usual_and_bounded() -> None:
    _, _, days = _stream(10, 3000)
    none = np.empty(0, int)
    found = surroundings(none, none, np.empty(0), days, USUAL)
    assert found[0] == pytest.approx(-LESS, rel=0.02)


def test_without_days_nothing_is_told() -> None:
    first, second, _ = _stream(10, 60)
    days = np.full(61, np.nan)
    assert not surroundings(first, second, np.full(60, 0.0), days, USUAL).any()
    assert surroundings_of({1: 0.0}, {1: 5}, None, np.arange(60.0), USUAL) == 0.0


def test_one_article_is_told_as_in_a_batch() -> None:
    rng = np.random.default_rng(1)
    size = 80
    days = np.sort(rng.integers(0, 40, size)).astype(float)
    first, second = np.triu_indices(size, 1)
    text = rng.normal(USUAL, 3, len(first))
    batch = surroundings(first, second, text, days, USUAL)
    for at in (0, 17, 79):
        own = {b if a == at else a: t
               for a, b, t in zip(first.tolist(), second.tolist(), text, strict=True)
               if at in (a, b)}  # fmt: skip
        dates = {other: int(days[other]) for other in own}
        assert surroundings_of(own, dates, int(days[at]), days, USUAL) == pytest.approx(batch[at])
