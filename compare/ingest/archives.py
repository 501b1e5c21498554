"""ZIP and TAR: each member is read as the file it is, without being written to disk."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from compare.ingest import files
from compare.ingest.files import InputFile, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Reader = Callable[[InputFile, BinaryIO], Iterator[Record]]

__all__ = ["read_tar", "read_zip"]

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError, EOFError,
           OSError, zlib.error, lzma.LZMAError)  # fmt: skip


def read_zip(archive: InputFile, stream: BinaryIO, read: Reader) -> Iterator[Record]:
    """The records of every file in a ZIP archive, by the order of their names."""
    try:
        opened = zipfile.ZipFile(stream)
    except _BROKEN as error:
        yield Record(None, f"is no ZIP archive: {error}")
        return
    with opened:
        for info in sorted(opened.infolist(), key=lambda info: info.filename):
            if not info.is_dir() and not _hidden(info.filename):
                yield from _member(archive, info.filename, partial(opened.open, info), read)


def read_tar(archive: InputFile, stream: BinaryIO, read: Reader) -> Iterator[Record]:
    """The records of every file in a TAR archive, in its order."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as opened:
            for info in opened:
                if not info.isfile() or _hidden(info.name):
                    continue
                yield from _member(archive, info.name, partial(opened.extractfile, info), read)
    except _BROKEN as error:
        yield Record(None, f"is damaged, what was whole before that is read: {error}")


def _member(
    archive: InputFile, name: str, opened: Callable[[], Any], read: Reader
) -> Iterator[Record]:
    member = files.member_of(archive, name)
    try:
        with opened() as stream:
            for record in read(member, files.unpacking(stream, name)):
                yield record if record.member else replace(record, member=member)
    except _BROKEN as error:
        yield Record(None, f"is damaged: {error}", member=member)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
