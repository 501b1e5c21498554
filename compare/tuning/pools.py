"""Pools: the pairs a person may be asked about, each with the score its stage gives it.

A pool reaches well under the threshold in use, for a threshold can only be judged by what lies on
both sides of it.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from compare.settings import Settings
from compare.tuning.sampling import Pair

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from compare.evaluation.gold import Kind
    from compare.model import Article, Progress, Statement

__all__ = [
    "THRESHOLDS",
    "Place",
    "Pool",
    "current",
    "digest",
    "draw",
    "undecided",
    "with_threshold",
]

THRESHOLDS: Mapping[Kind, tuple[str, str]] = {
    "events": ("events", "threshold"),
    "copies": ("copies", "near"),
    "statements": ("alignment", "threshold"),
}
"""The setting, as stage and key, that decides each kind of pair."""
SCORED_BY: Mapping[Kind, tuple[str, ...]] = {
    "events": ("clean", "vectors", "events"),
    "copies": ("fingerprints", "passages", "copies"),
    "statements": ("clean", "statements", "alignment"),
}
"""The stages whose settings move the scores of each kind."""
DECIDES: Mapping[Kind, tuple[str, ...]] = {
    "events": ("threshold", "story_threshold"),
    "copies": ("near", "same"),
    "statements": ("threshold", "further"),
}
"""The settings of its stage that judge the scores and leave them as they are."""
FAINT = 0.02
"""Statements that score less are not asked about."""
LEVELS = tuple(round(1 / (1 + math.exp(4.6 - 0.4 * step)), 4) for step in range(24))
"""The thresholds at which events are formed, in even steps of log odds, 0.01 to 0.99."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: the head of its article, and what is said before and after it."""

    head: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Pool:
    """Pairs with their scores, the text to show for every id in them, the place of statements.

    A copy ``follows`` an article: its pairs with others are those of that article.
    """

    pairs: tuple[Pair, ...]
    texts: Mapping[str, str]
    places: Mapping[str, Place] = field(default_factory=dict)
    follows: Mapping[str, str] = field(default_factory=dict)

    def score_of(self) -> Callable[[str, str], float]:
        """The score of any two; 0 for a pair too unlike to be here, under every threshold."""
        scores = {frozenset((pair.a, pair.b)): pair.score for pair in self.pairs}

        def score(a: str, b: str) -> float:
            own = scores.get(frozenset((a, b)))
            first, second = self.follows.get(a, a), self.follows.get(b, b)
            if own is None and first == second:
                return 1.0
            return scores.get(frozenset((first, second)), 0.0) if own is None else own

        return score


def draw(
    kind: Kind, articles: Sequence[Article], settings: Settings, progress: Progress | None = None
) -> Pool:
    """The pool of a kind: articles by id for events and copies, statements by text."""
    return _DRAWS[kind](articles, settings, progress)


def current(kind: Kind, settings: Settings) -> float:
    """The threshold in use."""
    stage, key = THRESHOLDS[kind]
    return float(getattr(getattr(settings, stage), key))


def with_threshold(kind: Kind, settings: Settings, threshold: float) -> Settings:
    """The settings with another threshold for this kind."""
    stage, key = THRESHOLDS[kind]
    values = replace(getattr(settings, stage), **{key: threshold})
    return replace(settings, **{stage: values})


def undecided(kind: Kind, settings: Settings) -> Settings:
    """The settings with the defaults where they only judge scores of this kind."""
    stage, usual = THRESHOLDS[kind][0], Settings()
    keys = {key: getattr(getattr(usual, stage), key) for key in DECIDES[kind]}
    return replace(settings, **{stage: replace(getattr(settings, stage), **keys)})


def digest(kind: Kind, settings: Settings) -> str:
    """Names the settings that scores of this kind rest on, and none that only judges them."""
    rest = undecided(kind, settings)
    stages = {stage: asdict(getattr(rest, stage)) for stage in SCORED_BY[kind]}
    return hashlib.sha256(json.dumps(stages, sort_keys=True).encode()).hexdigest()[:12]


def _events(articles: Sequence[Article], settings: Settings, progress: Progress | None) -> Pool:
    from compare.events.grouping import followed, joined_at
    from compare.pipeline import clean_articles, deduplicate

    by_id = {body.article.id: body for body in clean_articles(articles, settings)}
    copies = deduplicate(articles, settings, progress=progress).copies
    texts = {name: body.text for name, body in sorted(by_id.items())}
    follows = {name: copy.of for name, copy in followed(copies, texts).items()}
    originals = [body for name, body in by_id.items() if name not in follows]
    levels = {*LEVELS, settings.events.threshold}
    links = joined_at(originals, settings.vectors, settings.events, levels)
    return Pool(
        tuple(Pair(link.a, link.b, link.score) for link in links),
        {name: _shown(body.article, body.text) for name, body in by_id.items()},
        follows=follows,
    )


def _copies(articles: Sequence[Article], settings: Settings, progress: Progress | None) -> Pool:
    from compare.copies.detection import find_copies

    # With no text near enough to be dropped, every pair that shares a passage stays a pair.
    lenient = replace(settings.copies, near=1.0, same=1.0)
    copies = find_copies(articles, settings.fingerprints, settings.passages, lenient, progress)
    return Pool(
        tuple(Pair(copy.of, copy.id, copy.covered) for copy in copies),
        {article.id: _shown(article, article.text) for article in articles},
        follows={copy.id: copy.of for copy in copies if copy.kind != "partial"},
    )


def _statements(articles: Sequence[Article], settings: Settings, progress: Progress | None) -> Pool:
    from compare.pipeline import align_articles, group_events

    by_id = {article.id: article for article in articles}
    pairs: set[Pair] = set()
    places: dict[str, Place] = {}
    for event in group_events(articles, settings, progress=progress):
        members = [by_id[name] for name in event.articles]
        if len(members) > 1:
            aligned = align_articles(members, settings, FAINT)
            for match in aligned.matches:
                a, b = (aligned.statements[side[0]][side[1]].text for side in (match.a, match.b))
                if a != b:
                    pairs.add(Pair(min(a, b), max(a, b), match.score))
            for article, statements in zip(members, aligned.statements, strict=True):
                for each in statements:
                    places.setdefault(each.text, _place(article, each, statements))
    return Pool(tuple(sorted(pairs, key=lambda pair: (pair.a, pair.b, pair.score))), {}, places)


def _place(article: Article, one: Statement, statements: Sequence[Statement]) -> Place:
    """The sentences next to a statement; what else is in its own sentence, if it is quoted."""
    start = max((each.start for each in statements if each.start < one.start), default=one.start)
    end = min((each.end for each in statements if each.end > one.end), default=one.end)
    return Place(_head(article), article.text[start : one.start], article.text[one.end : end])


_DRAWS: Mapping[Kind, Callable[[Sequence[Article], Settings, Progress | None], Pool]] = {
    "events": _events,
    "copies": _copies,
    "statements": _statements,
}


def _shown(article: Article, text: str) -> str:
    return f"{_head(article)}\n\n{text}"


def _head(article: Article) -> str:
    day = (article.published or "")[: len("2020-01-31")]
    return " · ".join(part for part in (article.source, day, article.title) if part)
