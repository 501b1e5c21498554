"""``newscompare export``: tidy tables for research."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, finish
from compare.cli.options import (
    Run,
    a_file,
    a_folder,
    command_options,
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
@command_options
def export_command(
    run: Run,
    paths: tuple[str, ...],
    index_file: Path | None,
    folder: Path,
    kind: TableFormat,
    since: str | None,
    until: str | None,
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
            events = rows_from_index(run.settings, index_file, since, until, progress)
        else:
            events = rows_from_paths(run, paths, since, until, progress, refused)
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
) -> Iterator[Mapping[str, Sequence[Row]]]:
    """The rows of each event of what is read; what was refused is added to ``refused``."""
    from compare.pipeline import compare_events
    from compare.research.rows import rows_of
    from compare.text.dates import published_between

    reading = read_or_stop(run, paths, progress)
    refused += reading.refused
    articles = published_between(reading.articles, since, until)
    comparisons, alone = compare_events(articles, run.settings, progress=progress)
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
) -> Iterator[Mapping[str, Sequence[Row]]]:
    """The rows of each event of an index."""
    from compare.desk.stored import comparison_of
    from compare.index import open_index
    from compare.research.rows import rows_of

    with open_index(index_file, settings) as index:
        events = index.events(since, until, progress=progress)
        for done, event in enumerate(events, 1):
            if len(event.articles) > 1:
                yield rows_of(comparison_of(index, event))
            else:
                (article,) = index.articles_by_id(event.articles).values()
                yield _single(event, article, settings)
            if progress:
                progress("compare", done, len(events))


def _single(event: Event, article: Article, settings: Settings) -> dict[str, list[Row]]:
    from compare.desk.stored import statements_of
    from compare.research.rows import rows_of_single
    from compare.version import __version__

    article, statements = statements_of(article, settings)
    return rows_of_single(event, article, statements, settings.digest(), __version__)
