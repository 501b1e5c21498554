"""``newscompare profile``: outlets over many events."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, finish, print_json
from compare.cli.export import rows_from_index, rows_from_paths
from compare.cli.options import Run, a_file, a_folder, a_path, as_json, command_options, jobs_option
from compare.report.phrasing import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.model import Accuracy
    from compare.research.rows import Row

__all__ = ["profile_command"]

_NEEDED = ("articles", "claims", "tellings", "events")


@click.command("profile")
@click.argument("paths", nargs=-1, type=a_path, metavar="TABLES | PATH... | --index FILE")
@click.option("--index", "index_file", type=a_file, metavar="FILE",
              help="The articles of an index.")  # fmt: skip
@click.option("--since", metavar="DATE", help="Only events with an article of this day or later.")
@click.option("--until", metavar="DATE", help="Only events with an article of this day or before.")
@click.option("-o", "--output", type=a_folder, default=Path("profile"), show_default=True,
              metavar="FOLDER", help="Where index.html and profile.json go.")  # fmt: skip
@as_json
@jobs_option
@command_options
def profile_command(
    run: Run,
    paths: tuple[str, ...],
    index_file: Path | None,
    since: str | None,
    until: str | None,
    output: Path,
    as_json: bool,  # noqa: FBT001  (click's)
    jobs: int,
) -> None:
    """Compare outlets over many events, with intervals.

    TABLES is a folder that export wrote.
    """
    from compare import files
    from compare.research.profile import profile
    from compare.research.profile_page import profile_page
    from compare.version import __version__

    if bool(paths) == bool(index_file):
        raise click.UsageError("give tables or paths, or an index with --index")
    refused: list[object] = []
    with run.progress() as progress:
        if index_file is not None:
            tables = _joined(
                rows_from_index(run.settings, index_file, since, until, progress, jobs)
            )
        elif _are_tables(paths):
            if since or until:
                raise click.UsageError("tables hold their period already; choose it in export")
            from compare.research.tables import read_tables

            tables = read_tables(Path(paths[0]), _NEEDED)
        else:
            tables = _joined(rows_from_paths(run, paths, since, until, progress, refused, jobs))
    made = profile(tables, _accuracy(tables["events"]))
    made_by = (__version__, run.settings.digest())
    document = {"format": "newscompare/profile/1", **made.to_dict(),
                "version": made_by[0], "settings": made_by[1]}  # fmt: skip
    _make(output)
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    files.write(output / "profile.json", text.encode("utf-8", "backslashreplace"))
    files.write(output / "index.html", profile_page(made, made_by))
    if as_json:
        print_json(document)
    else:
        echo(output / "index.html")
    few = sum(outlet.events < 20 for outlet in made.outlets)  # noqa: PLR2004  (as the page warns)
    warning = f"; with fewer than 20 events, so with rough intervals: {few}" if few else ""
    run.say(f"{plural(len(made.outlets), 'outlet')} in {plural(made.events, 'event')}{warning}; "
            f"open {output / 'index.html'}")  # fmt: skip
    finish(refused)


def _are_tables(paths: Sequence[str]) -> bool:
    return len(paths) == 1 and (Path(paths[0]) / "tables.json").is_file()


def _joined(events: Iterable[Mapping[str, Sequence[Row]]]) -> Mapping[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for event in events:
        for name in _NEEDED:
            found[name] += event.get(name, ())
    return found


def _accuracy(events: Sequence[Row]) -> Accuracy | None:
    """What was measured of the aligner at the threshold the tables were made with."""
    from compare.alignment.model import accuracy

    thresholds = {row["threshold"] for row in events if row["threshold"] is not None}
    if len(thresholds) != 1:
        return None
    return accuracy(thresholds.pop())


def _make(folder: Path) -> None:
    from compare.errors import OutputError

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror})") from error
