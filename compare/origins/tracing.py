"""A comparison with the provenance of its articles and the origins of its claims."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from compare.copies.winnowing import gram_hashes
from compare.origins.credits import credits_in
from compare.origins.direction import direction
from compare.origins.grouping import claim_origins, event_origins
from compare.origins.levels import levels_of
from compare.origins.pair_evidence import pair_evidence
from compare.origins.prose import prose_of
from compare.origins.provenance import Link, provenances
from compare.origins.shared_wording import RUN, shared_wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from compare.model import Article, ComparedArticle, Comparison, Credit, Provenance
    from compare.origins.direction import Direction
    from compare.origins.pair_evidence import Matched, PairEvidence
    from compare.origins.prose import Prose
    from compare.origins.provenance import Linked
    from compare.settings import OriginSettings

__all__ = ["link_pair", "trace", "trace_alone"]

_GRAMS, _MATCHES = 3, 2
"""Two articles that share fewer runs, and fewer statements, are not looked at."""


def trace(
    made: Comparison,
    settings: OriginSettings,
    publishers: Mapping[str, str] | None = None,
) -> Comparison:
    """The comparison with ``provenance`` and ``origins``, and ``origins`` of each claim.

    Args:
        made: an event's comparison.
        settings: what counts as a reprint, and from which probability a kind is told.
        publishers: the publisher of an outlet by its name; those of one publisher are one witness.
    """
    by_id = {each.article.id: each for each in (*made.articles, *made.reprints)}
    compared = [by_id[id_] for id_ in made.event.articles]
    articles = [each.article for each in compared]
    outlets = {each.source for each in articles}
    credits_of = [credits_in(each.text, each.source, outlets) for each in articles]
    links = _links(made, compared, credits_of)
    provenance = provenances(articles, links, credits_of, settings)
    return replace(
        made,
        provenance=provenance,
        origins=event_origins(articles, provenance, publishers),
        claims=tuple(
            replace(claim, origins=claim_origins(claim, articles, provenance, publishers))
            for claim in made.claims
        ),
    )


def _links(
    made: Comparison,
    compared: Sequence[ComparedArticle],
    credits_of: Sequence[Sequence[Credit]],
) -> Linked:
    """What each article has in common with each other one."""
    proses = [prose_of(each.article, each.statements) for each in compared]
    matched = _matched(made)
    found: Linked = {}
    for one, two in _pairs(made, compared, proses, matched):
        links = link_pair(
            (proses[one], proses[two]),
            matched.get((one, two), ()),
            (credits_of[one], credits_of[two]),
        )
        for child, parent, link in zip((one, two), (two, one), links, strict=True):
            found.setdefault(child, []).append(replace(link, parent=parent))
    return found


def link_pair(
    proses: tuple[Prose, Prose],
    matched: Sequence[Matched],
    credits_of: tuple[Sequence[Credit], Sequence[Credit]],
) -> tuple[Link, Link]:
    """The first as the child of the second, and the second as the child of the first.

    ``Link.parent`` is 1 and 0. ``matched`` has the first's statements first.
    """
    wording = shared_wording(*proses)
    told = direction(
        (proses[0].article, proses[1].article),
        credits_of,
        (_share(wording.first), _share(wording.second)),
    )
    turned = [(other, own, score) for own, other, score in matched]
    return (
        _link(1, pair_evidence(proses[0], proses[1], matched, wording), told.turned()),
        _link(0, pair_evidence(proses[1], proses[0], turned, wording.turned()), told),
    )


def _link(parent: int, evidence: PairEvidence, way: Direction) -> Link:
    return Link(parent, evidence, levels_of(evidence.features), way)


def _share(covered: NDArray[np.bool_]) -> float:
    return float(covered.mean()) if len(covered) else 0.0


def _pairs(
    made: Comparison,
    compared: Sequence[ComparedArticle],
    proses: Sequence[Prose],
    matched: Mapping[tuple[int, int], Sequence[Matched]],
) -> Iterator[tuple[int, int]]:
    """The pairs of articles that have anything in common; a reprint's with what it copies alone."""
    again = {each.article.id for each in made.reprints}
    grams = [np.unique(gram_hashes(each.words.hashes, RUN)) for each in proses]
    for one, two in combinations(range(len(compared)), 2):
        ids = [compared[at].article.id for at in (one, two)]
        if again.intersection(ids):
            copies = [compared[at].copy for at in (one, two)]
            if not any(
                copy is not None and copy.of == other
                for copy, other in zip(copies, reversed(ids), strict=True)
            ):
                continue
        shared = len(np.intersect1d(grams[one], grams[two], assume_unique=True))
        if shared >= _GRAMS or len(matched.get((one, two), ())) >= _MATCHES:
            yield one, two


def _matched(made: Comparison) -> dict[tuple[int, int], list[Matched]]:
    """The matches of each pair of articles, both ways, by their places in the event."""
    place = {id_: at for at, id_ in enumerate(made.event.articles)}
    places = [place[each.article.id] for each in made.articles]
    found: dict[tuple[int, int], list[Matched]] = {}
    for match in made.matches:
        (a, i), (b, j) = match.a, match.b
        one, two = places[a], places[b]
        found.setdefault((one, two), []).append((i, j, match.score))
        found.setdefault((two, one), []).append((j, i, match.score))
    return found


def trace_alone(article: Article, settings: OriginSettings) -> Provenance:
    """The provenance of an article of no event with others: its credits are all there is."""
    (found,) = provenances([article], {}, [credits_in(article.text, article.source)], settings)
    return found
