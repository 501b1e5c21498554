"""Acronyms: names written out and short, in one way: ``the European Central Bank``, ``the ECB``.

Only what the texts themselves write short is shortened where it is written out: the initials of
the capitalised words of a name (after Schwartz and Hearst 2003, without the parentheses).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["shortened"]

_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,5}(?!\w)")
_SHORT = re.compile(r"\b[A-Z]{2,5}\b")
_NAME = re.compile(r"\b[A-Z][a-z]+(?:(?: (?:of|and|for|the))* [A-Z][a-z]+)+")


def shortened(texts: Sequence[str]) -> list[str]:
    """The texts with names that some of them write as an acronym written so in all.

    Dots in an acronym are left out. Texts all in capitals tell no acronyms.
    """
    plain = [_DOTTED.sub(lambda found: found[0].replace(".", ""), text) for text in texts]
    known = {short for text in plain if not text.isupper() for short in _SHORT.findall(text)}
    if not known:
        return plain
    return [_NAME.sub(lambda found: _with_acronym(found[0], known), text) for text in plain]


def _with_acronym(name: str, known: set[str]) -> str:
    """A run of capitalised words with its longest part that has a known acronym as that."""
    words = name.split(" ")
    capitals = [place for place, word in enumerate(words) if word[0].isupper()]
    for size in range(len(capitals), 1, -1):
        for at in range(len(capitals) - size + 1):
            part = capitals[at : at + size]
            short = "".join(words[place][0] for place in part)
            if short in known:
                return " ".join([*words[: part[0]], short, *words[part[-1] + 1 :]])
    return name
