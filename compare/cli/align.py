"""``newscompare align``: the statements of articles side by side, in the terminal."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import click

from compare.cli.console import console, echo, finish, fitted, marked, print_json, show
from compare.cli.options import (
    Run,
    as_json,
    command_options,
    paths_argument,
    read_or_stop,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from compare.model import Alignment, Article, Comparison, Match

__all__ = ["align_command"]


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
        made = None if as_json or min_score is not None else _compared(reading.articles, run)
    if as_json:
        print_json(report.align(result))
    else:
        if made is not None:
            _say_brief(made)
        _show_alignment(result, reading.articles)
    run.say(f"matches: {len(result.matches)}; spans that are no statements: {len(result.dropped)}")
    finish(reading.refused)


def _compared(articles: Sequence[Article], run: Run) -> Comparison:
    """The articles compared as one event, whatever they report."""
    from compare.model import Event
    from compare.pipeline import clean_articles, compare_event, deduplicate

    ids = tuple(article.id for article in articles)
    copies = deduplicate(articles, run.settings).copies
    event = Event("e", "s", "", None, None, ids, copies)
    bodies = {body.article.id: body for body in clean_articles(articles, run.settings)}
    return compare_event(event, bodies, run.settings)


def _say_brief(made: Comparison) -> None:
    from compare.report.brief_text import WIDTH, brief_text

    for line in brief_text(made, console().width if fitted() else WIDTH):
        echo(line)
    echo()


def _alone(result: Alignment, article: int, others: Iterable[int]) -> list[str]:
    """The sentences of an article that have no partner in any of some others."""
    taken = {
        here[1]
        for match in result.matches
        for here, there in ((match.a, match.b), (match.b, match.a))
        if here[0] == article and there[0] in set(others)
    }
    said = result.statements[article]
    taken |= {parent for at in taken if (parent := said[at].parent) is not None}
    return [
        " ".join(each.text.split())
        for at, each in enumerate(said)
        if each.parent is None and at not in taken
    ]


def _show_alignment(result: Alignment, articles: Sequence[Article]) -> None:
    from rich.markup import escape
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

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
            for one, other in ((first, second), (second, first)):
                alone = _alone(result, one, [other])
                if alone:
                    screen.print(f"[bold]Only in {escape(articles[one].source)}[/bold]")
                for text in alone:
                    screen.print(Padding(Text(f"- {text}"), (0, 0, 0, 2)))
                if alone:
                    screen.print()


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
    for at in range(len(articles)):
        others = [other for other in range(len(articles)) if other != at]
        rows += [("alone", "", name[at], text, "", "") for text in _alone(result, at, others)]
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
