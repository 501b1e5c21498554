"""From a record's fields to an article, with the defaults the contract gives them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from compare.ingest.dates import normalise
from compare.ingest.files import kind
from compare.model import Article, Refused

if TYPE_CHECKING:
    from compare.ingest.files import InputFile, Record
    from compare.settings import IngestSettings

__all__ = ["FIELDS", "article"]

FIELDS = ("id", "source", "title", "published", "url", "language", "text")


def article(
    record: Record, place: InputFile, settings: IngestSettings
) -> tuple[Article, tuple[str, ...]] | Refused:
    """The article of a record with the warnings about it, or the reason it is none."""
    assert not isinstance(record.fields, str)
    fields = record.fields
    id_ = _string(fields.get("id"))
    text = fields.get("text")
    if fault := _fault(text, settings):
        return Refused("", fault, id=id_)
    assert isinstance(text, str)
    url = _string(fields.get("url"))
    published, odd = _published(fields.get("published"))
    made = Article(
        id=id_ or (place.stem if record.alone else None) or url or _digest(text),
        text=text,
        source=_string(fields.get("source")) or _host(url) or place.folder or place.stem,
        title=_string(fields.get("title")),
        published=published,
        url=url,
        language=_language(fields.get("language")),
        extra={key: value for key, value in fields.items() if key not in FIELDS},
    )
    return made, odd


def _fault(text: Any, settings: IngestSettings) -> str | None:  # noqa: ANN401  (JSON value)
    if text is None:
        return "has no field 'text'"
    if not isinstance(text, str):
        return f"its text is {kind(text)}, not a string"
    if not text.strip():
        return "its text is blank"
    if len(text) > settings.max_characters:
        return (
            f"its text has {len(text):,} characters, more than ingest.max_characters "
            f"= {settings.max_characters:,}"
        )
    return None


def _string(value: object) -> str | None:
    text = str(value).strip() if isinstance(value, (str, int)) else ""
    return text or None


def _published(value: object) -> tuple[str | None, tuple[str, ...]]:
    if value is None or value == "":
        return None, ()
    published = normalise(str(value))
    if published is None:
        return None, (f"the date {str(value)[:60]!r} cannot be read, taken as unknown",)
    return published, ()


def _language(value: object) -> str | None:
    """The ISO 639 part of a language tag: ``en-GB`` is ``en``."""
    text = _string(value)
    return text.replace("_", "-").split("-")[0].lower() if text else None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
