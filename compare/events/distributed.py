"""The events of a batch whose articles lie in the parts of an engine.

Languages, bodies, terms, weights, postings, candidates and dot products stay in the parts. Here
are, of each article, what an event tells of it, a digest of its body, its day and its number;
the pairs that were compared (see ``akin``), and those with evidence, which are clustered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from compare.engines.partitions import Plan
from compare.events.distributed_bodies import bodies_in_parts, digest_of
from compare.events.distributed_pairs import compare_on_shelves
from compare.events.distributed_tfidf import vectors_on_shelves
from compare.events.grouping import followed, grouped_by, head

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from compare.engines.base import Engine
    from compare.events.grouping import Head
    from compare.model import Article, CleanedArticle, Copy, Event
    from compare.settings import Settings

__all__ = ["group_in_parts"]


def group_in_parts(
    articles: Sequence[Article],
    copies: Iterable[Copy],
    settings: Settings,
    engine: Engine,
    must_link: Iterable[tuple[str, str]] = (),
    cannot_link: Iterable[tuple[str, str]] = (),
) -> tuple[Event, ...]:
    """Group articles into events, as ``events.group`` groups their bodies."""
    ordered = sorted(articles, key=lambda article: article.id)
    plan = Plan(engine.parts, len(ordered))
    # Events tell nothing of what else the input held; it need not travel.
    bare = [replace(article, extra={}, url=None) for article in ordered]
    cut = plan.cut(np.arange(plan.size), bare)
    own = engine.spread([(part, tuple(some)) for part, some in enumerate(cut)])
    bodies = bodies_in_parts(engine.parts, own, settings.clean).keep()
    told = [one for part in bodies.map(_told).collect() for one in part]
    heads = {head.id: head for head, _ in told}
    follows = followed(copies, {head.id: digest for head, digest in told})
    every, single = np.arange(plan.size), np.flatnonzero([name not in follows for name in heads])
    chosen = zip(plan.cut(every, every), plan.cut(single, single), strict=True)
    voices = bodies.zip(engine.spread(list(enumerate(chosen)))).map(_voices).keep()
    vectors = vectors_on_shelves(engine.parts, voices, settings.vectors).keep()
    pairs = compare_on_shelves(plan, vectors, settings.events)
    return grouped_by(pairs, heads, follows, settings.events, must_link, cannot_link)


def _told(bodies: tuple[CleanedArticle, ...]) -> list[tuple[Head, bytes]]:
    return [(head(body), digest_of(body.text)) for body in bodies]


def _voices(
    both: tuple[
        tuple[CleanedArticle, ...], tuple[int, tuple[NDArray[np.int64], NDArray[np.int64]]]
    ],
) -> tuple[int, NDArray[np.int64], tuple[CleanedArticle, ...]]:
    """The articles of a part that are no copies, with their numbers."""
    bodies, (part, (every, single)) = both
    return part, single, tuple(bodies[at] for at in np.searchsorted(every, single).tolist())
