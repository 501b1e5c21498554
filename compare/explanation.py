"""Explanation: what a score of two articles or two statements rests on, and what would flip it.

Each part is measured and not read from a model: the score is taken again without it, and the
difference is its share (occlusion, Zeiler and Fergus 2014). So whatever a stage looks at, the
explanation is of the score it gives.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from compare import words
from compare.model import Article, Body, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compare.settings import Settings

__all__ = ["Explanation", "Part", "explain_articles", "explain_statements"]

SAID = 20
"""So many words are tried; shared ones first, then by how seldom they are."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that speaks for (share above 0) or against the pair.

    ``kind``: word, name, number, title or dates, in the score's own measure; or log odds, what
    a feature of the alignment adds.
    """

    name: str
    kind: str
    share: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score, its threshold, what it rests on, and the fewest parts whose loss would flip it.

    ``flip`` is empty where the pair is under the threshold, or nothing tried would flip it.
    """

    score: float
    threshold: float
    parts: tuple[Part, ...]
    flip: tuple[str, ...]

    @property
    def together(self) -> bool:
        """Whether the pair is joined."""
        return self.score >= self.threshold


def explain_articles(a: Article, b: Article, settings: Settings) -> Explanation:
    """What the event score of two articles rests on, when the two are all there is."""
    from compare.clean import clean
    from compare.events import score_pairs

    first, second = (
        replace(body.article, text=body.text) for body in clean([a, b], settings.clean)
    )
    if first.id == second.id:
        second = replace(second, id=f"{second.id} (2)")

    def score(one: Article, two: Article) -> float:
        bodies = [_body(one), _body(two)]
        return max((link.score for link in score_pairs(bodies, settings.vectors, settings.events)),
                   default=0.0)  # fmt: skip

    whole = score(first, second)

    def without(gone: frozenset[str]) -> float:
        return score(_less(first, gone), _less(second, gone))

    parts = _words(f"{first.title or ''}\n{first.text}", f"{second.title or ''}\n{second.text}",
                   whole, without)  # fmt: skip
    titles = score(replace(first, title=None), replace(second, title=None))
    dates = score(replace(first, published=None), replace(second, published=None))
    parts += [
        Part("the titles", "title", whole - titles),
        Part("the dates", "dates", whole - dates),
    ]
    return _explained(whole, settings.events.threshold, parts, without)


def explain_statements(a: str, b: str, settings: Settings) -> Explanation:
    """What the probability that two statements say the same rests on."""
    from compare.alignment import align

    def score(one: str, two: str) -> tuple[float, dict[str, float]]:
        sides = [[Statement(name, 0, len(text), text)] for name, text in (("a", one), ("b", two))]
        found = align(sides, settings.alignment, 0.0)
        return (found[0].score, dict(found[0].parts)) if found else (0.0, {})

    whole, evidence = score(a, b)

    def without(gone: frozenset[str]) -> float:
        return score(_cut(a, gone), _cut(b, gone))[0]

    parts = _words(a, b, whole, without)
    parts += [Part(name.replace("_", " "), "log odds", share) for name, share in evidence.items()]
    return _explained(whole, settings.alignment.threshold, parts, without)


def _explained(
    score: float, threshold: float, parts: Sequence[Part],
    without: Callable[[frozenset[str]], float],
) -> Explanation:  # fmt: skip
    ordered = tuple(sorted((part for part in parts if part.share), key=_order))
    for_it = [part.name for part in ordered
              if part.share > 0 and part.kind in {"word", "name", "number"}]  # fmt: skip

    def falls(count: int) -> bool:
        return without(frozenset(words.folded(" ".join(for_it[:count])))) < threshold

    flip: list[str] = []
    if score >= threshold and falls(len(for_it)):
        flip = for_it[: bisect_left(range(len(for_it)), 1, key=falls)]
    return Explanation(score, threshold, ordered, tuple(flip))


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
    frequency = words.folded(f"{a} {b}")
    chosen = [
        *sorted(
            shared, key=lambda name: (_kind(shared[name]) == "word", frequency.count(name), name)
        ),
        *sorted(alone),
    ][: 2 * SAID]
    known = shared | alone
    found = [Part(known[n], _kind(known[n]), whole - without(frozenset({n}))) for n in chosen]
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


def _kind(form: str) -> str:
    if any(character.isdigit() for character in form):
        return "number"
    return "name" if form[:1].isupper() else "word"


def _less(article: Article, gone: frozenset[str]) -> Article:
    title = None if article.title is None else _cut(article.title, gone)
    return replace(article, title=title, text=_cut(article.text, gone))


def _cut(text: str, gone: frozenset[str]) -> str:
    """The text without some folded words."""
    kept, last = [], 0
    for start, end in words.spans(text):
        if words.fold(text[start:end]) in gone:
            kept.append(text[last:start])
            last = end
    return "".join([*kept, text[last:]])


def _body(article: Article) -> Body:
    spans, start = [], 0
    for line in article.text.split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return Body(article, tuple(spans))
