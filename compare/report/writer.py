"""Write the report of some events: a page and a file of each format per event, and the index."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from compare.engines.workers import Workers
from compare.events.identity import kept_ids, successors
from compare.files import file_name
from compare.report.folder import Replaced, earlier_events, write_folder
from compare.report.json_formats import comparison

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from compare.model import Article, Comparison, Event, Progress, Refused

__all__ = ["Written", "event_files", "write"]


class Written(NamedTuple):
    """The page to open, and what the report did to the pages that were in the folder."""

    page: Path
    pages: Replaced


_WORTH_ARTICLES = 400
"""Articles of events from which on processes make their pages faster than this one alone."""


def write(
    folder: Path,
    comparisons: Sequence[Comparison],
    alone: Sequence[tuple[Event, Article]],
    refused: Sequence[Refused],
    made_by: tuple[str, str],
    formats: Sequence[str] = ("html", "json"),
    *,
    clean: bool = False,
    stories: Sequence[Comparison] = (),
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write the report of some events; the page to open is its ``index.html``.

    Events that an earlier report in the folder has keep their ids, and its other pages stay; a
    page of an event that went up in others says in which.

    Args:
        folder: made where it is not there; in it only files that newscompare made are removed.
        comparisons: one page and one file of each format per event.
        alone: the events of one article, with it.
        refused: the input that was not read.
        made_by: the version and the digest of the settings.
        formats: any of ``html``, ``json``, ``csv``, ``md``.
        clean: keep no page of an earlier report.
        stories: all articles of a story of several events, compared; a page each.
        workers: processes that make the files; without, this one does.
        progress: is told of each event written.

    Raises:
        OutputError: the folder cannot be written; it is then as it was.
    """
    from compare.report import csv_markdown, html

    earlier = {} if clean else earlier_events(folder)
    members = {id_: old.articles for id_, old in earlier.items()}
    ids = kept_ids({each.event.id: each.event.articles for each in comparisons}, members)
    comparisons = [
        replace(each, event=replace(each.event, id=ids[each.event.id])) for each in comparisons
    ]
    files: dict[str, bytes] = {}
    for made in (workers or Workers(1)).map(
        partial(event_files, formats=formats),
        comparisons,
        costs=[len(each.articles) for each in comparisons],
        worth=_WORTH_ARTICLES,
        progress=progress,
        stage="writing",
    ):
        files |= made
    moved = successors({each.event.id: each.event.articles for each in comparisons}, members)
    titles = {each.event.id: each.event.title for each in comparisons}
    if "html" in formats:
        kept = {id_: old.title for id_, old in earlier.items() if id_ not in {*titles, *moved}}
        for id_, into in moved.items():
            where = [(new, titles[new]) for new in into]
            files[f"{id_}.html"] = html.moved_page(earlier[id_].title, where, made_by)
        for story in stories:
            files |= event_files(story, ("html",))
        events = (*(each.event for each in comparisons), *(event for event, _ in alone))
        related = [link for event in events for link in event.related]
        files["index.html"] = html.index_page(
            comparisons, alone, refused, made_by, kept, related,
            {each.event.id for each in stories},
        )  # fmt: skip
    if "md" in formats:
        files["index.md"] = csv_markdown.index_markdown(comparisons, alone, refused, made_by)
    page = folder / ("index.html" if "html" in formats else "")
    return Written(page, write_folder(folder, files, clean=clean))


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
