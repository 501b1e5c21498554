"""``newscompare report``: the main job, from files to pages."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, finish
from compare.cli.options import (
    Run,
    a_file,
    a_folder,
    command_options,
    jobs_option,
    links,
    pair_file,
    paths_or_index,
    read_or_stop,
    said_of_links,
)
from compare.report.phrasing import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.comparison.corrections import Correction
    from compare.model import Comparison

__all__ = ["report_command"]

BRIEFS = 3
"""Of so many events the brief is told in a terminal."""
FORMATS = ("html", "json", "csv", "md")


@click.command("report")
@paths_or_index
@click.option("--index", "index_file", type=a_file, metavar="FILE",
              help="Report the events of an index; only pages that change are made.")  # fmt: skip
@click.option("--event", "events", multiple=True, metavar="ID",
              help="With --index: this event; may be repeated.")  # fmt: skip
@click.option("--since", metavar="DATE",
              help="With --index: events with an article of this day or later.")  # fmt: skip
@click.option("--until", metavar="DATE",
              help="With --index: events with an article of this day or before.")  # fmt: skip
@click.option("-o", "--output", type=a_folder, default=Path("reports"),
              show_default=True, metavar="FOLDER",
              help="Where it goes; pages of other events there stay.")  # fmt: skip
@click.option("--clean", is_flag=True, help="Take away the pages of an earlier report of PATHS.")
@click.option("--format", "formats", default="html,json", show_default=True, metavar="LIST",
              help=f"Any of {', '.join(FORMATS)}, separated by commas.")  # fmt: skip
@click.option("--corrections", "corrections", multiple=True, type=a_file, metavar="FILE",
              help="Obey what a page's button gave you; may be repeated.")  # fmt: skip
@links
@jobs_option
@command_options
def report_command(
    run: Run,
    paths: tuple[str, ...],
    index_file: Path | None,
    events: tuple[str, ...],
    since: str | None,
    until: str | None,
    output: Path,
    clean: bool,  # noqa: FBT001  (click's)
    formats: str,
    corrections: tuple[Path, ...],
    must_link: Path | None,
    cannot_link: Path | None,
    jobs: int,
) -> None:
    """Write a page per event: what each source added or left out."""
    from compare.comparison.corrections import read_corrections
    from compare.pipeline import compare_events, compare_stories, write_comparisons

    wanted = _formats(formats)
    known = [one for file in corrections for one in read_corrections(file)]
    if bool(paths) == bool(index_file):
        raise click.UsageError("give paths, or an index with --index")
    if paths and (events or since or until):
        raise click.UsageError("--event, --since and --until choose from an index; give --index")
    if events and (since or until):
        raise click.UsageError("choose by --event or by --since and --until")
    if index_file is not None:
        if must_link or cannot_link:
            raise click.UsageError("an index keeps its links; give them to events --index")
        _report_index(run, index_file, events, (since, until), output, wanted, known, jobs)
        return
    with run.progress() as progress:
        reading = read_or_stop(run, paths, progress)
        pairs = pair_file(must_link), pair_file(cannot_link)
        said_of_links(run, reading.articles, *pairs)
        comparisons, alone = compare_events(
            reading.articles, run.settings, *pairs, progress, corrections=known, jobs=jobs
        )
        stories = (
            compare_stories(
                comparisons, alone, reading.articles, run.settings, known, jobs, progress
            )
            if "html" in wanted
            else ()
        )
        page, pages = write_comparisons(
            comparisons, alone, reading.articles, output, run.settings, reading.refused, wanted,
            clean=clean, stories=stories, jobs=jobs, progress=progress,
        )  # fmt: skip
    echo(page)
    _say_briefs(run, comparisons)
    run.say(f"{plural(len(comparisons), 'event')} of two or more articles, "
            f"{plural(len(alone), 'article')} in none, {len(reading.refused):,} refused; "
            f"open {page}")  # fmt: skip
    if pages.replaced or pages.kept or pages.removed:
        run.say(f"{output} had a report: {plural(len(pages.replaced), 'event')} replaced, "
                f"{len(pages.kept)} kept, {len(pages.removed)} taken away")  # fmt: skip
    if known:
        done = sum(len(each.corrected.pairs) for each in comparisons if each.corrected)
        run.say(f"{done} of {plural(len(known), 'correction')} applied")
    finish(reading.refused)


def _say_briefs(run: Run, comparisons: Sequence[Comparison]) -> None:
    """The brief of the few events that are most worth reading."""
    from compare.report.brief_text import brief_text
    from compare.report.views.index import by_worth

    for made in by_worth(comparisons)[:BRIEFS] if sys.stderr.isatty() else ():
        run.say(f"\n{made.event.title}")
        for line in brief_text(made):
            run.say(line)
    if sys.stderr.isatty():
        run.say("")


def _report_index(
    run: Run,
    index_file: Path,
    ids: tuple[str, ...],
    period: tuple[str | None, str | None],
    output: Path,
    formats: tuple[str, ...],
    corrections: Sequence[Correction],
    jobs: int,
) -> None:
    from compare.desk.event_pages import update_pages
    from compare.index import open_index

    with run.progress() as progress, open_index(index_file, run.settings) as index:
        if ids:
            events = index.events(ids=ids, progress=progress)
        else:
            events = index.events(*period, progress=progress)
        done = update_pages(
            index, events, output, formats, progress, corrections=corrections, jobs=jobs
        )
    page = output / (f"{ids[0]}.html" if len(ids) == 1 and "html" in formats else "index.html")
    echo(page if "html" in formats else output)
    if corrections:
        run.say(f"{done.corrected} of {plural(len(corrections), 'correction')} applied")
    moved = f", {len(done.moved)} moved" if done.moved else ""
    run.say(f"{plural(len(done.made), 'page')} made, {len(done.unchanged)} unchanged{moved}; "
            f"open {page}")  # fmt: skip


def _formats(names: str) -> tuple[str, ...]:
    wanted = tuple(name.strip() for name in names.split(","))
    for name in wanted:
        if name not in FORMATS:
            raise click.BadParameter(
                f"{name!r} is none of {', '.join(FORMATS)}", param_hint="--format"
            )
    return wanted
