"""Figures: whether two statements give one thing in different numbers.

To say so accuses someone, so the two have to count the same kind of thing, of the same persons, on
the same day, in the same currency, and both as a fact; numbers in a list, of two groups, of a sum
or far apart are rather of two things.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from compare.relations import word_diff
from compare.statements.propositions import propositions, words_of
from compare.text import content_words as content
from compare.text import lexicon, quantities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.relations.word_diff import DifferingSpan
    from compare.text.quantities import Quantity

__all__ = ["agree", "changed", "days", "differ", "differing_numbers", "grows"]

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
    re.compile(r"\b(?:another|additional)\b", re.IGNORECASE),
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
_FAR, _FARTHEST = 3, 5
"""Farther apart, two numbers hardly tell of one thing; farther still where words say which."""
_NEAR = 1.25
"""Of several numbers that may be meant, one is taken only where it is so near to the other."""
_CLOSE, _LARGE = 1.1, 100
"""Two numbers so large and so close count one thing if their units have a word in common."""
_SHORT = 2
"""Two clauses with so few words in all beside the number, one in common, are of one thing."""
_OPEN = 1.25
""""More than 750" may be so much more, "fewer than 750" so much less."""
_TOTAL = re.compile(r"\b(?:numbers?|totals?|totall?ed|toll|figures?|tally|reach\w*|rose to)\b")
_AGE = re.compile(r"[-\s](?:year|month|week|day)s?[-\s](?:old|ago)\b", re.IGNORECASE)


def differ(a: str, b: str, language: str = "en") -> bool:
    """Whether one thing is counted, on the same day, and no value fits both.

    Where several numbers may be meant, as in a list, of two groups or in a sum, none is said to
    differ, unless all other words of the two are the same.
    """
    return bool(differing_numbers(a, b, language))


@lru_cache(maxsize=1 << 12)
def differing_numbers(
    a: str, b: str, language: str = "en"
) -> tuple[tuple[Quantity, Quantity], ...]:
    """The pairs of numbers, of the first text and of the second, that count one thing and differ.

    They stand in clauses (``propositions``) that count the same kind of thing: the same unit beside
    shared words, or words of one group of ``counted`` in the lexicon ("arrested", "detained").
    """
    if not (quantities.find(a) and quantities.find(b)):
        return ()
    ours, theirs = _clauses(a, language), _clauses(b, language)
    left = [x for x, _ in ours if not any(_fit(x, y) for y in quantities.find(b))]
    right = [y for y, _ in theirs if not any(_fit(x, y) for x in quantities.find(a))]
    left, right = _missing(left, b), _missing(right, a)
    pairs = [
        (x, y)
        for x, here in ours
        for y, there in theirs
        if x in left
        and y in right
        and _is_comparable((a, x), (b, y))
        and _counts_the_same((a, x, here), (b, y, there), language)
    ]
    if pairs and _without(a, left, language) == _without(b, right, language):
        return tuple(pairs)
    sides = [[pair[side] for pair in pairs] for side in (0, 1)]
    return tuple(
        (x, y)
        for x, y in pairs
        if _ratio(x, y) <= _NEAR
        or (
            sides[0].count(x) == sides[1].count(y) == 1
            and _is_alone(x, left)
            and _is_alone(y, right)
        )
    )


def grows(a: tuple[str, str], b: tuple[str, str], language: str = "en") -> bool:
    """Whether of a quantity that grows, as the dead do, the second statement has more.

    Each is a statement with the words of its number.
    """
    values = []
    for text, number in (a, b):
        found = [(one, clause) for one, clause in _clauses(text, language)
                 if text[one.start : one.end].strip() == number]  # fmt: skip
        if not found or not (_counted(found[0][1], language) & _growing(language)):
            return False
        values.append(found[0][0].value or found[0][0].low)
    return values[1] > values[0]


@cache
def _growing(language: str) -> frozenset[int]:
    """The groups of ``counted`` of which there are only ever more as time goes on."""
    growing = lexicon.words("growing", language)
    return frozenset(
        at
        for at, group in enumerate(lexicon.lines("counted", language))
        if growing & set(group.split())
    )


def _fit(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may be one, as news uses words: "more than 750" are not 1,400."""
    if one.open and other.open and (one.high == math.inf) != (other.high == math.inf):
        return one.kind == other.kind and one.low <= other.high and other.low <= one.high
    (low, high), (other_low, other_high) = _meant(one), _meant(other)
    same = one.value is not None and one.value == other.value
    return one.kind == other.kind and (same or (low < other_high and other_low < high))


def _meant(one: Quantity) -> tuple[float, float]:
    if not one.open or one.value is None:
        return one.low, one.high
    if one.high == math.inf:
        return one.low, one.value * _OPEN
    return one.value / _OPEN, one.high


def _clauses(text: str, language: str) -> list[tuple[Quantity, str]]:
    """The quantities of what a text says, each with the clause it stands in."""
    return [
        (one, words_of(text, part))
        for one in quantities.find(text)
        for part in propositions(text, language)
        if any(start <= one.start < end for start, end in part.spans)
    ]


def _is_comparable(a: tuple[str, Quantity], b: tuple[str, Quantity]) -> bool:
    """Whether two quantities are of one kind and currency, and not so far apart as to be two."""
    (_, x), (_, y) = a, b
    if x.kind != y.kind or x.kind == "date" or _ratio(x, y) > _FARTHEST:
        return False
    ages = [bool(_AGE.match(text, one.end)) for text, one in (a, b)]
    return ages[0] == ages[1] and _currency(*a) == _currency(*b)


def _counts_the_same(
    a: tuple[str, Quantity, str], b: tuple[str, Quantity, str], language: str
) -> bool:
    """Whether two clauses count one thing, of the same persons, on the same day, as a fact."""
    (one, x, here), (other, y, there) = a, b
    if any(bool(sign.search(here)) != bool(sign.search(there)) for sign in _ASPECTS):
        return False
    ours, theirs = days(f"{_leading(one)} {here}"), days(f"{_leading(other)} {there}")
    if not (ours <= theirs or theirs <= ours):
        return False
    if _names_others((one, here), (other, there), language):
        return False
    related = quantities.same_unit(x, y)
    if x.kind == "count" and x.unit and related and _is_close(x, y):
        return True
    groups = _counted(here, language), _counted(there, language)
    if (
        x.kind == "count"
        and groups[0] & groups[1]
        and _same_people((x, here), (y, there), language)
    ):
        return groups[0] == groups[1] or _shares_words(a, b, language, 1)
    near_money = x.kind == "money" and _ratio(x, y) <= _NEAR
    least = 1 if near_money or (x.kind == "count" and x.unit & y.unit) else 2
    return related and _ratio(x, y) <= _FAR and _shares_words(a, b, language, least)


def _is_close(x: Quantity, y: Quantity) -> bool:
    return min(x.low, y.low) >= _LARGE and _ratio(x, y) <= _CLOSE


def _same_people(a: tuple[Quantity, str], b: tuple[Quantity, str], language: str) -> bool:
    """Whether two units may name the same: a common word, words of one group, people."""
    (x, here), (y, there) = a, b
    if quantities.same_unit(x, y):
        return bool(x.unit)
    if _counted(" ".join(x.unit), language) & _counted(" ".join(y.unit), language):
        return True
    return all(
        one.unit & quantities.PEOPLE or (not one.unit and _TOTAL.search(clause))
        for one, clause in ((x, here), (y, there))
    )


def _shares_words(
    a: tuple[str, Quantity, str], b: tuple[str, Quantity, str], language: str, least: int
) -> bool:
    """Whether two clauses share so many words, and half of the shorter, beside the numbers."""
    ours = _beside(a[2], a[0], a[1], language)
    theirs = _beside(b[2], b[0], b[1], language)
    shared = ours & theirs
    if (shared and ours == theirs) or not (a[1].unit or b[1].unit or a[1].kind != "count"):
        return ours == theirs  # a number of nothing named may be an age or a row
    if shared and len(ours | theirs) <= _SHORT:
        return True
    return len(shared) >= least and 3 * len(shared) >= min(len(ours), len(theirs))


def _names_others(a: tuple[str, str], b: tuple[str, str], language: str) -> bool:
    """Whether each clause has a name that the other statement lacks, and no name is in both."""
    if language == "de":  # every noun has a capital there
        return False
    (one, here), (other, there) = a, b
    ours, theirs = content.read(one, language), content.read(other, language)
    left = ours.capitals & set(content.read(here, language).terms)
    right = theirs.capitals & set(content.read(there, language).terms)
    both = (left & set(theirs.terms)) | (right & set(ours.terms))
    return bool(left - set(theirs.terms)) and bool(right - set(ours.terms)) and not both


def _counted(clause: str, language: str) -> frozenset[int]:
    """Which groups of words say what a clause counts."""
    return frozenset(
        at
        for at, group in enumerate(lexicon.groups("counted", language))
        if group.search(clause) is not None
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
        if not any(_fit(one, each) for each in there) and not (
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


def _currency(text: str, quantity: Quantity) -> set[str]:
    """The sign or the word of a quantity's currency, none for what is no money."""
    near = text[quantity.start : quantity.end + 8]
    return {sign for sign, pattern in _CURRENCIES.items() if pattern.search(near)}


def _leading(text: str) -> str:
    """The time a sentence opens with: "During 2018, ..."."""
    found = _LEADING.match(text)
    return found[0] if found else ""


def _ratio(one: Quantity, other: Quantity) -> float:
    """How many times the larger of two values is the smaller, infinite for zero."""
    low, high = sorted(each.low if each.value is None else each.value for each in (one, other))
    return high / low if low > 0 else math.inf


def days(text: str) -> set[str]:
    """The days, months and years that a text names."""
    return {day.lower() for day in _DAY.findall(text)}


def _beside(part: str, text: str, quantity: Quantity, language: str) -> set[str]:
    """The content terms of a part of the text, without the quantity and its unit."""
    own = content.read(text[quantity.start : quantity.end], language).terms
    # Those who died were killed, and those who were wounded were hurt.
    for word, sign in _HARM.items():
        part = sign.sub(word, part)
    terms = set(content.read(part, language).terms) - set(own) - quantity.unit
    return {term for term in terms if not term[0].isdigit()}
