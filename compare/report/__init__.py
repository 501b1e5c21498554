"""Comparisons in, pages and JSON out: nothing is compared here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from compare.report.files import write_articles, write_folder
from compare.report.formats import align, article, check, comparison, dedup, events

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from compare.model import Article, Comparison, Event, Refused

__all__ = ["align", "article", "check", "comparison", "dedup", "events", "write", "write_articles"]


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
    from compare.report import html, tables

    makers = {
        "html": html.event_page,
        "json": _json,
        "csv": tables.event_csv,
        "md": tables.event_markdown,
    }
    files = {
        f"{each.event.id}.{name}": makers[name](each) for each in comparisons for name in formats
    }
    if "html" in formats:
        files["index.html"] = html.index_page(comparisons, alone, refused, made_by)
    if "md" in formats:
        files["index.md"] = tables.index_markdown(comparisons, alone, refused, made_by)
    write_folder(folder, files)
    return folder / ("index.html" if "html" in formats else "")


def _json(made: Comparison) -> bytes:
    text = json.dumps(comparison(made), ensure_ascii=False, indent=1)
    return (text + "\n").encode("utf-8", "backslashreplace")
