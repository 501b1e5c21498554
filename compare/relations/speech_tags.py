"""Speech tags: the part of a statement that says who says it, apart from what is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from compare.text import content_words as content
from compare.text import tokens as words

__all__ = ["Tagged", "other_speaker", "read", "share_a_name"]

_SAID = (
    r"(?:said|says|say|told|added|adds|wrote|writes|insisted|promised|announced|warned|explained|"
    r"noted|tweeted|argued|claimed|stated|confirmed|recalled|sagte|dijo|inform[oó]|说|表示)"
)
_MARKS = r"”“\"»«‘"
# A quotation that ends without a comma or a stop goes on in the writer's words, not in a tag.
_AFTER_QUOTE = re.compile(
    rf"(?:[,.!?…—–-][{_MARKS}]|[{_MARKS}][,.])\s*(?P<tag>[^{_MARKS};:]*?\b{_SAID}\b[^{_MARKS}]*)$"
)
_AT_END = re.compile(
    rf",\s+(?P<tag>(?!which|who|what|as|but|and|he would)[^,;:{_MARKS}]{{1,60}}?\s{_SAID}"
    rf"(?:\s(?:on|at|in|to|late|early|by|\w+day)\b[^,{_MARKS}]*)?)[.,]?$",
    re.IGNORECASE,
)
_INVERTED = re.compile(
    rf",\s+(?P<tag>{_SAID}\s(?!that\b|he\b|she\b|they\b|it\b)[^;:{_MARKS}]{{1,120}})[.,]?$",
    re.IGNORECASE,
)
_MIDDLE = re.compile(rf",\s+(?P<tag>[^,;:{_MARKS}]{{1,50}}?\s{_SAID}),\s", re.IGNORECASE)
_AT_START = re.compile(
    rf"^(?P<tag>[^,;:{_MARKS}]{{1,70}}?(?:,[^,;:{_MARKS}]{{1,50}},)?(?:(?:\s{_SAID}\b"
    rf"(?:\s(?:on\s)?\w+day)?(?:\sthat\b)?[,:]?)|(?:说|表示)[，：,:]?))\s*(?=[{_MARKS}\w])",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"(?P<tag>\baccording to [^,;.”“\"]{2,70})[,.]?", re.IGNORECASE)
_DATELINE = re.compile(
    r"^[A-Z][A-Z .,'’-]{2,}(?:[A-Z][a-z]+\.?)?(?:\s*\([^)]{2,20}\))?\s*[—–-]+\s+"
)
_NOISE = frozenset(
    words.stem(word)
    for word in """
        statement interview reporters twitter tweet press conference news monday tuesday
        wednesday thursday friday saturday sunday told wrote insisted promised announced
        warned explained noted tweeted argued claimed stated confirmed recalled leader
        spokesman spokeswoman spokesperson court quay sagte sagt der die das dijo el la los
        las del brief letter report filing memo document study article
    """.split()  # noqa: SIM905  (words read best as text)
)
_VERB = re.compile(rf"\b{_SAID}\b", re.IGNORECASE)
_PLACE = re.compile(r"\s(?:at|during|in|on|to)\s")
_SLIP = 0.8
_RELATIVE = re.compile(r"\bwho(?:m|se)?\b")
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who"})


@dataclass(frozen=True, slots=True)
class Tagged:
    """``core`` is what is said, ``tag`` who is said to say it (empty where nobody is named)."""

    core: str
    tag: str


@lru_cache(maxsize=1 << 13)
def read(text: str) -> Tagged:
    """Take a dateline and the speech tags off a statement."""
    core = text[match.end() :] if (match := _DATELINE.match(text)) else text
    tags = []
    for pattern in (_ACCORDING, _AFTER_QUOTE, _AT_END, _INVERTED, _MIDDLE, _AT_START):
        found = pattern.search(core)
        if found and _says_more(core, found.span("tag")):
            tags.append(found["tag"])
            core = f"{core[: found.start('tag')]} {core[found.end('tag') :]}"
    return Tagged(core.strip(), " ".join(tags))


def other_speaker(a: str, b: str) -> bool:
    """Whether two speakers, as named, are surely not the same.

    They are not where they share a name or a word of what they are, nor where one side names only
    a person and the other only what the person is.
    """
    (names, roles), (other_names, other_roles) = _named(a), _named(b)
    if roles & other_roles or any(_spelt_alike(x, y) for x in names for y in other_names):
        return False
    return bool((names and other_names) or (roles and other_roles))


def _spelt_alike(a: str, b: str) -> bool:
    """Whether two names are one, but for a slip: Ostrager, Ostranger."""
    from rapidfuzz.distance import Levenshtein

    return a == b or Levenshtein.normalized_similarity(a, b) >= _SLIP


def share_a_name(a: str, b: str) -> bool:
    """Whether any content word, but for those of speech, stands in both."""
    ours, theirs = (set(content.read(text).terms) - _NOISE for text in (a, b))
    return bool(ours & theirs)


def _says_more(text: str, span: tuple[int, int]) -> bool:
    """Whether content is left when the span is cut."""
    return bool(content.read(text[: span[0]] + text[span[1] :]).terms)


def _named(tag: str) -> tuple[set[str], set[str]]:
    """The stems of capitalised and of other content words of who speaks, none for a pronoun.

    "The New York senator" is no name, but what somebody is.
    """
    subject = _subject(_RELATIVE.split(tag)[0])
    names: set[str] = set()
    roles: set[str] = set()
    if set(words.folded(subject)) & _PRONOUNS:
        return names, roles
    # What follows a comma may still name whom "the mayor" describes.
    described = re.search(r"^\s*(?:an?|the)\s[^,]*", subject, re.IGNORECASE)
    first = subject.find(",") % (len(subject) + 1)
    for start, end in words.spans(subject):
        word = subject[start:end]
        for term in content.read(word).terms:
            if term in _NOISE:
                continue
            if word[0].isupper() and not (described and start < described.end()):
                names.add(term)
            elif start < first:
                roles.add(term)
    return names, roles


def _subject(tag: str) -> str:
    """Who speaks, without to whom, where and when: before the verb, or behind it where it leads."""
    before, *after = _VERB.split(tag, maxsplit=1)
    return before if content.read(before).terms or not after else _PLACE.split(after[0])[0]
