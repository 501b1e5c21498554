"""``newscompare watch``: articles as they arrive."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compare.cli.console import echo, print_json
from compare.cli.options import Run, a_folder, command_options, index_option
from compare.errors import NewscompareError
from compare.report.phrasing import plural

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from compare.index import Index

__all__ = ["watch_command"]

COMMAND_SECONDS = 60
"""So long a command of ``--exec`` may take for one article."""


@click.command("watch")
@click.argument("place", type=click.Path(path_type=Path), metavar="FOLDER|FILE")
@index_option
@click.option("--digest", "digest", type=a_folder, metavar="DIR",
              help="Keep the days of what arrives up to date there.")  # fmt: skip
@click.option("--ours", metavar="OUTLET,...", help="With --digest: who we are.")
@click.option("--exec", "execute", metavar="CMD",
              help="Run for each new article, its JSON line on standard input.")  # fmt: skip
@click.option("--settle", type=click.FloatRange(0, 3600), default=2.0, show_default=True,
              metavar="SECONDS", help="A file is read after so long without a change.")  # fmt: skip
@click.option("--once", is_flag=True, help="End when all that is there was taken.")
@command_options
def watch_command(
    run: Run,
    place: Path,
    index_file: Path,
    digest: Path | None,
    ours: str | None,
    execute: str | None,
    settle: float,
    once: bool,  # noqa: FBT001  (click's)
) -> None:
    """Take new articles from a folder or feed file.

    Prints a line of JSON for each article that the index had not. It fetches nothing itself: a
    spool folder, or RSS and Atom files that a fetcher writes, is what it reads. What was taken is
    noted beside the index in FILE.watched, so that a restart goes on where it was.
    """
    from compare.desk.spool import Journal, Spool
    from compare.desk.watch import Watcher
    from compare.index import open_index

    if not place.exists():
        raise click.UsageError(f"{place}: there is no such folder or file to watch")
    command = _command(execute)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    seen = 0

    def report(line: dict[str, Any]) -> None:
        nonlocal seen
        seen += 1
        print_json(line, lines=True)
        if command:
            _execute(run, command, line)

    with open_index(index_file, run.settings, create=True) as index:
        journal = Journal(index_file.with_name(f"{index_file.name}.watched"))
        after = _digester(run, index, digest, ours)
        watcher = Watcher(index, Spool(place, journal, settle), report, _warn, after)
        run.say(f"watching {place}; Ctrl-C ends")
        watcher.run(stop, once=once)
    run.say(f"{plural(seen, 'new article')} taken")


def _warn(line: str) -> None:
    echo(line, err=True)


def _command(execute: str | None) -> list[str]:
    try:
        words = shlex.split(execute or "")
    except ValueError as error:
        raise click.BadParameter(f"{execute!r} is no command ({error})") from error
    if execute is not None and not words:
        raise click.BadParameter("--exec names no command")
    return words


def _execute(run: Run, command: list[str], line: dict[str, Any]) -> None:
    """Run the command; what goes wrong is said, and the next article is taken."""
    try:
        done = subprocess.run(  # noqa: S603  (the user's own command, not through a shell)
            command, input=json.dumps(line).encode(), timeout=COMMAND_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        _warn(f"--exec: {line['id']}: {error}")
        return
    if done.returncode:
        run.say(f"--exec: {line['id']}: ended with status {done.returncode}")


def _digester(
    run: Run, index: Index, folder: Path | None, ours: str | None
) -> Callable[[set[date]], None]:
    """What brings the days of a round up to date; nothing where no digest is asked for."""
    from compare.desk.digest import write_digest

    we = tuple(name.strip() for name in (ours or "").split(",") if name.strip())

    def update(days: set[date]) -> None:
        if folder is None:
            return
        try:
            known = {source for _, source, _ in index.entries()}
            for day in sorted(days):
                write_digest(index, folder, day, day, [name for name in we if name in known])
        except NewscompareError as error:
            run.say(f"the digest is not up to date: {error}")

    return update
