"""Terms: what a vector counts of a text.

A term is the stem of a word in the article's language; a run of a script written without
spaces gives its overlapping pairs of characters (McNamee and Mayfield 2004 found character
n-grams as good as words there).
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Vocabulary", "language_code", "terms"]


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


class Vocabulary:
    """Numbers terms in the order they are first seen: one dictionary look-up a word.

    ``names[number]`` is the term.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Start with these terms, in order, which are distinct."""
        self.names = list(names)
        self._numbers = {name: number for number, name in enumerate(self.names)}
        self._by_word: dict[str, _ByWord] = {}

    def of(self, text: str, language: str | None = None) -> list[int]:
        """The numbers of ``terms(text, language)``."""
        code = language_code(language)
        table = self._by_word.setdefault(code, _ByWord(self, code))
        found = list(map(table.__getitem__, words.split(text)))
        if _UNSPACED in found:
            return [self.number(term) for term in terms(text, code)]
        return found

    def number(self, term: str) -> int:
        """The number of ``term``, a new one if it was not seen before."""
        number = self._numbers.setdefault(term, len(self.names))
        if number == len(self.names):
            self.names.append(term)
        return number

    def terms(self, numbers: Iterable[int]) -> list[str]:
        """The terms of these numbers."""
        return [self.names[number] for number in numbers]

    def pairs(self, codes: Iterable[int]) -> list[str]:
        """Pairs of terms, a blank between, of codes with 32 bits for either number."""
        names = self.names
        return [f"{names[code >> 32]} {names[code & _LOW]}" for code in codes]


_LOW = (1 << 32) - 1
_UNSPACED = -1


class _ByWord(dict[str, int]):
    """Words as they stand in the text, to the number of their term."""

    def __init__(self, owner: Vocabulary, language: str) -> None:
        self._owner, self._language = owner, language

    def __missing__(self, word: str) -> int:
        if words.is_unspaced(word):
            self[word] = _UNSPACED
        else:
            self[word] = self._owner.number(words.stem(words.fold(word), self._language))
        return self[word]
