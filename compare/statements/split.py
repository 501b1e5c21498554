"""Statements: the sentences of an article's body, and the quotations inside them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from compare.model import Proposition, Statement
from compare.statements import sentences
from compare.statements.propositions import propositions
from compare.statements.quotations import quotations
from compare.statements.speakers import SpeakerResolver
from compare.text import tokens as words

if TYPE_CHECKING:
    from compare.model import CleanedArticle, Span
    from compare.settings import StatementSettings
    from compare.statements.quotations import Quotation

__all__ = ["split"]

_WORD = re.compile(r"\w")


def split(body: CleanedArticle, settings: StatementSettings) -> tuple[Statement, ...]:
    """The statements of a body, by position; a sentence stands before the quotations in it."""
    text = body.article.text
    spans = [span for paragraph in body.spans for span in sentences.cut(text, *paragraph)]
    quoted = quotations(text, body.spans)
    speakers = SpeakerResolver(text, body.spans, spans, quoted)
    found: list[Statement] = []
    at = 0
    for index, (start, end) in enumerate(spans):
        while at < len(quoted) and quoted[at].end <= start:
            at += 1
        inside = _inside(text, start, end, quoted, at)
        found += _sentence(body, index, (start, end), inside, speakers, settings, len(found))
    language = body.article.language
    return tuple(
        replace(each, propositions=_propositions(each, language, speakers)) for each in found
    )


def _propositions(
    statement: Statement, language: str | None, speakers: SpeakerResolver
) -> tuple[Proposition, ...]:
    """The propositions of a statement, with offsets into its article's text."""

    def moved(span: Span) -> Span:
        return span[0] + statement.start, span[1] + statement.start

    found = []
    for each in propositions(statement.text, language):
        spans = tuple(moved(span) for span in each.spans)
        subject = moved(each.subject) if each.subject else None
        source = tuple(moved(span) for span in each.source)
        person = speakers.person_at(*(subject or spans[0]))
        found.append(Proposition(spans, subject, source, person))
    return tuple(found)


def _sentence(
    body: CleanedArticle,
    index: int,
    span: Span,
    inside: list[tuple[Span, int]],
    speakers: SpeakerResolver,
    settings: StatementSettings,
    parent: int,
) -> list[Statement]:
    """A sentence and its quotations; one that is all quotation stands for both."""
    text, name = body.article.text, body.article.id
    said = text[slice(*span)]
    for part, at in inside:
        if _is_whole(text, *span, part):
            return [Statement(name, *span, said, quote=True, speaker=speakers.of_quotation[at])]
    parts = [
        (part, speakers.of_quotation[at])
        for part, at in inside
        if _is_worth(text[slice(*part)], settings)
    ]
    speaker = speakers.of_sentence(index) or next((speaker for _, speaker in parts), None)
    return [
        Statement(name, *span, said, speaker=speaker),
        *(
            Statement(name, *part, text[slice(*part)], quote=True, speaker=speaker, parent=parent)
            for part, speaker in parts
        ),
    ]


def _is_worth(quotation: str, settings: StatementSettings) -> bool:
    """Whether a quotation has words enough to be a statement, not a title or a scare quote."""
    return sum(1 for _ in words.spans(quotation)) >= settings.min_quotation_words


def _inside(
    text: str, start: int, end: int, quoted: list[Quotation], at: int
) -> list[tuple[Span, int]]:
    """The parts of the quotations from ``at`` on that lie in the sentence, and which it is."""
    found = []
    for index in range(at, len(quoted)):
        if quoted[index].start >= end:
            break
        left, right = max(start, quoted[index].start), min(end, quoted[index].end)
        content = text[left:right]
        left += len(content) - len(content.lstrip())
        right = left + len(content.strip())
        if left < right:
            found.append(((left, right), index))
    return found


def _is_whole(text: str, start: int, end: int, span: Span) -> bool:
    """Whether no word of the sentence stands outside the quotation."""
    return not _WORD.search(text, start, span[0]) and not _WORD.search(text, span[1], end)
