"""``newscompare digest``: the day, as permanent pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from compare.cli.console import echo, print_json
from compare.cli.options import (
    Run,
    a_folder,
    as_json,
    command_options,
    index_option,
    jobs_option,
)
from compare.report.phrasing import plural

__all__ = ["day_named", "digest_command", "today"]

_AGO = re.compile(r"(\d{1,4}) days? ago")


def today() -> date:
    """The day it is, UTC."""
    return datetime.now(UTC).date()


def day_named(text: str, now: date) -> date:
    """``today``, ``yesterday``, ``3 days ago`` or an ISO date, as a day.

    Raises:
        BadParameter: it is none of these.
    """
    words = text.strip().lower()
    if words in {"today", "yesterday"}:
        return now - timedelta(days=words == "yesterday")
    if ago := _AGO.fullmatch(words):
        return now - timedelta(days=int(ago[1]))
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise click.BadParameter(
            f"{text!r} is no day; write today, yesterday, 3 days ago or 2020-01-31"
        ) from error


@click.command("digest")
@index_option
@click.option("--since", default="yesterday", show_default=True, metavar="DAY",
              help="The first day: today, yesterday, 3 days ago, 2024-03-05.")  # fmt: skip
@click.option("--until", default="today", show_default=True, metavar="DAY", help="The last day.")
@click.option("--ours", metavar="OUTLET,...",
              help="Who we are: also says what others have and we have not.")  # fmt: skip
@click.option("-o", "--output", type=a_folder, default=Path("digest"), show_default=True,
              metavar="FOLDER", help="Where the days go; those of other periods stay.")  # fmt: skip
@click.option("--compare", "most", type=click.IntRange(min=0), default=200, metavar="N",
              show_default=True,
              help="Compare the N events of most sources a day; list the rest.")  # fmt: skip
@as_json
@jobs_option
@command_options
def digest_command(
    run: Run,
    index_file: Path,
    since: str,
    until: str,
    ours: str | None,
    output: Path,
    most: int,
    as_json: bool,  # noqa: FBT001  (click's)
    jobs: int,
) -> None:
    """Write a page a day: new, grown, first, copied, missed.

    Days are UTC. Days, events and their pages keep their addresses; a day can be written again at
    any time, and only what changed is compared again. A day without articles has no page.
    """
    from compare.desk.digest import write_digest
    from compare.index import open_index

    now = today()
    first, last = day_named(since, now), day_named(until, now)
    we = tuple(name.strip() for name in (ours or "").split(",") if name.strip())
    with run.progress() as progress, open_index(index_file, run.settings) as index:
        days = write_digest(index, output, first, last, we, progress, most=most, jobs=jobs)
        undated = sum(published is None for _, _, published in index.entries())
    if as_json:
        for day in days:
            print_json(day, lines=True)
    else:
        echo(output / (f"{last}.html" if first == last else "index.html"))
    articles = sum(day["articles"] for day in days)
    none = f"; without a date, and so of no day: {plural(undated, 'article')}" if undated else ""
    events = [event for day in days for event in day["events"]]
    listed = sum(not event["compared"] for event in events)
    rest = f", {listed:,} of {plural(len(events), 'event')} not compared" if listed else ""
    said = f"{plural(len(days), 'day')}, {plural(articles, 'article')}{rest}{none}"
    run.say(f"{said}; open {output / 'index.html'}")
