"""All that the tuning page shows, as plain values: the wing that renders it computes nothing."""

from __future__ import annotations

import math
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.tuning import curves
from compare.tuning.banding import found
from compare.tuning.effects import around
from compare.tuning.recommend import too_few

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.tuning.banding import Bands, Misses
    from compare.tuning.curves import Labelled
    from compare.tuning.recommend import Goal, Recommendation

__all__ = ["banding_view", "histogram", "view"]

MOST = 300
"""More different scores than this are thinned out."""
BINS = 40
SHOWN = 60
EXCERPT = 320
"""Characters shown of a text."""
MEASURES = ("precision", "recall", "f0.5", "f1", "f2")


def view(
    kind: str,
    rows: Sequence[Labelled],
    pool: Sequence[float],
    recommended: Recommendation,
    goal: Goal,
    *,
    texts: Mapping[str, str] | None = None,
    changes: Sequence[tuple[float, str]] = (),
    banding: Mapping[str, Any] | None = None,
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    """The tuning page's values.

    Args:
        kind: events, copies or statements.
        rows: the labelled pairs.
        pool: the scores of all pairs that could be asked about.
        recommended: the threshold to take.
        goal: what it was chosen for.
        texts: what to show of an article id; an id without an entry, or a statement, shows itself.
        changes: what each of some thresholds would do, thresholds rising.
        banding: ``banding_view``, for copies.
        warnings: what was wrong with the labels.
    """
    under, over = around(rows, recommended.threshold, recommended.current, SHOWN)
    shown = sorted({*under, *over}, key=lambda row: (-row.score, row.a, row.b))
    known = texts or {}
    highest = max([recommended.threshold, recommended.current, *pool, *(row.score for row in rows)])
    top = min(1.0, math.ceil(round(highest * 10, 6)) / 10)
    return {
        "kind": kind,
        "goal": str(goal),
        "current": recommended.current,
        "threshold": recommended.threshold,
        "interval": [recommended.low, recommended.high],
        "enough": recommended.enough,
        "reason": recommended.reason,
        "labels": {"yes": sum(row.label for row in rows),
                   "no": sum(1 - row.label for row in rows)},
        "top": top,
        "grid": None if too_few(rows) else _grid(rows, goal),
        "histogram": histogram(rows, pool, top),
        "pairs": [{"a": _excerpt(known.get(row.a, row.a)), "b": _excerpt(known.get(row.b, row.b)),
                   "score": round(row.score, 4), "label": row.label} for row in shown],
        "changes": [{"threshold": at, "text": text} for at, text in changes],
        "banding": banding,
        "warnings": list(warnings),
    }  # fmt: skip


def histogram(
    rows: Sequence[Labelled], pool: Sequence[float], top: float = 1.0
) -> dict[str, list[float]]:
    """Counts of all pairs and of the labelled ones over bins of equal width from 0 to ``top``."""

    def counted(scores: Sequence[float]) -> list[float]:
        counts, _ = np.histogram(np.clip(scores, 0, top), BINS, (0, top))
        return [float(count) for count in counts]

    return {
        "pool": counted(pool),
        "yes": counted([row.score for row in rows if row.label]),
        "no": counted([row.score for row in rows if not row.label]),
    }


def _excerpt(text: str) -> str:
    """The start of a text, its first line on its own."""
    head, _, rest = text.partition("\n\n")
    parts = [shorten(part, EXCERPT, placeholder=" …") for part in (head, rest)]
    return "\n\n".join(part for part in parts if part)


def banding_view(
    now: Bands, similarities: Sequence[float], threshold: float, misses: Misses | None,
    suggested: Bands | None,
) -> dict[str, Any]:  # fmt: skip
    """The curve of the bands in use, what they are expected to miss, and what would be cheaper."""
    grid = np.linspace(0, 1, BINS + 1)
    counts, _ = np.histogram(np.clip(similarities, 0, 1), BINS, (0, 1))
    return {
        "bands": now.bands,
        "rows": now.rows,
        "threshold": threshold,
        "curve": [float(chance) for chance in found(grid, now.bands, now.rows)],
        "histogram": [float(count) for count in counts],
        "recall": now.recall,
        "candidates": now.candidates,
        "measured": None if misses is None else {"missed": misses.missed, "pairs": misses.pairs},
        "suggested": None if suggested is None else {
            "bands": suggested.bands, "rows": suggested.rows, "recall": suggested.recall,
            "candidates": suggested.candidates},
    }  # fmt: skip


def _grid(rows: Sequence[Labelled], goal: Goal) -> dict[str, Any]:
    """Every measure between any two scores, with intervals for the first two.

    Value ``k`` holds for thresholds above ``steps[k - 1]`` up to ``steps[k]``.
    """
    edges, curve = curves.edges(rows), curves.curve(rows)
    kept = np.unique(np.linspace(0, len(edges) - 1, MOST).round().astype(int))
    places = np.array([*kept, len(edges)])
    worse, better = curves.likely_curves(rows, curve.thresholds[places].tolist())
    lines = {"precision": curve.precision, "recall": curve.recall}
    lines |= {f"f{beta:g}": curve.f(beta) for beta in (0.5, 1.0, 2.0)}
    bands = {
        name: [_short(np.percentile(getattr(worse, name), 2.5, axis=0)),
               _short(np.percentile(getattr(better, name), 97.5, axis=0))]
        for name in ("precision", "recall")
    }  # fmt: skip
    return {
        "steps": _short(edges[kept]),
        "lines": {name: _short(lines[name][places]) for name in MEASURES},
        "bands": bands,
        "cost": _short(goal.cost(curve)[places]),
        "counts": {name: _short(getattr(curve, name)[places]) for name in ("tp", "fp", "fn", "tn")},
    }


def _short(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[float]:
    return [round(float(value), 4) for value in values]
