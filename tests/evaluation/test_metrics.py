"""Each fast measure stands beside a slow obvious one, or scikit-learn's."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.evaluation import metrics

GROUPS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=14)
SCORES = st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0])
RANKED = st.lists(
    st.tuples(
        st.integers(0, 1), st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.integers(1, 3)
    ),
    min_size=2,
    max_size=20,
).filter(lambda rows: {0, 1} == {row[0] for row in rows})


def _columns(rows: list[tuple[int, float, int]]) -> tuple[list[float], list[float], list[float]]:
    labels, scores, weights = zip(*rows, strict=True)
    return [float(n) for n in labels], list(scores), [float(n) for n in weights]


@given(GROUPS)
def test_b_cubed_is_the_mean_over_items(rows: list[tuple[int, int]]) -> None:
    truth, guess = zip(*rows, strict=True)
    precision = recall = 0.0
    for i in range(len(rows)):
        same_true = {j for j in range(len(rows)) if truth[j] == truth[i]}
        same_guess = {j for j in range(len(rows)) if guess[j] == guess[i]}
        precision += len(same_true & same_guess) / len(same_guess) / len(rows)
        recall += len(same_true & same_guess) / len(same_true) / len(rows)
    measured = metrics.Grouping(truth, guess).b_cubed(np.ones(len(rows)))
    assert measured[:2] == pytest.approx((precision, recall))


@given(GROUPS)
def test_pair_rates_count_pairs(rows: list[tuple[int, int]]) -> None:
    true = {(i, j) for i, j in combinations(range(len(rows)), 2) if rows[i][0] == rows[j][0]}
    guess = {(i, j) for i, j in combinations(range(len(rows)), 2) if rows[i][1] == rows[j][1]}
    precision, recall, _ = metrics.Grouping(*zip(*rows, strict=True)).pairs(np.ones(len(rows)))
    assert precision == pytest.approx(len(true & guess) / len(guess) if guess else 0)
    assert recall == pytest.approx(len(true & guess) / len(true) if true else 0)


@given(GROUPS.filter(lambda rows: len(rows) > 1))
def test_adjusted_rand_is_hubert_and_arabies(rows: list[tuple[int, int]]) -> None:
    pairs = list(combinations(range(len(rows)), 2))
    true, guess = ({(i, j) for i, j in pairs if rows[i][k] == rows[j][k]} for k in (0, 1))
    chance, best = len(true) * len(guess) / len(pairs), (len(true) + len(guess)) / 2
    expected = 1.0 if best == chance else (len(true & guess) - chance) / (best - chance)
    measured = metrics.adjusted_rand(*zip(*rows, strict=True))(np.ones(len(rows)))
    assert measured == pytest.approx(expected)


def test_an_item_drawn_twice_does_not_agree_with_itself() -> None:
    statistic = metrics.adjusted_rand("aabb", "aacd")
    assert statistic(np.array([2.0, 2, 1, 1])) == statistic(np.ones(4))


@given(RANKED)
def test_ranking_measures_are_the_textbooks(rows: list[tuple[int, float, int]]) -> None:
    total = sum(n for label, _, n in rows if label)
    precision = sum(
        n * sum(m for other, s, m in rows if other and s >= score) / sum(m for _, s, m in rows if s >= score)
        for label, score, n in rows if label
    ) / total  # fmt: skip
    wins = sum(n * m * ((s > t) + (s == t) / 2)
               for label, s, n in rows if label for other, t, m in rows if not other)  # fmt: skip
    negative = sum(m for label, _, m in rows if not label)
    columns = _columns(rows)
    assert metrics.average_precision(*columns) == pytest.approx(precision)
    assert metrics.area_under_curve(*columns) == pytest.approx(wins / total / negative)


@given(RANKED)
def test_a_weight_is_a_repetition(rows: list[tuple[int, float, int]]) -> None:
    labels, scores, weights = _columns(rows)
    again = _columns([(label, score, 1) for label, score, n in rows for _ in range(n)])
    assert metrics.rates_at(labels, scores, 0.5, weights) == pytest.approx(
        metrics.rates_at(again[0], again[1], 0.5, again[2])
    )
    assert metrics.calibration_error(labels, scores, weights) == pytest.approx(
        metrics.calibration_error(*again)
    )


def test_calibration_error_of_a_known_case() -> None:
    assert metrics.calibration_error([1, 0, 1, 1], [0.9, 0.9, 0.2, 0.2], [1.0] * 4) == (
        pytest.approx(0.6)
    )


def test_macro_f1_counts_every_class_alike() -> None:
    truth = ["partial"] * 8 + ["negated"] * 2
    guess = ["partial"] * 8 + ["partial", "negated"]
    assert metrics.macro_f1(truth, guess, [1] * 10) == pytest.approx((16 / 17 + 2 / 3) / 2)
    assert metrics.macro_f1(truth, guess, [1] * 9 + [0]) == pytest.approx(16 / 17 / 2)


def test_an_interval_holds_the_value_and_narrows_with_more_groups() -> None:
    few = [1.0, 0.0] * 5
    many = few * 20
    wide = metrics.bootstrap(lambda w: float(w @ np.array(few) / w.sum()), range(10))
    narrow = metrics.bootstrap(lambda w: float(w @ np.array(many) / w.sum()), range(200))
    assert wide.low <= wide.value <= wide.high
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2
    assert wide == metrics.bootstrap(lambda w: float(w @ np.array(few) / w.sum()), range(10))


def test_nothing_at_all_scores_nothing() -> None:
    empty = np.zeros(0)
    assert metrics.Grouping([], []).b_cubed(empty) == (0, 0, 0)
    assert metrics.average_precision([], [], []) == 0
    assert metrics.area_under_curve([1], [0.5], [1]) == 0
    assert metrics.bootstrap(lambda w: float(w.sum()), []).value == 0
