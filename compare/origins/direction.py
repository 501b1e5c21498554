"""Which of two texts came first, said only where something tells.

Credits and agencies say it best, then time. That one text is a cut of the other, or trims its
quotations, only bears a difference of time out: without one it claims nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.model import moment
from compare.origins.credits import is_agency, same_outlet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from compare.model import Article, Credit

__all__ = ["Direction", "direction"]

_CREDITS = {"byline": 3.0, "contributor": 3.0, "named": 1.5}
_AGENCY, _EARLIER, _FULLER = 3.0, 1.5, 0.5
_MARGIN = 0.1
"""By so much more of it the cut must stand in the fuller text than the other way round."""
_CLAIMED = 1.0
"""A lead of so much claims a direction; the weights rank the kinds of evidence, no more."""


@dataclass(frozen=True, slots=True)
class Direction:
    """How much says that the first came first (negative: the second), and in words why."""

    lead: float = 0.0
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()

    @property
    def claimed(self) -> int | None:
        """0 where the first is the parent, 1 where the second is, None where nothing tells."""
        if abs(self.lead) < _CLAIMED:
            return None
        return 0 if self.lead > 0 else 1

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons for the direction that is claimed."""
        return {0: self.first, 1: self.second, None: ()}[self.claimed]

    def turned(self) -> Direction:
        """The same with the articles exchanged."""
        return Direction(-self.lead, self.second, self.first)


def direction(
    articles: tuple[Article, Article],
    credits_of: tuple[Sequence[Credit], Sequence[Credit]],
    contained: tuple[float, float] = (0.0, 0.0),
) -> Direction:
    """Which of two articles that share text came first.

    Args:
        articles: the two.
        credits_of: the credits in each.
        contained: the share of each one's words that stands in the other.
    """
    points: tuple[list[tuple[float, str]], ...] = ([], [])
    for side in (0, 1):
        points[side].extend(_for(articles[side], articles[1 - side], credits_of[1 - side]))
    earlier = _earlier(*articles)
    if earlier is not None:
        points[earlier].append((_EARLIER, "published earlier"))
        if contained[1 - earlier] > contained[earlier] + _MARGIN:
            points[earlier].append((_FULLER, "the fuller text"))
    lead = sum(each for each, _ in points[0]) - sum(each for each, _ in points[1])
    first, second = (tuple(why for _, why in side) for side in points)
    return Direction(lead, first, second)


def _for(parent: Article, child: Article, of_child: Iterable[Credit]) -> list[tuple[float, str]]:
    """What speaks for ``parent`` besides time."""
    if same_outlet(parent.source, child.source):
        return []
    found = []
    named = [each for each in of_child if same_outlet(each.name, parent.source)]
    if named:
        best = max(named, key=lambda each: (_CREDITS[each.kind], -each.start))
        said = "names" if best.kind == "named" else "credits"
        found.append((_CREDITS[best.kind], f"{child.source} {said} {best.name}"))
    if is_agency(parent.source) and not is_agency(child.source):
        found.append((_AGENCY, f"{parent.source} is an agency"))
    return found


def _earlier(first: Article, second: Article) -> int | None:
    """Which was surely published before the other; a day alone tells nothing within the day."""
    if first.published is None or second.published is None:
        return None
    (one, one_end), (two, two_end) = moment(first.published), moment(second.published)
    if one_end < two:
        return 0
    return 1 if two_end < one else None
