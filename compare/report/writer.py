"""Write the report of some events: a page and a file of each format per event, and the index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from compare.files import file_name
from compare.report.folder import write_folder
from compare.report.json_formats import comparison

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from compare.model import Article, Comparison, Event, Refused

__all__ = ["event_files", "write"]


def write(
    folder: Path,
    comparisons: Sequence[Comparison],
    alone: Sequence[tuple[Event, Article]],
    refused: Sequence[Refused],
    made_by: tuple[str, str],
    formats: Sequence[str] = ("html", "json"),
) -> Path:
    """Write the report of some events and return its ``index.html``.

    Args:
        folder: made where it is not there; in it only files that newscompare made are removed.
        comparisons: one page and one file of each format per event.
        alone: the events of one article, with it.
        refused: the input that was not read.
        made_by: the version and the digest of the settings.
        formats: any of ``html``, ``json``, ``csv``, ``md``.

    Raises:
        OutputError: the folder cannot be written; it is then as it was.
    """
    from compare.report import csv_markdown, html

    files: dict[str, bytes] = {}
    for each in comparisons:
        files |= event_files(each, formats)
    if "html" in formats:
        files["index.html"] = html.index_page(comparisons, alone, refused, made_by)
    if "md" in formats:
        files["index.md"] = csv_markdown.index_markdown(comparisons, alone, refused, made_by)
    write_folder(folder, files)
    return folder / ("index.html" if "html" in formats else "")


def event_files(made: Comparison, formats: Sequence[str]) -> dict[str, bytes]:
    """The page of one event and its file of each other format, by name."""
    from compare.report import csv_markdown, html

    makers = {
        "html": html.event_page,
        "json": _json,
        "csv": csv_markdown.event_csv,
        "md": csv_markdown.event_markdown,
    }
    return {f"{file_name(made.event.id)}.{name}": makers[name](made) for name in formats}


def _json(made: Comparison) -> bytes:
    text = json.dumps(comparison(made), ensure_ascii=False, separators=(",", ":"))
    return (text + "\n").encode("utf-8", "backslashreplace")
