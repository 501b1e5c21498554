"""Fit the logistic regressions of alignment on marked article pairs.

    python -m compare.training.alignment MARKED PAIRS -o compare/data/alignment.json

MARKED holds article pairs with marked statements, PAIRS two sentences a line with a label
(``evaluation.gold`` reads both). With ``--semantic`` the models also weigh what the encoder says
(``alignment-semantic.json``). ``tests/benchmarks/alignment.py`` reports how good they are.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.alignment import align as alignment
from compare.alignment import context_features as context
from compare.alignment import features as evidence
from compare.alignment import model as fitted
from compare.evaluation import gold, metrics
from compare.model import Match, Statement
from compare.settings import AlignmentSettings
from compare.text.acronyms import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Labels = NDArray[np.int64]

__all__ = ["Marked", "average_precision", "cross_validated", "fit_event", "logistic", "measures",
           "plain", "read", "read_alone"]  # fmt: skip

PENALTY, CONTEXT_PENALTY = 30.0, 10.0
"""The weight of the squared coefficients beside the log loss, of the first and second model."""
FOLDS = 8
CLEAR = 2
"""How ``gold.MarkedPair`` marks a clear match; an arguable one counts neither way."""
THRESHOLDS = tuple(round(0.04 * step, 2) for step in range(1, 16))


@dataclass(frozen=True, slots=True)
class Marked:
    """All sentence pairs of one marked article pair, a row each.

    ``features`` has a column per name of ``features.NAMES``; ``labels`` are 1 for a clear match,
    0 for none and -1 for an arguable one.
    """

    pair: gold.MarkedPair
    ends: context.Pairs
    features: Floats
    labels: Labels


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


def plain(*, semantic: bool) -> tuple[str, ...]:
    """The features of two statements of one event, those of the encoder if ``semantic``."""
    return tuple(name for name in evidence.NAMES if semantic or name not in evidence.SEMANTIC)


def read(pairs: Sequence[gold.MarkedPair], *, semantic: bool = False) -> list[Marked]:
    """The features and labels of all sentence pairs of marked article pairs."""
    return [_marked(pair, semantic=semantic) for pair in pairs]


def _marked(pair: gold.MarkedPair, *, semantic: bool) -> Marked:
    statements = [
        Statement(f"{side}:{article.id}", start, end, article.text[start:end])
        for side, article, spans in zip("ab", (pair.a, pair.b), pair.sentences, strict=True)
        for start, end in spans
    ]
    batch, ends = alignment.pair_up(statements, -1.0, semantic=semantic)
    width = len(pair.sentences[0])
    known = {(i, width + j): 1 if sure == CLEAR else -1 for i, j, _, sure in pair.matches}
    labels = [known.get(end, 0) for end in zip(ends.left.tolist(), ends.right.tolist(),
                                               strict=True)]  # fmt: skip
    features = evidence.features(batch, ends.left, ends.right)
    return Marked(pair, ends, features, np.array(labels, np.int64))


def fit_event(rows: Sequence[Marked], names: tuple[str, ...]) -> tuple[fitted.Model, fitted.Model]:
    """The model of two statements, and that of them among the pairs around them."""
    columns = [evidence.NAMES.index(name) for name in names]
    labels = np.concatenate([row.labels for row in rows])
    use = labels >= 0
    features = np.concatenate([row.features[:, columns] for row in rows])
    first = logistic(features[use], labels[use], names, PENALTY)
    around = np.concatenate(
        [context.features(row.ends, first.logits(row.features[:, columns])) for row in rows]
    )
    return first, logistic(around[use], labels[use], context.NAMES, CONTEXT_PENALTY)


def predict(row: Marked, models: tuple[fitted.Model, fitted.Model]) -> tuple[Floats, Floats]:
    """The probabilities of the first model and of the second."""
    first, second = models
    logits = first.logits(alignment.pick(row.features, first))
    around = second.logits(context.features(row.ends, logits))
    return 1 / (1 + np.exp(-logits)), 1 / (1 + np.exp(-around))


def cross_validated(
    rows: Sequence[Marked], names: tuple[str, ...]
) -> tuple[list[Floats], list[Floats]]:
    """First and final probabilities of each article pair, by models fitted without its fold."""
    from sklearn.model_selection import KFold

    first: list[Floats] = [np.zeros(0)] * len(rows)
    final = list(first)
    folds = KFold(min(FOLDS, len(rows)), shuffle=True, random_state=0)
    for others, held in folds.split(np.arange(len(rows))):
        models = fit_event([rows[index] for index in others], names)
        for index in held:
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


def read_alone(
    path: Path, names: tuple[str, ...], *, semantic: bool = False
) -> tuple[Floats, Labels]:
    """The features and labels of sentence pairs that no article stands around."""
    pairs = gold.read_pairs(path)
    texts = [text for pair in pairs for text in shortened((pair.a, pair.b))]
    batch = evidence.prepare(texts, [0] * len(texts), [1] * len(texts), semantic=semantic)
    left = np.arange(0, len(texts), 2)
    columns = [evidence.NAMES.index(name) for name in names]
    features = evidence.features(batch, left, left + 1)[:, columns]
    return features, np.array([pair.label for pair in pairs], np.int64)


def _rounded(model: fitted.Model) -> dict[str, Any]:
    values = zip(model.names, model.coefficients, strict=True)
    coefficients = {name: round(float(value), 4) for name, value in values}
    return {"intercept": round(model.intercept, 4), "coefficients": coefficients}


def _measured(rows: Sequence[Marked], names: tuple[str, ...]) -> dict[str, Any]:
    """What a report may say of its own accuracy: at thresholds to interpolate between."""
    final = cross_validated(rows, names)[1]
    found = [measures(final, rows, threshold) for threshold in THRESHOLDS]
    keys = {"precision": "precision", "recall": "recall",
            "left_out_wrongly": "with a clear match, reported as one-sided"}  # fmt: skip
    columns = {name: [round(float(each[key]), 3) for each in found] for name, key in keys.items()}
    return {"pairs": len(rows), "thresholds": list(THRESHOLDS), **columns}


def table(rows: Sequence[Marked], pairs: Path, *, semantic: bool) -> dict[str, Any]:
    """The file that ships: the models' coefficients, and how right they were held out."""
    names = plain(semantic=semantic)
    alone = tuple(name for name in evidence.ALONE if name in names)
    features, labels = read_alone(pairs, alone, semantic=semantic)
    first, second = fit_event(rows, names)
    flag = "--semantic " if semantic else ""
    return {
        "command": f"python -m compare.training.alignment MARKED PAIRS {flag}-o FILE",
        "fitted on": f"{len(rows)} pairs of news articles on one event whose shared statements "
        "were marked by reading (event, context), and the training half of the Microsoft Research "
        "Paraphrase Corpus (alone); this file holds coefficients and no text of either",
        "measured": _measured(rows, names),
        "models": {
            "event": _rounded(first),
            "context": _rounded(second),
            "alone": _rounded(logistic(features, labels, alone, PENALTY)),
        },
    }


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("marked", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--semantic", action="store_true")
    given = parser.parse_args()
    rows = read(gold.read_marked(given.marked), semantic=given.semantic)
    found = table(rows, given.pairs, semantic=given.semantic)
    given.output.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    _main()
