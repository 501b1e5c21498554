"""The digest: a permanent page a day, as HTML, Markdown and JSON, the list of days, and a feed.

The events' own pages stand in ``events/`` and are made again only where they change.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from compare import files
from compare.desk.day import FORMAT, day_facts, day_of, uncompared
from compare.desk.day_pages import atom, day_markdown, day_page, days_page
from compare.desk.event_pages import read_comparison, update_pages
from compare.desk.stored import present
from compare.errors import InputError
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from compare.desk.day import Facts
    from compare.index import Index
    from compare.model import Article, Event, Progress

__all__ = ["COMPARED", "EVENTS", "MOST_DAYS", "write_digest"]

COMPARED = 200
"""So many events of a day are compared, unless told otherwise."""

EVENTS = "events"
"""The folder of the events' pages, beside the days'."""
MOST_DAYS = 3660
"""So many days are written at once."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")


def write_digest(
    index: Index,
    folder: Path,
    since: date,
    until: date,
    ours: Collection[str] = (),
    progress: Progress | None = None,
    *,
    most: int = COMPARED,
    jobs: int = 1,
) -> tuple[Facts, ...]:
    """Write the page of every day of a period, and bring the list of days and the feed up to date.

    A day without articles has no page, but where the whole period has none, its last day's page
    says so. Days outside the period stay as they are. The same index, period, ``ours`` and
    ``most`` give the same bytes, whenever and however often it runs.

    Args:
        index: an open index.
        folder: made where it is not there.
        since: the first day (UTC).
        until: the last day.
        ours: the sources that are "we".
        progress: called with the stage, what is done and the total.
        most: so many events of a day are compared, those of most sources, then of most articles;
            the rest are listed with their articles, and have no page.
        jobs: processes; the pages are the same for any number of them.

    Returns:
        The facts of each day that was written, as its JSON has them.

    Raises:
        InputError: ``until`` is before ``since``, the period is too long, or a source of ``ours``
            has no article in the index.
        OutputError: the folder cannot be written.
    """
    days = _days(since, until)
    _check_sources(index, ours)
    events = index.events(since.isoformat(), until.isoformat(), progress=progress)
    by_day = _by_day(index, events, set(days), most)
    chosen = {event.id for own in by_day.values() for event in own.compared}
    done = update_pages(
        index, [event for event in events if event.id in chosen], folder / EVENTS,
        ("html", "json"), progress, jobs=jobs,
    )  # fmt: skip
    pages = {*done.made, *done.unchanged}
    made_by = (__version__, index.settings.digest())
    written = []
    for day in days:
        own = by_day.get(day, _Day([], [], []))
        if not own and not _is_known(folder, day) and (by_day or day != days[-1]):
            continue
        comparisons = [read_comparison(folder / EVENTS, event.id) for event in own.compared
                       if event.id in pages]  # fmt: skip
        listed = [_listed(index, event) for event in own.listed]
        facts = day_facts(day, (*comparisons, *listed), _alone(index, own.alone), ours, made_by)
        if not by_day:
            facts["since"] = since.isoformat()
        _write_day(folder, facts)
        written.append(facts)
    known = list(_known_days(folder))
    files.write(folder / "index.html", days_page(known, made_by))
    files.write(folder / "feed.xml", atom(known))
    return tuple(written)


def _days(since: date, until: date) -> list[date]:
    if until < since:
        raise InputError(f"no day is both since {since} and until {until}")
    if (count := (until - since).days + 1) > MOST_DAYS:
        raise InputError(f"{count:,} days are too many at once; write at most {MOST_DAYS:,}")
    return [since + timedelta(days=at) for at in range(count)]


def _check_sources(index: Index, ours: Collection[str]) -> None:
    known = sorted({source for _, source, _ in index.entries()})
    for name in sorted(set(ours) - set(known)):
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}?" if near else "newscompare index list names them"
        raise InputError(f"--ours {name}: no article in the index is of this source; {hint}")


class _Day(NamedTuple):
    """The events that a day touches: to be compared, only listed, and of one article."""

    compared: list[Event]
    listed: list[Event]
    alone: list[Event]

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.compared or self.listed or self.alone)


def _by_day(
    index: Index, events: Iterable[Event], days: Collection[date], most: int
) -> dict[date, _Day]:
    """The events of each of some days that has any."""
    known = {id_: (source, day_of(published)) for id_, source, published in index.entries()}
    touched: defaultdict[date, list[Event]] = defaultdict(list)
    for event in events:
        for day in {known[id_][1] for id_ in event.articles if id_ in known}:
            if day is not None and day in days:
                touched[day].append(event)

    def size(event: Event) -> tuple[int, int, str]:
        sources = {known[id_][0] for id_ in event.articles if id_ in known}
        return -len(sources), -len(event.articles), event.id

    found = {}
    for day, own in touched.items():
        several = sorted((event for event in own if len(event.articles) > 1), key=size)
        alone = [event for event in own if len(event.articles) == 1]
        found[day] = _Day(several[:most], several[most:], alone)
    return found


def _alone(index: Index, events: Iterable[Event]) -> list[tuple[str, Article]]:
    """The events of one article with it."""
    home = {event.articles[0]: event.id for event in events}
    return [(home[id_], article) for id_, article in index.articles_by_id(home).items()]


def _listed(index: Index, event: Event) -> Facts:
    """An event that was not compared, as far as ``EVENT.json`` would have it."""
    stored = index.articles_by_id(event.articles)
    here = present(event, stored.keys())
    return uncompared(here, [stored[id_] for id_ in here.articles])


def _is_known(folder: Path, day: date) -> bool:
    return (folder / f"{day}.json").is_file()


def _write_day(folder: Path, facts: Facts) -> None:
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":")) + "\n"
    files.write(folder / f"{facts['day']}.json", text.encode("utf-8", "backslashreplace"))
    files.write(folder / f"{facts['day']}.html", day_page(facts))
    files.write(folder / f"{facts['day']}.md", day_markdown(facts))


def _known_days(folder: Path) -> Iterator[Facts]:
    """The days that stand in the folder, the latest first."""
    for path in sorted(folder.iterdir(), reverse=True):
        if _DAY.fullmatch(path.name):
            try:
                facts = json.loads(path.read_text("utf-8"))
            except (OSError, ValueError):
                continue
            if isinstance(facts, dict) and facts.get("format") == FORMAT:
                yield facts
