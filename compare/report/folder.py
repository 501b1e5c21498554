"""A report's folder and the kept articles, each written whole or not at all."""

from __future__ import annotations

import html
import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from compare import files
from compare.errors import OutputError
from compare.report import json_formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compare.model import Article

__all__ = [
    "EarlierEvent",
    "Replaced",
    "article_line",
    "earlier_events",
    "write_folder",
    "write_lines",
]

_EVENT = re.compile(r"[es][0-9a-f]{10,64}\.(?:html|json|csv|md)")
_TITLE = re.compile(rb"<title>(.*?) \xc2\xb7 newscompare</title>", re.DOTALL)
_DATA = re.compile(rb'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


class Replaced(NamedTuple):
    """What a report did to the folder: event pages it replaced, kept, and took away, by id."""

    replaced: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]


class EarlierEvent(NamedTuple):
    """An event that a folder has a page of: its title, and the ids of its articles."""

    title: str
    articles: tuple[str, ...]


def write_folder(folder: Path, contents: Mapping[str, bytes], *, clean: bool = False) -> Replaced:
    """Write a report's files; pages of other events that an earlier report made stay.

    Nothing is moved into place before everything is on disk.

    Args:
        folder: made where it is not there.
        contents: each file by name.
        clean: take away the files of events that are not among the contents.

    Raises:
        OutputError: the folder cannot be written; it is then as it was.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; name a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = {path.name for path in _event_files(folder)}
        with tempfile.TemporaryDirectory(dir=folder, prefix=".newscompare-") as staging:
            for name, data in contents.items():
                (Path(staging) / name).write_bytes(data)
            for name in contents:
                (Path(staging) / name).replace(folder / name)
        others = before - contents.keys()
        for name in others if clean else ():
            (folder / name).unlink()
    except OSError as error:
        raise _unwritable(folder, error) from error
    gone, stay = (others, set()) if clean else (set(), others)
    return Replaced(*(_ids(names) for names in (before & contents.keys(), stay, gone)))


def earlier_events(folder: Path) -> dict[str, EarlierEvent]:
    """The events that a folder has pages of, by id; none where there is no folder."""
    found = {}
    for path in _event_files(folder) if folder.is_dir() else ():
        if path.suffix == ".html" and path.name.startswith("e"):
            page = path.read_bytes()
            title, data = _TITLE.search(page), _DATA.search(page)
            articles = json.loads(data[1]).get("articles") if data else None
            if title and articles:
                name = html.unescape(title[1].decode("utf-8"))
                found[path.stem] = EarlierEvent(name, tuple(each[0] for each in articles))
    return found


def _event_files(folder: Path) -> list[Path]:
    return [
        path for path in sorted(folder.iterdir()) if _EVENT.fullmatch(path.name) and _is_ours(path)
    ]


def _ids(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name.partition(".")[0] for name in names if name.startswith("e")}))


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return files.is_own(file.read(files.SNIFF_BYTES))


def article_line(article: Article) -> bytes:
    """An article as a line of JSON that ``newscompare`` reads back."""
    # A lone surrogate is no UTF-8; its JSON escape is, and reads back as the same text.
    line = json.dumps(json_formats.article(article), ensure_ascii=False) + "\n"
    return line.encode("utf-8", "backslashreplace")


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write lines to a file, whose folder is made where it is not there.

    Raises:
        OutputError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error
    files.write(path, lines)


def _unwritable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written ({error.strerror}); name another with -o")
