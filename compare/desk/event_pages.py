"""A folder with a page per event of an index, where a page is made again only if it would change.

``pages.json`` beside the pages keeps for each a digest of what made it (the event, its articles,
the settings, the version), so that a second run compares only what is new. A page keeps its
address: where an event went up in another, its page says in which.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from compare import files, report
from compare.desk.stored import comparison_of
from compare.errors import OutputError
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from compare.index import Index
    from compare.model import Comparison, Event, Progress

__all__ = ["EventPage", "Made", "read_comparison", "update_pages"]

_MANIFEST = "pages.json"
_FORMAT = "newscompare/pages/1"


@dataclass(frozen=True, slots=True)
class EventPage:
    """What ``pages.json`` keeps of a page: what made it, and how a list of pages names it."""

    digest: str
    formats: tuple[str, ...]
    story: str
    title: str
    start: str | None
    end: str | None
    articles: int
    sources: tuple[str, ...]
    claims: int
    shared: int
    origins: int | None


@dataclass(frozen=True, slots=True)
class Made:
    """What a run did: the events whose pages were made, those left as they were, those that moved.

    ``moved``: events that are no more, and now say where they went.
    """

    made: tuple[str, ...]
    unchanged: tuple[str, ...]
    moved: tuple[str, ...]


def update_pages(
    index: Index,
    events: Sequence[Event],
    folder: Path,
    formats: Sequence[str] = ("html", "json"),
    progress: Progress | None = None,
) -> Made:
    """Bring the pages of some events of an index up to date, and the list of all pages there.

    Pages of other events in the folder stay. Events of one article have no page.

    Args:
        index: an open index, every article of which was given its event.
        events: as ``index_events`` gives them.
        folder: made where it is not there.
        formats: any of ``html``, ``json``, ``csv``, ``md``.
        progress: called with the events compared so far.

    Raises:
        OutputError: the folder cannot be written; each page is then whole, as it was or anew.
    """
    _make_folder(folder)
    known = _read_manifest(folder)
    with index.store.database.reading():
        return _update(index, events, folder, known, formats, progress)


def _update(
    index: Index,
    events: Sequence[Event],
    folder: Path,
    known: dict[str, EventPage],
    formats: Sequence[str],
    progress: Progress | None,
) -> Made:
    """All from one view of the index, whatever others write meanwhile."""
    present = [_present(index, event) for event in events if len(event.articles) > 1]
    several = [event for event in present if len(event.articles) > 1]
    made, unchanged = [], []
    for done, event in enumerate(several, 1):
        digest = _digest(index, event)
        page = known.get(event.id)
        if page and page.digest == digest and _has_all(folder, event.id, page, formats):
            unchanged.append(event.id)
        else:
            comparison = comparison_of(index, event)
            _write_page(folder, comparison, formats)
            known[event.id] = _listed(comparison, digest, formats)
            made.append(event.id)
        if progress:
            progress("compare", done, len(several))
    current = {event.id for event in several}
    moved = [id_ for id_ in sorted(known.keys() - current) if _move(index, folder, id_, known)]
    _write_manifest(folder, known)
    if "html" in formats:
        files.write(folder / "index.html", _list_page(known, index.settings.digest()))
    return Made(tuple(made), tuple(unchanged), tuple(moved))


def read_comparison(folder: Path, event: str) -> dict[str, Any]:
    """The comparison that stands in a folder of pages, as ``EVENT.json`` has it."""
    comparison: dict[str, Any] = json.loads(
        (folder / f"{files.file_name(event)}.json").read_text("utf-8")
    )
    return comparison


def _make_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; name a folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror})") from error


def _present(index: Index, event: Event) -> Event:
    """The event without the articles that another process took out since it was read."""
    here = index.articles_by_id(event.articles).keys()
    if len(here) == len(event.articles):
        return event
    return replace(
        event,
        articles=tuple(id_ for id_ in event.articles if id_ in here),
        copies=tuple(copy for copy in event.copies if {copy.id, copy.of} <= here),
        links=tuple(link for link in event.links if {link.a, link.b} <= here),
    )


def _digest(index: Index, event: Event) -> str:
    """Of everything an event's page is made from."""
    articles = index.articles_by_id(event.articles)
    facts = [
        __version__,
        index.settings.digest(),
        asdict(event),
        [report.article(articles[id_]) for id_ in event.articles],
    ]
    text = json.dumps(facts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _has_all(folder: Path, event: str, page: EventPage, formats: Iterable[str]) -> bool:
    return all(
        name in page.formats and (folder / f"{files.file_name(event)}.{name}").is_file()
        for name in formats
    )


def _write_page(folder: Path, comparison: Comparison, formats: Sequence[str]) -> None:
    for name, data in report.event_files(comparison, formats).items():
        files.write(folder / name, data)


def _listed(comparison: Comparison, digest: str, formats: Sequence[str]) -> EventPage:
    from compare.comparison.by_source import shared_claims

    event = comparison.event
    every = (*comparison.articles, *comparison.reprints)
    origins = [each for each in comparison.origins if each.kind != "unsure"]
    return EventPage(
        digest,
        tuple(sorted(formats)),
        event.story,
        event.title,
        event.start,
        event.end,
        len(every),
        tuple(sorted({each.article.source for each in every})),
        len(comparison.claims),
        shared_claims(comparison)[0],
        len(origins) if comparison.origins else None,
    )


def _move(index: Index, folder: Path, event: str, known: dict[str, EventPage]) -> bool:
    """Let the page of an event that is no more say where it went; whether there was one."""
    with index.store.database.reading():
        here = {id_: len(numbers) for id_, numbers in index.store.events.members([event]).items()}
    if here.get(event, 0) > 1:
        return False
    page = known.pop(event)
    into = [(id_, known[id_].title) for id_ in index.ledger.heirs(event) if id_ in known]
    for name in page.formats:
        path = folder / f"{files.file_name(event)}.{name}"
        if name == "html":
            files.write(path, _moved_page(page.title, into, index.settings.digest()))
        else:
            path.unlink(missing_ok=True)
    return True


def _list_page(known: Mapping[str, EventPage], settings: str) -> bytes:
    from compare.report.html import render
    from compare.report.phrasing import day

    latest = sorted(known.items(), key=lambda item: (item[1].end or "", item[0]), reverse=True)
    return render(
        "event_pages.html", (), {}, pages=latest, day=day, version=__version__, settings=settings
    )


def _moved_page(title: str, into: Sequence[tuple[str, str]], settings: str) -> bytes:
    from compare.report.html import render

    return render(
        "moved.html", (), {}, title=title, into=into, version=__version__, settings=settings
    )


def _read_manifest(folder: Path) -> dict[str, EventPage]:
    """What stands in the folder; nothing where the list is missing or unreadable: all is due."""
    try:
        stored = json.loads((folder / _MANIFEST).read_text("utf-8"))
        pages = stored["pages"].items() if stored["format"] == _FORMAT else ()
        return {
            id_: EventPage(**page | {"formats": tuple(page["formats"]),
                                     "sources": tuple(page["sources"])})
            for id_, page in pages
        }  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write_manifest(folder: Path, known: Mapping[str, EventPage]) -> None:
    pages = {id_: asdict(page) for id_, page in sorted(known.items())}
    text = json.dumps({"format": _FORMAT, "pages": pages}, ensure_ascii=True, indent=1)
    files.write(folder / _MANIFEST, (text + "\n").encode())
