"""Figures: whether two statements give one thing in different numbers.

To say so accuses someone, so the two have to count the same kind of thing, of the same persons, on
the same day, in the same currency, and both as a fact; numbers in a list, of two groups, of a sum
or far apart are rather of two things.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compare.relations import word_diff
from compare.statements.attributed import attributed
from compare.text import content_words as content
from compare.text import lexicon, quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.relations.word_diff import DifferingSpan
    from compare.text.quantities import Quantity

__all__ = ["agree", "changed", "days", "differ"]

_DAY = re.compile(
    rf"\b(?:{'|'.join(lexicon.weekdays('en'))}|yesterday|today|tomorrow|(?:last|next|this) "
    rf"(?:week|month|year)|(?:19|20)\d\d|(?-i:{'|'.join(lexicon.months('en'))}))\b",
    re.IGNORECASE,
)
_HARM = {
    word: re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for word, forms in (
        ("killed", r"kill\w*|died?|dead|deaths?|fatal\w*"),
        ("injured", r"wound\w*|injur\w*|hurt"),
    )
}
_ASPECTS = (
    *_HARM.values(),
    re.compile(r"\b(?:would|could|(?-i:may)|might|targets?|goals?)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:propos|expect|forecast|predict|aim(?:s|ed|ing)?\b|plan(?:s|ned|ning)?\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:total|(?:so|thus) far|altogether|overall|combined|to date|since)\b", re.IGNORECASE
    ),
    re.compile(r"\b(?:boys?|m[ae]n|male)\b", re.IGNORECASE),
    re.compile(r"\b(?:girls?|wom[ae]n|female)\b", re.IGNORECASE),
)
"""What two clauses that count the same both have, or neither."""
_CURRENCIES = {
    sign: re.compile(rf"{sign}|\b{word}s?\b", re.IGNORECASE)
    for sign, word in (("\\$", "dollar"), ("€", "euro"), ("£", "pound"), ("¥", "yen"))
}
_CLAUSE = re.compile(r"[,;:.!?—–()“”\"]\s|\s(?:and|but|while|which|who|after|when)\s")
_LEADING = re.compile(r"(?:In|On|During|By|At|Since|For|Last|This|Earlier)\b[^,]*,")
_FAR = 3
_AGE = re.compile(r"[-\s](?:year|month|week|day)s?[-\s](?:old|ago)\b", re.IGNORECASE)


def differ(a: str, b: str, language: str = "en") -> bool:
    """Whether one thing is counted, on the same day, and no value fits both.

    Where several numbers may be meant, as in a list, of two groups or in a sum, none is said to
    differ, unless all other words of the two are the same.
    """
    one, other = attributed(a).content, attributed(b).content
    ours, theirs = quantities.unmet(quantities.find(one), quantities.find(other))
    ours, theirs = _missing(ours, b), _missing(theirs, a)
    pairs = [
        (x, y)
        for x in ours
        for y in theirs
        if x.kind == y.kind
        and x.kind != "date"
        and not _is_far(x, y)
        and _currency(one, x) == _currency(other, y)
        and _same_thing(one, x, other, y, language)
    ]
    if pairs and _without(one, ours, language) == _without(other, theirs, language):
        return True
    sides = [[pair[side] for pair in pairs] for side in (0, 1)]
    return any(
        sides[0].count(x) == sides[1].count(y) == 1
        and _is_alone(x, ours)
        and _is_alone(y, theirs)
        and not _is_elsewhere((one, x), (other, y), language)
        for x, y in pairs
    )


def agree(a: str, b: str, differing: Sequence[DifferingSpan]) -> bool:
    """Whether in the differing spans of two texts no number stands for another."""
    return _changes(a, b, differing) == []


def changed(a: str, b: str, differing: Sequence[DifferingSpan]) -> bool:
    """Whether two texts in the same words give in their differing spans two numbers of one thing.

    The words being the same, no more signs are asked for than that neither side adds another day,
    a total or a plan; a date and another number changed together are of two things.
    """
    pairs = _changes(a, b, differing) or []
    if any(x.kind != y.kind or _currency(a, x) != _currency(b, y) for x, y in pairs):
        return False
    if any(bool(sign.search(a)) != bool(sign.search(b)) for sign in _ASPECTS):
        return False
    named = [{day for day in days(text) if not day.isdecimal()} for text in (a, b)]
    return named[0] == named[1] and len({x.kind == "date" for x, _ in pairs}) == 1


def _changes(
    a: str, b: str, differing: Sequence[DifferingSpan]
) -> list[tuple[Quantity, Quantity]] | None:
    """The numbers that stand for each other and do not agree; None where it is not told which."""
    pairs = [word_diff.numbers(a, b, place) for place in differing]
    if None in pairs:
        return None
    return [(x, y) for each in pairs for x, y in each or () if not quantities.agree(x, y)]


def _missing(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """Those that a text does not have anywhere, not even as the sum of what it has."""
    there = quantities.find(text)
    missing = []
    for one in found:
        parts = [each.low for each in there if quantities.same_unit(one, each)]
        if not any(quantities.equal(one, each) for each in there) and not (
            len(parts) > 1 and one.low <= sum(parts) <= one.high
        ):
            missing.append(one)
    return missing


def _without(text: str, found: Sequence[Quantity], language: str) -> set[str]:
    """The content terms of a text but for those of some quantities."""
    own = {term for q in found for term in content.read(text[q.start : q.end], language).terms}
    return set(content.read(text, language).terms) - own


def _is_alone(one: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether no other quantity may be the one that is meant, as of money or of per cent."""
    return one.kind == "count" or sum(each.kind == one.kind for each in found) == 1


def _is_elsewhere(a: tuple[str, Quantity], b: tuple[str, Quantity], language: str) -> bool:
    """Whether two quantities may be of two persons, days or measures, or one is only planned."""
    here, there = _clause(*a), _clause(*b)
    if any(bool(sign.search(here)) != bool(sign.search(there)) for sign in _ASPECTS):
        return True
    ours, theirs = days(f"{_leading(a[0])} {here}"), days(f"{_leading(b[0])} {there}")
    if not (ours <= theirs or theirs <= ours):
        return True
    # Beside another period or another whole a number is another measure.
    beside = [
        [q for q in quantities.find(text) if not _AGE.match(text, q.end)] for text in (here, there)
    ]
    if min(map(len, quantities.unmet(*beside))) > 1:
        return True
    return language != "de" and _names_others((a[0], here), (b[0], there), language)


def _currency(text: str, quantity: Quantity) -> set[str]:
    """The sign or the word of a quantity's currency, none for what is no money."""
    near = text[quantity.start : quantity.end + 8]
    return {sign for sign, pattern in _CURRENCIES.items() if pattern.search(near)}


def _leading(text: str) -> str:
    """The time a sentence opens with: "During 2018, ..."."""
    found = _LEADING.match(text)
    return found[0] if found else ""


def _is_far(one: Quantity, other: Quantity) -> bool:
    """Whether two values are so far apart that they hardly tell of one thing."""
    low, high = sorted((one.low, other.low))
    return low <= 0 or high / low > _FAR


def _names_others(a: tuple[str, str], b: tuple[str, str], language: str) -> bool:
    """Whether a clause has a name that the other statement lacks, and no name is in both."""
    (one, here), (other, there) = a, b
    ours, theirs = content.read(one, language), content.read(other, language)
    left = ours.capitals & set(content.read(here, language).terms)
    right = theirs.capitals & set(content.read(there, language).terms)
    new = (left - set(theirs.terms)) | (right - set(ours.terms))
    return bool(new) and not (left & set(theirs.terms)) | (right & set(ours.terms))


def _same_thing(a: str, x: Quantity, b: str, y: Quantity, language: str) -> bool:
    """Whether two quantities have a unit and, beside it, half of their clauses in common."""
    if not quantities.same_unit(x, y):
        return False
    here, there = _clause(a, x), _clause(b, y)
    if days(here) and days(there) and days(here) != days(there):
        return False
    ours, theirs = _beside(here, a, x, language), _beside(there, b, y, language)
    if not ours or not theirs:
        ours, theirs = _beside(a, a, x, language), _beside(b, b, y, language)
    shared = ours & theirs
    return bool(shared) and len(shared) >= min(len(ours), len(theirs)) / 2


def days(text: str) -> set[str]:
    """The days, months and years that a text names."""
    return {day.lower() for day in _DAY.findall(text)}


def _clause(text: str, quantity: Quantity) -> str:
    cuts = [0, *(match.start() for match in _CLAUSE.finditer(text)), len(text)]
    start = max(cut for cut in cuts if cut <= quantity.start)
    return text[start : min(cut for cut in cuts if cut >= quantity.end)]


def _beside(part: str, text: str, quantity: Quantity, language: str) -> set[str]:
    """The content terms of a part of the text, without the quantity and its unit."""
    own = content.read(text[quantity.start : quantity.end], language).terms
    # Those who died were killed, and those who were wounded were hurt.
    for word, sign in _HARM.items():
        part = sign.sub(word, part)
    return set(content.read(part, language).terms) - set(own) - quantity.unit
