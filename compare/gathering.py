"""The events of a batch whose articles lie in the parts of an engine.

Languages, bodies, terms, weights, postings, candidates and dot products stay in the parts. Here
are, of each article, what an event tells of it, a digest of its body, its day and its number
(about 600 bytes), the pairs that were compared (see ``akin``), and those with evidence, which are
clustered (about 500 bytes a pair, some tens of pairs an article).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from compare.akin import compare_on_shelves
from compare.bodies import bodies_in_parts, digest_of
from compare.events import card, followed, grouped_by
from compare.shelves import Plan
from compare.vocabulary import vectors_on_shelves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from compare.events import Card
    from compare.model import Article, Body, Copy, Event
    from compare.settings import Settings
    from compare.spread import Engine

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
    cards = {card.id: card for card, _ in told}
    follows = followed(copies, {card.id: digest for card, digest in told})
    single = np.flatnonzero([name not in follows for name in cards])
    chosen = engine.spread(list(enumerate(plan.cut(single, single))))
    starts = engine.spread([int(some[0]) if len(some) else 0 for some in plan.cut(
        np.arange(plan.size), np.arange(plan.size))])  # fmt: skip
    voices = bodies.zip(chosen.zip(starts)).map(_voices).keep()
    vectors = vectors_on_shelves(engine.parts, voices, settings.vectors).keep()
    pairs = compare_on_shelves(plan, vectors, settings.events)
    return grouped_by(pairs, cards, follows, settings.events, must_link, cannot_link)


def _told(bodies: tuple[Body, ...]) -> list[tuple[Card, bytes]]:
    return [(card(body), digest_of(body.text)) for body in bodies]


def _voices(
    both: tuple[tuple[Body, ...], tuple[tuple[int, NDArray[np.int64]], int]],
) -> tuple[int, NDArray[np.int64], tuple[Body, ...]]:
    """The articles of a part that are no copies, with their numbers."""
    bodies, ((part, numbers), start) = both
    return part, numbers, tuple(bodies[at] for at in (numbers - start).tolist())
