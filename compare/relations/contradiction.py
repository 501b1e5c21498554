"""Contradiction: whether two matched statements cannot both be told as one.

One denies what the other says, has an opposite of its word (rose, fell) or another number, says
that something may be done which in the other is done ("could raise" beside "raised"), or that it
is not known. This is asked before an article is said to *tell* a claim, so it takes less than an
accusation: the clauses that say the same are looked at, and a doubt is enough not to count them as
told. The words that deny, the opposites and the rest are data by language; in a language without,
only numbers are compared.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from compare.relations.negation import lemma, without_idioms
from compare.relations.number_change import differing_numbers
from compare.relations.unknown import asked, unknown
from compare.statements.propositions import propositions, words_of
from compare.text import content_words, lexicon
from compare.text.terms import language_code
from compare.text.tokens import stem

__all__ = ["contradict"]

_FEWEST, _SHARE = 2, 0.5
"""Two clauses say the same of one thing if they share so many content words, and such a part."""


class _Clause(NamedTuple):
    """What a clause is about, whether it is denied, and its words and pairs of words as lemmas.

    ``possible`` are the verbs it has behind a word such as "would", ``done`` those it has in the
    past.
    """

    terms: frozenset[str]
    denied: bool
    lemmas: frozenset[str]
    possible: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()


@lru_cache(maxsize=1 << 13)
def contradict(a: str, b: str, language: str | None = None) -> bool:
    """Whether a statement denies what another says, says its opposite, or has another number."""
    code = language_code(language) or "en"
    if differing_numbers(a, b, code) or _is_known_to_one(a, b, code):
        return True
    if unknown(a, code) & unknown(b, code):
        return False
    ours, theirs = _clauses(a, code), _clauses(b, code)
    # Of two statements of one clause each, which match, the clauses are what matches.
    single = len(ours) == len(theirs) == 1
    return any(
        _are_opposed(one, other, code) or _is_only_possible(one, other)
        for one in ours
        for other in theirs
        if _is_about(one, other) or (single and one.terms & other.terms)
    )


def _is_known_to_one(a: str, b: str, language: str) -> bool:
    """Whether one says of something that it is not known, and the other tells of it."""
    ours, theirs = unknown(a, language), unknown(b, language)
    return bool(
        (ours and not theirs and ours & asked(b, language))
        or (theirs and not ours and theirs & asked(a, language))
    )


def _is_only_possible(one: _Clause, other: _Clause) -> bool:
    """Whether either says that something may be done which the other says is done."""
    return bool(
        (one.possible & other.done) - one.done - other.possible
        or (other.possible & one.done) - other.done - one.possible
    )


@lru_cache(maxsize=1 << 12)
def _clauses(text: str, language: str) -> tuple[_Clause, ...]:
    negations = lexicon.words("negations", language)
    denials = lexicon.words("verbs_of_denial", language)
    found = []
    for each in propositions(text, language):
        said = without_idioms(words_of(text, each))
        source = " ".join(text[start:end] for start, end in each.source)
        nots = sum(word in negations for word in _folded(said))
        nots += any(word in denials for word in _folded(source))
        lemmas = [lemma(word) for word in _folded(said)]
        pairs = {f"{left} {right}" for left, right in pairwise(lemmas)}
        terms = frozenset(content_words.read(said, language).terms)
        verbs = _possible_and_done(_folded(said), language)
        found.append(_Clause(terms, bool(nots % 2), frozenset(lemmas) | pairs, *verbs))
    return tuple(found)


def _possible_and_done(said: list[str], language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The verbs behind a word that makes them possible alone, and those in the past."""
    possible, done = set(), set()
    modals, between = lexicon.words("modals", language), lexicon.words("behind_modals", language)
    open_ = False
    for word in said:
        if word in modals:
            open_ = True
        elif open_ and word not in between and not word.endswith("ly"):
            possible.add(lemma(word))
            open_ = False
        elif not open_ and modals and (word.endswith("ed") or lemma(word) != stem(word)):
            done.add(lemma(word))
    return frozenset(possible), frozenset(done)


def _folded(text: str) -> list[str]:
    return text.lower().replace("’", "'").translate(_MARKS).split()


_MARKS = str.maketrans(dict.fromkeys('.,;:!?()[]"“”„«»', " "))


def _is_about(one: _Clause, other: _Clause) -> bool:
    shared = len(one.terms & other.terms)
    fewest = min(len(one.terms), len(other.terms))
    return shared >= min(_FEWEST, fewest) and shared >= _SHARE * fewest and fewest > 0


def _are_opposed(one: _Clause, other: _Clause, language: str) -> bool:
    """Whether just one of them is denied, or has the opposite of a word of the other; not both."""
    opposites = any(
        (one.lemmas & left and other.lemmas & right and not (one.lemmas & right))
        or (one.lemmas & right and other.lemmas & left and not (one.lemmas & left))
        for left, right in _opposites(language)
    )
    return (one.denied != other.denied) != opposites


@cache
def _opposites(language: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple(
        (frozenset(map(lemma, left)), frozenset(map(lemma, right)))
        for left, right in lexicon.opposites(language)
    )
