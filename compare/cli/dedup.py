"""``newscompare dedup``: keep one article of each set of copies."""

from __future__ import annotations

import json
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from compare.cli.console import finish, print_json, show
from compare.cli.options import (
    Run,
    a_file,
    as_json,
    command_options,
    engine_option,
    jobs_option,
    paths_argument,
    read_or_stop,
    refuse_an_input,
    spill_or_stop,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from compare.model import Copy, Progress, Refused
    from compare.pipeline import Deduplication

__all__ = ["dedup_command"]

_STDOUT = Path("-")


@click.command("dedup")
@paths_argument
@click.option("-o", "--output", type=a_file, metavar="FILE",
              help="Write the kept articles here as JSON Lines; - is standard output.")  # fmt: skip
@click.option("--drop", type=click.Choice(["partial"]),
              help="Drop partial copies too; they are listed and kept otherwise.")  # fmt: skip
@engine_option
@jobs_option
@as_json
@command_options
def dedup_command(
    run: Run,
    paths: tuple[str, ...],
    output: Path | None,
    drop: str | None,
    engine: str,
    jobs: int,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Keep one article of each set of copies; tell what copies what.

    Files may be larger than memory: texts go to a temporary file as large as they are (TMPDIR
    names its folder), and about 1 kB of each article stays in memory. Spark is given all of them.
    """
    from compare import report

    refuse_an_input(output, paths)
    if output == _STDOUT and as_json:
        raise click.UsageError("choose one of --json and -o -: both go to standard output")
    with run.progress() as progress, ExitStack() as opened:
        if engine == "local":
            found = _spilled(run, paths, jobs, progress, opened, record=output is not None)
        else:
            found = _held(run, paths, engine, progress)
        result = found.deduplicate(drop_partial=drop == "partial")
        if output is not None and output != _STDOUT:
            report.write_lines(output, found.lines(set(result.kept)))
        if as_json:
            print_json(report.dedup(result.kept, result.copies, found.refused))
        elif output == _STDOUT:
            for line in found.lines(set(result.kept)):
                print_json(json.loads(line), lines=True)
        elif result.copies:
            _show_copies(result.copies)
    dropped = found.articles - len(result.kept)
    run.say(f"articles kept: {len(result.kept)}; dropped as copies: {dropped}")
    finish(found.refused)


class _Found(NamedTuple):
    """What was read: how many articles, what was refused, and what can be asked of them."""

    articles: int
    refused: Sequence[Refused]
    deduplicate: Callable[..., Deduplication]
    lines: Callable[[set[str]], Iterable[bytes]]


def _spilled(
    run: Run,
    paths: Sequence[str],
    jobs: int,
    progress: Progress | None,
    opened: ExitStack,
    *,
    record: bool,
) -> _Found:
    """The articles on disk."""
    from compare.pipeline import deduplicate_spilled, spilled_articles
    from compare.report import article_line

    refused: list[Refused] = []
    spilled = opened.enter_context(
        spilled_articles(run.settings, jobs, article_line if record else None)
    )
    spill_or_stop(run, paths, progress, spilled, refused)
    decide = partial(deduplicate_spilled, spilled, run.settings, progress=progress)
    return _Found(len(spilled), refused, decide, spilled.records)


def _held(run: Run, paths: Sequence[str], engine: str, progress: Progress | None) -> _Found:
    """The articles in memory, to be handed to an engine."""
    from compare.pipeline import deduplicate
    from compare.report import article_line

    reading = read_or_stop(run, paths, progress)
    articles = reading.articles
    decide = partial(deduplicate, articles, run.settings, progress=progress, engine=engine)

    def lines(ids: set[str]) -> Iterable[bytes]:
        return (article_line(article) for article in articles if article.id in ids)

    return _Found(len(articles), reading.refused, decide, lines)


def _show_copies(copies: Sequence[Copy]) -> None:
    show(
        ("copy", "of", "kind", "containment", "Jaccard"),
        ((copy.id, copy.of, copy.kind, f"{copy.containment:.0%}", f"{copy.jaccard:.2f}")
         for copy in copies),
    )  # fmt: skip
