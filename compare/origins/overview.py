"""Many events at once: the origins of each, and how much of what an outlet publishes is its own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from compare.model import ProvenanceKind
from compare.origins.grouping import event_origins
from compare.origins.summary import count_origins, told_by
from compare.origins.tracing import trace_alone
from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.model import Article, Comparison, Event, Origin, Provenance
    from compare.settings import OriginSettings

__all__ = ["KINDS", "EventOrigins", "OutletOrigins", "Overview", "overview"]

KINDS: tuple[ProvenanceKind, ...] = get_args(ProvenanceKind)
_CREDITED_SHARE = {"reprint": 1.0, "derived": 1.0, "mixed": 0.5}
"""What counts as another's of an article that credits a text which is not here."""


@dataclass(frozen=True, slots=True)
class EventOrigins:
    """An event's articles with their provenance, in its order, and its origins.

    ``said`` is the line for people: ``told by 9 outlets, from 3 origins: …``.
    """

    event: Event
    articles: tuple[Article, ...]
    provenance: tuple[Provenance, ...]
    origins: tuple[Origin, ...]
    said: str

    @property
    def independent(self) -> int:
        """How many independent origins it has."""
        return count_origins(self.origins)

    def publishers(self, of: Mapping[str, str]) -> int:
        """How many publishers tell it; an outlet without one is its own."""
        return len({of.get(each.source, each.source) for each in self.articles})


@dataclass(frozen=True, slots=True)
class OutletOrigins:
    """An outlet's articles by provenance; ``own``: the share of their words that is its own.

    An article that credits a text which is not here counts as that text's, and as half its own
    where the credit is for a contribution.
    """

    outlet: str
    publisher: str
    articles: int
    kinds: Mapping[ProvenanceKind, int]
    own: float


@dataclass(frozen=True, slots=True)
class Overview:
    """The origins of some events, those with most articles first, and of the outlets in them."""

    events: tuple[EventOrigins, ...]
    outlets: tuple[OutletOrigins, ...]


def overview(
    comparisons: Iterable[Comparison],
    alone: Iterable[tuple[Event, Article]],
    settings: OriginSettings,
    publishers: Mapping[str, str] | None = None,
) -> Overview:
    """The origins of events.

    Args:
        comparisons: of the events of several articles, traced.
        alone: the events of one article, with it.
        settings: of origins, for the latter.
        publishers: the publisher of an outlet by its name.
    """
    found = [_of_several(made, publishers) for made in comparisons]
    found += [_of_one(event, article, settings, publishers) for event, article in alone]
    found.sort(key=lambda each: (-len(each.articles), each.event.id))
    pairs = [pair for each in found for pair in zip(each.articles, each.provenance, strict=True)]
    return Overview(tuple(found), _outlets(pairs, publishers or {}))


def _of_several(made: Comparison, publishers: Mapping[str, str] | None) -> EventOrigins:
    by_id = {each.article.id: each.article for each in (*made.articles, *made.reprints)}
    articles = tuple(by_id[id_] for id_ in made.event.articles)
    return EventOrigins(
        made.event, articles, made.provenance, made.origins, told_by(made, publishers=publishers)
    )


def _of_one(
    event: Event,
    article: Article,
    settings: OriginSettings,
    publishers: Mapping[str, str] | None,
) -> EventOrigins:
    provenance = (trace_alone(article, settings),)
    origins = event_origins([article], provenance, publishers)
    name = origins[0].name or article.source
    said = f"told by {article.source} alone"
    if provenance[0].credited:
        said += f", which credits {name}; no {name} text here"
    return EventOrigins(event, (article,), provenance, origins, said)


def _outlets(
    traced: Sequence[tuple[Article, Provenance]], publishers: Mapping[str, str]
) -> tuple[OutletOrigins, ...]:
    by_outlet: defaultdict[str, list[tuple[Article, Provenance]]] = defaultdict(list)
    for article, provenance in traced:
        by_outlet[article.source].append((article, provenance))
    found = [
        OutletOrigins(
            outlet,
            publishers.get(outlet, outlet),
            len(of),
            {kind: sum(each.kind == kind for _, each in of) for kind in KINDS},
            _own(of),
        )
        for outlet, of in by_outlet.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.articles, each.outlet)))


def _own(of: Sequence[tuple[Article, Provenance]]) -> float:
    sizes = [(sum(1 for _ in words.spans(article.text)), _taken(each)) for article, each in of]
    every = sum(size for size, _ in sizes)
    return 1.0 - sum(size * taken for size, taken in sizes) / every if every else 0.0


def _taken(each: Provenance) -> float:
    """The share of an article that is another's; an agency's update is its own."""
    if each.kind == "wire":
        return 0.0
    if each.credited is not None:
        return _CREDITED_SHARE.get(each.kind, 0.0)
    return each.share
