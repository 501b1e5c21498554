"""The rows of the grid: one claim, a cell per source, and what a reader may filter by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.comparison.brief import is_unsure
from compare.comparison.by_source import DIFFERS, deniers, in_part, sources, tellers
from compare.model import moment
from compare.report.phrasing import enumerate_names, when
from compare.report.views.annotated_text import compared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Cell, Claim, Comparison
    from compare.report.views.annotated_text import Runs

__all__ = [
    "BETWEEN", "RELATIONS", "UNSURE", "CellView", "ClaimView", "claim_view", "filters", "in_words",
]  # fmt: skip

RELATIONS = {
    "verbatim": ("=", "same words"),
    "paraphrase": ("≈", "other words"),
    "most": ("◕", "most of it"),
    "partial": ("◐", "in part"),
    "number-changed": ("#", "other number?"),
    "negated": ("≠", "denied?"),
    "attribution-changed": ("❝", "other speaker?"),
}
"""The icon and the words of each relation; never colour alone.

The last three are guesses, and say so. ``most`` is ``partial`` of an article that tells a claim:
it says most of it, and more besides.
"""
BETWEEN = {name: sign for name, sign in RELATIONS.items() if name != "most"} | {
    "partial": ("∩", "overlap")
}
"""The same of two statements, of which each may say something besides what both say.

That an article tells a claim *in part* is something else: it may overlap with most of it.
"""
UNSURE = 0.5
"""Under this probability a match is likelier none."""


@dataclass(frozen=True, slots=True)
class CellView:
    """How one article carries a claim, with its statements and where they stand.

    ``own``: the claim is in its words; ``part``: not counted as telling the claim; ``unsure``:
    likelier no match than one.
    """

    source: str
    relation: str
    icon: str
    words: str
    own: bool
    part: bool
    unsure: bool
    anchors: tuple[str, ...]
    evidence: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One row of the grid; ``cells`` has None where an article lacks the claim.

    ``carriers``: how many sources tell it.
    """

    id: str
    text: str
    flags: str
    first: str
    carriers: int
    cells: tuple[CellView | None, ...]


def claim_view(made: Comparison, claim: Claim, names: Mapping[str, str]) -> ClaimView:
    """A claim's row: its cells in the order of the articles, which have their ``names`` by id."""
    cells = {cell.article: cell for cell in claim.cells}
    views = []
    for index, each in enumerate(made.articles):
        cell = cells.get(each.article.id)
        views.append(None if cell is None else _cell(made, claim, cell, index, names))
    return ClaimView(
        claim.id, claim.text, _flags(made, claim), _first(made, claim),
        len(tellers(made, claim)), tuple(views),
    )  # fmt: skip


def _cell(
    made: Comparison, claim: Claim, cell: Cell, index: int, names: Mapping[str, str]
) -> CellView:
    name, icon, words = _sign(cell)
    anchors = tuple(f"a{index + 1}s{at}" for at in cell.statements)
    said = (made.articles[index].statements[at].text for at in cell.statements)
    return CellView(
        source=names[cell.article],
        relation=name,
        icon=icon,
        words=words,
        own=_is_own(cell),
        part=not cell.told,
        unsure=cell.score < UNSURE,
        anchors=anchors,
        evidence=tuple(
            (anchor, compared(text, claim.text)) for anchor, text in zip(anchors, said, strict=True)
        ),
    )


def in_words(cell: Cell) -> str:
    """A cell as plain text: ``most of it``, ``in part?``."""
    words = _sign(cell)[2]
    if _is_own(cell):
        return words
    doubt = "?" if cell.score < UNSURE and not words.endswith("?") else ""
    return f"{words}{doubt}"


def _is_own(cell: Cell) -> bool:
    """Whether the claim's words are the article's."""
    return cell.score >= 1 and cell.relation == "verbatim"


def _sign(cell: Cell) -> tuple[str, str, str]:
    """The relation as the grid shows it: its name, icon and words."""
    if _is_own(cell):
        return cell.relation, RELATIONS[cell.relation][0], "says it"
    name = "most" if cell.told and cell.relation == "partial" else cell.relation
    return (name, *RELATIONS[name])


def _first(made: Comparison, claim: Claim) -> str:
    """Who told a shared claim first and when, as far as dates can tell."""
    if len(tellers(made, claim)) == 1:
        return ""
    dated = [
        (moment(each.article.published), each.article.id, each.article)
        for each in made.articles
        if each.article.id in claim.tellers and each.article.published
    ]
    if not dated:
        return ""
    span, _, article = min(dated, key=lambda row: row[:2])
    unknown = "" if len(dated) == len(claim.tellers) else ", of those whose date is known"
    partly = in_part(made, claim)
    before = [
        each.article.source
        for each in made.articles
        if each.article.source in partly
        and (not each.article.published or moment(each.article.published)[0] <= span[1])
    ]
    part = f"; in part perhaps before by {enumerate_names(before)}" if before else ""
    return f"First told by {article.source}, {when(article.published)}{unknown}{part}"


def _flags(made: Comparison, claim: Claim) -> str:
    relations = {cell.relation for cell in claim.cells}
    statements = {each.article.id: each.statements for each in made.articles}
    quoted = any(
        statements[cell.article][at].quote
        or any(child.parent == at for child in statements[cell.article])
        for cell in claim.cells
        for at in cell.statements
    )
    telling, partly = len(tellers(made, claim)), len(in_part(made, claim))
    carrying = telling + partly + len(deniers(made, claim))
    marks = {
        "only": carrying == 1,
        "shared": telling > 1,
        "part": telling == 1 and partly > 0,
        "lacks": telling > 1 and carrying == len(sources(made)) - 1,
        "quote": quoted,
        "unsure": is_unsure(made, claim),
        **{name: name in relations for name in DIFFERS},
    }
    return " ".join(name for name, holds in marks.items() if holds)


def filters(claims: Sequence[ClaimView], every: int) -> tuple[tuple[str, str, int], ...]:
    """What the grid can be narrowed to: key, words, and how many claims that leaves.

    ``every`` is the number of sources.
    """
    labels = {
        "": "All claims",
        "shared": "Told by more than one",
        "part": "In part by others",
        "only": "Told by one alone",
        "lacks": "Left out by one alone",
        "number-changed": "Other numbers?",
        "negated": "Denied?",
        "attribution-changed": "Other speakers?",
        "quote": "Quotations",
        "unsure": "Unsure",
    }
    counts = {
        name: sum(not name or name in claim.flags.split() for claim in claims) for name in labels
    }
    shown = [name for name in labels if counts[name] or not name]
    if every == 2:  # noqa: PLR2004  (of two sources, one alone tells what the other leaves out)
        shown = [name for name in shown if name != "lacks"]
    return tuple((name, labels[name], counts[name]) for name in shown)
