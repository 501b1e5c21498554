"""Two statements in the same words, and the spans where the words differ.

A differing span is what stands in one place of both between words they share (longest common
subsequence); where one side has nothing, words were added or left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from compare.text import content_words as content
from compare.text import quantities
from compare.text import tokens as words
from compare.text.lexicon import PHRASAL_VERBS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compare.model import Span
    from compare.text.quantities import Quantity

__all__ = ["DifferingSpan", "differing_spans", "keeps_words", "numbers", "other_words"]

_SAME = 0.8
_SPELT = 0.8
_SHORT = 3
_PARTICLES = frozenset(verb.split()[-1] for verb in PHRASAL_VERBS)
_PARTING = re.compile(r"(?<!\d)[\W_]+|[\W_]+(?!\d)")
_DOUBLE = re.compile(r"(.)\1")


@dataclass(frozen=True, slots=True)
class DifferingSpan:
    """Where the two differ: a span of either text, empty where it has nothing there."""

    a: Span
    b: Span


@lru_cache(maxsize=1 << 12)
def differing_spans(a: str, b: str) -> tuple[DifferingSpan, ...] | None:
    """Where two texts differ that share four words in five, in order; None for other texts."""
    from rapidfuzz.distance import LCSseq

    (ours, ours_folded), (theirs, theirs_folded) = _tokens(a), _tokens(b)
    folded = ours_folded, theirs_folded
    if not ours or LCSseq.normalized_similarity(*folded) < _SAME:
        return None
    # What lies between two words that both have is one differing span.
    meets = [(-1, -1)]
    for op in LCSseq.opcodes(*folded):
        if op.tag == "equal":
            meets += zip(
                range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True
            )
    meets.append((len(ours), len(theirs)))
    found = (
        DifferingSpan(_span(ours, i + 1, k), _span(theirs, j + 1, m))
        for (i, j), (k, m) in pairwise(meets)
        if (k, m) != (i + 1, j + 1)
    )
    return tuple(place for place in found if _joined(a, place.a) != _joined(b, place.b))


def numbers(a: str, b: str, place: DifferingSpan) -> list[tuple[Quantity, Quantity]] | None:
    """The quantities of a differing span that stand for each other; None if not as many."""
    ours, theirs = _within(a, place.a), _within(b, place.b)
    if place.a[0] == place.a[1]:
        theirs, ours = _across(theirs, place.b), _ending(a, place.a)
    elif place.b[0] == place.b[1]:
        ours, theirs = _across(ours, place.a), _ending(b, place.b)
    if not ours or not theirs:
        return []
    return list(zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else None


def other_words(
    a: str, b: str, place: DifferingSpan, language: str = "en"
) -> tuple[list[str], list[str]]:
    """The folded content words of a differing span that the other text has in no spelling.

    Those of quantities are left aside where both sides have one.
    """
    counted = numbers(a, b, place) != []
    ours, theirs = (
        list(_content(text, span, language, counted=counted))
        for text, span in ((a, place.a), (b, place.b))
    )
    if (
        same_word("".join(ours), "".join(theirs), language)
        or _is_short(ours, theirs)
        or _is_short(theirs, ours)
    ):
        return [], []
    return (
        [x for x in ours if not _has(b, theirs, x, language)],
        [y for y in theirs if not _has(a, ours, y, language)],
    )


def keeps_words(a: str, b: str, differing: Sequence[DifferingSpan], language: str = "en") -> bool:
    """Whether no content word stands for another, numbers aside."""
    return not any(all(other_words(a, b, place, language)) for place in differing)


def same_word(a: str, b: str, language: str = "en") -> bool:
    """Whether two folded words are one but for spelling, inflection or a slip; numbers never."""
    from rapidfuzz.distance import OSA

    if any(char.isdigit() for char in a + b):
        return a == b
    same = words.stem(a, language) == words.stem(b, language)
    return same or OSA.normalized_similarity(_DOUBLE.sub(r"\1", a), _DOUBLE.sub(r"\1", b)) >= _SPELT


def _is_short(one: Sequence[str], written_out: Sequence[str]) -> bool:
    """Whether one is the initials of the other: EB, executive board."""
    return len(written_out) > 1 and list(one) == ["".join(word[0] for word in written_out)]


@lru_cache(maxsize=1 << 12)
def _tokens(text: str) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """The words and their folded forms.

    A number ("1,300") and a verb with its particle ("rule out") are one.
    """
    found: list[Span] = []
    last = (0, 0)
    for start, end in words.spans(text):
        if found and _is_one(text, last, (start, end)):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        last = (start, end)
    return tuple(found), tuple(words.fold(text[start:end]) for start, end in found)


def _is_one(text: str, left: Span, right: Span) -> bool:
    one, other = text[slice(*left)], text[slice(*right)]
    if one.isdecimal() and other.isdecimal():
        return text[left[1] : right[0]] in {".", ","}
    return words.fold(other) in _PARTICLES and (
        f"{words.stem(words.fold(one))} {words.fold(other)}" in PHRASAL_VERBS
    )


def _joined(text: str, span: Span) -> str:
    """The words of a span without what parts them ("on board"), but in numbers: 1.3 is not 13."""
    return _PARTING.sub("", words.fold(text[slice(*span)]))


def _span(found: Sequence[Span], first: int, stop: int) -> Span:
    """From the first word to the last; where there is none, the place behind the word before."""
    if first < stop:
        return found[first][0], found[stop - 1][1]
    place = found[first - 1][1] if first else 0
    return place, place


def _within(text: str, span: Span) -> list[Quantity]:
    return [q for q in quantities.find(text) if q.start < span[1] and span[0] < q.end]


def _across(found: Sequence[Quantity], span: Span) -> list[Quantity]:
    """Those that begin before a span: "50 million", where only the million is in it."""
    return [q for q in found if q.start < span[0]]


def _ending(text: str, span: Span) -> list[Quantity]:
    return [q for q in quantities.find(text) if q.end == span[0]]


def _content(text: str, span: Span, language: str, *, counted: bool) -> Iterator[str]:
    taken = quantities.find(text) if counted else ()
    for start, end in words.spans(text):
        if not (span[0] <= start and end <= span[1]):
            continue
        if any(q.start <= start < q.end for q in taken):
            continue
        forms = content.read(text[start:end], language).forms
        # Function words are listed in English alone; elsewhere they are the short ones.
        yield from (form for form in forms if language == "en" or len(form) > _SHORT)


def _has(text: str, place: Sequence[str], word: str, language: str) -> bool:
    """Whether a word stands anywhere in a text, or in its differing span in another spelling."""
    return word in words.folded(text) or any(same_word(word, each, language) for each in place)
