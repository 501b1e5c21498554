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


def test_the_cheapest_banding_is_suggested() -> None:
    scores = np.linspace(0, 1, 101)
    best = banding.suggest(scores, 0.5, 0.95, 32)
    assert best is not None
    assert best.recall >= 0.95
    assert best.bands * best.rows <= 32
    for bands, rows in product(range(1, 33), range(1, 33)):
        if bands * rows <= 32:
            other = banding.expected(scores, 0.5, bands, rows)
            assert other.recall < 0.95 or other.candidates >= best.candidates
    assert banding.suggest([0.1], 0.05, 0.999, 2) is None


def test_misses_are_counted_against_every_pair() -> None:
    exact = {(0, 1): 0.9, (0, 2): 0.6, (1, 2): 0.1}
    assert banding.measured(exact, [(0, 1), (1, 2)], 0.5) == banding.Misses(1, 2)
