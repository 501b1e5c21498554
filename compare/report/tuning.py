"""The tuning page: curves under a draggable threshold, in one self-contained file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compare.report.pages import render as render_page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["render"]

WIDTH, HEIGHT, BARS = 720, 260, 110
TITLES = {"events": "articles of one event", "copies": "copies", "statements": "statements"}
LINES = (("precision", "Precision"), ("recall", "Recall"), ("f1", "F1"), ("f0.5", "F0.5"),
         ("f2", "F2"))  # fmt: skip


def render(view: Mapping[str, Any], version: str) -> str:
    """The page as HTML.

    Args:
        view: what ``compare.tuneview.view`` gives.
        version: of newscompare, shown at the foot.
    """
    page = render_page(
        "tuning.html",
        ("tuning.js",),
        view,
        styles=("charts.css",),
        view=view,
        title=TITLES.get(view["kind"], view["kind"]),
        charts=_charts(view),
        width=WIDTH,
        height=HEIGHT,
        bars=BARS,
        version=version,
    )
    return page.decode("utf-8")


def _charts(view: Mapping[str, Any]) -> dict[str, Any]:
    grid = view["grid"]
    charts: dict[str, Any] = {"lines": [], "bands": [], "histogram": [], "banding": None}
    if grid:
        charts["lines"] = [(name, label, _path(grid["lines"][name])) for name, label in LINES]
        charts["bands"] = [(name, _band(*grid["bands"][name])) for name in grid["bands"]]
    counts = view["histogram"]
    highest = max((*counts["yes"], *counts["no"], 1.0))
    pool = max((*counts["pool"], 1.0))
    for name, top in (("pool", pool), ("no", highest), ("yes", highest)):
        charts["histogram"].append((name, _bars(counts[name], top)))
    if view["banding"]:
        most = max((*view["banding"]["histogram"], 1.0))
        charts["banding"] = {
            "curve": _path(view["banding"]["curve"]),
            "bars": _bars(view["banding"]["histogram"], most),
        }
    return charts


def _path(values: Sequence[float]) -> str:
    """Values from 0 to 1, evenly spaced, as the points of an SVG polyline."""
    step = WIDTH / (len(values) - 1)
    return " ".join(f"{n * step:.1f},{HEIGHT * (1 - v):.1f}" for n, v in enumerate(values))


def _band(low: Sequence[float], high: Sequence[float]) -> str:
    step = WIDTH / (len(low) - 1)
    points = [f"{n * step:.1f},{HEIGHT * (1 - v):.1f}" for n, v in enumerate(high)]
    points += [f"{n * step:.1f},{HEIGHT * (1 - v):.1f}" for n, v in reversed([*enumerate(low)])]
    return " ".join(points)


def _bars(counts: Sequence[float], highest: float) -> list[tuple[float, float, float, float]]:
    """x, y, width and height of each bar; heights by square root, so that small counts show."""
    wide = WIDTH / len(counts)
    return [
        (round(n * wide, 1), round(BARS - tall, 1), round(wide - 1, 1), round(tall, 1))
        for n, count in enumerate(counts)
        if (tall := BARS * (count / highest) ** 0.5)
    ]
