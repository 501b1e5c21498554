"""Items of feeds as fields of articles: RSS 0.9, 1.0 and 2.0, and Atom, each name by its namespace.

A feed mixes vocabularies: ``content`` is Atom's text of an entry and Media RSS's picture. Only
children of the item itself are looked at, and only names of namespaces that say what they mean.
"""

from __future__ import annotations

from typing import Any

from compare.ingest.blocks import local_name, namespace, paragraphs, text_of, text_of_html

__all__ = ["ATOM", "fields_of_entry", "fields_of_item"]

ATOM = "http://www.w3.org/2005/Atom"
_RSS = {"", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/",
        "http://backend.userland.com/rss2"}  # fmt: skip
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = {"http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"}
_COLLECTORS = ("://news.google.", "://feedproxy.google.", "://feeds.feedburner.", "://rss.app/")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def fields_of_item(item: Any) -> dict[str, Any]:  # noqa: ANN401  (an lxml element)
    """The fields of an ``item`` of RSS."""
    rss = _children(item, _RSS)
    atom, core = _children(item, {ATOM}), _children(item, _DUBLIN_CORE)
    encoded = _children(item, {_CONTENT}).get("encoded", [])
    guid = text_of(_first(rss, "guid"))
    found = {
        "id": guid or item.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"),
        "title": _title(_first(rss, "title")) or _title(_first(core, "title")),
        "published": _text(rss, "pubDate") or _text(core, "date", "created", "issued")
        or _text(atom, "published", "updated"),
        "url": _text(rss, "link") or _link(atom) or _permanent(rss, guid),
        "publisher": _text(rss, "source") or _text(core, "publisher"),
        "language": _text(core, "language") or _language(item),
        "author": _text(core, "creator") or _text(rss, "author"),
        "keywords": [text for node in rss.get("category", []) if (text := text_of(node))],
        "text": _body([*encoded, *atom.get("content", []), *rss.get("description", []),
                       *core.get("description", [])]),
    }  # fmt: skip
    return _with_outlet({key: value for key, value in found.items() if value})


def fields_of_entry(entry: Any) -> dict[str, Any]:  # noqa: ANN401  (an lxml element)
    """The fields of an ``entry`` of Atom."""
    atom, core = _children(entry, {ATOM, ""}), _children(entry, _DUBLIN_CORE)
    origin = _children(_first(atom, "source"), {ATOM, ""})
    author = _children(_first(atom, "author"), {ATOM, ""})
    found = {
        "id": _text(atom, "id"),
        "title": _title(_first(atom, "title")),
        "published": _text(atom, "published", "issued") or _text(core, "date")
        or _text(atom, "updated", "modified"),
        "url": _link(atom),
        "publisher": _text(origin, "title") or _text(core, "publisher"),
        "language": _language(entry),
        "author": _text(author, "name") or _text(core, "creator"),
        "keywords": [node.get("term") for node in atom.get("category", []) if node.get("term")],
        "text": _body([*atom.get("content", []), *atom.get("summary", [])]),
    }  # fmt: skip
    return _with_outlet({key: value for key, value in found.items() if value})


def _with_outlet(fields: dict[str, Any]) -> dict[str, Any]:
    """An item whose link leads to a collector of others' news is of the publisher it names."""
    collected = any(host in fields.get("url", "") for host in _COLLECTORS)
    if "publisher" in fields and (collected or "url" not in fields):
        fields["source"] = fields["publisher"]
    return fields


Children = dict[str, list[Any]]


def _children(node: Any, namespaces: set[str]) -> Children:  # noqa: ANN401  (an lxml element)
    found: Children = {}
    for child in () if node is None else node:
        if namespace(child) in namespaces:
            found.setdefault(local_name(child), []).append(child)
    return found


def _first(children: Children, name: str) -> Any:  # noqa: ANN401  (an lxml element)
    return children.get(name, [None])[0]


def _text(children: Children, *names: str) -> str | None:
    return next((text for name in names for node in children.get(name, ())
                 if (text := text_of(node))), None)  # fmt: skip


def _title(node: Any) -> str | None:  # noqa: ANN401  (an lxml element)
    """A title in one line; feeds escape the marks in it once too often."""
    text = text_of(node)
    return " ".join(text_of_html(text).split()) if text else None


def _link(children: Children) -> str | None:
    links = [node for node in children.get("link", ()) if node.get("href")]
    best = [node for node in links if node.get("rel", "alternate") == "alternate"] or links
    return best[0].get("href") if best else None


def _permanent(rss: Children, guid: str | None) -> str | None:
    node = _first(rss, "guid")
    named = guid and guid.startswith(("http://", "https://"))
    return guid if named and node.get("isPermaLink", "true") == "true" else None


def _language(node: Any) -> str | None:  # noqa: ANN401  (an lxml element)
    """What an item, or what it stands in, says of its language."""
    while node is not None:
        if tag := node.get(_XML_LANG):
            return str(tag)
        for child in node:
            if local_name(child) == "language" and namespace(child) in _RSS | _DUBLIN_CORE:
                return text_of(child)
        node = node.getparent()
    return None


def _body(nodes: list[Any]) -> str | None:
    """The first way an item tells its story; feeds hold HTML as escaped text."""
    for node in nodes:
        kind = node.get("type", "html")
        if len(node):
            text = paragraphs(node)
        elif kind in {"text", "text/plain"}:
            text = (node.text or "").strip()
        else:
            text = text_of_html("".join(node.itertext()))
        if text:
            return text
    return None
