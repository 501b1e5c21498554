"""From paths to open streams: folders walked in order, compression undone, formats told apart."""

from __future__ import annotations

import gzip
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import zstandard

from compare import files
from compare.errors import InputError
from compare.settings import FILENAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "SUFFIXES",
    "InputFile",
    "Record",
    "decode",
    "inside",
    "is_own",
    "kind",
    "open_stream",
    "sniff",
    "suffix_of",
    "walk",
    "whole",
]

SUFFIXES = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".json": "json",
    ".jsonl": "lines", ".ndjson": "lines", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".xml": "xml", ".warc": "warc",
}  # fmt: skip
COMPRESSED = {".gz", ".zst"}
_SNIFFED = 4096
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}
_USUAL = "cp1252"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read: its path (None for standard input) and how people name it.

    ``folder`` is the folder that names its source, or None; ``fault`` is why it cannot be read.
    """

    path: Path | None
    name: str
    stem: str
    folder: str | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its fields, or as a string the reason it is refused.

    ``line`` counts from 1 and is None where a file has none; ``alone`` where a file is one record.
    """

    line: int | None
    fields: Mapping[str, Any] | str
    alone: bool = False
    warnings: tuple[str, ...] = ()


def walk(paths: Iterable[str | Path]) -> Iterator[InputFile]:
    """Each file once: as given, and those below a folder in sorted order, hidden ones left out.

    A file that is reached twice is read as part of the outermost folder given.

    Raises:
        InputError: a path is empty.
    """
    tops = [InputFile(None, "-", "stdin") if str(given) == "-" else _top(given) for given in paths]
    alone = [top for top in tops if isinstance(top, Path) and not top.is_dir()]
    together = _together(alone)
    found: dict[str, tuple[int, InputFile]] = {}
    for top in tops:
        if isinstance(top, InputFile):
            found.setdefault("-", (0, top))
            continue
        depth = len(_absolute(top).parts)
        for place in _within(top) if top.is_dir() else [_by_itself(top, together)]:
            real = os.path.realpath(place.name)
            if real not in found or depth < found[real][0]:
                found[real] = depth, place
    return (place for _, place in found.values())


def _top(given: str | Path) -> Path:
    if str(given) == "":
        raise InputError("an empty path was given (an unset variable?)")
    return Path(given)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)


def _together(files: list[Path]) -> Path | None:
    """The folder in which all of several files lie: it tells none of them from another."""
    folders = {_absolute(path).parent for path in files}
    return folders.pop() if len(folders) == 1 and len(files) > 1 else None


def _by_itself(path: Path, together: Path | None) -> InputFile:
    """A file given by itself; its folder names the source as where the folder above was given."""
    folder = _absolute(path).parent
    article = SUFFIXES.get(suffix_of(path), "text") in {"text", "html"}
    names = article and folder not in {Path.cwd(), together}
    return InputFile(path, str(path), _stem(path), (folder.name or None) if names else None)


def _within(top: Path) -> Iterator[InputFile]:
    for path in sorted(top.rglob("*")):
        if found := inside(top, path):
            yield found


def inside(top: Path, path: Path) -> InputFile | None:
    """A path below a folder as ``walk`` finds it there; None for folders and what is hidden."""
    hidden = any(part.startswith(".") for part in path.relative_to(top).parts)
    fault = _fault(path)
    if hidden or (not fault and path.is_dir()):
        return None
    folder = None if path.parent == top else path.parent.name
    return InputFile(path, str(path), _stem(path), folder, fault)


def _fault(path: Path) -> str | None:
    """Why something in a folder cannot be read as a file; folders are walked, not read."""
    if path.is_file():
        return None
    if path.is_dir():
        return "is a link to a folder; give that folder" if path.is_symlink() else None
    return "is a link to nothing" if path.is_symlink() else "is no regular file"


def is_own(path: Path) -> bool:
    """Whether newscompare wrote the file: no report, result, settings or index is news."""
    if path.name == FILENAME:
        return True
    for end in ("-wal", "-shm"):  # what SQLite keeps beside an index that is open
        if path.name.endswith(end):
            path = path.with_name(path.name.removesuffix(end))
    try:
        if not path.is_file():
            return False
        with open_stream(path) as stream:
            return files.is_own(stream.read(files.SNIFF_BYTES))
    except (OSError, EOFError, zlib.error, zstandard.ZstdError):
        return False  # the reader says why


def _stem(path: Path) -> str:
    name = path.name
    while (suffix := Path(name).suffix.lower()) in SUFFIXES or suffix in COMPRESSED:
        name = name[: -len(suffix)]
    return name


def open_stream(path: Path) -> BinaryIO:
    """Open for reading, ``.gz`` and ``.zst`` undone; raises OSError as ``open`` does."""
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rb")  # type: ignore[return-value]
    if path.suffix.lower() == ".zst":
        return zstandard.open(path, "rb")  # type: ignore[no-any-return]
    return path.open("rb")


def suffix_of(path: Path) -> str:
    """The suffix that tells the format, below any compression; empty where there is none."""
    inner = Path(path.stem) if path.suffix.lower() in COMPRESSED else path
    return inner.suffix.lower()


def sniff(head: bytes) -> str:
    """The format of a file without a known suffix, from its first bytes."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = start[:256].lower()
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"WARC/"):
        return "warc"
    if lower.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<?xml") or lower.startswith((b"<rss", b"<feed", b"<nitf", b"<newsitem")):
        return "html" if b"<html" in head.lower() else "xml"
    if start.startswith(b"{"):
        return "lines" if b"}\n{" in head or head.count(b"\n") == 0 else "json"
    return "json" if start.startswith(b"[") else "text"


def kind(value: object) -> str:
    """What a JSON value is, in words."""
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a string",
             list: "a list", dict: "an object", type(None): "null", bytes: "bytes"}  # fmt: skip
    return kinds.get(type(value), f"a {type(value).__name__}")


def whole(stream: BinaryIO, limit: int) -> bytes:
    """All of a stream.

    Raises:
        ValueError: it is empty, or longer than ``limit`` bytes.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"is larger than {limit:,} bytes; raise ingest.max_characters to read it")
    if not data.strip():
        raise ValueError("is empty")
    return data


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode as UTF-8, else as what charset-normalizer finds, with a warning.

    Raises:
        ValueError: the data is binary.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_wide(data), ("is UTF-16, read as such",)
    if _is_binary(data[:_SNIFFED]):
        raise ValueError("is binary, no text")
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return _guess(data)


def _decode_wide(data: bytes) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise ValueError("is binary, no text") from error
    if _is_binary(text[:_SNIFFED].encode("utf-8", "surrogatepass")):
        raise ValueError("is binary, no text")
    return text


def _is_binary(sample: bytes) -> bool:
    """Whether more than one byte in twenty is a control character."""
    return sum(byte in _CONTROL for byte in sample) > len(sample) // 20


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    found = from_bytes(data[: 1 << 16])
    best = found.best()
    if best is None:
        raise ValueError("is binary, or text in no known encoding; save it as UTF-8")
    tied = (one for one in found if (one.chaos, one.coherence) == (best.chaos, best.coherence))
    # Where the bytes leave it open, they are what the web's are: Windows-1252.
    usual = any(_USUAL in one.could_be_from_charset for one in tied)
    encoding = _USUAL if usual else best.encoding
    return data.decode(encoding, errors="replace"), (f"is not UTF-8, read as {encoding}",)
