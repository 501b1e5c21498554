"""An article as the words of its sentences, each known as narration or as quoted speech.

Two reporters of one speech print the same quotations, and must; the words between the quotations
are their own. So everything here tells the two apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from compare.copies.shared_passages import Text
from compare.text import tokens as words
from compare.text.content_words import read
from compare.text.document_frequencies import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from compare.model import Article, Span, Statement

__all__ = ["Narrated", "Prose", "prose_of"]

_FIRST_PERSON = frozenset("i my me myself we our ours you your".split())  # noqa: SIM905  (words read best as text)
"""English only: "us" is left out, for it is a country too."""
_VOICE = 1 / 3
"""A text with more of its sentences in the first person is written in it."""
_RARE = 5.0
"""A word in fewer than one of 150 articles (e to the power of so much) is rare."""


@dataclass(frozen=True, slots=True)
class Narrated:
    """What a sentence says outside quotations: its content terms, and how many words.

    ``spoken``: it is in the first person where the article is not, and so may be a tweet, a
    transcript or a letter set without marks; what two articles share of it says nothing.
    """

    statement: int
    terms: tuple[str, ...]
    words: int
    spoken: bool

    @property
    def pairs(self) -> set[tuple[str, str]]:
        """Its neighbouring content terms."""
        return set(pairwise(self.terms))


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of an article's sentences, in order; everything else of its text is left out.

    ``words`` are the words as they are compared; ``spans`` their offsets in ``Article.text``;
    ``quoted`` (bool, one per word) says which stand inside quotation marks, and ``own`` which are
    the reporter's: neither quoted nor in a ``spoken`` sentence; ``sentence`` (int, one per word) is
    the index among ``statements`` of the sentence a word stands in. ``narrated`` are the sentences
    as far as they are narration; ``rare`` the terms in them that are rare, no names and no
    numbers, each with its weight; ``numbers`` the numbers of two digits or more in them, without
    years. ``quotations`` are the words of each.
    """

    article: Article
    statements: Sequence[Statement]
    words: Text
    spans: tuple[Span, ...]
    quoted: NDArray[np.bool_]
    own: NDArray[np.bool_]
    sentence: NDArray[np.int64]
    narrated: tuple[Narrated, ...]
    rare: Mapping[str, float]
    numbers: frozenset[str]
    quotations: frozenset[tuple[str, ...]]

    def __len__(self) -> int:
        """How many words."""
        return len(self.spans)

    @property
    def narration(self) -> NDArray[np.bool_]:
        """Which words stand outside quotation marks (bool, one per word)."""
        return ~self.quoted


def prose_of(article: Article, statements: Sequence[Statement]) -> Prose:
    """The prose of an article, from its statements (``compare.statements.split``)."""
    sentences = [(i, each) for i, each in enumerate(statements) if each.parent is None]
    spans: list[Span] = []
    sentence: list[int] = []
    for index, each in sentences:
        found = [(each.start + a, each.start + b) for a, b in words.spans(each.text)]
        spans += found
        sentence += [index] * len(found)
    places = np.array(sentence, np.int64)
    quoted = _quoted(spans, statements)
    spoken = _spoken(article, spans, places, quoted)
    language = article.language or "en"
    narrated: list[Narrated] = []
    names: set[str] = set()
    unquoted: dict[int, list[str]] = {index: [] for index, _ in sentences}
    for span, index, speech in zip(spans, sentence, quoted.tolist(), strict=True):
        if not speech:
            unquoted[index].append(article.text[slice(*span)])
    for index, own in unquoted.items():
        content = read(" ".join(own), language)
        narrated.append(Narrated(index, content.terms, len(own), index in spoken))
        names |= content.capitals
    frequencies = load(article.language)
    rarity = {term: frequencies.idf(term) for each in narrated for term in each.terms}
    rare = {
        term: idf
        for term, idf in rarity.items()
        if idf >= _RARE and term not in names and term.isalpha()
    }
    text = Text("\n".join(each.text for _, each in sentences))
    return Prose(
        article, statements, text, tuple(spans), quoted, ~quoted & ~np.isin(places, sorted(spoken)),
        places, tuple(narrated), rare, _numbers(text, quoted),
        frozenset(tuple(words.folded(each.text)) for each in statements if each.quote),
    )  # fmt: skip


def _numbers(text: Text, quoted: NDArray[np.bool_]) -> frozenset[str]:
    """Numbers outside quotations; years are in every text."""
    return frozenset(
        word
        for word, speech in zip(text.folded, quoted.tolist(), strict=True)
        if not speech and word.isdigit() and len(word) > 1 and not _is_year(word)
    )


def _is_year(word: str) -> bool:
    return len(word) == len("2020") and word[:2] in {"19", "20"}


def _quoted(spans: Sequence[Span], statements: Sequence[Statement]) -> NDArray[np.bool_]:
    starts = np.array([start for start, _ in spans], np.int64)
    quoted = np.zeros(len(spans), bool)
    for each in statements:
        if each.quote:
            quoted[np.searchsorted(starts, each.start) : np.searchsorted(starts, each.end)] = True
    return quoted


def _spoken(
    article: Article,
    spans: Sequence[Span],
    sentence: NDArray[np.int64],
    quoted: NDArray[np.bool_],
) -> set[int]:
    """The sentences in the first person outside quotations, if most of the article is not."""
    first = np.array([words.fold(article.text[a:b]) in _FIRST_PERSON for a, b in spans], bool)
    spoken = set(sentence[first & ~quoted].tolist())
    return spoken if len(spoken) <= _VOICE * len(set(sentence.tolist())) else set()
