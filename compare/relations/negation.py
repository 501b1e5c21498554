"""Negation: what a statement denies.

Rules in the manner of NegEx (Chapman et al. 2001): a negating word denies the content words after
it, up to the end of its clause. A report of a denial ("denied that he left") denies nothing
itself: who denies is part of what is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from compare.relations import word_diff
from compare.statements.attributed import attributed
from compare.text import content_words as content
from compare.text import lexicon
from compare.text import tokens as words
from compare.text.lexicon import OPPOSITES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Span
    from compare.relations.word_diff import DifferingSpan

__all__ = [
    "Denial",
    "contradicts",
    "denials",
    "denied",
    "denies_report",
    "lemma",
    "opposed",
    "turned",
    "without_idioms",
]

_NOT = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|cannot|no longer|"
    r"fail(?:ed|s) to|refus(?:ed|es) to)\b|n['’]t\b",
    re.IGNORECASE,
)
_NOMINAL = frozenset("no none nobody nothing neither nor".split())  # noqa: SIM905  (words read best as text)
_IDIOM = re.compile(
    r"\b(?:not (?:only|just|merely|even|yet|to mention|least|until|before|immediately|"
    r"necessarily|all|every\w*|always|enough|so|sure|clear)|no (?:doubt|matter|less than|"
    r"fewer than|more than|comment|one knows)|why not|whether or not|if not|or not|never before|"
    r"(?:did|do|does|would|could|can|has|have)(?: not|n['’]t) "
    r"(?:immediately|respond|comment|sa(?:y|id) (?:whether|if)))\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|whether|unless|until|before|should)\b[^,;]*$", re.IGNORECASE)
_END = re.compile(
    r"[,;:.!?—–“”\"()]|\b(?:but|and|because|although|though|while|whereas|except|unless|"
    r"until|which|who|before|after|when|as)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|disput(?:e|es|ed|ing)|reject(?:s|ed|ing)?|"
    r"dismiss(?:es|ed|ing)?|refut(?:es|ed|ing)|contradict(?:s|ed|ing)?|not true|untrue|false)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(rf"{_REPORT.pattern}|\b(?:if|whether|why|challeng\w+)\b", re.IGNORECASE)
_IMPLIED = re.compile(
    r"\b(?:(?:refus|fail|exclud|prohibit|prevent|block|halt|skip|avoid|lack|reject|struggl)\w*|"
    r"forb[ia]d\w*|bann?(?:ed|ing|s)?|barr?(?:ed|ing|s)|stop(?:s|ped|ping)?|miss(?:es|ed|ing)|"
    r"without|unable|unlikely|nowhere|hardly|barely|rarely|few|little|instead|against)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\bno(?:ne|body|thing)?\b[^,;.]*\b(?:than|more|less|like|the way|as)\b|\bno(?:ne)? other\b|"
    r"\bnever\b[^,;.]*\b(?:than|the way)\b|\bno (?:shortage|need)\b|\bnot (?:guilty|to)\b|"
    r"\b(?:neither|nor|for or against)\b|"
    r"(?:\b(?:not|never|cannot)\b|n['’]t\b)[^,;.]*\b(?:until|till)\b|"
    r"\b(?:where|because)\b[^,;.]*(?:\b(?:no|not|never|cannot)\b|n['’]t\b)",
    re.IGNORECASE,
)
_CLAIMS = "reports?|claims?|allegations?|accusations?|charges?|suggestions?|notions?|assertions?"
_DENIED = re.compile(
    r"\bden(?:y|ies|ied|ying)\s+(?P<said>(?:that|it|he|she|they|having|being|doing|any|all|"
    rf"the|these|those|his|her|their|{_CLAIMS}|\w+ing)\b[^.;:!?]*)"
    r"|\b(?:disput|refut|dismiss|reject)(?:e|es|ed|ing)\s(?:[^.;:!?,]{0,40}\s)??"
    rf"(?:{_CLAIMS})\s(?P<claimed>(?:that|of|by|about)\b[^.;:!?]*)",
    re.IGNORECASE,
)
"""What is denied as untrue; a motion that is denied is not, nor a lawsuit that is dismissed."""
_BEHIND_DENIED = re.compile(
    r"[,(]|\b(?:after|although|and|because|but|following|saying|when|while)\b", re.IGNORECASE
)
_GRANTED = re.compile(
    r"\b(?:requests?|motions?|bids?|bail|entry|access|permission|consent|appeals?|applications?|"
    r"visas?|petitions?|relief|injunctions?)\b",
    re.IGNORECASE,
)
_CLAIM_NOUNS = frozenset(words.stem(word.removesuffix("?")) for word in _CLAIMS.split("|"))
_LEAST_DENIED, _SHARE_DENIED = 3, 0.6
"""So many of the words that are denied, and such a part of them, the other has to have."""
_FEWEST_NO_NAMES = 2
"""Of them so many must be no names, for who is spoken of is not what is said."""
_OPENING, _CLOSING = " \"“‘'([….", " \"”’'"
_OPPOSITES = (
    ("right", "wrong"), ("safe", "unsafe"), ("guilty", "innocent"), ("legal", "illegal"),
    ("true", "false"), ("alive", "dead"), ("lawful", "unlawful"), ("open", "closed"),
    ("armed", "unarmed"), ("accepted", "refused"), ("won", "lost"),
)  # fmt: skip
_IRREGULAR = {
    past: present
    for present, *pasts in (verb.split() for verb in lexicon.lines("irregular_verbs", "en"))
    for past in pasts
}
_REACH = 5
_MOST = 0.65
_SHORT = 9
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Denial:
    """The first content terms after a negating word, and those before it in its clause.

    ``verbal``: the first term is what is denied ("not *approve* the plan"), and the others say of
    what; after "no" and its like all are of what.
    """

    terms: tuple[str, ...]
    before: frozenset[str]
    verbal: bool


@lru_cache(maxsize=1 << 13)
def denials(text: str, language: str = "en") -> tuple[Denial, ...]:
    """What ``text`` denies, a denial per negating word."""
    negations = list(_NOT.finditer(text))
    idioms = [match.span() for match in _IDIOM.finditer(text)] if negations else []
    found = []
    for match in negations:
        head = text[: match.start()]
        if _CONDITION.search(head) or any(s <= match.start() < e for s, e in idioms):
            continue
        stop = _END.search(text, match.end())
        reach = content.read(text[match.end() : stop.start() if stop else len(text)], language)
        ends = [end.end() for end in _END.finditer(head)]
        before = content.read(head[ends[-1] if ends else 0 :], language)
        if reach.terms:
            terms = tuple(_plain(reach))[:_REACH]
            verbal = match[0].lower() not in _NOMINAL
            found.append(Denial(terms, frozenset(_plain(before)), verbal))
    return tuple(found)


def denied(text: str, language: str = "en") -> dict[str, float]:
    """The terms ``text`` denies, in order, each counted once."""
    return dict.fromkeys((t for each in denials(text, language) for t in each.terms), 1.0)


def contradicts(a: str, b: str, language: str = "en") -> bool:
    """Whether one of the two denies what the other asserts.

    A question, a condition and a report of a denial deny nothing.
    """
    if bool(denials(a, language)) == bool(denials(b, language)):
        return False
    if any(_OPEN.search(text) or text.rstrip(_CLOSING).endswith("?") for text in (a, b)):
        return False
    return _denied(a, b, language) or _denied(b, a, language)


def denies_report(a: str, b: str, language: str = "en") -> bool:
    """Whether one of two English texts reports a denial of what the other says."""
    return language == "en" and (_denies_report(a, b) or _denies_report(b, a))


def _denies_report(a: str, b: str) -> bool:
    match = _DENIED.search(a)
    if match is None or _REPORT.search(b) or _NOT.search(b) or b.rstrip(_CLOSING).endswith("?"):
        return False
    denied_ = _BEHIND_DENIED.split(match["said"] or match["claimed"], maxsplit=1)[0]
    if _NOT.search(denied_) or _GRANTED.search(denied_):
        return False
    read = content.read(denied_, "en")
    terms = set(_plain(read)) - _CLAIM_NOUNS
    met = terms & set(_plain(content.read(b, "en")))
    return (
        len(met) >= max(_LEAST_DENIED, _SHARE_DENIED * len(terms))
        and len(met - read.capitals) >= _FEWEST_NO_NAMES
    )


def _denied(a: str, b: str, language: str) -> bool:
    """Whether ``a`` denies most of what ``b`` says of the subject, and ``b`` denies nothing."""
    if not denials(a, language) or _NOT.search(b) or _IMPLIED.search(b) or _is_fragment(b):
        return False
    if _COMPARED.search(a):
        return False
    ours, asserted = (set(_plain(content.read(text, language))) for text in (a, b))
    # In long sentences a few shared words may come from two clauses about different things.
    shorter = min(len(ours), len(asserted))
    if shorter > _SHORT and 2 * len(ours & asserted) < shorter:
        return False
    # "No" denies a thing, of which only a statement much alike can be said to assert it.
    # What is said twice is asserted as well: "not in terms of this, but in terms of that".
    said = _plain(content.read(a, language))
    cores = [set(_plain(content.read(attributed(text).content, language))) for text in (a, b)]
    shared = len(cores[0] & cores[1])
    alike = shared >= _ALIKE * min(map(len, cores))
    return any(
        _meets(denial, asserted)
        for denial in denials(a, language)
        if (
            said.count(denial.terms[0]) == 1 and (len(denial.terms) > 1 or (alike and shared > 1))
            if denial.verbal
            else alike or asserted.issuperset(denial.terms)
        )
        and not (denial.verbal and _is_infinitive(denial.terms[0], b, language))
    )


def _is_infinitive(term: str, text: str, language: str) -> bool:
    """Whether a verb stands in a text as an infinitive alone: asked to pay, not paid."""
    read, found = content.read(text, language), words.folded(text)
    places = [place for place, own in zip(read.places, _plain(read), strict=True) if own == term]
    return bool(places) and all(place and found[place - 1] == "to" for place in places)


def _is_fragment(text: str) -> bool:
    """Whether a text begins amid a sentence, where its own negation may have been cut off."""
    return text.lstrip(_OPENING)[:1].islower()


def _plain(read: content.Content) -> list[str]:
    """The terms, with the past forms of strong verbs under their present."""
    return [
        words.stem(_IRREGULAR[form]) if form in _IRREGULAR else term
        for form, term in zip(read.forms, read.terms, strict=True)
    ]


def _meets(denial: Denial, asserted: set[str]) -> bool:
    """Two denied words have to be asserted, or the only one, of a subject both speak of."""
    met = sum(term in asserted for term in denial.terms)
    if met < min(2, len(denial.terms)) or met < _MOST * len(denial.terms):
        return False
    if denial.verbal and denial.terms[0] not in asserted:
        return False
    return bool(denial.before & asserted) or (not denial.before and met > 1)


def opposed(a: str, b: str, language: str) -> bool:
    """Whether the two are alike but for one pair of opposites."""
    ours, theirs = (set(content.read(text, language).terms) for text in (a, b))
    if len(ours ^ theirs) > len(ours & theirs):
        return False
    stems = [tuple(content.read(word, "en").terms[0] for word in pair) for pair in _OPPOSITES]
    return any(
        (x in ours - theirs and y in theirs - ours) or (y in ours - theirs and x in theirs - ours)
        for x, y in stems
    )


def turned(a: str, b: str, differing: Sequence[DifferingSpan]) -> bool:
    """Whether one of two English texts in the same words says the opposite of the other.

    In a differing span an opposite stands for a word, or a "not" stands in one text alone, but not
    both; no other content word stands for another.
    """
    if any(text.rstrip(_CLOSING).endswith("?") for text in (a, b)):
        return False
    opposites, nots = False, 0
    whole = not (_is_fragment(a) or _is_fragment(b))
    for place in differing:
        found = _opposites(a[slice(*place.a)], b[slice(*place.b)])
        ours, theirs = _nots(a, place.a), _nots(b, place.b)
        leave = found | {lemma(word) for each in (*ours, *theirs) for word in words.folded(each)}
        left, right = (
            [word for word in side if lemma(word) not in leave]
            for side in word_diff.other_words(a, b, place)
        )
        if left and right:
            return False
        opposites = opposites or bool(found)
        nots += (len(ours) + len(theirs)) * (whole and not (left or right))
    # "No, not at all" denies no more than "not at all".
    one_denies = bool(nots % 2) and not (_NOT.search(a) and _NOT.search(b))
    return opposites != one_denies


def _nots(text: str, span: Span) -> list[str]:
    """The negations of a text that reach into a span, but for idioms."""
    idioms = [match.span() for match in _IDIOM.finditer(text)]
    return [
        match[0]
        for match in _NOT.finditer(text)
        if match.start() < span[1]
        and span[0] < match.end()
        and not any(start <= match.start() < end for start, end in idioms)
    ]


def _opposites(a: str, b: str) -> set[str]:
    """The lemmas in either text whose opposite stands in the other."""
    ours, theirs = _lemmas(a), _lemmas(b)
    found: set[str] = set()
    for one, other in _paired():
        for left, right in ((one, other), (other, one)):
            if ours & left and theirs & right:
                found |= (ours & left) | (theirs & right)
    return {word for each in found for word in each.split()}


@lru_cache(maxsize=1)
def _paired() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    return tuple(
        (frozenset(map(lemma, left)), frozenset(map(lemma, right))) for left, right in OPPOSITES
    )


def _lemmas(text: str) -> set[str]:
    """Those of a text's words, and of each with the word behind it: "ruled out"."""
    found = words.folded(text)
    pairs = {f"{lemma(left)} {right}" for left, right in pairwise(found)}
    return pairs | {lemma(word) for word in found}


def without_idioms(text: str) -> str:
    """The text without negations that deny nothing: "not only", "no doubt"."""
    return _IDIOM.sub(" ", text)


def lemma(word: str) -> str:
    """A word's stem, that of the present for the past of a strong verb."""
    return words.stem(_IRREGULAR.get(word, word))
