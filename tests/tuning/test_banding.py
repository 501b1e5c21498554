from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from compare.tuning import banding


def test_the_probability_is_that_of_throwing_dice() -> None:
    random = np.random.default_rng(3)
    agree = random.random((20_000, 12)) < 0.6
    shared = np.mean(np.any(np.all(agree.reshape(-1, 4, 3), axis=2), axis=1))
    assert banding.found(0.6, 4, 3) == pytest.approx(shared, abs=0.02)


def test_expected_misses_weigh_the_pairs() -> None:
    result = banding.expected([0.2, 0.9], 0.5, 2, 1, weights=[100, 1])
    assert result.recall == pytest.approx(0.99)
    assert result.candidates == pytest.approx(100 * 0.36 + 0.99)
    assert banding.expected([0.2], 0.5, 2, 1).recall == 1.0


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8])
@pytest.mark.parametrize("wanted", [0.9, 0.99])
def test_datasketch_suggests_about_the_cheapest_banding_there_is(
    threshold: float, wanted: float
) -> None:
    scores, pairs = np.linspace(0.01, 1, 100), np.geomspace(1e5, 1, 100)  # as news has them
    best = banding.suggest(scores, threshold, wanted, 96, pairs)
    assert best is not None
    assert best.recall >= wanted
    assert best.bands * best.rows <= 96
    enough = [
        other.candidates
        for bands, rows in product(range(1, 97), range(1, 97))
        if bands * rows <= 96
        and (other := banding.expected(scores, threshold, bands, rows, pairs)).recall >= wanted
    ]
    assert min(enough) <= best.candidates <= 1.5 * min(enough)


def test_nothing_is_suggested_where_no_banding_finds_enough() -> None:
    assert banding.suggest([0.1], 0.05, 0.999, 2) is None


def test_misses_are_counted_against_every_pair() -> None:
    exact = {(0, 1): 0.9, (0, 2): 0.6, (1, 2): 0.1}
    assert banding.measured(exact, [(0, 1), (1, 2)], 0.5) == banding.Misses(1, 2)
