"""Articles that come one by one end in the events a batch gives."""

import random
from itertools import combinations

import pytest

from compare.events.crowding import crowds_of
from compare.events.grouping import group
from compare.events.incremental import evidence, regroup
from compare.events.similarity import likeness
from compare.events.tfidf import vector
from compare.model import Article, CleanedArticle
from compare.settings import EventSettings, VectorSettings
from compare.text.weekdays import When

TEXTS = {
    "f0": "The ferry Aurora ran aground off Kelpholm on Tuesday with 212 passengers on board.",
    "f1": "Coastguards lifted all 212 passengers from the Aurora after the ferry hit Kelpholm rocks.",
    "f2": "An inquiry will ask why the Aurora, a ferry with 212 aboard, left the Kelpholm lane.",
    "b0": "The central bank of Norvia raised its interest rate to 4.5 percent, the sixth rise.",
    "b1": "Norvia's central bank lifted interest rates to 4.5 percent to slow inflation, it said.",
}


def _bodies() -> list[CleanedArticle]:
    return [CleanedArticle(Article(name, text, "Outlet", None, "2024-03-05"), ((0, len(text)),))
            for name, text in TEXTS.items()]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_any_order_gives_the_events_of_the_batch(seed: int) -> None:
    settings = EventSettings()
    bodies = _bodies()
    random.Random(seed).shuffle(bodies)
    vectors = {body.article.id: vector(body, VectorSettings()) for body in bodies}
    grouped: list[tuple[str, ...]] = []
    for known in range(1, len(bodies) + 1):
        told = {body.article.id: vectors[body.article.id].when for body in bodies[:known]}
        alike = {(a, b): likeness(vectors[a], vectors[b]) for a, b in combinations(sorted(told), 2)}
        grouped = regroup(told, evidence(told, alike, {}, settings), settings)
    batch = group(bodies, (), VectorSettings(), settings)
    assert sorted(grouped) == sorted(tuple(sorted(event.articles)) for event in batch)


def test_given_pairs_are_obeyed() -> None:
    scores = {("a", "b"): 0.9}
    found = regroup("abc", scores, EventSettings(), [("b", "c")], [("a", "b")])
    assert found == [("a",), ("b", "c")]


def _together(alike: float, crowds: dict[str, float], trust: float = 1.0, apart: int = 0) -> bool:
    told = {"a": When(1), "b": When(1 + apart)}
    scores = evidence(told, {("a", "b"): alike}, crowds, EventSettings(), trust)
    return regroup(told, scores, EventSettings()) == [("a", "b")]


def test_a_crowd_parts_what_is_only_as_alike_as_all() -> None:
    assert _together(0.1, {})
    assert not _together(0.1, crowds_of(dict.fromkeys("ab", [0.15] * 40)))


def test_a_large_event_is_no_crowd() -> None:
    assert _together(0.3, crowds_of(dict.fromkeys("ab", [0.3] * 100)))


def test_days_that_are_not_trusted_part_nothing() -> None:
    assert not _together(0.2, {}, apart=100)
    assert _together(0.2, {}, trust=0.0, apart=100)
