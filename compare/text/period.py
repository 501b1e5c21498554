"""The articles of a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.errors import InputError
from compare.model import moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from compare.model import Article

__all__ = ["published_between"]


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


def _bound(day: str) -> tuple[datetime, datetime]:
    try:
        return moment(day)
    except ValueError as error:
        raise InputError(f"{day!r} is no date; write it as 2020-01-31") from error
