"""Coverage: how much of what a clause says stands in the words of another article.

Content terms are compared without the words that say who says it, so that two sentences never
share a proposition because both name the mayor as their source. The whole article is looked at,
its title and its captions too, before it is said to leave something out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.relations.unknown import unknown as unknown_of
from compare.statements.attributed import attributed, readable
from compare.statements.propositions import subject_and_words, words_of
from compare.text import content_words, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from compare.comparison.claims import Node
    from compare.model import CleanedArticle, Statement

__all__ = ["FEWEST", "EventContent", "read_content", "share", "wording"]

Terms = frozenset[str]
_LINKS = "|".join(sorted(lexicon.words("coordinators") | {"who", "which", "whom"}))
_LINK = re.compile(rf"^(?:{_LINKS})\s+(?=\w)", re.IGNORECASE)
FEWEST = 4
"""A clause with fewer content terms is too short to be news of its own ("he was there")."""
TITLE_AND_CAPTIONS = frozenset({"caption", "title", "headline"})
"""Reasons of dropped text that is the article's all the same: a claim may be told there."""


@dataclass(frozen=True, slots=True)
class EventContent:
    """The content terms of an event's articles.

    Per article and statement: ``statements`` all its terms without its source, ``propositions``
    those of each proposition; ``sources`` those that say who says it; ``unknown``: of what it
    says that it is not known, as indices of the groups ``asked_for`` of the lexicon.
    ``everything``: per article all terms, with its title and captions.
    """

    statements: tuple[tuple[Terms, ...], ...]
    propositions: tuple[tuple[tuple[Terms, ...], ...], ...]
    everything: tuple[Terms, ...]
    sources: tuple[tuple[Terms, ...], ...]
    unknown: tuple[tuple[frozenset[int], ...], ...]
    language: str = "en"

    def of(self, node: Node) -> Terms:
        """The terms of a statement."""
        return self.statements[node[0]][node[1]]

    def only_share_source(self, a: Node, b: Node) -> bool:
        """Whether two statements have their speaker in common, and no word of what is said."""
        if self.of(a) & self.of(b):
            return False
        return bool(self.sources[a[0]][a[1]] & self.sources[b[0]][b[1]])

    def both_unknown(self, a: Node, b: Node) -> bool:
        """Whether both statements say of one thing that it is not known."""
        return bool(self.unknown[a[0]][a[1]] & self.unknown[b[0]][b[1]])

    def parts(self, node: Node) -> tuple[Terms, ...]:
        """The terms of each proposition of a statement; the statement's own where it has none."""
        return self.propositions[node[0]][node[1]] or (self.of(node),)


def read_content(
    bodies: Sequence[CleanedArticle], statements: Sequence[Sequence[Statement]], language: str
) -> EventContent:
    """The content terms of the articles of an event."""

    def terms(text: str) -> Terms:
        return frozenset(content_words.read(text, language).terms)

    own = tuple(tuple(terms(attributed(each.text).content) for each in of) for of in statements)
    parts = tuple(
        tuple(
            tuple(terms(words_of(each.text, part, each.start)) for part in each.propositions)
            for each in of
        )
        for of in statements
    )
    everything = tuple(
        frozenset().union(*said, terms(body.article.title or ""), *map(terms, _captions(body)))
        for body, said in zip(bodies, own, strict=True)
    )
    sources = tuple(tuple(terms(attributed(each.text).source) for each in of) for of in statements)
    unknown = tuple(tuple(unknown_of(each.text, language) for each in of) for of in statements)
    return EventContent(own, parts, everything, sources, unknown, language)


def share(terms: Terms, held: Terms) -> float:
    """The share of some terms that others hold, 0 to 1; 1 where there are none."""
    return len(terms & held) / len(terms) if terms else 1.0


def wording(statement: Statement, parts: Sequence[int]) -> str:
    """The text of some propositions of a statement, those of all being the statement itself.

    A subject that stands in another clause is given in brackets: "[The mayor] left the town."
    """
    if len(parts) >= len(statement.propositions):
        return readable(statement.text)
    pieces = []
    for at in parts:
        subject, clause = subject_and_words(
            statement.text, statement.propositions[at], statement.start
        )
        clause = _LINK.sub("", clause)
        pieces.append(f"[{subject}] {clause}" if subject else clause)
    text = "; ".join(pieces)
    return f"{text[:1].upper()}{text[1:]}."


def _captions(body: CleanedArticle) -> Iterable[str]:
    for each in body.dropped:
        if each.reason in TITLE_AND_CAPTIONS:
            yield body.article.text[each.start : each.end]
