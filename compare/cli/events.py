"""``newscompare events``: group articles, or an index's articles, into events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, finish, print_json, show
from compare.cli.options import (
    Run,
    a_file,
    as_json,
    command_options,
    engine_option,
    jobs_option,
    links,
    pair_file,
    paths_or_index,
    read_or_stop,
    said_of_links,
)
from compare.report.phrasing import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from compare.model import Event, Refused

__all__ = ["events_command", "list_events"]


@click.command("events")
@paths_or_index
@click.option("--index", "index_file", type=a_file, metavar="FILE",
              help="The events of an index, kept as articles arrive.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Only articles published on or after this day.")
@click.option("--until", metavar="DATE", help="Only articles published on or before this day.")
@links
@engine_option
@jobs_option
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
    jobs: int,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Group articles into events, and events into stories."""
    from compare.pipeline import group_events
    from compare.text.dates import published_between

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
        events = group_events(articles, run.settings, *pairs, progress, engine, jobs)
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
    from compare.index import open_index

    with run.progress() as progress, open_index(index_file, run.settings) as index:
        events = index.events(
            since, until, must_link=must_link, cannot_link=cannot_link, progress=progress
        )
        sources = {id_: source for id_, source, _ in index.entries()}
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


def _show_events(events: Sequence[Event], source: Mapping[str, str]) -> None:
    rows = []
    for event in sorted(events, key=lambda event: (-len(event.articles), event.id)):
        sources = ", ".join(sorted({source[id_] for id_ in event.articles}))
        about = f"{' '.join(event.title.split())}\n{sources}"
        rows.append(
            (event.id, event.story, (event.start or "")[:10], str(len(event.articles)), about)
        )
    show(("event", "story", "first", "articles", "title and sources"), rows)
    _show_related(events)


def _show_related(events: Sequence[Event]) -> None:
    """Pairs of articles of different events that may report one, below and apart."""
    from compare.events.grouping import related_pairs

    if related := related_pairs(events):
        echo("\nrelated, perhaps one event")
        rows = [(link.a, link.b, f"{link.score:.2f}") for link in related]
        show(("article", "other article", "probability"), rows)
