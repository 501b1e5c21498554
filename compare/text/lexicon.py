"""Closed lists of words that reading needs: abbreviations, titles, verbs of saying, opposites.

They are data, a file a language in ``compare/data/lexicon``: whoever adds a German verb of saying
adds it to ``verbs_of_saying`` in ``de.toml`` and nothing else. The sets of this module join the
lists of all languages, for a text's language is often unknown where they are needed; ``words``
gives those of one language. Names of lists are lower-case in the files; words are compared as
written there, and lists in lower case are compared with folded words.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ABBREVIATIONS_INSIDE",
    "ABBREVIATIONS_MAYBE_LAST",
    "ABBREVIATIONS_OF_TIME",
    "ADVERBS_BEFORE_VERBS",
    "AFTER_SOURCE",
    "ALL_VERBS_OF_SAYING",
    "AUXILIARIES",
    "CLAUSE_LINKS",
    "DETERMINERS",
    "FEMALE_NAMES",
    "FUNCTION_WORDS",
    "GROUP_WORDS",
    "MALE_NAMES",
    "NAME_PARTICLES",
    "NUMBERED",
    "OPPOSITES",
    "PHRASAL_VERBS",
    "PREPOSITIONS",
    "PRONOUNS",
    "ROLES",
    "SENTENCE_STARTERS",
    "TIME_ZONES",
    "TITLES",
    "TITLES_OF_OFFICE",
    "VERBS_BEFORE_SUBJECT",
    "VERBS_BESIDE_QUOTATIONS",
    "VERBS_OF_ASKING",
    "VERBS_OF_SAYING",
    "groups",
    "languages",
    "lines",
    "listed",
    "months",
    "opposites",
    "weekdays",
    "words",
]


def listed(text: str) -> frozenset[str]:
    """The words of a list written as text."""
    return frozenset(text.split())


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    """The lists of each language, by its ISO 639-1 code."""
    folder = files("compare") / "data" / "lexicon"
    found = (entry for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in sorted(found, key=lambda entry: entry.name)
    }


def languages() -> tuple[str, ...]:
    """The ISO 639-1 codes of the languages with lists, sorted."""
    return tuple(_tables())


@cache
def words(name: str, language: str | None = None) -> frozenset[str]:
    """A list of one language, or of all; empty where a language has none of this name."""
    tables = _tables()
    chosen = tables.values() if language is None else [tables.get(language, {})]
    return frozenset(word for table in chosen for word in table.get(name, "").split())


def weekdays(language: str) -> tuple[str, ...]:
    """Patterns of the names of Monday to Sunday; empty for a language without."""
    return lines("weekdays", language)


def months(language: str) -> tuple[str, ...]:
    """Patterns of the names of January to December, short forms too; empty where unknown."""
    return lines("months", language)


def lines(name: str, language: str) -> tuple[str, ...]:
    """A list of one language that is kept as lines; empty where it has none of this name."""
    return tuple(_tables().get(language, {}).get(name, ()))


@cache
def groups(name: str, language: str) -> tuple[re.Pattern[str], ...]:
    """A list of groups of words as a pattern each: * stands for any ending, _ for a blank."""
    patterns = (
        line.replace("*", r"\w*").replace(" ", "|").replace("_", " ")
        for line in lines(name, language)
    )
    return tuple(re.compile(rf"\b(?:{each})\b", re.IGNORECASE) for each in patterns)


@cache
def opposites(language: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Pairs of sets: each word of one side is an opposite of each of the other."""
    pairs = _tables().get(language, {}).get("opposites", ())
    return tuple((_with_blanks(left), _with_blanks(right)) for left, right in pairs)


def _with_blanks(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in text.split())


ABBREVIATIONS_INSIDE: Final = words("abbreviations_inside")
ABBREVIATIONS_MAYBE_LAST: Final = words("abbreviations_maybe_last")
ABBREVIATIONS_OF_TIME: Final = words("abbreviations_of_time")
ADVERBS_BEFORE_VERBS: Final = words("adverbs_before_verbs")
AFTER_SOURCE: Final = words("after_source")
AUXILIARIES: Final = words("auxiliaries")
CLAUSE_LINKS: Final = words("clause_links")
DETERMINERS: Final = words("determiners")
FEMALE_NAMES: Final = words("female_names")
FUNCTION_WORDS: Final = words("function_words", "en")
GROUP_WORDS: Final = words("group_words")
MALE_NAMES: Final = words("male_names")
NAME_PARTICLES: Final = words("name_particles")
NUMBERED: Final = words("numbered")
OPPOSITES: Final = opposites("en")
PHRASAL_VERBS: Final = frozenset({"rule out", "turn down"})
PREPOSITIONS: Final = words("prepositions")
PRONOUNS: Final = words("pronouns")
ROLES: Final = words("roles")
SENTENCE_STARTERS: Final = words("sentence_starters")
TIME_ZONES: Final = words("time_zones")
TITLES: Final = words("titles")
TITLES_OF_OFFICE: Final = words("titles_of_office")
VERBS_BEFORE_SUBJECT: Final = words("verbs_before_subject")
VERBS_BESIDE_QUOTATIONS: Final = words("verbs_beside_quotations")
VERBS_OF_ASKING: Final = words("verbs_of_asking")
VERBS_OF_SAYING: Final = words("verbs_of_saying")
ALL_VERBS_OF_SAYING: Final = VERBS_OF_SAYING | VERBS_OF_ASKING | VERBS_BESIDE_QUOTATIONS
