"""Reasons: every part of a score, adding up to it, and what would flip the decision."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from compare.events.similarity import (
    EVENT,
    FAR,
    NEAR,
    NEAR_SHARE,
    WEIGHTS,
    likeness,
    of_days,
    of_weekdays,
    score,
)  # fmt: skip
from compare.events.term_counts import title_of
from compare.events.tfidf import Vector, vector
from compare.text import tokens as words
from compare.text.terms import language_code
from compare.text.weekdays import spelt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from compare.events.tfidf import Frequencies
    from compare.model import CleanedArticle
    from compare.settings import EventSettings, VectorSettings

__all__ = ["Explanation", "Part", "explain"]

Kind = Literal["word", "name", "number", "pair", "lead", "days", "weekdays", "crowding", "log odds"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: ``share`` is added to it, so it is below 0 where it speaks against.

    A term that only one side holds, ``only``, speaks against by as much as the score would rise
    without it; these are not summands of the score, for they already weaken the others.
    """

    name: str
    kind: Kind
    share: float
    only: Literal["a", "b"] | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two articles, or two statements, are or are not together by their own score.

    ``parts`` are sorted by weight. To flip the decision it takes the words of ``flip`` to be
    missing: the fewest of the shared ones, or, of a pair not together, the fewest of those only
    one side has; or else that two articles lie ``flip_days`` apart: so many or more to part
    them, so many or fewer to join them; or ``flip_weekdays``: that both name one in common, or
    other ones. Empty, None or False where no such change would. For articles the rest of an
    event may decide otherwise: the mean over its pairs counts.

    >>> explain_articles(cup[0], cup[1]).score <= 1
    True
    """

    score: float
    threshold: float
    parts: tuple[Part, ...]
    flip: tuple[str, ...]
    flip_days: int | None = None
    flip_weekdays: bool = False

    @property
    def together(self) -> bool:
        """Whether the pair is joined."""
        return self.score >= self.threshold


def explain(
    a: CleanedArticle,
    b: CleanedArticle,
    vector_settings: VectorSettings,
    event_settings: EventSettings,
    frequencies: tuple[Frequencies | None, Frequencies | None] = (None, None),
    crowding: float = 0.0,
    trust: float = 1.0,
) -> Explanation:
    """Explain the event score of two articles; parts without ``only`` sum up to it.

    Args:
        a: one article.
        b: the other.
        vector_settings: how an article becomes a vector.
        event_settings: the weight of days and crowding, and the threshold.
        frequencies: document frequencies of the batch they stand in, beside the background,
            for the language of each.
        crowding: how alike both are to articles of other events, as in ``similarity.score``.
        trust: how far the batch's days are to be trusted, as in ``similarity.Pairs``.
    """
    one, two = (
        vector(body, vector_settings, known)
        for body, known in zip((a, b), frequencies, strict=True)
    )
    shown = {**_surfaces(b), **_surfaces(a)}
    around = [*_circumstances(one, two, event_settings, crowding, trust)]
    alike = _shared(one, two, shown)
    summands = [*alike, *around]
    against = [*_unshared(one, two, shown, "a"), *_unshared(two, one, shown, "b")]
    summed = math.fsum(part.share for part in summands)
    gap = summed - event_settings.threshold

    def together(a: Vector, b: Vector) -> bool:
        said = score(likeness(a, b), a.when, b.when, event_settings, crowding, trust)
        return said >= event_settings.threshold

    return Explanation(
        summed,
        event_settings.threshold,
        tuple(sorted((*summands, *against), key=lambda part: (-abs(part.share), part.name))),
        _flipping_words(one, two, shown, together),
        _flipping_days(one, two, gap, event_settings.date_weight * trust),
        _weekdays_flip(one, two, gap, event_settings.date_weight),
    )


def _surfaces(body: CleanedArticle) -> dict[str, str]:
    """The first form in which each stem stands in an article."""
    language = language_code(body.article.language)
    found: dict[str, str] = {}
    for word in words.split(f"{body.text}\n{title_of(body)}"):
        found.setdefault(words.stem(words.fold(word), language), word)
    return found


def _display(term: str, shown: Mapping[str, str]) -> str:
    return " ".join(shown.get(part, part) for part in term.split(" "))


def _kind(field: str, text: str) -> Kind:
    if field != "words":
        return "pair" if field == "pairs" else "lead"
    if any(character.isdigit() for character in text):
        return "number"
    return "name" if text[:1].isupper() else "word"


def _shared(a: Vector, b: Vector, shown: Mapping[str, str]) -> list[Part]:
    found = []
    for field, weight in WEIGHTS.items():
        mine, theirs = getattr(a, field), getattr(b, field)
        for term in mine.keys() & theirs.keys():
            text = _display(term, shown)
            found.append(Part(text, _kind(field, text), weight * mine[term] * theirs[term]))
    return sorted(found, key=lambda part: (-part.share, part.kind, part.name))


def _unshared(
    mine: Vector, other: Vector, shown: Mapping[str, str], only: Literal["a", "b"]
) -> list[Part]:
    """What only one article holds, with what the score loses by it."""
    alike = sum(mine.words[term] * other.words.get(term, 0) for term in mine.words)
    lone = [(term, weight) for term, weight in mine.words.items()
            if term not in other.words and weight < 1]  # fmt: skip
    found = [
        Part(
            text := _display(term, shown), _kind("words", text),
            WEIGHTS["words"] * alike * (1 - 1 / math.sqrt(1 - weight * weight)), only,
        )
        for term, weight in lone
    ]  # fmt: skip
    return sorted(found, key=lambda part: (part.share, part.name))


def _circumstances(
    a: Vector, b: Vector, settings: EventSettings, crowding: float, trust: float
) -> Iterator[Part]:
    (day, named), (other_day, others) = a.when, b.when
    if day is not None and other_day is not None:
        apart = abs(day - other_day)
        name = f"{apart} {'day' if apart == 1 else 'days'} apart"
        said = trust * of_days(apart, likeness(a, b))
        yield Part(name, "days", settings.date_weight * said)
    if against := settings.date_weight * of_weekdays(named, others):
        yield Part(f"{spelt(named)} against {spelt(others)}", "weekdays", against)
    if crowding and settings.crowding:
        yield Part("likeness around them", "crowding", -settings.crowding * crowding)


def _flipping_words(
    a: Vector, b: Vector, shown: Mapping[str, str], together: Callable[[Vector, Vector], bool]
) -> tuple[str, ...]:
    """The fewest words, the weightiest first, without which the decision is another."""
    now = together(a, b)
    weights: Counter[str] = Counter()
    for field, weight in WEIGHTS.items():
        mine, theirs = getattr(a, field), getattr(b, field)
        for term in mine.keys() | theirs.keys():
            one, two = mine.get(term, 0.0), theirs.get(term, 0.0)
            share = weight * (one * two if now else one * one + two * two)
            weights.update(dict.fromkeys(term.split(" "), share))
    wanted = a.words.keys() & b.words.keys() if now else a.words.keys() ^ b.words.keys()
    order = sorted(wanted, key=lambda term: (-weights[term], term))

    def turned(count: int) -> bool:
        gone = frozenset(order[:count])
        return together(_without(a, gone), _without(b, gone)) != now

    if not turned(len(order)):
        return ()
    needed = bisect_left(range(len(order) + 1), True, key=turned)  # noqa: FBT003  (what is sought)
    return tuple(dict.fromkeys(shown.get(term, term) for term in order[:needed]))


def _without(vector: Vector, gone: frozenset[str]) -> Vector:
    """The vector of an article without some words, and without the pairs that hold one."""
    left = {}
    for field in WEIGHTS:
        weights = getattr(vector, field)
        kept = {term: w for term, w in weights.items() if gone.isdisjoint(term.split(" "))}
        length = math.sqrt(math.fsum(w * w for w in kept.values()))
        left[field] = {term: w / length for term, w in kept.items()}
    return Vector(**left, when=vector.when)


def _flipping_days(a: Vector, b: Vector, gap: float, weight: float) -> int | None:
    """From how many days apart on a pair would be parted, or up to how many it would be joined."""
    day, other = a.when.day, b.when.day
    if day is None or other is None or not weight:
        return None
    alike = likeness(a, b)
    most = min(NEAR, NEAR_SHARE * alike)
    wanted = of_days(day - other, alike) - gap / weight
    if wanted <= FAR or (gap < 0 and wanted > most):
        return None
    last = math.floor(-EVENT.decay * math.log((min(wanted, most) - FAR) / (NEAR - FAR)))
    return max(0, last + (gap >= 0))


def _weekdays_flip(a: Vector, b: Vector, gap: float, weight: float) -> bool:
    """Whether a weekday in common, or none, would turn the decision."""
    said = of_weekdays(a.when.weekdays, b.when.weekdays)
    turned = gap - weight * (said or -EVENT.other_weekdays)
    return (turned >= 0) != (gap >= 0)
