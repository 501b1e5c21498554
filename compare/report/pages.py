"""Pages from views: Jinja2 with autoescape, each one self-contained file that requests nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from compare.report.bidi import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["render"]

_LINKED = re.compile(r"^import .*\n|^export ", re.MULTILINE)
_UNFIT = re.compile("[\0\ud800-\udfff]")


def render(
    template: str,
    scripts: Sequence[str],
    data: object,
    *,
    styles: Sequence[str] = (),
    **context: object,
) -> bytes:
    """One page: its styles and its scripts inlined, named by their hashes in the page's policy.

    Args:
        template: a file of ``templates/``.
        scripts: modules of ``assets/``, each after those it imports; they become one.
        data: what the scripts read, as JSON.
        styles: files of ``assets/`` that follow the style of all pages.
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
            "img-src data:; base-uri 'none'; form-action 'none'",
            # Ours, and JSON in which no tag can close.
            style=Markup(style),  # noqa: S704
            script=Markup(code),  # noqa: S704
            data=Markup(text),  # noqa: S704
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
