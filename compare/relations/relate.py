"""Relations: in which way two matched statements say the same.

The first that holds, in this order: negated, number-changed, attribution-changed, verbatim,
paraphrase, partial. The first three accuse someone, so each asks for more than one sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.relations import negation, number_change, word_diff
from compare.statements.attributed import (
    Attributed,
    attributed,
    other_speaker,
    share_a_name,
    source_spans,
)
from compare.statements.quotations import quotations
from compare.text import content_words as content
from compare.text import lexicon, quantities
from compare.text import tokens as words

if TYPE_CHECKING:
    from compare.model import Relation, Span, Statement

__all__ = ["relate", "soften"]

_ENTIRE = frozenset({"verbatim", "paraphrase", "attribution-changed"})


def relate(
    a: Statement, b: Statement, language: str = "en"
) -> tuple[Relation, tuple[Span, ...], tuple[Span, ...]]:
    """The relation of two matched statements, and the spans only ``a`` and only ``b`` say."""
    relation = _relation(a, b, language)
    if relation in _ENTIRE:
        return relation, (), ()
    shared = set(content.read(a.text, language).terms) & set(content.read(b.text, language).terms)
    return relation, _extra(a, shared, language), _extra(b, shared, language)


def soften(relation: Relation) -> Relation:
    """What is left of a relation that accuses, where it is not sure that the two match at all."""
    if relation in {"negated", "number-changed"}:
        return "partial"
    return "verbatim" if relation == "attribution-changed" else relation


def _relation(a: Statement, b: Statement, language: str) -> Relation:
    ours, theirs = attributed(a.text), attributed(b.text)
    if (
        negation.contradicts(a.text, b.text, language)
        or negation.denies_report(a.text, b.text, language)
        or _turned(a.text, b.text, language)
        # Who denies is a part of the whole, not of what is said.
        or (
            not (_denies(ours.source) or _denies(theirs.source))
            and _opposed(ours, theirs, language)
        )
    ):
        return "negated"
    if number_change.differ(a.text, b.text, language):
        return "number-changed"
    if _quote_alike(a.text, b.text) and _name_others((a, ours), (b, theirs)):
        return "attribution-changed"
    differing = word_diff.differing_spans(ours.content, theirs.content)
    if differing is not None and word_diff.keeps_words(
        ours.content, theirs.content, differing, language
    ):
        if not number_change.agree(ours.content, theirs.content, differing):
            changed = number_change.changed(ours.content, theirs.content, differing)
            return (
                "number-changed" if changed else _otherwise(ours.content, theirs.content, language)
            )
        other = _have_other_speakers((a, ours), (b, theirs))
        return "attribution-changed" if other else "verbatim"
    return _otherwise(ours.content, theirs.content, language)


def _have_other_speakers(a: tuple[Statement, Attributed], b: tuple[Statement, Attributed]) -> bool:
    """Whether two statements are surely given to two speakers.

    A speaker carried over from an earlier sentence may clear, but is too unsure to accuse.
    """
    (one, ours), (other, theirs) = a, b
    if any(_abbreviates(x.source, y.source) for x, y in ((ours, theirs), (theirs, ours))):
        return False
    speakers = f"{one.speaker or ''} {ours.source}", f"{other.speaker or ''} {theirs.source}"
    return other_speaker(ours.source, theirs.source) and not share_a_name(*speakers)


def _name_others(a: tuple[Statement, Attributed], b: tuple[Statement, Attributed]) -> bool:
    """Whether two statements name two people who speak, and nobody else in common.

    "The statement" and "the company" are nobody's names: a spokesman may stand behind both.
    """
    (one, ours), (other, theirs) = a, b
    if not (_names(ours.source) and _names(theirs.source)):
        return False
    shared = set(content.read(_unquoted(one.text)).capitals)
    return _have_other_speakers(a, b) and shared.isdisjoint(
        content.read(_unquoted(other.text)).terms
    )


def _names(source: str) -> list[str]:
    """The words of a source with a capital, but for one that opens a sentence."""
    return [word for word in words.split(source)[1:] if word[0].isupper()]


def _unquoted(text: str) -> str:
    """The words outside quotation marks, behind one that stands for the opening of a sentence."""
    found = quotations(text, [(0, len(text))])
    edges = [0, *(edge for each in found for edge in (each.start, each.end)), len(text)]
    return " ".join(["-", *(text[s:e] for s, e in zip(edges[::2], edges[1::2], strict=True))])


def _abbreviates(short: str, full: str) -> bool:
    """Whether a word of one source is the initials of the other's capitalised words: KAI."""
    capitals = [word[0] for word in words.split(full) if word[0].isupper()]
    return len(capitals) > 1 and "".join(capitals) in words.split(short)


def _quote_alike(a: str, b: str) -> bool:
    """Whether either says nothing in quotation marks but the same, beside who says it."""
    ours, theirs = _tagged_quotation(a), _tagged_quotation(b)
    return len(ours) >= _FEWEST_QUOTED and ours == theirs


def _tagged_quotation(text: str) -> list[str]:
    """The words of the one quotation of a text, if who says it stands right beside it."""
    found = quotations(text, [(0, len(text))])
    if len(found) != 1:
        return []
    start, end = found[0].start, found[0].end
    beside = any(
        not (words.split(text[right:start]) if right <= start else words.split(text[end:left]))
        for left, right in source_spans(text)
        if right <= start or end <= left
    )
    return words.folded(text[start:end]) if beside else []


def _opposed(a: Attributed, b: Attributed, language: str) -> bool:
    """Whether what is said on either side is opposed, whoever says it."""
    one, other = a.content, b.content
    return negation.opposed(one, other, language) or _turned(one, other, language)


def _denies(source: str) -> bool:
    """Whether the words that say who says it deny it: "denied that"."""
    return not lexicon.words("verbs_of_denial").isdisjoint(words.folded(source))


def _turned(a: str, b: str, language: str) -> bool:
    """Whether the two are one wording but for an opposite; the opposites are English."""
    differing = word_diff.differing_spans(a, b) if language == "en" else None
    return differing is not None and negation.turned(a, b, differing)


def _otherwise(a: str, b: str, language: str) -> Relation:
    return "paraphrase" if _says_no_more(a, b, language) else "partial"


def _says_no_more(a: str, b: str, language: str) -> bool:
    """Whether what is left on either side can be other words for what is left on the other."""
    ours, theirs = content.read(a, language), content.read(b, language)
    left, right = set(ours.terms) - set(theirs.terms), set(theirs.terms) - set(ours.terms)
    if max(len(left), len(right)) > _FEW or abs(len(left) - len(right)) > _MORE:
        return False
    unmet = quantities.unmet(quantities.find(a), quantities.find(b))
    if len(unmet[0]) != len(unmet[1]) or number_change.days(a) != number_change.days(b):
        return False
    # German writes every noun with a capital, so that none tells a name.
    return language == "de" or not (ours.capitals & left and theirs.capitals & right)


_FEW, _MORE = 5, 2
_FEWEST_QUOTED = 5
"""Of fewer words a quotation may be a phrase that two people use."""


def _extra(statement: Statement, shared: set[str], language: str) -> tuple[Span, ...]:
    """Runs of words whose content the other side does not have."""
    runs: list[Span] = []
    open_run = False
    own = content.read(statement.text, language)
    term_at = dict(zip(own.places, own.terms, strict=True))
    for place, (start, end) in enumerate(words.spans(statement.text)):
        if place not in term_at or words.is_unspaced(statement.text[start]):
            continue
        fresh = term_at[place] not in shared
        if fresh and open_run:
            runs[-1] = (runs[-1][0], end)
        elif fresh:
            runs.append((start, end))
        open_run = fresh
    return tuple((statement.start + start, statement.start + end) for start, end in runs)
