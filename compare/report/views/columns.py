"""Two articles in three columns: what both tell, what only one does, and where they differ.

Every claim stands in one place: under a difference, in both, in one, or among the unsure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.comparison.brief import is_unsure, ranked
from compare.report import phrasing
from compare.report.views.claim_lists import ClaimLine, Listing, listing

if TYPE_CHECKING:
    from compare.model import Claim, Comparison

__all__ = ["ColumnsView", "columns_view"]


@dataclass(frozen=True, slots=True)
class ColumnsView:
    """The columns, each the most important claims first; ``counts`` are those of all claims.

    ``partly``: what one of the two tells and the other has a part of.
    """

    names: tuple[str, str]
    both: Listing
    partly: Listing
    only: tuple[Listing, Listing]
    counts: tuple[int, int, int, int]


def columns_view(made: Comparison) -> ColumnsView | None:
    """The view of two articles; None of more."""
    if len(made.articles) != 2:  # noqa: PLR2004  (two articles)
        return None
    first, second = (each.article.id for each in made.articles)
    names = phrasing.labels(made)
    told_apart = {difference.claim for difference in made.differences}
    groups: dict[str, list[ClaimLine]] = {"both": [], "partly": [], first: [], second: []}
    for claim in ranked(made):
        if claim.id not in told_apart and not is_unsure(made, claim):
            group = _group(claim)
            groups[group].append(ClaimLine(claim.id, claim.text, _note(claim, group, names)))
    counts = [len(lines) for lines in groups.values()]
    return ColumnsView(
        (names[first], names[second]),
        listing(groups["both"]),
        listing(groups["partly"]),
        (listing(groups[first]), listing(groups[second])),
        (counts[0], counts[1], counts[2], counts[3]),
    )


def _group(claim: Claim) -> str:
    """``both``, ``partly``, or the article that alone carries the claim."""
    if len(claim.cells) == 1:
        return claim.cells[0].article
    return "both" if all(cell.told for cell in claim.cells) else "partly"


def _note(claim: Claim, group: str, names: dict[str, str]) -> str:
    """Of a claim that one tells in part, which one and how."""
    if group != "partly":
        return ""
    return "; ".join(
        f"{'perhaps denied' if cell.relation == 'negated' else 'in part'} by {names[cell.article]}"
        for cell in claim.cells
        if not cell.told
    )
