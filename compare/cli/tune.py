"""``newscompare tune``: from labels to a threshold, what it would change, and the settings file."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any, cast

import click

from compare.cli.console import console, echo, finish, fitted, print_json, show
from compare.cli.options import Run, a_file, a_path, articles_of, as_json, command_options
from compare.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from compare.evaluation.gold import Kind
    from compare.model import Article
    from compare.tuning.curves import Labelled
    from compare.tuning.recommend import Goal, Recommendation

__all__ = ["tune_command"]

SHARE = click.FloatRange(0, 1)
MOST = 100
"""Columns of a text where no terminal says how many there are."""
WANTED = 0.99
"""The recall bands are suggested for, where none is asked for."""


@click.command("tune")
@click.argument("paths", nargs=-1, metavar="LABELS...", type=a_file)
@click.option("--kind", type=click.Choice(["events", "copies", "statements"]),
              help="What the labels are of, where they do not say it.")  # fmt: skip
@click.option("--min-precision", type=SHARE, metavar="P", help="Most recall at this precision.")
@click.option("--min-recall", type=SHARE, metavar="R", help="Most precision at this recall.")
@click.option("--cost-fp", type=click.FloatRange(0), metavar="X", help="What a false pair costs.")
@click.option("--cost-fn", type=click.FloatRange(0), metavar="Y", help="What a missed pair costs.")
@click.option("--on", multiple=True, type=a_path, metavar="PATH",
              help="Articles: score the labels anew, and say what would change.")  # fmt: skip
@click.option("--index", type=a_file, metavar="FILE",
              help="The same, on the articles of an index.")  # fmt: skip
@click.option("--suggest", is_flag=True,
              help="Copies: the cheapest bands that find --min-recall (0.99).")  # fmt: skip
@click.option("-o", "--output", type=a_file, metavar="FILE",
              help="A page with the curves and a threshold to drag.")  # fmt: skip
@click.option("--write", type=a_file, metavar="FILE",
              help="Write what was decided, and nothing else, to this settings file.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="With --write: show the change and leave the file.")
@as_json
@command_options
def tune_command(
    run: Run,
    paths: tuple[Path, ...],
    kind: str | None,
    min_precision: float | None,
    min_recall: float | None,
    cost_fp: float | None,
    cost_fn: float | None,
    on: tuple[str, ...],
    index: Path | None,
    suggest: bool,  # noqa: FBT001  (click's)
    output: Path | None,
    write: Path | None,
    dry_run: bool,  # noqa: FBT001  (click's)
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Show what each threshold would do by labels, and recommend one."""
    from compare.tuning import curves, pools
    from compare.tuning import page_view as tuneview
    from compare.tuning import recommend as tune
    from compare.tuning import workflow as tuning

    goal = _goal(min_precision, min_recall, cost_fp, cost_fn)
    given = bool(on or index)
    _check(paths, kind, given=given, suggest=suggest, dry_run=dry_run and write is None)
    with run.progress() as progress:
        articles, unread = articles_of(run, on, index, progress)
        of = cast("Kind | None", kind) or ("copies" if suggest else None)
        of = of or tuning.gather(paths, None, run.settings).kind
        pool = pools.draw(of, articles, run.settings, progress) if given and paths else None
        gathered = tuning.gather(paths, of, run.settings, pool) if paths else None
        rows = curves.labelled(gathered.labels) if gathered else ()
        found = tune.recommend(rows, pools.current(of, run.settings), goal)
        effects = _effects(of, articles, run, found)
        banding = _banding(of, articles, run, min_recall or WANTED) if given else None
    refused, warnings = (gathered.refused, gathered.warnings) if gathered else ((), ())
    for what, lines in (("refused", refused), ("warning", warnings)):
        for line in tuning.folded(lines):
            run.say(f"{what}: {line}")
    view = tuneview.view(
        of, rows, [pair.score for pair in pool.pairs] if pool else [], found, goal,
        texts=pool.texts if pool else None, changes=effects, banding=banding,
        warnings=[*refused, *warnings],
    )  # fmt: skip
    if as_json:
        print_json({"format": "newscompare/tuning/1", **view})
    else:
        _show(found, rows, goal, view, labels=bool(paths))
    if output is not None:
        _page(output, view)
        run.say(f"open {output}")
    if write is not None:
        _write(run, write, of, found, banding if suggest else None, dry_run=dry_run)
    finish([*refused, *unread])


def _check(
    paths: tuple[Path, ...], kind: str | None, *, given: bool, suggest: bool, dry_run: bool
) -> None:
    """Refuse what cannot be meant; ``given``: articles are, ``dry_run``: without a file."""
    if suggest and kind not in {None, "copies"}:
        raise click.UsageError(f"--suggest is for copies: bands find no {kind}")
    if suggest and not given:
        raise click.UsageError("--suggest needs articles, with --on or --index")
    if not (paths or suggest):
        raise click.UsageError("give label files, or articles with --on and --suggest")
    if dry_run:
        raise click.UsageError("--dry-run needs --write FILE")


def _goal(
    precision: float | None, recall: float | None, cost_fp: float | None, cost_fn: float | None
) -> Goal:
    from compare.tuning.recommend import Goal

    goal = Goal(precision, recall, cost_fp, cost_fn)
    if sum([precision is not None, recall is not None, goal.has_cost]) > 1:
        raise click.UsageError("choose one of --min-precision, --min-recall and costs")
    return goal


def _effects(
    kind: Kind, articles: Sequence[Article], run: Run, found: Recommendation
) -> list[tuple[float, str]]:
    """What the recommended threshold would change; the ends of its interval too."""
    from compare.tuning.workflow import effect

    if not articles:
        return []
    wanted = {found.threshold, found.low, found.high} if found.enough else set()
    shown = {round(threshold, 3): threshold for threshold in sorted(wanted)}  # as they are shown
    shown[round(found.threshold, 3)] = found.threshold
    shown.pop(round(found.current, 3), None)
    return effect(kind, articles, run.settings, shown.values())


def _banding(
    kind: Kind, articles: Sequence[Article], run: Run, recall: float
) -> dict[str, Any] | None:
    from compare.tuning.page_view import banding_view
    from compare.tuning.workflow import bands_in_use

    if kind != "copies":
        return None
    similarities, parts = bands_in_use(articles, run.settings, recall)
    return banding_view(
        parts["now"], similarities, run.settings.copies.near, parts["misses"], parts["suggested"]
    )


def _show(
    found: Recommendation, rows: Sequence[Labelled], goal: Goal, view: dict[str, Any], *,
    labels: bool,
) -> None:  # fmt: skip
    from compare.tuning import recommend as tune

    if not tune.too_few(rows):
        _show_curve(found, rows, goal)
    if labels:
        echo(_verdict(found, goal))
    for change in view["changes"]:
        echo(f"{found.current:.3f} → {change['threshold']:.3f} {change['text']}")
    wide = console().width - 22 if fitted() else MOST
    nearest = [
        (f"{pair['score']:.3f}", "together" if pair["label"] else "apart",
         "\n| ".join(shorten(pair[side], wide, placeholder=" …") for side in "ab"))
        for pair in _nearest(view["pairs"], found.threshold)
    ]  # fmt: skip
    if nearest:
        show(("score", "label", "pair"), nearest)
    if view["banding"]:
        _show_banding(view["banding"])


def _show_curve(found: Recommendation, rows: Sequence[Labelled], goal: Goal) -> None:
    from compare.tuning import curves
    from compare.tuning import recommend as tune

    curve, edges = curves.curve(rows), curves.edges(rows)
    steps = {step / 10: "" for step in range(1, 10) if step / 10 <= edges[-1]}
    steps[found.current] = "now"
    if found.threshold != found.current:
        steps[found.threshold] = "take"
    table = []
    for threshold, mark in sorted(steps.items()):
        place, rates = int(edges.searchsorted(threshold)), tune.at(rows, threshold)
        spans = [f"{r.value:.2f} ({r.low:.2f}–{r.high:.2f})"
                 for r in (rates["precision"], rates["recall"])]  # fmt: skip
        scores = [f"{curve.f(beta)[place]:.2f}" for beta in (0.5, 1, 2)]
        table.append((f"{threshold:.3f}", *spans, *scores, f"{goal.cost(curve)[place]:.0f}", mark))
    show(("threshold", "precision", "recall", "F0.5", "F1", "F2", "cost", ""), table)


def _verdict(found: Recommendation, goal: Goal) -> str:
    if not found.enough:
        return f"{found.reason}: {found.current:.3f} stays"
    if found.threshold == found.current:
        return f"{found.current:.3f} stays: no other threshold serves better ({goal})"
    ends = f"; it lies between {found.low:.3f} and {found.high:.3f}"
    return (f"take {found.threshold:.3f} instead of {found.current:.3f} ({goal})"
            f"{ends if round(found.low, 3) < round(found.high, 3) else ''}")  # fmt: skip


def _nearest(pairs: Sequence[dict[str, Any]], threshold: float, most: int = 4) -> list[Any]:
    over = [pair for pair in pairs if pair["score"] >= threshold]
    under = [pair for pair in pairs if pair["score"] < threshold]
    return over[-most:] + under[:most]


def _show_banding(view: dict[str, Any]) -> None:
    echo(
        f"{view['bands']} bands of {view['rows']} rows: {view['recall']:.1%} of pairs from Jaccard "
        f"{view['threshold']:.2f} expected, {view['candidates']:.0f} candidates"
    )
    if view["measured"]:
        echo(f"measured on every pair of a sample: {view['measured']['missed']} of "
                   f"{view['measured']['pairs']} missed")  # fmt: skip
    if view["suggested"]:
        s = view["suggested"]
        echo(f"cheapest: {s['bands']} bands of {s['rows']} rows, {s['recall']:.1%}, "
                   f"{s['candidates']:.0f} candidates")  # fmt: skip


def _page(path: Path, view: dict[str, Any]) -> None:
    from compare.report import tuning_page
    from compare.settings_file import replace
    from compare.version import __version__

    replace(path, tuning_page.render(view, __version__))


def _write(
    run: Run, path: Path, kind: Kind, found: Recommendation, banding: dict[str, Any] | None, *,
    dry_run: bool,
) -> None:  # fmt: skip
    from compare.settings import load_settings
    from compare.settings_file import difference, edited, replace
    from compare.tuning.pools import THRESHOLDS

    decided: dict[str, dict[str, object]] = {}
    if found.enough and found.threshold != found.current:
        stage, key = THRESHOLDS[kind]
        decided[stage] = {key: found.threshold}
    if banding and banding["suggested"]:
        bands, rows = banding["suggested"]["bands"], banding["suggested"]["rows"]
        decided["fingerprints"] = {"permutations": bands * rows, "bands": bands}
    try:
        before = path.read_text("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
    after = edited(before, decided)
    echo(difference(before, after, path.name), nl=False)
    if not decided:
        run.say(f"{path}: nothing was decided, nothing is written")
    elif dry_run:
        run.say(f"{path}: left as it is (--dry-run)")
    else:
        replace(path, after)
        load_settings(path)
        run.say(f"{path}: written")
