"""What the stages predict on gold: sentence pairs and labelled pairs with their scores."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from compare.evaluation.scores import ScoredPair
from compare.model import Article, CleanedArticle, Statement

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from compare.evaluation.gold import LabelledPair, MarkedPair
    from compare.model import Match, Progress, Span
    from compare.settings import Settings

__all__ = ["given_statements", "predict_marked", "predict_statements"]


def given_statements(
    article: Article, spans: Iterable[Span], settings: Settings
) -> tuple[Statement, ...]:
    """The gold's sentences as statements; speakers and quotations are found as in any article."""
    from compare.statements.split import split

    lines = tuple(found.span() for found in re.finditer(r"\S[^\n]*", article.text))
    found = split(CleanedArticle(article, lines), settings.statements)
    return tuple(_statement(article, start, end, found) for start, end in spans)


def predict_marked(
    pair: MarkedPair, settings: Settings, unit: Hashable = 0
) -> tuple[MarkedPair, list[ScoredPair]]:
    """Every sentence pair of a marked article pair with its score and relation."""
    from compare.alignment.align import align, choose

    sides = [given_statements(article, spans, settings)
             for article, spans in zip((pair.a, pair.b), pair.sentences, strict=True)]  # fmt: skip
    language = pair.a.language or "en"
    scored = align(sides, settings.alignment, 0.0, language=language)
    matches, chosen = _by_place(scored), _by_place(choose(scored, settings.alignment))
    marks = {(i, j): (relation, sure) for i, j, relation, sure in pair.matches}
    rows = []
    for i in range(len(sides[0])):
        for j in range(len(sides[1])):
            relation, sure = marks.get((i, j), (None, 0))
            match = matches.get((i, j))
            rows.append(
                ScoredPair(
                    unit,
                    {0: 0, 1: None, 2: 1}[sure],
                    match.score if match else 0.0,
                    relation,
                    match.relation if match else None,
                    (i, j) in chosen,
                )
            )
    return pair, rows


def predict_statements(
    pairs: Sequence[LabelledPair], settings: Settings, progress: Progress | None = None
) -> list[ScoredPair]:
    """Every labelled pair of texts with its score; pairs of one topic are aligned together.

    A pair whose relation is marked gets a predicted relation too.
    """
    from compare.alignment.align import align, score_pairs

    alone = [index for index, pair in enumerate(pairs) if pair.topic is None]
    scores = score_pairs([(pairs[index].a, pairs[index].b) for index in alone], settings.alignment)
    rows = {index: ScoredPair(index, pairs[index].label, score)
            for index, score in zip(alone, scores, strict=True)}  # fmt: skip
    topics: dict[str, list[int]] = {}
    for index, pair in enumerate(pairs):
        if pair.topic is not None:
            topics.setdefault(pair.topic, []).append(index)
    for done, (topic, indices) in enumerate(topics.items(), 1):
        sides = [list(dict.fromkeys(getattr(pairs[i], side) for i in indices)) for side in "ab"]
        statements = [[Statement(name, 0, len(text), text) for text in side]
                      for name, side in zip("ab", sides, strict=True)]  # fmt: skip
        matches = _by_place(align(statements, settings.alignment, 0.0))
        for index in indices:
            pair = pairs[index]
            match = matches.get((sides[0].index(pair.a), sides[1].index(pair.b)))
            rows[index] = ScoredPair(topic, pair.label, match.score if match else 0.0)
        if progress:
            progress("statements", done, len(topics))
    return [_related(rows[index], pair, settings) for index, pair in enumerate(pairs)]


def _related(row: ScoredPair, pair: LabelledPair, settings: Settings) -> ScoredPair:
    from compare.relations.relate import relate
    from compare.text.language import common_language, with_language

    if pair.relation is None:
        return row
    articles = with_language([Article(name, getattr(pair, name), name) for name in "ab"])
    a, b = (given_statements(one, [(0, len(one.text))], settings)[0] for one in articles)
    predicted = relate(a, b, common_language(articles))[0]
    return replace(row, relation=pair.relation, predicted=predicted)


def _by_place(matches: Iterable[Match]) -> dict[tuple[int, int], Match]:
    return {(match.a[1], match.b[1]): match for match in matches}


def _statement(article: Article, start: int, end: int, found: Sequence[Statement]) -> Statement:
    """The sentence, with the speaker of the found statement that overlaps it most."""
    near = max(
        found,
        key=lambda one: (min(end, one.end) - max(start, one.start), one.parent is None),
        default=None,
    )
    text = article.text[start:end]
    if near is None or min(end, near.end) <= max(start, near.start):
        return Statement(article.id, start, end, text)
    return Statement(article.id, start, end, text, near.quote, near.speaker)
