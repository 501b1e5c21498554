"""What other tools call the fields of an article, so that their exports need no mapping.

Names are those of IPTC's ninjs, schema.org and JSON Feed, and of the exports of news-please,
newspaper4k, Media Cloud and GDELT. A name of ours always comes first, then what the user maps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compare.errors import SettingsError
from compare.ingest.blocks import text_of_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["FIELDS", "named_as_ours", "parse_map", "records_in"]

FIELDS = ("id", "source", "title", "published", "url", "language", "text")
_ALIASES: dict[str, tuple[str, ...]] = {
    "text": ("maintext", "body_text", "articleBody", "article_text", "full_text", "fulltext",
             "content_text", "bodies", "body", "content", "body_xhtml", "body_html",
             "content_html", "story_text"),
    "title": ("headline", "headlines", "name", "hl1"),
    "published": ("published_at", "publish_date", "date_publish", "datePublished", "pub_date",
                  "pubDate", "date_published", "publication_date", "publishedAt", "published_date",
                  "versioncreated", "contentcreated", "firstcreated", "seendate", "date"),
    "source": ("outlet", "media_name", "source_name", "publisher", "provider", "source_domain",
               "copyrightholder", "infosources", "infosource", "site_name", "sitename", "domain",
               "newspaper", "publication", "source_url"),
    "url": ("link", "web_url", "canonical_link", "permalink", "canonical", "uri"),
    "language": ("lang", "meta_lang", "inLanguage"),
    "id": ("guid", "uri", "_id", "article_id", "stories_id", "story_id", "@id"),
}  # fmt: skip
"""Of each field of ours, what others call it, in the order in which they are looked at."""
_OTHERS = frozenset(name for theirs in _ALIASES.values() for name in theirs)
_HTML = ("</p>", "<br", "</div>")
_NO_ARTICLE = {"picture", "graphic", "audio", "video", "composite", "planning", "event",
               "component", "package"}  # fmt: skip
"""Types of ninjs that are no text."""


def parse_map(text: str) -> dict[str, str]:
    """``text=body,source=outlet`` as a dictionary: our field to the user's.

    Raises:
        SettingsError: it is not written so, or names a field that is none of ours.
    """
    found = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not (equals and theirs) or ours not in FIELDS:
            raise SettingsError(
                f"ingest.map: {pair!r}: write FIELD=NAME, with one of {', '.join(FIELDS)} first"
            )
        found[ours] = theirs
    return found


def records_in(value: Any) -> list[Any] | None:  # noqa: ANN401  (JSON)
    """The records of a JSON file that holds several; None where it holds one or none."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and "text" not in value:
        for name in ("articles", "items", "stories", "results", "data"):
            if isinstance(value.get(name), list) and any(map(_is_object, value[name])):
                return list(value[name])
    return None


def _is_object(value: Any) -> bool:  # noqa: ANN401  (JSON)
    return isinstance(value, dict)


def named_as_ours(fields: Mapping[str, Any], names: Mapping[str, str] = {}) -> dict[str, Any] | str:
    """A record's fields under our names, or why it is no article.

    Args:
        fields: as they were read.
        names: the user's names by ours; a dot leads into an object: ``publisher.name``.
    """
    if str(fields.get("type")) in _NO_ARTICLE and "text" not in fields:
        return f"is of type {fields['type']}, no article"
    if not names and not isinstance(fields.get("source"), dict) and _OTHERS.isdisjoint(fields):
        return dict(fields)
    found = dict(fields)
    used: set[str] = set()  # a ``uri`` may be id and address at once
    for ours, theirs in names.items():
        value = _at(fields, theirs)
        if value is not None:
            used.add(theirs)
            found[ours] = value
    for ours in FIELDS:
        given = found.get(ours)
        if ours == "source" and isinstance(given, dict):  # of NewsAPI: {"id": …, "name": …}
            found[ours] = _one(given)
        if ours in found and found[ours] not in (None, ""):
            continue
        for name in _ALIASES[ours]:
            value = _converted(ours, name, found.get(name))
            if value:
                found[ours] = value
                used.add(name)
                break
    return {name: value for name, value in found.items() if name not in used - {*FIELDS}}


def _at(fields: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401  (JSON)
    if path in fields:
        return fields[path]
    value: Any = fields
    for step in path.split("."):
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def _converted(ours: str, name: str, value: Any) -> str | None:  # noqa: ANN401  (JSON)
    if ours == "text":
        return _text(name, value)
    found = _one(value)
    if ours == "url" and found and not found.startswith(("http://", "https://")):
        return None
    return found


def _text(name: str, value: Any) -> str | None:  # noqa: ANN401  (JSON)
    if isinstance(value, list):
        if all(isinstance(one, str) for one in value):
            return "\n".join(value) or None
        return next(filter(None, (_text(name, one) for one in _by_role(value))), None)
    if isinstance(value, dict):  # a body of ninjs 2 and 3
        html = "html" in str(value.get("contenttype", ""))
        value = value.get("value")
        return text_of_html(value) if html and isinstance(value, str) else _text(name, value)
    if not isinstance(value, str):
        return None
    html = "html" in name or any(mark in value for mark in _HTML)
    return (text_of_html(value) if html else value) or None


def _by_role(bodies: Iterable[Any]) -> list[Any]:
    """Plain bodies before marked-up ones, main ones before others."""
    known = [one for one in bodies if isinstance(one, dict)]
    return sorted(known, key=lambda one: (
        one.get("role") not in {None, "main", "body"}, "html" in str(one.get("contenttype", ""))
    ))  # fmt: skip


def _one(value: Any) -> str | None:  # noqa: ANN401  (JSON)
    """A value as a string: of an object its name or value, of a list the first."""
    if isinstance(value, list):
        return next(filter(None, map(_one, value)), None)
    if isinstance(value, dict):
        return _one(value.get("name") or value.get("value") or value.get("literal"))
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value).strip() or None
