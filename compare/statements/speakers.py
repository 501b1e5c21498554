"""Speakers: who says each quotation and each reported sentence of an article."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from compare.statements.attributions import Attribution, attributions, subject
from compare.statements.coreference import Coreference
from compare.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Span
    from compare.statements.quotations import Quotation

__all__ = ["SpeakerResolver"]

_ADJACENT = 4
_WORD = re.compile(r"\w+")
_PERSONAL = frozenset({"he", "she", "él", "ella", "elle"})
"""Pronouns that mean one person; German *sie* and French *il* may mean anything."""
_NEIGHBOURS = 4  # attributions before a quotation that may be its own
_REACH = 600  # characters before a quotation in which its subject stands


def _start_of(attribution: Attribution) -> int:
    return attribution.start


class SpeakerResolver:
    """Who says what in one article, by place."""

    def __init__(
        self,
        text: str,
        paragraphs: Sequence[Span],
        sentences: Sequence[Span],
        quoted: Sequence[Quotation],
    ) -> None:
        """Read the attributions of every sentence, then give each quotation its speaker."""
        self._text = text
        self._sentences = sentences
        self._starts = [start for start, _ in sentences]
        self._paragraph_starts = [start for start, _ in paragraphs]
        self._spans = [(quotation.start, quotation.end) for quotation in quoted]
        self._quote_starts = [start for start, _ in self._spans]
        self._people = Coreference(text, paragraphs, self._spans)
        self._found = [self._attributions(start, end) for start, end in sentences]
        self._resolved = self._people.resolve_sources(
            sorted({found.source for sentence in self._found for found in sentence})
        )
        self.of_quotation: list[str | None] = []
        for index in range(len(quoted)):
            self.of_quotation.append(self._speaker(index, quoted))
        for index in range(len(quoted) - 2, -1, -1):
            if quoted[index].goes_on and self.of_quotation[index] is None:
                self.of_quotation[index] = self.of_quotation[index + 1]

    def _name(self, source: Span) -> str | None:
        return self._resolved[source] if source in self._resolved else self._people.resolve(*source)

    def of_sentence(self, index: int) -> str | None:
        """Who says what the sentence reports, if it says so."""
        found = [found for found in self._found[index] if found.reports]
        found.sort(key=lambda attribution: attribution.cue == "to")  # "according to" comes last
        return self._name(found[0].source) if found else None

    def person_at(self, start: int, end: int) -> str | None:
        """Whom the pronoun means that words begin with, links aside; None for other words."""
        for match in _WORD.finditer(self._text, start, end):
            if match[0].lower() in _PERSONAL:
                return self._people.resolve(*match.span())
            if match[0].lower() not in lexicon.CLAUSE_LINKS:
                return None
        return None

    def _attributions(self, start: int, end: int) -> list[Attribution]:
        found = attributions(self._text, start, end, self._quoted(start, end))
        return sorted(found, key=_start_of)

    def _quoted(self, start: int, end: int) -> list[Span]:
        first = max(0, bisect.bisect_right(self._quote_starts, start) - 1)
        last = bisect.bisect_left(self._quote_starts, end)
        return [
            (max(start, left), min(end, right))
            for left, right in self._spans[first:last]
            if right > start
        ]

    def _speaker(self, index: int, quoted: Sequence[Quotation]) -> str | None:
        if index and quoted[index - 1].goes_on and self.of_quotation[index - 1]:
            return self.of_quotation[index - 1]
        start, end = self._spans[index]
        first = bisect.bisect_right(self._starts, start) - 1
        last = bisect.bisect_left(self._starts, end) - 1
        source = self._attributed(start, end, first, last)
        if source is None:
            source = self._introduced(first)
        if source is None:
            return self._continued(index, start, end, first, last)
        return self._name(source)

    def _attributed(self, start: int, end: int, first: int, last: int) -> Span | None:
        """The source in the sentences the quotation stands in: what touches it comes first."""
        after = self._found[last]
        after = after[bisect.bisect_left(after, end, key=_start_of) :][:1]
        before = self._found[first]
        before = before[: bisect.bisect_left(before, start, key=_start_of)][-_NEIGHBOURS:]
        before = [found for found in reversed(before) if found.end <= start]
        before.sort(key=lambda found: self._name(found.source) is None)  # "a map called"
        touching = [found for found in after if found.start - end <= _ADJACENT]
        for candidates in (touching, before, after):
            if candidates:
                return candidates[0].source
        return None

    def _introduced(self, first: int) -> Span | None:
        """The source of the sentence before, where it ends with a colon."""
        if not first:
            return None
        start, end = self._sentences[first - 1]
        if not self._text[start:end].rstrip('"“').rstrip().endswith(":"):
            return None
        found = self._found[first - 1]
        return (
            found[-1].source if found else subject(self._text, start, end, self._quoted(start, end))
        )

    def _continued(self, index: int, start: int, end: int, first: int, last: int) -> str | None:
        """The speaker of what stands around: the same paragraph, the subject, the one before."""
        sentence = self._sentences[first]
        whole = start - sentence[0] <= _ADJACENT and self._sentences[last][1] - end <= _ADJACENT
        if not whole:
            opening = max(sentence[0], start - _REACH)
            guessed = subject(self._text, opening, start, self._quoted(opening, start))
            return self._name(guessed) if guessed else self._same_paragraph(index, start)
        return self._same_paragraph(index, start) or self._previous_paragraph(index, start)

    def _same_paragraph(self, index: int, start: int) -> str | None:
        paragraph = self._paragraph_starts[bisect.bisect_right(self._paragraph_starts, start) - 1]
        if index and self._spans[index - 1][0] >= paragraph:
            return self.of_quotation[index - 1]
        sentence = bisect.bisect_right(self._starts, start) - 2
        if sentence >= 0 and self._starts[sentence] >= paragraph and self._found[sentence]:
            return self._name(self._found[sentence][-1].source)
        return None

    def _previous_paragraph(self, index: int, start: int) -> str | None:
        at = bisect.bisect_right(self._paragraph_starts, start) - 1
        if not at:
            return None
        if index and self._spans[index - 1][0] >= self._paragraph_starts[at - 1]:
            return self.of_quotation[index - 1]
        sentence = bisect.bisect_left(self._starts, self._paragraph_starts[at]) - 1
        found = self._found[sentence] if sentence >= 0 else []
        return self._name(found[-1].source) if found else None
