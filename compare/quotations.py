"""Direct quotations: their exact contents, and the words that attribute them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.marks import Mark, marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Span

__all__ = ["Quotation", "attribution_spans", "quotations"]


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
        found.append(_stripped(text, opened[0].end, end, goes_on=goes_on))
    return [quotation for quotation in found if quotation.start < quotation.end]


def _stripped(text: str, start: int, end: int, *, goes_on: bool = False) -> Quotation:
    content = text[start:end]
    start += len(content) - len(content.lstrip())
    return Quotation(start, start + len(content.strip()), goes_on)


_ATTRIBUTION = re.compile(
    r",? (?:[\w.'’-]+ ){1,4}(?:said|says|added|told reporters|asked|explained|noted|wrote)\b[^,;:]*"
    r"|,? said (?:[\w.'’-]+ ?){1,6}|[Aa]ccording to (?:[\w.'’-]+ ?){1,6}"
)


def attribution_spans(statement: str) -> tuple[Span, ...]:
    """The spans of a statement's text that only say who said it: ``, he said``."""
    return tuple(match.span() for match in _ATTRIBUTION.finditer(statement))
