"""Readers of marked-up text: HTML pages, feeds and news XML, web archives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from compare.ingest import files
from compare.ingest.files import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_html", "read_warc", "read_xml"]

_BLOCKS = frozenset(
    tag
    for line in (
        "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5",
        "h6 header hl1 hl2 hr li main nav ol p pre section table td th tr ul",
    )
    for tag in line.split()
)


def read_html(stream: BinaryIO, limit: int) -> Iterator[Record]:
    """One article: the text of the page and what its metadata tell."""
    text, warnings = files.decode(files.whole(stream, limit))
    yield Record(None, page(text), alone=True, warnings=warnings)


def page(html: str, url: str | None = None) -> dict[str, Any] | str:
    """The article of an HTML page by trafilatura (Barbaresi 2021), or why there is none."""
    import trafilatura

    document = trafilatura.bare_extraction(
        html, url=url, with_metadata=True, include_comments=False, include_tables=False,
        deduplicate=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    if document is None or isinstance(document, dict) or not document.text:
        return "no article text was found on the page"
    found = {
        "text": document.text,
        "title": document.title,
        "published": _published(html, document.date),
        "url": url or document.url,
        "source": document.sitename,
        "language": document.language or _language(html),
    }
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


def read_xml(stream: BinaryIO, limit: int) -> Iterator[Record]:
    """RSS 2.0, RSS 1.0, Atom, NITF and NewsML-G2; entities are not resolved, nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(files.whole(stream, limit * 10), parser)
    except etree.XMLSyntaxError as error:
        yield Record(None, f"is not XML: {error.msg}")
        return
    items = [node for node in root.iter() if _tag(node) in {"item", "entry", "newsItem"}]
    if not items and _tag(root) == "nitf":
        items = [root]
    if not items:
        yield Record(
            None, f"is XML of another kind ({_tag(root)}): no RSS, Atom, NITF or NewsML-G2"
        )
    for item in items:
        yield Record(item.sourceline, _item(item), alone=len(items) == 1)


def _tag(node: Any) -> str:  # noqa: ANN401  (an lxml element)
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _item(item: Any) -> dict[str, Any]:  # noqa: ANN401  (an lxml element)
    parts: dict[str, Any] = {}
    for node in item.iter():
        parts.setdefault(_tag(node), node)
    found = {
        "id": _text(parts, "guid", "id") or item.get("guid")
        or _attribute(parts, "doc-id", "id-string"),
        "title": _text(parts, "hl1", "headline", "title"),
        "published": _text(parts, "pubDate", "published", "updated", "date", "firstCreated",
                           "contentCreated", "versionCreated")
        or _attribute(parts, "date.issue", "norm"),
        "url": _text(parts, "link") or _attribute(parts, "link", "href"),
        "publisher": _feed(parts),
        "text": _body(parts),
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}


def _feed(parts: dict[str, Any]) -> str | None:
    """The feed an item came from: RSS names it, Atom gives it a title."""
    node = parts.get("source")
    if node is None:
        return None
    return _text({_tag(child): child for child in node.iter()}, "title", "source")


def _text(parts: dict[str, Any], *names: str) -> str | None:
    for name in names:
        node = parts.get(name)
        if node is not None and (text := " ".join("".join(node.itertext()).split())):
            return text
    return None


def _attribute(parts: dict[str, Any], name: str, attribute: str) -> str | None:
    node = parts.get(name)
    return None if node is None else node.get(attribute)


def _body(parts: dict[str, Any]) -> str | None:
    """The longest way the item tells its story; feeds hold HTML as escaped text."""
    for name in ("encoded", "content", "body.content", "inlineXML", "body", "description",
                 "summary"):  # fmt: skip
        node = parts.get(name)
        if node is None:
            continue
        text = _paragraphs(node) if len(node) else _fragment("".join(node.itertext()))
        if text:
            return text
    return None


def _fragment(html: str) -> str:
    from lxml import html as parser

    if "<" not in html:
        return html.strip()
    return _paragraphs(parser.fragment_fromstring(html, create_parent="div"))


def _paragraphs(node: Any) -> str:  # noqa: ANN401  (an lxml element)
    """The text below a node with a line a block."""
    pieces: list[str] = []
    for event, element in _events(node):
        tag = _tag(element)
        if tag in _BLOCKS:
            pieces.append("\n")
        if event == "start" and tag not in {"script", "style"}:
            pieces.append(element.text or "")
        if event == "end" and element is not node:
            pieces.append(element.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _events(node: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  (an lxml element)
    from lxml import etree

    return iter(etree.iterwalk(node, events=("start", "end")))


def read_warc(stream: BinaryIO, limit: int) -> Iterator[Record]:
    """The HTML responses of a web archive."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        yield Record(None, 'needs the extra: pip install "newscompare[warc]"')
        return
    try:
        for number, record in enumerate(ArchiveIterator(stream), 1):
            kind = record.http_headers and record.http_headers.get_header("Content-Type")
            if record.rec_type == "response" and kind and "html" in kind:
                url = record.rec_headers.get_header("WARC-Target-URI")
                html = record.content_stream().read(limit).decode("utf-8", "replace")
                yield Record(number, page(html, url))
    except ArchiveLoadFailed as error:
        yield Record(None, f"is no web archive: {error}")
