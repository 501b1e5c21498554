"""``newscompare report``: the main job, from files to pages."""

from __future__ import annotations

from pathlib import Path

import click

from compare.cli.console import finish
from compare.cli.options import (
    Run,
    a_file,
    a_folder,
    command_options,
    links,
    pair_file,
    paths_or_index,
    read_or_stop,
    said_of_links,
)
from compare.report.phrasing import plural

__all__ = ["report_command"]

FORMATS = ("html", "json", "csv", "md")


@click.command("report")
@paths_or_index
@click.option("--index", "index_file", type=a_file, metavar="FILE",
              help="With --event: report from an index.")  # fmt: skip
@click.option("--event", metavar="ID", help="The event of the index to report.")
@click.option("-o", "--output", type=a_folder, default=Path("reports"),
              show_default=True, metavar="FOLDER",
              help="Where the report goes; pages of an earlier report there go.")  # fmt: skip
@click.option("--format", "formats", default="html,json", show_default=True, metavar="LIST",
              help=f"Any of {', '.join(FORMATS)}, separated by commas.")  # fmt: skip
@links
@command_options
def report_command(
    run: Run,
    paths: tuple[str, ...],
    index_file: Path | None,
    event: str | None,
    output: Path,
    formats: str,
    must_link: Path | None,
    cannot_link: Path | None,
) -> None:
    """Write a page per event: what each source added or left out."""
    from compare.pipeline import compare_events, write_comparisons

    wanted = _formats(formats)
    if bool(paths) == bool(index_file) or bool(index_file) != bool(event):
        raise click.UsageError("give paths, or an index with --index and --event")
    if index_file and event:
        _report_event(run, index_file, event, output, wanted)
        return
    with run.progress() as progress:
        reading = read_or_stop(run, paths, progress)
        pairs = pair_file(must_link), pair_file(cannot_link)
        said_of_links(run, reading.articles, *pairs)
        comparisons, alone = compare_events(reading.articles, run.settings, *pairs, progress)
        page = write_comparisons(
            comparisons, alone, reading.articles, output, run.settings, reading.refused, wanted
        )
    click.echo(page)
    run.say(f"{plural(len(comparisons), 'event')} of two or more articles, "
            f"{plural(len(alone), 'article')} in none, {len(reading.refused):,} refused; "
            f"open {page}")  # fmt: skip
    finish(reading.refused)


def _report_event(
    run: Run, index_file: Path, event: str, output: Path, formats: tuple[str, ...]
) -> None:
    from compare.index.index import open_index
    from compare.index_reports import write_event_report

    with run.progress() as progress, open_index(index_file, run.settings) as index:
        page = write_event_report(index, event, output, formats, progress)
    click.echo(page)
    run.say(f"open {page}")


def _formats(names: str) -> tuple[str, ...]:
    wanted = tuple(name.strip() for name in names.split(","))
    for name in wanted:
        if name not in FORMATS:
            raise click.BadParameter(
                f"{name!r} is none of {', '.join(FORMATS)}", param_hint="--format"
            )
    return wanted
