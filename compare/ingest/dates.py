"""Dates as outlets write them, to ISO 8601; what would have to be guessed stays unknown."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from compare.model import moment

__all__ = ["normalise"]

_MAIL = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d")
_DEFAULTS = (datetime(2000, 1, 1, 0, 0), datetime(2004, 2, 2, 1, 1))  # noqa: DTZ001  (zone unknown)


@lru_cache(maxsize=1 << 16)
def normalise(text: str) -> str | None:
    """ISO 8601 of a date, a date alone where no time is told; None where it cannot be told.

    ``03/04/2031`` is two days to two readers, so it is unknown.
    """
    text = text.strip()
    try:
        if len(text) == len("2020-01-02"):
            return date.fromisoformat(text).isoformat()
        found: str | None = datetime.fromisoformat(text).isoformat()
    except ValueError:
        found = _mail_date(text) or _loose(text)
    return found if found and _is_instant(found) else None


def _is_instant(text: str) -> bool:
    """Whether it lies in the calendar for everybody: year 1 east of Greenwich is before it."""
    try:
        moment(text)
    except (ValueError, OverflowError):
        return False
    return True


def _mail_date(text: str) -> str | None:
    if not _MAIL.match(text):
        return None  # the parser would take what it likes from any other text
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def _loose(text: str) -> str | None:
    """Read with dateutil under two defaults and both day orders: what differs was a guess."""
    from dateutil import parser

    try:
        readings = {
            parser.parse(text, default=default, dayfirst=first)
            for default in _DEFAULTS
            for first in (False, True)
        }
    except (ValueError, OverflowError, TypeError, parser.UnknownTimezoneWarning):
        return None
    days = {reading.date() for reading in readings}
    if len(days) != 1:
        return None
    return min(readings).isoformat() if len(readings) == 1 else days.pop().isoformat()
