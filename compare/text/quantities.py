"""Quantities: numbers with their unit and the range of values they leave open.

"About a dozen" leaves 11 open, "at least 12" all from 12 on, "1.3 million" what rounds to it.
Two quantities disagree only where no value fits both.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from compare.text import lexicon
from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["PEOPLE", "Quantity", "agree", "any_equal", "equal", "find", "same_unit", "unmet"]

_SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "  # noqa: SIM905  (words read best as text)
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "k": 1e3, "dozen": 12.0,
}  # fmt: skip
_PARTS = {
    "half": 50.0, "third": 100 / 3, "quarter": 25.0, "fourth": 25.0, "fifth": 20.0, "tenth": 10.0,
}  # fmt: skip
_MONTHS = "|".join(lexicon.months("en"))
_SMALL |= {
    word: number
    for numbers in (
        ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
        ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"),
    )
    for number, word in enumerate(numbers, 2)
}
_WORDS = "|".join([*_SMALL, *_TENS])
_NUMBER = re.compile(
    rf"""
    (?P<money>[$£€¥]\s?|\b(?:US|C|A)\$\s?)?
    (?:
      (?P<digits>(?<![A-Za-z0-9_.,])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![A-Za-z0-9_.])\d+(?:\.\d+)?)
      (?P<glued>bn|tn|mn|m|k|b)?(?![A-Za-z0-9_])
    | \b(?P<written>(?:{_WORDS})(?:-(?:{_WORDS}))?)\b
    | \ban?\s+(?=(?:hundred|thousand|million|billion|dozen|half|third|quarter|fifth|tenth)\b)
      (?P<part>half|third|quarter|fifth|tenth)?
    | \b(?P<bare>half)(?=\s+(?:of|the|a)\b)
    )
    (?:[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|dozen)\b)?
    (?:[\s-]?(?P<scale2>thousand|million|billion|trillion)\b)?
    (?P<percent>\s?%|[\s-](?:per\s?cent|prozent|por\sciento)\b)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DATE_BEFORE = re.compile(rf"\b(?:{_MONTHS})\.?\s+$", re.IGNORECASE)
_DATE_AFTER = re.compile(rf"^(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b", re.IGNORECASE)
_CLOCK = re.compile(r"^(?:[:.]\d\d)?\s*(?:[ap]\.?m\b|o['’]clock)|^:\d\d", re.IGNORECASE)
_BEFORE = re.compile(r"[^.;:!?—–()\"“”]*$")
_AT_LEAST = re.compile(
    r"\b(?:at least|more than|over|upwards? of|in excess of|exceed\w*|above|no fewer than|"
    r"no less than|minimum of)\s+(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:at most|up to|less than|fewer than|under|below|no more than|as (?:many|much) as|"
    r"maximum of|just short of)\s+(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
_NEARLY = re.compile(
    r"\b(?:nearly|almost|close to|just under)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|some|an estimated|estimated|circa)\s+(?:an?\s+)?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s*(?:to|-|–|and|or)\s*$", re.IGNORECASE)
PEOPLE = frozenset(
    words.stem(word)
    for word in "people persons person men women man woman victims passengers residents others "  # noqa: SIM905  (words read best as text)
    "attendees civilians protesters children migrants workers patients".split()
)
_MEASURES = frozenset(
    words.stem(word)
    for word in "kilometres kilometers miles metres meters feet inches tons tonnes pounds ounces "  # noqa: SIM905  (words read best as text)
    "hours minutes seconds days weeks months years degrees acres hectares gallons litres".split()
)
_LOOSE, _LOOSE_IF_LARGE, _LARGE = 0.12, 0.03, 1000
"""How far "about" may be off: about 12 may be 11, but about 14,000 are not 13,000."""
_HALF = 0.5
_YEARS = (1800, 2100)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``start`` to ``end`` of a text: any value from ``low`` to ``high``.

    ``kind`` is money, percent, date (a day, a year or a clock time) or count. ``unit`` holds the
    stems of the words that say what is counted. ``open`` marks "at least" and "up to". ``value``
    is the number itself, None for a range; ``plain`` is a whole number without a mark or a scale.
    """

    start: int
    end: int
    low: float
    high: float
    kind: str
    unit: frozenset[str]
    open: bool = False
    value: float | None = None
    plain: bool = False


@lru_cache(maxsize=1 << 13)
def find(text: str) -> tuple[Quantity, ...]:
    """The quantities of an English text, in order; ranges ("12 to 15") are one."""
    found: list[Quantity] = []
    for quantity in _single(text):
        last = found[-1] if found else None
        if last and _is_range(text, last, quantity):
            found[-1] = Quantity(last.start, quantity.end, last.low, quantity.high,
                                 quantity.kind, quantity.unit)  # fmt: skip
        else:
            found.append(quantity)
    return tuple(found)


def equal(a: Quantity, b: Quantity) -> bool:
    """Whether some value fits both; kinds have to agree."""
    return a.kind == b.kind and a.low <= b.high and b.low <= a.high


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether one of two numbers can stand for the other, each taken at its word.

    Only "about", "more than" and the like, a scale ("1.3 million") and decimals leave room: 1.34
    million may be told as 1.3 million and 2.9 per cent as 3, but 340 is not 300.
    """
    if a.value is None and b.value is None:
        return (a.kind, a.low, a.high) == (b.kind, b.low, b.high)
    return a.kind == b.kind and (_covers(a, b) or _covers(b, a))


def _covers(one: Quantity, other: Quantity) -> bool:
    if other.value is None:
        return False
    if one.plain and one.value is not None and other.value.is_integer():
        return math.isclose(one.value, other.value)
    if one.plain and one.value is not None:
        return abs(one.value - other.value) <= _HALF
    return one.low <= other.value <= one.high


def same_unit(a: Quantity, b: Quantity) -> bool:
    """Whether both count the same kind of thing, as far as the words after them tell."""
    if a.kind != "count" or b.kind != "count":
        return a.kind == b.kind
    if not a.unit and not b.unit:
        return True
    return bool(a.unit & b.unit) or bool(a.unit & PEOPLE and b.unit & PEOPLE)


def any_equal(a: Sequence[Quantity], b: Sequence[Quantity]) -> bool:
    """Whether any quantity of ``a`` equals one of ``b``, leaving "at least" and the like aside."""
    return any(equal(x, y) for x in a for y in b if not (x.open or y.open))


def unmet(a: Sequence[Quantity], b: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """The quantities of either that equal none of the other."""
    return (
        [x for x in a if not any(equal(x, y) for y in b)],
        [y for y in b if not any(equal(x, y) for x in a)],
    )


def _single(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        value, step = _value(match)
        found = _BEFORE.search(text[: match.start()])
        before = found[0] if found else ""
        kind = _kind(text, match, value)
        if kind == "percent" and not step:
            step = 1.0
        low, high, is_open = _bounds(before, value, step)
        unit = _unit(text[match.end() :])
        # "one" alone is mostly no number: "one of", "the one who".
        if value == 1 and match["written"] and not unit:
            continue
        marked = any(mark.search(before) for mark in (_AT_LEAST, _AT_MOST, _NEARLY, _ABOUT))
        plain = not (marked or match["scale"] or match["scale2"] or match["glued"])
        plain = plain and value.is_integer()
        yield Quantity(match.start(), match.end(), low, high, kind, unit, is_open, value, plain)


def _value(match: re.Match[str]) -> tuple[float, float]:
    """The number and the step to which it may be rounded."""
    if match["part"] or match["bare"]:
        return _PARTS[(match["part"] or match["bare"]).lower()], 1.0
    step = 0.0
    if match["digits"]:
        digits = match["digits"].replace(",", "")
        value = float(digits)
        whole, _, decimals = digits.partition(".")
        zeros = len(whole) - len(whole.rstrip("0"))
        if decimals:
            step = 10.0 ** -len(decimals)
        elif len(whole) > 2:  # noqa: PLR2004  (300 may be rounded, 20 is taken at its word)
            step = 10.0**zeros if zeros else 0.0
    elif match["written"]:
        parts = match["written"].lower().split("-")
        value = float(sum(_TENS.get(part, 0) + _SMALL.get(part, 0) for part in parts))
    else:
        value = 1.0
    for scale in (match["glued"], match["scale"], match["scale2"]):
        if scale:
            factor = _SCALES[scale.lower()]
            step = (step or float(factor > _SCALES["dozen"])) * factor
            value *= factor
    return value, step


def _bounds(before: str, value: float, step: float) -> tuple[float, float, bool]:
    half = step / 2
    if _AT_LEAST.search(before):
        return value - half, math.inf, True
    if _NEARLY.search(before):
        return value * (1 - _LOOSE), value + half, False
    if _AT_MOST.search(before):
        return 0.0, value + half, True
    if _ABOUT.search(before):
        half = max(half, value * (_LOOSE if value < _LARGE else _LOOSE_IF_LARGE))
        return value - half, value + half, False
    return value - half, value + half, False


def _kind(text: str, match: re.Match[str], value: float) -> str:
    after = text[match.end() : match.end() + 24]
    if match["percent"] or match["part"] or match["bare"]:
        return "percent"
    if match["money"] or re.match(r"\s?(?:dollars|pounds|euros)\b", after):
        return "money"
    plain = match["digits"] and "," not in match["digits"] and not match["scale"]
    if plain and _YEARS[0] <= value <= _YEARS[1] and len(match["digits"]) == len("2020"):
        return "date"
    if _DATE_BEFORE.search(text[: match.start()]) or _DATE_AFTER.match(after):
        return "date"
    return "date" if _CLOCK.match(after) else "count"


def _unit(after: str) -> frozenset[str]:
    """The stems of up to two words that follow, as far as no function word or mark comes."""
    stems = []
    for match in re.finditer(r"\s*-?(\w[\w’']*)|\S", after[:60]):
        word = words.fold(match[1] or "")
        if not word or word in _STOPS or word[0].isdigit():
            break
        stems.append(words.stem(word))
        if stems[-1] in _MEASURES:
            return frozenset(stems[-1:])
        if len(stems) == 2:  # noqa: PLR2004  (an adjective and its noun)
            break
    return frozenset(stems)


def _is_range(text: str, last: Quantity, quantity: Quantity) -> bool:
    between = text[last.end : quantity.start]
    if not _RANGE.match(between) or last.kind == "date" or quantity.low <= last.high:
        return False
    opened = re.search(r"\bbetween\s+\S*$", text[: last.start])
    return between.strip().lower() not in {"and", "or"} or opened is not None


_STOPS = frozenset(
    "of the a an and or to in on at by for from with as that who which were was is are had have "  # noqa: SIM905  (words read best as text)
    "has been being after before during when while but than into against per".split()
)
