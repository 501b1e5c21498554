"""The settings in use, scored on gold: each gold line with its prediction, and all scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compare.errors import InputError
from compare.evaluation import gold, predictions, scores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from compare.evaluation.gold import Kind
    from compare.evaluation.scores import Evaluation
    from compare.model import Article, Progress
    from compare.settings import Settings

__all__ = ["evaluate"]

Predicted = tuple["Evaluation", list[dict[str, Any]]]


def evaluate(
    kind: Kind,
    path: Path,
    settings: Settings,
    articles: Mapping[str, Article] | None = None,
    progress: Progress | None = None,
) -> Predicted:
    """Score the settings on one gold file.

    Args:
        kind: what the gold is of.
        path: the gold.
        settings: the settings in use.
        articles: the texts that copies gold names by id.
        progress: called as long work goes on.

    Returns:
        The evaluation, and every line of the gold with its ``score`` (events: its ``predicted``
        event; marked article pairs: ``scores`` as ``[i, j, score, relation]``).

    Raises:
        InputError: the gold cannot be read, or names an article there is not.
    """
    return _KINDS[kind](path, settings, articles or {}, progress)


def _events(
    path: Path, settings: Settings, _: Mapping[str, Article], progress: Progress | None
) -> Predicted:
    from compare.pipeline import group_events

    articles, truth = gold.read_articles(path)
    predicted = scores.event_of(group_events(articles, settings, progress=progress))
    answer = [predicted[article.id] for article in articles]
    lines = [record | {"predicted": event}
             for (_, record), event in zip(gold.read_lines(path), answer, strict=True)]  # fmt: skip
    return scores.score_events(truth, answer), lines


def _copies(
    path: Path, settings: Settings, articles: Mapping[str, Article], progress: Progress | None
) -> Predicted:
    from compare.pipeline import deduplicate

    pairs = gold.read_pairs(path)
    missing = sorted({name for pair in pairs for name in (pair.a, pair.b)} - articles.keys())
    if missing:
        raise InputError(f"{path}: no article {missing[0]} (and {len(missing) - 1} more); "
                         "give the texts with --articles FILE")  # fmt: skip
    copies = deduplicate(list(articles.values()), settings, progress=progress).copies
    found = scores.copy_pairs(copies)
    share = {frozenset((copy.id, copy.of)): copy.containment for copy in copies}
    lines = []
    for (_, record), pair in zip(gold.read_lines(path), pairs, strict=True):
        key = frozenset((pair.a, pair.b))
        lines.append(record | {"score": share.get(key, 1.0) if key in found else 0.0})
    return scores.score_copies(pairs, copies), lines


def _statements(
    path: Path, settings: Settings, _: Mapping[str, Article], progress: Progress | None
) -> Predicted:
    threshold = settings.alignment.threshold
    records = [record for _, record in gold.read_lines(path)]
    if gold.is_marked(path):
        pairs = gold.read_marked(path)
        marked = []
        for done, pair in enumerate(pairs, 1):
            marked.append(predictions.predict_marked(pair, settings, done))
            if progress:
                progress("statements", done, len(pairs))
        lines = [record | {"scores": _table(pair, rows)}
                 for record, (pair, rows) in zip(records, marked, strict=True)]  # fmt: skip
        return scores.score_marked(marked, threshold), lines
    rows = predictions.predict_statements(gold.read_pairs(path), settings, progress)
    lines = [record | {"score": row.score} for record, row in zip(records, rows, strict=True)]
    return scores.score_pairs(rows, threshold), lines


def _table(pair: gold.MarkedPair, rows: Sequence[scores.ScoredPair]) -> list[list[object]]:
    width = len(pair.sentences[1])
    return [[*divmod(place, width), round(row.score, 6), row.predicted]
            for place, row in enumerate(rows)]  # fmt: skip


_KINDS: Mapping[
    str, Callable[[Path, Settings, Mapping[str, Article], Progress | None], Predicted]
] = {
    "events": _events,
    "copies": _copies,
    "statements": _statements,
}
