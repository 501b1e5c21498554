"""Relations: in which way two matched statements say the same.

The first that holds, in this order: negated, number-changed, attribution-changed, verbatim,
paraphrase, partial. The first three accuse someone, so each asks for more than one sign.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from compare import content, negation, quantities, tags, words

if TYPE_CHECKING:
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
    if _number_changed(ours.core, theirs.core, language):
        return "number-changed", (), ()
    if same:
        # The tag may name whom the speaker only describes: "said the mayor, Anna Quist".
        speakers = (f"{a.speaker or ''} {ours.tag}", f"{b.speaker or ''} {theirs.tag}")
        # A speaker carried over from an earlier sentence is too unsure to accuse with alone.
        changed = bool(ours.tag or theirs.tag) and tags.other_speaker(*speakers)
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


_FEW, _MORE = 5, 2


def _number_changed(a: str, b: str, language: str) -> bool:
    """Whether the same thing is counted, on the same day, and no value fits both."""
    ours, theirs = quantities.unmet(quantities.find(a), quantities.find(b))
    return any(
        x.kind == y.kind and x.kind != "date" and _same_thing(a, x, b, y, language)
        for x in ours
        for y in theirs
    )


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
