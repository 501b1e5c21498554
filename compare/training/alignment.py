"""Fit the logistic regressions of alignment on marked article pairs.

    python -m compare.training.alignment MARKED PAIRS READ -o compare/data/alignment.json

MARKED holds article pairs with marked statements, PAIRS two sentences a line with a label
(``evaluation.gold`` reads both). READ is what ``compare.training.cross_encoder`` says of both, held
out. ``tests/benchmarks/alignment.py`` reports how good they are.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from compare.alignment import align as alignment
from compare.alignment import context_features as context
from compare.alignment import features as evidence
from compare.alignment import model as fitted
from compare.evaluation import gold, metrics
from compare.model import Match, Statement
from compare.settings import AlignmentSettings
from compare.statements.attributed import readable
from compare.text.acronyms import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Labels = NDArray[np.int64]

__all__ = ["Marked", "average_precision", "cross_validated", "fit_event", "folds", "logistic",
           "measures", "read_alone", "read_rows", "texts"]  # fmt: skip

PENALTY, CONTEXT_PENALTY = 30.0, 10.0
"""The weight of the squared coefficients beside the log loss, of the first model and the others."""
READ = ("context", "cross_encoder")
"""What the third model looks at: log odds of the second, and of the cross-encoder."""
FOLDS = 8
READ_FOLDS = 4
"""In how many folds the cross-encoder is trained, each time without one."""
_UNREAD = fitted.Model(READ, np.array([1.0, 0.0]), 0.0)
CLEAR = 2
"""How ``gold.MarkedPair`` marks a clear match; an arguable one counts neither way."""
THRESHOLDS = tuple(round(0.04 * step, 2) for step in range(1, 16))


@dataclass(frozen=True, slots=True)
class Marked:
    """All sentence pairs of one marked article pair, a row each.

    ``features`` has a column per name of ``features.NAMES``; ``labels`` are 1 for a clear match,
    0 for none and -1 for an arguable one; ``read`` are the log odds of a cross-encoder trained
    without this article pair, no number where it was not asked.
    """

    pair: gold.MarkedPair
    ends: context.Pairs
    features: Floats
    labels: Labels
    read: Floats


class Fitted(NamedTuple):
    """The models of two statements, of these among the pairs around them, and of what is read."""

    event: fitted.Model
    context: fitted.Model
    read: fitted.Model


def logistic(
    columns: Floats, labels: Labels, names: tuple[str, ...], penalty: float
) -> fitted.Model:
    """A ridge logistic regression of standardised columns, in the units of the columns."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(columns)
    found = LogisticRegression(C=1 / penalty, max_iter=1000, tol=1e-8)
    found.fit(scaler.transform(columns), labels)
    coefficients = found.coef_[0] / scaler.scale_
    intercept = float(found.intercept_[0] - coefficients @ scaler.mean_)
    return fitted.Model(names, coefficients, intercept)


def folds(count: int, number: int) -> NDArray[np.int64]:
    """In which of so many folds each of so many things is: the same in every run."""
    return np.random.default_rng(0).permutation(count) % number


def read_rows(
    pairs: Sequence[gold.MarkedPair], read: Mapping[str, Floats] | None = None
) -> list[Marked]:
    """The features and labels of all sentence pairs of marked article pairs.

    ``read`` is what ``compare.training.cross_encoder`` writes, or nothing before it was trained.
    """
    return [
        _marked(pair, None if read is None else read[f"pair{at}"]) for at, pair in enumerate(pairs)
    ]


def _marked(pair: gold.MarkedPair, read: Floats | None) -> Marked:
    statements = [
        Statement(f"{side}:{article.id}", start, end, article.text[start:end])
        for side, article, spans in zip("ab", (pair.a, pair.b), pair.sentences, strict=True)
        for start, end in spans
    ]
    batch, ends = alignment.pair_up(statements, -1.0)
    width = len(pair.sentences[0])
    known = {(i, width + j): 1 if sure == CLEAR else -1 for i, j, _, sure in pair.matches}
    labels = [known.get(end, 0) for end in zip(ends.left.tolist(), ends.right.tolist(),
                                               strict=True)]  # fmt: skip
    features = evidence.features(batch, ends.left, ends.right)
    unread = np.full(len(labels), np.nan)
    return Marked(
        pair, ends, features, np.array(labels, np.int64), unread if read is None else read
    )


def texts(row: Marked) -> list[tuple[str, str]]:
    """The two statements of each row, as the cross-encoder is given them."""
    sides = [
        [readable(article.text[start:end]) for start, end in spans]
        for article, spans in zip((row.pair.a, row.pair.b), row.pair.sentences, strict=True)
    ]
    width = len(sides[0])
    return [
        (sides[0][left], sides[1][right - width])
        for left, right in zip(row.ends.left.tolist(), row.ends.right.tolist(), strict=True)
    ]


def fit_event(rows: Sequence[Marked], names: tuple[str, ...] = evidence.NAMES) -> Fitted:
    """The three models, each on what the one before makes of the rows.

    ``names`` are the features that the first looks at.
    """
    columns = [evidence.NAMES.index(name) for name in names]
    labels = np.concatenate([row.labels for row in rows])
    use = labels >= 0
    features = np.concatenate([row.features[:, columns] for row in rows])
    first = logistic(features[use], labels[use], names, PENALTY)
    around = np.concatenate(
        [context.features(row.ends, first.logits(row.features[:, columns])) for row in rows]
    )
    second = logistic(around[use], labels[use], context.NAMES, CONTEXT_PENALTY)
    logits, read = second.logits(around), np.concatenate([row.read for row in rows])
    use &= (alignment.chance(logits) >= alignment.OPEN) & ~np.isnan(read)
    both = np.column_stack([logits, read])[use]
    last = logistic(both, labels[use], READ, CONTEXT_PENALTY) if use.any() else _UNREAD
    return Fitted(first, second, last)


def predict(row: Marked, models: Fitted) -> tuple[Floats, Floats]:
    """The probabilities of the first model and of the last."""
    first = models.event.logits(alignment.pick(row.features, models.event))
    logits = models.context.logits(context.features(row.ends, first))
    known = (alignment.chance(logits) >= alignment.OPEN) & ~np.isnan(row.read)
    columns = np.column_stack([logits[known], row.read[known]])
    logits[known] = models.read.logits(columns)
    return alignment.chance(first), alignment.chance(logits)


def cross_validated(
    rows: Sequence[Marked], names: tuple[str, ...] = evidence.NAMES
) -> tuple[list[Floats], list[Floats]]:
    """First and final probabilities of each article pair, by models fitted without its fold."""
    first: list[Floats] = [np.zeros(0)] * len(rows)
    final = list(first)
    held = folds(len(rows), min(FOLDS, len(rows))).tolist()
    for fold in sorted(set(held)):
        others = [row for row, of in zip(rows, held, strict=True) if of != fold]
        models = fit_event(others, names)
        for index in (at for at, of in enumerate(held) if of == fold):
            first[index], final[index] = predict(rows[index], models)
    return first, final


def average_precision(scores: Sequence[Floats], rows: Sequence[Marked]) -> float:
    """Over all sentence pairs of all article pairs."""
    from sklearn.metrics import average_precision_score

    labels, found = np.concatenate([row.labels for row in rows]), np.concatenate(scores)
    return float(average_precision_score(labels[labels >= 0], found[labels >= 0]))


def matched(scores: Floats, ends: context.Pairs, threshold: float) -> NDArray[np.bool_]:
    """Which pairs of one article pair ``align.choose`` takes for matches."""
    scored = [
        Match((0, int(left)), (1, int(right)), float(score), "partial")
        for left, right, score in zip(ends.left, ends.right, scores, strict=True)
    ]
    settings = AlignmentSettings(threshold=threshold)
    taken = {(match.a[1], match.b[1]) for match in alignment.choose(scored, settings)}
    return np.array([(match.a[1], match.b[1]) in taken for match in scored], bool)


def measures(
    scores: Sequence[Floats], rows: Sequence[Marked], threshold: float
) -> dict[str, float]:
    """Precision, recall, F1 and calibration over sentence pairs, and the sentences told alone."""
    taken = [matched(score, row.ends, threshold) for score, row in zip(scores, rows, strict=True)]
    labels, chances = np.concatenate([row.labels for row in rows]), np.concatenate(scores)
    counted = labels >= 0
    ones = np.ones(int(counted.sum()))
    rates = metrics.rates_at(
        labels[counted].astype(float), np.concatenate(taken)[counted].astype(float), 0.5, ones
    )
    error = metrics.calibration_error(labels[counted].astype(float), chances[counted], ones)
    sides = np.sum([_one_sided(row, found) for row, found in zip(rows, taken, strict=True)], 0)
    return {
        "precision": rates[0],
        "recall": rates[1],
        "F1": rates[2],
        "calibration error (ECE, 10 bins)": error,
        "marked as only one side's, reported so": sides[0] / sides[1],
        "with a clear match, reported as one-sided": sides[2] / sides[3],
    }


def _one_sided(row: Marked, taken: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Sentences of one side only, reported so and all; with a clear match, alone and all."""
    width = len(row.pair.sentences[0])
    counts = np.zeros(4, np.int64)
    for side, ends in enumerate((row.ends.left, row.ends.right - width)):
        found = set(ends[taken].tolist())
        clear = set(ends[row.labels == 1].tolist())
        only = row.pair.only[side]
        counts += (len(only - found), len(only), len(clear - found), len(clear))
    alone, every, missed, known = counts.tolist()
    return alone, every, missed, known


def read_alone(path: Path) -> tuple[Floats, Labels]:
    """The features and labels of sentence pairs that no article stands around."""
    pairs = gold.read_pairs(path)
    both = [text for pair in pairs for text in shortened((pair.a, pair.b))]
    batch = evidence.prepare(both, [0] * len(both), [1] * len(both))
    left = np.arange(0, len(both), 2)
    columns = [evidence.NAMES.index(name) for name in evidence.ALONE]
    features = evidence.features(batch, left, left + 1)[:, columns]
    return features, np.array([pair.label for pair in pairs], np.int64)


def fit_alone(features: Floats, labels: Labels, read: Floats) -> tuple[fitted.Model, fitted.Model]:
    """The model of two statements without an article, and that of it and the cross-encoder."""
    plain = logistic(features, labels, evidence.ALONE, PENALTY)
    columns = np.column_stack([plain.logits(features), read])
    return plain, logistic(columns, labels, ("alone", "cross_encoder"), CONTEXT_PENALTY)


def _rounded(model: fitted.Model) -> dict[str, Any]:
    values = zip(model.names, model.coefficients, strict=True)
    coefficients = {name: round(float(value), 4) for name, value in values}
    return {"intercept": round(model.intercept, 4), "coefficients": coefficients}


def _measured(rows: Sequence[Marked]) -> dict[str, Any]:
    """What a report may say of its own accuracy: at thresholds to interpolate between."""
    final = cross_validated(rows)[1]
    found = [measures(final, rows, threshold) for threshold in THRESHOLDS]
    keys = {"precision": "precision", "recall": "recall",
            "left_out_wrongly": "with a clear match, reported as one-sided"}  # fmt: skip
    columns = {name: [round(float(each[key]), 3) for each in found] for name, key in keys.items()}
    return {"pairs": len(rows), "thresholds": list(THRESHOLDS), **columns}


def table(rows: Sequence[Marked], pairs: Path, read: Floats) -> dict[str, Any]:
    """The file that ships: the models' coefficients, and how right they were held out."""
    alone, alone_read = fit_alone(*read_alone(pairs), read)
    models = {**fit_event(rows)._asdict(), "alone": alone, "alone_read": alone_read}
    return {
        "command": "python -m compare.training.alignment MARKED PAIRS READ -o FILE",
        "fitted on": f"{len(rows)} pairs of news articles on one event whose shared statements "
        "were marked by reading (event, context, read), and the training half of the Microsoft "
        "Research Paraphrase Corpus (alone, alone_read); this file holds coefficients and no text "
        "of either",
        "measured": _measured(rows),
        "models": {name: _rounded(model) for name, model in models.items()},
    }


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("marked", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("read", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    with np.load(given.read) as read:
        rows = read_rows(gold.read_marked(given.marked), read)
        found = table(rows, given.pairs, read["alone"])
    given.output.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    _main()
