"""``newscompare check``: is each article new, and what in it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from compare.cli.console import finish, print_json, show
from compare.cli.options import (
    Run,
    as_json,
    command_options,
    in_publication_order,
    index_option,
    paths_argument,
    read_or_stop,
    say_refused,
)
from compare.report.phrasing import plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from compare.model import CheckMatch, Verdict

__all__ = ["check_command"]


@click.command("check")
@paths_argument
@index_option
@click.option("--add", is_flag=True, help="Store each article after checking it.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 if any article is not new.")
@as_json
@command_options
def check_command(
    run: Run,
    paths: tuple[str, ...],
    index_file: Path,
    add: bool,  # noqa: FBT001  (click's)
    exit_code: bool,  # noqa: FBT001  (click's)
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Is each article new? Else: what it copies, or reports again.

    With --add, the earliest published is checked and stored first, so articles are also compared
    with those before them.
    """
    from compare import report
    from compare.index.index import open_index

    verdicts: list[Verdict] = []
    with run.progress() as progress, open_index(index_file, run.settings, create=add) as index:
        reading = read_or_stop(run, paths, progress)
        refused = list(reading.refused)
        for done, article in enumerate(in_publication_order(reading.articles), 1):
            if add:
                verdict, odd = index.check_and_add(article)
                refused += say_refused(odd)
            else:
                verdict = index.check(article)
            verdicts.append(verdict)
            if as_json:
                print_json(report.check(verdict), lines=True)
            if progress:
                progress("checking", done, len(reading.articles))
    if not as_json:
        _show_verdicts(verdicts)
    known = sum(verdict.verdict != "new" for verdict in verdicts)
    again = sum(verdict.stored for verdict in verdicts)
    told = f"; in the index already, and compared with the others: {again}" if again else ""
    run.say(f"{plural(len(verdicts), 'article')} checked, {len(verdicts) - known} new{told}")
    finish(refused, found=exit_code and known > 0)


def _show_verdicts(verdicts: Sequence[Verdict]) -> None:
    rows = []
    for verdict in verdicts:
        best = verdict.matches[0] if verdict.matches else None
        share = f"{best.containment:.0%}" if best and best.event_score is None else ""
        rows.append((verdict.id, verdict.verdict, share, _of(best, len(verdict.matches) - 1)))
    show(("article", "verdict", "contained", "of"), rows)


def _of(best: CheckMatch | None, more: int) -> str:
    if best is None:
        return ""
    about = ", ".join(filter(None, (best.source, (best.published or "")[:10])))
    return f"{best.id}\n{about}" + (f" (+{more} more)" if more else "")
