"""Terms: what a vector counts of a text.

A term is the stem of a word in the article's language; a run of a script written without
spaces gives its overlapping pairs of characters (McNamee and Mayfield 2004 found character
n-grams as good as words there).
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from compare import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["language_code", "terms"]


def language_code(language: str | None) -> str:
    """The bare ISO 639 code of a language tag; English where none is given."""
    return language.replace("_", "-").partition("-")[0].lower() if language else "en"


def terms(text: str, language: str | None = None) -> list[str]:
    """The terms of ``text``, in order, with repeats."""
    code = language_code(language)
    found = words.folded(text)
    if not any(map(words.is_unspaced, found)):
        return [words.stem(word, code) for word in found]
    return [
        term
        for unspaced, run in groupby(found, words.is_unspaced)
        for term in (_pairs(list(run)) if unspaced else (words.stem(word, code) for word in run))
    ]


def _pairs(characters: Sequence[str]) -> Iterator[str]:
    """Overlapping pairs; a lone character is a term itself."""
    if len(characters) == 1:
        return iter(characters)
    return (a + b for a, b in pairwise(characters))
