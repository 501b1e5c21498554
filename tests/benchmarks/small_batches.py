"""Events of a handful of articles: writes reports/evaluation/small_batches.md.

    python -m tests.benchmarks.small_batches GOLD...

``GOLD``: articles with an ``event`` per line, as ``evaluate events`` takes.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.evaluation.metrics import Grouping
from compare.events import linkage as clusters
from compare.events import similarity
from compare.events.model import EventModel, read
from compare.events.tfidf import Vectors, vectorise
from compare.settings import EventSettings, VectorSettings
from compare.training.events import fit, name_of, read_set
from tests.benchmarks.events import ROOT, USUAL, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import CleanedArticle

DRAWS = 200
KINDS = ("one event", "look-alikes", "mixed", "several", "affair")
NEAREST = 6


@dataclass(frozen=True)
class Batch:
    """A few articles, and the event of each."""

    kind: str
    truth: list[str]
    vectors: Vectors


def draw(bodies: Sequence[CleanedArticle], truth: Sequence[str], model: EventModel) -> list[Batch]:
    """Two to four articles of one event: alone, with what is likest to them, or with others."""
    homes: defaultdict[str, list[int]] = defaultdict(list)
    for index, event in enumerate(truth):
        homes[event].append(index)
    events = sorted(event for event, own in homes.items() if len(own) > 1)
    alike, chance = _alike(bodies, model), random.Random(7)
    found = []
    for _ in range(DRAWS):
        event = chance.choice(events)
        members = chance.sample(homes[event], min(chance.choice([2, 2, 3, 4]), len(homes[event])))
        sums = alike[members].sum(axis=0)
        sums[homes[event]] = 0
        affair = np.argsort(-sums, kind="stable").tolist()
        likest = affair[:NEAREST]
        others = [i for i in chance.sample(range(len(truth)), 12) if truth[i] != event]
        also = [i for event in chance.sample(events, 2) for i in homes[event][:5]]
        added = ((), chance.sample(likest, chance.choice([1, 2, 3])),
                 others[: chance.choice([1, 2, 3, 5])], [*likest[:3], *also, *others[:2]],
                 affair[: chance.choice([12, 20, 30, 40])])  # fmt: skip
        for kind, more in zip(KINDS, added, strict=True):
            batch = list(dict.fromkeys([*members, *more]))
            vectors = vectorise([bodies[i] for i in batch], VectorSettings())
            found.append(Batch(kind, [truth[i] for i in batch], vectors))
    return found


def _alike(bodies: Sequence[CleanedArticle], model: EventModel) -> Any:
    """How alike all pairs are by their texts, as odds."""
    pairs = similarity.compare_all(vectorise(bodies, VectorSettings()), model)
    found = np.zeros((len(bodies), len(bodies)))
    found[pairs.first, pairs.second] = found[pairs.second, pairs.first] = np.exp(pairs.text)
    return found


def scores(batches: Sequence[Batch], model: EventModel) -> list[float]:
    """The mean B-cubed F1 of each kind of batch."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for batch in batches:
        size = len(batch.truth)
        found_pairs = similarity.compare_all(batch.vectors, model).scores()
        groups = clusters.grouped(size, found_pairs, EventSettings())
        home = {item: place for place, group in enumerate(groups) for item in group}
        predicted = [home[item] for item in range(size)]
        found[batch.kind].append(Grouping(batch.truth, predicted).b_cubed(np.ones(size))[2])
    return [float(np.mean(found[kind])) for kind in KINDS]


def _undated(batch: Batch) -> Batch:
    days = np.full(len(batch.truth), np.nan)
    return replace(batch, vectors=replace(batch.vectors, days=days))


def table(paths: Sequence[Path]) -> str:
    """One row per set, with and without dates, by the model of the other sets."""
    sets = {name_of(path): read_set(path) for path in paths}
    rows = [f"| | {' | '.join(KINDS)} |", f"|---|{'---|' * len(KINDS)}"]
    for name, (stream, *more) in sets.items():
        if more:
            continue
        model = read(fit({other: own for other, own in sets.items() if other != name}, USUAL))
        batches = draw(stream.bodies, stream.events, model)
        rows.append(_row(name, batches, model))
        if any(body.article.published for body in stream.bodies):
            undated = [_undated(batch) for batch in batches]
            rows.append(_row(f"{name} without dates", undated, model))
    return "\n".join(rows)


def _row(name: str, batches: Sequence[Batch], model: EventModel) -> str:
    return f"| {name} | {' | '.join(f'{cell:.3f}' for cell in scores(batches, model))} |"


def main() -> None:
    """Measure, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, nargs="+")
    found = table(parser.parse_args().sets)
    write(ROOT / "evaluation" / "small_batches.md", REPORT.format(draws=DRAWS, table=found))


REPORT = """# Events of a handful of articles

`python -m tests.benchmarks.small_batches SET...`: mean B-cubed F1 over {draws} batches of each
kind, drawn from gold events and grouped at the default threshold with the model fitted on all other
sets. *One event*: two to four of its articles. *Look-alikes*: the same, and one to three of the
articles of other events that are likest to them. *Mixed*: the same, and one to five others.
*Several*: the same, three look-alikes, up to five articles of each of two other events, and two
others. *Affair*: the same, and the 12 to 40 articles of other events that are likest to them.

{table}
"""

if __name__ == "__main__":
    main()
