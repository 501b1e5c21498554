"""Phrases: the tokens of a sentence, and the noun phrase before or behind one of them.

A grammar of a few rules: a name with its roles, a pronoun, a noun with its article or owner, and
what such a phrase depends on (``a spokesman for the ministry``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from compare.statements.speaker_phrases import is_agent
from compare.text import lexicon

__all__ = ["Token", "first_noun", "is_adverb", "noun_before", "noun_behind", "tokens_of"]

_SHORT = "|".join(sorted({*lexicon.ABBREVIATIONS_INSIDE, "Jr", "Sr", "St"} - {"v", "s"}))
_TOKEN = re.compile(rf"\b(?:{_SHORT})\.|\b(?:[^\W\d_a-z]\.)+|\w+(?:[.'’&-]\w+)*['’]?|\0+|[^\w\s]")
_STOPS = (
    lexicon.CLAUSE_LINKS
    | lexicon.AUXILIARIES
    | lexicon.PREPOSITIONS
    | {"who", "by", "about", "into", "out", "up"}
)
_LONGEST_SOURCE = 16
_LONGEST_NOUN = 7


_OPENING = frozenset({"the", "a", "an", "his", "her", "its", "their", "one"})
_ADDRESSING = frozenset({"i", "we", "you"})


class Token(NamedTuple):
    """A word, a punctuation mark, or a run of hidden characters, with its place in the text."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins like a name; ``I'd`` does not."""
        return self.text[0].isupper() and not self.text.startswith(("I'", "I’"))

    @property
    def word(self) -> bool:
        """Whether it is a word or a number."""
        return self.text[0].isalnum()


def tokens_of(hidden: str, start: int) -> list[Token]:
    """The tokens of a stretch that begins at ``start`` of the text."""
    return [
        Token(match[0], match[0].lower(), start + match.start(), start + match.end())
        for match in _TOKEN.finditer(hidden)
    ]


def first_noun(tokens: list[Token]) -> tuple[int, int] | None:
    """The first and last token of the first noun that can speak and depends on nothing.

    It is a name, a pronoun, or a description the sentence opens with: ``Her office issued``.
    """
    described = _opening_description(tokens)
    if described is not None:
        return 0, described
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is not None and (
            following.capital or following.lower in lexicon.NAME_PARTICLES
        ):
            continue
        named = (
            token.capital and token.text not in lexicon.SENTENCE_STARTERS and not _possessive(token)
        )
        if named or token.lower in lexicon.PRONOUNS:
            first = noun_before(tokens, index)
            if first is not None and (not first or tokens[first - 1].lower not in _STOPS):
                return first, index
    return None


def _opening_description(tokens: list[Token]) -> int | None:
    """The last token of ``The Voss campaign``, ``Her office``, where a sentence opens so."""
    if not tokens or tokens[0].lower not in _OPENING:
        return None
    last = 0
    for at, token in enumerate(tokens[1:_LONGEST_NOUN], 1):
        if not token.word or token.lower in _STOPS | lexicon.DETERMINERS:
            break
        agent = token.text.islower() and is_agent(token.lower)
        if (last and not agent) or (agent and token.lower in lexicon.ALL_VERBS_OF_SAYING):
            break
        last = at if agent else last
        if agent and token.lower.endswith("s"):
            break
    return last or None


def is_adverb(token: Token) -> bool:
    """Whether it may stand between a subject and its verb: an adverb, an auxiliary, a day."""
    return token.lower in lexicon.ADVERBS_BEFORE_VERBS or (
        token.lower.endswith("ly") and token.text.islower() and len(token.text) > 4  # noqa: PLR2004  (not "fly")
    )


def noun_before(tokens: list[Token], last: int, depth: int = 0) -> int | None:
    """The first token of the noun phrase that ends with token ``last``."""
    token = tokens[last]
    if last < 0 or not token.word:
        return None
    if token.lower in lexicon.PRONOUNS:
        return last if token.lower not in _ADDRESSING else None
    if token.capital and token.text not in lexicon.SENTENCE_STARTERS:
        first: int | None = _name_before(tokens, last)
    elif (
        token.lower in _STOPS
        or token.lower in lexicon.DETERMINERS
        or token.lower in lexicon.ALL_VERBS_OF_SAYING
    ):
        return None
    else:
        return _description_before(tokens, last, depth)
    assert first is not None
    wider = _widened(tokens, first, depth)
    return first if wider is None else wider


def _name_before(tokens: list[Token], last: int) -> int:
    """The first token of a name with its roles and article: ``the spokesman Dmitry Peskov``."""
    first = last
    while first and (
        tokens[first - 1].capital
        or tokens[first - 1].text == "&"
        or (
            tokens[first - 1].lower in lexicon.NAME_PARTICLES
            and first > 1
            and tokens[first - 2].capital
        )
    ):
        first -= 1
    while (
        first < last
        and tokens[first].text in lexicon.SENTENCE_STARTERS
        and tokens[first].text != "The"
    ):
        first += 1
    while first and tokens[first - 1].lower in lexicon.ROLES:
        first -= 1
    if first and tokens[first - 1].lower in lexicon.DETERMINERS:
        first -= 1
    return first


def _description_before(tokens: list[Token], last: int, depth: int) -> int | None:
    """The first token of ``a senior official``, ``officials at the ministry``."""
    first = last
    while (
        first
        and last - first < _LONGEST_NOUN
        and tokens[first].lower not in lexicon.DETERMINERS
        and not _possessive(tokens[first])
        and tokens[first - 1].word
        and tokens[first - 1].lower not in _STOPS
        and tokens[first - 1].lower not in lexicon.ALL_VERBS_OF_SAYING
    ):
        first -= 1
    wider = _widened(tokens, first, depth)
    if wider is not None:
        return wider
    if _possessive(tokens[first]):
        return _name_before(tokens, first)
    if tokens[first].lower in lexicon.DETERMINERS:
        return first
    told = depth > 0 and last == first + 1 and is_agent(tokens[first].lower)
    return first if told or tokens[last].lower in lexicon.ROLES else None


def _possessive(token: Token) -> bool:
    return token.capital and (token.lower.endswith(("'s", "’s")) or token.text[-1] in "'’")


def _widened(tokens: list[Token], first: int, depth: int) -> int | None:
    """With what the phrase depends on: ``a spokesman for`` before ``the ministry``."""
    if depth > 2 or first < 2 or tokens[first - 1].lower not in lexicon.PREPOSITIONS:  # noqa: PLR2004  (two words)
        return None
    return noun_before(tokens, first - 2, depth + 1)


def noun_behind(tokens: list[Token], index: int) -> tuple[int, int] | None:
    """The noun phrase that begins at ``index``, up to a pause or the next clause."""
    first = index
    while first < len(tokens) and is_adverb(tokens[first]):
        first += 1
    if first >= len(tokens) or not (_opens_noun(tokens[first]) or _may_describe(tokens[first])):
        return None
    last = first
    for at in range(first, min(len(tokens), first + _LONGEST_SOURCE)):
        token = tokens[at]
        placed = token.lower in {"at", "in"} and tokens[last].lower in lexicon.ROLES
        if (not token.word and token.text != "&") or (
            token.lower in lexicon.AFTER_SOURCE and not placed
        ):
            break
        if token.lower in lexicon.AUXILIARIES or (
            token.lower in lexicon.ALL_VERBS_OF_SAYING and at > first
        ):
            return None
        last = at
        if token.lower in lexicon.PRONOUNS:
            alone = at + 1 == len(tokens) or not tokens[at + 1].word
            return (first, last) if alone or tokens[at + 1].lower in lexicon.AFTER_SOURCE else None
    named = any(token.capital for token in tokens[first : last + 1])
    return (first, last) if named or _opens_noun(tokens[first]) else None


def _may_describe(token: Token) -> bool:
    """Whether a description of someone named may begin so: ``host Ana Ruiz``."""
    return token.text.islower() and token.lower not in _STOPS | lexicon.AFTER_SOURCE


def _opens_noun(token: Token) -> bool:
    if token.text in lexicon.SENTENCE_STARTERS:
        return token.lower in lexicon.DETERMINERS
    return (
        token.capital
        or token.lower in lexicon.DETERMINERS
        or token.lower in lexicon.ROLES
        or (token.lower in lexicon.PRONOUNS and token.lower not in _ADDRESSING)
    )
