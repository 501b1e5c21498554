"""A report's folder and the kept articles, each written whole or not at all."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from compare import files
from compare.errors import OutputError
from compare.report import json_formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compare.model import Article

__all__ = ["write_articles", "write_folder"]

_EVENT = re.compile(r"e[0-9a-f]{10,64}\.(?:html|json|csv|md)")


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write a report's files; those of events that an earlier report had, and this not, go.

    Nothing is moved into place before everything is on disk.

    Raises:
        OutputError: the folder cannot be written; it is then as it was.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; name a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".newscompare-") as staging:
            for name, data in contents.items():
                (Path(staging) / name).write_bytes(data)
            for name in contents:
                (Path(staging) / name).replace(folder / name)
        for path in folder.iterdir():
            if _EVENT.fullmatch(path.name) and path.name not in contents and _is_ours(path):
                path.unlink()
    except OSError as error:
        raise _unwritable(folder, error) from error


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return files.is_own(file.read(files.SNIFF_BYTES))


def write_articles(path: Path, articles: Iterable[Article]) -> None:
    """Write articles as JSON Lines that ``newscompare`` reads back.

    Raises:
        OutputError: the file cannot be written.
    """
    lines = (json.dumps(json_formats.article(each), ensure_ascii=False) + "\n" for each in articles)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    # A lone surrogate is no UTF-8; its JSON escape is, and reads back as the same text.
    files.write(path, "".join(lines).encode("utf-8", "backslashreplace"))


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written ({error.strerror}); name another with -o")
