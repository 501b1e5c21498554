"""The event in one picture: a row per source, a column per claim, ordered so that blocks show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.comparison.brief import ranked
from compare.comparison.by_source import DIFFERS, deniers, in_part, sources, tellers
from compare.report import phrasing

if TYPE_CHECKING:
    from compare.model import Claim, Comparison

__all__ = ["Column", "Picture", "picture"]

COLUMNS = 120
"""So many claims are drawn; of more, those that most sources carry, then the most important."""
ROW = 10
"""The height of a row in the drawing's own units; a column is 1 wide."""
_INSET, _WIDE = 0.06, 0.88
_TOP, _TALL = 1.5, 7.0


@dataclass(frozen=True, slots=True)
class Column:
    """One claim: the paths of what is told, told in part, and told otherwise."""

    claim: str
    x: int
    told: str
    part: str
    differs: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture and what it shows in words; ``drawn`` of ``every`` claims are in it."""

    sources: tuple[str, ...]
    columns: tuple[Column, ...]
    width: int
    height: int
    drawn: int
    every: int
    words: tuple[str, ...]


def picture(made: Comparison) -> Picture:
    """The picture of a comparison."""
    rows = sources(made)
    states = {claim.id: _states(made, claim) for claim in made.claims}
    order = ranked(made)
    drawn = sorted(order, key=lambda claim: -len(states[claim.id]))[:COLUMNS]
    drawn.sort(key=lambda claim: _block(states[claim.id], rows))
    return Picture(
        tuple(rows),
        tuple(_column(claim.id, x, states[claim.id], rows) for x, claim in enumerate(drawn)),
        len(drawn),
        ROW * len(rows),
        len(drawn),
        len(made.claims),
        tuple(_in_words(made, rows)),
    )


def _states(made: Comparison, claim: Claim) -> dict[str, str]:
    """What each source that carries a claim does with it."""
    source = {each.article.id: each.article.source for each in made.articles}
    states = dict.fromkeys(in_part(made, claim), "part")
    states |= dict.fromkeys(tellers(made, claim), "told")
    states |= dict.fromkeys(deniers(made, claim), "differs")
    for cell in claim.cells:
        if cell.relation in DIFFERS:
            states[source[cell.article]] = "differs"
    return states


def _block(states: dict[str, str], rows: list[str]) -> tuple[int, list[bool], list[str]]:
    """Claims that the same sources carry stand together, those of the most sources first."""
    return (
        -len(states),
        [source not in states for source in rows],
        [states.get(source, "") for source in rows],
    )


def _column(claim: str, x: int, states: dict[str, str], rows: list[str]) -> Column:
    paths = {"told": "", "part": "", "differs": ""}
    for at, source in enumerate(rows):
        state = states.get(source)
        top = ROW * at + _TOP
        if state == "told":
            paths[state] += _box(x, top, _TALL)
        elif state == "part":
            paths[state] += _box(x, top + _TALL * 0.6, _TALL * 0.4)
        elif state == "differs":
            paths[state] += _box(x, top, _TALL * 0.35) + _box(x, top + _TALL * 0.65, _TALL * 0.35)
    return Column(claim, x, **paths)


def _box(x: int, y: float, height: float) -> str:
    return f"M{x + _INSET:g} {y:g}h{_WIDE:g}v{height:g}h-{_WIDE:g}z"


def _in_words(made: Comparison, rows: list[str]) -> list[str]:
    """``told by A and B: 3 claims``, the most first; the text twin of the picture."""
    counts = Counter(tuple(tellers(made, claim)) for claim in made.claims)
    ordered = sorted(counts, key=lambda names: (-len(names), -counts[names], names))
    return [_pattern(names, rows, counts[names]) for names in ordered]


def _pattern(names: tuple[str, ...], rows: list[str], count: int) -> str:
    claims = phrasing.plural(count, "claim")
    if len(names) == len(rows) > 1:
        return f"told by all {len(rows)}: {claims}"
    if len(names) == 1:
        return f"told by {names[0]} alone: {claims}"
    return f"told by {phrasing.some_names(names)}: {claims}" if names else f"told by none: {claims}"
