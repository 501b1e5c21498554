"""How right the origins are on pairs that nothing was fitted or chosen on, marked from whole texts.

    python -m tests.benchmarks.origins_fresh --pairs tests/data/origins/fresh.jsonl \
        --develop tests/data/origins/pairs.jsonl --articles FILE... \
        [--second MARKS.csv] -o reports/evaluation/origins-fresh.md

``--second`` has a second reader's ``pair``, ``level`` and ``sure``. The cuts of the baseline are
the best on the half ``develop`` of the earlier pairs, and beside it the best in hindsight.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score, roc_auc_score

from compare.origins.levels import LEVELS
from compare.training.origins import marked_pairs, read_articles, read_rows
from compare.version import __version__
from tests.benchmarks.origins import (
    SETTINGS,
    best_cuts,
    by_cuts,
    claimed,
    containment,
    level_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Article
    from compare.training.origins import MarkedPair

SEED = 0
RESAMPLES = 500
TEXT = Path(__file__).with_suffix(".md")
DRAWS = (
    ("all", lambda _: True),
    ("marked clear", lambda mark: mark["sure"] > 1),
    ("drawn by shared 5-grams alone", lambda mark: mark["pair"] <= 123),
    ("added: more narration in common, or one names the other", lambda m: 123 < m["pair"] <= 163),
    ("added: another set, many countries", lambda mark: mark["pair"] > 163),
)  # fmt: skip
"""The pairs of a row of the table: the marks of them, by number in the order of the draws."""


def macro(gold: Sequence[str], said: Sequence[str]) -> float:
    """Macro-F1 over the three levels."""
    return float(f1_score(gold, said, labels=LEVELS, average="macro", zero_division=0))


def interval(gold: Sequence[str], said: Sequence[str]) -> tuple[float, float]:
    """The middle 95 of 100 of the macro-F1 of pairs drawn anew (bootstrap, Efron 1979)."""
    rng = np.random.default_rng(SEED)
    every = [
        macro([gold[i] for i in at], [said[i] for i in at])
        for at in rng.integers(0, len(gold), (RESAMPLES, len(gold)))
    ]
    low, high = np.percentile(every, [2.5, 97.5])
    return float(low), float(high)


def levels_table(
    pairs: Sequence[MarkedPair], shares: Sequence[float], cuts: tuple[float, float]
) -> list[str]:
    """Macro-F1 by draw, beside two cuts of the words in common."""
    said = [level_of(pair.links)[0] for pair in pairs]
    lines = [
        (
            "| pairs | derived, mixed, independent | newscompare, macro-F1 | 95 % | F1 of each "
            "| words in common, cuts of `develop` | and best cuts in hindsight |"
        ),
        "|---|---|---|---|---|---|---|",
    ]
    for what, within in DRAWS:
        at = [i for i, pair in enumerate(pairs) if within(pair.mark)]
        gold = [pairs[i].mark["level"] for i in at]
        found = [said[i] for i in at]
        scores = [shares[i] for i in at]
        counts = Counter(gold)
        each = f1_score(gold, found, labels=LEVELS, average=None, zero_division=0)
        low, high = interval(gold, found)
        hindsight = macro(gold, by_cuts(scores, best_cuts(scores, gold)))
        lines.append(
            f"| {what}, {len(at)} | {', '.join(str(counts[level]) for level in LEVELS)} "
            f"| {macro(gold, found):.3f} | {low:.2f} to {high:.2f} "
            f"| {', '.join(f'{x:.2f}' for x in each)} "
            f"| {macro(gold, by_cuts(scores, cuts)):.3f} | {hindsight:.3f} |"
        )
    return lines


def confusion(pairs: Sequence[MarkedPair]) -> list[str]:
    """What was said of what was marked."""
    said = [level_of(pair.links)[0] for pair in pairs]
    table = confusion_matrix([pair.mark["level"] for pair in pairs], said, labels=LEVELS)
    lines = ["| marked | said " + " | said ".join(LEVELS) + " |", "|---|---|---|---|"]
    return lines + [
        f"| {name} | " + " | ".join(map(str, row)) + " |"
        for name, row in zip(LEVELS, table, strict=True)
    ]


def ranking(pairs: Sequence[MarkedPair], shares: Sequence[float]) -> str:
    """How well what is taken is told from what is not, whatever the cut."""
    taken = [pair.mark["level"] != "independent" for pair in pairs]
    held = [max(link.held for link in pair.links) for pair in pairs]
    return (
        "Area under the curve, taken in whole or part against independent: newscompare "
        f"{roc_auc_score(taken, held):.2f}, words in common {roc_auc_score(taken, shares):.2f}."
    )


def direction_table(pairs: Sequence[MarkedPair]) -> list[str]:
    """Where one has it from the other, how often that is claimed and right."""
    told = [pair for pair in pairs if pair.mark["parent"] in {"a", "b"}]
    made = [(claimed(pair), pair.mark["parent"]) for pair in told if claimed(pair)]
    right = sum(claim == gold for claim, gold in made)
    third = [pair for pair in pairs if pair.mark["parent"] == "third"]
    some = sum(claimed(pair) is not None for pair in third)
    return [
        "| pairs | n | claimed | right where claimed |",
        "|---|---|---|---|",
        (
            f"| one has it from the other | {len(told)} | {len(made) / len(told):.2f} "
            f"| {right / max(1, len(made)):.2f} ({right} of {len(made)}) |"
        ),
        f"| both from a third text | {len(third)} | {some / len(third):.2f} | none can be |",
    ]


def agreement(marks: Sequence[Mapping[str, Any]], path: Path) -> str:
    """How far a second reader, who saw no other mark, agrees on the level."""
    first = {mark["pair"]: mark for mark in marks}
    with path.open(encoding="utf-8", newline="") as stream:
        second = {int(row["pair"]): row for row in csv.DictReader(stream)}
    both = [(first[at]["level"], row["level"]) for at, row in sorted(second.items())]
    one, two = zip(*both, strict=True)
    same = sum(a == b for a, b in both)
    table = Counter(both)
    apart = ", ".join(f"{n} {a} / {b}" for (a, b), n in sorted(table.items()) if a != b)
    ways = [
        (first[at]["parent"], row["direction"])
        for at, row in sorted(second.items())
        if first[at]["level"] != "independent" and row["level"] != "independent"
    ]
    agreed = sum(a == b for a, b in ways)
    return (
        f"A second reader, who saw the guide and the texts of {len(both)} pairs and no mark, agrees "
        f"on the level of {same} ({same / len(both):.2f}); Cohen's kappa "
        f"{cohen_kappa_score(one, two):.2f}. They differ on (first / second): {apart or 'none'}. "
        f"Of the {len(ways)} that both found taken, the parent agrees on {agreed}."
    )


def page(
    pairs: Sequence[MarkedPair],
    earlier: Sequence[Mapping[str, Any]],
    articles: Mapping[str, Article],
    second: Path | None,
) -> str:
    """The whole report."""
    marks = [pair.mark for pair in pairs]
    shares = [containment(articles[m["a"]], articles[m["b"]]) for m in marks]
    cuts = best_cuts(
        [containment(articles[m["a"]], articles[m["b"]]) for m in earlier],
        [m["level"] for m in earlier],
    )
    read = agreement(marks, second) if second else "Not read a second time."
    text = TEXT.read_text(encoding="utf-8")
    made = {
        "made": f"newscompare {__version__}, settings {SETTINGS.digest()}; made by "
        "`python -m tests.benchmarks.origins_fresh`.",
        "levels": "\n".join(levels_table(pairs, shares, cuts)),
        "confusion": "\n".join(confusion(pairs)),
        "ranking": ranking(pairs, shares),
        "direction": "\n".join(direction_table(pairs)),
        "second": read,
    }
    for name, value in made.items():
        text = text.replace(f"<!-- {name} -->", value)
    return text


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--develop", type=Path, required=True)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--second", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    articles = read_articles(options.articles)
    earlier = [mark for mark in read_rows(options.develop) if mark["half"] == "develop"]
    pairs = marked_pairs(read_rows(options.pairs), articles, SETTINGS)
    options.output.write_text(page(pairs, earlier, articles, options.second), encoding="utf-8")


if __name__ == "__main__":
    main()
