"""``newscompare label``: ask about the pairs that teach most, one answer at a time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

import click

from compare.cli.console import console, echo, finish, marked
from compare.cli.options import Run, a_file, command_options, paths_argument, read_or_stop

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from compare.evaluation.gold import Kind
    from compare.tuning.labels import Answer, Log
    from compare.tuning.pools import Pool
    from compare.tuning.sampling import Question

__all__ = ["label_command"]

ASKS = {
    "events": "Do these two articles report the same event?",
    "copies": "Is one of these a copy of the other, so that one may be dropped?",
    "statements": "Do these two state at least one common, specific thing?",
}
KEYS = {"y": "yes", "n": "no", "u": "unsure", "s": "skip"}
MENU = "[y]es  [n]o  [u]nsure  [s]kip  [b]ack  [f]inish"
SHOWN = 1200
REPORTS_EVERY = 5


@click.command("label")
@paths_argument
@click.option("-o", "--output", required=True, type=a_file, metavar="FILE",
              help="The label file; answers are added to it, and none is asked again.")  # fmt: skip
@click.option("--kind", type=click.Choice(list(ASKS)), default="events", show_default=True,
              help="What pairs to ask about.")  # fmt: skip
@click.option("--corrections", "corrections", multiple=True, type=a_file, metavar="FILE",
              help="Ask nothing that this says already; may be repeated.")  # fmt: skip
@click.option("--show-scores", is_flag=True, help="Show each pair's score; it sways the answer.")
@command_options
def label_command(
    run: Run,
    paths: tuple[str, ...],
    output: Path,
    kind: str,
    corrections: tuple[Path, ...],
    show_scores: bool,  # noqa: FBT001  (click's)
) -> None:
    """Ask about the pairs that matter most; no answer is ever lost."""
    from compare.tuning import curves, labels, pools
    from compare.tuning import recommend as tune
    from compare.tuning.sampling import bands, next_question

    of = cast("Kind", kind)
    if str(output) == "-":
        raise click.UsageError("-o - is standard output; answers need a file to stay in")
    labels.make_sure(output)
    with run.progress() as progress:
        reading = read_or_stop(run, paths, progress)
        pool = pools.draw(of, reading.articles, run.settings, progress)
    threshold, digest = pools.current(of, run.settings), pools.digest(of, run.settings)
    cut = bands(pool.pairs, threshold)
    log = _log(run, output)
    said = frozenset(key for file in corrections for key in labels.read(file).asked)
    given = 0
    while question := next_question(cut, log.asked | said):
        _show(question, pool, kind, show_scores=show_scores)
        key = _key(run)
        if key == "f":
            break
        if key == "b":
            _take_back(run, output, log, of)
        elif key in KEYS:
            answer = cast("Answer", KEYS[key])
            labels.append(output, labels.record(of, question, answer, digest))
            given += 1
        log = labels.read(output) if output.exists() else log
        if given and given % REPORTS_EVERY == 0 and key in KEYS:
            mine = [label for label in log.labels if label.kind == of]
            run.say(f"{len(mine)} asked; {tune.outlook(curves.labelled(mine), threshold)}")
    else:
        run.say("every pair was asked")
    run.say(f"answers given: {given}; {output} holds {len(log.labels)}")
    finish(reading.refused)


def _log(run: Run, output: Path) -> Log:
    from compare.tuning import labels

    log = labels.read(output) if output.exists() else labels.Log()
    for warning in log.refused:
        run.say(f"warning: {warning}")
    if log.labels:
        run.say(f"{output}: goes on after {len(log.labels)} answers")
    return log


def _take_back(run: Run, output: Path, log: Log, kind: Kind) -> None:
    from compare.tuning import labels
    from compare.tuning.sampling import Pair, Question

    mine = [label for label in log.labels if label.kind == kind]
    if not mine:
        run.say("nothing to take back")
        return
    last = mine[-1]
    question = Question(Pair(last.a, last.b, 0.0), 0.0, 1.0, 1)
    labels.append(output, labels.record(kind, question, "undo", ""))


def _show(question: Question, pool: Pool, kind: str, *, show_scores: bool) -> None:
    from rich.table import Table

    pair = question.pair
    table = Table(box=None, padding=(0, 2, 1, 0), expand=True, show_header=False)
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    table.add_row(_side(pair.a, pair.b, pool), _side(pair.b, pair.a, pool))
    screen = console()
    screen.print()
    screen.print(table)
    score = f"  (score {pair.score:.3f})" if show_scores else ""
    echo(f"{ASKS[kind]}{score}\n{MENU} ", nl=False)


def _side(name: str, other: str, pool: Pool) -> Text:
    """One text with what the other lacks underlined; a statement stands among its neighbours."""
    from rich.text import Text

    shown, against = (_cut(pool.texts.get(each, each)) for each in (name, other))
    text = marked(shown, against)
    place = pool.places.get(name)
    if place is None:
        return text
    before, after = (Text(" ".join(part.split()), "dim")
                     for part in (place.before, place.after))  # fmt: skip
    return Text.assemble((f"{place.head}\n\n", "dim"), Text(" ").join([before, text, after]))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"


def _key(run: Run) -> str:
    """The key of an answer: one that means nothing is said so, and another is waited for."""
    while (key := _typed()) not in {*KEYS, "b", "f"}:
        run.say("press y, n, u, s, b or f")
    return key


def _typed() -> str:
    """One key on a terminal, else the first letter of a line; the end of input finishes.

    A terminal gives keys typed quickly at once: the first is the answer to what was shown.
    """
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        return line.strip().lower()[:1] if line else "f"
    try:
        while not (key := click.getchar(echo=False).strip().lower()[:1]):
            pass
    except (KeyboardInterrupt, EOFError):
        key = "f"
    echo(key)
    return key
