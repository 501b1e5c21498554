"""From a record's fields to an article, with the defaults the contract gives them."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from compare.ingest.dates import normalise
from compare.ingest.files import kind
from compare.ingest.names import FIELDS
from compare.model import Article, Refused

if TYPE_CHECKING:
    from compare.ingest.files import InputFile, Record
    from compare.settings import IngestSettings

__all__ = ["article"]

_TAG = re.compile(r"[a-z]{2,3}")
_CODES = {
    "arabic": "ar", "bulgarian": "bg", "chinese": "zh", "croatian": "hr", "czech": "cs",
    "danish": "da", "dutch": "nl", "english": "en", "estonian": "et", "finnish": "fi",
    "french": "fr", "german": "de", "greek": "el", "hebrew": "he", "hindi": "hi",
    "hungarian": "hu", "indonesian": "id", "italian": "it", "japanese": "ja", "korean": "ko",
    "latvian": "lv", "lithuanian": "lt", "norwegian": "no", "persian": "fa", "polish": "pl",
    "portuguese": "pt", "romanian": "ro", "russian": "ru", "serbian": "sr", "slovak": "sk",
    "slovenian": "sl", "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
    "vietnamese": "vi",
}  # fmt: skip
"""GDELT writes languages out."""


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
    source = _string(fields.get("source"))
    for name, value in (("id", id_), ("source", source)):
        if value and not _is_unicode(value):
            return Refused("", f"its {name} holds half a character (a lone surrogate)")
    published, odd = _published(fields.get("published"))
    language, more = _language(fields.get("language"))
    made = Article(
        id=id_ or (place.stem if record.alone else None) or url or _digest(text),
        text=text,
        source=source or _host(url) or place.folder or place.stem,
        title=_string(fields.get("title")),
        published=published,
        url=url,
        language=language,
        extra={key: value for key, value in fields.items() if key not in FIELDS},
    )
    return made, odd + more


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


def _language(value: object) -> tuple[str | None, tuple[str, ...]]:
    """The ISO 639 part of a language tag (``en-GB`` is ``en``), or of a language's English name."""
    text = _string(value)
    if text is None:
        return None, ()
    code = text.replace("_", "-").split("-")[0].lower()
    code = _CODES.get(code, code)
    if _TAG.fullmatch(code):
        return code, ()
    return None, (f"the language {text[:60]!r} is no code, taken as unknown",)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def _digest(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
