"""``newscompare explain``: what a score rests on, and what it would take to cross the threshold."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from compare.cli.common import Run, as_json, command_options, console, print_json, read_or_stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compare.reasons import Explanation

__all__ = ["explain_command"]

TWO = 2
SHOWN = 25


@click.command("explain")
@click.argument("given", nargs=-1, required=True, metavar="A B")
@click.option("--text", is_flag=True, help="A and B are two statements, not two articles.")
@as_json
@command_options
def explain_command(
    run: Run,
    given: tuple[str, ...],
    text: bool,  # noqa: FBT001  (click's)
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Say what speaks for and against two articles being of one event, or two statements one."""
    from compare import explanation

    if text:
        if len(given) != TWO:
            raise click.UsageError("--text takes two statements, each in quotation marks")
        found = explanation.explain_statements(given[0], given[1], run.settings)
    else:
        with run.progress() as progress:
            articles = read_or_stop(run, given, progress).articles
        if len(articles) != TWO:
            raise click.UsageError(f"articles read: {len(articles)}; give two")
        found = explanation.explain_articles(articles[0], articles[1], run.settings)
    if as_json:
        line = {"format": "newscompare/explanation/1", "together": found.together}
        print_json(line | asdict(found))
    else:
        _show(found)


def _show(found: Explanation) -> None:
    from rich.markup import escape
    from rich.table import Table

    table = Table("part", "kind", "share of the score", "", box=None)
    for part in found.parts[:SHOWN]:
        side = f"only in {part.only.upper()}" if part.only else ""
        table.add_row(escape(part.name), part.kind, f"{part.share:+.3f}", side)
    console().print(table)
    rest = [part.share for part in found.parts[SHOWN:] if not part.only]
    if rest:
        click.echo(f"and {len(rest)} smaller ones, together {sum(rest):+.3f}")
    distance = found.score - found.threshold
    side = "above" if found.together else "below"
    click.echo(f"score {found.score:.3f}, {abs(distance):.3f} {side} the threshold "
               f"{found.threshold:.3f}: {'one' if found.together else 'two'}")  # fmt: skip
    for line in _flips(found):
        click.echo(line)


def _flips(found: Explanation) -> Iterator[str]:
    """Yield the smallest changes that would turn the decision, in words."""
    turned = "two" if found.together else "one"
    if found.flip:
        yield f"without {', '.join(found.flip)} they would be {turned}"
    if found.flip_days is not None:
        yield f"{found.flip_days} days apart they would be {turned}"
    if not found.flip and found.flip_days is None:
        if found.together:
            yield "no loss of the words above would part them"
        else:
            yield f"evidence worth {found.threshold - found.score:.3f} more would join them"
