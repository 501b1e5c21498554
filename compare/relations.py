"""Relations: in which way two matched statements say the same.

The first that holds, in this order: negated, number-changed, attribution-changed, verbatim,
paraphrase, partial.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare import content, negation, quantities, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Relation, Span, Statement

__all__ = ["relate"]

_SAME = 0.9
_NEAR = 0.6


def relate(
    a: Statement, b: Statement, language: str = "en"
) -> tuple[Relation, tuple[Span, ...], tuple[Span, ...]]:
    """The relation of two matched statements, and the spans only ``a`` and only ``b`` say."""
    ours, theirs = content.read(a.text, language), content.read(b.text, language)
    shared = set(ours.terms) & set(theirs.terms)
    covered = min(_share(ours.terms, shared), _share(theirs.terms, shared))
    if covered >= _NEAR and _negated(a.text, b.text, shared, language):
        return "negated", (), ()
    if _number_changed(a.text, b.text, shared):
        return "number-changed", (), ()
    if covered >= _SAME and _other_speaker(a, b):
        return "attribution-changed", (), ()
    if covered >= _SAME and _in_order(ours.terms, theirs.terms):
        return "verbatim", (), ()
    extra_a, extra_b = _extra(a, shared, language), _extra(b, shared, language)
    if covered >= _NEAR or not (extra_a or extra_b):
        return "paraphrase", (), ()
    return "partial", extra_a, extra_b


def _share(terms: Sequence[str], shared: set[str]) -> float:
    return sum(term in shared for term in terms) / len(terms) if terms else 1.0


def _in_order(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    from rapidfuzz.distance import LCSseq

    return LCSseq.normalized_similarity(ours, theirs) >= _SAME


def _other_speaker(a: Statement, b: Statement) -> bool:
    if a.speaker is None or b.speaker is None:
        return False
    last = [words.folded(each.speaker or "")[-1:] for each in (a, b)]
    return last[0] != last[1]


def _negated(a: str, b: str, shared: set[str], language: str) -> bool:
    """One denies what the other asserts; a report of a denial on either side does not count."""
    if negation.denies_by_report(a) or negation.denies_by_report(b):
        return False
    ours, theirs = negation.denied(a, language) & shared, negation.denied(b, language) & shared
    return bool(ours) != bool(theirs)


def _number_changed(a: str, b: str, shared: set[str]) -> bool:
    """The same thing is counted and no value fits both."""
    ours, theirs = quantities.find(a), quantities.find(b)
    ours_left = [x for x in ours if not any(quantities.equal(x, y) for y in theirs)]
    theirs_left = [y for y in theirs if not any(quantities.equal(x, y) for x in ours)]
    return any(
        x.kind == "count" and quantities.same_unit(x, y) and len(shared) > 2  # noqa: PLR2004
        for x in ours_left
        for y in theirs_left
    )


def _extra(statement: Statement, shared: set[str], language: str) -> tuple[Span, ...]:
    """Runs of words whose content the other side does not have."""
    runs: list[Span] = []
    count = 0
    for start, end in words.spans(statement.text):
        terms = content.read(statement.text[start:end], language).terms
        if terms and terms[0] in shared:
            count = 0
        elif terms and count:
            runs[-1] = (runs[-1][0], end)
            count += 1
        elif terms:
            runs.append((start, end))
            count = 1
    return tuple((statement.start + start, statement.start + end) for start, end in runs)
