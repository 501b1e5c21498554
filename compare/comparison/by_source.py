"""Who tells a claim, counted by source: two articles of one outlet are one source."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from compare.model import Claim, Comparison

__all__ = [
    "DIFFERS", "deniers", "differing", "in_order", "in_part", "is_shared", "shared_claims",
    "sources", "tellers",
]  # fmt: skip

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


def tellers(made: Comparison, claim: Claim) -> list[str]:
    """The sources that tell a claim."""
    return sources(made, claim.tellers)


def in_part(made: Comparison, claim: Claim) -> list[str]:
    """The sources that tell no more than a part of a claim, or may do so."""
    others = {*tellers(made, claim), *deniers(made, claim)}
    carrying = sources(made, [cell.article for cell in claim.cells])
    return [source for source in carrying if source not in others]


def deniers(made: Comparison, claim: Claim) -> list[str]:
    """The sources that deny a claim."""
    telling = tellers(made, claim)
    denying = [cell.article for cell in claim.cells if cell.relation == "negated"]
    return [source for source in sources(made, denying) if source not in telling]


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
