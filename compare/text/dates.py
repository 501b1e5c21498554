"""Dates: when articles were published, and on which weekdays they say their news happened.

News says early which day it tells of. Two articles on one affair that name other weekdays tell
of other days of it, even where no date of publication is known.
"""

from __future__ import annotations

import re
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
    "When", "day", "day_of", "published_between", "weekday_names", "weekdays_in", "when"
]  # fmt: skip

OPENING = 600
"""So many first characters of an article tell which day it is about."""

_UNSPACED = {"ja", "zh"}


class When(NamedTuple):
    """What tells when the news of an article happened.

    ``day`` is that of publication, a proleptic Gregorian ordinal, None where it is not known;
    ``weekdays`` those its opening names: a bit for each, Monday the lowest.
    """

    day: int | None = None
    weekdays: int = 0


def when(body: CleanedArticle) -> When:
    """What tells when the news of an article happened."""
    return When(day_of(body.article), weekdays_in(body.text, body.article.language))


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
