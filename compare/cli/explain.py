"""``newscompare explain``: what a score rests on, and what it would take to cross the threshold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, finish, print_json, show
from compare.cli.options import (
    Run,
    a_file,
    a_path,
    articles_of,
    as_json,
    command_options,
    read_or_stop,
)
from compare.errors import InputError
from compare.report.phrasing import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compare.events.explanation import Explanation, Part
    from compare.model import Article, Progress

__all__ = ["explain_command"]

TWO = 2
SHOWN = 25
NAMED = 8
"""So many terms are named of those that would flip a decision, unless they are too many."""
MANY = 30
ALONE = "scored alone; among others what is around them tells too (--on)"
LONE = "scored alone; in their articles the statements around them tell more"


@click.command("explain")
@click.argument("given", nargs=-1, required=True, metavar="A B")
@click.option("--text", is_flag=True, help="A and B are two statements, not two articles.")
@click.option("--on", multiple=True, type=a_path, metavar="PATH",
              help="Score A and B, files or ids, among these articles.")  # fmt: skip
@click.option("--index", type=a_file, metavar="FILE",
              help="The same, of articles of an index and as it keeps them.")  # fmt: skip
@as_json
@command_options
def explain_command(
    run: Run,
    given: tuple[str, ...],
    text: bool,  # noqa: FBT001  (click's)
    on: tuple[str, ...],
    index: Path | None,
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Say what speaks for and against two articles, or statements.

    Of one event? The same said? Every part of the score is shown, and what would flip it.
    """
    from compare import explain as explanation

    if text:
        if len(given) != TWO or not all(any(map(str.isalnum, one)) for one in given):
            raise click.UsageError("--text takes two statements, each in quotation marks")
        found = explanation.explain_statements(given[0], given[1], run.settings)
        refused: Sequence[object] = ()
    else:
        found, refused = _of_articles(run, given, on, index)
    if as_json:
        print_json(found.to_dict())
    else:
        _show(found, statements=text)
    finish(refused)


def _of_articles(
    run: Run, given: tuple[str, ...], on: tuple[str, ...], index: Path | None
) -> tuple[Explanation, Sequence[object]]:
    """The explanation of two articles, and what was refused."""
    from compare import explain as explanation

    with run.progress() as progress:
        if not (on or index):
            reading = read_or_stop(run, given, progress)
            if len(reading.articles) != TWO:
                raise click.UsageError(
                    f"articles read: {len(reading.articles)}; give two, or --on PATH and two ids"
                )
            one, two = reading.articles
            return explanation.explain_articles(one, two, run.settings), reading.refused
        if len(given) != TWO:
            raise click.UsageError("give two ids, or two files, to explain among the articles")
        if index and on:
            raise click.UsageError("choose one of --on and --index")
        if index:
            return _in_index(run, given, index, progress), ()
        batch, refused = articles_of(run, on, None, progress)
        known = {article.id: article for article in batch}
        a, b = (_named(run, one, known) for one in given)
        found = explanation.explain_among(_another(a, b), b, tuple(known.values()), run.settings)
    return found, refused


def _in_index(
    run: Run, given: tuple[str, ...], file: Path, progress: Progress | None
) -> Explanation:
    """The explanation of two articles of an index."""
    from compare.index import open_index

    with open_index(file, run.settings) as index:
        a, b = (_read_one(run, one).id if Path(one).is_file() else one for one in given)
        return index.explain(_another(a, b), b, progress)


def _another(a: str, b: str) -> str:
    if a == b:
        raise click.UsageError(f"{a} is given twice")
    return a


def _named(run: Run, given: str, known: dict[str, Article]) -> str:
    """The id of an article given by its id or its file; one that is not known yet is added."""
    if given in known:
        return given
    article = _read_one(run, given)
    return known.setdefault(article.id, article).id


def _read_one(run: Run, path: str) -> Article:
    """The one article of a file."""
    if not Path(path).exists():
        raise InputError(f"{path}: neither an id of these articles nor a file")
    articles = read_or_stop(run, [path], None).articles
    if len(articles) != 1:
        raise InputError(f"{path}: holds {len(articles)} articles; name one by its id")
    return articles[0]


def _show(found: Explanation, *, statements: bool) -> None:
    one, two = ("one statement", "two statements") if statements else ("one event", "two events")
    _show_parts(found, statements=statements)
    if statements:
        _show_odds([part for part in found.parts if part.kind == "log odds"])
    else:
        for side in ("a", "b"):
            _show_lone([part for part in found.parts if part.only == side], side.upper())
    distance = abs(found.score - found.threshold)
    side = "above" if found.together else "below"
    echo(f"probability {found.score:.3f}, {distance:.3f} {side} the threshold "
               f"{found.threshold:.3f}: by itself {one if found.together else two}")  # fmt: skip
    if outcome := found.outcome:
        why = f": {outcome.why}" if outcome.why else ""
        echo(f"among the others {one if outcome.one_event else two}{why}")
    else:
        echo(LONE if statements else ALONE)
    for line in _flips(found, two if found.together else one):
        echo(line)


def _show_parts(found: Explanation, *, statements: bool) -> None:
    """Words with what the probability loses without them; or the summands of the log odds."""
    parts = [part for part in found.parts if part.kind != "log odds"]
    if statements:
        head = ("word", "kind", "probability lost without it", "share of it", "")
        whole = found.score
    else:
        head = ("part", "kind", "log odds", "share of all for it", "")
        whole = sum(part.share for part in parts if part.share > 0)
        parts = [part for part in parts if not part.only]
    rows = []
    for part in parts[:SHOWN]:
        side = f"only in {part.only.upper()}" if part.only else ""
        share = f"{part.share / whole:+.1%}" if whole else ""
        rows.append((part.name, part.kind, f"{part.share:+.3f}", share, side))
    if rows:
        show(head, rows)
    rest = [part.share for part in parts[SHOWN:] if not part.only]
    if rest:
        echo(f"and {len(rest)} smaller ones, together {sum(rest):+.3f}")
    if not statements:
        echo(f"all together {sum(part.share for part in parts):+.3f}")


def _show_lone(parts: Sequence[Part], side: str) -> None:
    """What one article alone holds; no summands, for they weaken those above."""
    named = ", ".join(f"{part.name} ({part.share:+.3f})" for part in parts[:NAMED])
    if named:
        echo(f"counted above already: only {side} has {named}")


def _show_odds(parts: Sequence[Part]) -> None:
    rows = [(part.name, f"{part.share:+.2f}") for part in parts]
    show(
        ("evidence", "log odds"), [*rows, ("together", f"{sum(part.share for part in parts):+.2f}")]
    )


def _flips(found: Explanation, turned: str) -> Iterator[str]:
    """Yield the smallest changes that would turn their own score, in words."""
    would = f"they would be {turned} by themselves"
    many = len(found.flip) > NAMED
    if found.flip_days is not None:
        bound = "or more" if found.together else "or fewer"
        yield f"{plural(found.flip_days, 'day')} {bound} apart {would}"
    if found.flip_weekdays:
        named = "other weekdays" if found.together else "one weekday in common"
        yield f"if both named {named} {would}"
    if len(found.flip) > MANY:
        yield f"no few words decide: without {len(found.flip)} of them {would}"
    elif found.flip and not (many and found.flip_days is not None):
        rest = f" and {len(found.flip) - NAMED} more" if many else ""
        yield f"without {', '.join(found.flip[:NAMED])}{rest} {would}"
    if not (found.flip or found.flip_weekdays) and found.flip_days is None:
        if found.together:
            yield "no loss of the words above would part them"
        else:
            gap = found.threshold - found.score
            yield f"a score higher by {gap:.3f} would make them {turned}"
