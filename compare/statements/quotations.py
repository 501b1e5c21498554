"""Direct quotations: their exact contents, and the words that attribute them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.statements.attributions import attributions
from compare.statements.quotation_marks import Mark, marks
from compare.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Span

__all__ = ["Quotation", "attribution_spans", "quotations"]


_CUES = "|".join(sorted(lexicon.CUES_LOWER | lexicon.CUES_ASKING_LOWER))
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
    opened: list[Mark] = []
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


def attribution_spans(statement: str) -> tuple[Span, ...]:
    """The spans of a statement's text that only say who said it: ``, he said``."""
    quoted = [(found.start, found.end) for found in quotations(statement, [(0, len(statement))])]
    found = attributions(statement, 0, len(statement), quoted)
    spans = sorted(span for attribution in found for span in attribution.spans)
    return tuple(_joined(spans))


def _joined(spans: list[Span]) -> list[Span]:
    """Spans that overlap, as one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
