"""Explanation: what a score of two articles or two statements rests on, and what would flip it."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from compare.alignment.align import align
from compare.events import grouping as events
from compare.events.explanation import Explanation, Part, explain_in_batch
from compare.events.outcome import outcome_among, outcome_of_copies
from compare.model import Article, Statement
from compare.pipeline import clean_articles, deduplicate
from compare.settings import DEFAULTS
from compare.text import tokens as words
from compare.text.language import common_language, with_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from compare.settings import Settings

__all__ = ["explain_among", "explain_articles", "explain_statements"]

AROUND = frozenset({"other partners", "neighbours that match", "place in the article"})
ALONE = "no article around"
"""How the grounds are called that two statements without their articles cannot have."""
SAID = 20
"""So many words of two statements are tried; those whose loss costs most are told."""


def explain_articles(a: Article, b: Article, settings: Settings = DEFAULTS) -> Explanation:
    """What the event score of two articles rests on, when the two are all there is.

    >>> explained = explain_articles(cup[0], cup[1])
    >>> explained.score >= explained.threshold
    True
    """
    bodies = clean_articles([a, b], settings)
    return explain_in_batch(bodies, 0, 1, settings.vectors, settings.events)[0]


def explain_among(
    a: str, b: str, articles: Sequence[Article], settings: Settings = DEFAULTS
) -> Explanation:
    """What the event score of two articles of a batch rests on, and where the batch put them.

    The score is that of their link in ``pipeline.group_events``. A copy is scored as the article
    that it follows.
    """
    bodies = sorted(clean_articles(articles, settings), key=lambda body: body.article.id)
    by_id = {body.article.id: body for body in bodies}
    follows = events.followed(
        deduplicate(articles, settings).copies, {name: body.text for name, body in by_id.items()}
    )
    first, second = (follows[name].of if name in follows else name for name in (a, b))
    if first == second:
        found = explain_articles(by_id[a].article, by_id[b].article, settings)
        return replace(found, outcome=outcome_of_copies(a, b, first))
    voices = [body for name, body in by_id.items() if name not in follows]
    place = {body.article.id: index for index, body in enumerate(voices)}
    one, two = sorted((place[first], place[second]))
    found, pairs = explain_in_batch(
        voices, place[first], place[second], settings.vectors, settings.events
    )
    outcome = outcome_among(len(voices), pairs.scores(), settings.events, one, two)
    return replace(found, outcome=outcome)


def explain_statements(a: str, b: str, settings: Settings = DEFAULTS) -> Explanation:
    """What the probability that two statements say the same rests on, without their articles.

    A word's share is what the probability loses without it (occlusion, Zeiler and Fergus 2014);
    the shares of kind log odds add up to the log odds of the probability.

    >>> explain_statements("Two people were hurt.", "Two were injured.").parts[0].name
    'Two'
    """
    language = common_language(with_language([Article(name, text, name)
                                              for name, text in (("a", a), ("b", b))]))  # fmt: skip

    def score(one: str, two: str) -> tuple[float, Mapping[str, float]]:
        sides = [[Statement(name, 0, len(text), text)] for name, text in (("a", one), ("b", two))]
        found = align(sides, settings.alignment, 0.0, language=language)
        return (found[0].score, found[0].parts) if found else (0.0, {})

    whole, grounds = score(a, b)

    def without(gone: frozenset[str]) -> float:
        return score(_cut(a, gone), _cut(b, gone))[0]

    parts = _words(a, b, whole, without)
    parts += [Part(name, "log odds", share) for name, share in _alone(grounds).items()]
    threshold = settings.alignment.threshold
    ordered = tuple(sorted((part for part in parts if part.share), key=_order))
    flip = _fewest(ordered, threshold, without) if whole >= threshold else ()
    return Explanation(whole, threshold, ordered, flip)


def _alone(grounds: Mapping[str, float]) -> dict[str, float]:
    """The grounds of two statements, with what their articles would tell as one."""
    own = {name: share for name, share in grounds.items() if name not in AROUND}
    return own | {ALONE: math.fsum(share for name, share in grounds.items() if name in AROUND)}


def _fewest(
    parts: tuple[Part, ...], threshold: float, without: Callable[[frozenset[str]], float]
) -> tuple[str, ...]:
    """The fewest of the words that speak for the pair, best first, whose loss parts it."""
    for_it = [part.name for part in parts if part.share > 0 and part.kind != "log odds"]

    def falls(count: int) -> bool:
        return without(frozenset(words.folded(" ".join(for_it[:count])))) < threshold

    if not falls(len(for_it)):
        return ()
    return tuple(for_it[: bisect_left(range(len(for_it)), 1, key=falls)])


def _order(part: Part) -> tuple[bool, float, str]:
    return part.kind == "log odds", -part.share, part.name


def _words(
    a: str, b: str, whole: float, without: Callable[[frozenset[str]], float]
) -> list[Part]:  # fmt: skip
    """The share of each word: what both say, and the numbers and names only one has."""
    first, second = _forms(a), _forms(b)
    shared = {name: form for name, form in first.items() if name in second}
    alone = {name: form for name, form in (first | second).items()
             if name not in shared and _kind(form) != "word"}  # fmt: skip
    known = shared | alone
    found = []
    for name, form in known.items():
        side: Literal["a", "b"] | None = None if name in shared else "a" if name in first else "b"
        found.append(Part(form, _kind(form), whole - without(frozenset({name})), side))
    found.sort(key=lambda part: (-abs(part.share), part.name))
    return found[:SAID]


def _forms(text: str) -> dict[str, str]:
    """Every folded word as it first stands inside a sentence, else as it first stands."""
    forms: dict[str, str] = {}
    for start, end in words.spans(text):
        form = text[start:end]
        kept = forms.setdefault(words.fold(form), form)
        if form[:1].islower() and not kept[:1].islower():
            forms[words.fold(form)] = form
    return forms


def _kind(form: str) -> Literal["word", "name", "number"]:
    if any(character.isdigit() for character in form):
        return "number"
    return "name" if form[:1].isupper() else "word"


def _cut(text: str, gone: frozenset[str]) -> str:
    """The text without some folded words."""
    kept, last = [], 0
    for start, end in words.spans(text):
        if words.fold(text[start:end]) in gone:
            kept.append(text[last:start])
            last = end
    return "".join([*kept, text[last:]])
