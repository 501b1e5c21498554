from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from compare.errors import InputError
from compare.evaluation import gold
from compare.model import Article, Event
from compare.pipeline import deduplicate, group_events
from compare.settings import Settings
from compare.text import tokens as words
from compare.tuning import labels, pools
from compare.tuning import workflow as tuning

FIXTURES = Path(__file__).parents[2] / "fixtures" / "gold"
ARTICLES, _ = gold.read_articles(FIXTURES / "events.jsonl")


def _file(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_a_pool_reaches_under_the_threshold_and_shows_every_article() -> None:
    for kind in ("events", "copies"):
        pool = pools.draw(kind, ARTICLES, Settings())
        assert min(p.score for p in pool.pairs) < pools.current(kind, Settings())
        assert all(0 <= pair.score <= 1 for pair in pool.pairs)
        assert {name for p in pool.pairs for name in (p.a, p.b)} <= pool.texts.keys()


def test_a_pair_of_copies_scores_what_near_must_be_for_it() -> None:
    """A long passage in an article with a story of its own is a copy at no threshold."""
    own = " ".join(f"own{n}" for n in range(200))
    lifted = " ".join(f"word{n}" for n in range(150))
    articles = [Article("a", lifted, "A"), Article("b", f"{own} {lifted}", "B"),
                Article("c", f"{lifted} {' '.join(f'else{n}' for n in range(500))}", "C")]  # fmt: skip
    for two in combinations(articles, 2):
        (pair,) = pools.draw("copies", two, Settings()).pairs
        for near in (0.05, 0.3, 0.5, 0.99):
            settings = pools.with_threshold("copies", Settings(), near)
            copied = [c for c in deduplicate(two, settings).copies if c.kind != "partial"]
            assert bool(copied) == (pair.score >= near)


def test_copies_of_one_text_score_as_that_text_does(tmp_path: Path) -> None:
    text = ARTICLES[0].text
    articles = [Article(name, text, name) for name in "abc"]
    path = _file(tmp_path / "l.jsonl", {"kind": "copies", "a": "b", "b": "c", "label": 1})
    pool = pools.draw("copies", articles, Settings())
    assert tuning.gather([path], "copies", Settings(), pool).labels[0].score == 1.0


def test_a_pool_of_events_joins_what_events_does() -> None:
    """Copies are one voice there; so they are here, and nobody is asked about them."""
    settings = Settings()
    pool, events = pools.draw("events", ARTICLES, settings), group_events(ARTICLES, settings)
    home = {name: event.id for event in events for name in event.articles}
    copies = {copy.id for event in events for copy in event.copies}
    assert copies
    assert not copies & {name for pair in pool.pairs for name in (pair.a, pair.b)}
    score = pool.score_of()
    for a, b in combinations(sorted(home), 2):
        assert (score(a, b) >= settings.events.threshold) == (home[a] == home[b])


def test_a_pool_of_statements_holds_texts() -> None:
    some = [article for article in ARTICLES if article.id.endswith("-ferry")]
    pool = pools.draw("statements", some, Settings())
    texts = [article.text for article in some]
    assert len(pool.pairs) > 20
    for pair in pool.pairs:
        assert any(pair.a in text for text in texts)
        assert any(pair.b in text for text in texts)
        assert pair.a < pair.b
        place = pool.places[pair.a]
        assert place.head.count(" · ") == 2
        assert any(place.before + pair.a + place.after in text for text in texts)


def test_a_threshold_is_set_for_its_kind_alone() -> None:
    settings = pools.with_threshold("statements", Settings(), 0.77)
    assert pools.current("statements", settings) == 0.77
    assert settings.events == Settings().events


def test_labels_take_the_score_of_the_pool(tmp_path: Path) -> None:
    pool = pools.draw("events", ARTICLES, Settings())
    first = pool.pairs[0]
    path = _file(
        tmp_path / "l.jsonl",
        {"kind": "events", "a": first.b, "b": first.a, "label": 1, "score": 0.99},
        {"kind": "events", "a": "haibin-bridge", "b": "post-cup", "label": 0},
        {"kind": "events", "a": "haibin-bridge", "b": "nowhere", "label": 0},
        {"kind": "copies", "a": "haibin-bridge", "b": "post-cup", "label": 1},
    )
    found = tuning.gather([path], "events", Settings(), pool)
    assert [label.score for label in found.labels] == [first.score, 0.0]
    assert found.refused == ("nowhere: no article has this id; labels kept out: 1",)
    assert found.warnings == ("labels of copies, not looked at: 1",)


def test_labels_without_a_score_or_of_other_settings_are_told(tmp_path: Path) -> None:
    path = _file(
        tmp_path / "l.jsonl",
        {"kind": "events", "a": "x", "b": "y", "label": 1, "score": 0.5, "settings": "old"},
        {"kind": "events", "a": "x", "b": "z", "label": 1},
    )
    found = tuning.gather([path], None, Settings())
    assert found.kind == "events"
    assert [label.b for label in found.labels] == ["y"]
    assert [line.split(";")[0] for line in found.refused] == ["labels without a score: 1"]
    assert [line.split(";")[0] for line in found.warnings] == [
        "labels made under other settings: 1"
    ]


def test_a_setting_that_only_decides_leaves_scores_as_they_are(tmp_path: Path) -> None:
    """The threshold that tune writes itself makes no label one of other settings."""
    row = {"a": "x", "b": "y", "label": 1, "score": 0.5}
    for kind in pools.THRESHOLDS:
        path = _file(tmp_path / "l.jsonl",
                     row | {"kind": kind, "settings": pools.digest(kind, Settings())})  # fmt: skip
        written = pools.with_threshold(kind, Settings(), 0.66)
        written = replace(written, index=replace(written.index, terms=7))
        assert tuning.gather([path], None, written).warnings == ()
    report = _file(tmp_path / "r.jsonl", row | {"kind": kind, "settings": Settings().digest()})
    reset = pools.with_threshold(kind, Settings(), 0.66)
    assert tuning.gather([report], kind, reset).warnings == ()
    scored = replace(Settings(), alignment=replace(Settings().alignment, cross_encoder_pairs=0))
    assert tuning.gather([path], None, scored).warnings != ()


def test_nothing_that_can_be_used_is_an_error_with_the_reasons(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n")
    with pytest.raises(InputError, match="is empty"):
        tuning.gather([path], "events", Settings())
    pool = pools.Pool((), {"x": "", "y": ""})
    for row, reason in (
        ({"kind": "events", "a": "gone", "b": "far", "label": 1}, "gone: no article has this id"),
        ({"kind": "events", "a": "x", "b": "y", "answer": "unsure"}, "unsure or skipped: 1"),
        ({"kind": "copies", "a": "x", "b": "y", "label": 1}, "labels of copies"),
        ({"a": "x", "b": "y", "label": 2}, "is no label"),
    ):
        with pytest.raises(InputError, match=reason):
            tuning.gather([_file(path, row)], "events", Settings(), pool)


def test_many_lines_are_folded() -> None:
    assert tuning.folded(["x"] * 5) == ("x",) * 5
    assert tuning.folded(["x"] * 60)[-1] == "and 55 more"


def test_a_change_against_the_way_of_the_threshold_is_explained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def groups(_kind: str, _articles: object, settings: Settings, _progress: object) -> list[Event]:
        cut = ("ab", "c") if settings.events.threshold <= 0.5 else ("a", "bc")
        return [Event("", "", "", None, None, tuple(own)) for own in cut]

    monkeypatch.setattr(tuning, "_groups", groups)
    ((_, told),) = tuning.effect("events", ARTICLES, Settings(), [0.9])
    assert told.endswith(
        "(groups are formed anew at each threshold, so a higher one may also merge)"
    )


def test_what_cannot_be_tuned_is_said(tmp_path: Path) -> None:
    bare = _file(tmp_path / "bare.jsonl", {"a": "x", "b": "y", "label": 1})
    with pytest.raises(InputError, match="--kind"):
        tuning.gather([bare], None, Settings())
    with pytest.raises(InputError, match="--on"):
        tuning.gather([bare], "events", Settings())
    both = _file(tmp_path / "both.jsonl", {"kind": "events", "a": "x", "b": "y", "label": 1},
                 {"kind": "copies", "a": "x", "b": "y", "label": 1})  # fmt: skip
    with pytest.raises(InputError, match="labels of copies, events"):
        tuning.gather([both], None, Settings())


def test_the_effect_of_a_threshold_is_told_for_every_kind() -> None:
    some = [article for article in ARTICLES if "ferry" in article.id or "cup" in article.id]
    effects = tuning.effect("events", some, Settings(), [0.99, 0.01])
    assert [threshold for threshold, _ in effects] == [0.01, 0.99]
    assert "splits none" in effects[0][1]
    assert "merges no events" in effects[1][1]
    for kind in ("copies", "statements"):
        told = tuning.effect(kind, some[:4], Settings(), [0.99])
        assert f"merges no sets of {kind}" in told[0][1]


def test_bands_are_measured_against_every_pair() -> None:
    similarities, parts = tuning.bands_in_use(ARTICLES, Settings(), 0.9)
    slow = []
    for one, two in combinations(ARTICLES, 2):
        left, right = (_shingles(article.text) for article in (one, two))
        if left & right:
            slow.append(len(left & right) / len(left | right))
    assert sorted(similarities) == pytest.approx(sorted(slow), abs=1e-6)
    assert parts["misses"].pairs == sum(value >= Settings().copies.near for value in slow)
    assert parts["misses"].missed == 0
    assert parts["suggested"].recall >= 0.9


def _shingles(text: str) -> set[tuple[str, ...]]:
    from compare.copies.minhash import SHINGLE

    folded = words.folded(text)
    return {tuple(folded[at : at + SHINGLE]) for at in range(max(1, len(folded) - SHINGLE + 1))}


def test_the_reports_corrections_are_labels(tmp_path: Path) -> None:
    """What the event page downloads: statements by text, label 0, no score."""
    pair = {"a": "The mill burned.", "b": "Bread costs more.", "label": 0, "kind": "statements"}
    found = labels.read(_file(tmp_path / "e1-labels.jsonl", pair)).labels
    assert [(one.kind, one.label, one.a) for one in found] == [("statements", 0, pair["a"])]
