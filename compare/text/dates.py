"""Dates: when articles were published, and on which weekdays they say their news happened.

News says early which day it tells of. Two articles on one affair that name other weekdays tell
of other days of it, even where no date of publication is known. Posts that an article shows are
dated; where all are much older than the article, its date is that of a crawl, or it looks back.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from compare.errors import InputError
from compare.model import moment
from compare.text import lexicon
from compare.text.terms import language_code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from compare.model import Article, CleanedArticle

__all__ = [
    "When", "day", "day_of", "newest_post", "published_between", "weekday_names", "weekdays_in",
    "when", "when_of",
]  # fmt: skip

OPENING = 600
"""So many first characters of an article tell which day it is about."""

CRAWLED = 7
"""A date so many days after the newest post that the article shows is not believed."""

_UNSPACED = {"ja", "zh"}
_NOT_BELIEVED = 1 << 7
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_POST = re.compile(
    r"(?:pic\.twitter\.com/\w+|https?://t\.co/\w+|\(@\w+\))\s*"
    rf"({'|'.join(_MONTHS)})[a-z]* (\d{{1,2}}), (\d{{4}})\b"
)
"""How a post from Twitter ends where a page shows it."""


class When(NamedTuple):
    """What tells when the news of an article happened.

    ``day`` is that of publication, a proleptic Gregorian ordinal, None where it is not known or
    not ``believed``; ``weekdays`` those its opening names: a bit for each, Monday the lowest.
    """

    day: int | None = None
    weekdays: int = 0
    believed: bool = True

    @property
    def bits(self) -> int:
        """The weekdays and, as the eighth bit, that the date is not believed."""
        return self.weekdays | (0 if self.believed else _NOT_BELIEVED)


def when(body: CleanedArticle) -> When:
    """What tells when the news of an article happened."""
    published = day_of(body.article)
    newest = newest_post(body.article.text)
    bits = weekdays_in(body.text, body.article.language)
    if published is not None and newest is not None and published - newest >= CRAWLED:
        bits |= _NOT_BELIEVED
    return when_of(published, bits)


def when_of(published: int | None, bits: int) -> When:
    """What tells of an article published on a day, by its ``When.bits``."""
    believed = not bits & _NOT_BELIEVED
    return When(published if believed else None, bits & ~_NOT_BELIEVED, believed)


def newest_post(text: str) -> int | None:
    """The day of the newest post that an article shows, None where it shows none with a date."""
    found = []
    for month, day_of_month, year in _POST.findall(text):
        try:
            found.append(date(int(year), _MONTHS.index(month) + 1, int(day_of_month)).toordinal())
        except ValueError:
            continue
    return max(found, default=None)


def day_of(article: Article) -> int | None:
    """The day an article was published; None where the date is missing or cannot be read."""
    return day(article.published)


def day(published: str | None) -> int | None:
    """The day of a date, as a proleptic Gregorian ordinal; None where it cannot be read."""
    try:
        return moment(published)[0].toordinal() if published else None
    except ValueError:
        return None


def weekdays_in(text: str, language: str | None = None) -> int:
    """The weekdays that a text names in its opening: a bit for each, Monday the lowest.

    0 where it names none, or where their names are not known in its language.
    """
    named = _pattern(language_code(language))
    if named is None:
        return 0
    found = {one.lastindex for one in named.finditer(text, 0, OPENING)}
    return sum(1 << (index - 1) for index in found if index)


def weekday_names(weekdays: int) -> str:
    """Weekdays in English, Monday first."""
    names = lexicon.weekdays("en")
    return ", ".join(name.title() for at, name in enumerate(names) if weekdays >> at & 1)


def published_between(
    articles: Sequence[Article], since: str | None, until: str | None
) -> tuple[Article, ...]:
    """The articles that may have been published from ``since`` to ``until``, both inclusive.

    An article without a date is kept only where neither bound is given.

    Raises:
        InputError: a bound is no ISO 8601 date, or the first is later than the last.
    """
    low = None if since is None else _bound(since)[0]
    high = None if until is None else _bound(until)[1]
    if low and high and low > high:
        raise InputError(f"no day is both since {since} and until {until}")
    if low is None and high is None:
        return tuple(articles)
    dated = [(article, moment(article.published)) for article in articles if article.published]
    return tuple(
        article
        for article, (first, last) in dated
        if (low is None or last >= low) and (high is None or first <= high)
    )


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    names = lexicon.weekdays(language)
    if not names:
        return None
    edge = "" if language in _UNSPACED else r"\b"
    any_of = "|".join(f"({name})" for name in names)
    return re.compile(f"{edge}(?:{any_of}){edge}", re.IGNORECASE)


def _bound(day: str) -> tuple[datetime, datetime]:
    try:
        return moment(day)
    except ValueError as error:
        raise InputError(f"{day!r} is no date; write it as 2020-01-31") from error
