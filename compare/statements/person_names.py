"""Names: runs of capitalised words, with the titles and roles that stand around them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compare.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Mention",
    "agree",
    "is_given",
    "is_group",
    "mentions",
    "name_words",
    "surnames",
]

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽΑ-ΩА-ЯЁЄІЇҐ"
_SHORT = "|".join(sorted({*lexicon.ABBREVIATIONS_INSIDE, "St"}))
_PART = rf"(?:(?:{_SHORT})\.|(?:[{_UPPER}]\.)+|[{_UPPER}]\w*(?:['’](?!s\b)\w+|-\w+)*)"
_LINK = "|".join(sorted(lexicon.NAME_PARTICLES))
_RUN = re.compile(rf"(?<![\w@#/]){_PART}(?:[ \xa0](?:(?:{_LINK})[ \xa0]){{0,2}}{_PART})*")
_ROLE_AFTER = re.compile(
    r",?\s(?:\([^)]{1,30}\),?\s?)?((?:[\w’'-]+\s){0,7}?[\w’'-]+)"
    r"(?=,| of | for | at | in | who |\.|;)"
)
_WORD = re.compile(r"\w+")
_SPOKEN_FOR = {
    "gen": ("general",), "sen": ("senator", "lawmaker"), "gov": ("governor",), "dr": ("doctor",),
    "rep": ("congressman", "congresswoman", "representative", "lawmaker"), "prof": ("professor",),
    "sgt": ("sergeant",), "lt": ("lieutenant",), "capt": ("captain",), "col": ("colonel",),
    "adm": ("admiral",), "pres": ("president",), "ceo": ("executive",),
}  # fmt: skip
_CLITIC = re.compile("['’]")
_SURNAMES_TOO = frozenset(
    {
        "white",
        "park",
        "north",
        "west",
        "east",
        "day",
        "law",
        "bill",
        "lake",
        "street",
        "church",
        "bank",
        "may",
        "march",
        "temple",
        "mark",
        "county",
        "union",
    }
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_LONGEST_NAME = 5
_AFTER_GIVEN = re.compile(
    rf"(?<![\w.-])([{_UPPER}]\w+)[ \xa0](?:[{_UPPER}]\.[ \xa0])?"
    rf"({'|'.join(sorted(title for title in lexicon.TITLES if title.isalpha()))})"
    rf"\b(?![ \xa0-][{_UPPER}])"
)
_PLACES_TOO = frozenset({"virginia", "austin", "jordan", "christian", "victoria", "dallas"})
_HONORIFICS = frozenset({"mr", "mrs", "ms", "mx", "miss", "dr", "prof", "professor"})
_DETERMINED = re.compile(r"\b(?:the|a|an|this|that|his|her|their|our|my)\s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """One occurrence of a name: its span with titles, the name without them, the roles."""

    start: int
    end: int
    name: str
    roles: frozenset[str]
    titled: bool


def surnames(text: str) -> frozenset[str]:
    """The titles that are surnames in this text: ``Judge`` where it has a ``Mark Judge``."""
    return frozenset(
        match[2]
        for match in _AFTER_GIVEN.finditer(text)
        if match[2].lower() not in lexicon.TITLES_OF_OFFICE and _is_borne(text, match)
    )


def _is_borne(text: str, match: re.Match[str]) -> bool:
    """Whether what stands before a title is a given name, or is told to be a person's."""
    first = match[1].lower()
    if match[1] in lexicon.TITLES | _NO_NAME or first in _PLACES_TOO:
        return False
    if is_given(first):
        return True
    before = text[max(0, match.start() - 20) : match.start()].split()[-1:]
    introduced = bool(before) and before[0].endswith(".") and before[0][:-1] in lexicon.TITLES
    return introduced and first not in lexicon.GROUP_WORDS


def mentions(
    text: str, start: int, end: int, own: frozenset[str] = frozenset()
) -> Iterator[Mention]:
    """Yield the names in a stretch of text, in order; ``own`` are its ``surnames``."""
    for match in _RUN.finditer(text, start, end):
        mention = _mention(text, match, own)
        if mention is not None:
            yield mention


def _mention(text: str, match: re.Match[str], own: frozenset[str]) -> Mention | None:
    """A run of capitals as a name, without sentence-opening words and titles."""
    words = match[0].split()
    first, start = 0, match.start()
    while first < len(words) and _CLITIC.split(words[first])[0] in _NO_NAME:
        first += 1
    if first == len(words):
        return None
    start = match.end() - len(match[0].split(maxsplit=first)[-1]) if first else start
    roles: set[str] = set()
    kept = _before_glued(words[first:])
    titled = False
    grouped = kept[-1].lower() in lexicon.GROUP_WORDS
    while not grouped and len(kept) > 1 and _is_title(kept):
        title = kept.pop(0).rstrip(".").lower()
        roles |= {title, *_SPOKEN_FOR.get(title, ())}
        titled = titled or title not in lexicon.TITLES_OF_OFFICE
    if len(kept) > _LONGEST_NAME:
        return None
    if len(kept) == 1 and kept[0].rstrip(".") in lexicon.TITLES:
        by_name = roles <= _HONORIFICS if roles else not _DETERMINED.search(text, 0, start)
        if kept[0] not in own or not by_name:
            return None
    named = " ".join(kept)
    titled = titled and not is_group(name_words(named))
    return Mention(
        start,
        match.end(),
        named,
        frozenset(roles | _roles_around(text, start, match.end())),
        titled,
    )


def _before_glued(words: list[str]) -> list[str]:
    """The name before links run into it: ``Ana Ruiz Ana Maria RuizTown wins``."""
    for index, word in enumerate(words):
        if any(
            other.startswith(word) and other[len(word) :][:1].isupper()
            for other in words[index + 1 :]
            if len(word) > 2  # noqa: PLR2004  ("De DeVries")
        ):
            return words[: index + 1]
    return words


def _is_title(words: list[str]) -> bool:
    """Whether the first word is a title, or the office of one: ``CIA Director``."""
    if words[0].rstrip(".") in lexicon.TITLES:
        return True
    return words[0].isupper() and len(words[0]) > 1 and words[1].rstrip(".") in lexicon.TITLES


def _roles_around(text: str, start: int, end: int) -> set[str]:
    before = _WORD.findall(text[max(0, start - 40) : start].lower().rpartition(".")[2])[-3:]
    roles = (
        {word for word in before if word in lexicon.ROLES}
        if text[start - 1 : start] == " "
        else set()
    )
    after = _ROLE_AFTER.match(text, end, end + 120) if text[end : end + 1] in {",", " "} else None
    if after and text[end : end + 1] == ",":
        roles |= {word for word in _WORD.findall(after[1].lower()) if word in lexicon.ROLES}
    return roles


_NO_NAME = lexicon.SENTENCE_STARTERS | lexicon.TIME_ZONES


def name_words(name: str) -> list[str]:
    """The words of a name in lower case, without possessives and suffixes like Jr."""
    words = [
        word.rstrip(".").lower().removesuffix("'s").removesuffix("’s") for word in name.split()
    ]
    # A tokenised text has its "'s" alone.
    words = [word for word in words if word] or words[:1]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    return words


def is_group(words: list[str]) -> bool:
    """Whether a name is an organisation's, a place's or a day's; a given name speaks against."""
    if words[:1] and (words[0] in lexicon.MALE_NAMES or words[0] in lexicon.FEMALE_NAMES):
        return len(words) > 1 and words[-1] in lexicon.GROUP_WORDS - _SURNAMES_TOO
    return not lexicon.GROUP_WORDS.isdisjoint(words)


def is_given(name: str) -> bool:
    """Whether a name begins with a common given name."""
    first = name_words(name)[0]
    return first in lexicon.MALE_NAMES or first in lexicon.FEMALE_NAMES


def agree(one: list[str], other: list[str]) -> bool:
    """Whether two names may be one person's: same surname, given names that do not clash."""
    if not one or not other or one[-1] != other[-1]:
        return False
    if len(one) == 1 or len(other) == 1:
        return True
    first, second = one[0], other[0]
    return first == second or (first[0] == second[0] and 1 in {len(first), len(second)})
