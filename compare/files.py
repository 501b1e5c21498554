"""Files written whole or not at all, and how newscompare knows the files it wrote itself."""

from __future__ import annotations

import hashlib
import os
import re
import string
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from compare.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["COLUMNS", "COMMENT", "SNIFF_BYTES", "file_name", "inert", "is_own", "write"]

SNIFF_BYTES = 4096
"""So many bytes of a file's beginning tell."""
COLUMNS = ("event", "claim", "claim_text", "article", "source", "relation", "score", "statement",
           "told")  # fmt: skip
"""The first row of a report's CSV."""
COMMENT = "<!-- made by newscompare -->"
"""The first line of a report's Markdown."""

_PAGE = b'<meta name="generator" content="newscompare">'
_JSON = re.compile(rb'\s*\{\s*"format":\s*"newscompare/')
_SQLITE = b"SQLite format 3\0"
_APPLICATION = b"NCPI"

_MODE = 0o644
_SIGNS = "=+\\-@＝＋－＠"
_FORMULA = re.compile(rf"^(?=['\t\r]|[\s\"]*[{_SIGNS}])|(?<=;)(?=['\s\"]*[{_SIGNS}])")
_MADE_INERT = re.compile(rf"^'(?=['\t\r]|[\s\"]*[{_SIGNS}])|(?<=;)'(?=['\s\"]*[{_SIGNS}])")
_PLAIN = frozenset(string.ascii_letters + string.digits + "-_")
_LONGEST_NAME = 120
_PORTS = {f"{name}{number}" for name in ("com", "lpt") for number in range(10)}
_RESERVED = {"con", "prn", "aux", "nul", *_PORTS}
"""What Windows takes for a device, whatever the suffix."""


def file_name(id_: str) -> str:
    """What a file of this id is called, without its suffix, on every system.

    >>> file_name("e0123456789")
    'e0123456789'
    >>> file_name("../../x")
    '%2E%2E%2F%2E%2E%2Fx'

    Letters, digits, ``-`` and ``_`` stand for themselves; all else is escaped as in a URL, so
    that no id leads out of a folder. A long id is cut and ends in its digest.
    """
    name = "".join(one if one in _PLAIN else _escaped(one) for one in id_)
    if not name or name.casefold() in _RESERVED:
        name = f"%{name}"
    if len(name) > _LONGEST_NAME:
        digest = hashlib.sha256(id_.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        name = f"{name[: _LONGEST_NAME - 17]}-{digest}"
    return name


def _escaped(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def inert(cell: str) -> str:
    """A cell of a table of text that no spreadsheet runs as a formula, whatever separates there.

    >>> inert("=1+1"), inert("rain; =1+1"), inert("5 = 5")
    ("'=1+1", "rain;' =1+1", '5 = 5')

    A ``'`` is put before what would begin a formula: at the beginning, and after a semicolon, at
    which half of Europe's spreadsheets cut a line. Full-width signs count as the plain ones do.
    """
    return _FORMULA.sub("'", cell)


def as_it_was(cell: str) -> str:
    """What ``inert`` made a cell of."""
    return _MADE_INERT.sub("", cell)


def write(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write one file, all at once or a piece after the other, or leave what was there.

    A link stays a link, and what it points to is written; a device or a pipe is written through.

    Raises:
        OutputError: it cannot be written, or is a folder.
    """
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file")
    try:
        pieces = (data,) if isinstance(data, bytes) else data
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                out.writelines(pieces)
        else:
            _replace(Path(os.path.realpath(path)), pieces)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from error


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".newscompare-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(pieces)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else _MODE)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def is_own(head: bytes) -> bool:
    """Whether a file that begins so was written by newscompare: a report, results, an index."""
    return (
        head.startswith((",".join(COLUMNS).encode(), COMMENT.encode()))
        or (head.startswith(b"<!doctype html>") and _PAGE in head[:SNIFF_BYTES])
        or _JSON.match(head) is not None
        # SQLite keeps the number of the program whose file it is at this place.
        or (head.startswith(_SQLITE) and head[68:72] == _APPLICATION)
    )
