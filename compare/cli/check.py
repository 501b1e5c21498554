"""``newscompare check``: is each article new, and what in it is?"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import click

from compare.cli.console import console, finish, fitted, print_json, show
from compare.cli.options import (
    Run,
    as_json,
    batches_or_stop,
    command_options,
    index_option,
    paths_argument,
    say_refused,
)
from compare.report.phrasing import percent, plural, when

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from compare.desk.novelty import Known, Novelty
    from compare.model import Article, CheckMatch, Refused, Verdict

__all__ = ["check_command"]

SHOWN_AT_ONCE = 1000
"""So many articles stand in one table: all of a large file's would fill the memory."""
NAMED = 5
"""So many new statements are shown of an article; --json has them all."""
_SAYS = {
    "exact": "the words of",
    "near": "a near copy of",
    "partial": "holds a passage of",
    "same-event": "of the same event as",
    "new": "new: nothing in the index reports this",
}


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
    """Is each article new, and what in it is?

    It is compared with what it copies and with the other reports of its event.

    With --add, the earliest published is checked and stored first, so articles are also compared
    with those before them.
    """
    from compare.desk.novelty import assess, to_dict
    from compare.index import open_index

    checked: list[tuple[Verdict, Novelty]] = []
    counts: Counter[str] = Counter()
    again = 0
    refused: list[Refused] = []
    try:
        with run.progress() as progress, open_index(index_file, run.settings, create=add) as index:
            for article in chain.from_iterable(batches_or_stop(run, paths, progress, refused)):
                if add:
                    verdict, odd = index.check_and_add(article)
                    refused += say_refused(odd)[:1]
                else:
                    verdict = index.check(article)
                counts[verdict.verdict] += 1
                again += verdict.stored
                novelty = assess(index, article, verdict)
                if as_json:
                    print_json(to_dict(verdict, novelty), lines=True)
                    continue
                checked.append((verdict, novelty))
                if len(checked) == SHOWN_AT_ONCE:
                    _show(checked)
                    checked.clear()
    except KeyboardInterrupt:
        _show(checked)
        stored = " and stored; run it again for the rest" if add else ""
        run.say(f"{plural(counts.total(), 'article')} checked{stored}")
        raise
    _show(checked)
    total = counts.total()
    known = total - counts["new"]
    told = f"; in the index already, and compared with the others: {again}" if again else ""
    run.say(f"{plural(total, 'article')} checked, {counts['new']} new{told}")
    finish(refused, found=exit_code and known > 0)


def _show(checked: list[tuple[Verdict, Novelty]]) -> None:
    """A paragraph an article in a terminal; anywhere else a line, for grep."""
    if not checked:
        return
    if not fitted():
        rows = (
            (verdict.id, verdict.verdict, *("\n".join(part) for part in _parts(verdict, novelty)))
            for verdict, novelty in checked
        )
        show(("article", "verdict", "what", "of", "first", "new"), rows)
        return
    from rich.padding import Padding
    from rich.text import Text

    screen = console()
    for verdict, novelty in checked:
        what, of, first, new = _parts(verdict, novelty)
        screen.print(Text.assemble((_flat(what), "bold"), (f"  {verdict.id}", "dim")))
        says = _SAYS[verdict.verdict] + (f" {_flat(of)}" if of else "")
        lines = [Text.assemble((f"{verdict.verdict}  ", "bold"), says)]
        lines += [Text.assemble(("first  ", "bold"), _flat(first))] if first else []
        lines += [Text.assemble(("new    ", "bold"), new[0])] if new else []
        lines += [Text(f"  + {line}") for line in new[1:]]
        for line in lines:
            screen.print(Padding(line, (0, 0, 0, 2)))


def _flat(lines: list[str]) -> str:
    return " · ".join(lines)


def _parts(verdict: Verdict, novelty: Novelty) -> tuple[list[str], ...]:
    """What a person reads of an article: itself, its best match, who was first, what is new."""
    return (
        [_named(novelty.article)],
        list(_of(verdict, novelty)),
        [_named(novelty.first)] if novelty.first else [],
        [] if novelty.share is None else list(_new(novelty)),
    )


def _named(article: Article | Known) -> str:
    title = " ".join((article.title or article.id).split())
    return f"{title} ({article.source}, {when(article.published)})"


def _of(verdict: Verdict, novelty: Novelty) -> Iterator[str]:
    if not verdict.matches:
        if novelty.whose:
            yield novelty.whose
        return
    best = verdict.matches[0]
    known = next((each for each in novelty.matched if each.id == best.id), None)
    yield _named(known) if known else f"{best.id} ({best.source}, {when(best.published)})"
    yield f"{_measure(best)}, {best.id}"
    if novelty.whose:
        yield novelty.whose
    if more := len(verdict.matches) - 1:
        yield f"and {more} more"


def _measure(match: CheckMatch) -> str:
    if match.kind == "same-event":
        return f"probability {match.event_score or 0:.2f}"
    return f"{percent(match.containment)} of the shorter one's word runs are shared"


def _new(novelty: Novelty) -> Iterator[str]:
    new = novelty.new
    differ = sum(each.status == "differs" for each in novelty.statements)
    yield (
        f"{percent(novelty.share or 0.0)} of its words: {len(new)} of "
        f"{plural(len(novelty.statements), 'sentence')}"
        + (f", and {differ} that others perhaps tell differently" if differ else "")
    )
    yield from (" ".join(each.text.split()) for each in new[:NAMED])
    if len(new) > NAMED:
        yield f"and {len(new) - NAMED} more"
