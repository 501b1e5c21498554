"""``newscompare report`` and ``newscompare align``: who says what."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compare.cli.common import (
    Run,
    a_file,
    a_folder,
    as_json,
    command_options,
    console,
    finish,
    links,
    marked,
    pair_file,
    paths_argument,
    paths_or_index,
    print_json,
    read_or_stop,
    said_of_links,
)
from compare.cli.table import fitted, show
from compare.report.wording import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from compare.model import Alignment, Article, Match

__all__ = ["align_command", "report_command"]

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


@click.command("align")
@paths_argument
@click.option("--min-score", type=click.FloatRange(0, 1), metavar="X",
              help="List matches from this score; 0 lists every pair.")  # fmt: skip
@as_json
@command_options
def align_command(
    run: Run,
    paths: tuple[str, ...],
    min_score: float | None,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Put the statements of two or more articles side by side."""
    from compare import report
    from compare.pipeline import align_articles

    with run.progress() as progress:
        reading = read_or_stop(run, paths, progress)
        if len(reading.articles) < 2:  # noqa: PLR2004  (two is what a comparison takes)
            raise click.UsageError("give at least two articles to align")
        result = align_articles(reading.articles, run.settings, min_score, progress)
    if as_json:
        print_json(report.align(result))
    else:
        _show_alignment(result, reading.articles)
    run.say(f"matches: {len(result.matches)}; spans that are no statements: {len(result.dropped)}")
    finish(reading.refused)


def _show_alignment(result: Alignment, articles: Sequence[Article]) -> None:
    from rich.table import Table

    if not fitted():
        _list_alignment(result, articles)
        return
    screen = console()
    for first in range(len(articles)):
        for second in range(first + 1, len(articles)):
            table = Table(articles[first].source, articles[second].source, box=None,
                          padding=(0, 2, 1, 0), expand=True)  # fmt: skip
            table.columns[0].ratio = table.columns[1].ratio = 1
            found = [match for match in result.matches
                     if (match.a[0], match.b[0]) == (first, second)]  # fmt: skip
            for match in found:
                table.add_row(*_row(match, result))
            if not found:
                table.add_row("no statement in common", "")
            screen.print(table)


def _list_alignment(result: Alignment, articles: Sequence[Article]) -> None:
    said = [[" ".join(each.text.split()) for each in of] for of in result.statements]
    name = [article.source for article in articles]
    rows: list[tuple[str, ...]] = [
        (match.relation, f"{match.score:.2f}", name[match.a[0]], said[match.a[0]][match.a[1]],
         name[match.b[0]], said[match.b[0]][match.b[1]])
        for match in result.matches
    ]  # fmt: skip
    matched = {(match.a[0], match.b[0]) for match in result.matches}
    rows += [
        ("none", "", name[first], "no statement in common", name[second], "")
        for first, second in combinations(range(len(articles)), 2)
        if (first, second) not in matched
    ]
    show(("relation", "score", "source", "statement", "source", "statement"), rows)


def _row(match: Match, result: Alignment) -> tuple[Text, Text]:
    from rich.text import Text

    from compare.alignment.align import EVEN
    from compare.relations.relate import soften

    a = result.statements[match.a[0]][match.a[1]].text
    b = result.statements[match.b[0]][match.b[1]].text
    # What is likelier no match, and what accuses, is in doubt.
    doubt = "?" if match.score < EVEN or soften(match.relation) != match.relation else ""
    head = (f"{match.relation}{doubt} {match.score:.2f}\n", "dim")
    return Text.assemble(head, marked(a, b)), Text.assemble("\n", marked(b, a))
