"""Pages from views: Jinja2 with autoescape, each one self-contained file that requests nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from compare.report.claimview import RELATIONS
from compare.report.indexview import index_view
from compare.report.pairview import pair_view
from compare.report.view import event_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Article, Comparison, Refused

__all__ = ["event_page", "index_page", "render"]


def event_page(made: Comparison) -> bytes:
    """The page of one event."""
    view = event_view(made)
    data = {
        "event": view.id,
        "settings": view.settings,
        "threshold": view.threshold,
        "matches": view.matches,
        "sources": [(source.id, source.source) for source in view.sources],
        "spans": [[(s.start, s.end) for s in each.statements] for each in made.articles],
        "relations": RELATIONS,
    }
    pair = pair_view(made)
    return render("event.html", "event.js", data, view=view, pair=pair, relations=RELATIONS)


def index_page(
    comparisons: Sequence[Comparison],
    alone: Sequence[Article],
    refused: Sequence[Refused],
    made_by: tuple[str, str],
) -> bytes:
    """The page over all events, with what is in none and what was refused."""
    view = index_view(comparisons, alone, refused)
    return render("index.html", "index.js", {}, view=view, version=made_by[0], settings=made_by[1])


def render(template: str, script: str, data: object, **context: object) -> bytes:
    """One page: the style and one script inlined, named by their hashes in the page's policy."""
    from markupsafe import Markup

    style, code = _asset("report.css"), _asset(script)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    page = (
        _environment()
        .get_template(template)
        .render(
            policy=f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(code)}; "
            "img-src data:; base-uri 'none'; form-action 'none'",
            # Ours, and JSON in which no tag can close.
            style=Markup(style),  # noqa: S704
            script=Markup(code),  # noqa: S704
            data=Markup(text),  # noqa: S704
            **context,
        )
    )
    # What HTML cannot hold is shown as the replacement character; nothing may end the page early.
    return str(page).replace("\0", "\ufffd").encode("utf-8", "replace")


@cache
def _environment() -> Any:  # noqa: ANN401  (jinja2 is imported here, where it is needed)
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("compare.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _asset(name: str) -> str:
    return resources.files("compare.report").joinpath("assets").joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    """The source as a Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
