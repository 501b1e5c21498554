"""Days: when an article was published, and on which weekdays it says its news happened.

News says early which day it tells of. Two articles on one affair that name other weekdays tell
of other days of it, even where no date of publication is known.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from compare.model import moment
from compare.text.terms import language_code

if TYPE_CHECKING:
    from compare.model import Article, CleanedArticle

__all__ = ["When", "day", "day_of", "spelt", "weekdays_in", "when"]

OPENING = 600
"""So many first characters of an article tell which day it is about."""

_NAMES = {
    "da": r"mandag\w* tirsdag\w* onsdag\w* torsdag\w* fredag\w* lørdag\w* søndag\w*",
    "de": r"montag\w* dienstag\w* mittwoch\w* donnerstag\w* freitag\w* "
    r"(?:samstag|sonnabend)\w* sonntag\w*",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "ja": "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
    "nl": r"maandag\w* dinsdag\w* woensdag\w* donderdag\w* vrijdag\w* zaterdag\w* zondag\w*",
    "no": r"mandag\w* tirsdag\w* onsdag\w* torsdag\w* fredag\w* lørdag\w* søndag\w*",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "ru": "понедельник вторник сред[ау] четверг пятниц[ау] суббот[ау] воскресенье",
    "sv": r"måndag\w* tisdag\w* onsdag\w* torsdag\w* fredag\w* lördag\w* söndag\w*",
    "zh": " ".join(f"(?:星期|礼拜|禮拜|周|週){name}" for name in [*"一二三四五六", "[日天]"]),
}
"""Patterns; in some languages other words grow from a name, as German *Montagabend*."""
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


def spelt(weekdays: int) -> str:
    """Weekdays in English, Monday first."""
    names = _NAMES["en"].split()
    return ", ".join(name.title() for at, name in enumerate(names) if weekdays >> at & 1)


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    names = _NAMES.get(language)
    if names is None:
        return None
    edge = "" if language in _UNSPACED else r"\b"
    any_of = "|".join(f"({name})" for name in names.split())
    return re.compile(f"{edge}(?:{any_of}){edge}", re.IGNORECASE)
