"""How much a claim matters to somebody who reads one line of the event.

A weighted sum of what newsrooms weigh and readers can check: how many independent sources tell
the claim, how near the top it stands, whether the headlines are about it, whether later articles
take it up, and which names, numbers and quotations it holds. Position and headline are the
strongest single features of news summaries (Hong and Nenkova 2014); reading order alone is never
decisive. Every feature lies in 0 to 1; the weights were set by judgement, before any page was
read for ``reports/evaluation/brief.md``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from compare.comparison.by_source import in_part, sources, tellers, witnesses
from compare.comparison.kept import kept
from compare.model import moment
from compare.text import content_words, quantities

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Claim, ComparedArticle, Comparison

__all__ = ["WEIGHTS", "Importance", "importance", "importances", "overlap"]


class Importance(NamedTuple):
    """The features of a claim, each 0 to 1, in the order of ``WEIGHTS``."""

    told: float
    early: float
    headline: float
    taken_up: float
    names: float
    numbers: float
    quotation: float
    complete: float

    @property
    def score(self) -> float:
        """The weighted sum."""
        return sum(weight * value for weight, value in zip(WEIGHTS, self, strict=True))


WEIGHTS = Importance(
    told=3.0, early=2.0, headline=1.5, taken_up=0.5, names=0.5, numbers=0.5, quotation=0.4,
    complete=0.8,
)  # fmt: skip
LEAD = 3
"""After so many sentences a claim is half as early as the first one."""
ENOUGH_NAMES, ENOUGH_NUMBERS, ENOUGH_TERMS = 3, 2, 5
"""From so many on, more of them do not make a claim weigh more."""
_DANGLING = re.compile(
    r"\W*(?:he|she|it|they|we|i|this|that|these|those|but|and|so|or|there|his|her|their|its|"
    r"however|meanwhile|instead|still|er|sie|es|dies|aber|und|il|elle|ils|mais|et|esto|pero)\b",
    re.IGNORECASE,
)
"""A sentence that begins so needs the one before it, and says less on its own."""


def importance(made: Comparison, claim: Claim) -> Importance:
    """The features of a claim of an event."""
    return importances(made)[claim.id]


@kept
def importances(made: Comparison) -> dict[str, Importance]:
    """The features of each claim of an event, by its id."""
    articles = {each.article.id: each for each in made.articles}
    return {claim.id: _importance(made, claim, articles) for claim in made.claims}


def _importance(
    made: Comparison, claim: Claim, articles: Mapping[str, ComparedArticle]
) -> Importance:
    carriers = [(articles[cell.article], cell.statements) for cell in claim.cells]
    language = carriers[0][0].article.language or "en"
    content = content_words.read(claim.text, language)
    terms = frozenset(content.terms)
    every = len(sources(made))
    telling = witnesses(made, claim) + 0.5 * len(in_part(made, claim))
    return Importance(
        told=min(1.0, (telling - 1) / max(1, every - 1)) if telling > 1 else 0.0,
        early=sum(_early(each, min(at)) for each, at in carriers) / len(carriers),
        headline=max(_in_headline(each, terms) for each in made.articles),
        taken_up=float(_is_taken_up(made, claim)),
        names=min(1.0, len(content.capitals) / ENOUGH_NAMES),
        numbers=min(1.0, len(quantities.find(claim.text)) / ENOUGH_NUMBERS),
        quotation=float(any(_is_quoted(each, at) for each, of in carriers for at in of)),
        complete=_completeness(claim.text, len(terms)) if _is_whole(carriers, claim) else 0.0,
    )


def overlap(a: str, b: str, language: str = "en") -> float:
    """The share of the content terms of the poorer of two texts that both have, 0 to 1."""
    ours, theirs = (frozenset(content_words.read(text, language).terms) for text in (a, b))
    fewest = min(len(ours), len(theirs))
    return len(ours & theirs) / fewest if fewest else 0.0


def _early(each: ComparedArticle, at: int) -> float:
    """1 for the first sentence of an article, less for every sentence that stands before."""
    before = sum(other.parent is None for other in each.statements[:at])
    return LEAD / (LEAD + before)


def _in_headline(each: ComparedArticle, terms: frozenset[str]) -> float:
    """The share of an article's headline that stands in the claim."""
    title = _title_terms(each.article.title or "", each.article.language or "en")
    return len(title & terms) / len(title) if title else 0.0


@lru_cache(maxsize=1 << 10)
def _title_terms(title: str, language: str) -> frozenset[str]:
    return frozenset(content_words.read(title, language).terms)


def _is_taken_up(made: Comparison, claim: Claim) -> bool:
    """Whether another source told it after the first one had published it."""
    telling = [
        (*moment(each.article.published), each.article.source)
        for each in made.articles
        if each.article.id in claim.tellers and each.article.published
    ]
    if len(tellers(made, claim)) == 1 or not telling:
        return False
    _, ended, first = min(telling)
    return any(begun > ended and source != first for begun, _, source in telling)


def _is_quoted(each: ComparedArticle, at: int) -> bool:
    return each.statements[at].quote or any(
        other.parent == at and other.quote for other in each.statements
    )


def _is_whole(carriers: Sequence[tuple[ComparedArticle, tuple[int, ...]]], claim: Claim) -> bool:
    """Whether the claim is a sentence as it stands, and not a clause cut out of one."""
    return any(each.statements[at].text == claim.text for each, of in carriers for at in of)


def _completeness(text: str, terms: int) -> float:
    """Whether the claim can be read without what stands around it."""
    if text.rstrip().endswith("?") or _DANGLING.match(text):
        return 0.0
    return min(1.0, terms / ENOUGH_TERMS)
