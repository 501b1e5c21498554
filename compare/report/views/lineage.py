"""Who has it from whom: the articles in the order they appeared, and arcs from each to its source.

What a claim was first told by stands here too, for both are read off the dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.comparison.by_source import is_shared
from compare.model import moment
from compare.report import phrasing
from compare.report.views import origins

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Claim, ComparedArticle, Comparison

__all__ = ["Arrival", "Lineage", "first_told", "lineage"]

ROWS = 12
"""So many articles are drawn; of more, those that have text from another or give it first."""
ROW = 44
"""The height of a row in pixels; the style sheet has the same."""
GUTTER = 34
NAMED = 4


@dataclass(frozen=True, slots=True)
class Arrival:
    """One article: when it appeared, how long after the first, and whose text it has.

    ``key`` is its place in the page, empty for a reprint whose text is not shown.
    """

    key: str
    source: str
    when: str
    later: str
    note: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """``line`` says it in a sentence or two; ``arcs`` are paths, each with whether it is a part."""

    line: str
    rows: tuple[Arrival, ...]
    arcs: tuple[tuple[str, bool], ...]
    height: int
    more: int


def lineage(made: Comparison) -> Lineage:
    """Who has it from whom, as far as texts and dates tell."""
    every = sorted((*made.articles, *made.reprints), key=_order)
    parents = origins.parents(made)
    involved = {*parents, *(parent for parent, _ in parents.values())}
    drawn = sorted(every, key=lambda each: (each.article.id not in involved, _order(each)))[:ROWS]
    drawn.sort(key=_order)
    if not involved and not any(each.article.published for each in every):
        drawn = []
    keys = {each.article.id: f"a{number}" for number, each in enumerate(made.articles, 1)}
    place = {each.article.id: at for at, each in enumerate(drawn)}
    names = phrasing.labels(made)
    rows = tuple(_arrival(made, each, drawn[0], keys, names) for each in drawn)
    arcs = tuple(
        (_arc(place[parents[id_][0]], at), parents[id_][1])
        for at, each in enumerate(drawn)
        if (id_ := each.article.id) in parents and parents[id_][0] in place
    )
    return Lineage(
        origins.summary(made) or _line(every), rows, arcs, ROW * len(rows), len(every) - len(rows)
    )


def first_told(made: Comparison) -> dict[str, list[Claim]]:
    """Per article the shared claims it told before any other, where dates can tell.

    Another that may have a part of the claim has to be later too.
    """
    found: dict[str, list[Claim]] = {}
    spans = {
        e.article.id: moment(e.article.published) for e in made.articles if e.article.published
    }
    for claim in made.claims:
        carriers = [cell.article for cell in claim.cells]
        if not is_shared(made, claim) or any(id_ not in spans for id_ in carriers):
            continue
        first = min(carriers, key=lambda id_: (spans[id_], id_))
        if first in claim.tellers and all(
            spans[first][1] < spans[id_][0] for id_ in carriers if id_ != first
        ):
            found.setdefault(first, []).append(claim)
    return found


def _order(each: ComparedArticle) -> tuple[bool, str, str]:
    published = each.article.published
    at = moment(published)[0].isoformat() if published else ""
    return published is None, at, each.article.id


def _arrival(
    made: Comparison,
    each: ComparedArticle,
    first: ComparedArticle,
    keys: Mapping[str, str],
    names: Mapping[str, str],
) -> Arrival:
    article, opening = each.article, first.article.published
    dated = each is not first and opening and article.published
    later = (
        phrasing.ago(opening, article.published) if opening and dated and article.published else ""
    )
    return Arrival(
        keys.get(article.id, ""),
        names.get(article.id, article.source),
        phrasing.clock(article.published, made.event),
        f"{later} later" if later else "",
        origins.whose(made, article.id) or phrasing.copied(made, each),
    )


def _arc(parent: int, child: int) -> str:
    """From the middle of one row to that of another, the further the wider."""
    start, end = ROW * parent + ROW / 2, ROW * child + ROW / 2
    reach = max(4.0, GUTTER - 8 - 7.0 * min(3, abs(child - parent)))
    at = GUTTER - 6
    return f"M{at} {start:g}C{reach:g} {start:g} {reach:g} {end:g} {at} {end:g}"


def _line(every: Sequence[ComparedArticle]) -> str:
    """In words: who reprints whom, and how many have words of their own."""
    source = {each.article.id: each.article.source for each in every}
    whole: dict[str, list[str]] = {}
    partly: dict[str, list[str]] = {}
    for each in every:
        if each.copy:
            group = partly if each.copy.kind == "partial" else whole
            group.setdefault(source.get(each.copy.of, each.copy.of), []).append(each.article.source)
    says = [
        f"{phrasing.some_names(by)} {'reprints' if len(set(by)) == 1 else 'reprint'} {of}."
        for of, by in whole.items()
    ]
    says += [
        f"{phrasing.some_names(by)} {'shares' if len(set(by)) == 1 else 'share'} "
        f"a passage with {of}."
        for of, by in partly.items()
    ]
    own = sum(each.copy is None for each in every)
    if not says:
        return "No article copies another."
    more = [f"and {len(says) - NAMED} more sources are copied."] if len(says) > NAMED else []
    rest = f"{phrasing.plural(own, 'article')} of {len(every)} in words of their own."
    return " ".join([*says[:NAMED], *more, rest])
