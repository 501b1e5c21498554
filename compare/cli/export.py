"""``newscompare export``: tidy tables for research."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, finish
from compare.cli.options import (
    Run,
    a_file,
    a_folder,
    command_options,
    jobs_option,
    paths_or_index,
    read_or_stop,
)
from compare.report.phrasing import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from compare.model import Article, Event, Progress
    from compare.research.rows import Row
    from compare.research.tables import TableFormat
    from compare.settings import Settings

_AT_ONCE = 200
"""Events whose articles are in memory at a time."""
_WORTH = 500
"""Squared articles of events from which on processes compare them faster than this one alone."""

__all__ = ["export_command", "rows_from_index", "rows_from_paths"]


@click.command("export")
@paths_or_index
@click.option("--index", "index_file", type=a_file, metavar="FILE",
              help="The articles of an index.")  # fmt: skip
@click.option("--tables", "folder", type=a_folder, required=True, metavar="DIR",
              help="Where the tables go, a file each.")  # fmt: skip
@click.option("--format", "kind", type=click.Choice(("parquet", "csv")), default="parquet",
              show_default=True, help="Parquet needs the extra parquet.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Only events with an article of this day or later.")
@click.option("--until", metavar="DATE", help="Only events with an article of this day or before.")
@jobs_option
@command_options
def export_command(
    run: Run,
    paths: tuple[str, ...],
    index_file: Path | None,
    folder: Path,
    kind: TableFormat,
    since: str | None,
    until: str | None,
    jobs: int,
) -> None:
    """Write articles, events, claims and who tells what as tables.

    One row per thing; docs/tables.md says what every column means.
    """
    from compare.research.tables import write_tables
    from compare.version import __version__

    if bool(paths) == bool(index_file):
        raise click.UsageError("give paths, or an index with --index")
    made_by = (__version__, run.settings.digest())
    refused: list[object] = []
    with run.progress() as progress:
        if index_file is not None:
            events = rows_from_index(run.settings, index_file, since, until, progress, jobs)
        else:
            events = rows_from_paths(run, paths, since, until, progress, refused, jobs)
        counts = write_tables(folder, events, kind, made_by)
    echo(folder)
    run.say(", ".join(plural(rows, name.removesuffix("s")) for name, rows in counts.items()))
    finish(refused)


def rows_from_paths(
    run: Run,
    paths: tuple[str, ...],
    since: str | None,
    until: str | None,
    progress: Progress | None,
    refused: list[object],
    jobs: int,
) -> Iterator[Mapping[str, Sequence[Row]]]:
    """The rows of each event of what is read; what was refused is added to ``refused``."""
    from compare.pipeline import compare_events
    from compare.research.rows import rows_of
    from compare.text.dates import published_between

    reading = read_or_stop(run, paths, progress)
    refused += reading.refused
    articles = published_between(reading.articles, since, until)
    comparisons, alone = compare_events(articles, run.settings, progress=progress, jobs=jobs)
    by_id = {article.id: article for article in articles}
    for made in comparisons:
        yield rows_of(made)
    for event in alone:
        yield _single(event, by_id[event.articles[0]], run.settings)


def rows_from_index(
    settings: Settings,
    index_file: Path,
    since: str | None,
    until: str | None,
    progress: Progress | None,
    jobs: int,
) -> Iterator[Mapping[str, Sequence[Row]]]:
    """The rows of each event of an index."""
    from compare.desk.stored import present
    from compare.engines.workers import workers
    from compare.index import open_index

    with open_index(index_file, settings) as index, workers(jobs) as some:
        events = index.events(since, until, progress=progress)
        for at in range(0, len(events), _AT_ONCE):
            part = events[at : at + _AT_ONCE]
            stored = index.articles_by_id(id_ for event in part for id_ in event.articles)
            here = [present(event, stored.keys()) for event in part]
            own = [(event, [stored[id_] for id_ in event.articles])
                   for event in here if event.articles]  # fmt: skip
            sizes = [len(articles) ** 2 for _, articles in own]
            yield from some.map(partial(_rows, settings=settings), own, costs=sizes, worth=_WORTH)
            if progress:
                progress("compare", at + len(part), len(events))


def _rows(own: tuple[Event, Sequence[Article]], settings: Settings) -> Mapping[str, Sequence[Row]]:
    from compare.desk.stored import compare_articles
    from compare.research.rows import rows_of

    event, articles = own
    if len(articles) == 1:
        return _single(event, articles[0], settings)
    return rows_of(compare_articles(event, articles, settings))


def _single(event: Event, article: Article, settings: Settings) -> dict[str, list[Row]]:
    from compare.desk.stored import statements_of
    from compare.research.rows import rows_of_single
    from compare.version import __version__

    article, statements = statements_of(article, settings)
    return rows_of_single(event, article, statements, settings.digest(), __version__)
