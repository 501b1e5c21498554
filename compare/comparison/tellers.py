"""Who else tells each statement of an article, and whether in another way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compare.model import Cell, Claim, Comparison, Match, Relation

__all__ = ["Telling", "tellings"]


@dataclass(frozen=True, slots=True)
class Telling:
    """A statement's claim, and per other article with one of its claims the relation.

    A sentence may stand in several claims; ``claim`` is the one it words best. The relation is
    that of the two statements, None where both only match a third. ``told`` holds the articles
    that tell a claim this one tells too; the others have a part in common.
    """

    claim: str
    others: Mapping[str, Relation | None]
    told: frozenset[str]


def tellings(made: Comparison, index: int) -> dict[int, Telling]:
    """The telling of each statement of an article that is in a claim."""
    own = made.articles[index].article.id
    claims: dict[int, list[tuple[Claim, Cell]]] = {}
    for claim in made.claims:
        for cell in claim.cells:
            if cell.article == own:
                for at in cell.statements:
                    claims.setdefault(at, []).append((claim, cell))
    direct = _direct(made, index)
    return {at: _telling(of, own, direct.get(at, {})) for at, of in claims.items()}


def _telling(of: list[tuple[Claim, Cell]], own: str, direct: Mapping[str, Match]) -> Telling:
    best, _ = min(of, key=lambda each: (-each[1].score, -len(each[0].cells), int(each[0].id[1:])))
    others = {cell.article for claim, _ in of for cell in claim.cells} - {own}
    return Telling(
        best.id,
        {id_: direct[id_].relation if id_ in direct else None for id_ in sorted(others)},
        frozenset(id_ for claim, cell in of if cell.told for id_ in claim.tellers) - {own},
    )


def _direct(made: Comparison, index: int) -> dict[int, dict[str, Match]]:
    """Per statement of the article its best match in each other article."""
    found: dict[int, dict[str, Match]] = {}
    for match in made.matches:
        for here, there in ((match.a, match.b), (match.b, match.a)):
            if here[0] == index:
                best = found.setdefault(here[1], {})
                other = made.articles[there[0]].article.id
                if other not in best or match.score > best[other].score:
                    best[other] = match
    return found
