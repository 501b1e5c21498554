"""The text of marked-up text: a line a block, without scripts, figures and their captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["local_name", "namespace", "paragraphs", "text_of", "text_of_html"]

_BLOCKS = frozenset(
    tag
    for line in (
        "address article aside blockquote br caption dd div dl dt figcaption figure footer h1 h2",
        "h3 h4 h5 h6 header hl1 hl2 hr li main media nav ol p pre section table td th tr ul",
    )
    for tag in line.split()
)
_NO_TEXT = frozenset(
    tag
    for line in (
        "audio body.head byline figcaption figure iframe media media-caption media-producer",
        "noscript object script style svg template video",
    )
    for tag in line.split()
)
"""What is below these is no text of the article: a caption, a credit, a player."""
_PROLOGUE = re.compile(r"<!doctype[^>]{0,2000}>|<\?xml[^>]{0,200}\?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]")


def local_name(node: Any) -> str:  # noqa: ANN401  (an lxml element)
    """The name of an element without its namespace; empty for comments and the like."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def namespace(node: Any) -> str:  # noqa: ANN401  (an lxml element)
    """The namespace of an element; empty where it has none."""
    return node.tag[1:].partition("}")[0] if str(node.tag).startswith("{") else ""


def text_of(node: Any) -> str | None:  # noqa: ANN401  (an lxml element)
    """All text below an element on one line; None where there is none."""
    return None if node is None else " ".join("".join(node.itertext()).split()) or None


def text_of_html(html: str) -> str:
    """The text of a piece of HTML, or of a whole page; text without a tag is taken as it stands."""
    from lxml import etree
    from lxml import html as parser

    if "<" not in html and "&" not in html:
        return html.strip()
    plain = _CONTROL.sub("", _PROLOGUE.sub("", html))
    try:
        return paragraphs(parser.document_fromstring(f"<div>{plain}</div>"))
    except (etree.LxmlError, ValueError):
        return " ".join(_TAG.sub(" ", plain).split())


def paragraphs(node: Any) -> str:  # noqa: ANN401  (an lxml element)
    """The text below a node with a line a block."""
    pieces: list[str] = []
    passed_over = 0
    for event, element in _events(node):
        tag = local_name(element)
        if tag in _BLOCKS:
            pieces.append("\n")
        if event == "start":
            passed_over += tag in _NO_TEXT
            if not passed_over and tag:
                pieces.append(element.text or "")
            continue
        passed_over -= tag in _NO_TEXT
        if not passed_over and element is not node:
            pieces.append(element.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _events(node: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  (an lxml element)
    from lxml import etree

    return iter(etree.iterwalk(node, events=("start", "end")))
