"""Files written whole or not at all: finished beside their place, then moved into it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from compare.errors import OutputError

__all__ = ["write"]

_MODE = 0o644


def write(path: Path, data: bytes) -> None:
    """Write one file, or leave what was there.

    A link stays a link, and what it points to is written; a device or a pipe is written through.

    Raises:
        OutputError: it cannot be written, or is a folder.
    """
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror or error})") from error


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".newscompare-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else _MODE)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
