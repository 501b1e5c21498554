"""The rows of the grid: one claim, a cell per source, and what a reader may filter by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.model import moment
from compare.report.text import differences
from compare.report.wording import when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Claim, Comparison

__all__ = ["DIFFERS", "RELATIONS", "CellView", "ClaimView", "claim_view", "filters"]

RELATIONS = {
    "verbatim": ("=", "same words"),
    "paraphrase": ("≈", "other words"),
    "partial": ("◐", "in part"),
    "number-changed": ("#", "other number"),
    "negated": ("≠", "denied"),
    "attribution-changed": ("❝", "other speaker"),
}
"""The icon and the words of each relation; never colour alone."""
DIFFERS = ("number-changed", "negated", "attribution-changed")


@dataclass(frozen=True, slots=True)
class CellView:
    """How one source carries a claim, with its statements and where they stand."""

    key: str
    source: str
    relation: str
    icon: str
    words: str
    score: str
    anchors: tuple[str, ...]
    evidence: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One row of the grid; ``cells`` has None where a source lacks the claim."""

    id: str
    text: str
    carriers: int
    flags: str
    first: str
    cells: tuple[CellView | None, ...]


def claim_view(made: Comparison, claim: Claim) -> ClaimView:
    """A claim's row: its cells in the order of the articles."""
    cells = {cell.article: cell for cell in claim.cells}
    views: list[CellView | None] = []
    for index, each in enumerate(made.articles):
        cell = cells.get(each.article.id)
        if cell is None:
            views.append(None)
            continue
        icon, words = RELATIONS[cell.relation]
        if cell.score >= 1 and cell.relation == "verbatim":
            words = "says it"
        views.append(
            CellView(
                key=f"a{index + 1}",
                source=each.article.source,
                relation=cell.relation,
                icon=icon,
                words=words,
                score=f"{cell.score:.2f}",
                anchors=tuple(f"a{index + 1}s{at}" for at in cell.statements),
                evidence=tuple(
                    (f"a{index + 1}s{at}", differences(each.statements[at].text, claim.text))
                    for at in cell.statements
                ),
            )
        )
    return ClaimView(
        claim.id, claim.text, len(cells), _flags(made, claim), _first(made, claim), tuple(views)
    )


def _first(made: Comparison, claim: Claim) -> str:
    """Who told a shared claim first and when, as far as dates can tell."""
    carriers = {cell.article for cell in claim.cells}
    dated = [
        (moment(each.article.published), each.article.id, each.article)
        for each in made.articles
        if each.article.id in carriers and each.article.published
    ]
    if len(carriers) == 1 or not dated:
        return ""
    _, _, article = min(dated, key=lambda row: row[:2])
    unknown = "" if len(dated) == len(carriers) else ", of those whose date is known"
    return f"First told by {article.source}, {when(article.published)}{unknown}"


def _flags(made: Comparison, claim: Claim) -> str:
    relations = {cell.relation for cell in claim.cells}
    statements = {each.article.id: each.statements for each in made.articles}
    quoted = any(
        statements[cell.article][at].quote
        or any(child.parent == at for child in statements[cell.article])
        for cell in claim.cells
        for at in cell.statements
    )
    marks = {
        "only": len(claim.cells) == 1,
        "shared": len(claim.cells) > 1,
        "lacks": 1 < len(claim.cells) == len(made.articles) - 1,
        "quote": quoted,
        **{name: name in relations for name in DIFFERS},
    }
    return " ".join(name for name, holds in marks.items() if holds)


def filters(claims: Sequence[ClaimView], sources: int) -> tuple[tuple[str, str, int], ...]:
    """What the grid can be narrowed to: key, words, and how many claims that leaves."""
    labels = {
        "": "All claims",
        "shared": "Told by more than one",
        "only": "Told by one alone",
        "lacks": "Left out by one alone",
        "number-changed": "Numbers differ",
        "negated": "Denied",
        "attribution-changed": "Other speaker",
        "quote": "Quotations",
    }
    counts = {
        name: sum(not name or name in claim.flags.split() for claim in claims) for name in labels
    }
    shown = [name for name in labels if counts[name] or not name]
    if sources == 2:  # noqa: PLR2004  (of two sources, one alone tells what the other leaves out)
        shown = [name for name in shown if name != "lacks"]
    return tuple((name, labels[name], counts[name]) for name in shown)
