"""``newscompare origins``: who has it from whom, and how many know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, finish, print_json, show
from compare.cli.options import (
    Run,
    a_file,
    as_json,
    command_options,
    links,
    pair_file,
    paths_or_index,
    read_or_stop,
    said_of_links,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from compare.model import Article, Comparison, Event, Progress, Refused
    from compare.origins.overview import Overview

__all__ = ["origins_command"]

Found = tuple["Sequence[Comparison]", "Sequence[tuple[Event, Article]]", "Sequence[Refused]"]
Pairs = tuple[tuple[str, str], ...]


@click.command("origins")
@paths_or_index
@click.option("--index", "index_file", type=a_file, metavar="FILE",
              help="The events of an index.")  # fmt: skip
@click.option("--publishers", "publishers_file", type=a_file, metavar="FILE",
              help="CSV with outlet,publisher: outlets of one publisher are one.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Only articles published on or after this day.")
@click.option("--until", metavar="DATE", help="Only articles published on or before this day.")
@links
@as_json
@command_options
def origins_command(
    run: Run,
    paths: tuple[str, ...],
    index_file: Path | None,
    publishers_file: Path | None,
    since: str | None,
    until: str | None,
    must_link: Path | None,
    cannot_link: Path | None,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Say who has it from whom, and how many know it.

    The publishers that feeds name are counted; outlets are made one voice by --publishers alone.
    """
    from compare.origins.overview import overview
    from compare.origins.publishers import Publishers, always_agreeing, from_feeds, read_publishers
    from compare.report.json_formats import origins

    if bool(paths) == bool(index_file):
        raise click.UsageError("give paths, or an index with --index")
    named = read_publishers(publishers_file) if publishers_file else Publishers()
    pairs = pair_file(must_link), pair_file(cannot_link)
    with run.progress() as progress:
        if index_file is not None:
            found = _of_index(run, index_file, (since, until), pairs, named.of, progress)
        else:
            found = _of_paths(run, paths, (since, until), pairs, named.of, progress)
    comparisons, alone, refused = found
    articles = [each.article for made in comparisons for each in (*made.articles, *made.reprints)]
    known = {**from_feeds([*articles, *(article for _, article in alone)]), **named.of}
    made = overview(comparisons, alone, run.settings.origins, known)
    for warning in filter(
        None, (*named.warnings, named.unknown({each.outlet for each in made.outlets}))
    ):
        run.say(f"warning: {warning}")
    hints = always_agreeing(comparisons)
    if as_json:
        print_json(origins(made, known, hints, refused))
    else:
        _show(made, known)
    for one, two, events in hints:
        run.say(f"{one} and {two} have one text in all {events} events they share: one publisher?")
    several = [each for each in made.events if len(each.articles) > 1]
    origins_there = sum(each.independent for each in several)
    run.say(f"events of two or more articles: {len(several)}; their origins: {origins_there}")
    finish(refused)


def _of_paths(
    run: Run,
    paths: Sequence[str],
    days: tuple[str | None, str | None],
    pairs: tuple[Pairs, Pairs],
    publishers: Mapping[str, str],
    progress: Progress | None,
) -> Found:
    from compare.pipeline import compare_events
    from compare.text.dates import published_between

    reading = read_or_stop(run, paths, progress)
    said_of_links(run, reading.articles, *pairs)
    articles = published_between(reading.articles, *days)
    made = compare_events(articles, run.settings, *pairs, progress, publishers)
    by_id = {article.id: article for article in articles}
    alone = [(event, by_id[event.articles[0]]) for event in made.alone]
    return made.comparisons, alone, reading.refused


def _of_index(
    run: Run,
    index_file: Path,
    days: tuple[str | None, str | None],
    pairs: tuple[Pairs, Pairs],
    publishers: Mapping[str, str],
    progress: Progress | None,
) -> Found:
    from compare.desk.stored import comparison_of
    from compare.index import open_index

    comparisons, alone = [], []
    with open_index(index_file, run.settings) as index:
        must_link, cannot_link = pairs
        events = index.events(
            *days, must_link=must_link, cannot_link=cannot_link, progress=progress
        )
        for done, event in enumerate(events, 1):
            if len(event.articles) > 1:
                comparisons.append(comparison_of(index, event, publishers))
            else:
                alone += [(event, one) for one in index.articles_by_id(event.articles).values()]
            if progress:
                progress("compare", done, len(events))
    return comparisons, alone, ()


def _show(made: Overview, publishers: Mapping[str, str]) -> None:
    """Two tables: the events of several articles, then every outlet."""
    from compare.origins.overview import KINDS

    rows = [
        (
            each.event.id, (each.event.start or "")[:10], str(len(each.articles)),
            str(each.publishers(publishers)), str(each.independent),
            f"{' '.join(each.event.title.split())}\n{each.said}",
        )
        for each in made.events
        if len(each.articles) > 1
    ]  # fmt: skip
    show(("event", "first", "articles", "publishers", "origins", "title and origins"), rows)
    echo()
    show(
        ("outlet", "publisher", "articles", *KINDS, "own"),
        [
            (
                each.outlet, each.publisher, str(each.articles),
                *(str(each.kinds[kind] or "") for kind in KINDS), f"{each.own:.0%}",
            )
            for each in made.outlets
        ],
    )  # fmt: skip
