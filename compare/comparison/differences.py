"""Differences: where articles tell one thing and cannot all be right, with the words of each.

A number that differs may only be newer: the dead are counted for days. Of a quantity that grows,
the larger number of the article that appeared last is marked so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.model import Difference, DifferenceValue, moment
from compare.relations.number_change import differing_numbers, grows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.model import Article, Claim, DifferenceKind, Match, Relation, Statement

__all__ = ["differences"]

_KINDS: dict[Relation, DifferenceKind] = {
    "number-changed": "number",
    "negated": "denial",
    "attribution-changed": "speaker",
}


def differences(
    claims: Sequence[Claim],
    articles: Sequence[Article],
    statements: Sequence[Sequence[Statement]],
    matches: Iterable[Match],
    language: str,
) -> tuple[Difference, ...]:
    """The differences of an event: of each claim, and of a kind, one, in the order of the claims.

    Args:
        claims: of the event.
        articles: those compared.
        statements: of each.
        matches: between the statements, likely ones.
        language: of the articles.
    """
    of = _claims_of(claims)
    found: dict[tuple[int, DifferenceKind], dict[str, DifferenceValue]] = {}
    for match in sorted(matches, key=lambda match: (-match.score, match.a, match.b)):
        kind = _KINDS.get(match.relation)
        if kind is None:
            continue
        ends = [(articles[article].id, statements[article][index]) for article, index in
                (match.a, match.b)]  # fmt: skip
        shared = [set(of.get((id_, index), ())) for id_, (_, index) in
                  zip((ends[0][0], ends[1][0]), (match.a, match.b), strict=True)]  # fmt: skip
        for claim in sorted(shared[0] & shared[1] or shared[0] or shared[1])[:1]:
            values = found.setdefault((claim, kind), {})
            for id_, value in _values(kind, ends, language):
                values.setdefault(id_, DifferenceValue(id_, *value))
    dates = {each.id: each.published for each in articles}
    return tuple(
        Difference(kind, claims[at].id, _with_newer(kind, tuple(values.values()), dates, language))
        for (at, kind), values in sorted(found.items())
        if len(values) > 1
    )


def _claims_of(claims: Sequence[Claim]) -> dict[tuple[str, int], list[int]]:
    """Per article and statement, the places of the claims it stands in."""
    found: dict[tuple[str, int], list[int]] = {}
    for at, claim in enumerate(claims):
        for cell in claim.cells:
            for index in cell.statements:
                found.setdefault((cell.article, index), []).append(at)
    return found


def _values(
    kind: DifferenceKind, ends: Sequence[tuple[str, Statement]], language: str
) -> Iterable[tuple[str, tuple[str, str]]]:
    """Per article the statement's text and what differs in it."""
    (first, one), (second, other) = ends
    if kind == "number":
        pairs = differing_numbers(one.text, other.text, language)
        if pairs:
            x, y = pairs[0]
            yield first, (one.text, one.text[x.start : x.end].strip())
            yield second, (other.text, other.text[y.start : y.end].strip())
            return
    for id_, each in ends:
        yield id_, (each.text, (each.speaker or "") if kind == "speaker" else each.text)


def _with_newer(
    kind: DifferenceKind,
    values: tuple[DifferenceValue, ...],
    dates: Mapping[str, str | None],
    language: str,
) -> tuple[DifferenceValue, ...]:
    """The values by date, the last marked newer where what is counted grows and it is the most."""
    order = sorted(values, key=lambda value: (_published(dates[value.article]), value.article))
    if kind != "number" or not all(dates[value.article] for value in order):
        return tuple(order)
    *_, last = order
    ended = [moment(str(dates[value.article]))[1] for value in order[:-1]]
    later = moment(str(dates[last.article]))[0] > max(ended)
    increases = all(
        grows((one.text, one.value), (last.text, last.value), language) for one in order[:-1]
    )
    if later and increases:
        order[-1] = DifferenceValue(last.article, last.text, last.value, newer=True)
    return tuple(order)


def _published(date: str | None) -> tuple[bool, str]:
    return date is None, "" if date is None else moment(date)[0].isoformat()
