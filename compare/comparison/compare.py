"""Comparison: an event's claims by its articles; what each added and what each left out.

An article adds what it tells and no other source has any part of, and leaves out what it has no
part of itself. Copies are one voice: a claim that only an article and its reprints carry is added
by that article, and ten reprints of one text are not eleven outlets that say it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compare.comparison import claims
from compare.comparison.reprints import carried
from compare.model import Claim, ComparedArticle, Comparison, LeftOut, moment
from compare.text.language import common_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from compare.model import Accuracy, Article, Cell, CleanedArticle, Copy, Event, Match, Statement
    from compare.settings import ComparisonSettings

__all__ = ["compare"]


def compare(
    event: Event,
    bodies: Sequence[CleanedArticle],
    statements: Sequence[Sequence[Statement]],
    matches: Sequence[Match],
    near: Sequence[Match] = (),
    *,
    settings: ComparisonSettings,
    threshold: float,
    digest: str,
    version: str,
    accuracy: Accuracy | None = None,
    reprints: Sequence[tuple[CleanedArticle, Sequence[Statement]]] = (),
    apart: Collection[tuple[claims.Node, claims.Node]] = (),
) -> Comparison:
    """Compare the articles of an event.

    Args:
        event: the event; its ``articles`` are those of ``bodies`` and ``reprints``, its copies say
            who copies whom.
        bodies: the articles.
        statements: their statements, in the order of ``bodies``.
        matches: between the statements.
        near: pairs that are no match, but came close to one.
        settings: how matched statements become claims.
        threshold: the score from which the best match of a statement counts.
        digest: of the settings that made all this.
        version: of newscompare.
        accuracy: what was measured of the alignment at the threshold.
        reprints: further copies of some of the articles, with their statements; they carry what
            they share word for word (``reprints.split_reprints``).
        apart: pairs of sentences that do not say the same, as a reader said.
    """
    linked = claims.links(statements, matches, apart)
    again = claims.repeats(statements)
    repeats = _repeats(statements, again)
    nodes = _with_singles(
        statements, claims.claim_sets(statements, linked, settings.agreement, apart), again
    )
    language = common_language([body.article for body in bodies])
    centres = sorted(claims.with_centres(statements, linked, nodes, language))
    filled = [
        _repeated(claims.cells_of(statements, linked, members, centre, settings, language), repeats)
        for centre, members in centres
    ]
    copied = _again(event, bodies, statements, filled, reprints)
    found = [
        Claim(f"c{number}", statements[centre[0]][centre[1]].text, own, others)
        for number, ((centre, _), own, others) in enumerate(
            zip(centres, filled, copied, strict=True), 1
        )
    ]
    close = _both_ways(statements, near)
    given = {body.article.id: body.article for body in bodies}
    copies = {copy.id: copy for copy in reversed(event.copies)}
    told = _told(found)
    articles, reprinted = (
        tuple(_compared(body, of, found, told, given, copies, close) for body, of in these)
        for these in (zip(bodies, statements, strict=True), reprints)
    )
    return Comparison(
        event, articles, tuple(found), tuple(matches), threshold, digest, version, accuracy,
        reprinted,
    )  # fmt: skip


def _again(
    event: Event,
    bodies: Sequence[CleanedArticle],
    statements: Sequence[Sequence[Statement]],
    filled: Iterable[Sequence[Cell]],
    reprints: Sequence[tuple[CleanedArticle, Sequence[Statement]]],
) -> list[tuple[Cell, ...]]:
    """Per claim, the cells of reprints."""
    places = {
        body.article.id: {each.text: index for index, each in reversed(tuple(enumerate(of)))}
        for body, of in reprints
    }
    copies = [copy for copy in event.copies if copy.id in places]
    own = {body.article.id: of for body, of in zip(bodies, statements, strict=True)}
    return [carried(of, copies, own, places) for of in filled]


def _told(found: Iterable[Claim]) -> dict[str, set[str]]:
    """Per article, the claims it carries."""
    told: dict[str, set[str]] = {}
    for claim in found:
        for cell in (*claim.cells, *claim.reprints):
            told.setdefault(cell.article, set()).add(claim.id)
    return told


def _with_singles(
    statements: Sequence[Sequence[Statement]],
    sets: Iterable[tuple[claims.Node, ...]],
    again: Iterable[claims.Node],
) -> list[tuple[claims.Node, ...]]:
    """The sets, and each sentence that is in none, nor repeats one, as a set of its own."""
    known = list(sets)
    placed = {*again, *(node for members in known for node in members)}
    alone = [
        ((article, index),)
        for article, of in enumerate(statements)
        for index, each in enumerate(of)
        if each.parent is None and (article, index) not in placed
    ]
    return known + alone


def _repeats(
    statements: Sequence[Sequence[Statement]], again: Mapping[claims.Node, claims.Node]
) -> dict[tuple[str, int], list[int]]:
    """Per article and sentence, where that sentence stands again."""
    found: dict[tuple[str, int], list[int]] = {}
    for (article, index), (_, first) in again.items():
        found.setdefault((statements[article][index].article, first), []).append(index)
    return found


def _repeated(
    filled: Iterable[Cell], again: Mapping[tuple[str, int], Sequence[int]]
) -> tuple[Cell, ...]:
    """The cells, each with every place where its sentences stand."""
    return tuple(
        replace(
            cell,
            statements=tuple(
                sorted(
                    at
                    for first in cell.statements
                    for at in (first, *again.get((cell.article, first), ()))
                )
            ),
        )
        for cell in filled
    )


def _both_ways(
    statements: Sequence[Sequence[Statement]], near: Iterable[Match]
) -> list[tuple[str, tuple[int, ...], str, int]]:
    """Both ends, as ``(article, statements)``, of every match that came close and no more."""
    return [
        (statements[here[0]][0].article, (here[1],), statements[there[0]][0].article, there[1])
        for match in near
        for here, there in ((match.a, match.b), (match.b, match.a))
    ]


def _compared(
    body: CleanedArticle,
    statements: Sequence[Statement],
    found: Sequence[Claim],
    told: Mapping[str, set[str]],
    given: Mapping[str, Article],
    copies: Mapping[str, Copy],
    near: Sequence[tuple[str, tuple[int, ...], str, int]],
) -> ComparedArticle:
    """One article; a reprint is none of those ``given``, and what it adds was not looked for."""
    article, own = body.article, told.get(body.article.id, set())
    added, left_out = [], []
    for claim in found:
        if claim.id not in own:
            known = _known(article, [given[each] for each in claim.tellers])
            left_out.append(LeftOut(claim.id, known, _close(article.id, claim, near)))
        elif article.id in claim.tellers and _adds(article.id, claim, copies, given):
            added.append(claim.id)
    return ComparedArticle(
        article, tuple(statements), body.dropped, copies.get(article.id), tuple(added),
        tuple(left_out),
    )  # fmt: skip


def _adds(id_: str, claim: Claim, copies: Mapping[str, Copy], given: Mapping[str, Article]) -> bool:
    """Whether an article that tells a claim adds it.

    It does if no other source has any part of the claim, and what it copies does not tell it. A
    reprint of an article of this source that tells the claim is no other source of it.
    """
    voice, source = _voice(id_, copies), given[id_].source
    if id_ != voice and voice in claim.tellers:
        return False
    for cell in claim.cells:
        spoken = _voice(cell.article, copies)
        teller = spoken if spoken in claim.tellers else cell.article
        if source not in {given[cell.article].source, given[teller].source}:
            return False
    return True


def _voice(id_: str, copies: Mapping[str, Copy]) -> str:
    """The article whose words an article speaks: itself, or what it is a copy of."""
    copy = copies.get(id_)
    return id_ if copy is None or copy.kind == "partial" else copy.of


def _known(article: Article, carriers: Sequence[Article]) -> bool | None:
    """Whether another source had told it before; None where the dates cannot tell."""
    others = [carrier for carrier in carriers if carrier.source != article.source]
    if article.published is None:
        return None
    if not others:
        return False
    first, last = moment(article.published)
    spans = [moment(other.published) for other in others if other.published is not None]
    if any(ended < first for _, ended in spans):
        return True
    undated = len(spans) < len(others)
    return None if undated or any(began < last for began, _ in spans) else False


def _close(id_: str, claim: Claim, near: Sequence[tuple[str, tuple[int, ...], str, int]]) -> int:
    """How many of this article's statements came close to one of the claim's."""
    members = {(cell.article, index) for cell in claim.cells for index in cell.statements}
    return len(
        {here for mine, here, other, there in near if mine == id_ and (other, there) in members}
    )
