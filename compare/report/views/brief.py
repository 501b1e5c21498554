"""The brief as its page, the Markdown and the terminal show it: lines, each with who tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.comparison.brief import brief
from compare.comparison.by_source import by_source, deniers, in_part, sources, tellers, witnesses
from compare.report import phrasing
from compare.report.views.claim_lists import ClaimLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compare.comparison.brief import Brief
    from compare.model import Claim, Comparison, Difference, DifferenceValue

__all__ = [
    "KINDS", "BriefView", "DifferenceView", "SourceView", "ValueView", "anchor_of",
    "brief_view", "told_by",
]  # fmt: skip

KINDS = {"number": "numbers", "denial": "denied", "speaker": "who said it"}
"""What a difference is about, in the words of the page."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """One side of a difference: its words, and who says so when, the first of them quoted.

    ``text`` is the first one's sentence, empty where it is the value itself.
    """

    value: str
    who: str
    newer: bool
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """What two articles tell otherwise."""

    kind: str
    claim: str
    text: str
    values: tuple[ValueView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """What one source alone has, and what it alone lacks; ``more``: so many further claims."""

    source: str
    only: tuple[ClaimLine, ...]
    more: int
    left_out: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class BriefView:
    """The first thing a reader sees of an event. ``one_text``: all articles print one text."""

    agreed: tuple[ClaimLine, ...]
    more_agreed: int
    one_text: bool
    differences: tuple[DifferenceView, ...]
    sources: tuple[SourceView, ...]
    unsure: int


def brief_view(made: Comparison) -> BriefView:
    """The view of a comparison's brief."""
    found = brief(made)
    claims = {claim.id: claim for claim in made.claims}
    shared = [claim for claim in made.claims if len(tellers(made, claim)) > 1]
    return BriefView(
        agreed=_lines(made, (claims[id_] for id_ in found.agreed)),
        more_agreed=len(shared) - len(found.agreed),
        one_text=bool(shared) and all(witnesses(made, claim) == 1 for claim in shared),
        differences=tuple(
            _difference(made, made.differences[at], claims) for at in found.differences
        ),
        sources=tuple(_sources(made, found, claims)),
        unsure=found.unsure,
    )


def told_by(made: Comparison, claim: Claim) -> str:
    """``told by 3 of 4: A, B and C, from 2 origins; in part by D``.

    Origins are counted where they are fewer than the sources that tell it.
    """
    telling, every = tellers(made, claim), sources(made)
    names = phrasing.some_names(telling)
    if len(telling) == len(every) > 1:
        says = f"told by {'both' if len(every) == 2 else f'all {len(every)}'}"  # noqa: PLR2004
    elif len(telling) == 1:
        says = f"told by {names}"
    else:
        says = f"told by {len(telling)} of {len(every)}: {names}"
    if (known := witnesses(made, claim)) < len(telling):
        says += f", from {phrasing.plural(known, 'origin')}"
    if partly := in_part(made, claim):
        says += f"; in part by {phrasing.some_names(partly)}"
    if denying := deniers(made, claim):
        says += f"; perhaps denied by {phrasing.some_names(denying)}"
    return says


def anchor_of(made: Comparison, value: DifferenceValue) -> str:
    """Where the page shows the statement of a value; empty where no statement has its text."""
    for number, each in enumerate(made.articles, 1):
        if each.article.id == value.article:
            for at, said in enumerate(each.statements):
                if said.text == value.text:
                    return f"a{number}s{at if said.parent is None else said.parent}"
    return ""


def _lines(made: Comparison, claims: Iterable[Claim]) -> tuple[ClaimLine, ...]:
    return tuple(ClaimLine(claim.id, claim.text, told_by(made, claim)) for claim in claims)


def _difference(
    made: Comparison, difference: Difference, claims: dict[str, Claim]
) -> DifferenceView:
    """A difference with what is said by several once; of a denial both sides are its words."""
    names = phrasing.labels(made)
    published = {each.article.id: each.article.published for each in made.articles}
    sides: dict[str, list[DifferenceValue]] = {}
    for value in difference.values:
        sides.setdefault(" ".join(value.value.casefold().split()), []).append(value)
    quoted = any(value.value == value.text for value in difference.values)
    return DifferenceView(
        KINDS[difference.kind],
        difference.claim,
        "" if quoted else _about(difference, claims),
        tuple(
            ValueView(
                side[0].value,
                ", ".join(_who(value, names, published, made) for value in side),
                any(value.newer for value in side),
                "" if side[0].text == side[0].value else side[0].text,
                anchor_of(made, side[0]),
            )
            for side in sides.values()
        ),
    )


def _about(difference: Difference, claims: dict[str, Claim]) -> str:
    """The claim, where it has one of the values in it; else a sentence that has."""
    claim = claims.get(difference.claim)
    if claim and any(value.value in claim.text for value in difference.values):
        return claim.text
    return difference.values[0].text


def _who(
    value: DifferenceValue,
    names: dict[str, str],
    published: dict[str, str | None],
    made: Comparison,
) -> str:
    """``Northline Wire 09:40``."""
    when = phrasing.clock(published.get(value.article), made.event)
    return f"{names.get(value.article, value.article)}{f' {when}' if when else ''}"


def _sources(made: Comparison, found: Brief, claims: dict[str, Claim]) -> Iterable[SourceView]:
    groups = by_source(made)
    for source in sources(made):
        only, left_out = found.only.get(source, ()), found.left_out.get(source, ())
        if only or left_out:
            yield SourceView(
                source,
                tuple(ClaimLine(id_, claims[id_].text) for id_ in only),
                len(groups[source].only) - len(only),
                _lines(made, (claims[id_] for id_ in left_out)),
            )
