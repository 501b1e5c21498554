"""Direct quotations: their exact contents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.statements.quotation_marks import QuotationMark, marks
from compare.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Span

__all__ = ["Quotation", "quotations"]


_CUES = "|".join(sorted(lexicon.VERBS_OF_SAYING | lexicon.VERBS_OF_ASKING))
_TAIL = re.compile(
    rf",\s+(?:[\w.’'-]+\s){{1,6}}?(?:{_CUES})\b[^,\"“”]*$|,\s+(?:{_CUES})\b[^\"“”]*$"
)
_LONGEST_TAIL = 120


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks in one paragraph, without the marks.

    ``goes_on`` where the paragraph ends without a closing mark and the next opens with one, so
    that both are one quotation.
    """

    start: int
    end: int
    goes_on: bool = False


def quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """The outermost quotations of the paragraphs, in order."""
    found: list[Quotation] = []
    for index, (start, end) in enumerate(paragraphs):
        follows = paragraphs[index + 1] if index + 1 < len(paragraphs) else (end, end)
        found += _paragraph(text, start, end, follows)
    return found


def _paragraph(text: str, start: int, end: int, follows: Span) -> list[Quotation]:
    found: list[Quotation] = []
    opened: list[QuotationMark] = []
    for mark in marks(text, start, end):
        if mark.opens:
            opened.append(mark)
        elif opened:
            left = opened.pop()
            if not opened:
                found.append(_stripped(text, left.end, mark.start))
    if opened:
        next_marks = marks(text, follows[0], min(follows[1], follows[0] + 5))
        goes_on = bool(next_marks) and next_marks[0].start == follows[0]
        tail = None if goes_on else _TAIL.search(text, max(opened[0].end, end - _LONGEST_TAIL), end)
        found.append(_stripped(text, opened[0].end, tail.start() if tail else end, goes_on=goes_on))
    return [quotation for quotation in found if quotation.start < quotation.end]


def _stripped(text: str, start: int, end: int, *, goes_on: bool = False) -> Quotation:
    content = text[start:end]
    start += len(content) - len(content.lstrip())
    return Quotation(start, start + len(content.strip()), goes_on)
