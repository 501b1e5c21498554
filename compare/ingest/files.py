"""From paths to open streams: folders walked in order, compression undone, formats told apart."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import zstandard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = [
    "SUFFIXES",
    "Place",
    "Record",
    "decode",
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
class Place:
    """A file to read: its path (None for standard input) and how people name it.

    ``folder`` is the sub-folder of the folder given that holds it, or None.
    """

    path: Path | None
    name: str
    stem: str
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its fields, or as a string the reason it is refused.

    ``line`` counts from 1 and is None where a file has none; ``alone`` where a file is one record.
    """

    line: int | None
    fields: Mapping[str, Any] | str
    alone: bool = False
    warnings: tuple[str, ...] = ()


def walk(paths: Iterable[str | Path]) -> Iterator[Place]:
    """Each file once: as given, and those below a folder in sorted order, hidden ones left out."""
    seen: set[Path] = set()
    for given in paths:
        if str(given) == "-":
            yield Place(None, "-", "stdin")
            continue
        top = Path(given)
        for path in sorted(_below(top)) if top.is_dir() else [top]:
            if (real := path.resolve()) not in seen:
                seen.add(real)
                inside = path.parent != top and top.is_dir()
                yield Place(path, str(path), _stem(path), path.parent.name if inside else None)


def _below(top: Path) -> Iterator[Path]:
    for path in top.rglob("*"):
        if path.is_file() and not any(p.startswith(".") for p in path.relative_to(top).parts):
            yield path


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
