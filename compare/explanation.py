"""Explanation: what a score of two articles or two statements rests on, and what would flip it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Literal

from compare import words
from compare.model import Article, Statement
from compare.reasons import Explanation, Part, explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from compare.settings import Settings

__all__ = ["explain_articles", "explain_statements"]

SAID = 20
"""So many words of two statements are tried; those whose loss costs most are told."""


def explain_articles(a: Article, b: Article, settings: Settings) -> Explanation:
    """What the event score of two articles rests on, when the two are all there is."""
    from compare.clean import clean
    from compare.language import with_language
    from compare.similarity import compare_all
    from compare.vectors import Frequencies, vector, vectorise

    bodies = clean(with_language([a, b]), settings.clean)
    pairs = compare_all(vectorise(bodies, settings.vectors), settings.events)
    counts: Counter[str] = Counter()
    for body in bodies:
        one = vector(body, settings.vectors)
        counts.update([*one.words, *one.pairs])
    # Each language counts its own articles.
    alike = bodies[0].article.language == bodies[1].article.language
    frequencies = Frequencies(2, counts) if alike else Frequencies(1, dict.fromkeys(counts, 1))
    first, second = bodies
    return explain(first, second, settings.vectors, settings.events, frequencies, trust=pairs.trust)


def explain_statements(a: str, b: str, settings: Settings) -> Explanation:
    """What the probability that two statements say the same rests on.

    A word's share is what the probability loses without it (occlusion, Zeiler and Fergus 2014);
    the shares of kind log odds add up to the log odds of the probability.
    """
    from compare.alignment import align

    def score(one: str, two: str) -> tuple[float, dict[str, float]]:
        sides = [[Statement(name, 0, len(text), text)] for name, text in (("a", one), ("b", two))]
        found = align(sides, settings.alignment, 0.0)
        return (found[0].score, dict(found[0].parts)) if found else (0.0, {})

    whole, evidence = score(a, b)

    def without(gone: frozenset[str]) -> float:
        return score(_cut(a, gone), _cut(b, gone))[0]

    parts = _words(a, b, whole, without)
    parts += [Part(name, "log odds", share) for name, share in evidence.items()]
    threshold = settings.alignment.threshold
    ordered = tuple(sorted((part for part in parts if part.share), key=_order))
    flip = _fewest(ordered, threshold, without) if whole >= threshold else ()
    return Explanation(whole, threshold, ordered, flip)


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
