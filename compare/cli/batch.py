"""``newscompare dedup`` and ``newscompare events``: whole batches at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from compare.cli.common import (
    Run,
    a_file,
    as_json,
    command_options,
    engine_option,
    finish,
    links,
    pair_file,
    paths_argument,
    paths_or_index,
    print_json,
    read_or_stop,
    refuse_an_input,
    said_of_links,
)
from compare.cli.table import show
from compare.report.wording import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Copy, Event, Refused

__all__ = ["dedup_command", "events_command", "list_events"]


@click.command("dedup")
@paths_argument
@click.option("-o", "--output", type=a_file, metavar="FILE",
              help="Write the kept articles here as JSON Lines; - is standard output.")  # fmt: skip
@click.option("--drop", type=click.Choice(["partial"]),
              help="Drop partial copies too; they are listed and kept otherwise.")  # fmt: skip
@engine_option
@as_json
@command_options
def dedup_command(
    run: Run,
    paths: tuple[str, ...],
    output: Path | None,
    drop: str | None,
    engine: str,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Keep one article of each set of copies; tell what copies what."""
    from compare import report
    from compare.pipeline import deduplicate

    refuse_an_input(output, paths)
    to_stdout = output == Path("-")
    if to_stdout and as_json:
        raise click.UsageError("choose one of --json and -o -: both go to standard output")
    with run.progress() as progress:
        reading = read_or_stop(run, paths, progress)
        result = deduplicate(
            reading.articles, run.settings, drop_partial=drop == "partial", progress=progress,
            engine=engine,
        )  # fmt: skip
    ids = set(result.kept)
    kept = [article for article in reading.articles if article.id in ids]
    if output is not None and not to_stdout:
        report.write_articles(output, kept)
    if as_json:
        print_json(report.dedup(result.kept, result.copies, reading.refused))
    elif to_stdout:
        for article in kept:
            print_json(report.article(article), lines=True)
    elif result.copies:
        _show_copies(result.copies)
    dropped = len(reading.articles) - len(kept)
    run.say(f"articles kept: {len(kept)}; dropped as copies: {dropped}")
    finish(reading.refused)


@click.command("events")
@paths_or_index
@click.option("--index", "index_file", type=a_file, metavar="FILE",
              help="The events of an index, kept as articles arrive.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Only articles published on or after this day.")
@click.option("--until", metavar="DATE", help="Only articles published on or before this day.")
@links
@engine_option
@as_json
@command_options
def events_command(
    run: Run,
    paths: tuple[str, ...],
    index_file: Path | None,
    since: str | None,
    until: str | None,
    must_link: Path | None,
    cannot_link: Path | None,
    engine: str,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Group articles into events, and events into stories."""
    from compare.pipeline import group_events
    from compare.text.period import published_between

    pairs = pair_file(must_link), pair_file(cannot_link)
    if index_file is not None:
        if paths:
            raise click.UsageError("give paths or --index, not both")
        if engine != "local":
            raise click.UsageError("--engine is for paths; an index is worked on in this process")
        list_events(run, index_file, since, until, *pairs, as_json=as_json)
        return
    if not paths:
        raise click.UsageError("give paths, or an index with --index")
    with run.progress() as progress:
        reading = read_or_stop(run, paths, progress)
        said_of_links(run, reading.articles, *pairs)
        articles = published_between(reading.articles, since, until)
        events = group_events(articles, run.settings, *pairs, progress, engine)
    undated = sum(article.published is None for article in reading.articles)
    if undated and (since or until):
        run.say(f"left out, for they have no date: {plural(undated, 'article')}")
    sources = {article.id: article.source for article in articles}
    _told(run, events, sources, reading.refused, as_json=as_json)


def list_events(
    run: Run,
    index_file: Path,
    since: str | None = None,
    until: str | None = None,
    must_link: Sequence[tuple[str, str]] = (),
    cannot_link: Sequence[tuple[str, str]] = (),
    *,
    as_json: bool,
) -> None:
    """Show the events of an index."""
    from compare.index.index import open_index
    from compare.index_reports import index_events

    with run.progress() as progress, open_index(index_file, run.settings) as index:
        events = index_events(index, since, until, must_link, cannot_link, progress)
        sources = {id_: source for id_, source, _ in index.list()}
    _told(run, events, sources, (), as_json=as_json)


def _told(
    run: Run, events: Sequence[Event], sources: Mapping[str, str], refused: Sequence[Refused], *,
    as_json: bool,
) -> None:  # fmt: skip
    from compare import report

    if as_json:
        print_json(report.events(events, refused))
    else:
        _show_events(events, sources)
    articles = sum(len(event.articles) for event in events)
    stories = len({event.story for event in events})
    run.say(f"articles: {articles}; events: {len(events)}; stories: {stories}")
    finish(refused)


def _show_copies(copies: Sequence[Copy]) -> None:
    show(
        ("copy", "of", "kind", "containment", "Jaccard"),
        ((copy.id, copy.of, copy.kind, f"{copy.containment:.0%}", f"{copy.jaccard:.2f}")
         for copy in copies),
    )  # fmt: skip


def _show_events(events: Sequence[Event], source: Mapping[str, str]) -> None:
    rows = []
    for event in sorted(events, key=lambda event: (-len(event.articles), event.id)):
        sources = ", ".join(sorted({source[id_] for id_ in event.articles}))
        about = f"{' '.join(event.title.split())}\n{sources}"
        rows.append(
            (event.id, event.story, (event.start or "")[:10], str(len(event.articles)), about)
        )
    show(("event", "story", "first", "articles", "title and sources"), rows)
