"""``newscompare dedup`` and ``newscompare events``: whole batches at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from compare.cli.common import (
    Run,
    as_json,
    command_options,
    console,
    finish,
    pair_file,
    paths_argument,
    print_json,
    read_or_stop,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Article, Copy, Event

__all__ = ["dedup_command", "events_command"]


@click.command("dedup")
@paths_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the kept articles here as JSON Lines.")  # fmt: skip
@click.option("--drop", type=click.Choice(["partial"]),
              help="Drop partial copies too; they are listed and kept otherwise.")  # fmt: skip
@as_json
@command_options
def dedup_command(
    run: Run,
    paths: tuple[str, ...],
    output: Path | None,
    drop: str | None,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Keep one article of each set of copies, and say which each dropped one copies."""
    from compare import report
    from compare.pipeline import deduplicate

    with run.progress() as progress:
        reading = read_or_stop(run, paths, progress)
        result = deduplicate(
            reading.articles, run.settings, drop_partial=drop == "partial", progress=progress
        )
    if output is not None:
        kept = set(result.kept)
        report.write_articles(output, [a for a in reading.articles if a.id in kept])
    if as_json:
        print_json(report.dedup(result.kept, result.copies, reading.refused))
    elif result.copies:
        _show_copies(result.copies)
    dropped = len(reading.articles) - len(result.kept)
    run.say(f"articles kept: {len(result.kept)}; dropped as copies: {dropped}")
    finish(reading.refused)


@click.command("events")
@paths_argument
@click.option("--since", metavar="DATE", help="Only articles published on or after this day.")
@click.option("--until", metavar="DATE", help="Only articles published on or before this day.")
@click.option("--must-link", type=click.Path(path_type=Path), metavar="FILE",
              help="Pairs of ids that are one event, two a line.")  # fmt: skip
@click.option("--cannot-link", type=click.Path(path_type=Path), metavar="FILE",
              help="Pairs of ids that are not one event.")  # fmt: skip
@as_json
@command_options
def events_command(
    run: Run,
    paths: tuple[str, ...],
    since: str | None,
    until: str | None,
    must_link: Path | None,
    cannot_link: Path | None,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Group articles into events, and events into stories."""
    from compare import report
    from compare.pipeline import group_events, published_between

    with run.progress() as progress:
        reading = read_or_stop(run, paths, progress)
        articles = published_between(reading.articles, since, until)
        events = group_events(
            articles, run.settings, pair_file(must_link), pair_file(cannot_link), progress
        )
    if as_json:
        print_json(report.events(events, reading.refused))
    else:
        _show_events(events, {article.id: article for article in articles})
    stories = len({event.story for event in events})
    run.say(f"articles: {len(articles)}; events: {len(events)}; stories: {stories}")
    finish(reading.refused)


def _show_copies(copies: Sequence[Copy]) -> None:
    from rich.table import Table

    table = Table("copy", "of", "kind", "containment", "Jaccard", box=None)
    for copy in copies:
        share, jaccard = f"{copy.containment:.0%}", f"{copy.jaccard:.2f}"
        table.add_row(copy.id, copy.of, copy.kind, share, jaccard)
    console().print(table)


def _show_events(events: Sequence[Event], articles: Mapping[str, Article]) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table("event", "story", "first", "articles", "title and sources", box=None)
    for event in sorted(events, key=lambda event: (-len(event.articles), event.id)):
        sources = ", ".join(sorted({articles[id_].source for id_ in event.articles}))
        about = f"{escape(event.title)}\n[dim]{escape(sources)}[/dim]"
        day = (event.start or "")[:10]
        table.add_row(event.id, event.story, day, str(len(event.articles)), about)
    console().print(table)
