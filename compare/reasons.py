"""Reasons: every part of a score, adding up to it, and what would flip the decision."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from compare import words
from compare.counting import title_of
from compare.days import spelt
from compare.similarity import (
    EVENT,
    FAR,
    NEAR,
    NEAR_SHARE,
    WEIGHTS,
    likeness,
    of_days,
    of_weekdays,
)  # fmt: skip
from compare.terms import language_code
from compare.vectors import vector

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from compare.model import Body
    from compare.settings import EventSettings, VectorSettings
    from compare.vectors import Frequencies, Vector

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

    ``parts`` are sorted by weight. To flip the decision it takes the terms of ``flip`` to be
    missing: the fewest of the shared ones, or, of a pair not together, the fewest of those only
    one side has; or else ``flip_days`` between two articles, or ``flip_weekdays``: that both name
    one in common, or other ones. Empty, None or False where no such change would. For articles
    the rest of an event may decide otherwise: the mean over its pairs counts.
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
    a: Body,
    b: Body,
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
    score = math.fsum(part.share for part in summands)
    gap = score - event_settings.threshold
    return Explanation(
        score,
        event_settings.threshold,
        tuple(sorted((*summands, *against), key=lambda part: (-abs(part.share), part.name))),
        _fewest(alike if gap >= 0 else against, abs(gap)),
        _flipping_days(one, two, gap, event_settings.date_weight * trust),
        _weekdays_flip(one, two, gap, event_settings.date_weight),
    )


def _surfaces(body: Body) -> dict[str, str]:
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


def _fewest(parts: Sequence[Part], gap: float) -> tuple[str, ...]:
    """The fewest parts that together make up for ``gap``; none where all do not."""
    order = sorted(parts, key=lambda part: (-abs(part.share), part.name))
    sums = accumulate(abs(part.share) for part in order)
    needed = next((count for count, total in enumerate(sums, 1) if total > gap), 0)
    return tuple(dict.fromkeys(part.name for part in order[:needed]))


def _flipping_days(a: Vector, b: Vector, gap: float, weight: float) -> int | None:
    """How many days apart would turn the decision, taking the others as they are."""
    day, other = a.when.day, b.when.day
    if day is None or other is None or not weight:
        return None
    alike = likeness(a, b)
    most = min(NEAR, NEAR_SHARE * alike)
    wanted = of_days(day - other, alike) - gap / weight
    if gap < 0:
        return 0 if wanted <= most else None
    if wanted <= FAR:
        return None
    return max(0, math.floor(-EVENT.decay * math.log((min(wanted, most) - FAR) / (NEAR - FAR))) + 1)


def _weekdays_flip(a: Vector, b: Vector, gap: float, weight: float) -> bool:
    """Whether a weekday in common, or none, would turn the decision."""
    said = of_weekdays(a.when.weekdays, b.when.weekdays)
    turned = gap - weight * (said or -EVENT.other_weekdays)
    return (turned >= 0) != (gap >= 0)
