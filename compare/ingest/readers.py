"""The table of readers: how each format becomes records."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import math
import re
import zlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import zstandard

from compare.ingest import files, markup
from compare.ingest.dates import normalise
from compare.ingest.files import InputFile, Record
from compare.ingest.names import FIELDS, named_as_ours, parse_map, records_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from compare.settings import IngestSettings

__all__ = ["records_of"]

_BYTES_PER_CHARACTER = 4
_SPARE = 1 << 16  # what a record may hold besides its text
_MEGABYTE = 1_000_000
_SNIFFED = 4096
_ROWS = 16
"""Rows of a Parquet file unpacked at once: a dictionary may give each the longest text."""
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
         (b"{\0", "utf-16-le"), (b"\0{", "utf-16-be"))  # fmt: skip
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
    place: InputFile,
    settings: IngestSettings,
    stdin: BinaryIO | None,
    watch: files.Watch | None = None,
) -> Iterator[Record]:
    """The records of a file, at least one; a fault of the whole file is one refused record.

    ``watch`` learns where in the file reading is.
    """
    empty = True
    try:
        for record in _records(place, settings, stdin, watch):
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


def _records(
    place: InputFile, settings: IngestSettings, stdin: BinaryIO | None, watch: files.Watch | None
) -> Iterator[Record]:
    if place.fault:
        yield Record(None, place.fault)
    elif place.path is None:
        yield from _read_lines(stdin or io.BytesIO(), settings)
    else:
        with files.open_stream(place.path, watch) as opened:
            suffix = files.suffix_of(place.path)
            yield from _read_as(place, suffix, opened, settings)


def _read_as(
    place: InputFile,
    suffix: str,
    stream: BinaryIO,
    settings: IngestSettings,
    *,
    packed: bool = False,
) -> Iterator[Record]:
    """The records of an open file, by its suffix or else by how it begins."""
    source: Any = stream
    with io.BufferedReader(source) as buffered:
        kind = files.SUFFIXES.get(suffix) or files.sniff(buffered.peek(_SNIFFED)[:_SNIFFED])
        if kind not in {"zip", "tar"}:
            yield from _READERS[kind](buffered, settings)
        elif packed:
            yield Record(None, "is an archive in an archive; unpack the outer one")
        else:
            from compare.ingest import archives

            read = archives.read_zip if kind == "zip" else archives.read_tar
            yield from read(place, buffered, partial(_read_member, settings))


def _read_member(settings: IngestSettings, member: InputFile, stream: BinaryIO) -> Iterator[Record]:
    try:
        yield from _read_as(
            member, files.suffix_of(Path(member.name)), stream, settings, packed=True
        )
    except (ValueError, RecursionError) as error:
        yield Record(None, _why(error))


def _record_bytes(settings: IngestSettings) -> int:
    """The most bytes of one record: its longest text, and what it may hold beside it."""
    return settings.max_characters * _BYTES_PER_CHARACTER + _SPARE


def _read_text(stream: BinaryIO, settings: IngestSettings) -> Iterator[Record]:
    text, warnings = files.decode(files.whole(stream, _record_bytes(settings), "max_characters"))
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


def _read_json(stream: BinaryIO, settings: IngestSettings) -> Iterator[Record]:
    text, warnings = files.decode(files.whole(stream, settings.max_megabytes * _MEGABYTE))
    try:
        value = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        if "Extra data" in error.msg:  # JSON Lines under a .json name
            lines = io.BytesIO(text.encode("utf-8", "surrogatepass"))
            yield from _read_lines(lines, settings)
            return
        yield Record(error.lineno, _why(error))
        return
    names = parse_map(settings.map)
    items = records_in(value)
    if items is None:
        yield Record(None, _mapping(value, names), alone=True, warnings=warnings)
        return
    for number, item in enumerate(items, 1):
        yield Record(None, _mapping(item, names, f"item {number} "), warnings=warnings)


def _read_lines(stream: BinaryIO, settings: IngestSettings) -> Iterator[Record]:
    limit, names = _record_bytes(settings), parse_map(settings.map)
    for number, raw in enumerate(_lines(stream, limit), 1):
        if len(raw) > limit:
            yield Record(number, f"is a line of more than {limit:,} bytes")
        elif raw.strip():
            yield _line(number, raw, names)


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """Line by line; of a line that is longer, one byte more than ``limit``."""
    first = stream.readline(limit + 1)
    wide = next((name for mark, name in _WIDE if first.startswith(mark)), None)
    if wide:
        yield from _wide_lines(stream, first, wide)
        return
    raw = first
    while raw:
        yield raw
        if len(raw) > limit:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(limit)
        raw = stream.readline(limit + 1)


def _wide_lines(stream: BinaryIO, first: bytes, encoding: str) -> Iterator[bytes]:
    """Lines of UTF-16 or UTF-32 as UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = decoder.decode(first)
    while chunk := stream.read(1 << 16):
        *whole, text = (text + decoder.decode(chunk)).split("\n")
        yield from (line.encode("utf-8", "surrogatepass") for line in whole)
    yield (text + decoder.decode(b"", final=True)).encode("utf-8", "surrogatepass")


def _line(number: int, raw: bytes, names: Mapping[str, str]) -> Record:
    warnings: tuple[str, ...] = ()
    try:
        try:
            value = json.loads(raw, parse_constant=_no_number)
        except UnicodeDecodeError:
            text, warnings = files.decode(raw)
            value = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        return Record(number, _why(error))
    return Record(number, _mapping(value, names), warnings=warnings)


def _no_number(_: str) -> None:
    """NaN and the infinities, which are no JSON: nothing is known."""


def _why(error: ValueError | RecursionError) -> str:
    """Why a text was not read, in words; Python's own of JSON are for programmers."""
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON: {error.msg.removesuffix(' at')} at character {error.colno}"
    if isinstance(error, RecursionError):
        return "is not an article: nested too deep"
    return "holds a number of too many digits" if "int_max_str" in str(error) else str(error)


def _mapping(value: object, names: Mapping[str, str], which: str = "") -> dict[str, Any] | str:
    if not isinstance(value, dict):
        return f"{which}is {files.kind(value)}, not an object"
    return named_as_ours(value, names)


def _read_csv(stream: BinaryIO, settings: IngestSettings) -> Iterator[Record]:
    data, cut = _as_far_as_whole(stream, settings.max_megabytes * _MEGABYTE)
    text, warnings = files.decode(data)
    csv.field_size_limit(_record_bytes(settings))
    wanted = parse_map(settings.map)
    separator = next((s for s in _SEPARATORS if _has_text(_header(_table(text, s)), wanted)), ",")
    table = _table(text, separator)
    names = _header(table)
    if not _has_text(names, wanted):
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
            break
        except csv.Error as error:
            yield Record(line, f"is not CSV: {error}")
            break
        if row:
            yield _row(line, names, row, wanted, warnings)
    if cut:
        yield Record(table.line_num + 1, f"is damaged: {cut}; the lines before are read")


def _as_far_as_whole(stream: BinaryIO, limit: int) -> tuple[bytes, str | None]:
    """The lines of a stream up to where its packing is damaged, and in what way it is."""
    whole = files.Whole(stream)
    data = files.whole(io.BufferedReader(whole), limit)
    return (data[: data.rfind(b"\n") + 1] if whole.fault else data), whole.fault


def _has_text(names: list[str], wanted: Mapping[str, str]) -> bool:
    empty = dict.fromkeys(names, "x")
    found = named_as_ours(empty, wanted)
    return isinstance(found, dict) and "text" in found


def _table(text: str, separator: str) -> Any:  # noqa: ANN401  (csv's reader has no public type)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _header(table: Any) -> list[str]:  # noqa: ANN401  (as above)
    """The names of the columns, ours in any case; none where the first line is no CSV."""
    try:
        names = [name.strip() for name in next(table, [])]
    except csv.Error:
        return []
    return [name.lower() if name.lower() in {*FIELDS} - {*names} else name for name in names]


def _row(
    line: int,
    names: list[str],
    row: list[str],
    wanted: Mapping[str, str],
    warnings: tuple[str, ...],
) -> Record:
    if len(row) != len(names):
        return Record(line, f"has {len(row)} fields where the header has {len(names)}")
    fields = {name: value for name, value in zip(names, row, strict=True) if value != ""}
    return Record(line, named_as_ours(fields, wanted), warnings=warnings)


def _read_parquet(stream: BinaryIO, settings: IngestSettings) -> Iterator[Record]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        yield Record(None, 'needs the extra: pip install "newscompare[parquet]"')
        return
    names, most = parse_map(settings.map), settings.max_megabytes * _MEGABYTE
    try:
        table = parquet.ParquetFile(stream)
        _refuse_a_flood(table.metadata, most)
        number = read = 0
        for batch in table.iter_batches(batch_size=_ROWS):
            for fields in batch.to_pylist():
                number += 1
                plain = {key: _plain(value) for key, value in fields.items() if value is not None}
                read += sum(len(value) for value in plain.values() if isinstance(value, str))
                if read > most:
                    raise ValueError(f"unpacks to more than {most:,} bytes (ingest.max_megabytes)")
                yield Record(number, named_as_ours(plain, names))
    except pa.ArrowException as error:
        yield Record(None, f"is damaged: {str(error).splitlines()[0]}")


def _refuse_a_flood(metadata: Any, most: int) -> None:  # noqa: ANN401  (pyarrow ships no types)
    sizes = (metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    if sum(sizes) > most:
        raise ValueError(f"unpacks to more than {most:,} bytes (ingest.max_megabytes)")


def _plain(value: object) -> object:
    """A value as JSON has it: what is no number is unknown, a time is ISO 8601."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _plain(own) for key, own in value.items()}
    if isinstance(value, list):
        return [_plain(own) for own in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


_READERS: dict[str, Callable[[BinaryIO, IngestSettings], Iterator[Record]]] = {
    "text": _read_text,
    "html": markup.read_html,
    "json": _read_json,
    "lines": _read_lines,
    "csv": _read_csv,
    "parquet": _read_parquet,
    "xml": markup.read_xml,
    "web archive": markup.read_web_archive,
}
