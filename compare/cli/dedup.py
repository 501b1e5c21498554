"""``newscompare dedup``: keep one article of each set of copies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Copy

__all__ = ["dedup_command"]


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
            engine=engine, jobs=jobs,
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


def _show_copies(copies: Sequence[Copy]) -> None:
    show(
        ("copy", "of", "kind", "containment", "Jaccard"),
        ((copy.id, copy.of, copy.kind, f"{copy.containment:.0%}", f"{copy.jaccard:.2f}")
         for copy in copies),
    )  # fmt: skip
