"""Readers of marked-up files: saved pages, feeds and agency XML, web archives."""

from __future__ import annotations

import html as entities
import re
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

from compare.ingest import files
from compare.ingest.agency_xml import fields_of_newsml, fields_of_nitf
from compare.ingest.blocks import local_name
from compare.ingest.feeds import fields_of_entry, fields_of_item
from compare.ingest.files import Record
from compare.ingest.pages import declared_encoding, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from compare.settings import IngestSettings

__all__ = ["read_html", "read_web_archive", "read_xml"]

_FIELDS: dict[str, Callable[[Any], dict[str, Any] | str]] = {
    "item": fields_of_item,
    "entry": fields_of_entry,
    "newsItem": fields_of_newsml,
    "nitf": fields_of_nitf,
}
"""How each kind of element that is an article is read."""
_XML_OWN = {"amp", "lt", "gt", "quot", "apos"}
_MEGABYTE = 1_000_000


def read_html(stream: BinaryIO, settings: IngestSettings) -> Iterator[Record]:
    """One article: the text of the page and what its metadata say."""
    data = files.whole(stream, settings.max_page_megabytes * _MEGABYTE, "max_page_megabytes")
    text, warnings = files.decode(data, declared_encoding(data))
    found = page(text, seconds=settings.max_page_seconds)
    yield Record(None, found, alone=True, warnings=warnings)


def read_xml(stream: BinaryIO, settings: IngestSettings) -> Iterator[Record]:
    """RSS 2.0, RSS 1.0, Atom, NITF and NewsML-G2; entities are not resolved, nothing is fetched."""
    root, warnings = _parsed(files.whole(stream, settings.max_megabytes * _MEGABYTE))
    if isinstance(root, str):
        yield Record(None, root)
        return
    found = [node for node in root.iter() if local_name(node) in _FIELDS]
    # An item of NewsML may hold its text as NITF: the outer one is the article.
    items = [node for node in found if not any(local_name(up) in _FIELDS
                                               for up in node.iterancestors())]  # fmt: skip
    if not items:
        yield Record(
            None, f"is XML of another kind ({local_name(root)}): no RSS, Atom, NITF or NewsML-G2"
        )
    for item in items:
        fields = _FIELDS[local_name(item)](item)
        yield Record(item.sourceline, fields, alone=len(items) == 1, warnings=warnings)


def _parsed(data: bytes) -> tuple[Any, tuple[str, ...]]:
    """The root of a document, or why there is none; and what was odd about it."""
    from lxml import etree

    def parse(text: bytes, *, recover: bool) -> Any:  # noqa: ANN401  (an lxml element)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=recover
        )
        return etree.fromstring(text, parser)

    try:
        return parse(data, recover=False), ()
    except etree.XMLSyntaxError as error:
        why = error.msg
    try:
        text, warnings = files.decode(data, _declared(data))
        root = parse(_mended(text).encode("utf-8", "replace"), recover=True)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or len(root) == 0:
        return f"is not XML: {why}", ()
    return root, (*warnings, f"is not well-formed XML ({why}), read as far as it is")


def _declared(data: bytes) -> str | None:
    found = re.match(rb"[^<]{0,10}<\?xml[^>]{0,100}?encoding=[\"']([\w-]+)", data)
    return found[1].decode("ascii") if found else None


def _mended(text: str) -> str:
    """A document without what no XML may hold: control characters, names of HTML's entities."""
    text = re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text)
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    text = re.sub(r"<(br|hr|img|wbr)\b([^<>]{0,1000}?)/?>", r"<\1\2/>", text)
    return re.sub(r"&(\w{2,10});", lambda found: found[0] if found[1] in _XML_OWN
                  else entities.unescape(found[0]), text)  # fmt: skip


def read_web_archive(stream: BinaryIO, settings: IngestSettings) -> Iterator[Record]:
    """The HTML responses of a web archive, WARC or ARC."""
    try:
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        yield Record(None, 'needs the extra: pip install "newscompare[warc]"')
        return
    number = 0
    whole = files.Whole(stream)
    try:
        for number, record in enumerate(_records_in(whole), 1):
            if record.rec_type in {"response", "resource"} and _is_page(record):
                if read := _response(number, record, settings):
                    yield read
            elif _is_cut(record):
                yield Record(number, "is cut short: the archive ends within this record")
        if whole.fault:
            yield Record(number + 1, f"is damaged: {whole.fault}; what was whole is read")
    except (ArchiveLoadFailed, ValueError) as error:
        what = "is no web archive" if number == 0 else f"is damaged after {number} records"
        yield Record(number + 1, f"{what}: {error}")


def _records_in(stream: Any) -> Iterator[Any]:  # noqa: ANN401  (warcio ships no types)
    """Every record of an archive; one that names no address is read as any other."""
    from warcio.archiveiterator import ArchiveIterator

    records = ArchiveIterator(stream, arc2warc=True)
    loader = records.loader
    read_headers = loader.load_http_headers
    loader.load_http_headers = lambda kind, uri, *rest: read_headers(kind, uri or "http://", *rest)
    return iter(records)


def _is_page(record: Any) -> bool:  # noqa: ANN401  (warcio ships no types)
    headers = record.http_headers or record.rec_headers
    return "html" in (headers.get_header("Content-Type") or "")


def _response(number: int, record: Any, settings: IngestSettings) -> Record | None:  # noqa: ANN401  (as above)
    """The article of an answer; None for a redirection, or what a server shows for nothing."""
    url = record.rec_headers.get_header("WARC-Target-URI")
    status = record.http_headers.get_statuscode() if record.http_headers else "2"
    if status and not status.startswith("2"):
        return None
    try:
        data = _content(record, settings.max_page_megabytes * _MEGABYTE)
        text, warnings = files.decode(data, _charset(record) or declared_encoding(data))
    except ValueError as error:
        return Record(number, str(error))
    return Record(number, page(text, url, settings.max_page_seconds), warnings=warnings)


def _content(record: Any, most: int) -> bytes:  # noqa: ANN401  (as above)
    try:
        data: bytes = files.whole(record.content_stream(), most, "max_page_megabytes")
    except (OSError, EOFError, zlib.error) as error:  # in unpacking what a server sent
        raise ValueError(f"is damaged: {error}") from error
    if _is_cut(record):
        raise ValueError("is cut short: the archive ends within this record")
    return data


def _charset(record: Any) -> str | None:  # noqa: ANN401  (as above)
    headers = record.http_headers
    kind = headers.get_header("Content-Type") if headers else None
    found = re.search(r"charset=[\"']?([\w-]+)", kind or "", re.IGNORECASE)
    return found[1] if found else None


def _is_cut(record: Any) -> bool:  # noqa: ANN401  (as above)
    """Whether less of a record was there than it says of itself."""
    while record.raw_stream.read(1 << 16):
        pass
    return int(getattr(record.raw_stream, "limit", 0)) > 0
