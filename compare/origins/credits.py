"""Credit lines and named sources: whom an article says it has its text from.

Bylines, datelines and contributor lines are no statements, so cleaning drops them; here they are
evidence, and are read from the text as given. Picture credits are not: a picture by an agency
says nothing about the words beside it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from compare.model import Credit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from compare.model import CreditKind

__all__ = ["agency_of", "credits_in", "is_agency", "same_outlet"]

_AGENCIES = {
    "AP": ("The Associated Press", "Associated Press", "AP"),
    "Reuters": ("Thomson Reuters", "Reuters"),
    "AFP": ("Agence France-Presse", "Agence France Presse", "AFP"),
    "UPI": ("United Press International", "UPI"),
    "dpa": ("Deutsche Presse-Agentur", "dpa", "DPA"),
    "APA": ("Austria Presse Agentur", "APA"),
    "EFE": ("Agencia EFE", "EFE"),
    "ANSA": ("ANSA",),
    "Xinhua": ("Xinhua News Agency", "Xinhua", "新华社"),
    "PA": ("PA Media", "Press Association"),
    "Kyodo": ("Kyodo News", "Kyodo"),
    "TASS": ("ITAR-TASS", "TASS"),
    "Interfax": ("Interfax",),
    "Canadian Press": ("The Canadian Press", "Canadian Press"),
    "AAP": ("Australian Associated Press", "AAP"),
    "PTI": ("Press Trust of India", "PTI"),
    "Bloomberg": ("Bloomberg News", "Bloomberg"),
    "TNS": ("Tribune News Service", "TNS"),
}
"""News agencies and services by their usual names, with the names they are credited by."""
_USUAL = {name: usual for usual, names in _AGENCIES.items() for name in names}
_AGENCY_WORD = re.compile(
    r"\b(?:wire|newswire|news agency|press agency|news service)\b", re.IGNORECASE
)
_THE = re.compile(r"^(?:the|el|la|le|der|die|das)\s+", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(?:\(.{1,20}\)|online(?: news)?|news online|-\s*news|\.com|\.co\.uk)\s*$", re.IGNORECASE
)
_NAME = r"[^\W\d_a-z][\w.'’&-]{1,25}(?: [^\W\d_][\w.'’&-]{0,25}){0,3}"
_CITY = r"[^\W\d_a-z]{2,25}(?:[ ,/'’.-]+[^\W\d_][\w.'’-]{0,20}){0,5}"
_DATE = r"(?:,? ?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?)?"
_DATELINE = re.compile(
    rf"^[ \t]*{_CITY}{_DATE}\s*\((?P<name>{_NAME})\){_DATE}\s*(?:[—–-]|--)", re.MULTILINE
)
"""``OSLO (Reuters) - ``: the one form in which any name is a credit, an unknown one too."""
_POST = re.compile(r"[^\n]{0,360}\(@\w{1,15}\) [A-Z][a-z]{2,8} \d{1,2}, \d{4}")
"""What is left of an embedded post up to its signature: its dateline credits the post alone."""


def agency_of(source: str) -> str | None:
    """The usual name of the agency that a source is, or None."""
    bare = _bare(source)
    return _USUAL_BARE.get(bare)


def is_agency(source: str) -> bool:
    """Whether a source is a known news agency, or calls itself a wire or agency."""
    return agency_of(source) is not None or bool(_AGENCY_WORD.search(source))


def same_outlet(credited: str, source: str) -> bool:
    """Whether a credited name is this source: ``AP`` and ``Associated Press``, or its first words.

    ``Northline`` is ``Northline Wire``; ``Times`` is not ``New York Times``.
    """
    usual = _USUAL_BARE.get(_bare(credited))
    if usual is not None or agency_of(source) is not None:
        return usual == agency_of(source)
    one, two = sorted((_bare(credited).split(), _bare(source).split()), key=len)
    return bool(one) and two[: len(one)] == one


def credits_in(text: str, own: str, outlets: Iterable[str] = ()) -> tuple[Credit, ...]:
    """Every credit of another in a text, in order.

    Args:
        text: the article's text as given.
        own: its source; naming itself is no credit.
        outlets: the sources of the articles beside it, which its prose may name.
    """
    spoken = {_spoken(name) for name in outlets}
    spoken |= {_AGENCY_WORD.sub("", name).strip() for name in spoken}
    # Patterns that hold no name which the text lacks are fewer, and find the same.
    names = tuple(sorted(name for name in spoken - set(_USUAL) - {""} if name in text))
    found: dict[int, Credit] = {}
    for start, end, name, kind in _mentions(text, names):
        usual = _USUAL.get(_THE.sub("", name), name)
        usual = _USUAL.get(name, usual)
        if kind == "byline" and _POST.match(text, end):
            continue
        if start not in found and not same_outlet(usual, own):
            found[start] = Credit(start, end, usual, kind)
    return tuple(found[start] for start in sorted(found))


def _mentions(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int, str, CreditKind]]:
    for match in _DATELINE.finditer(text):
        yield match.start("name"), match.end("name"), match["name"], "byline"
    if not names and not any(name in text for name in _USUAL):
        return
    for kind, pattern in _patterns(names):
        for match in pattern.finditer(text):
            yield match.start("name"), match.end("name"), match["name"], kind


@lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...]) -> tuple[tuple[CreditKind, re.Pattern[str]], ...]:
    """The forms of a credit, for the agencies and for outlets by name."""
    agency = "|".join(re.escape(name) for name in sorted(_USUAL, key=len, reverse=True))
    known = "|".join(
        re.escape(name) for name in sorted({*_USUAL, *names}, key=lambda n: (-len(n), n))
    )
    name, named = rf"(?P<name>\b(?:{agency})\b)", rf"(?P<name>\b(?:{known})\b)"
    the = r"(?:[Tt]he )?"
    forms: tuple[tuple[CreditKind, str], ...] = (
        ("contributor", rf"{named}(?:[^.\n]{{0,80}}\b)?(?: contributed| contributing)\b"),
        ("contributor", rf"\bContribut(?:ing|ors?)\s*:[^\n]{{0,120}}?{the}{named}"),
        ("contributor", rf"\b[Ww]ith (?:files |reports? |reporting |inputs? |material )?from {the}{named}"),
        ("contributor", rf"(?:^|\()[Ww]ith {the}{name}\s*(?:wires?|reports?|inputs?)?\)?$"),
        ("contributor", rf"\b(?:[Aa]dditional )?[Rr]eporting by[^\n]{{0,80}}?{the}{name}(?! Photo)"),
        ("contributor", rf"^[^\n]{{0,40}}\band {the}{name}\s*$"),
        ("byline", rf"^\W{{0,3}}(?:(?:By|Von|Par|Por) )(?:[^\n.]{{1,60}}[,|] ?| of )?{the}{name}\W{{0,3}}$"),
        ("byline", rf"^\W{{0,3}}{the}{name}\W{{0,3}}$"),
        ("byline", rf"^[ \t]*(?:[A-Z][\w .,'’-]{{1,40}})?\({name}\)\s*(?:[—–-]|--)"),
        ("byline", rf"\b(?:Source|Quelle|Fuente|Via)\s*:\s*{the}{named}"),
        ("byline", rf"(?:©|\([cC]\)|\bCopyright)[^\n]{{0,30}}?{the}{name}(?! (?:Images|Photo))\b"),
        ("named", rf"\b(?:told|tells|according to|reported by|first reported (?:by|in)|citing|laut|según|selon) {the}{named}"),
        ("named", rf"{named}(?:['’]s? [\w ]{{1,30}}|,)? (?:first |earlier |also )?(?:reports?|reported|has learned|revealed|broke the news|berichtete|informó)\b"),
    )  # fmt: skip
    return tuple((kind, re.compile(form, re.MULTILINE)) for kind, form in forms)


def _spoken(source: str) -> str:
    """A source as prose names it: ``New York Times - News`` is the New York Times."""
    return _THE.sub("", _TAIL.sub("", source)).strip()


def _bare(name: str) -> str:
    return " ".join(_spoken(name).casefold().replace(".", "").split())


_USUAL_BARE = {_bare(name): usual for name, usual in _USUAL.items()}
