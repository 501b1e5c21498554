"""A folder with a page per event of an index, where a page is made again only if it would change.

``pages.json`` beside the pages keeps for each a digest of what made it (the event, its articles,
the settings, the version), so that a second run compares only what is new. A page keeps its
address: where an event went up in another, its page says in which.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from compare import files, report
from compare.desk.stored import compare_articles, present
from compare.errors import OutputError
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from compare.comparison.corrections import Correction
    from compare.engines.workers import Workers
    from compare.index import Index
    from compare.model import Article, Comparison, Event, Progress
    from compare.report.views.index import EventRow
    from compare.settings import Settings

__all__ = ["EventPage", "Made", "read_comparison", "update_pages"]

_MANIFEST = "pages.json"
_FORMAT = "newscompare/pages/1"
_WORTH = 200
"""Squared articles of events from which on processes compare them faster than this one alone."""
_NOTED = 50
"""So many pages are made between two notes of what was made."""


@dataclass(frozen=True, slots=True)
class EventPage:
    """What ``pages.json`` keeps of a page: what made it, and its row in the list of pages.

    ``shared``: how many of its claims more than one source tells; ``corrected``: how many
    corrections stand in it.
    """

    digest: str
    formats: tuple[str, ...]
    story: str
    shared: int
    corrected: int
    row: EventRow


@dataclass(frozen=True, slots=True)
class Made:
    """What a run did: the events whose pages were made, those left as they were, those that moved.

    ``moved``: events that are no more, and now say where they went. ``corrected``: how many
    corrections stand in the pages.
    """

    made: tuple[str, ...]
    unchanged: tuple[str, ...]
    moved: tuple[str, ...]
    corrected: int = 0


def update_pages(
    index: Index,
    events: Sequence[Event],
    folder: Path,
    formats: Sequence[str] = ("html", "json"),
    progress: Progress | None = None,
    *,
    corrections: Sequence[Correction] = (),
    jobs: int = 1,
) -> Made:
    """Bring the pages of some events of an index up to date, and the list of all pages there.

    Pages of other events in the folder stay. Events of one article have no page. What was made
    before a run was stopped is not made again by the next.

    Args:
        index: an open index, every article of which was given its event.
        events: as ``index.events`` gives them.
        folder: made where it is not there.
        formats: any of ``html``, ``json``, ``csv``, ``md``.
        progress: called with the events compared so far.
        corrections: what a reader said of pairs of statements, in these events and others.
        jobs: processes; the pages are the same for any number of them.

    Raises:
        OutputError: the folder cannot be written; each page is then whole, as it was or anew.
    """
    from compare.engines.workers import workers

    _make_folder(folder)
    known = _read_manifest(folder)
    # All that is read is of one view of the index, whatever others write meanwhile.
    with index.store.database.reading():
        current = list(_read(index, events, corrections))
        others = known.keys() - {one.event.id for one in current}
        gone = {id_: index.ledger.heirs(id_) for id_ in sorted(others) if not _is_event(index, id_)}
    due = [one for one in current if not _stands(folder, one, known, formats)]
    with workers(jobs) as some:
        _make(some, due, folder, known, formats, index.settings, progress)
    _move(folder, gone, known, index.settings.digest())
    _write_manifest(folder, known)
    if "html" in formats:
        files.write(folder / "index.html", _list_page(known, index.settings.digest()))
    made = [one.event.id for one in due]
    unchanged = [one.event.id for one in current if one.event.id not in set(made)]
    corrected = sum(known[one.event.id].corrected for one in current)
    return Made(tuple(made), tuple(unchanged), tuple(gone), corrected)


@dataclass(frozen=True, slots=True)
class _Own:
    """An event with all that its page is made from."""

    event: Event
    articles: tuple[Article, ...]
    corrections: tuple[Correction, ...]
    digest: str


def _read(
    index: Index, events: Iterable[Event], corrections: Sequence[Correction]
) -> Iterator[_Own]:
    """The events of two or more articles."""
    for event in events:
        stored = index.articles_by_id(event.articles) if len(event.articles) > 1 else {}
        if len(stored) > 1:
            here = present(event, stored.keys())
            articles = tuple(stored[id_] for id_ in here.articles)
            mine = tuple(one for one in corrections if {one.a[0], one.b[0]} <= stored.keys())
            yield _Own(here, articles, mine, _digest(index.settings, here, articles, mine))


def _make(
    some: Workers,
    due: Sequence[_Own],
    folder: Path,
    known: dict[str, EventPage],
    formats: Sequence[str],
    settings: Settings,
    progress: Progress | None,
) -> None:
    """Write the pages that are due, and note each once it stands."""
    work = partial(_make_page, folder=folder, formats=tuple(formats), settings=settings)
    sizes = [len(one.articles) for one in due]
    made = some.unordered(work, due, costs=[size**2 for size in sizes], worth=_WORTH)
    try:
        for done, (at, page) in enumerate(made, 1):
            known[due[at].event.id] = page
            if done % _NOTED == 0:
                _write_manifest(folder, known)
            if progress:
                progress("compare", done, len(due))
    finally:
        _write_manifest(folder, known)


def _make_page(own: _Own, folder: Path, formats: tuple[str, ...], settings: Settings) -> EventPage:
    made = compare_articles(own.event, own.articles, settings, corrections=own.corrections)
    for name, data in report.event_files(made, formats).items():
        files.write(folder / name, data)
    return _listed(made, own.digest, formats)


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


def _digest(
    settings: Settings,
    event: Event,
    articles: Iterable[Article],
    corrections: Iterable[Correction],
) -> str:
    """Of everything an event's page is made from."""
    facts = [
        __version__,
        settings.digest(),
        asdict(event),
        [report.article(article) for article in articles],
        [asdict(one) for one in corrections],
    ]
    text = json.dumps(facts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _stands(
    folder: Path, own: _Own, known: Mapping[str, EventPage], formats: Iterable[str]
) -> bool:
    """Whether the page is there in all formats, and would not change."""
    page = known.get(own.event.id)
    return page is not None and page.digest == own.digest and all(
        name in page.formats and (folder / f"{files.file_name(own.event.id)}.{name}").is_file()
        for name in formats
    )  # fmt: skip


def _listed(comparison: Comparison, digest: str, formats: Sequence[str]) -> EventPage:
    from compare.comparison.by_source import shared_claims
    from compare.report.views.index import kept_row

    return EventPage(
        digest,
        tuple(sorted(formats)),
        comparison.event.story,
        shared_claims(comparison)[0],
        len(comparison.corrected.pairs) if comparison.corrected else 0,
        kept_row(comparison),
    )


def _is_event(index: Index, event: str) -> bool:
    """Whether the index has an event of this id that has a page."""
    return len(index.store.events.members([event]).get(event, ())) > 1


def _move(
    folder: Path,
    gone: Mapping[str, Sequence[str]],
    known: dict[str, EventPage],
    settings: str,
) -> None:
    """Let the pages of events that are no more say in which others each went up."""
    for event, into in gone.items():
        page = known.pop(event)
        there = [(id_, known[id_].row.title) for id_ in into if id_ in known]
        for name in page.formats:
            path = folder / f"{files.file_name(event)}.{name}"
            if name == "html":
                files.write(path, _moved_page(page.row.title, there, settings))
            else:
                path.unlink(missing_ok=True)


def _list_page(known: Mapping[str, EventPage], settings: str) -> bytes:
    """All pages, what is most worth reading first, as a report of files lists its events."""
    from compare.report.html import kept_index_page

    newest = sorted(known.items(), key=lambda item: (item[1].row.start, item[0]), reverse=True)
    newest.sort(key=lambda item: (-item[1].row.outlets, -item[1].row.differences, -item[1].shared))
    return kept_index_page([(page.story, page.row) for _, page in newest], (__version__, settings))


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
        return {id_: _page(**page) for id_, page in pages}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _page(formats: Sequence[str], row: dict[str, Any], **rest: Any) -> EventPage:  # noqa: ANN401  (JSON)
    from compare.report.views.index import EventRow

    lists = {"story": (), "sources": tuple(row["sources"])}
    return EventPage(formats=tuple(formats), row=EventRow(**row | lists), **rest)


def _write_manifest(folder: Path, known: Mapping[str, EventPage]) -> None:
    pages = {id_: asdict(page) for id_, page in sorted(known.items())}
    text = json.dumps({"format": _FORMAT, "pages": pages}, ensure_ascii=True, indent=1)
    files.write(folder / _MANIFEST, (text + "\n").encode())
