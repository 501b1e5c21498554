"""The table of readers: how each format becomes records."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

import zstandard

from compare.ingest import files, markup
from compare.ingest.dates import normalise
from compare.ingest.fields import FIELDS
from compare.ingest.files import InputFile, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from compare.settings import IngestSettings

__all__ = ["records_of"]

_BYTES_PER_CHARACTER = 4
_SPARE = 1 << 16  # what a record may hold besides its text
_TOP = 12
_SEPARATORS = ",;\t|"
_SHOWN = 80
_HEADLINE = 150
_STAMP = re.compile(
    r"(?:(?:Last )?(?:Updated|Published|Posted|Date|date)(?: on)?:? )?"
    r"((?:\w{3,9},? )?(?:\w{3,9}\.? \d{1,2},? \d{4}|\d{1,2} \w{3,9} \d{4}|\d{4}-\d\d-\d\d)"
    r"(?:,?[ T]\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?[A-Z]{2,4})?)?)(?: [A-Z]{2,3})?"
)


def records_of(
    place: InputFile, settings: IngestSettings, stdin: BinaryIO | None
) -> Iterator[Record]:
    """The records of a file, at least one; a fault of the whole file is one refused record."""
    limit = settings.max_characters * _BYTES_PER_CHARACTER + _SPARE
    empty = True
    try:
        for record in _records(place, limit, stdin):
            empty = False
            yield record
        if empty:
            yield Record(None, "holds no article")
    except gzip.BadGzipFile:
        yield Record(None, "is damaged: no gzip data")
    except OSError as error:
        yield Record(None, f"cannot be read: {error.strerror or error}")
    except (EOFError, zlib.error, zstandard.ZstdError) as error:
        yield Record(None, f"is damaged: {error}")
    except (ValueError, RecursionError) as error:
        yield Record(None, _why(error))


def _records(place: InputFile, limit: int, stdin: BinaryIO | None) -> Iterator[Record]:
    if place.fault:
        yield Record(None, place.fault)
    elif place.path is None:
        yield from _read_lines(stdin or io.BytesIO(), limit)
    else:
        with files.open_stream(place.path) as stream:
            buffered = io.BufferedReader(stream)  # type: ignore[type-var]  # gzip's lacks a stub
            yield from _reader(place, buffered)(buffered, limit)


def _reader(place: InputFile, stream: Any) -> Callable[[BinaryIO, int], Iterator[Record]]:  # noqa: ANN401  (a peekable stream)
    assert place.path is not None
    kind = files.SUFFIXES.get(files.suffix_of(place.path)) or files.sniff(stream.peek(4096))
    return {
        "text": _read_text,
        "html": markup.read_html,
        "json": _read_json,
        "lines": _read_lines,
        "csv": _read_csv,
        "parquet": _read_parquet,
        "xml": markup.read_xml,
        "warc": markup.read_warc,
    }[kind]


def _read_text(stream: BinaryIO, limit: int) -> Iterator[Record]:
    text, warnings = files.decode(files.whole(stream, limit))
    title = _headline(text)
    fields = {"text": text, "title": title, "published": _date_line(text)}
    yield Record(None, fields, alone=True, warnings=warnings)


def _headline(text: str) -> str | None:
    """The first line that is no date, where it stands apart, is short, and is no sentence."""
    rest = text.strip()
    first, _, rest = rest.partition("\n")
    while rest.strip() and _STAMP.fullmatch(first.strip()):
        first, _, rest = rest.strip().partition("\n")
    first = first.strip().removeprefix("# ")
    apart = rest.startswith(("\n", "\r\n")) and rest.strip()
    return first if apart and len(first) <= _HEADLINE and first[-1:] not in '.,;:"”' else None


def _date_line(text: str) -> str | None:
    """The date of a line near the top that is a date and nothing else; the last such line."""
    found = None
    for line in text.strip().splitlines()[:_TOP]:
        stamp = _STAMP.fullmatch(line.strip())
        found = (stamp and normalise(stamp[1])) or found
    return found


def _read_json(stream: BinaryIO, limit: int) -> Iterator[Record]:
    text, warnings = files.decode(files.whole(stream, limit * 100))
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if "Extra data" in error.msg:  # JSON Lines under a .json name
            yield from _read_lines(io.BytesIO(text.encode("utf-8", "surrogatepass")), limit)
            return
        yield Record(error.lineno, _why(error))
        return
    if isinstance(value, dict) and isinstance(value.get("articles"), list):
        value = value["articles"]
    if not isinstance(value, list):
        yield Record(None, _mapping(value), alone=True, warnings=warnings)
        return
    for item in value:
        yield Record(None, _mapping(item), warnings=warnings)


def _read_lines(stream: BinaryIO, limit: int) -> Iterator[Record]:
    number = 0
    while raw := stream.readline(limit + 1):
        number += 1
        if len(raw) > limit:
            yield Record(number, f"is a line of more than {limit:,} bytes")
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(limit)
            continue
        if raw.strip():
            yield _line(number, raw)


def _line(number: int, raw: bytes) -> Record:
    warnings: tuple[str, ...] = ()
    try:
        try:
            value = json.loads(raw)
        except UnicodeDecodeError:
            text, warnings = files.decode(raw)
            value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Record(number, _why(error))
    return Record(number, _mapping(value), warnings=warnings)


def _why(error: ValueError | RecursionError) -> str:
    """Why a text was not read, in words; Python's own of JSON are for programmers."""
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON: {error.msg.removesuffix(' at')} at character {error.colno}"
    if isinstance(error, RecursionError):
        return "is not an article: nested too deep"
    return "holds a number of too many digits" if "int_max_str" in str(error) else str(error)


def _mapping(value: object) -> dict[str, Any] | str:
    return value if isinstance(value, dict) else f"is {files.kind(value)}, not an object"


def _read_csv(stream: BinaryIO, limit: int) -> Iterator[Record]:
    text, warnings = files.decode(files.whole(stream, limit * 100))
    csv.field_size_limit(limit)
    separator = next((s for s in _SEPARATORS if "text" in _header(_table(text, s))), ",")
    table = _table(text, separator)
    names = _header(table)
    if "text" not in names:
        first = " ".join(text.split("\n", 1)[0].split())
        shown = first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
        yield Record(
            1, f"has no column 'text'; the first line must name the columns, and is: {shown}"
        )
        return
    while True:
        line = table.line_num + 1
        try:
            row = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(line, f"is not CSV: {error}")
            return
        if row:
            yield _row(line, names, row, warnings)


def _table(text: str, separator: str) -> Any:  # noqa: ANN401  (csv's reader has no public type)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _header(table: Any) -> list[str]:  # noqa: ANN401  (as above)
    """The names of the columns, ours in any case; none where the first line is no CSV."""
    try:
        names = [name.strip() for name in next(table, [])]
    except csv.Error:
        return []
    return [name.lower() if name.lower() in {*FIELDS} - {*names} else name for name in names]


def _row(line: int, names: list[str], row: list[str], warnings: tuple[str, ...]) -> Record:
    if len(row) != len(names):
        return Record(line, f"has {len(row)} fields where the header has {len(names)}")
    fields = {name: value for name, value in zip(names, row, strict=True) if value != ""}
    return Record(line, fields, warnings=warnings)


def _read_parquet(stream: BinaryIO, limit: int) -> Iterator[Record]:  # noqa: ARG001  (a reader's signature)
    try:
        import pyarrow.parquet
    except ImportError:
        yield Record(None, 'needs the extra: pip install "newscompare[parquet]"')
        return
    table = pyarrow.parquet.ParquetFile(stream)
    number = 0
    for batch in table.iter_batches():
        for fields in batch.to_pylist():
            number += 1
            plain = {key: _plain(value) for key, value in fields.items() if value is not None}
            yield Record(number, plain)


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
