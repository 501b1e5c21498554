from __future__ import annotations

from dataclasses import replace

import pytest

from compare.evaluation import scores
from compare.evaluation.gold import LabelledPair, MarkedPair
from compare.evaluation.scores import ScoredPair
from compare.model import Article, Copy, Event


def test_a_perfect_grouping_scores_one() -> None:
    result = scores.score_events(["a", "a", "b"], [7, 7, 8])
    assert result.rows == 3
    assert all(score.value == pytest.approx(1) for score in result.scores.values())


def test_events_are_turned_round() -> None:
    events = [
        Event("e1", "s", "", None, None, ("x", "y")),
        Event("e2", "s", "", None, None, ("z",)),
    ]
    assert scores.event_of(events) == {"x": "e1", "y": "e1", "z": "e2"}


def test_reprints_of_one_text_are_copies_of_each_other_but_passages_are_not() -> None:
    copies = [
        Copy("b", "a", "near", 0.8, 0.9),
        Copy("c", "a", "exact", 1.0, 1.0),
        Copy("d", "a", "partial", 0.1, 0.3),
    ]
    pairs = scores.copy_pairs(copies)
    assert pairs == {frozenset(pair) for pair in ("ab", "ac", "bc", "ad")}
    gold = [LabelledPair("b", "c", 1), LabelledPair("b", "d", 1), LabelledPair("x", "a", 0)]
    found = scores.score_copies(gold, copies).scores
    assert found["precision"].value == 1
    assert found["recall"].value == pytest.approx(1 / 2)


def test_arguable_marks_count_neither_way() -> None:
    rows = [ScoredPair(0, 1, 0.9), ScoredPair(0, None, 0.8), ScoredPair(1, 0, 0.1)]
    result = scores.score_pairs(rows, 0.5)
    assert result.rows == 2
    assert result.scores["average_precision"].value == 1
    assert result.scores["f1"].value == 1


def test_one_sided_statements_are_counted_by_article_pair() -> None:
    article = Article("x", "A. B. C.", "s")
    spans = ((0, 2), (3, 5), (6, 8))
    matches = ((0, 0, "partial", 2), (1, 1, "verbatim", 2))
    only, noise = frozenset({2}), frozenset[int]()
    pair = MarkedPair(article, article, (spans, spans), matches, (only, only), (noise, noise))
    gold = {0: "partial", 1: "verbatim"}
    table = [[0.9, 0.0, 0.0], [0.0, 0.2, 0.0], [0.0, 0.0, 0.7]]
    rows = [
        ScoredPair(0, int(i == j != 2), table[i][j], gold.get(i), "partial")
        for i in range(3)
        for j in range(3)
    ]
    other = [replace(row, unit=1, score=float(row.label or 0)) for row in rows]
    result = scores.score_marked([(pair, rows), (pair, other)], 0.5).scores
    assert (result["missed"].low, result["missed"].high) == (0, 0.5)
    assert (result["only_kept"].low, result["only_kept"].high) == (0, 1)
    result = scores.score_marked([(pair, rows)], 0.5).scores
    assert result["missed"].value == pytest.approx(1 / 2)
    assert result["only_kept"].value == 0
    assert result["relation_macro_f1"].value == pytest.approx((2 / 3 + 0) / 2)


def test_floors_rise_and_never_sink() -> None:
    floors = scores.raised({"events/b_cubed_f1": 0.9119}, {})
    assert floors["floors"] == {"events/b_cubed_f1": 0.911}
    assert scores.fallen({"events/b_cubed_f1": 0.9119}, floors) == []
    assert scores.fallen({"events/b_cubed_f1": 0.895}, floors) == []
    assert scores.fallen({"events/b_cubed_f1": 0.88}, floors) == [
        "events/b_cubed_f1 fell from 0.911 to 0.880"
    ]
    assert scores.raised({"events/b_cubed_f1": 0.5}, floors) == floors
    with pytest.raises(ValueError, match="format"):
        scores.fallen({}, {"format": "else"})
