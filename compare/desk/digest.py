"""The digest: a permanent page a day, as HTML, Markdown and JSON, the list of days, and a feed.

The events' own pages stand in ``events/`` and are made again only where they change.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from compare import files
from compare.desk.day import FORMAT, day_facts, day_of
from compare.desk.day_pages import atom, day_markdown, day_page, days_page
from compare.desk.event_pages import read_comparison, update_pages
from compare.errors import InputError
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from compare.desk.day import Facts
    from compare.index import Index
    from compare.model import Article, Event, Progress

__all__ = ["EVENTS", "MOST_DAYS", "write_digest"]

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
) -> tuple[Facts, ...]:
    """Write the page of every day of a period, and bring the list of days and the feed up to date.

    Days outside the period stay as they are. The same index, period and ``ours`` give the same
    bytes, whenever and however often it runs.

    Args:
        index: an open index.
        folder: made where it is not there.
        since: the first day (UTC).
        until: the last day.
        ours: the sources that are "we".
        progress: called with the stage, what is done and the total.

    Returns:
        The facts of each day, as its JSON has them.

    Raises:
        InputError: ``until`` is before ``since``, the period is too long, or a source of ``ours``
            has no article in the index.
        OutputError: the folder cannot be written.
    """
    days = _days(since, until)
    _check_sources(index, ours)
    events = index.events(since.isoformat(), until.isoformat(), progress=progress)
    done = update_pages(index, events, folder / EVENTS, ("html", "json"), progress)
    pages = {*done.made, *done.unchanged}
    by_day = _by_day(index, events)
    made_by = (__version__, index.settings.digest())
    written = []
    for day in days:
        several, singles = by_day.get(day, ([], []))
        comparisons = [read_comparison(folder / EVENTS, event) for event in several
                       if event in pages]  # fmt: skip
        facts = day_facts(day, comparisons, singles, ours, made_by)
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


def _by_day(
    index: Index, events: Sequence[Event]
) -> dict[date, tuple[list[str], list[tuple[str, Article]]]]:
    """Per day the events of two or more articles that it touches, and those of one."""
    dates = {id_: day_of(published) for id_, _, published in index.entries()}
    alone = index.articles_by_id(event.articles[0] for event in events if len(event.articles) == 1)
    several: defaultdict[date, list[str]] = defaultdict(list)
    singles: defaultdict[date, list[tuple[str, Article]]] = defaultdict(list)
    for event in events:
        touched = {day for id_ in event.articles if (day := dates.get(id_))}
        for day in touched:
            if len(event.articles) > 1:
                several[day].append(event.id)
            elif event.articles[0] in alone:
                singles[day].append((event.id, alone[event.articles[0]]))
    return {day: (sorted(several[day]), singles[day]) for day in {*several, *singles}}


def _write_day(folder: Path, facts: Facts) -> None:
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
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
