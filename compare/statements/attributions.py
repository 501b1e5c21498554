"""Attributions: the words of a sentence that say who said something, and who that is.

A small grammar over tokens, read outward from a verb of saying. The subject stands before it
(``Esper, the defense secretary, also said``), or behind it where a quotation or a comma stands
before it (``," said the general``). Quoted words are hidden, so they never count as source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.statements.noun_phrases import (
    Token,
    first_noun,
    is_adverb,
    noun_before,
    noun_behind,
    tokens_of,
)
from compare.statements.quotation_marks import masked
from compare.text import lexicon

if TYPE_CHECKING:
    from compare.model import Span

__all__ = ["Attribution", "attributions"]

_HIDDEN = "\0"
_MARKS = frozenset("\"“”„«»「」『』'‘’")
_PAUSES = frozenset(",—–-")
_FULL = frozenset(";:.?!…")
_CUES = lexicon.ALL_VERBS_OF_SAYING
_FORWARD = frozenset({"según", "selon", "laut", "segundo", "secondo", "zufolge"})
_DAYS = "|".join(lexicon.weekdays("en"))
_TRAIL = re.compile(
    r"(?:(?<=told)\s+(?:reporters|journalists|lawmakers"
    r"|(?-i:(?:the\s)?[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3}))(?=[\s,.:;]))?"
    r"(?:\s+(?:in|at|on|during|via|through|to|from|after|following|before)(?:\s+[\w’'-]+){0,5}?\s+"
    r"(?:conference|statement|interview|briefing|speech|tweets?|twitter|reporters|hearing|letter"
    r"|e-?mail|testimony|post|facebook|meeting|rally|remarks|telephone|phone|address|program|show"
    rf"|release|journalists|television|tv|radio|{_DAYS})\b"
    rf"|\s+(?:late |early )?(?:{_DAYS}|today|yesterday)\b)*"
    r"[,:]?(?:\s+that\b)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_OPENING = _CUES | _FORWARD | {"according"}
# Their object stands behind them, so a noun there is not who speaks.
_TRANSITIVE = (lexicon.VERBS_BESIDE_QUOTATIONS | {"told", "tells"}) - lexicon.VERBS_BEFORE_SUBJECT
_LONGEST_ASIDE = 45
_RELATIVE = frozenset({"who", "which", "whose"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """The words at ``spans`` say that ``source`` said it; ``cue`` is the verb.

    An aside between both (``Milley, who joined him, said``) is not among them. ``reports`` where
    the words mean speech also without a quotation beside them.
    """

    spans: tuple[Span, ...]
    cue: str
    source: Span
    reports: bool

    @property
    def start(self) -> int:
        """Where its first word starts."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.spans[-1][1]


def attributions(text: str, start: int, end: int, quoted: list[Span]) -> list[Attribution]:
    """The attributions in one sentence, in order; ``quoted`` are the quotations in it."""
    hidden = masked(text, start, end, quoted)
    if ":" not in hidden and _OPENING.isdisjoint(_WORD.findall(hidden.lower())):
        return []
    tokens = tokens_of(hidden, start)
    found: list[Attribution] = []
    agent = first_noun(tokens)
    for index, token in enumerate(tokens):
        if token.lower.endswith("ing") and token.lower in _CUES:
            source = agent
        else:
            source = _source(tokens, index, token)
        if source is not None and token.lower not in lexicon.VERBS_BESIDE_QUOTATIONS:
            agent = source
        if source is not None:
            found.append(_attribution(text, end, tokens, index, source))
    return found


def subject(text: str, start: int, end: int, quoted: list[Span]) -> Span | None:
    """The first name or pronoun of a sentence, as a guess at whom it is about."""
    tokens = tokens_of(masked(text, start, end, quoted), start)
    found = first_noun(tokens)
    return None if found is None else (tokens[found[0]].start, tokens[found[1]].end)


def _source(tokens: list[Token], index: int, token: Token) -> tuple[int, int] | None:
    """The first and last token of who speaks, if an attribution stands at ``index``."""
    if token.lower in _CUES and not token.text.istitle():
        turned = (
            token.lower not in _TRANSITIVE
            and _after_pause(tokens, index)
            and not _ends_relative(tokens, index - 1)
        )
        behind = noun_behind(tokens, index + 1) if turned else None
        return behind or _before(tokens, index)
    if token.lower == "to" and index and tokens[index - 1].lower == "according":
        return noun_behind(tokens, index + 1)
    if token.lower in _FORWARD:
        return noun_behind(tokens, index + 1)
    if token.text == ":" and index and index + 1 < len(tokens):
        quoting = tokens[index + 1].text[0] in _MARKS or tokens[index + 1].text[0] == _HIDDEN
        first = noun_before(tokens, index - 1) if quoting else None
        return (0, index - 1) if first == 0 and tokens[0].capital else None
    return None


def _attribution(
    text: str, limit: int, tokens: list[Token], index: int, source: tuple[int, int]
) -> Attribution:
    first = min(source[0], index - (tokens[index].lower == "to"))
    last = max(source[1], index)
    if first and tokens[first - 1].text in _PAUSES:
        first -= 1
    trail = _TRAIL.match(text, tokens[last].end, limit)
    start, end = tokens[first].start, trail.end() if trail else tokens[last].end
    verb = index
    while verb - 1 > source[1] and is_adverb(tokens[verb - 1]):
        verb -= 1
    aside = verb > source[1] + 1
    spans = (
        ((start, tokens[source[1]].end), (tokens[verb].start, end)) if aside else ((start, end),)
    )
    cue = tokens[index].lower
    return Attribution(
        spans,
        cue,
        (tokens[source[0]].start, tokens[source[1]].end),
        cue not in lexicon.VERBS_BESIDE_QUOTATIONS or text[end - 5 : end] == " that",
    )


def _after_pause(tokens: list[Token], index: int) -> bool:
    """Whether what stands before the verb lets its subject stand behind it."""
    if index == 0:
        return True
    before = tokens[index - 1].text[0]
    return before in _PAUSES or before in _MARKS or before == _HIDDEN or before in _FULL


def _ends_relative(tokens: list[Token], comma: int) -> bool:
    """Whether a comma ends a relative clause, so that the subject stands before: ``X, who …,``."""
    if comma < 1 or tokens[comma].text != ",":
        return False
    for at in range(comma - 1, max(0, comma - _LONGEST_ASIDE), -1):
        if tokens[at].text == "," and at + 1 < comma:
            return tokens[at + 1].lower in _RELATIVE
        if tokens[at].text[0] == _HIDDEN or tokens[at].text in _FULL:
            return False
    return False


def _before(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """The subject before the verb at ``index``: past adverbs, brackets and one apposition."""
    at = index - 1
    while at >= 0 and is_adverb(tokens[at]):
        at -= 1
    if at >= 0 and tokens[at].text == ")":
        while at >= 0 and tokens[at].text != "(":
            at -= 1
        at -= 1
    if at < 0:
        return None
    if tokens[at].text in _PAUSES:
        return _before_aside(tokens, at)
    first = noun_before(tokens, at)
    return None if first is None else (first, at)


def _before_aside(tokens: list[Token], comma: int) -> tuple[int, int] | None:
    """The subject of ``Milley, who joined Esper, said``: the nearest noun that opens a clause."""
    for at in range(comma - 1, max(0, comma - _LONGEST_ASIDE), -1):
        if tokens[at].text[0] == _HIDDEN or tokens[at].text in _FULL:
            return None
        if tokens[at].text == tokens[comma].text or tokens[at].text == "(":
            first = noun_before(tokens, at - 1)
            if first is not None and _opens_clause(tokens, first):
                return first, at - 1
    return None


def _opens_clause(tokens: list[Token], index: int) -> bool:
    if index == 0:
        return True
    before = tokens[index - 1]
    return not before.word or before.lower in lexicon.CLAUSE_LINKS
