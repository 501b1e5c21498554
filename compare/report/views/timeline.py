"""Who published when, and which claims each was the first to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.comparison.by_source import is_shared
from compare.model import moment
from compare.report import phrasing

if TYPE_CHECKING:
    from compare.model import Claim, Comparison

__all__ = ["Arrival", "timeline"]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One dated article: how long after the first, and the shared claims it told before any."""

    key: str
    source: str
    when: str
    later: str
    first: tuple[tuple[str, str], ...]


def timeline(made: Comparison) -> tuple[Arrival, ...]:
    """The dated articles in order; none where fewer than two are dated, for a point is no line."""
    dated = sorted(
        (moment(each.article.published), each.article.id, index)
        for index, each in enumerate(made.articles)
        if each.article.published
    )
    if len(dated) < 2:  # noqa: PLR2004  (two points make a line)
        return ()
    firsts, names = _firsts(made), phrasing.labels(made)
    opening = made.articles[dated[0][2]].article.published
    arrivals = []
    for _, id_, index in dated:
        article = made.articles[index].article
        later = phrasing.ago(opening or "", article.published or "")
        arrivals.append(
            Arrival(
                f"a{index + 1}",
                names[id_],
                phrasing.when(article.published),
                f"{later} later" if later else "",
                tuple((claim.id, claim.text) for claim in firsts.get(id_, [])),
            )
        )
    return tuple(arrivals)


def _firsts(made: Comparison) -> dict[str, list[Claim]]:
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
