"""From the evidence of pairs to the provenance of each article: its parent, kind and share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.model import ParentEvidence, Provenance, moment
from compare.origins.credits import is_agency, same_outlet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Article, Credit, ProvenanceKind
    from compare.origins.direction import Direction
    from compare.origins.pair_evidence import PairEvidence
    from compare.settings import OriginSettings

__all__ = ["Link", "Linked", "provenances"]

_LEAD_WORTH, _LEAD_MOST = 0.05, 4.0
"""A parent is chosen by the share it explains, and a little by how sure the direction is."""
_MOSTLY = 0.75
"""What has so much of its words from several texts together is derived from them."""


@dataclass(frozen=True, slots=True)
class Link:
    """An article seen as the child of another: the evidence, the levels, and the direction.

    ``direction`` has the parent first.
    """

    parent: int
    evidence: PairEvidence
    levels: Mapping[str, float]
    direction: Direction

    @property
    def held(self) -> float:
        """The probability that text was taken, wholly or in part, whoever took it."""
        return 1.0 - self.levels["independent"]

    @property
    def rank(self) -> tuple[float, int]:
        """By which the parent is chosen: the highest is the likeliest."""
        sure = min(max(self.direction.lead, 0.0), _LEAD_MOST)
        return self.evidence.share + _LEAD_WORTH * sure, -self.parent


Linked = dict[int, list[Link]]
"""Per article (its index), what it has in common with each other one; none where nothing is."""


def provenances(
    articles: Sequence[Article],
    links: Linked,
    credits_of: Sequence[Sequence[Credit]],
    settings: OriginSettings,
) -> tuple[Provenance, ...]:
    """The provenance of each article, in the order given.

    Args:
        articles: of one event.
        links: what each has in common with others.
        credits_of: the credits in each.
        settings: from which probability a kind is told, and what a reprint is.
    """
    held = {
        child: sorted(
            (each for each in of if each.held >= settings.sure), key=lambda e: e.rank, reverse=True
        )
        for child, of in links.items()
    }
    parents = _parents(held)
    return tuple(
        _provenance(articles, at, links.get(at, []), held.get(at, []), parents.get(at), own,
                    settings)
        for at, own in enumerate(credits_of)
    )  # fmt: skip


def _parents(held: Mapping[int, Sequence[Link]]) -> dict[int, Link]:
    """The parent of each article that has one, the surest directions first, without a circle."""
    claims = [
        (child, link) for child, of in held.items() for link in of if link.direction.claimed == 0
    ]
    claims.sort(key=lambda each: (-each[1].rank[0], each[0], each[1].parent))
    parents: dict[int, Link] = {}
    for child, link in claims:
        if child not in parents and child not in _ancestors(link.parent, parents):
            parents[child] = link
    return parents


def _ancestors(at: int, parents: Mapping[int, Link]) -> list[int]:
    """An article, its parent, the parent's, and so on."""
    found = [at]
    while found[-1] in parents:
        found.append(parents[found[-1]].parent)
    return found


def _provenance(
    articles: Sequence[Article],
    at: int,
    links: Sequence[Link],
    held: Sequence[Link],
    parent: Link | None,
    own_credits: Sequence[Credit],
    settings: OriginSettings,
) -> Provenance:
    article = articles[at]
    named = _foreign(own_credits, articles)
    if parent is not None:
        kind, score = _kind(parent, held, settings)
        if is_agency(article.source) and same_outlet(
            article.source, articles[parent.parent].source
        ):
            kind = "wire"
        ordered = [parent, *(each for each in held if each is not parent)]
        share = _share(parent, articles, links)
        return Provenance(
            article.id, kind, articles[parent.parent].id, share, score, None, tuple(own_credits),
            tuple(_told(each, articles) for each in ordered),
        )  # fmt: skip
    both_ways = [each for each in held if each.direction.claimed is None]
    evidence = tuple(_told(each, articles) for each in both_ways)
    if is_agency(article.source):
        return _rooted(article.id, "wire", 1.0, None, own_credits, evidence)
    if named is not None:
        kind = "reprint" if named.kind == "byline" else "mixed"
        return _rooted(article.id, kind, _CREDITED[named.kind], named.name, own_credits, evidence)
    if both_ways:
        kind, score = _kind(both_ways[0], both_ways, settings)
        return Provenance(
            article.id, kind, None, both_ways[0].evidence.share, score, None, tuple(own_credits),
            evidence,
        )  # fmt: skip
    taken_from = [each for each in held if each.direction.claimed == 1]
    doubt = max((e.held for e in links if e not in taken_from), default=0.0)
    if doubt > 1.0 - settings.sure:
        return _rooted(article.id, "unsure", doubt, None, own_credits, evidence)
    return _rooted(article.id, "independent", 1.0 - doubt, None, own_credits, evidence)


_CREDITED = {"byline": 0.95, "contributor": 0.6}
"""How surely a credit alone means what it says, where its text is not here to compare."""


def _rooted(
    id_: str,
    kind: ProvenanceKind,
    score: float,
    credited: str | None,
    own_credits: Sequence[Credit],
    evidence: tuple[ParentEvidence, ...],
) -> Provenance:
    """The provenance of an article that has no parent here."""
    return Provenance(id_, kind, None, 0.0, score, credited, tuple(own_credits), evidence)


def _foreign(own_credits: Sequence[Credit], articles: Sequence[Article]) -> Credit | None:
    """The strongest credit of a text that is not among the articles; prose that names does not."""
    for kind in ("byline", "contributor"):
        for credit in own_credits:
            here = any(same_outlet(credit.name, each.source) for each in articles)
            if credit.kind == kind and not here:
                return credit
    return None


def _kind(
    parent: Link, held: Sequence[Link], settings: OriginSettings
) -> tuple[ProvenanceKind, float]:
    """How much of the child is its parents', with its probability."""
    if float(parent.evidence.wording.first.mean()) >= settings.reprint:
        return "reprint", parent.held
    from_all = np.logical_or.reduce([each.evidence.carried for each in held])
    if len(held) > 1 and from_all.mean() >= _MOSTLY:
        return "derived", parent.held
    derived, mixed = parent.levels["derived"], parent.levels["mixed"]
    if max(derived, mixed) < settings.sure:
        return "unsure", derived + mixed
    return ("derived", derived) if derived >= mixed else ("mixed", mixed)


def _share(parent: Link, articles: Sequence[Article], links: Sequence[Link]) -> float:
    """The share of its words that are the parent's and stood in no unrelated text before it."""
    carried = parent.evidence.carried.copy()
    for other in links:
        if other is not parent and _before(articles[other.parent], articles[parent.parent]):
            carried &= ~(other.evidence.carried & ~parent.evidence.wording.first)
    return float(carried.mean()) if len(carried) else 0.0


def _before(one: Article, other: Article) -> bool:
    """Whether the first was surely published before the other, by another outlet."""
    if one.published is None or other.published is None or one.source == other.source:
        return False
    return moment(one.published)[1] < moment(other.published)[0]


def _told(link: Link, articles: Sequence[Article]) -> ParentEvidence:
    evidence = link.evidence
    return ParentEvidence(
        articles[link.parent].id,
        dict(link.levels),
        evidence.wording.passages,
        tuple((own, other) for own, other, _ in evidence.matched),
        evidence.in_order,
        evidence.features[0],
        evidence.same_quotations,
        evidence.same_numbers,
        link.direction.why,
    )
