"""Articles that come one by one end in the events a batch gives."""

import random
from itertools import combinations

import pytest

from compare.events import model as fitted
from compare.events.grouping import group
from compare.events.incremental import probabilities, regroup
from compare.events.similarity import text_log_odds
from compare.events.tfidf import vector
from compare.model import Article, CleanedArticle
from compare.settings import EventSettings, VectorSettings

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
    settings, model = EventSettings(), fitted.load()
    bodies = _bodies()
    random.Random(seed).shuffle(bodies)
    vectors = {body.article.id: vector(body, VectorSettings()) for body in bodies}
    grouped: list[tuple[str, ...]] = []
    for known in range(1, len(bodies) + 1):
        told = {body.article.id: vectors[body.article.id].when for body in bodies[:known]}
        texts = {(a, b): text_log_odds(vectors[a], vectors[b], model)
                 for a, b in combinations(sorted(told), 2)}  # fmt: skip
        scores = probabilities(told, texts, {}, 2.0, model.event)
        grouped = regroup(told, scores, settings)
    batch = group(bodies, (), VectorSettings(), settings)
    assert sorted(grouped) == sorted(tuple(sorted(event.articles)) for event in batch)


def test_given_pairs_are_obeyed() -> None:
    scores = {("a", "b"): 0.9}
    found = regroup("abc", scores, EventSettings(), [("b", "c")], [("a", "b")])
    assert found == [("a",), ("b", "c")]
