from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare import curves, tune
from compare.curves import Labelled
from compare.tune import Goal

ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([n / 10 for n in range(11)]), st.integers(1, 5)),
    min_size=1,
    max_size=30,
).map(lambda rows: [Labelled(str(n), "k", label, score, float(weight))
                    for n, (label, score, weight) in enumerate(rows)])  # fmt: skip


def _sample(count: int, flip: int = 7) -> list[Labelled]:
    """Scores 0 to 1; pairs from 0.4 on belong together, but every ``flip``-th is the other way."""
    return [
        Labelled(str(n), "k", int((n / count >= 0.4) != (n % flip == 0)), n / count)
        for n in range(count)
    ]


@given(ROWS)
def test_the_curve_counts_what_a_loop_counts(rows: list[Labelled]) -> None:
    curve = curves.curve(rows)
    for k, threshold in enumerate(curve.thresholds):
        if threshold == 1.0:  # the best score is 1: no threshold leaves all out
            continue
        chosen = [row for row in rows if row.score >= threshold]
        rest = [row for row in rows if row.score < threshold]
        assert curve.tp[k] == sum(row.weight for row in chosen if row.label)
        assert curve.fp[k] == sum(row.weight for row in chosen if not row.label)
        assert curve.fn[k] == sum(row.weight for row in rest if row.label)
        assert curve.tn[k] == sum(row.weight for row in rest if not row.label)


def test_the_best_threshold_is_found_when_labels_suffice() -> None:
    found = tune.recommend(_sample(400), 0.8, Goal())
    assert found.enough
    assert found.threshold == pytest.approx(0.4, abs=0.03)
    assert found.low <= found.threshold <= found.high
    assert found.gain.low > 0


def test_a_good_threshold_stays() -> None:
    found = tune.recommend(_sample(400), 0.4, Goal())
    assert found.threshold == pytest.approx(0.4, abs=0.03)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "no labels"),
        (_sample(3), "too few labels to tell"),
        ([Labelled(str(n), "k", 1, n / 50) for n in range(50)], "all 50 labels say yes"),
        ([Labelled(str(n), "k", 0, n / 50) for n in range(50)], "all 50 labels say no"),
    ],
)
def test_too_few_labels_are_told_and_change_nothing(rows: list[Labelled], reason: str) -> None:
    found = tune.recommend(rows, 0.37, Goal())
    assert not found.enough
    assert reason in found.reason
    assert found.threshold == 0.37
    assert reason in tune.outlook(rows, 0.37)


def test_labels_that_cannot_tell_keep_the_current_threshold() -> None:
    rows = _sample(30)
    found = tune.recommend(rows, 0.46, Goal())
    assert not found.enough
    assert found.threshold == 0.46
    assert "too few labels" in found.reason


def test_scores_that_order_nothing_recommend_nothing() -> None:
    rows = [Labelled(str(n), "k", n % 2, n / 60) for n in range(60)]
    found = tune.recommend(rows, 0.3, Goal())
    assert (found.enough, found.threshold) == (False, 0.3)
    assert "do not tell the yes from the no" in found.reason


def test_a_demand_that_nothing_meets_is_said() -> None:
    rows = [*_sample(100), *(Labelled(f"x{n}", "k", 0, 1.0) for n in range(5))]
    found = tune.recommend(rows, 0.3, Goal(min_precision=0.99))
    assert (found.enough, found.threshold) == (False, 0.3)
    assert "no threshold reaches precision ≥ 0.99" in found.reason


def test_goals_pull_the_threshold_their_way() -> None:
    rows = _sample(400)
    precise = tune.recommend(rows, 0.1, Goal(min_precision=0.85))
    complete = tune.recommend(rows, 0.9, Goal(min_recall=0.95))
    assert tune.at(rows, precise.threshold)["precision"].value >= 0.84
    assert tune.at(rows, complete.threshold)["recall"].value >= 0.94
    assert complete.threshold < precise.threshold
    dear = tune.recommend(rows, 0.5, Goal(cost_fp=20, cost_fn=1))
    cheap = tune.recommend(rows, 0.5, Goal(cost_fp=1, cost_fn=20))
    assert cheap.threshold < dear.threshold


@pytest.mark.parametrize(
    ("goal", "words"),
    [
        (Goal(), "best F1"),
        (Goal(min_precision=0.9), "most recall at precision ≥ 0.9"),
        (Goal(min_recall=0.8), "most precision at recall ≥ 0.8"),
        (Goal(cost_fn=3), "least cost (1 a false pair, 3 a missed one)"),
    ],
)
def test_a_goal_says_itself(goal: Goal, words: str) -> None:
    assert str(goal) == words


def test_weights_undo_the_sampling() -> None:
    """Far more questions near the threshold; weighed back, precision is that of all pairs."""
    whole = _sample(1000)
    near = [row for row in whole if 0.3 <= row.score < 0.5]
    far = [row for row in whole if not 0.3 <= row.score < 0.5][::10]
    drawn = [Labelled(r.a, r.b, r.label, r.score, 1.0, "near") for r in near]
    drawn += [Labelled(r.a, r.b, r.label, r.score, 10.0, "far") for r in far]
    true = tune.at(whole, 0.4)["precision"].value
    assert tune.at(drawn, 0.4)["precision"].value == pytest.approx(true, abs=0.03)
    assert tune.at(drawn, 0.4)["precision"].low <= true <= tune.at(drawn, 0.4)["precision"].high


def test_the_outlook_says_how_many_more() -> None:
    assert tune.outlook(_sample(50), 0.4).endswith("about 150 more labels halve that")
    assert tune.outlook(_sample(50), 0.4).startswith("precision 0.")


def test_a_threshold_is_written_short_and_parts_the_same_pairs() -> None:
    rows = _sample(400)
    found = tune.recommend(rows, 0.8, Goal())
    assert found.threshold == round(found.threshold, 4)
    middle = found.threshold
    close = [Labelled(r.a, r.b, r.label, 0.5 + (r.score - middle) * 1e-5) for r in rows]
    fine = tune.recommend(close, 0.9, Goal())
    assert sum(r.score >= fine.threshold for r in close) == sum(r.score >= middle for r in rows)
