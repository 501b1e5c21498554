"""The events of a batch whose articles lie in the parts of an engine.

Languages, bodies, terms, weights, postings, candidates and dot products stay in the parts. Here
are, of each article, what an event tells of it, a digest of its body, its day and its number;
the pairs that were compared (``distributed_pairs``), and those with evidence, to be clustered.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from compare.engines.partitions import Partitioning
from compare.events.distributed_bodies import bodies_in_parts, digest_of
from compare.events.distributed_pairs import compare_on_partitions
from compare.events.distributed_tfidf import vectors_on_partitions
from compare.events.grouping import event_member, followed, grouped_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from compare.engines.base import Engine
    from compare.events.grouping import EventMember
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
    partitioning = Partitioning(engine.parts, len(ordered))
    # Events tell nothing of what else the input held; it need not travel.
    bare = [replace(article, extra={}, url=None) for article in ordered]
    cut = partitioning.cut(np.arange(partitioning.size), bare)
    own = engine.parallelize([(part, tuple(some)) for part, some in enumerate(cut)])
    bodies = bodies_in_parts(engine.parts, own, settings.clean).persist()
    told = [one for part in bodies.map(_told).collect() for one in part]
    members = {member.id: member for member, _ in told}
    follows = followed(copies, {member.id: digest for member, digest in told})
    every, single = (
        np.arange(partitioning.size),
        np.flatnonzero([name not in follows for name in members]),
    )
    chosen = zip(partitioning.cut(every, every), partitioning.cut(single, single), strict=True)
    voices = bodies.zip(engine.parallelize(list(enumerate(chosen)))).map(_voices).persist()
    vectors = vectors_on_partitions(engine.parts, voices, settings.vectors).persist()
    pairs = compare_on_partitions(partitioning, vectors)
    return grouped_by(pairs, members, follows, settings.events, must_link, cannot_link)


def _told(bodies: tuple[CleanedArticle, ...]) -> list[tuple[EventMember, bytes]]:
    return [(event_member(body), digest_of(body.text)) for body in bodies]


def _voices(
    both: tuple[
        tuple[CleanedArticle, ...], tuple[int, tuple[NDArray[np.int64], NDArray[np.int64]]]
    ],
) -> tuple[int, NDArray[np.int64], tuple[CleanedArticle, ...]]:
    """The articles of a part that are no copies, with their numbers."""
    bodies, (part, (every, single)) = both
    return part, single, tuple(bodies[at] for at in np.searchsorted(every, single).tolist())
