"""Content: the words of a statement that carry its proposition, as terms with their places.

Function words and words of speech tags are set aside; what is left is a stem that is part of a
name, a number, or any other content word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from compare.text import tokens as words
from compare.text.lexicon import FUNCTION_WORDS

__all__ = ["FUNCTION_WORDS", "Content", "carry", "read"]

_SPEECH = frozenset("according added adds said say says told".split())  # noqa: SIM905  (words read best as text)


@dataclass(frozen=True, slots=True)
class Content:
    """The content terms of a text in order; ``places`` are their word positions.

    ``forms`` are the folded words behind the terms. ``capitals`` holds the terms written with a
    capital inside the sentence, which are likely names.
    """

    terms: tuple[str, ...]
    forms: tuple[str, ...]
    places: tuple[int, ...]
    capitals: frozenset[str]


@lru_cache(maxsize=1 << 14)
def read(text: str, language: str = "en") -> Content:
    """The content of one statement."""
    found = words.split(text)
    terms, forms, places, capitals = [], [], [], set()
    for place, word in enumerate(found):
        carried = carry(word, language)
        if carried is None:
            continue
        form, term = carried
        terms.append(term)
        forms.append(form)
        places.append(place)
        if place and word[0].isupper():
            capitals.add(term)
    if words.has_unspaced(text):
        for place, (left, right) in enumerate(pairwise(found)):
            # A character of Han or kana says little; McNamee and Mayfield 2004 take pairs.
            if words.is_unspaced(left) and words.is_unspaced(right):
                terms.append(left + right)
                forms.append(left + right)
                places.append(place)
    return Content(tuple(terms), tuple(forms), tuple(places), frozenset(capitals))


@lru_cache(maxsize=1 << 16)
def carry(word: str, language: str) -> tuple[str, str] | None:
    """The folded form and the term of a word that carries content; None for another."""
    form = words.fold(word)
    if words.is_unspaced(word) or not (_carries(form) or word == "US"):  # no pronoun, but a name
        return None
    return form, words.stem(form, language)


def _carries(form: str) -> bool:
    if form in FUNCTION_WORDS or form in _SPEECH:
        return False
    return len(form) > 1 or form.isdigit()
