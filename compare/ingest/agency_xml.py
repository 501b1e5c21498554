"""Items of news agencies as fields of articles: IPTC's NewsML-G2 and NITF.

The provider of an item is its source, so that all items of an agency are of one source. What is
no text (a picture, a package, a graphic) is said to be that; captions are no text of a report.
"""

from __future__ import annotations

from typing import Any

from compare.ingest.blocks import local_name, namespace, paragraphs, text_of

__all__ = ["fields_of_newsml", "fields_of_nitf"]

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def fields_of_newsml(item: Any) -> dict[str, Any] | str:  # noqa: ANN401  (an lxml element)
    """The fields of a ``newsItem`` of NewsML-G2, or why it is no article."""
    meta, content = _child(item, "itemMeta"), _child(item, "contentMeta")
    kind = _code(_child(meta, "itemClass"))
    if kind not in {"", "text"}:
        return f"is a {kind}, no article"
    if _code(_child(meta, "pubStatus")) in {"canceled", "cancelled"}:
        return "was cancelled by its provider"
    inline = _inline(_child(item, "contentSet"))
    rights = _child(item, "rightsInfo")
    found = {
        "id": item.get("guid"),
        "title": _headline(content) or _text(meta, "title"),
        "published": _text(meta, "firstCreated") or _text(content, "contentCreated")
        or _text(meta, "versionCreated"),
        "url": _url(item),
        "source": _party(meta, "provider") or _party(content, "infoSource")
        or _party(rights, "copyrightHolder"),
        "language": _attribute(content, "language", "tag") or _lang(inline) or item.get(_XML_LANG),
        "author": _text(content, "by") or _party(content, "creator"),
        "keywords": [text for node in _children(content, "keyword") if (text := text_of(node))],
        "info_source": _party(content, "infoSource"),
        "text": _body(inline),
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}


def fields_of_nitf(nitf: Any) -> dict[str, Any]:  # noqa: ANN401  (an lxml element)
    """The fields of a document of NITF."""
    head, body = _child(nitf, "head"), _child(nitf, "body")
    data, top = _child(head, "docdata"), _child(body, "body.head")
    heading = _child(top, "hedline")
    heading = top if heading is None else heading
    found = {
        "id": _attribute(data, "doc-id", "id-string"),
        "title": _text(heading, "hl1") or _text(head, "title"),
        "published": _attribute(data, "date.issue", "norm")
        or _attribute(data, "date.release", "norm")
        or _attribute(head, "pubdata", "date.publication"),
        "url": _attribute(head, "pubdata", "ex-ref"),
        "source": _attribute(head, "pubdata", "name") or _text(top, "distributor")
        or _attribute(data, "doc.copyright", "holder") or _attribute(data, "doc-id", "regsrc"),
        "language": nitf.get(_XML_LANG) or _lang(body),
        "author": _text(top, "byline"),
        "keywords": [key for node in _descendants(data, "keyword") if (key := node.get("key"))],
        "text": _nitf_text(body),
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}


def _children(node: Any, name: str) -> list[Any]:  # noqa: ANN401  (an lxml element)
    """The children of a name, without those of another vocabulary than their parent."""
    own = {namespace(node), ""} if node is not None else set()
    return [child for child in (() if node is None else node)
            if local_name(child) == name and namespace(child) in own]  # fmt: skip


def _child(node: Any, name: str) -> Any:  # noqa: ANN401  (an lxml element)
    return next(iter(_children(node, name)), None)


def _descendants(node: Any, name: str) -> list[Any]:  # noqa: ANN401  (an lxml element)
    return [] if node is None else [one for one in node.iter() if local_name(one) == name]


def _text(node: Any, name: str) -> str | None:  # noqa: ANN401  (an lxml element)
    return next((text for one in _children(node, name) if (text := text_of(one))), None)


def _attribute(node: Any, name: str, attribute: str) -> str | None:  # noqa: ANN401  (an lxml element)
    return next((one.get(attribute) for one in _children(node, name) if one.get(attribute)), None)


def _code(node: Any) -> str:  # noqa: ANN401  (an lxml element)
    """The last part of a coded value: of ``ninat:text`` and ``…/ninature/text``, ``text``."""
    if node is None:
        return ""
    value = (node.get("qcode") or node.get("uri") or "").rstrip("/")
    return str(value.replace("/", ":").rpartition(":")[2])


def _party(node: Any, name: str) -> str | None:  # noqa: ANN401  (an lxml element)
    """Who a party is: its name, else as it is written, else its code."""
    for party in _children(node, name):
        if found := _text(party, "name") or party.get("literal") or _code(party):
            return str(found)
    return None


def _headline(content: Any) -> str | None:  # noqa: ANN401  (an lxml element)
    """The main headline: that without a role, or of the role main; else the first."""
    headlines = [node for node in _children(content, "headline") if text_of(node)]
    main = [node for node in headlines if (node.get("role") or "main").rpartition(":")[2] == "main"]
    return text_of((main or headlines)[0]) if headlines else None


def _url(item: Any) -> str | None:  # noqa: ANN401  (an lxml element)
    links = [link.get("href") or "" for link in _descendants(item, "link")]
    return next((link for link in links if link.startswith(("http://", "https://"))), None)


def _inline(contents: Any) -> Any:  # noqa: ANN401  (an lxml element)
    return next((node for node in ([] if contents is None else contents)
                 if local_name(node) in {"inlineXML", "inlineData"}), None)  # fmt: skip


def _lang(node: Any) -> str | None:  # noqa: ANN401  (an lxml element)
    if node is None:
        return None
    return next((tag for one in node.iter()
                 if (tag := one.get(_XML_LANG) or one.get("lang"))), None)  # fmt: skip


def _body(inline: Any) -> str | None:  # noqa: ANN401  (an lxml element)
    if inline is None:
        return None
    if local_name(inline) == "inlineData":
        return (inline.text or "").strip() or None
    for name in ("nitf", "body"):
        if bodies := _descendants(inline, name):
            return _nitf_text(_child(bodies[0], "body")) if name == "nitf" else _of(bodies[0])
    return _of(inline)


def _nitf_text(body: Any) -> str | None:  # noqa: ANN401  (an lxml element)
    content = _child(body, "body.content")
    return _of(body if content is None else content)


def _of(node: Any) -> str | None:  # noqa: ANN401  (an lxml element)
    return None if node is None else paragraphs(node) or None
