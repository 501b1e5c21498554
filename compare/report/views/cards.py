"""The card of each article: in words and numbers what it does with each claim of the event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.comparison.brief import ranked
from compare.comparison.by_source import deniers, in_part, standings, tellers
from compare.model import moment
from compare.report import phrasing
from compare.report.views.claim_lists import ClaimLine, Listing, listing
from compare.report.views.lineage import first_told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.comparison.by_source import Standing
    from compare.model import Article, Cell, Claim, ComparedArticle, Comparison, LeftOut

FEW = 3
"""Up to so many articles every claim left out is listed."""
UNSURE = "unsure: here too, or elsewhere too?"
SHORT = 12
"""So short a list is given whole."""
LISTED = 40
"""The most claims listed under one heading; the grid has them all."""

__all__ = ["Card", "ClaimGroup", "cards", "counts"]

_GUESSED = {
    "negated": "perhaps denied",
    "number-changed": "perhaps with another number",
    "attribution-changed": "perhaps with another speaker",
}


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """Claims under one heading; ``more`` says what is not listed."""

    heading: str
    count: int
    items: Listing
    more: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What one article does with the claims.

    ``first``: the shared claims it told before any other. ``guessed``: what it perhaps denies, or
    has with another number or speaker.
    """

    counts: tuple[str, ...]
    added: Listing
    adds: int
    first: Listing
    guessed: tuple[ClaimGroup, ...]
    left_out: tuple[ClaimGroup, ...]


def cards(made: Comparison) -> tuple[Card, ...]:
    """The cards, in the order of the articles."""
    stands, claims = standings(made), {claim.id: claim for claim in made.claims}
    rank = {claim.id: at for at, claim in enumerate(ranked(made))}
    firsts = first_told(made)
    names = phrasing.labels(made)
    guessed = _guessed(made)
    return tuple(
        Card(
            counts(stands[each.article.id], len(claims)),
            listing(
                [
                    _added(each.article.id, claims[id_], names)
                    for id_ in sorted(each.added, key=rank.__getitem__)
                ]
            ),
            len(each.added),
            listing([ClaimLine(c.id, c.text) for c in firsts.get(each.article.id, ())]),
            tuple(_guesses(made, each.article, guessed[each.article.id])),
            (
                *_left_out(made, each, stands[each.article.id], claims, rank),
                *_unsure(each, claims, rank),
            ),
        )
        for each in made.articles
    )


def counts(stands: Standing, every: int) -> tuple[str, ...]:
    """In words how many of the claims, ``every`` one, an article tells, and of how many a part."""
    return (
        f"tells {stands.told:,} of {phrasing.plural(every, 'claim')}",
        *_some(stands.added, "only here"),
        *_some(stands.in_part, "more in part"),
        *_some(stands.denied, "perhaps denied"),
    )


def _some(group: Sequence[str], words: str) -> list[str]:
    return [f"{len(group):,} {words}"] if group else []


def _added(id_: str, claim: Claim, names: Mapping[str, str]) -> ClaimLine:
    """A claim an article adds; reprints and its own source's other articles may tell it too."""
    again = [names[other] for other in claim.tellers if other != id_]
    note = f"told also by {phrasing.enumerate_names(again)}" if again else ""
    return ClaimLine(claim.id, claim.text, note)


def _guessed(made: Comparison) -> dict[str, list[tuple[Claim, Cell]]]:
    """Per article the claims it perhaps denies or tells differently."""
    found: dict[str, list[tuple[Claim, Cell]]] = {each.article.id: [] for each in made.articles}
    for claim in made.claims:
        for cell in claim.cells:
            if cell.relation in _GUESSED:
                found[cell.article].append((claim, cell))
    return found


def _guesses(
    made: Comparison, article: Article, guessed: Sequence[tuple[Claim, Cell]]
) -> list[ClaimGroup]:
    groups = []
    for relation, heading in _GUESSED.items():
        lines = [
            ClaimLine(claim.id, claim.text, _others(made, claim, article, cell))
            for claim, cell in guessed
            if cell.relation == relation
        ]
        if lines:
            rest = len(lines) - LISTED
            more = f"and {phrasing.plural(rest, 'claim')} more" if rest > 0 else ""
            groups.append(ClaimGroup(heading, len(lines), listing(lines[:LISTED]), more))
    return groups


def _others(made: Comparison, claim: Claim, article: Article, cell: Cell) -> str:
    """Who tells a claim besides an article that has it differently."""
    others = [source for source in tellers(made, claim) if source != article.source]
    notes = [f"told by {phrasing.enumerate_names(others)}"] if others else []
    if article.source in tellers(made, claim) and not cell.told:
        notes.append(f"told by {article.source} itself elsewhere")
    if not cell.told and cell.relation != "negated":
        notes.append("in part here")
    return "; ".join(notes)


def _left_out(
    made: Comparison,
    each: ComparedArticle,
    stands: Standing,
    claims: Mapping[str, Claim],
    rank: Mapping[str, int],
) -> tuple[ClaimGroup, ...]:
    """Per heading what is left out, the most told first.

    In an event of many articles a claim that one source alone tells is left out by all others;
    such claims are counted, and listed where they are added.
    """
    groups = []
    for absence, group in stands.left_out.items():
        telling = {out.claim: len(tellers(made, claims[out.claim])) for out in group}
        fewest = 1 if len(made.articles) <= FEW or len(group) <= SHORT else 2
        told = [out for out in group if telling[out.claim] >= fewest]
        told.sort(key=lambda out: (-telling[out.claim], rank[out.claim]))
        listed = told[:LISTED]
        items = listing([_line(made, out, claims[out.claim], each.article) for out in listed])
        rest = len(group) - len(listed)
        what = "that fewer sources tell" if len(told) > LISTED else "that one source alone tells"
        more = f"and {phrasing.plural(rest, 'claim')} {what}" if rest else ""
        groups.append(ClaimGroup(phrasing.HEADINGS[absence], len(group), items, more))
    return tuple(groups)


def _unsure(
    each: ComparedArticle, claims: Mapping[str, Claim], rank: Mapping[str, int]
) -> list[ClaimGroup]:
    """What may be told here, or, where it is, may be told elsewhere too."""
    ids = sorted(each.unsure, key=rank.__getitem__)
    lines = listing([ClaimLine(id_, claims[id_].text) for id_ in ids])
    return [ClaimGroup(UNSURE, len(ids), lines)] if ids else []


def _line(made: Comparison, out: LeftOut, claim: Claim, article: Article) -> ClaimLine:
    by = f"told by {phrasing.enumerate_names(tellers(made, claim))}"
    if partly := in_part(made, claim):
        by += f", in part by {phrasing.enumerate_names(partly)}"
    if denying := deniers(made, claim):
        by += f", perhaps denied by {phrasing.enumerate_names(denying)}"
    notes = [by]
    if out.known and article.published:
        before = [
            (other.article.published, other.article.source)
            for other in made.articles
            if other.article.id in claim.tellers
            and other.article.source != article.source
            and other.article.published
            and moment(other.article.published)[1] < moment(article.published)[0]
        ]
        if before:
            earliest, source = min(before)
            early = phrasing.ago(earliest, article.published)
            notes.append(f"{source} had published it {early} earlier")
    if out.close:
        notes.append(f"may be there: {phrasing.plural(out.close, 'statement')} came close")
    return ClaimLine(out.claim, claim.text, "; ".join(notes))
