"""Who tells each claim, by source and by article: the facts that every report prints.

Counted by source, for two articles of one outlet are one source.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal, NamedTuple

from compare.comparison.kept import kept

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from compare.model import Cell, Claim, ComparedArticle, Comparison, LeftOut, Match, Relation

__all__ = [
    "DIFFERS", "Absence", "SourceClaims", "Standing", "Telling", "by_source", "deniers",
    "differing", "in_order", "in_part", "is_shared", "shared_claims", "sources", "standings",
    "tellers", "tellings", "witnesses",
]  # fmt: skip

Absence = Literal["known", "not-yet", "undated", "own"]
"""Why an article has no part of a claim, as far as dates tell.

``known``: another source had published it before; ``not-yet``: none had when this article
appeared; ``undated``: the dates cannot tell; ``own``: its own source alone tells it, in another
article.
"""
_ABSENCES: dict[bool | None, Absence] = {True: "known", False: "not-yet", None: "undated"}


@dataclass(frozen=True, slots=True)
class SourceClaims:
    """The ids of an event's claims by what one source does with them, each in one group.

    ``tells``: with another source, or another has a part; ``only``: no other source has any part;
    ``in_part``, ``denies``: at most so; ``unsure``: perhaps, no statement of it surely does;
    ``lacks``: nothing of it.
    """

    only: tuple[str, ...]
    tells: tuple[str, ...]
    in_part: tuple[str, ...]
    denies: tuple[str, ...]
    unsure: tuple[str, ...]
    lacks: tuple[str, ...]


DIFFERS = ("number-changed", "negated", "attribution-changed")
"""The relations that are guesses at two statements telling one thing differently."""


def sources(made: Comparison, articles: Collection[str] | None = None) -> list[str]:
    """The sources of the compared articles, or of some of them by id, each once."""
    return list(
        dict.fromkeys(
            each.article.source
            for each in made.articles
            if articles is None or each.article.id in articles
        )
    )


class _Carriers(NamedTuple):
    """The sources that tell a claim, at most a part of it, and at most the contrary."""

    telling: tuple[str, ...]
    partly: tuple[str, ...]
    denying: tuple[str, ...]


@kept
def _carriers(made: Comparison) -> dict[str, _Carriers]:
    """The carriers of each claim, by its id; sources in the order of their articles."""
    found = {}
    for claim in made.claims:
        telling = sources(made, claim.tellers)
        negating = sources(made, [c.article for c in claim.cells if c.relation == "negated"])
        denying = [source for source in negating if source not in telling]
        carrying = sources(made, [cell.article for cell in claim.cells])
        partly = [each for each in carrying if each not in telling and each not in denying]
        found[claim.id] = _Carriers(tuple(telling), tuple(partly), tuple(denying))
    return found


def tellers(made: Comparison, claim: Claim) -> list[str]:
    """The sources that tell a claim."""
    return list(_carriers(made)[claim.id].telling)


def witnesses(made: Comparison, claim: Claim) -> int:
    """How many independent sources tell a claim: a copy is a witness with what it copies.

    Where the origins of the claim are known, they are counted; an article of which nothing is
    told about its origin counts by its outlet.
    """
    if claim.origins:
        return _origins(made, claim)
    articles = {each.article.id: each for each in made.articles}
    originals = [
        each.article.id if each.copy is None or each.copy.kind == "partial" else each.copy.of
        for each in (articles[id_] for id_ in claim.tellers)
    ]
    return len({articles[id_].article.source if id_ in articles else id_ for id_ in originals})


def _origins(made: Comparison, claim: Claim) -> int:
    """The origins of those that tell the claim whole."""
    outlets = {each.article.id: each.article.source for each in made.articles}
    found: set[tuple[int, str]] = set()
    for number, origin in enumerate(claim.origins):
        for id_ in origin.articles:
            if id_ in claim.tellers:
                found.add((-1, outlets[id_]) if origin.kind == "unsure" else (number, ""))
    return len(found)


def in_part(made: Comparison, claim: Claim) -> list[str]:
    """The sources that tell no more than a part of a claim, or may do so."""
    return list(_carriers(made)[claim.id].partly)


def deniers(made: Comparison, claim: Claim) -> list[str]:
    """The sources that deny a claim."""
    return list(_carriers(made)[claim.id].denying)


def by_source(made: Comparison) -> dict[str, SourceClaims]:
    """What each source does with every claim, in the order of the articles."""
    names = [each.name for each in fields(SourceClaims)]
    groups: dict[str, dict[str, list[str]]] = {
        source: {name: [] for name in names} for source in sources(made)
    }
    for claim in made.claims:
        telling, partly = tellers(made, claim), in_part(made, claim)
        denying = deniers(made, claim)
        alone = len(telling) + len(partly) + len(denying) == 1
        doing = dict.fromkeys(groups, "lacks")
        doing |= dict.fromkeys(
            (each.article.source for each in made.articles if claim.id in each.unsure), "unsure"
        )
        doing |= dict.fromkeys(denying, "denies") | dict.fromkeys(partly, "in_part")
        doing |= dict.fromkeys(telling, "only" if alone else "tells")
        for source, group in doing.items():
            groups[source][group].append(claim.id)
    return {
        source: SourceClaims(**{name: tuple(ids) for name, ids in own.items()})
        for source, own in groups.items()
    }


def is_shared(made: Comparison, claim: Claim) -> bool:
    """Whether more than one source tells the claim."""
    return len(tellers(made, claim)) > 1


def shared_claims(made: Comparison) -> tuple[int, int]:
    """How many claims more than one source tells, and how many more another tells in part."""
    shared = [is_shared(made, claim) for claim in made.claims]
    partly = [len(in_part(made, claim)) > 0 for claim in made.claims]
    return sum(shared), sum(part and not whole for part, whole in zip(partly, shared, strict=True))


def differing(made: Comparison) -> int:
    """How many claims an article perhaps tells differently from another, or denies."""
    return sum(any(cell.relation in DIFFERS for cell in claim.cells) for claim in made.claims)


def in_order(made: Comparison) -> list[Claim]:
    """The claims, those that most sources tell first, then those that most carry."""
    return sorted(
        made.claims,
        key=lambda claim: (
            -len(tellers(made, claim)),
            -len(in_part(made, claim)),
            -len(claim.cells),
            int(claim.id[1:]),
        ),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """The ids of an event's claims by what one article does with them, each in one group.

    Those it tells: ``added``; ``shared`` with another source that tells it; of another source
    ``partly`` or, at most, ``disputed``; in what it copies of its own source alone (``again``).
    The rest: ``in_part``, ``denied``, and ``left_out`` by absence, without those empty.
    """

    added: tuple[str, ...]
    shared: tuple[str, ...]
    partly: tuple[str, ...]
    disputed: tuple[str, ...]
    again: tuple[str, ...]
    in_part: tuple[str, ...]
    denied: tuple[str, ...]
    left_out: Mapping[Absence, tuple[LeftOut, ...]]

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
) -> dict[Absence, tuple[LeftOut, ...]]:
    """By whether the article could have known; apart, what its own source alone tells."""
    found: dict[Absence, list[LeftOut]] = {absence: [] for absence in (*_ABSENCES.values(), "own")}
    for out in each.left_out:
        own = telling[out.claim] == {each.article.source}
        found["own" if own else _ABSENCES[out.known]].append(out)
    return {absence: tuple(group) for absence, group in found.items() if group}


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
