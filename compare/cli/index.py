"""``newscompare index``: the articles seen so far."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, finish, print_json, show
from compare.cli.options import (
    Run,
    as_json,
    batches_or_stop,
    command_options,
    index_option,
    paths_argument,
    say_refused,
)
from compare.report.phrasing import plural

if TYPE_CHECKING:
    from pathlib import Path

    from compare.index.event_ledger import Change
    from compare.model import Refused

__all__ = ["index_command"]

WRONG = 2
ids_argument = click.argument("ids", nargs=-1, required=True, metavar="ID...")


@click.group("index")
def index_command() -> None:
    """The persistent index: one file with every article seen."""


@index_command.command("add")
@paths_argument
@index_option
@command_options
def add_command(run: Run, paths: tuple[str, ...], index_file: Path) -> None:
    """Store articles; the file is made if it is not there."""
    from compare.index import open_index

    refused: list[Refused] = []
    added = total = 0
    try:
        with (
            run.progress() as progress,
            open_index(index_file, run.settings, create=True) as index,
        ):
            for articles in batches_or_stop(run, paths, progress, refused):
                new, odd = index.add(articles)
                refused += say_refused(odd)[:1]
                added += len(new)
            total = len(index)
    except KeyboardInterrupt:
        run.say(f"{plural(added, 'article')} added; run it again for the rest")
        raise
    run.say(f"{plural(added, 'article')} added, {total:,} in the index")
    finish(refused)


@index_command.command("remove")
@ids_argument
@index_option
@command_options
def remove_command(run: Run, ids: tuple[str, ...], index_file: Path) -> None:
    """Remove articles and all that was made from them."""
    from compare.index import open_index
    from compare.model import Refused

    with open_index(index_file, run.settings) as index:
        gone = index.remove(ids)
        total = len(index)
    unknown = [Refused(index_file.name, "no article of this id", id=id_)
               for id_ in ids if id_ not in gone]  # fmt: skip
    run.say(f"{plural(len(gone), 'article')} removed, {total:,} in the index")
    finish(say_refused(unknown))


@index_command.command("list")
@index_option
@as_json
@command_options
def list_command(run: Run, index_file: Path, as_json: bool) -> None:  # noqa: FBT001  (click's)
    """List the articles in order of adding."""
    from compare.index import open_index

    with open_index(index_file, run.settings) as index:
        rows = index.entries()
        if as_json:
            for id_, source, published in rows:
                row = {"id": id_, "source": source, "published": published}
                print_json(row, lines=True)
        else:
            head = ("article", "source", "published")
            show(head, ((id_, source, (published or "")[:10]) for id_, source, published in rows))


@index_command.command("stats")
@index_option
@as_json
@command_options
def stats_command(run: Run, index_file: Path, as_json: bool) -> None:  # noqa: FBT001  (click's)
    """Count articles and bytes; show the boilerplate that was learned."""
    from compare.index import open_index

    with open_index(index_file, run.settings) as index:
        stats = index.stats()
    if as_json:
        print_json(stats)
        return
    for name, value in stats.items():
        if name != "boilerplate":
            echo(f"{name.replace('_', ' ')}: {'-' if value is None else value}")
    for passage in stats["boilerplate"]:
        text = " ".join(passage["text"].split())
        echo(f"boilerplate ({passage['source']}): {text}")


@index_command.command("events")
@index_option
@click.option("--log", is_flag=True, help="Every merge, split, move and undo instead.")
@click.option("--undo", type=int, metavar="ENTRY",
              help="Put events back as they were before an entry of the log.")  # fmt: skip
@as_json
@command_options
def events_command(
    run: Run,
    index_file: Path,
    log: bool,  # noqa: FBT001  (click's)
    undo: int | None,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """List the events, which keep their ids, or what happened to them."""
    from compare.cli.events import list_events
    from compare.index import open_index

    if log and undo is not None:
        raise click.UsageError("choose one of --log and --undo")
    if not log and undo is None:
        list_events(run, index_file, as_json=as_json)
        return
    with run.progress() as progress, open_index(index_file, run.settings) as index:
        index.settle(progress)
        ledger = index.ledger
        changes = ledger.changes() if undo is None else (ledger.undo(undo),)
    for change in changes:
        if as_json:
            print_json(change.to_dict(), lines=True)
        else:
            echo(_in_words(change))
    if not changes:
        run.say("no merge, split, move or undo on record")


def _in_words(change: Change) -> str:
    before, after = (
        "; ".join(
            f"{event}: {', '.join(id_ or '(removed)' for id_ in ids)}"
            for event, ids in side.items()
        )
        for side in (change.before, change.after)
    )
    undone = f" (undone by {change.undone})" if change.undone else ""
    return f"{change.entry} {change.kind}{undone}\n  before  {before}\n  after   {after}"


@index_command.command("verify")
@index_option
@as_json
@command_options
def verify_command(run: Run, index_file: Path, as_json: bool) -> None:  # noqa: FBT001  (click's)
    """Compare every row with its text; exit 2 if anything is wrong."""
    from compare.index import open_index

    with run.progress() as progress, open_index(index_file, run.settings) as index:
        faults = list(index.verify(progress))
        total = len(index)
    if as_json:
        print_json({"articles": total, "faults": faults})
    else:
        for fault in faults:
            echo(fault)
    run.say(f"{plural(total, 'article')} verified, {plural(len(faults), 'fault')}")
    sys.exit(WRONG if faults else 0)


@index_command.command("export")
@index_option
@command_options
def export_command(run: Run, index_file: Path) -> None:
    """Print every article as JSON Lines, as it was given."""
    from compare import report
    from compare.index import export

    # Every index of this version can be exported, whatever its stamps: this is how it is rebuilt.
    for article in export(index_file, run.settings):
        print_json(report.article(article), lines=True)


@index_command.command("compact")
@index_option
@command_options
def compact_command(run: Run, index_file: Path) -> None:
    """Give space that nothing uses back to the disk."""
    from compare.index import open_index

    before = index_file.stat().st_size if index_file.exists() else 0
    with open_index(index_file, run.settings) as index:
        index.compact()
    run.say(f"{before:,} bytes before, {index_file.stat().st_size:,} now")
