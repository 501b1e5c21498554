"""How crowded an article stands, and what has no effect on it."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.events.crowding import crowds, crowds_of


def crowd_of(likest: list[float]) -> float:
    return crowds_of({"it": likest})["it"]


def test_an_event_of_fifteen_is_no_crowd() -> None:
    assert crowd_of([0.9] * 15) == 0
    assert crowd_of([0.09] * 100) == pytest.approx(0.09)


def test_of_an_article_akin_to_few_the_next_likest_are_the_crowd() -> None:
    assert crowd_of([0.3, 0.09, 0.03, 0.0]) == pytest.approx(0.04)
    assert crowd_of([0.3]) == 0


def test_strangers_crowd_nobody() -> None:
    """Whatever else lies in the folder, what an article is not like says nothing of it."""
    affair = [0.3, 0.2, 0.15, 0.12]
    assert crowd_of([*affair, *[0.01] * 500]) == pytest.approx(crowd_of(affair), abs=0.01)


def test_one_akin_more_changes_the_crowd_a_little() -> None:
    told = [crowd_of([0.11] * akin) for akin in range(4, 60)]
    assert all(abs(before - after) < 0.015 for before, after in pairwise(told))


@given(st.lists(st.floats(0, 0.5), min_size=1, max_size=300))
def test_a_batch_is_as_crowded_as_its_articles(alike: list[float]) -> None:
    """Of all pairs the first so many have a likeness; the others were not found alike at all."""
    size = math.ceil((1 + math.sqrt(1 + 8 * len(alike))) / 2)
    first, second = np.triu_indices(size, 1)
    values = np.pad(np.array(alike), (0, len(first) - len(alike)))
    found = crowds(first, second, values, size)
    for article in range(size):
        own = values[(first == article) | (second == article)]
        assert found[article] == pytest.approx(crowd_of(own.tolist()))
