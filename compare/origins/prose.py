"""An article as the words of its sentences, each known as narration or as quoted speech.

Two reporters of one speech print the same quotations, and must; the words between the quotations
are their own. So everything here tells the two apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.copies.shared_passages import Text
from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.model import Article, Span, Statement

__all__ = ["Prose", "prose_of"]


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of an article's sentences, in order; everything else of its text is left out.

    ``words`` are the words as they are compared; ``spans`` their offsets in ``Article.text``;
    ``quoted`` (bool, one per word) says which stand inside quotation marks; ``sentence`` (int,
    one per word) is the index among ``statements`` of the sentence a word stands in.
    """

    article: Article
    statements: Sequence[Statement]
    words: Text
    spans: tuple[Span, ...]
    quoted: NDArray[np.bool_]
    sentence: NDArray[np.int64]

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
    starts = np.array([start for start, _ in spans], np.int64)
    quoted = np.zeros(len(spans), bool)
    for each in statements:
        if each.quote:
            quoted[np.searchsorted(starts, each.start) : np.searchsorted(starts, each.end)] = True
    text = Text("\n".join(each.text for _, each in sentences))
    return Prose(article, statements, text, tuple(spans), quoted, np.array(sentence, np.int64))
