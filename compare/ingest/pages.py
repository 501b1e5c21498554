"""Saved web pages as articles: the text of the page, and what the page says about itself.

The text is found by trafilatura (Barbaresi 2021). What a page declares of its article in JSON-LD
(schema.org's ``NewsArticle``) is evidence of its headline, time, author and language, and of its
text where the page itself shows less.
"""

from __future__ import annotations

import codecs
import html as entities
import json
import re
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from compare.ingest.blocks import text_of_html
from compare.settings import MAX_PAGE_DEPTH

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["declared_encoding", "page"]

_TYPES = re.compile(
    r"(?:(?:Reportage|Analysis|Opinion|Background|Review)?News)?Article$|BlogPosting$"
)
_SCRIPT = re.compile(
    r"<script[^>]{0,300}application/ld\+json[^>]{0,300}>(.{0,400000}?)</script>",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_MUCH_MORE = 2
"""An article's declared text is taken where it is so many times as long as what was found."""


class TooLongError(Exception):
    """A page took longer than it may."""


def page(html: str, url: str | None = None, seconds: int = 0) -> dict[str, Any] | str:
    """The article of an HTML page, or why there is none.

    Args:
        html: the page.
        url: where it was, if that is known better than from the page.
        seconds: the most it may take, where a process can be interrupted; 0 for any time.
    """
    if _depth(html) > MAX_PAGE_DEPTH:
        return f"is nested more than {MAX_PAGE_DEPTH} deep"
    try:
        with _within(seconds):
            return _article(html, url)
    except TooLongError:
        return f"took more than {seconds} seconds, and was left (ingest.max_page_seconds)"
    except Exception as error:  # noqa: BLE001  (a page may bring its reader into any trouble)
        return f"cannot be read as a page ({type(error).__name__})"


def declared_encoding(data: bytes) -> str | None:
    """The encoding a page names near its top, if Python knows it."""
    found = _CHARSET.search(data[:4096])
    if found is None:
        return None
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None


def _article(html: str, url: str | None) -> dict[str, Any] | str:
    import trafilatura

    document = trafilatura.bare_extraction(
        html, url=url, with_metadata=True, include_comments=False, include_tables=False,
        deduplicate=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    if document is None or isinstance(document, dict):
        document = None
    declared = _declared(html)
    text = (document.text if document else None) or ""
    body = declared.get("text", "")
    if len(body) > _MUCH_MORE * len(text):
        text = body
    if not text:
        return "no article text was found on the page"
    found = {
        "text": text,
        "title": declared.get("title") or (document.title if document else None),
        "published": declared.get("published")
        or (_published(html, document.date) if document else None),
        "url": url or (document.url if document else None),
        "source": (document.sitename if document else None) or declared.get("source"),
        "language": declared.get("language")
        or (document.language if document else None) or _language(html),
        "author": declared.get("author"),
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}


def _published(html: str, day: str | None) -> str | None:
    """The page's own time of publication on the day trafilatura found; else the day."""
    clock = r"T\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
    found = (
        re.search(rf"publish[^<>]{{0,150}}?({day}{clock})", html, re.IGNORECASE) if day else None
    )
    return found[1] if found else day


def _language(html: str) -> str | None:
    found = re.search(r"<html[^>]{0,300}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})", html[:5000])
    return found[1].lower() if found else None


def _declared(html: str) -> dict[str, str]:
    """What the page's own ``NewsArticle`` says; empty where it has none, or several."""
    found = [item for script in _SCRIPT.findall(html) for item in _items(_json(script))]
    articles = [item for item in found if any(map(_TYPES.match, _strings(item.get("@type"))))]
    named = [item for item in articles if _string(item.get("headline"))]
    if len({_string(item.get("headline")) for item in named}) != 1:
        return {}  # a page of many articles declares each
    item = named[0]
    fields = {
        "title": _string(item.get("headline")),
        "published": _string(item.get("datePublished")),
        "author": ", ".join(_names(item.get("author"))),
        "source": next(iter(_names(item.get("publisher"))), None),
        "language": _string(item.get("inLanguage")),
        "text": text_of_html(_string(item.get("articleBody")) or ""),
    }
    return {key: value for key, value in fields.items() if value}


def _json(script: str) -> Any:  # noqa: ANN401  (whatever a page holds)
    try:
        return json.loads(script.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return None


def _items(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:  # noqa: ANN401  (JSON)
    """Every object of a JSON-LD script that stands for itself: in lists and in ``@graph``."""
    if depth > 3:  # noqa: PLR2004  (a list in a graph in a list)
        return
    if isinstance(value, list):
        for one in value:
            yield from _items(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _items(value.get("@graph"), depth + 1)


def _strings(value: Any) -> list[str]:  # noqa: ANN401  (JSON)
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _string(value: Any) -> str | None:  # noqa: ANN401  (JSON)
    return " ".join(entities.unescape(value).split(" ")).strip() if isinstance(value, str) else None


def _names(value: Any) -> list[str]:  # noqa: ANN401  (JSON)
    values = value if isinstance(value, list) else [value]
    return [name for one in values
            if (name := _string(one.get("name") if isinstance(one, dict) else one))]  # fmt: skip


_OPENS = re.compile(
    r"<(/?)(?:div|span|section|article|blockquote|table|ul|b|i|font)\b", re.IGNORECASE
)


def _depth(html: str) -> int:
    """How many elements are open at once, by a count of tags."""
    deepest = depth = 0
    for found in _OPENS.finditer(html):
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Stop the block after so long, in the main thread of a system with alarms."""
    alarms = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not seconds or not alarms:
        yield
        return

    def ring(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
