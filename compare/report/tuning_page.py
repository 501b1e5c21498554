"""The tuning page: curves under a draggable threshold, in one self-contained file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compare.report.html import render as render_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["render"]

WIDTH, HEIGHT, BARS = 720, 260, 60
"""Of a drawing, in its own units: it is stretched to the width there is."""
TITLES = {"events": "articles of one event", "copies": "copies", "statements": "statements"}
LINES = (("precision", "Precision"), ("recall", "Recall"), ("f1", "F1"), ("f0.5", "F0.5"),
         ("f2", "F2"))  # fmt: skip
DIGITS = 3
WARNED = 5


def render(view: Mapping[str, Any], version: str) -> str:
    """The page as HTML.

    Args:
        view: what ``compare.tuneview.view`` gives.
        version: of newscompare, shown at the foot.
    """
    thresholds = (view["threshold"], view["current"])
    fine = any(round(threshold, DIGITS) != threshold for threshold in thresholds)
    digits = DIGITS + 1 if fine else DIGITS
    grid = view["grid"] or {}
    data = {name: grid.get(name) for name in ("steps", "lines", "counts", "cost")}
    page = render_page(
        "tuning.html",
        ("tuning.js",),
        data | {"top": view["top"], "digits": digits},
        styles=("charts.css",),
        view=view,
        title=TITLES.get(view["kind"], view["kind"]),
        charts=_charts(view),
        warned=WARNED,
        digits=digits,
        width=WIDTH,
        height=HEIGHT,
        bars=BARS,
        version=version,
    )
    return page.decode("utf-8")


def _charts(view: Mapping[str, Any]) -> dict[str, Any]:
    grid, top, counts = view["grid"], view["top"], view["histogram"]
    most = max((*counts["yes"], *counts["no"], 1.0))
    charts: dict[str, Any] = {
        "now": view["threshold"] / top * WIDTH,
        "current": view["current"] / top * WIDTH,
        "ticks": _ticks(top),
        "most": {"labels": most, "pool": max(counts["pool"])},
        "bars": {name: _bars(counts[name], most) for name in ("yes", "no")}
        | {"pool": _bars(counts["pool"], max((*counts["pool"], 1.0)))},
        "lines": [],
        "bands": [],
        "banding": None,
    }
    if grid:
        places = [step / top * WIDTH for step in grid["steps"]]
        charts["lines"] = [(name, label, _steps(places, grid["lines"][name]))
                           for name, label in LINES]  # fmt: skip
        charts["bands"] = [(name, _band(places, *grid["bands"][name])) for name in grid["bands"]]
    if view["banding"]:
        highest = max((*view["banding"]["histogram"], 1.0))
        charts["banding"] = {
            "curve": _path(view["banding"]["curve"]),
            "bars": _bars(view["banding"]["histogram"], highest),
            "most": max(view["banding"]["histogram"]),
            "ticks": _ticks(1.0),
        }
    return charts


def _ticks(top: float) -> list[tuple[float, str]]:
    """Where an axis from 0 to ``top`` has numbers, in per cent of it, and which."""
    by = 0.05 if top <= 0.3 else 0.1 if top <= 0.8 else 0.2  # noqa: PLR2004  (eight fit a phone)
    count = int(round(top / by, 6))
    return [(round(100 * n * by / top, 2), f"{n * by:.2g}") for n in range(count + 1)]


def _points(points: Iterable[tuple[float, float]]) -> str:
    """Places and values from 0 to 1 as the points of an SVG polyline."""
    return " ".join(f"{x:.1f},{HEIGHT * (1 - value):.1f}" for x, value in points)


def _path(values: Sequence[float]) -> str:
    """Values from 0 to 1, evenly spaced."""
    return _points((n * WIDTH / (len(values) - 1), value) for n, value in enumerate(values))


def _stairs(places: Sequence[float], values: Sequence[float]) -> list[tuple[float, float]]:
    """A value from each place to the next, first and last from and to the edges."""
    ends = [0.0, *places, float(WIDTH)]
    return [(x, value) for n, value in enumerate(values) for x in ends[n : n + 2]]


def _steps(places: Sequence[float], values: Sequence[float]) -> str:
    return _points(_stairs(places, values))


def _band(places: Sequence[float], low: Sequence[float], high: Sequence[float]) -> str:
    return _points([*_stairs(places, high), *reversed(_stairs(places, low))])


def _bars(counts: Sequence[float], highest: float) -> list[tuple[float, float, float]]:
    """x, width and height of each bar; heights by square root, so that small counts show."""
    wide = WIDTH / len(counts)
    return [
        (round(n * wide + 1, 1), round(wide - 2, 1), round(BARS * (count / highest) ** 0.5, 1))
        for n, count in enumerate(counts)
        if count
    ]
