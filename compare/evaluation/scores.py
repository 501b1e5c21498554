"""Is it any good: the stages' answers on gold, as scores with intervals, and floors to keep.

A stage's answer and its scoring are apart: ``score_events`` takes any grouping, so a rival's
answer is measured by the same function.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.evaluation import metrics
from compare.evaluation.metrics import Grouping, Interval, bootstrap

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from compare.evaluation.gold import LabelledPair, MarkedPair
    from compare.model import Copy, Event

__all__ = [
    "Evaluation",
    "ScoredPair",
    "copy_pairs",
    "event_of",
    "fallen",
    "raised",
    "score_copies",
    "score_events",
    "score_marked",
    "score_pairs",
]

FLOORS_FORMAT = "newscompare/floors/1"
NOISE = 0.02
"""A fall no wider than this may be chance, unless the floors say otherwise."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one gold set by name, and how many rows they were counted over."""

    rows: int
    scores: Mapping[str, Interval]


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A labelled pair with its score, and the unit it may not be drawn apart from.

    ``label`` is None where the mark is arguable: it counts neither way.
    """

    unit: Hashable
    label: int | None
    score: float
    relation: str | None = None
    predicted: str | None = None
    matched: bool | None = None

    def taken(self, threshold: float) -> bool:
        """Whether the pair is taken for a match: as was said, else by its score."""
        return self.score >= threshold if self.matched is None else self.matched


def score_events(truth: Sequence[Hashable], predicted: Sequence[Hashable]) -> Evaluation:
    """B-cubed, pairwise and adjusted Rand scores of a grouping, by item in the same order."""
    grouping = Grouping(truth, predicted)
    names = ("precision", "recall", "f1")
    scores = {f"b_cubed_{name}": bootstrap(lambda w, i=i: grouping.b_cubed(w)[i], truth)  # type: ignore[misc]  # mypy cannot infer a lambda's default
              for i, name in enumerate(names)}  # fmt: skip
    scores |= {f"pair_{name}": bootstrap(lambda w, i=i: grouping.pairs(w)[i], truth)  # type: ignore[misc]  # likewise
               for i, name in enumerate(names)}  # fmt: skip
    scores["adjusted_rand"] = bootstrap(metrics.adjusted_rand(truth, predicted), truth)
    return Evaluation(len(truth), scores)


def event_of(events: Iterable[Event]) -> dict[str, str]:
    """The event of every article."""
    return {article: event.id for event in events for article in event.articles}


def copy_pairs(copies: Iterable[Copy]) -> set[frozenset[str]]:
    """Every pair of articles the copies make: reprints of one text are copies of each other."""
    pairs: set[frozenset[str]] = set()
    family: dict[str, list[str]] = {}
    for copy in copies:
        if copy.kind == "partial":
            pairs.add(frozenset((copy.id, copy.of)))
        else:
            family.setdefault(copy.of, [copy.of]).append(copy.id)
    for members in family.values():
        pairs |= {frozenset((a, b)) for a in members for b in members if a != b}
    return pairs


def score_copies(pairs: Sequence[LabelledPair], copies: Iterable[Copy]) -> Evaluation:
    """Precision, recall and F1 over the labelled pairs; pairs without a label do not count."""
    found = copy_pairs(copies)
    rows = [
        ScoredPair(index, pair.label, float(frozenset((pair.a, pair.b)) in found))
        for index, pair in enumerate(pairs)
    ]
    return Evaluation(len(rows), _rates(rows, 0.5))


def score_pairs(rows: Sequence[ScoredPair], threshold: float) -> Evaluation:
    """Ranking, decisions at the threshold and calibration of scores that are probabilities.

    ``relation_macro_f1`` is over clear marks whatever their score, where relations are marked.
    """
    counted = [row for row in rows if row.label is not None]
    labels = np.array([row.label for row in counted], float)
    scores = np.array([row.score for row in counted], float)
    units = [row.unit for row in counted]
    measures = {
        "average_precision": metrics.average_precision,
        "area_under_curve": metrics.area_under_curve,
        "calibration_error": metrics.calibration_error,
    }
    intervals = {name: bootstrap(lambda w, m=measure: m(labels, scores, w), units)  # type: ignore[misc]  # mypy cannot infer a lambda's default
                 for name, measure in measures.items()}  # fmt: skip
    marked = [row for row in counted if row.label == 1 and row.relation is not None]
    if marked:
        truth, predicted = zip(*((row.relation or "", row.predicted or "") for row in marked),
                               strict=True)  # fmt: skip
        intervals["relation_macro_f1"] = bootstrap(
            lambda w: metrics.macro_f1(truth, predicted, w), [row.unit for row in marked]
        )
    return Evaluation(len(counted), intervals | _rates(counted, threshold))


def score_marked(
    answers: Sequence[tuple[MarkedPair, Sequence[ScoredPair]]], threshold: float
) -> Evaluation:
    """Scores over all sentence pairs of all article pairs, and what added and left out rest on.

    ``only_kept`` is the share of sentences marked as one side's alone for which no counterpart is
    reported; ``missed`` the share of sentences with a clear match for which none is.
    """
    rows = [row for _, answer in answers for row in answer]
    evaluation = score_pairs(rows, threshold)
    kept, alone, missed, clear = _one_sided(answers, threshold)
    units = range(len(answers))
    shares = {
        "only_kept": bootstrap(lambda w: metrics.ratio(w @ kept, w @ alone), units),
        "missed": bootstrap(lambda w: metrics.ratio(w @ missed, w @ clear), units),
    }
    return Evaluation(evaluation.rows, dict(evaluation.scores) | shares)


def fallen(scores: Mapping[str, float], floors: Mapping[str, Any]) -> list[str]:
    """What fell below its kept floor by more than the noise, one line each.

    Raises:
        ValueError: the floors are of another format.
    """
    _check_floors(floors)
    noise = float(floors.get("noise", 0.0))
    lines = []
    for name, floor in sorted(floors["floors"].items()):
        value = scores.get(name)
        if value is not None and value < floor - noise:
            lines.append(f"{name} fell from {floor:.3f} to {value:.3f}")
    return lines


def raised(scores: Mapping[str, float], floors: Mapping[str, Any]) -> dict[str, Any]:
    """The floors with every score that rose or is new; a floor is never lowered here.

    Values are cut, not rounded, to three digits, so that the same run passes.
    """
    if floors:
        _check_floors(floors)
    kept = dict(floors.get("floors", {}))
    for name, value in scores.items():
        kept[name] = max(kept.get(name, -math.inf), math.floor(value * 1000) / 1000)
    ordered = dict(sorted(kept.items()))
    return {"format": FLOORS_FORMAT, "noise": floors.get("noise", NOISE), "floors": ordered}


def _check_floors(floors: Mapping[str, Any]) -> None:
    if floors.get("format") != FLOORS_FORMAT:
        raise ValueError(f"format {floors.get('format')!r} is not {FLOORS_FORMAT}")


def _rates(rows: Sequence[ScoredPair], threshold: float) -> dict[str, Interval]:
    labels = np.array([row.label for row in rows], float)
    taken = np.array([row.taken(threshold) for row in rows], float)
    units = [row.unit for row in rows]
    return {name: bootstrap(lambda w, i=i: metrics.rates_at(labels, taken, 0.5, w)[i], units)  # type: ignore[misc]  # mypy cannot infer a lambda's default
            for i, name in enumerate(("precision", "recall", "f1"))}  # fmt: skip


def _one_sided(
    answers: Sequence[tuple[MarkedPair, Sequence[ScoredPair]]], threshold: float
) -> NDArray[np.float64]:
    """Sentences per article pair, in four rows that go by twos.

    One side's alone and reported so, all one side's alone; with a clear match and reported
    without, all with a clear match.
    """
    counts = np.zeros((4, len(answers)))
    for place, (pair, rows) in enumerate(answers):
        width = len(pair.sentences[1])
        hits = [divmod(k, width) for k, row in enumerate(rows) if row.taken(threshold)]
        for side in (0, 1):
            found = {hit[side] for hit in hits}
            only = pair.only[side]
            clear = {match[side] for match in pair.matches if match[3] == 2}  # noqa: PLR2004  (gold's word for clear)
            counts[:, place] += (len(only - found), len(only), len(clear - found), len(clear))
    return counts
