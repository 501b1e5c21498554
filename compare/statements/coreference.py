"""The people of one article, and whom a noun phrase or a pronoun means.

Nothing is looked up outside the article but closed lists of titles and common first names.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from compare.statements.person_names import (
    Mention,
    agree,
    is_given,
    is_group,
    mentions,
    name_words,
    surnames,
)
from compare.statements.speaker_phrases import speaker_phrase
from compare.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Span

__all__ = ["Coreference"]

_WORD = re.compile(r"\w+")
_MALE = frozenset({"he", "his", "him", "él", "il", "er"})
_FEMALE = frozenset({"she", "her", "ella", "elle", "sie"})
_ARTICLES = frozenset({"the", "el", "la", "le", "der", "die", "o", "a", "il"})
_LONGEST_ROLE = 4  # a longer phrase tells its own
_REACH = 2500  # characters a pronoun looks back
_MOST_NAMESAKES = 50
_MOST_CANDIDATES = 60
_DETERMINED = re.compile(r"(?:the|a|an|his|her|their|its|one|two|some)\s", re.IGNORECASE)
_DEPENDS = re.compile(r"\s(?:of|for|at|from|in|with|on|to|inside|de|del|von|du)\s")
_STOP = re.compile(r"[.?!][\"”’']?\s|\n")
_GOVERNED = re.compile(r"\b(?:of|for|at|from|in|with|on|to|by|against|than|about|over|that)$")
_DESCRIBED = re.compile(r",\s(?:an?|the|who|\d\d?|his|her|their|one)\b")


class Coreference:
    """The names of one article; ``resolve`` tells whom a noun phrase or pronoun means."""

    def __init__(self, text: str, paragraphs: Sequence[Span], quoted: Sequence[Span]) -> None:
        """Read every name in the paragraphs; ``quoted`` are the quotations, in order."""
        self._text = text
        own = surnames(text)
        self._mentions = [
            found for paragraph in paragraphs for found in mentions(text, *paragraph, own)
        ]
        self._starts = [mention.start for mention in self._mentions]
        self._stops = [match.start() for match in _STOP.finditer(text)]
        self._quotes = list(quoted)
        self._quote_starts = [start for start, _ in quoted]
        self._full: dict[str, list[str]] = defaultdict(list)
        self._by_first: dict[str, list[str]] = defaultdict(list)
        self._counts = counts = Counter(mention.name for mention in self._mentions)
        self._by_surname(counts)
        self._namesakes = self._find_namesakes()
        self._fullest = {name: self._longest(name) for name in counts}
        self._roles: dict[str, set[str]] = defaultdict(set)
        self._people = self._find_people({name.lower() for name in counts if " " not in name})
        self._speakers: set[str] = set()
        self._resolved: list[tuple[int, int, str]] = []
        self._speaking: set[int] = set()

    def _by_surname(self, counts: Counter[str]) -> None:
        """Sort the full names of persons by surname and by first name, the commonest first."""
        for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            words = name_words(name)
            if len(words) > 1 and not is_group(words):
                for shelf in (self._full[words[-1]], self._by_first[words[0]]):
                    if len(shelf) < _MOST_NAMESAKES:
                        shelf.append(name)

    def _find_namesakes(self) -> set[str]:
        """The full names that a surname alone does not mean, as its title is another's.

        After ``President Trump``, ``Melania Trump`` is another one, unless she too is called so.
        """
        titled: dict[str, set[str]] = defaultdict(set)
        roles: dict[str, set[str]] = defaultdict(set)
        for mention in self._mentions:
            roles[mention.name] |= mention.roles
        others: set[str] = set()
        seen: set[str] = set()
        for mention in self._mentions:
            words = name_words(mention.name)
            if len(words) == 1 and mention.titled:
                titled[words[0]] |= mention.roles
            elif len(words) > 1 and mention.name not in seen:
                seen.add(mention.name)
                before = titled[words[-1]]
                if before and before.isdisjoint(roles[mention.name]):
                    others.add(mention.name)
        return others

    def _find_people(self, singles: set[str]) -> set[str]:
        """The names that are persons': by a title, a description, a given name or a reuse."""
        people = set()
        for mention in self._mentions:
            name = self.fullest(mention.name)
            self._roles[name] |= mention.roles
            words = name_words(name)
            if mention.titled or (
                len(words) > 1
                and not is_group(words)
                and (
                    is_given(name)
                    or words[-1] in singles
                    or _DESCRIBED.match(self._text, mention.end)
                )
            ):
                people.add(name)
        return people

    def fullest(self, name: str) -> str:
        """The longest form the article has of a name."""
        return self._fullest.get(name, name)

    def _longest(self, name: str) -> str:
        words = name_words(name)
        if not words:
            return name
        if name.endswith(("'s", "’s")) and name[:-2] in self._counts:
            name = name[:-2]
        known = self._full.get(words[-1], [])
        if len(words) == 1:
            known = [other for other in known if other not in self._namesakes]
        if len(words) == 1 and words[0] not in self._full:
            known = self._by_first.get(words[0], [])
            return known[0] if known else name
        fitting = [other for other in known if agree(words, name_words(other))]
        if len(words) == 1 and fitting:
            fitting = [
                other for other in fitting if agree(name_words(fitting[0]), name_words(other))
            ]
        return max(
            fitting, key=lambda other: (len(name_words(other)), not other.isupper()), default=name
        )

    def resolve_sources(self, sources: Sequence[Span]) -> dict[Span, str | None]:
        """Who each source of an attribution is; they are resolved in order, each helps the next."""
        for start, end in sources:
            mention = self._named(start, end)
            if mention is not None and " " in mention and speaker_phrase(mention):
                self._people.add(mention)
                self._speakers.add(mention)
        resolved: dict[Span, str | None] = {}
        for start, end in sources:
            resolved[start, end] = name = self.resolve(start, end)
            if name is not None and name in self._people:
                self._resolved.append((start, end, name))
                self._speaking |= {mention.start for mention in self._between(start, end)} | {start}
        return resolved

    def resolve(self, start: int, end: int) -> str | None:
        """Who ``text[start:end]`` is: a full name where one fits, else the words themselves.

        None where they mean nobody the article tells, or nothing that can speak.
        """
        words = self._text[start:end]
        lower = words.lower()
        if lower in _MALE | _FEMALE:
            return self._person_before(start, female=lower in _FEMALE)
        named = self._named(start, end)
        if named is not None:
            return named if named in self._people else speaker_phrase(named)
        depends = _DEPENDS.search(words)
        elsewhere = depends is not None and any(word[0].isupper() for word in words.split()[1:])
        role = None if elsewhere else self._by_role(start, lower)  # "the head of Harbour Watch"
        return role or (None if self._is_cut_off(start, end) else speaker_phrase(words))

    def _is_cut_off(self, start: int, end: int) -> bool:
        """Whether only an article and a person's name are left of a phrase: ``the Obama``."""
        determiner = _DETERMINED.match(self._text, start, end)
        left = self._between(determiner.end(), end)[:1] if determiner else []
        return any(
            (mention.name, " " in mention.name) == (self._text[mention.start : end], False)
            and is_given(name := self.fullest(mention.name))
            and name in self._people
            for mention in left
        )

    def _named(self, start: int, end: int) -> str | None:
        """The name in a phrase, unless it only depends on it: ``a spokesman for Trump``."""
        preposition = _DEPENDS.search(self._text, start, end)
        limit = preposition.start() if preposition else end
        inside = self._between(start, limit)
        if preposition and not _DETERMINED.match(self._text, start, end):
            last = self._between(start, end)[-1:]
            if last and last[0].end == end and self.fullest(last[0].name) in self._people:
                inside, limit = last, end  # "Secretary of Defense Mark Esper"
        if not inside:
            return None
        mention = inside[-1]
        if self._text[mention.end : limit].strip(" ,)("):
            return None  # the name only modifies: "Clinton aides", "Trump's lawyer"
        name = self.fullest(mention.name)
        grouped = is_group(name_words(name))
        return None if grouped or _DETERMINED.match(self._text, start, end) else name

    def _between(self, start: int, end: int) -> list[Mention]:
        first = bisect.bisect_left(self._starts, start)
        return self._mentions[first : bisect.bisect_left(self._starts, end)]

    def _by_role(self, start: int, lower: str) -> str | None:
        """The last person before ``start`` with the role a phrase like ``the general`` names."""
        words = _WORD.findall(_DEPENDS.split(lower)[0])
        if not words or words[0] not in _ARTICLES or len(words) > _LONGEST_ROLE:
            return None
        found = [
            name
            for mention in reversed(self._between(max(0, start - _REACH), start))
            if (name := self.fullest(mention.name)) in self._people
            and words[-1] in self._roles[name]
            and not self._is_quoted(mention.start, mention.end)
        ]
        alone = found[0] if len(set(found)) == 1 else None
        return next((name for name in found if name in self._speakers), alone)

    def _person_before(self, start: int, *, female: bool) -> str | None:
        """Whom a pronoun means: the nearest person, subjects before objects before the quoted."""
        best: tuple[float, str] | None = None
        near = [
            (mention.start, mention.end, mention.name)
            for mention in self._between(max(0, start - _REACH), start)
        ]
        first = bisect.bisect_left(self._resolved, (start - _REACH,))
        near += self._resolved[first : bisect.bisect_left(self._resolved, (start,))]
        for left, right, named in sorted(near, reverse=True)[:_MOST_CANDIDATES]:
            name = self.fullest(named)
            if name not in self._people or self._gender_differs(name, female=female):
                continue
            score = self._prominence(left, right, start)
            if best is None or score > best[0]:
                best = (score, name)
        return best[1] if best else None

    def _gender_differs(self, name: str, *, female: bool) -> bool:
        words = set(name_words(name)[:1]) | self._roles[name]
        is_female = bool(words & lexicon.FEMALE_NAMES)
        is_male = bool(words & lexicon.MALE_NAMES)
        return is_male is not is_female and is_female is not female

    def _is_quoted(self, left: int, right: int) -> bool:
        at = bisect.bisect_right(self._quote_starts, left) - 1
        return at >= 0 and right <= self._quotes[at][1]

    def _prominence(self, left: int, right: int, start: int) -> float:
        """How likely a pronoun at ``start`` means the person named at ``left`` to ``right``."""
        passed = bisect.bisect_left(self._stops, start) - bisect.bisect_left(self._stops, right)
        score = -float(passed)
        if self._is_quoted(left, right):
            return score - 6.0
        if left in self._speaking:
            return score + 3.0
        before = self._text[max(0, left - 30) : left].rstrip(" \"“‘'")
        if not before or before[-1] in ".\n!?,:”" or before.endswith(("and", "but")):
            score += 1.5
        if self._text[right : right + 2] in {"'s", "’s"} or _GOVERNED.search(before):
            score -= 1.0
        return score
