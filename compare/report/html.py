"""The pages of a report: one per event, and the index of them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.report.bidi import shown
from compare.report.claimview import BETWEEN, RELATIONS
from compare.report.indexview import index_view
from compare.report.pages import render
from compare.report.pairview import pair_view
from compare.report.view import event_view
from compare.report.wording import GUESSES, SURENESS, TELLING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Article, Comparison, Event, Refused

__all__ = ["event_page", "index_page"]

SCRIPTS = (
    "page.js", "words.js", "corrections.js", "evidence.js", "grid.js", "articles.js", "pair.js",
    "event.js",
)  # fmt: skip


def event_page(made: Comparison) -> bytes:
    """The page of one event."""
    view = event_view(made)
    data = {
        "event": view.id,
        "settings": view.settings,
        "threshold": view.threshold,
        "matches": view.matches,
        "articles": [(a.id, shown(a.label), shown(a.source)) for a in view.articles],
        "spans": [[(s.start, s.end) for s in each.statements] for each in made.articles],
        "relations": BETWEEN,
    }
    pair = pair_view(made)
    return render(
        "event.html",
        SCRIPTS,
        data,
        view=view,
        pair=pair,
        relations=RELATIONS,
        between=BETWEEN,
        sureness=SURENESS,
        telling=TELLING,
        guesses=GUESSES,
    )


def index_page(
    comparisons: Sequence[Comparison],
    alone: Sequence[tuple[Event, Article]],
    refused: Sequence[Refused],
    made_by: tuple[str, str],
) -> bytes:
    """The page over all events, with what is in none and what was refused."""
    view = index_view(comparisons, alone, refused)
    return render(
        "index.html", ("index.js",), {}, view=view, version=made_by[0], settings=made_by[1]
    )
