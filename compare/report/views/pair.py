"""Two articles side by side, as the page shows them where no script runs."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.report.phrasing import labels
from compare.report.views.annotated_text import compared
from compare.report.views.claims import BETWEEN, UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compare.model import Comparison, Match, Statement
    from compare.report.views.annotated_text import Runs

__all__ = ["PairView", "opposite", "pair_view"]


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two matched statements, or those that stand alone between two matches.

    ``a`` and ``b`` are statements, each its anchor and its runs of words.
    """

    a: tuple[tuple[str, Runs], ...] = ()
    b: tuple[tuple[str, Runs], ...] = ()
    relation: str = ""
    icon: str = ""
    words: str = ""
    unsure: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class PairView:
    """The first article of an event and the one opposite."""

    left: str
    right: str
    rows: tuple[PairRow, ...]


def pair_view(made: Comparison) -> PairView:
    """The sentences of the first article in order, each beside its best match in the other."""
    other = opposite(made)
    names = list(labels(made).values())
    return PairView(names[0], names[other], tuple(_rows(made, other, _best(made, other))))


def opposite(made: Comparison) -> int:
    """The article shown beside the first one at first: the next that is no copy."""
    own = (n for n, each in enumerate(made.articles) if n and each.copy is None)
    return next(own, 1)


def _best(made: Comparison, other: int) -> dict[int, Match]:
    """One to one, the most probable first."""
    found = [m for m in made.matches if (m.a[0], m.b[0]) == (0, other)]
    taken: set[int] = set()
    best: dict[int, Match] = {}
    for match in sorted(found, key=lambda match: (-match.score, match.a, match.b)):
        a, b = match.a[1], match.b[1]
        sentences = _is_sentence(made, 0, a) and _is_sentence(made, other, b)
        if sentences and a not in best and b not in taken:
            best[a] = match
            taken.add(b)
    return best


def _is_sentence(made: Comparison, article: int, at: int) -> bool:
    return made.articles[article].statements[at].parent is None


def _rows(made: Comparison, opposed: int, best: dict[int, Match]) -> Iterator[PairRow]:
    left, right = (made.articles[side].statements for side in (0, opposed))
    matched = {match.b[1] for match in best.values()}
    rest = [at for at, each in enumerate(right) if each.parent is None and at not in matched]
    alone: list[int] = []
    kept = _in_order([best[at].b[1] for at in sorted(best)])
    high = -1
    for at, each in enumerate(left):
        match = best.get(at)
        if match is None:
            alone += [at] if each.parent is None else []
            continue
        other = match.b[1]
        moved = other not in kept
        passed = [] if moved else [there for there in rest if high < there < other]
        rest = [there for there in rest if there not in passed]
        yield from _between((left, alone), (right, passed), opposed)
        alone = []
        icon, words = BETWEEN[match.relation]
        yield PairRow(
            ((f"a1s{at}", compared(each.text, right[other].text, "del")),),
            ((f"a{opposed + 1}s{other}", compared(right[other].text, each.text)),),
            match.relation,
            icon,
            words,
            match.score < UNSURE,
            moved,
        )
        high = high if moved else other
    yield from _between((left, alone), (right, rest), opposed)


def _in_order(places: Sequence[int]) -> set[int]:
    """The longest increasing subsequence: what is outside it was moved."""
    tails: list[int] = []
    chains: list[tuple[int, ...]] = []
    for place in places:
        at = bisect_left(tails, place)
        chain = (*(chains[at - 1] if at else ()), place)
        tails[at:] = [place, *tails[at + 1 :]]
        chains[at:] = [chain, *chains[at + 1 :]]
    return set(chains[-1]) if chains else set()


def _between(
    left: tuple[Sequence[Statement], list[int]],
    right: tuple[Sequence[Statement], list[int]],
    opposed: int,
) -> Iterator[PairRow]:
    """What each says alone between two matches, side by side."""
    if left[1] or right[1]:
        a, b = (
            tuple((f"a{article + 1}s{at}", ((said[at].text, ""),)) for at in alone)
            for article, (said, alone) in ((0, left), (opposed, right))
        )
        yield PairRow(a, b)
