"""A small index holds the events of a batch, however its articles came."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from compare.evaluation import gold
from compare.index import Index, neighbours, open_index
from compare.index.copy_search import CopySearch
from compare.index.neighbours import Neighbours
from compare.model import Article, Event
from compare.pipeline import group_events
from compare.settings import Settings

ARTICLES, EVENTS = gold.read_articles(
    Path(__file__).parents[2] / "fixtures" / "gold" / "events.jsonl"
)
ALIKE = [
    article
    for article, event in zip(ARTICLES, EVENTS, strict=True)
    if event.startswith(("minister-", "ferry", "northwire-"))
]
"""Look-alike events of one affair, and what stands alone."""


def parts(events: Iterable[Event]) -> set[frozenset[str]]:
    return {frozenset(event.articles) for event in events}


def shuffled(articles: Sequence[Article], seed: int) -> list[Article]:
    return random.Random(seed).sample(list(articles), len(articles))


@pytest.mark.parametrize("size", [3, 6, 10, 20, len(ARTICLES)])
def test_an_index_filled_at_once_has_the_events_of_the_batch(tmp_path: Path, size: int) -> None:
    articles = shuffled(ARTICLES, size)[:size]
    with open_index(tmp_path / "i", create=True) as index:
        index.add(articles)
        assert parts(index.events()) == parts(group_events(articles, Settings()))


@pytest.mark.parametrize("seed", range(2))
def test_so_has_one_filled_article_by_article(tmp_path: Path, seed: int) -> None:
    articles = shuffled(ALIKE, seed)
    assert len(articles) >= 8
    with open_index(tmp_path / "i", create=True) as index:
        for article in articles:
            index.add([article])
            index.settle()  # as a process of its own would
        assert parts(index.events()) == parts(group_events(articles, Settings()))


def neighbours_of(index: Index) -> Neighbours:
    return Neighbours(index.store, index.settings, CopySearch(index.store, index.settings))


def test_asked_for_its_events_it_has_those_of_the_batch_between_reviews_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "_SMALL", 4)
    monkeypatch.setattr(neighbours, "GROWN", 100)
    articles = shuffled(ALIKE, 3)
    with open_index(tmp_path / "i", create=True) as index:
        for article in articles:
            index.add([article])
            index.settle()
        assert index.store.events.reviewed() == 4
        assert parts(index.events()) == parts(group_events(articles, Settings()))
        assert index.store.events.reviewed() > 4
        before = index.ledger.changes()
        assert parts(index.events()) == parts(index.events(settle=False))
        assert index.ledger.changes() == before


def nearest(index: Index) -> dict[int, dict[int, float]]:
    with index.store.database.reading():
        return index.store.events.nearest(index.store.all_numbers())


def test_what_is_likest_without_a_review_is_about_so_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scored one by one, by what was counted up to then, articles are a little liker."""
    monkeypatch.setattr(Neighbours, "due", lambda _self, _before: False)
    with open_index(tmp_path / "i", create=True) as index:
        index.add(ARTICLES)
        index.events()
        before = nearest(index)
        with index.store.database.writing():
            neighbours_of(index).review()
        after = nearest(index)
    assert before.keys() == after.keys()
    for number, others in after.items():
        for other, alike in others.items():
            if alike > 0.2:
                assert before[number][other] == pytest.approx(alike, abs=0.15)


@pytest.mark.parametrize("name", ["streik", "crecida"])
def test_reports_without_a_language_find_each_other(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an article is found by was made before its language was told."""
    monkeypatch.setattr(Neighbours, "due", lambda _self, _before: False)
    told = [
        replace(article, language=None)
        for article, event in zip(ARTICLES, EVENTS, strict=True)
        if event == name
    ]
    with open_index(tmp_path / "i", create=True) as index:
        index.add(told)
        assert len(index.events()) == 1 < len(told)


def test_wrong_days_are_no_more_trusted_than_in_a_batch(tmp_path: Path) -> None:
    odd = [
        replace(article, published=f"20{10 + at % 40}-0{1 + at % 9}-01")
        for at, article in enumerate(ARTICLES)
    ]
    with open_index(tmp_path / "i", create=True) as index:
        index.add(odd)
        assert parts(index.events()) == parts(group_events(odd, Settings()))


@pytest.mark.parametrize(
    ("before", "now", "due"),
    [(0, 1, True), (299, 300, True), (300, 329, False), (300, 331, True), (999, 1000, False)],
)
def test_an_index_is_reviewed_at_each_article_and_from_300_on_at_each_tenth(
    tmp_path: Path,
    before: int,
    now: int,
    due: bool,  # noqa: FBT001  (a parameter of the test)
) -> None:
    with open_index(tmp_path / "i", create=True) as index:
        own = neighbours_of(index)
        own.scored = lambda: now  # type: ignore[method-assign]  # as if so many were scored
        assert own.due(before) is due


def test_a_large_index_is_reviewed_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "COUNTED", 5)
    with open_index(tmp_path / "i", create=True) as index:
        index.add(ARTICLES[:4])
        index.settle()
        own = neighbours_of(index)
        with index.store.database.reading():
            assert (own.due(3), own.due(4)) == (True, False)
        index.add(ARTICLES[4:12])
        index.settle()
        with index.store.database.reading():
            assert (own.due(4), own.due(6)) == (True, False)
