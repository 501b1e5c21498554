"""The probabilities of pairs of a batch by the articles' ids, for tests and benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.events.similarity import compare_all
from compare.events.tfidf import vectorise
from compare.model import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compare.model import CleanedArticle
    from compare.settings import VectorSettings


def score_pairs(
    bodies: Iterable[CleanedArticle], vector_settings: VectorSettings
) -> tuple[Link, ...]:
    """Every two articles that may be of one event, with the probability, sorted by their ids."""
    ordered = sorted(bodies, key=lambda body: body.article.id)
    scores = compare_all(vectorise(ordered, vector_settings)).scores()
    ids = [body.article.id for body in ordered]
    return tuple(Link(ids[a], ids[b], score) for (a, b), score in sorted(scores.items()))
