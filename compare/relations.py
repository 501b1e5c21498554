"""Relations: in which way two matched statements say the same.

The first that holds, in this order: negated, number-changed, attribution-changed, verbatim,
paraphrase, partial. The first three accuse someone, so each asks for more than one sign.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compare import content, negation, quantities, tags, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Relation, Span, Statement
    from compare.quantities import Quantity

__all__ = ["relate"]

_SAME = 0.8
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tomorrow|(?:last|next|this) "
    r"(?:week|month|year)|(?:19|20)\d\d|(?-i:January|February|March|April|May|June|July|August|"
    r"September|October|November|December))\b",
    re.IGNORECASE,
)
_HARM = {
    word: re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
    for word, forms in (
        ("killed", r"kill\w*|died?|dead|deaths?|fatal\w*"),
        ("injured", r"wound\w*|injur\w*|hurt"),
    )
}
_ASPECTS = (
    *_HARM.values(),
    re.compile(r"\b(?:would|could|(?-i:may)|might|targets?|goals?)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:propos|expect|forecast|predict|aim(?:s|ed|ing)?\b|plan(?:s|ned|ning)?\b)",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:boys?|m[ae]n|male)\b", re.IGNORECASE),
    re.compile(r"\b(?:girls?|wom[ae]n|female)\b", re.IGNORECASE),
)
"""What two clauses that count the same both have, or neither."""
_CLAUSE = re.compile(r"[,;:.!?—–()“”\"]\s|\s(?:and|but|while|which|who|after|when)\s")


def relate(
    a: Statement, b: Statement, language: str = "en"
) -> tuple[Relation, tuple[Span, ...], tuple[Span, ...]]:
    """The relation of two matched statements, and the spans only ``a`` and only ``b`` say."""
    ours, theirs = tags.read(a.text), tags.read(b.text)
    same = _same_words(ours.core, theirs.core)
    if negation.contradicts(a.text, b.text, language) or negation.opposed(
        ours.core, theirs.core, language
    ):
        return "negated", (), ()
    if _number_changed(a, b, language):
        return "number-changed", (), ()
    if same:
        # A speaker carried over from an earlier sentence may clear, but is too unsure to accuse.
        speakers = (f"{a.speaker or ''} {ours.tag}", f"{b.speaker or ''} {theirs.tag}")
        changed = tags.other_speaker(ours.tag, theirs.tag) and not tags.share_a_name(*speakers)
        return "attribution-changed" if changed else "verbatim", (), ()
    if _says_no_more(ours.core, theirs.core, language):
        return "paraphrase", (), ()
    shared = set(content.read(a.text, language).terms) & set(content.read(b.text, language).terms)
    return "partial", _extra(a, shared, language), _extra(b, shared, language)


def _same_words(a: str, b: str) -> bool:
    """Whether the two are one wording, but for a word in five and for what the tags said."""
    from rapidfuzz.distance import LCSseq

    ours, theirs = words.folded(a), words.folded(b)
    return bool(ours) and LCSseq.normalized_similarity(ours, theirs) >= _SAME


def _says_no_more(a: str, b: str, language: str) -> bool:
    """Whether what is left on either side can be other words for what is left on the other."""
    ours, theirs = content.read(a, language), content.read(b, language)
    left, right = set(ours.terms) - set(theirs.terms), set(theirs.terms) - set(ours.terms)
    if max(len(left), len(right)) > _FEW or abs(len(left) - len(right)) > _MORE:
        return False
    unmet = quantities.unmet(quantities.find(a), quantities.find(b))
    if len(unmet[0]) != len(unmet[1]) or _days(a) != _days(b):
        return False
    # German writes every noun with a capital, so that none tells a name.
    return language == "de" or not (ours.capitals & left and theirs.capitals & right)


_LEADING = re.compile(r"(?:In|On|During|By|At|Since|For|Last|This|Earlier)\b[^,]*,")
_FEW, _MORE = 5, 2
_FAR = 3
_AGE = re.compile(r"[-\s](?:year|month|week|day)s?[-\s](?:old|ago)\b", re.IGNORECASE)


def _number_changed(a: Statement, b: Statement, language: str) -> bool:
    """Whether one thing is counted, on the same day, and no value fits both.

    Where several numbers may be meant, as in a list, of two groups or in a sum, none is said to
    differ, unless all other words of the two are the same.
    """
    one, other = tags.read(a.text).core, tags.read(b.text).core
    ours, theirs = quantities.unmet(quantities.find(one), quantities.find(other))
    ours, theirs = _missing(ours, b.text), _missing(theirs, a.text)
    pairs = [
        (x, y)
        for x in ours
        for y in theirs
        if x.kind == y.kind and x.kind != "date" and _same_thing(one, x, other, y, language)
    ]
    if pairs and _without(one, ours, language) == _without(other, theirs, language):
        return True
    sides = [[pair[side] for pair in pairs] for side in (0, 1)]
    return any(
        sides[0].count(x) == sides[1].count(y) == 1
        and _is_alone(x, ours)
        and _is_alone(y, theirs)
        and not _is_elsewhere((one, x), (other, y), language)
        for x, y in pairs
    )


def _missing(found: Sequence[Quantity], text: str) -> list[Quantity]:
    """Those that a text does not have anywhere, not even as the sum of what it has."""
    there = quantities.find(text)
    missing = []
    for one in found:
        parts = [each.low for each in there if quantities.same_unit(one, each)]
        if not any(quantities.equal(one, each) for each in there) and not (
            len(parts) > 1 and one.low <= sum(parts) <= one.high
        ):
            missing.append(one)
    return missing


def _without(text: str, found: Sequence[Quantity], language: str) -> set[str]:
    """The content terms of a text but for those of some quantities."""
    own = {term for q in found for term in content.read(text[q.start : q.end], language).terms}
    return set(content.read(text, language).terms) - own


def _is_alone(one: Quantity, found: Sequence[Quantity]) -> bool:
    """Whether no other quantity may be the one that is meant, as of money or of per cent."""
    return one.kind == "count" or sum(each.kind == one.kind for each in found) == 1


def _is_elsewhere(a: tuple[str, Quantity], b: tuple[str, Quantity], language: str) -> bool:
    """Whether two quantities may be of two persons, days or measures, or one is only planned."""
    here, there = _clause(*a), _clause(*b)
    if any(bool(sign.search(here)) != bool(sign.search(there)) for sign in _ASPECTS):
        return True
    days, others = (
        _days(f"{_leading(text)} {part}") for text, part in ((a[0], here), (b[0], there))
    )
    if not (days <= others or others <= days) or _is_far(a[1], b[1]):
        return True
    # Beside another period or another whole a number is another measure.
    beside = [
        [q for q in quantities.find(text) if not _AGE.match(text, q.end)] for text in (here, there)
    ]
    if min(map(len, quantities.unmet(*beside))) > 1:
        return True
    return language != "de" and _names_others((a[0], here), (b[0], there), language)


def _leading(text: str) -> str:
    """The time a sentence opens with: "During 2018, ..."."""
    found = _LEADING.match(text)
    return found[0] if found else ""


def _is_far(one: Quantity, other: Quantity) -> bool:
    """Whether two values are so far apart that they hardly tell of one thing."""
    low, high = sorted((one.low, other.low))
    return low <= 0 or high / low > _FAR


def _names_others(a: tuple[str, str], b: tuple[str, str], language: str) -> bool:
    """Whether a clause has a name that the other statement lacks, and no name is in both."""
    (one, here), (other, there) = a, b
    ours, theirs = content.read(one, language), content.read(other, language)
    left = ours.capitals & set(content.read(here, language).terms)
    right = theirs.capitals & set(content.read(there, language).terms)
    new = (left - set(theirs.terms)) | (right - set(ours.terms))
    return bool(new) and not (left & set(theirs.terms)) | (right & set(ours.terms))


def _same_thing(a: str, x: Quantity, b: str, y: Quantity, language: str) -> bool:
    """Whether two quantities have a unit and, beside it, half of their clauses in common."""
    if not quantities.same_unit(x, y):
        return False
    here, there = _clause(a, x), _clause(b, y)
    if _days(here) and _days(there) and _days(here) != _days(there):
        return False
    ours, theirs = _beside(here, a, x, language), _beside(there, b, y, language)
    if not ours or not theirs:
        ours, theirs = _beside(a, a, x, language), _beside(b, b, y, language)
    shared = ours & theirs
    return bool(shared) and len(shared) >= min(len(ours), len(theirs)) / 2


def _days(text: str) -> set[str]:
    return {day.lower() for day in _DAY.findall(text)}


def _clause(text: str, quantity: Quantity) -> str:
    cuts = [0, *(match.start() for match in _CLAUSE.finditer(text)), len(text)]
    start = max(cut for cut in cuts if cut <= quantity.start)
    return text[start : min(cut for cut in cuts if cut >= quantity.end)]


def _beside(part: str, text: str, quantity: Quantity, language: str) -> set[str]:
    """The content terms of a part of the text, without the quantity and its unit."""
    own = content.read(text[quantity.start : quantity.end], language).terms
    # Those who died were killed, and those who were wounded were hurt.
    for word, sign in _HARM.items():
        part = sign.sub(word, part)
    return set(content.read(part, language).terms) - set(own) - quantity.unit


def _extra(statement: Statement, shared: set[str], language: str) -> tuple[Span, ...]:
    """Runs of words whose content the other side does not have."""
    runs: list[Span] = []
    open_run = False
    for start, end in words.spans(statement.text):
        terms = content.read(statement.text[start:end], language).terms
        if not terms:
            continue
        fresh = terms[0] not in shared
        if fresh and open_run:
            runs[-1] = (runs[-1][0], end)
        elif fresh:
            runs.append((start, end))
        open_run = fresh
    return tuple((statement.start + start, statement.start + end) for start, end in runs)
