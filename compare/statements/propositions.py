"""Propositions: the clauses of a statement, each with its subject, its source set apart.

A sentence of news says several things at once, and another article may say one of them. So it is
cut where a clause begins: behind a semicolon; at a conjunction that a verb follows; at a relative
or participial clause behind a comma. What only says who says it is no part of any clause. The
words that open clauses and the forms of verbs are data by language (``compare/data/lexicon``); in
a language without them a statement is one proposition.

The rules see no parse, so they are careful: a clause needs a verb and two content words, or it
stays with the clause before it. In the manner of clause-based open information extraction (Del
Corro and Gemulla 2013), without its dependency parser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from compare.model import Proposition
from compare.statements.attributed import source_spans
from compare.statements.noun_phrases import Token, is_adverb, noun_before, tokens_of
from compare.text import content_words, lexicon
from compare.text.terms import language_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compare.model import Span

__all__ = ["propositions", "subject_and_words", "words_of"]

_NUMBER = re.compile(r"\d,$")
_FEWEST_TERMS = 2
"""A clause with fewer content words asserts nothing by itself ("as it was")."""
_REACH = 9
"""So many words behind a conjunction hold the verb of the clause it opens."""
_LONGEST_SUBJECT = 14
_OPENERS = frozenset("\"“”„«»'‘’(—–-")
_COMMAS = frozenset({",", "—", "–", "(", ")"})
_SHORTEST = 3
"""A word of no more letters is no form of a verb by its ending ("red", "bed")."""


class _Words(NamedTuple):
    """The lists that a language's clauses are told by."""

    coordinators: frozenset[str]
    subordinators: frozenset[str]
    relatives: frozenset[str]
    finite: frozenset[str]
    present: frozenset[str]
    endings: tuple[str, ...]
    no_participles: frozenset[str]
    participles: bool


@dataclass(slots=True)
class _Clause:
    """A clause on the way: its tokens, and the span of the subject it takes from another."""

    tokens: list[Token]
    subject: Span | None = None


@lru_cache(maxsize=1 << 13)
def propositions(text: str, language: str | None = None) -> tuple[Proposition, ...]:
    """The propositions of a statement, with offsets into ``text``, by their first words.

    Every statement has at least one; together they hold all its words but those of its source.
    """
    source = source_spans(text)
    tokens = [
        token
        for token in _with_whole_numbers(tokens_of(text, 0), text)
        if not any(start <= token.start < end for start, end in source)
    ]
    if not any(token.word for token in tokens):
        return (Proposition(((0, len(text)),)),)
    words = _words(language_code(language) or "en")
    clauses = _cut(tokens, words) if words.finite else [_Clause(tokens)]
    kept = _with_content(clauses, words, text, language_code(language) or "en")
    return tuple(Proposition(_spans(c.tokens, text), c.subject, source) for c in kept)


def _with_whole_numbers(tokens: list[Token], text: str) -> list[Token]:
    """The tokens, with a number and the comma inside it as one: the comma parts no clauses."""
    whole: list[Token] = []
    for token in tokens:
        if (
            token.text[0].isdigit()
            and _NUMBER.search(text, max(0, token.start - 2), token.start)
            and len(whole) > 1
        ):
            whole.pop()
            first = whole.pop()
            number = text[first.start : token.end]
            whole.append(Token(number, number, first.start, token.end))
        else:
            whole.append(token)
    return whole


def subject_and_words(text: str, proposition: Proposition, offset: int = 0) -> tuple[str, str]:
    """The words of a carried subject, or none, and those of the clause, blanks evened out.

    ``offset`` is where ``text`` begins among the proposition's offsets: a statement's start.
    """
    subject = proposition.subject
    carried = text[subject[0] - offset : subject[1] - offset] if subject else ""
    own = " ".join(text[start - offset : end - offset] for start, end in proposition.spans)
    return " ".join(carried.split()), " ".join(own.split())


def words_of(text: str, proposition: Proposition, offset: int = 0) -> str:
    """All words of a proposition: its carried subject and its clause."""
    return " ".join(filter(None, subject_and_words(text, proposition, offset)))


@cache
def _words(language: str) -> _Words:
    forms = [verb.split() for verb in lexicon.lines("irregular_verbs", language)]
    present = lexicon.words("base_verbs", language) | {verb[0] for verb in forms}
    return _Words(
        lexicon.words("coordinators", language),
        lexicon.words("subordinators", language),
        lexicon.words("relative_pronouns", language),
        lexicon.words("finite_auxiliaries", language) | {w for verb in forms for w in verb[1:]},
        present,
        tuple(lexicon.words("finite_endings", language)),
        lexicon.words("no_participles", language),
        language == "en",
    )


def _cut(tokens: list[Token], words: _Words) -> list[_Clause]:
    """The clauses of a sentence, the main clause going on behind one that stands inside it."""
    clauses = [_Clause([])]
    main = clauses[0]
    inside: _Clause | None = None
    resume = -1
    for at, token in enumerate(tokens):
        if at == resume:
            inside, resume = None, -1
        opened = _opens(tokens, at, main, words) if inside is None else None
        if opened is not None:
            clause = _Clause([], opened.subject)
            clauses.append(clause)
            resume = opened.resume
            if resume < 0:
                main = clause
            else:
                inside = clause
        (inside or main).tokens.append(token)
    return clauses


class _Opened(NamedTuple):
    """That a clause begins: its carried subject, and where the main clause goes on, or -1."""

    subject: Span | None
    resume: int


def _opens(tokens: list[Token], at: int, main: _Clause, words: _Words) -> _Opened | None:
    """What clause begins at a token, if one does."""
    if not main.tokens:
        return None
    if tokens[at - 1].text == ";" or _follows_aside(tokens, at, main, words):
        return _Opened(None, -1)
    opened = _behind_comma(tokens, at, main, words) if tokens[at - 1].text in _COMMAS else None
    if opened is None and tokens[at].lower in words.coordinators:
        return _coordinated(tokens, at, main, words)
    if opened is None and tokens[at].lower in words.subordinators:
        return _subordinated(tokens, at, main, words)
    return opened


def _follows_aside(tokens: list[Token], at: int, main: _Clause, words: _Words) -> bool:
    """Whether what is said begins here, behind an aside on the source: ``X, who …, said``."""
    gap = tokens[at].start - tokens[at - 1].end
    return (
        gap >= _SHORTEST
        and tokens[at - 1].text == ","
        and (next((t.lower for t in main.tokens if t.word), "") in words.relatives)
    )


def _behind_comma(tokens: list[Token], at: int, main: _Clause, words: _Words) -> _Opened | None:
    """A relative or participial clause, or the main clause behind a fronted one."""
    if tokens[at].lower in words.relatives and _has_verb(tokens, at + 1, words):
        subject = _antecedent(tokens, at - 2, main, words)
        return _Opened(subject, _end_of_aside(tokens, at, words))
    if _is_participle(tokens, at, words):
        return _Opened(_subject(main, words), _end_of_aside(tokens, at, words))
    if _opens_with_subordinate(main, words) and _finds_clause(tokens, at, words):
        return _Opened(None, -1)
    return None


def _subordinated(tokens: list[Token], at: int, main: _Clause, words: _Words) -> _Opened | None:
    """What a subordinating conjunction opens behind a clause with a verb."""
    if tokens[at - 1].lower == "such" or not _has_verb(main.tokens, 0, words):
        return None
    if _finds_clause(tokens, at + 1, words):
        return _Opened(None, -1)
    return _Opened(_subject(main, words), -1) if _is_participle(tokens, at + 1, words) else None


def _coordinated(tokens: list[Token], at: int, main: _Clause, words: _Words) -> _Opened | None:
    """What a conjunction of equals opens: a clause, or a verb that shares the subject."""
    if not _has_verb(main.tokens, 0, words):
        return None
    after = at + 1
    while after < len(tokens) and (
        is_adverb(tokens[after]) and not _is_finite(tokens, after, words)
    ):
        after += 1
    if after >= len(tokens):
        return None
    if _is_finite(tokens, after, words) and not _continues_phrase(tokens, at, after):
        return _Opened(main.subject or _subject(main, words), -1)
    behind_comma = tokens[at - 1].text in _COMMAS
    if _finds_clause(tokens, after, words) and (behind_comma or _starts_noun(tokens[after])):
        return _Opened(None, -1)
    return None


def _continues_phrase(tokens: list[Token], at: int, after: int) -> bool:
    """Whether the conjunction joins two adjectives: "the wounded and exhausted men"."""
    if not tokens[after].lower.endswith("ed") or after + 1 >= len(tokens):
        return False
    before = tokens[at - 1]
    return before.lower.endswith("ed") and at > 1 and tokens[at - 2].lower in lexicon.DETERMINERS


def _starts_noun(token: Token) -> bool:
    return (
        token.capital
        or token.lower in lexicon.DETERMINERS
        or token.lower in lexicon.PRONOUNS
        or token.text[0].isdigit()
    )


def _finds_clause(tokens: list[Token], at: int, words: _Words) -> bool:
    """Whether a subject and its verb stand from a token on, before the next mark or conjunction."""
    subject = False
    for place in range(at, min(len(tokens), at + _REACH)):
        token = tokens[place]
        if not token.word:
            if token.text in _OPENERS:
                continue
            return False
        if subject and _is_finite(tokens, place, words):
            return True
        if place > at and token.lower in words.subordinators | words.relatives:
            return False
        subject = subject or not is_adverb(token)
    return False


def _has_verb(tokens: Sequence[Token], at: int, words: _Words) -> bool:
    return any(_is_finite(tokens, place, words) for place in range(at, len(tokens)))


def _is_finite(tokens: Sequence[Token], at: int, words: _Words) -> bool:
    """Whether a word is a form of a verb with which a clause can stand, as far as forms tell."""
    token = tokens[at]
    lower = token.lower.replace("’", "'")
    if lower in words.finite:
        return True
    if not token.text.islower():
        return False
    before = tokens[at - 1].lower if at else ""
    if before in lexicon.DETERMINERS or before == "to":
        return False
    if len(lower) > _SHORTEST and lower.endswith(words.endings):
        return True
    if lower in words.present:
        return before in lexicon.PRONOUNS | words.relatives or before.endswith("s")
    third = lower.removesuffix("s")
    return third != lower and (third in words.present or third.removesuffix("e") in words.present)


def _is_participle(tokens: Sequence[Token], at: int, words: _Words) -> bool:
    """Whether a participle opens a clause here, an adverb before it or not."""
    if not words.participles:
        return False
    while at < len(tokens) and is_adverb(tokens[at]):
        at += 1
    if at >= len(tokens):
        return False
    lower = tokens[at].lower
    return (
        lower.endswith("ing")
        and tokens[at].text.islower()
        and len(lower) > len("-ing")
        and lower not in words.no_participles
    )


def _end_of_aside(tokens: list[Token], at: int, words: _Words) -> int:
    """Where the main clause goes on behind an aside: at a comma that its verb follows, or -1."""
    for place in range(at + 2, len(tokens) - 1):
        if tokens[place].text == ";":
            return -1
        if tokens[place].text in _COMMAS:
            after = place + 1
            while after < len(tokens) and is_adverb(tokens[after]):
                after += 1
            if after < len(tokens) and _is_finite(tokens, after, words):
                return place
    return -1


def _opens_with_subordinate(main: _Clause, words: _Words) -> bool:
    """Whether a clause that stands before its main one is open: "After he fell, ..."."""
    first = next((token for token in main.tokens if token.word), None)
    if first is None:
        return False
    lower = first.lower
    fronted = lower in words.subordinators and _has_verb(main.tokens, 1, words)
    participle = words.participles and lower.endswith("ing") and lower not in words.no_participles
    return fronted or participle


def _antecedent(tokens: list[Token], last: int, main: _Clause, words: _Words) -> Span | None:
    """The noun phrase before a relative clause; else the subject of the main clause."""
    first = noun_before(tokens, last) if last >= 0 and tokens[last].word else None
    if first is None:
        return _subject(main, words)
    return tokens[first].start, tokens[last].end


def _subject(clause: _Clause, words: _Words) -> Span | None:
    """The words of a clause before its verb, without what only links it or says when."""
    if clause.subject is not None:
        return clause.subject
    tokens = clause.tokens
    verb = next((at for at in range(1, len(tokens)) if _is_finite(tokens, at, words)), None)
    if verb is None:
        return None
    first = 0
    if tokens[0].lower in lexicon.PREPOSITIONS | words.subordinators:
        commas = [at for at in range(verb) if tokens[at].text == ","]
        first = commas[-1] + 1 if commas else 0
    links = words.coordinators | words.subordinators
    while first < verb and (not tokens[first].word or tokens[first].lower in links):
        first += 1
    last = verb - 1
    while last > first and (is_adverb(tokens[last]) or not tokens[last].word):
        last -= 1
    if not first <= last < first + _LONGEST_SUBJECT:
        return None
    return tokens[first].start, tokens[last].end


def _with_content(
    clauses: list[_Clause], words: _Words, text: str, language: str
) -> Iterator[_Clause]:
    """The clauses; one that asserts nothing by itself is joined to that before it."""
    kept: list[_Clause] = []
    for clause in clauses:
        if kept and not _asserts(clause.tokens, words, text, language):
            kept[-1].tokens.extend(clause.tokens)
            kept[-1].tokens.sort(key=lambda token: token.start)
        elif len(kept) == 1 and not _asserts(kept[0].tokens, words, text, language):
            clause.tokens[:0] = kept[0].tokens
            clause.subject = kept[0].subject
            kept[0] = clause
        elif clause.tokens:
            kept.append(clause)
    yield from kept


def _asserts(tokens: list[Token], words: _Words, text: str, language: str) -> bool:
    """Whether a clause has a verb and content of its own."""
    own = " ".join(text[start:end] for start, end in _spans(tokens, text))
    verb = any(
        _is_finite(tokens, at, words) or (_is_participle(tokens, at, words))
        for at in range(len(tokens))
    )
    return verb and len(set(content_words.read(own, language).terms)) >= _FEWEST_TERMS


def _spans(tokens: list[Token], text: str) -> tuple[Span, ...]:
    """The spans of tokens that stand side by side, marks at their edges left off."""
    spans: list[list[int]] = []
    for token in sorted(tokens, key=lambda token: token.start):
        if spans and not text[spans[-1][1] : token.start].strip():
            spans[-1][1] = token.end
        else:
            spans.append([token.start, token.end])
    trimmed = [_trimmed(text, start, end) for start, end in spans]
    return tuple(span for span in trimmed if span[0] < span[1]) or ((0, len(text)),)


def _trimmed(text: str, start: int, end: int) -> Span:
    """A span without marks at its edges; one of marks alone is empty."""
    while start < end and not (text[start].isalnum() or text[start] in "$€£¥"):
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] == "%"):
        end -= 1
    return start, end
