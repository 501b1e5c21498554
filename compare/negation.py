"""Negation: which words of a statement are denied.

A rule in the manner of NegEx (Chapman et al. 2001): a negating word denies the content words
after it, up to the end of its clause. A report of a denial ("denied that he left") denies nothing
itself: who denies is part of what is said.
"""

from __future__ import annotations

import re
from functools import lru_cache

from compare import content

__all__ = ["denied", "denies_by_report"]

_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|fail(?:ed|s|ing)? to|"
    r"refus(?:ed|es|ing|al) to|declin(?:ed|es|ing) to|no longer)\b|n['’]t\b",
    re.IGNORECASE,
)
_IDIOM = re.compile(
    r"\b(?:not only|not just|not merely|no doubt|no matter|not to mention|no less than|"
    r"no fewer than|no more than|not least|why not|whether or not|if not)\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"[,;:.!?—–“”\"()]|\b(?:but|and|because|although|though|while|whereas|except|unless|"
    r"until|which|who)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?|"
    r"dismiss(?:es|ed|ing)?|refut(?:es|ed|ing)|contradict(?:s|ed|ing)?)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 13)
def denied(text: str, language: str = "en") -> frozenset[str]:
    """The terms of ``text`` that stand in the reach of a negating word."""
    return frozenset(
        term
        for start, end in _reaches(text)
        for term in content.read(text[start:end], language).terms
    )


def denies_by_report(text: str) -> bool:
    """Whether someone is reported to deny or dispute something."""
    return _REPORT.search(text) is not None


def _reaches(text: str) -> list[tuple[int, int]]:
    idioms = [match.span() for match in _IDIOM.finditer(text)]
    reaches = []
    for match in _NOT.finditer(text):
        if any(start <= match.start() < end for start, end in idioms):
            continue
        stop = _END.search(text, match.end())
        reaches.append((match.end(), stop.start() if stop else len(text)))
    return reaches
