"""Does tuning on few labels help? Ask the sampler's questions on one half of gold, score the other.

    python -m tests.benchmarks.tuning --events GOLD --copies FOLDER -o reports/evaluation/tuning.md

``FOLDER`` holds ``articles.jsonl`` and ``gold.jsonl`` (pairs with ``label`` and ``kind``).
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from compare.copies.detection import find_copies
from compare.evaluation import gold
from compare.evaluation.metrics import Grouping, Interval, bootstrap, rates_at
from compare.evaluation.scores import copy_pairs, event_of
from compare.events.grouping import group
from compare.ingest.cleaning import clean
from compare.pipeline import read_articles
from compare.settings import Settings
from compare.tuning import curves, pools
from compare.tuning import recommend as tune
from compare.tuning.labels import Label
from compare.tuning.pools import Pool, with_threshold
from compare.tuning.recommend import Goal, Recommendation
from compare.tuning.sampling import Pair, bands, next_question
from compare.version import __version__
from tests.evidence import score_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from compare.evaluation.gold import Kind
    from compare.model import Article

FACTORS = (1.0, 0.25, 4.0)
"""Starts: the default first, then thresholds that are off; those for the first draws only."""
OFF_DRAWS = 4


@dataclass(frozen=True)
class Draw:
    start: float
    found: Recommendation
    yes: int
    before: float
    difference: Interval


def ask(
    pool: Pool, truth: Callable[[str, str], int], start: float, count: int, seed: int
) -> list[Label]:
    """The answers a person who knows the gold would give to the sampler's questions."""
    cut, asked, answers = bands(pool.pairs, start, seed), set(), []
    while len(answers) < count:
        question = next_question(cut, frozenset(asked))
        if question is None:
            break
        pair = question.pair
        asked.add(frozenset((pair.a, pair.b)))
        answers.append(Label("events", pair.a, pair.b, truth(pair.a, pair.b), pair.score, "",
                             (question.low, question.high), question.band_size))  # fmt: skip
    return answers


def tune_and_score(
    kind: Kind,
    pool: Pool,
    truth: Callable[[str, str], int],
    difference: Callable[[Settings, Settings], tuple[float, Interval]],
    start: float,
    args: argparse.Namespace,
    seed: int,
) -> Draw:
    settings = with_threshold(kind, Settings(), start)
    answers = ask(pool, truth, start, args.labels, seed)
    found = tune.recommend(curves.labelled(answers), start, Goal())
    before, change = difference(settings, with_threshold(kind, settings, found.threshold))
    return Draw(start, found, sum(a.label or 0 for a in answers), before, change)


def own_evidence(articles: list[Article]) -> Pool:
    """What lost: each pair scored by its own evidence, not by what the grouping makes of it."""
    s = Settings()
    links = score_pairs(clean(articles, s.clean), s.vectors, s.events)
    return Pool(tuple(Pair(link.a, link.b, link.score) for link in links), {})


def on_events(
    path: Path, args: argparse.Namespace, draw: Callable[[list[Article]], Pool], starts: int
) -> list[Draw]:
    articles, events = gold.read_articles(path)
    event = {article.id: name for article, name in zip(articles, events, strict=True)}
    draws = []
    for seed in range(args.draws):
        names = sorted(set(events))
        half = set(random.Random(seed).sample(names, len(names) // 2))
        ours = [article for article in articles if event[article.id] in half]
        rest = clean([a for a in articles if event[a.id] not in half], Settings().clean)
        truth = [event[body.article.id] for body in rest]

        def grouping(settings: Settings) -> Grouping:
            found = event_of(group(rest, (), settings.vectors, settings.events))  # noqa: B023
            return Grouping(truth, [found[body.article.id] for body in rest])  # noqa: B023

        def difference(old: Settings, new: Settings) -> tuple[float, Interval]:
            one = grouping(old)
            two = one if old == new else grouping(new)
            return one.b_cubed(np.ones(len(truth)))[2], bootstrap(  # noqa: B023
                lambda w: two.b_cubed(w)[2] - one.b_cubed(w)[2], truth)  # noqa: B023  # fmt: skip

        pool = draw(ours)
        for factor in FACTORS if seed < starts else FACTORS[:1]:
            start = round(pools.current("events", Settings()) * factor, 4)
            draws.append(tune_and_score("events", pool, lambda a, b: int(event[a] == event[b]),
                                        difference, start, args, seed))  # fmt: skip
            say(f"events {seed}", draws[-1])
    return draws


def on_copies(folder: Path, args: argparse.Namespace) -> list[Draw]:
    reading = read_articles([folder / "articles.jsonl"], Settings())
    by_id = {article.id: article for article in reading.articles}
    rows = [row for _, row in gold.read_lines(folder / "gold.jsonl")]
    label = {frozenset((r["a"], r["b"])): int(r["label"] and r["kind"] != "passage") for r in rows}
    draws = []
    for seed in range(args.draws):
        shuffled = sorted(label, key=sorted)
        random.Random(seed).shuffle(shuffled)
        ours, rest = shuffled[::2], shuffled[1::2]
        texts = [by_id[name] for name in sorted(set().union(*rest))]

        def hits(settings: Settings) -> list[float]:
            found = copy_pairs(c for c in _find(texts, settings) if c.kind != "partial")  # noqa: B023
            return [float(pair in found) for pair in rest]  # noqa: B023

        def difference(old: Settings, new: Settings) -> tuple[float, Interval]:
            truth = [label[pair] for pair in rest]  # noqa: B023
            one = hits(old)
            two = one if old == new else hits(new)
            return rates_at(truth, one, 0.5, np.ones(len(truth)))[2], bootstrap(
                lambda w: rates_at(truth, two, 0.5, w)[2] - rates_at(truth, one, 0.5, w)[2],
                range(len(truth)))  # fmt: skip

        mine = [by_id[name] for name in sorted(set().union(*ours))]
        drawn = pools.draw("copies", mine, Settings())
        known = {frozenset((p.a, p.b)): p for p in drawn.pairs}
        pool = Pool(tuple(known.get(pair, _unlike(pair)) for pair in ours), {})
        for factor in FACTORS if seed < OFF_DRAWS else FACTORS[:1]:
            start = round(min(0.95, pools.current("copies", Settings()) * factor), 4)
            draws.append(tune_and_score("copies", pool, lambda a, b: label[frozenset((a, b))],
                                        difference, start, args, seed))  # fmt: skip
            say(f"copies {seed}", draws[-1])
    return draws


def _find(articles: Iterable[Article], s: Settings):  # noqa: ANN202  (copies)
    return find_copies(articles, s.fingerprints, s.passages, s.copies)


def _unlike(pair: frozenset[str]) -> Pair:
    return Pair(*sorted(pair), 0.0)


def say(name: str, draw: Draw) -> None:
    print(f"{name}: {draw.start} → {draw.found.threshold:.3f} {draw.before:.3f} "
          f"{draw.difference.value:+.4f} {draw.found.reason}", file=sys.stderr, flush=True)  # fmt: skip


def table(title: str, draws: list[Draw]) -> str:
    lines = [f"## {title}", "",
             ("| start | draws | kept | raised | not lowered, within the interval "
             "| lowered | score at the start | mean gain | thresholds chosen |"),
             "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for start in dict.fromkeys(draw.start for draw in draws):
        rows = [draw for draw in draws if draw.start == start]
        kept = sum(draw.found.threshold == start for draw in rows)
        raised = sum(draw.difference.value > 0 for draw in rows)
        lowered = sum(draw.difference.high < 0 for draw in rows)
        chosen = sorted(draw.found.threshold for draw in rows)
        lines.append(
            f"| {start} | {len(rows)} | {kept} | {raised} | {len(rows) - lowered - raised} "
            f"| {lowered} | {np.mean([d.before for d in rows]):.3f} "
            f"| {np.mean([d.difference.value for d in rows]):+.4f} "
            f"| {chosen[0]:.3f} to {chosen[-1]:.3f} |"
        )
    return "\n".join([*lines, ""])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=Path)
    parser.add_argument("--copies", type=Path)
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("-o", "--output", type=Path)
    args = parser.parse_args()
    parts = [
        "# Tuning on few labels",
        "",
        (
            f"newscompare {__version__}, settings {Settings().digest()} (the defaults). Each draw parts "
            f"the gold at random, asks the sampler's first {args.labels} questions on one half, and "
            "scores the other half at the old and the recommended threshold. The first row of each "
            "table starts at the default; the others start from a threshold that is off by a factor, "
            "as after a change of corpus. *Lowered* counts draws whose paired 95 % bootstrap interval "
            "lies wholly below zero; a kept threshold (nothing better, or too few labels to tell) counts as not lowered. Made by "
            "`python -m tests.benchmarks.tuning --events GOLD --copies FOLDER`."
        ),
        "",
    ]
    if args.events:
        draws = on_events(
            args.events, args, lambda a: pools.draw("events", a, Settings()), OFF_DRAWS
        )
        parts.append(table(f"Events: B-cubed F1 ({args.events.name})", draws))
        draws = on_events(args.events, args, own_evidence, 0)
        parts.append(table("What lost: events, a pair scored by its own evidence alone", draws))
    if args.copies:
        parts.append(table("Copies: F1 over labelled pairs (copies made the way outlets make them)",
                           on_copies(args.copies, args)))  # fmt: skip
    text = "\n".join(parts)
    print(text)
    if args.output:
        args.output.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
