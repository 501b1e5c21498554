"""``newscompare evaluate``: how good the current settings are on gold."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, cast

import click

from compare.cli.console import echo, finish, print_json, show
from compare.cli.options import (
    Run,
    a_file,
    a_path,
    articles_of,
    as_json,
    command_options,
    refuse_an_input,
)
from compare.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from compare.evaluation.gold import Kind
    from compare.evaluation.scores import Evaluation

__all__ = ["evaluate_command"]

HELD = {"b_cubed_f1", "average_precision", "f1", "relation_macro_f1"}
"""The scores a floor is kept for; their parts may be traded for one another."""
WORDS = {
    "b_cubed_precision": "B-cubed precision",
    "b_cubed_recall": "B-cubed recall",
    "b_cubed_f1": "B-cubed F1",
    "pair_f1": "pair F1",
    "f1": "F1",
    "adjusted_rand": "adjusted Rand index",
    "calibration_error": "calibration error (less is better)",
    "relation_macro_f1": "relations, mean F1",
    "only_kept": "sentences of one side alone, reported so",
    "missed": "sentences with a match, reported without (less is better)",
}
"""What a score is called, where its name in JSON with blanks does not say it."""


@click.command("evaluate")
@click.argument("kind", type=click.Choice(["events", "copies", "statements"]))
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...",
                type=a_file)  # fmt: skip
@click.option("--articles", "texts", multiple=True, type=a_path,
              metavar="PATH", help="The texts that copies gold names by id.")  # fmt: skip
@click.option("--scores", type=a_file, metavar="FILE",
              help="Write every gold line back here with its score.")  # fmt: skip
@click.option("--baseline", type=a_file, metavar="FILE",
              help="Exit 1 when a score falls below the floor kept here.")  # fmt: skip
@click.option("--update", is_flag=True, help="Raise the floors to these scores; never lower one.")
@as_json
@command_options
def evaluate_command(
    run: Run,
    kind: str,
    gold: tuple[Path, ...],
    texts: tuple[str, ...],
    scores: Path | None,
    baseline: Path | None,
    update: bool,  # noqa: FBT001  (click's)
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Score the settings in use against gold answers."""
    from compare.evaluation import evaluate

    refuse_an_input(scores, [*map(str, gold), *texts])
    if update and baseline is None:
        raise click.UsageError("--update needs --baseline FILE")
    results: dict[str, Evaluation] = {}
    lines: list[dict[str, Any]] = []
    with run.progress() as progress:
        given, refused = articles_of(run, texts, None, progress)
        articles = {article.id: article for article in given}
        for path in gold:
            evaluation, predicted = evaluate(
                cast("Kind", kind), path, run.settings, articles, progress
            )
            results[path.name] = evaluation
            lines += predicted
    if scores is not None:
        _write(scores, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    if as_json:
        print_json(_as_json(kind, results, run.settings.digest()))
    else:
        _show(results)
    if baseline is not None:
        _hold(run, kind, results, baseline, update=update)
    finish(refused)


def _as_json(kind: str, results: Mapping[str, Evaluation], digest: str) -> dict[str, Any]:
    rows = [
        {"gold": name, "rows": result.rows,
         "scores": {key: {"value": s.value, "low": s.low, "high": s.high}
                    for key, s in result.scores.items()}}
        for name, result in results.items()
    ]  # fmt: skip
    return {"format": "newscompare/evaluation/1", "kind": kind, "settings": digest, "sets": rows}


def _show(results: Mapping[str, Evaluation]) -> None:
    for name, result in results.items():
        echo(f"{name}: {result.rows} rows")
        show(
            ("score", "value", "95 % interval"),
            [(_called(key), f"{score.value:.3f}", f"{score.low:.3f} to {score.high:.3f}")
             for key, score in result.scores.items()],
        )  # fmt: skip
    if len(results) > 1:
        first = next(iter(results.values())).scores
        for key in first:
            values = [r.scores[key].value for r in results.values() if key in r.scores]
            echo(f"mean {_called(key)}: {sum(values) / len(values):.3f}")


def _called(name: str) -> str:
    return WORDS.get(name, name.replace("_", " "))


def _hold(
    run: Run, kind: str, results: Mapping[str, Evaluation], path: Path, *, update: bool
) -> None:
    from compare.evaluation.scores import fallen, raised

    now = {f"{kind}/{name}/{key}": score.value for name, result in results.items()
           for key, score in result.scores.items() if key in HELD}  # fmt: skip
    floors = _floors(path, missing_ok=update)
    try:
        if update:
            _write(path, json.dumps(raised(now, floors), indent=2) + "\n")
        lost = fallen(now, floors) if floors else []
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: holds no floors ({error})") from error
    for line in lost:
        echo(f"newscompare: {line}", err=True)
    if lost:
        sys.exit(1)
    run.say(f"{len(now)} scores, none below its floor")


def _floors(path: Path, *, missing_ok: bool) -> dict[str, Any]:
    if missing_ok and not path.exists():
        return {}
    try:
        floors = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise InputError(f"{path}: does not exist; --update makes it of these scores") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(f"{path}: is not JSON ({error})") from error
    if not isinstance(floors, dict):
        raise InputError(f"{path}: holds no floors")
    return floors


def _write(path: Path, text: str) -> None:
    from compare.settings_file import replace

    # A lone surrogate in a gold text is written as the JSON escape it came from.
    replace(path, text.encode("utf-8", "backslashreplace").decode("utf-8"))
