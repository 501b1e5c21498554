"""Statements: the sentences of an article's body, and the quotations inside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compare import sentences
from compare.model import Statement
from compare.quotations import Quotation, quotations
from compare.words import spans

if TYPE_CHECKING:
    from compare.model import Body, Span
    from compare.settings import StatementSettings

__all__ = ["split"]

_WORD = re.compile(r"\w")


def split(body: Body, settings: StatementSettings) -> tuple[Statement, ...]:
    """The statements of a body, by position; a sentence stands before the quotations in it."""
    text = body.article.text
    quoted = quotations(text, body.spans)
    found: list[Statement] = []
    at = 0
    for paragraph in body.spans:
        for start, end in sentences.cut(text, *paragraph):
            while at < len(quoted) and quoted[at].end <= start:
                at += 1
            found += _sentence(body, start, end, quoted[at:], settings, len(found))
    return tuple(found)


def _sentence(
    body: Body,
    start: int,
    end: int,
    quoted: list[Quotation],
    settings: StatementSettings,
    index: int,
) -> list[Statement]:
    text = body.article.text
    inside = _inside(text, start, end, quoted)
    whole = any(_is_whole(text, start, end, span) for span in inside)
    sentence = Statement(body.article.id, start, end, text[start:end], quote=whole)
    if whole:
        return [sentence]
    return [sentence] + [
        Statement(body.article.id, left, right, text[left:right], quote=True, parent=index)
        for left, right in inside
        if sum(1 for _ in spans(text[left:right])) >= settings.min_quotation_words
    ]


def _inside(text: str, start: int, end: int, quoted: list[Quotation]) -> list[Span]:
    """The parts of the quotations that lie in the sentence, without outer space."""
    found = []
    for quotation in quoted:
        if quotation.start >= end:
            break
        left, right = max(start, quotation.start), min(end, quotation.end)
        content = text[left:right]
        left += len(content) - len(content.lstrip())
        right = left + len(content.strip())
        if left < right:
            found.append((left, right))
    return found


def _is_whole(text: str, start: int, end: int, span: Span) -> bool:
    """Whether no word of the sentence stands outside the quotation."""
    return not _WORD.search(text, start, span[0]) and not _WORD.search(text, span[1], end)
