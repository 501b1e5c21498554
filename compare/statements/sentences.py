"""Sentences: where one ends and the next begins, as spans of the text.

A candidate is a run of sentence-ending punctuation with the closing marks that follow it. It is
a boundary unless an abbreviation, an initial, a bracket, a lower-case word or an attribution
("…?" Esper asked.) says otherwise. Every look-around is bounded, so time is linear in the text.
"""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from compare.statements.quotation_marks import QuotationMark, marks
from compare.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compare.model import Span

__all__ = ["cut"]

_END = re.compile(
    r"[.!?…؟۔।॥።։။។。！？｡．]+|\n[ \t\r]*\n\s*|\n(?=\s*(?:[•‣▪●◦*·–—-]|\d{1,2}[.)])\s)"
)
_FULL_WIDTH = frozenset("。！？｡")
_CLOSERS = frozenset(")]}’'）】》")
_SPACE = re.compile(r"\s*")
_OPENERS = re.compile(r"[\s\"“”„‟«»‘’'`「『(\[{¿¡（【《—–•*-]*")
_TOKEN = re.compile(r"[\w.&'’°-]+$")
_NEXT = re.compile(r"[\w.’'&-]+")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}$")
_MONTHS_AFTER_ORDINAL = re.compile(
    r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
    r"|Jahrhundert|Januari|Maart)\b"
)
_WORD = re.compile(r"\w")
_DOUBLED = re.compile(r"([A-Z])\1\.")
_LUMP = re.compile(r"\S+$")
_BRACKET = re.compile(r"[()\[\]（）]")
_LAST_PUNCTUATION = 0x2FFF
_LOOK = 40
_LONGEST_BRACKET = 300
_NAMES = r"(?:[^\W\d_][\w.’'-]*[ \xa0]){0,4}[^\W\d_][\w.’'-]*"
_CUES = "|".join(sorted(lexicon.VERBS_OF_SAYING | lexicon.VERBS_OF_ASKING))
_TAIL = re.compile(
    rf"(?:{_NAMES}[ \xa0](?:{_CUES})|(?:{_CUES})[ \xa0]{_NAMES})(?=[.,;:]|[ \xa0]"
    r"(?:in|at|on|during|to|of|with|as|when|after|before|while|from|about|them|him|her|me"
    r"|us|reporters|again)\b)"
)
_TAIL_UNSPACED = re.compile(
    r"(?:[とっ]|[^。！？，、\n]{0,12}(?:说|說|表示|称|稱|道|指出|写道|寫道|强调|強調|问|問|告诉)[^。！？\n]{0,8}[。！？：，])"
)


def cut(text: str, start: int, end: int) -> list[Span]:
    """The sentences of one paragraph, ``text[start:end]``: sorted, apart, without outer space."""
    found: list[Span] = []
    begin = seen = _past_space(text, start, end)
    worded = False
    for stop, onward in _boundaries(text, begin, end):
        worded = worded or _WORD.search(text, seen, stop) is not None
        seen = onward
        if worded:
            found.append((begin, stop))
            begin, worded = onward, False
    stop = begin + len(text[begin:end].rstrip())
    if stop > begin:
        found.append((begin, stop))
    return found


def _boundaries(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield (end of a sentence, start of the next)."""
    quoting = {mark.start: mark for mark in marks(text, start, end)}
    brackets = _brackets(text, start, end)
    begin = start
    for match in _END.finditer(text, start, end):
        if match.start() < begin:
            continue
        if match[0][0] == "\n":
            stop, onward = match.start(), _past_space(text, match.end(), end)
        else:
            stop = _past_closers(text, match.end(), end, quoting)
            onward = _past_space(text, stop, end)
            if onward >= end or _in_brackets(brackets, begin, match.start()):
                continue
            if not _divides(text, begin, match, stop, onward, end):
                continue
        yield begin + len(text[begin:stop].rstrip()), onward
        begin = onward


def _past_space(text: str, start: int, end: int) -> int:
    match = _SPACE.match(text, start, end)
    return match.end() if match else start


def _past_closers(text: str, at: int, end: int, quoting: dict[int, QuotationMark]) -> int:
    """The end of the closing marks after a full stop; one may stand after a space by mistake."""
    while at < end:
        mark = quoting.get(at)
        if mark is None and text[at] in _CLOSERS | _FULL_WIDTH | frozenset(".!?"):
            at += 1
            continue
        if mark is None and text[at] in " \t\xa0":
            mark = quoting.get(_past_space(text, at, min(end, at + 3)))
        if mark is None or mark.opens:
            return at
        at = mark.end
    return at


def _divides(text: str, begin: int, match: re.Match[str], stop: int, onward: int, end: int) -> bool:
    """Whether a sentence ends at ``stop`` and another begins at ``onward``."""
    opened = _OPENERS.match(text, onward, min(end, onward + _LOOK))
    at = opened.end() if opened else onward
    if at >= end or not _may_open(text, at):
        return False
    quoted = stop > match.end() and text[stop - 1] not in ")]}"
    if match[0][-1] in _FULL_WIDTH:
        return not (quoted and _TAIL_UNSPACED.match(text, onward, min(end, onward + _LOOK)))
    if quoted and (tail := _TAIL.match(text, onward, min(end, onward + 3 * _LOOK))):
        asked = match[0][-1] in "?!…" or text[tail.end()] in ".,"
        if asked:
            return False
    if not any(map(str.isspace, text[stop:at])):
        return _divides_unspaced(text, match, stop, at)
    return match[0] != "." or not _abbreviates(text, begin, match.start(), onward, at)


def _may_open(text: str, at: int) -> bool:
    """Whether a sentence may open with this character: no small letter, no punctuation."""
    first = text[at]
    if first.islower():
        return text[at + 1 : at + 2].isupper()  # iPhone, eBay
    return first.isalnum() or first in "$€£¥₹@#§°" or ord(first) > _LAST_PUNCTUATION


def _divides_unspaced(text: str, match: re.Match[str], stop: int, at: int) -> bool:
    """``country.He said``: a small word, the full stop, and a word like those that open."""
    token = _LUMP.search(text, max(0, match.start() - _LOOK), match.start())
    before = token[0] if token else ""
    following = _NEXT.match(text, at, at + _LOOK)
    word = following[0] if following else ""
    if any(sign in before for sign in "/@.") or not word[:1].isupper() or "." in word.rstrip("."):
        return False
    if _bare(word) in lexicon.SENTENCE_STARTERS:
        return before[-2:].isalnum() and len(before) > 1
    return word[1:2].islower() and (stop > match.end() or (before.islower() and len(before) > 1))


def _abbreviates(text: str, begin: int, dot: int, onward: int, at: int) -> bool:
    """Whether the full stop at ``dot`` belongs to an abbreviation, an initial or a number."""
    token = _TOKEN.search(text, max(begin, dot - _LOOK), dot)
    if token is None:
        return False
    word = token[0].lstrip("'’-").rpartition("-")[2]
    following = _NEXT.match(text, at, at + _LOOK)
    after = _bare(following[0]) if following else ""
    if _DOUBLED.match(text, at) or word in lexicon.ABBREVIATIONS_INSIDE:
        return True  # "EE. UU." has no sentence of its own
    if word in lexicon.NUMBERED and after[:1].isdigit():
        return True
    if word.isdigit():
        listed = token.start() == begin and len(word) <= 3  # noqa: PLR2004  (1. 2. ... 999.)
        return listed or _MONTHS_AFTER_ORDINAL.match(text, at) is not None
    if word in lexicon.ABBREVIATIONS_OF_TIME:
        return after in lexicon.TIME_ZONES
    shortened = (
        word in lexicon.ABBREVIATIONS_MAYBE_LAST
        or (len(word) == 1 and word.isupper())
        or _DOTTED.match(word) is not None
    )
    quoted = any(sign not in "([{" for sign in text[onward:at])
    return shortened and after not in lexicon.SENTENCE_STARTERS and not quoted


def _bare(word: str) -> str:
    """The word without a clitic: ``It's`` is ``It``."""
    return word.replace("’", "'").partition("'")[0].rstrip(".")


def _brackets(text: str, start: int, end: int) -> list[Span]:
    """The outermost bracketed stretches of a bounded length, in order."""
    found: list[Span] = []
    opened: list[int] = []
    for match in _BRACKET.finditer(text, start, end):
        if match[0] in "([（":
            opened.append(match.start())
        elif opened:
            left = opened.pop()
            if match.end() - left <= _LONGEST_BRACKET:
                while found and found[-1][0] > left:
                    found.pop()
                found.append((left, match.end()))
    return found


def _in_brackets(brackets: list[Span], begin: int, at: int) -> bool:
    """Whether ``at`` is inside a bracket that opened after the sentence began."""
    index = bisect.bisect_left(brackets, (at, at)) - 1
    return index >= 0 and begin < brackets[index][0] and at < brackets[index][1]
