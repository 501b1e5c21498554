"""From paths to open streams: folders walked in order, compression undone, formats told apart."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
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
    "Watch",
    "Whole",
    "decode",
    "inside",
    "is_own",
    "kind",
    "member_of",
    "open_stream",
    "sniff",
    "suffix_of",
    "unpacking",
    "walk",
    "whole",
]

SUFFIXES = {
    ".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".json": "json",
    ".jsonl": "lines", ".ndjson": "lines", ".csv": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".xml": "xml", ".rss": "xml", ".atom": "xml", ".warc": "web archive",
    ".arc": "web archive", ".zip": "zip", ".tar": "tar", ".tgz": "tar",
}  # fmt: skip
COMPRESSED = {".gz", ".zst"}
_SNIFFED = 4096
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}
_USUAL = "cp1252"
_ENCODINGS = [
    "utf_8", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_15", "koi8_r", "koi8_u", "cp850", "cp852",
    "cp866", "mac_roman", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
]  # fmt: skip
"""What text has been saved in; of the hundred that Python knows, any may look a little likelier."""
_ODD, _ODDEST = 0.2, 0.6
"""charset-normalizer's measure of how odd a text looks: from the first on, the bytes are taken for
no text. Up to the second it reads on, for it drops a likely encoding after an odd beginning."""


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

    def size(self) -> int:
        """Bytes of the file as it lies on the disk; 0 where that is not known."""
        try:
            return self.path.stat().st_size if self.path and not self.fault else 0
        except OSError:
            return 0


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a file: its fields, or as a string the reason it is refused.

    ``line`` counts from 1 and is None where a file has none; ``alone`` where a file is one record.
    ``member`` is the file of an archive that it stands in.
    """

    line: int | None
    fields: Mapping[str, Any] | str
    alone: bool = False
    warnings: tuple[str, ...] = ()
    member: InputFile | None = None


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
    found, closed = _below(top)
    for path in sorted([*found, *closed]):
        if place := inside(top, path, closed.get(path)):
            yield place


def inside(top: Path, path: Path, fault: str | None = None) -> InputFile | None:
    """A path below a folder as ``walk`` finds it there; None for folders and what is hidden.

    ``fault`` is why it cannot be read, where that is known.
    """
    hidden = any(part.startswith(".") for part in path.relative_to(top).parts)
    fault = fault or _fault(path)
    if hidden or (not fault and path.is_dir()):
        return None
    folder = None if path.parent == top else path.parent.name
    return InputFile(path, str(path), _stem(path), folder, fault)


def _below(top: Path) -> tuple[list[Path], dict[Path, str]]:
    """What lies below a folder and is no folder, and the folders that cannot be read, with why."""
    found: list[Path] = []
    closed: dict[Path, str] = {}

    def refused(error: OSError) -> None:
        closed[Path(error.filename)] = f"cannot be read: {error.strerror}"

    for where, folders, names in os.walk(top, onerror=refused):
        here = Path(where)
        folders[:] = [name for name in folders if not name.startswith(".")]
        linked = [name for name in folders if (here / name).is_symlink()]
        found += [here / name for name in (*names, *linked) if not name.startswith(".")]
    return found, closed


def _fault(path: Path) -> str | None:
    """Why something in a folder cannot be read as a file."""
    try:
        if path.is_file():
            return None
        if path.is_dir():
            return "is a link to a folder; give that folder" if path.is_symlink() else None
        return "is a link to nothing" if path.is_symlink() else "is no regular file"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


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


class _Gzip(gzip.GzipFile):
    """A gzip stream that gives all before it is damaged, and closes the file it was given."""

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (what Python calls a buffer)
        data = self.read1(len(buffer))  # no more than is there, so that no damage takes it along
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        source: Any = self.fileobj
        super().close()
        if source is not None:
            source.close()


@dataclass(slots=True)
class Watch:
    """Where in a file reading is: ``raw`` is the file as it lies on the disk."""

    raw: BinaryIO | None = None

    def position(self) -> int:
        """Bytes of the file that were read."""
        return 0 if self.raw is None or self.raw.closed else self.raw.tell()


def open_stream(path: Path, watch: Watch | None = None) -> BinaryIO:
    """Open for reading, ``.gz`` and ``.zst`` undone; raises OSError as ``open`` does."""
    raw = path.open("rb")
    if watch:
        watch.raw = raw
    return unpacking(raw, path.name)


def unpacking(stream: BinaryIO, name: str) -> BinaryIO:
    """A stream with the compression undone that its file's name tells of."""
    suffix = Path(name).suffix.lower()
    if suffix in {".gz", ".tgz"}:
        return _Gzip(fileobj=stream, mode="rb")  # type: ignore[return-value]
    if suffix == ".zst":
        return zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True)
    return stream


class Whole(io.RawIOBase):
    """A stream that ends where the one it reads from is damaged; ``fault`` says how it was."""

    def __init__(self, stream: BinaryIO) -> None:
        """Take a stream that is open."""
        self._stream: Any = stream
        self.fault: str | None = None

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (what Python calls a buffer)
        """Read what there is, up to the damage."""
        if self.fault:
            return 0
        try:
            data = self._stream.read1(len(buffer))
        except (EOFError, OSError, zlib.error, zstandard.ZstdError) as error:
            self.fault = str(error)
            return 0
        buffer[: len(data)] = data
        return len(data)


def suffix_of(path: Path) -> str:
    """The suffix that tells the format, below any compression; empty where there is none."""
    inner = Path(path.stem) if path.suffix.lower() in COMPRESSED else path
    return inner.suffix.lower()


def member_of(archive: InputFile, name: str) -> InputFile:
    """A file of an archive, named below it."""
    inner = PurePosixPath(name)
    folder = inner.parent.name or archive.folder or archive.stem
    return InputFile(None, f"{archive.name}/{name}", _stem(Path(inner.name)), folder)


def sniff(head: bytes) -> str:
    """The format of a file without a known suffix, from its first bytes."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = start[:256].lower()
    for begins, format_ in _BEGINNINGS.items():
        if lower.startswith(begins):
            return "html" if format_ == "xml" and b"<html" in head.lower() else format_
    if head[257:262] == b"ustar":
        return "tar"
    if start.startswith(b"{"):
        return "lines" if b"}\n{" in head or head.count(b"\n") == 0 else "json"
    return "json" if start.startswith(b"[") else "text"


_BEGINNINGS = {
    b"par1": "parquet", b"warc/": "web archive", b"filedesc://": "web archive",
    b"pk\x03\x04": "zip", b"<!doctype html": "html", b"<html": "html", b"<?xml": "xml",
    b"<rss": "xml", b"<feed": "xml", b"<nitf": "xml", b"<newsitem": "xml",
}  # fmt: skip


def kind(value: object) -> str:
    """What a JSON value is, in words."""
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a string",
             list: "a list", dict: "an object", type(None): "null", bytes: "bytes"}  # fmt: skip
    return kinds.get(type(value), f"a {type(value).__name__}")


def whole(stream: BinaryIO, limit: int, setting: str = "max_megabytes") -> bytes:
    """All of a stream.

    Raises:
        ValueError: it is empty, or longer than ``limit`` bytes, which ``setting`` gives.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ValueError(f"is larger than {limit:,} bytes; raise ingest.{setting} to read it")
    if not data.strip():
        raise ValueError("is empty")
    return data


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Decode as UTF-8, else as declared, else as what charset-normalizer finds, with a warning.

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
        pass
    if declared and (text := _decode_as(data, declared)) is not None:
        return text, ()
    return _guess(data)


def _decode_as(data: bytes, declared: str) -> str | None:
    """The text in an encoding that is declared; None where it is not in it."""
    try:
        name = codecs.lookup(declared).name
        # Pages that say Latin-1 are read as Windows-1252, as browsers do (WHATWG, Encoding).
        return data.decode(_USUAL if name in {"iso8859-1", "ascii"} else name)
    except (LookupError, UnicodeDecodeError):
        return None


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

    found = from_bytes(data[: 1 << 16], cp_isolation=_ENCODINGS, threshold=_ODDEST)
    best = found.best()
    if best is None or best.chaos > _ODD:
        raise ValueError("is binary, or text in no known encoding; save it as UTF-8")
    tied = (one for one in found if (one.chaos, one.coherence) == (best.chaos, best.coherence))
    # Where the bytes leave it open, they are what the web's are: Windows-1252.
    usual = any(_USUAL in one.could_be_from_charset for one in tied)
    encoding = _USUAL if usual else best.encoding
    return data.decode(encoding, errors="replace"), (f"is not UTF-8, read as {encoding}",)
