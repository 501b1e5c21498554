from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.tuning import curves
from compare.tuning import recommend as tune
from compare.tuning.curves import Labelled
from compare.tuning.recommend import Goal

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
    assert len(curve.thresholds) == len({row.score for row in rows}) + 1
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


@pytest.mark.parametrize(("share", "count"), [(0.5, 12), (0.9, 20), (0.97, 40), (0.99, 60)])
def test_intervals_hold_the_truth_as_often_as_they_say(share: float, count: int) -> None:
    """Many of these samples say one thing alone, where drawing them anew shows no doubt."""
    random, held = np.random.default_rng(5), {"precision": 0, "recall": 0}
    for _ in range(200):
        right = random.random(count) < share
        above = [Labelled(f"p{n}", "k", int(yes), 0.9) for n, yes in enumerate(right)]
        found = random.random(count) < share
        yes = [Labelled(f"r{n}", "k", 1, 0.9 if one else 0.1) for n, one in enumerate(found)]
        for name, rows in (("precision", above), ("recall", yes)):
            interval = tune.at([*rows, Labelled("no", "k", 0, 0.1)], 0.5)[name]
            assert interval.low <= interval.value <= interval.high
            assert interval.high - interval.low > 0.01
            held[name] += interval.low <= share <= interval.high
    assert min(held.values()) >= 0.91 * 200


def test_intervals_of_weighed_labels_hold_the_truth() -> None:
    """Three bands of very different sizes, of which as many pairs were asked about."""
    random = np.random.default_rng(6)
    bands = ((3000, 0.01, 0.1), (300, 0.4, 0.4), (100, 0.95, 0.8))
    truth = {"precision": 0.95, "recall": 95 / (30 + 120 + 95)}
    held = dict.fromkeys(truth, 0)
    for _ in range(200):
        rows = [
            Labelled(f"{size}-{n}", "k", int(random.random() < share), score, size / 25, size)
            for size, share, score in bands
            for n in range(25)
        ]
        rates = tune.at(rows, 0.5)
        for name, true in truth.items():
            held[name] += rates[name].low <= true <= rates[name].high
    assert min(held.values()) >= 0.91 * 200


def test_all_that_say_yes_leave_a_doubt() -> None:
    rows = [Labelled(str(n), "k", int(n < 39), 0.9 if n < 39 else 0.1) for n in range(60)]
    precision, recall = (tune.at(rows, 0.5)[name] for name in ("precision", "recall"))
    assert precision.value == recall.value == 1
    assert precision.low == pytest.approx(0.94, abs=0.02)
    assert recall.low == pytest.approx(0.94, abs=0.02)
    assert precision.high == recall.high == 1


def test_a_doubt_about_far_pairs_leaves_the_upper_end_alone() -> None:
    """No label says yes in the large band; nothing there makes recall surely lower."""
    far = [Labelled(f"f{n}", "k", 0, 0.1, 1000.0, "far") for n in range(20)]
    near = [Labelled(f"n{n}", "k", 1, n / 60 + 0.3, 1.0, "near") for n in range(40)]
    recall = tune.at([*far, *near], 0.8)["recall"]
    assert recall.value == pytest.approx(0.25)
    assert recall.low < 0.15
    assert recall.high > 0.33
