"""Unknown: of what a statement says that it is not known, and what it tells of."""

from __future__ import annotations

import re
from functools import cache

from compare.text import lexicon

__all__ = ["asked", "unknown"]


def unknown(text: str, language: str) -> frozenset[int]:
    """Of what a statement says that it is not known; empty where it says no such thing.

    What can be asked for are the groups ``asked_for`` of the lexicon, by their indices.
    """
    pattern = _not_known(language)
    return asked(text, language) if pattern is not None and pattern.search(text) else frozenset()


def asked(text: str, language: str) -> frozenset[int]:
    """Of what can be asked for, what a statement has a word of."""
    groups = lexicon.groups("asked_for", language)
    return frozenset(at for at, group in enumerate(groups) if group.search(text))


@cache
def _not_known(language: str) -> re.Pattern[str] | None:
    patterns = lexicon.lines("not_known", language)
    joined = "|".join(f"(?:{each})" for each in patterns)
    return re.compile(joined, re.IGNORECASE) if patterns else None
