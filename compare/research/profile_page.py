"""The page of the outlet profiles: plots drawn as SVG in the file, a table of all numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.report.phrasing import percent, plural
from compare.research.profile import FEW, LEAST, MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.research.profile import Estimate, Measure, Pairing, Profile

__all__ = ["profile_page"]

SIGNIFICANT = 0.05
"""A difference with a smaller q is marked; nothing else about it is."""
_OMISSION = (
    "Of the claims that the outlet of the row tells and that of the column could have known, those "
    "the latter has no part of. As counted, without correction."
)
_LEFT, _WIDTH, _ROW, _TOP = 190, 420, 26, 26


@dataclass(frozen=True, slots=True)
class PlotRow:
    """A line of a plot, in user units of its SVG."""

    source: str
    y: float
    share: float
    observed: float
    low: float | None
    high: float | None
    base: float | None
    says: str
    few: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """One measure of all outlets."""

    measure: Measure
    rows: tuple[PlotRow, ...]
    width: int
    height: int
    ticks: tuple[tuple[float, str], ...]
    bottom: int


def profile_page(made: Profile, made_by: tuple[str, str]) -> bytes:
    """The page; ``made_by``: the version and the digest of the settings."""
    from compare.report.html import render

    named = {measure.name: measure for measure in MEASURES}
    return render(
        "profile.html", (), {},
        styles=("charts.css", "profile.css"),
        profile=made, plots=[plot for each in MEASURES if (plot := _plot(made, each)).rows],
        named=named, percent=percent, matrices=_matrices(made), plural=plural, few=FEW, least=LEAST,
        significant=SIGNIFICANT, version=made_by[0], settings=made_by[1],
    )  # fmt: skip


def _plot(made: Profile, measure: Measure) -> Plot:
    found = [
        (outlet.source, estimate)
        for outlet in made.outlets
        for estimate in outlet.estimates
        if estimate.measure == measure.name
    ]
    found.sort(key=lambda pair: (pair[1].events < LEAST, -pair[1].share, pair[0]))
    rows = tuple(_plot_row(source, each, at) for at, (source, each) in enumerate(found))
    bottom = _TOP + _ROW * len(rows)
    ticks = tuple((_x(step / 4), f"{step * 25} %") for step in range(5))
    return Plot(measure, rows, _LEFT + _WIDTH + 40, bottom + 24, ticks, bottom)


def _plot_row(source: str, each: Estimate, at: int) -> PlotRow:
    return PlotRow(
        source if len(source) <= 26 else f"{source[:25]}…",  # noqa: PLR2004  (what the margin holds)
        _TOP + _ROW * (at + 0.5),
        _x(each.share),
        _x(each.observed),
        None if each.low is None else _x(each.low),
        None if each.high is None else _x(each.high),
        None if each.base is None else _x(each.base),
        _says(source, each),
        each.few,
        each.q is not None and each.q < SIGNIFICANT,
    )


def _x(share: float) -> float:
    return round(_LEFT + _WIDTH * share, 1)


def _says(source: str, each: Estimate) -> str:
    interval = f", {percent(each.low)} to {percent(each.high or 0)}" if each.low is not None else ""
    base = f"; others {percent(each.base)}" if each.base is not None else ""
    return f"{source}: {percent(each.share)}{interval}{base}; {plural(each.events, 'event')}"


def _matrices(made: Profile) -> list[tuple[str, str, list[str], list[tuple[str, list[str]]]]]:
    """Agreement and omission as tables: heading, words, columns, rows of cells."""
    sources = sorted({pair.a for pair in made.pairs} | {pair.b for pair in made.pairs})
    by_pair = {(pair.a, pair.b): pair for pair in made.pairs}
    return [
        ("Agreement", "Of the claims that either tells in events both report, those both tell.",
         sources, _rows(sources, by_pair, "agreement")),
        ("Omission", _OMISSION, sources, _rows(sources, by_pair, "omission")),
    ]  # fmt: skip


def _rows(
    sources: Sequence[str], by_pair: dict[tuple[str, str], Pairing], name: str
) -> list[tuple[str, list[str]]]:
    return [(a, [_cell(by_pair.get((a, b)), name) for b in sources]) for a in sources]


def _cell(pair: Pairing | None, name: str) -> str:
    share = getattr(pair, name) if pair else None
    if pair is None or share is None:
        return ""
    low, high = getattr(pair, f"{name}_low"), getattr(pair, f"{name}_high")
    interval = f"{percent(low)} to {percent(high)}, " if low is not None else ""
    return f"{percent(share)} ({interval}{plural(pair.events, 'event')})"
