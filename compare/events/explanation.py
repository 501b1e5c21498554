"""Reasons: every part of a score, adding up to it, and what would flip the decision."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from compare.events import model as fitted
from compare.events.model import FLOORS
from compare.events.similarity import compare_all, cosines, log_odds, probability, text_log_odds
from compare.events.stream_prior import prior_shift
from compare.events.term_counts import counted, title_of
from compare.events.tfidf import Frequencies, Vector, vector, vectorise
from compare.text import tokens as words
from compare.text.dates import weekday_names
from compare.text.terms import Vocabulary, language_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from compare.events.model import EventModel
    from compare.events.outcome import Outcome
    from compare.events.similarity import ScoredPairs
    from compare.model import CleanedArticle
    from compare.settings import EventSettings, VectorSettings

__all__ = ["Explanation", "Part", "explain", "explain_in_batch"]

_LONG = 3650
"""Days between two articles, from which on more tell no more."""
Kind = Literal[
    "word", "name", "number", "pair", "lead", "length", "days", "weekdays", "surroundings",
    "stream", "base", "log odds",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the log odds of a score: ``share`` is added; below 0 it speaks against.

    A term that only one side holds, ``only``, speaks against by as much as the log odds would
    rise without it; these are no summands, for they already weaken the others.
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
    other ones. Empty, None or False where no such change would.

    ``outcome`` is where two articles ended among others, None for two explained alone: the rest
    of an event may decide otherwise than their own score, for the mean over its pairs counts.

    >>> explain_articles(cup[0], cup[1]).score <= 1
    True
    """

    score: float
    threshold: float
    parts: tuple[Part, ...]
    flip: tuple[str, ...]
    flip_days: int | None = None
    flip_weekdays: bool = False
    outcome: Outcome | None = None

    @property
    def together(self) -> bool:
        """Whether the pair is joined."""
        return self.score >= self.threshold

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``explain --json`` (``newscompare/explanation/1``)."""
        own = asdict(self)
        outcome = own.pop("outcome") or {}
        head = {"format": "newscompare/explanation/1", "together": self.together}
        return head | {"alone": self.outcome is None} | outcome | own


def explain(
    a: CleanedArticle,
    b: CleanedArticle,
    vector_settings: VectorSettings,
    event_settings: EventSettings,
    frequencies: tuple[Frequencies | None, Frequencies | None] = (None, None),
    surroundings: tuple[float, float] = (0.0, 0.0),
    prior: float | None = None,
) -> Explanation:
    """Explain the probability that two articles report one event.

    The shares of parts without ``only`` add up to its log odds.

    Args:
        a: one article.
        b: the other.
        vector_settings: how an article becomes a vector.
        event_settings: the threshold.
        frequencies: document frequencies of the batch they stand in, beside the background,
            for the language of each.
        surroundings: how crowded each stands, as in ``surroundings``.
        prior: what the stream adds to every pair; None if the two are all there is.
    """
    one, two = (
        vector(body, vector_settings, known)
        for body, known in zip((a, b), frequencies, strict=True)
    )
    shown = {**_surfaces(b), **_surfaces(a)}
    model = fitted.load()

    def said(a: Vector, b: Vector) -> float:
        sides = [(x if x is not None else math.nan) for x in (a.when.day, b.when.day)]
        weekdays = a.when.weekdays, b.when.weekdays
        text = text_log_odds(a, b, model)
        return float(log_odds(model.event, text, (sides[0], sides[1]), weekdays, surroundings))

    if prior is None:
        prior = prior_shift(np.array([said(one, two)]), 2, model.share)
    pair = _Pair(one, two, model, surroundings, prior)
    summands = [*_shared(pair, shown), *_circumstances(pair)]
    against = [*_unshared(pair, shown, "a"), *_unshared(pair, shown, "b")]
    summed = math.fsum(part.share for part in summands)
    needed = _log_odds_of(event_settings.threshold)
    gap = summed - needed

    def together(a: Vector, b: Vector) -> bool:
        return said(a, b) + prior >= needed

    return Explanation(
        float(probability(summed)),
        event_settings.threshold,
        tuple(sorted((*summands, *against), key=lambda part: (-abs(part.share), part.name))),
        _flipping_words(one, two, shown, together),
        _flipping_days(pair, gap),
        _weekdays_flip(pair, gap),
    )


def explain_in_batch(
    bodies: Sequence[CleanedArticle],
    first: int,
    second: int,
    vector_settings: VectorSettings,
    event_settings: EventSettings,
) -> tuple[Explanation, ScoredPairs]:
    """The explanation of two of some bodies, when these are all there is, and the scores of all."""
    pairs = compare_all(vectorise(bodies, vector_settings))
    a, b = bodies[first], bodies[second]
    known = [_frequencies(bodies, body.article.language, vector_settings) for body in (a, b)]
    around = pairs.surroundings[[first, second]].tolist()
    found = explain(a, b, vector_settings, event_settings, (known[0], known[1]),
                    (around[0], around[1]), pairs.prior)  # fmt: skip
    return found, pairs


def _frequencies(
    bodies: Sequence[CleanedArticle], language: str | None, settings: VectorSettings
) -> Frequencies:
    """In how many of the bodies of a language each term occurs, as ``vectorise`` counts them."""
    numbers, counts = Vocabulary(), Counter[str]()
    own = [
        body for body in bodies if language_code(body.article.language) == language_code(language)
    ]
    for body in own:
        fields = counted(body, numbers, settings)
        counts.update(numbers.terms(fields["words"][0].tolist()))
        counts.update(numbers.pairs(fields["pairs"][0].tolist()))
    return Frequencies(len(own), counts)


class _Pair(NamedTuple):
    """Two articles and all that their score hangs on."""

    one: Vector
    two: Vector
    model: EventModel
    surroundings: tuple[float, float]
    prior: float


def _log_odds_of(share: float) -> float:
    """The log odds of a probability."""
    if not 0 < share < 1:
        return math.inf if share else -math.inf
    return math.log(share / (1 - share))


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


def _shared(pair: _Pair, shown: Mapping[str, str]) -> list[Part]:
    """What each shared term adds: of what its field adds, by its part of the cosine."""
    found = []
    alike = cosines(pair.one, pair.two)
    for field, coefficient in pair.model.fields.items():
        mine, theirs = getattr(pair.one, field), getattr(pair.two, field)
        gain = pair.model.event.text * coefficient * math.log(1 + alike[field] / FLOORS[field])
        for term in mine.keys() & theirs.keys():
            if product := mine[term] * theirs[term]:
                text = _display(term, shown)
                found.append(Part(text, _kind(field, text), gain * product / alike[field]))
    return sorted(found, key=lambda part: (-part.share, part.kind, part.name))


def _unshared(pair: _Pair, shown: Mapping[str, str], only: Literal["a", "b"]) -> list[Part]:
    """What only one article holds, with what the log odds lose by it."""
    mine, other = (pair.one, pair.two) if only == "a" else (pair.two, pair.one)
    alike, floor = cosines(mine, other)["words"], FLOORS["words"]
    scale = pair.model.event.text * pair.model.fields["words"]
    found = []
    for term, weight in mine.words.items():
        if term not in other.words and 0 < weight < 1:
            without = alike / math.sqrt(1 - weight * weight)
            lost = scale * math.log((alike + floor) / (without + floor))
            text = _display(term, shown)
            found.append(Part(text, _kind("words", text), lost, only))
    return sorted(found, key=lambda part: (part.share, part.name))


def _circumstances(pair: _Pair) -> Iterator[Part]:
    """What is no term: the parts that all pairs have, days, weekdays, surroundings, stream."""
    (day, named, believed), (other_day, others, other_believed) = pair.one.when, pair.two.when
    level, fields = pair.model.event, pair.model.fields
    nothing = math.fsum(fields[field] * math.log(FLOORS[field]) for field in fields)
    yield Part("two articles that share no term", "base",
               level.intercept + level.text * nothing)  # fmt: skip
    sizes = len(pair.one.words), len(pair.two.words)
    unalike = dict.fromkeys(fields, 0.0)
    length = float(pair.model.text(unalike, *sizes)) - nothing
    yield Part(f"{sizes[0]} and {sizes[1]} different terms", "length", level.text * length)
    if day is None or other_day is None:
        unknown = "a day is not known"
        if not (believed and other_believed):
            unknown = "a date is not believed: the posts in the article are much older"
        yield Part(unknown, "days", level.undated)
    else:
        apart = abs(day - other_day)
        name = f"{apart} {'day' if apart == 1 else 'days'} apart"
        yield Part(name, "days", float(level.days(apart)))
    if said := float(level.weekdays(named, others)):
        between = "and" if named & others else "against"
        name = f"{weekday_names(named)} {between} {weekday_names(others)}"
        yield Part(name, "weekdays", said)
    if around := float(level.surroundings(*pair.surroundings)):
        yield Part("how alike articles of other days are to them", "surroundings", around)
    yield Part("how common one event is in such a stream", "stream", pair.prior)


def _flipping_words(
    a: Vector, b: Vector, shown: Mapping[str, str], together: Callable[[Vector, Vector], bool]
) -> tuple[str, ...]:
    """The fewest words, the weightiest first, without which the decision is another."""
    now = together(a, b)
    weights: Counter[str] = Counter()
    for field, weight in fitted.load().fields.items():
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
    for field in FLOORS:
        weights = getattr(vector, field)
        kept = {term: w for term, w in weights.items() if gone.isdisjoint(term.split(" "))}
        length = math.sqrt(math.fsum(w * w for w in kept.values()))
        left[field] = {term: w / length for term, w in kept.items()}
    return Vector(**left, when=vector.when)


def _flipping_days(pair: _Pair, gap: float) -> int | None:
    """From how many days apart on a pair would be parted, or up to how many it would be joined."""
    day, other = pair.one.when.day, pair.two.when.day
    if day is None or other is None:
        return None
    days = pair.model.event.days
    wanted = float(days(abs(day - other))) - gap
    if float(days(0)) < wanted or float(days(_LONG)) >= wanted:
        return None
    last = bisect_left(range(_LONG), True, key=lambda apart: float(days(apart)) < wanted)  # noqa: FBT003  (what is sought)
    return last if gap >= 0 else last - 1


def _weekdays_flip(pair: _Pair, gap: float) -> bool:
    """Whether a weekday in common, or none, would turn the decision."""
    level, named, others = pair.model.event, pair.one.when.weekdays, pair.two.when.weekdays
    said = float(level.weekdays(named, others))
    instead = level.other_weekdays if named & others else level.same_weekday
    return (gap - said + instead >= 0) != (gap >= 0)
