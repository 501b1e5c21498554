"""The pages of a report: one per event, and the index of them all.

Jinja2 with autoescape; each page is one self-contained file that requests nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from compare.report.bidi import shown
from compare.report.phrasing import GUESSES, SURENESS, TELLING
from compare.report.views.claims import BETWEEN, RELATIONS
from compare.report.views.event import event_view
from compare.report.views.index import index_view, kept_view
from compare.report.views.pair import pair_view

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from compare.model import Article, Comparison, Event, Link, Refused
    from compare.report.views.index import EventRow, IndexView

__all__ = ["event_page", "index_page", "kept_index_page", "moved_page", "render"]

SCRIPTS = (
    "page.js", "words.js", "corrections.js", "evidence.js", "grid.js", "articles.js", "live.js",
    "pair.js", "event.js",
)  # fmt: skip

SENDS_NOTHING, SENDS = "form-action 'none'", "form-action 'self'; connect-src 'self'"

_LINKED = re.compile(r"^import .*\n|^export ", re.MULTILINE)
_UNFIT = re.compile("[\0\ud800-\udfff]")


def event_page(made: Comparison, labels: str | None = None) -> bytes:
    """The page of one event; ``labels``: where the local application takes its corrections."""
    view = event_view(made)
    corrected = made.corrected
    data = {
        "event": view.id,
        "settings": view.settings,
        "threshold": view.threshold,
        "matches": view.matches,
        "articles": [(a.id, shown(a.label), shown(a.source)) for a in view.articles],
        "spans": [[(s.start, s.end) for s in each.statements] for each in made.articles],
        "relations": BETWEEN,
        "files": list(map(shown, corrected.files)) if corrected else [],
        "settled": [(*a, *b, same) for a, b, same in corrected.pairs] if corrected else [],
    }
    if labels is not None:
        data["labels"] = labels
    pair = pair_view(made)
    return render(
        "event.html",
        SCRIPTS if labels is None else (*SCRIPTS, "served.js"),
        data,
        sends=labels is not None,
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
    kept: Mapping[str, str] | None = None,
    related: Sequence[Link] = (),
    stories: Collection[str] = (),
) -> bytes:
    """The page over all events, with what is in none and what was refused.

    ``kept`` has the titles of the events, by id, whose pages an earlier report left; ``related``
    are pairs of articles that are perhaps of one event; ``stories`` those that have a page.
    """
    return _index(index_view(comparisons, alone, refused, kept, related, stories), made_by)


def kept_index_page(rows: Sequence[tuple[str, EventRow]], made_by: tuple[str, str]) -> bytes:
    """The same over events that were compared in other runs: the story of each, and its row."""
    return _index(kept_view(rows), made_by)


def _index(view: IndexView, made_by: tuple[str, str]) -> bytes:
    version, settings = made_by
    words = {"words": [row.words for row in view.events]}
    return render("index.html", ("index.js",), words, view=view, version=version, settings=settings)


def moved_page(title: str, into: Sequence[tuple[str, str]], made_by: tuple[str, str]) -> bytes:
    """What stands where an event was that is told with others now: their ids and titles."""
    version, settings = made_by
    return render("moved.html", (), {}, title=title, into=into, version=version, settings=settings)


def render(
    template: str,
    scripts: Sequence[str],
    data: object,
    *,
    styles: Sequence[str] = (),
    sends: bool = False,
    **context: object,
) -> bytes:
    """One page: its styles and its scripts inlined, named by their hashes in the page's policy.

    Args:
        template: a file of ``templates/``.
        scripts: modules of ``assets/``, each after those it imports; they become one.
        data: what the scripts read, as JSON.
        styles: files of ``assets/`` that follow the style of all pages.
        sends: whether the page may send to where it came from, as those of ``serve`` do.
        context: what the template shows.
    """
    from markupsafe import Markup

    style = "".join(map(_asset, ("report.css", *styles)))
    code = _LINKED.sub("", "".join(map(_asset, scripts)))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    page = (
        _environment()
        .get_template(template)
        .render(
            policy=f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(code)}; "
            f"img-src data:; base-uri 'none'; {SENDS if sends else SENDS_NOTHING}",
            # Ours, and JSON in which no tag can close.
            style=Markup(style),  # noqa: S704
            script=Markup(code),  # noqa: S704
            data=Markup(text),  # noqa: S704
            sends=sends,
            **context,
        )
    )
    # What HTML cannot hold is shown as the replacement character; nothing may end the page early.
    return _UNFIT.sub("\ufffd", str(page)).encode("utf-8")


@cache
def _environment() -> Any:  # noqa: ANN401  (jinja2 is imported here, where it is needed)
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("compare.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _asset(name: str) -> str:
    return resources.files("compare.report").joinpath("assets").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    """The source as a Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
