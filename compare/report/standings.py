"""Where each article stands to each claim: the groups of its card, which add up to all claims."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from compare.report.wording import HEADINGS, OWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compare.model import Cell, Claim, ComparedArticle, Comparison, LeftOut

__all__ = ["Standing", "standings"]


@dataclass(frozen=True, slots=True)
class Standing:
    """The ids of an event's claims by what one article does with them, each in one group.

    Those it tells: ``added``; ``shared`` with another source that tells it; of another source
    ``partly`` or, at most, ``disputed``; in what it copies of its own source alone (``again``).
    The rest: ``in_part``, ``denied``, and ``left_out`` by heading, without those empty.
    """

    added: tuple[str, ...]
    shared: tuple[str, ...]
    partly: tuple[str, ...]
    disputed: tuple[str, ...]
    again: tuple[str, ...]
    in_part: tuple[str, ...]
    denied: tuple[str, ...]
    left_out: Mapping[str, tuple[LeftOut, ...]]

    @property
    def told(self) -> int:
        """How many claims the article tells."""
        groups = (self.added, self.shared, self.partly, self.disputed, self.again)
        return sum(map(len, groups))


_CARRIED = tuple(each.name for each in fields(Standing) if each.name != "left_out")


def standings(made: Comparison) -> dict[str, Standing]:
    """The standing of each compared article, by its id."""
    outlets = {each.article.id: each.article.source for each in made.articles}
    groups: dict[str, dict[str, list[str]]] = {
        id_: {name: [] for name in _CARRIED} for id_ in outlets
    }
    added = {each.article.id: set(each.added) for each in made.articles}
    for claim in made.claims:
        for cell in claim.cells:
            group = "added" if claim.id in added[cell.article] else _group(claim, cell, outlets)
            groups[cell.article][group].append(claim.id)
    telling = {claim.id: {outlets[id_] for id_ in claim.tellers} for claim in made.claims}
    return {
        each.article.id: Standing(
            **{name: tuple(ids) for name, ids in groups[each.article.id].items()},
            left_out=_left_out(each, telling),
        )
        for each in made.articles
    }


def _group(claim: Claim, cell: Cell, outlets: Mapping[str, str]) -> str:
    """The group of a claim that an article carries and does not add."""
    if not cell.told:
        return "denied" if cell.relation == "negated" else "in_part"
    own = outlets[cell.article]
    others = [other for other in claim.cells if outlets[other.article] != own]
    if any(other.told for other in others):
        return "shared"
    if any(other.relation != "negated" for other in others):
        return "partly"
    return "disputed" if others else "again"


def _left_out(
    each: ComparedArticle, telling: Mapping[str, set[str]]
) -> dict[str, tuple[LeftOut, ...]]:
    """By whether the article could have known; apart, what its own source alone tells."""
    found: dict[str, list[LeftOut]] = {heading: [] for heading in (*HEADINGS.values(), OWN)}
    for out in each.left_out:
        own = telling[out.claim] == {each.article.source}
        found[OWN if own else HEADINGS[out.known]].append(out)
    return {heading: tuple(group) for heading, group in found.items() if group}
