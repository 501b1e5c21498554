"""Alignment: which statements of the articles of one event say the same.

Two small logistic regressions, one after the other: the first looks at two statements, the second
also at the scores of the pairs around them. The pairs that these leave open are read side by side
by a cross-encoder, and a third regression weighs what it says.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from compare.alignment import context_features as context
from compare.alignment import cross_encoder
from compare.alignment import evidence_kinds as grounds
from compare.alignment import features as evidence
from compare.alignment import model as fitted
from compare.model import Match
from compare.relations.relate import relate, soften
from compare.statements.attributed import readable
from compare.text.acronyms import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from compare.model import Progress, Statement
    from compare.settings import AlignmentSettings

__all__ = [
    "EVEN",
    "OPEN",
    "Table",
    "align",
    "chance",
    "choose",
    "pair_up",
    "pick",
    "score_pairs",
    "tabulate",
]

STAGE = "align"
OPEN = 0.06
"""From this probability on a pair is worth to be read by the cross-encoder. Of the gain that
reading all pairs brings, the pairs from here on bring nine tenths, at half of the cost."""
_BLOCK = 512
EVEN = 0.5
"""Under this probability a match is likelier none, and accuses nobody."""
_CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Table:
    """All scored pairs of statements: one row per pair, sorted by their rows in the batch.

    ``read`` has the cross-encoder's log odds, and no number for a pair that it did not read.
    """

    pairs: context.Pairs
    evidence: NDArray[np.float64]
    context: NDArray[np.float64]
    read: NDArray[np.float64]
    scores: NDArray[np.float64]


def align(
    statements: Sequence[Sequence[Statement]],
    settings: AlignmentSettings,
    min_score: float | None = None,
    progress: Progress | None = None,
    language: str = "en",
    read_from: float = 0.0,
) -> tuple[Match, ...]:
    """The pairs of statements of two articles that say the same.

    Args:
        statements: per article; ``Match.a`` and ``b`` are ``(article, statement)`` indices here.
        settings: threshold and floor, and how many pairs the cross-encoder reads.
        min_score: list pairs from this score on, instead of those that ``choose`` takes; 0 lists
            every pair.
        progress: called with the pairs scored so far.
        language: whose stems and background frequencies are used; the cross-encoder reads English.
        read_from: pairs with a lower score are listed with their score alone, as *partial*.

    Returns:
        Matches sorted by their indices; the order of the articles has no effect on scores.
    """
    least = settings.threshold if min_score is None else min_score
    places = _places(statements)
    flat = [statements[article][index] for article, index in places]
    models = fitted.load()
    floor = settings.floor if least > 0 else -1.0
    reads = settings.cross_encoder_pairs if language == cross_encoder.LANGUAGE else 0
    table = tabulate(flat, models, floor, progress, language, reads)
    matches = []
    for row in np.flatnonzero(table.scores >= least):
        ends = sorted(
            (int(table.pairs.left[row]), int(table.pairs.right[row])), key=places.__getitem__
        )
        score = float(table.scores[row])
        if score < read_from:
            matches.append(Match(places[ends[0]], places[ends[1]], score, "partial"))
            continue
        parts = _parts(table, models, int(row))
        matches.append(_match(flat, places, ends, score, parts, language))
    ordered = tuple(sorted(matches, key=lambda match: (match.a, match.b)))
    return choose(ordered, settings) if min_score is None else ordered


def choose(scored: Iterable[Match], settings: AlignmentSettings) -> tuple[Match, ...]:
    """Those of the scored pairs that count as matches.

    The best partner a statement has in another article counts from ``settings.threshold`` on, any
    other only from ``settings.further`` on. A match that is likelier none than one accuses nobody.
    """
    known = [match for match in scored if match.score >= settings.threshold]
    best: dict[tuple[tuple[int, int], int], float] = {}
    for match in known:
        for here, there in ((match.a, match.b[0]), (match.b, match.a[0])):
            best[here, there] = max(best.get((here, there), 0.0), match.score)
    return tuple(
        match if match.score >= EVEN else replace(match, relation=soften(match.relation))
        for match in known
        if match.score
        >= min(settings.further, best[match.a, match.b[0]], best[match.b, match.a[0]])
    )


def score_pairs(
    pairs: Sequence[tuple[str, str]], settings: AlignmentSettings, language: str = "en"
) -> list[float]:
    """For pairs of texts without their articles: the probability that both say the same."""
    if not pairs:
        return []
    models = fitted.load()
    texts = [text for pair in pairs for text in shortened(pair)]
    batch = evidence.prepare(texts, [0] * len(texts), [1] * len(texts), language)
    left = np.arange(0, len(texts), 2)
    model = models["alone"]
    logits = model.logits(pick(evidence.features(batch, left, left + 1), model))
    if settings.cross_encoder_pairs and language == cross_encoder.LANGUAGE:
        read = cross_encoder.log_odds(pairs)[:, cross_encoder.PARAPHRASE]
        logits = models["alone_read"].logits(np.column_stack([logits, read]))
    return [float(score) for score in chance(logits)]


def tabulate(
    statements: Sequence[Statement],
    models: Mapping[str, fitted.Model],
    floor: float,
    progress: Progress | None = None,
    language: str = "en",
    reads: int = 0,
) -> Table:
    """Score the candidate pairs of all statements of an event, sorted by article.

    ``floor`` is the least term cosine of a candidate; below 0 every pair is one. ``reads`` is how
    many pairs the cross-encoder reads at most.
    """
    batch, pairs = pair_up(statements, floor, language)
    total = len(pairs.left)
    blocks = []
    for start in range(0, total, _CHUNK):
        part = slice(start, start + _CHUNK)
        blocks.append(evidence.features(batch, pairs.left[part], pairs.right[part]))
        if progress:
            progress(STAGE, min(start + _CHUNK, total), total)
    rows = np.concatenate(blocks) if blocks else np.zeros((0, len(evidence.NAMES)))
    around = context.features(pairs, models["event"].logits(pick(rows, models["event"])))
    logits = models["context"].logits(around)
    read = _read(statements, pairs, chance(logits), reads)
    known = ~np.isnan(read)
    logits[known] = models["read"].logits(np.column_stack([logits[known], read[known]]))
    return Table(pairs, rows, around, read, chance(logits))


def _read(
    statements: Sequence[Statement],
    pairs: context.Pairs,
    chances: NDArray[np.float64],
    most: int,
) -> NDArray[np.float64]:
    """The cross-encoder's log odds of the pairs that are open, of the least sure if too many."""
    found = np.full(len(chances), np.nan)
    rows = np.flatnonzero(chances >= OPEN)
    rows = rows[np.lexsort((rows, np.abs(chances[rows] - EVEN)))][:most]
    texts = [
        (readable(statements[left].text), readable(statements[right].text))
        for left, right in zip(pairs.left[rows], pairs.right[rows], strict=True)
    ]
    found[rows] = cross_encoder.log_odds(texts)[:, cross_encoder.EVENT]
    return found


def pair_up(
    statements: Sequence[Statement], floor: float, language: str = "en"
) -> tuple[evidence.Batch, context.Pairs]:
    """The statements read, and the pairs of them that are candidates."""
    orders, lengths, articles, groups = _standing(statements)
    texts = shortened([readable(each.text) for each in statements])
    batch = evidence.prepare(texts, orders, lengths, language, groups)
    nested = np.array([each.parent is not None for each in statements], bool)
    quoted = np.array([each.quote for each in statements], bool)
    lefts, rights = [], []
    for start in range(0, len(statements), _BLOCK):
        left, right = _candidates(batch, start, floor)
        keep = (left < right) & (articles[left] != articles[right])
        if floor >= 0:
            keep &= (nested[left] == nested[right]) | (quoted[left] & quoted[right])
        lefts.append(left[keep])
        rights.append(right[keep])
    left = np.concatenate(lefts) if lefts else np.zeros(0, np.int64)
    right = np.concatenate(rights) if rights else np.zeros(0, np.int64)
    standing = groups[left], groups[right]
    return batch, context.Pairs(left, right, *standing, batch.present, batch.reached)


def pick(rows: NDArray[np.float64], model: fitted.Model) -> NDArray[np.float64]:
    """The columns of ``evidence.features`` that a model looks at."""
    return rows[:, [evidence.NAMES.index(name) for name in model.names]]


def _candidates(
    batch: evidence.Batch, start: int, floor: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of a block of statements with all others, by shared terms."""
    rows, width = batch.event[start : start + _BLOCK], batch.event.shape[0]
    if floor < 0:
        grid = np.indices((rows.shape[0], width)).reshape(2, -1)
        return grid[0] + start, grid[1]
    product = (rows @ batch.event.T).tocoo()
    near = product.data >= floor
    left, right = product.coords
    order = np.lexsort((right[near], left[near]))
    return left[near][order].astype(np.int64) + start, right[near][order].astype(np.int64)


def _places(statements: Sequence[Sequence[Statement]]) -> list[tuple[int, int]]:
    """The indices of all statements: articles by id, and in each sentences before quotations."""
    order = sorted(
        (index for index, of in enumerate(statements) if of),
        key=lambda index: (statements[index][0].article, index),
    )
    return [
        (article, index)
        for article in order
        for nested in (False, True)
        for index, each in enumerate(statements[article])
        if (each.parent is not None) == nested
    ]


def _standing(
    statements: Sequence[Statement],
) -> tuple[list[int], list[int], NDArray[np.int64], NDArray[np.int64]]:
    """Each statement's order and its article's length in sentences, its article, and its pool."""
    ids: dict[str, int] = {}
    starts: list[list[int]] = []
    for each in statements:
        if ids.setdefault(each.article, len(ids)) == len(starts):
            starts.append([])
        if each.parent is None:
            starts[ids[each.article]].append(each.start)
    articles = [ids[each.article] for each in statements]
    orders = [
        max(bisect_right(starts[article], each.start) - 1, 0)
        for article, each in zip(articles, statements, strict=True)
    ]
    nested = np.array([each.parent is not None for each in statements], np.int64)
    numbers = np.array(articles, np.int64)
    return orders, [len(starts[article]) for article in articles], numbers, 2 * numbers + nested


def _match(
    flat: Sequence[Statement],
    places: Sequence[tuple[int, int]],
    ends: Sequence[int],
    score: float,
    parts: dict[str, float],
    language: str,
) -> Match:
    first, second = ends
    relation, extra_a, extra_b = relate(flat[first], flat[second], language)
    return Match(places[first], places[second], score, relation, parts, extra_a, extra_b)


def _parts(table: Table, models: Mapping[str, fitted.Model], row: int) -> dict[str, float]:
    """What each kind of evidence adds to the log odds of a pair: together, all of them."""
    first, around, last = models["event"], models["context"], models["read"]
    weight = float(around.coefficients[around.names.index("first")])
    own = first.parts(pick(table.evidence[row : row + 1], first)[0])
    parts = around.parts(table.context[row]) | {name: weight * part for name, part in own.items()}
    start, read = around.intercept + weight * first.intercept, float(table.read[row])
    if not math.isnan(read):
        scale, other = last.coefficients
        parts = {name: scale * part for name, part in parts.items()} | {
            "cross_encoder": float(other) * read
        }
        start = last.intercept + scale * start
    return grounds.summed(parts, start)


def chance(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probabilities of log odds."""
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
