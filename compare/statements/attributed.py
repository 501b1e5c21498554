"""Content apart from source: what a statement says, and the words that say who says it.

Read by the one grammar of ``attributions``, so that whoever is found to speak is also taken off
what is said. The verbs of saying are data, ``compare/data/lexicon``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from compare.ingest.noise_lines import hidden_links
from compare.statements.attributions import attributions
from compare.statements.quotations import quotations
from compare.text import content_words, lexicon
from compare.text import tokens as words

if TYPE_CHECKING:
    from compare.model import Span
    from compare.statements.attributions import Attribution

__all__ = ["Attributed", "attributed", "other_speaker", "readable", "share_a_name", "source_spans"]

_DATELINE = re.compile(
    r"^[A-Z][A-Z .,'’-]{2,}(?:[A-Z][a-z]+\.?)?(?:\s*\([^)]{2,20}\))?\s*[—–-]+\s+"
)
_CHINESE = re.compile(r"^[^,，。：:“”]{1,20}?(?:说|說|表示|称|稱|指出)[，：,:]?\s*")
_APPOSITION = re.compile(r"(?:,\s(?:[A-Z]|an?\s|the\s|who\s)[^,;:.!?“”\"]{1,80}){1,2}(?=[.,]?$)")
_OPENING = re.compile(r"[A-Z][\w’'-]+ (?:\w[\w’'-]+ ){0,2}")
"""A role with which a sentence opens: "County fire" before "chief Ruben Madsen said"."""
_ASIDE = re.compile(
    r",\s(?:[A-Z][\w.’'-]*\s?|(?:an?|the|his|her|their|its|\d)\s)[^,;:“”\"]{0,80},?\s?"
)
"""An apposition to a source: ", Yvonne Harcastle," between "The mayor" and "said"."""
_TOUCHES = re.compile(r"[\s,.!?…—–-]*[\"”“»«‘’'][\s,.]*")
_NOISE = frozenset(
    words.stem(word)
    for word in (
        *lexicon.words("words_of_speech"),
        *lexicon.ALL_VERBS_OF_SAYING,
        *lexicon.weekdays("en"),
    )
)
_VERB = re.compile(
    rf"\b(?:{'|'.join(sorted(lexicon.ALL_VERBS_OF_SAYING))})\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"\s(?:at|during|in|on|to)\s")
_SLIP = 0.8
"""Two names spelt so alike are one with a slip of the pen: Ostrager, Ostranger (.89)."""
_RELATIVE = re.compile(r"\bwho(?:m|se)?\b")
_PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who"})


@dataclass(frozen=True, slots=True)
class Attributed:
    """``content`` is what is said, ``source`` the words that say who says it, or empty."""

    content: str
    source: str


@lru_cache(maxsize=1 << 14)
def source_spans(text: str) -> tuple[Span, ...]:
    """The spans of a statement that only say who says it, where and when, in order.

    A dateline is among them, and link text that readers do not see. They never make up the whole
    statement.
    """
    found = [match.span() for match in (_DATELINE.match(text), _CHINESE.match(text)) if match]
    found += hidden_links(text)
    quoted = [(each.start, each.end) for each in quotations(text, [(0, len(text))])]
    for each in attributions(text, 0, len(text), quoted):
        if each.reports or _beside(text, each.start, each.end, quoted):
            found += each.spans
            found += _described(text, each)
    kept = tuple(_joined(sorted(found)))
    return kept if content_words.read(_outside(text, kept)).terms else ()


def _described(text: str, each: Attribution) -> list[Span]:
    """The spans that tell more of a source: a role before it, an apposition between or behind."""
    found = []
    behind = _APPOSITION.match(text, each.source[1])
    if behind and each.source[1] + 1 >= each.end:
        found.append(behind.span())
    if _OPENING.fullmatch(text, 0, each.source[0]):
        found.append((0, each.source[0]))
    if len(each.spans) > 1 and _ASIDE.fullmatch(text, each.spans[0][1], each.spans[1][0]):
        found.append((each.spans[0][1], each.spans[1][0]))
    return found


def _beside(text: str, start: int, end: int, quoted: list[Span]) -> bool:
    """Whether a quotation touches a span but for its marks and a pause."""
    return any(
        _TOUCHES.fullmatch(text[right:start]) or _TOUCHES.fullmatch(text[end:left])
        for left, right in quoted
    )


def _joined(spans: list[Span]) -> list[Span]:
    """Spans that overlap, as one."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _outside(text: str, spans: tuple[Span, ...]) -> str:
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    kept = (text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return " ".join(" ".join(kept).split())


def readable(text: str) -> str:
    """A statement as a reader sees it: without link text hidden in it."""
    edges = [0, *(edge for span in hidden_links(text) for edge in span), len(text)]
    return "".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


@lru_cache(maxsize=1 << 14)
def attributed(text: str) -> Attributed:
    """Part a statement into what is said and who is said to say it."""
    spans = source_spans(text)
    dateline = _DATELINE.match(text)
    sources = [
        text[slice(*span)].strip(" ,;:")
        for span in spans
        if not dateline or span[0] >= dateline.end()
    ]
    return Attributed(_outside(text, spans), " ".join(sources))


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
    ours, theirs = (set(content_words.read(text).terms) - _NOISE for text in (a, b))
    return bool(ours & theirs)


def _named(source: str) -> tuple[set[str], set[str]]:
    """The stems of capitalised and of other content words of who speaks, none for a pronoun.

    "The New York senator" is no name, but what somebody is.
    """
    subject = _subject(_RELATIVE.split(source)[0])
    names: set[str] = set()
    roles: set[str] = set()
    if set(words.folded(subject)) & _PRONOUNS:
        return names, roles
    # What follows a comma may still name whom "the mayor" describes.
    described = re.search(r"^\s*(?:an?|the)\s[^,]*", subject, re.IGNORECASE)
    first = subject.find(",") % (len(subject) + 1)
    for start, end in words.spans(subject):
        word = subject[start:end]
        for term in content_words.read(word).terms:
            if term in _NOISE:
                continue
            if word[0].isupper() and not (described and start < described.end()):
                names.add(term)
            elif start < first:
                roles.add(term)
    return names, roles


def _subject(source: str) -> str:
    """Who speaks, without to whom, where and when: before the verb, or behind it if it leads."""
    before, *after = _VERB.split(source, maxsplit=1)
    leads = content_words.read(before).terms or not after
    return before if leads else _PLACE.split(after[0])[0]
