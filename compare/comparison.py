"""Comparison: an event's claims by its articles; what each added and what each left out.

Copies are one voice: a claim that only an article and its reprints carry is added by that
article, and ten reprints of one text are not eleven outlets that say it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare import claims
from compare.model import Cell, Claim, ComparedArticle, Comparison, LeftOut, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.model import Accuracy, Article, Body, Copy, Event, Match, Statement
    from compare.settings import ComparisonSettings

    _Links = Mapping[claims.Node, Mapping[claims.Node, Match]]

__all__ = ["compare"]


def compare(
    event: Event,
    bodies: Sequence[Body],
    statements: Sequence[Sequence[Statement]],
    matches: Sequence[Match],
    near: Sequence[Match] = (),
    *,
    settings: ComparisonSettings,
    threshold: float,
    digest: str,
    version: str,
    accuracy: Accuracy | None = None,
) -> Comparison:
    """Compare the articles of an event.

    Args:
        event: the event; its ``articles`` are those of ``bodies``, its copies say who copies whom.
        bodies: the articles.
        statements: their statements, in the order of ``bodies``.
        matches: between the statements.
        near: pairs that are no match, but came close to one.
        settings: how matched statements become claims.
        threshold: the score from which the best match of a statement counts.
        digest: of the settings that made all this.
        version: of newscompare.
        accuracy: what was measured of the alignment at the threshold.
    """
    linked = claims.links(statements, matches)
    nodes = _with_singles(statements, claims.unite(statements, linked, settings.agreement))
    found = [
        Claim(
            f"c{number}",
            statements[centre[0]][centre[1]].text,
            _cells(bodies, linked, members, centre),
        )
        for number, (centre, members) in enumerate(
            sorted(_with_centres(statements, linked, nodes)), 1
        )
    ]
    close = _both_ways(statements, near)
    articles = tuple(
        _compared(bodies, index, statements, found, event.copies, close)
        for index in range(len(bodies))
    )
    return Comparison(
        event, articles, tuple(found), tuple(matches), threshold, digest, version, accuracy
    )


def _with_singles(
    statements: Sequence[Sequence[Statement]], sets: Iterable[tuple[claims.Node, ...]]
) -> list[tuple[claims.Node, ...]]:
    """The sets, and each sentence that is in none as a set of its own."""
    known = list(sets)
    placed = {node for members in known for node in members}
    alone = [
        ((article, index),)
        for article, of in enumerate(statements)
        for index, each in enumerate(of)
        if each.parent is None and (article, index) not in placed
    ]
    return known + alone


def _with_centres(
    statements: Sequence[Sequence[Statement]],
    linked: _Links,
    sets: Iterable[tuple[claims.Node, ...]],
) -> list[tuple[claims.Node, tuple[claims.Node, ...]]]:
    """Each set behind the member whose text tells it.

    That is the member that matches the others best, of equals the shortest. A member that an
    earlier set has too says more than this claim, and would tell the same claim twice.
    """
    placed: set[claims.Node] = set()
    found = []
    for members in sets:
        fresh = [node for node in members if node not in placed] or members
        found.append((_centre(statements, linked, fresh, members), members))
        placed.update(members)
    return found


def _centre(
    statements: Sequence[Sequence[Statement]],
    linked: _Links,
    nodes: Iterable[claims.Node],
    members: Sequence[claims.Node],
) -> claims.Node:
    def order(node: claims.Node) -> tuple[float, int, str, claims.Node]:
        around = linked.get(node, {})
        support = sum(around[other].score for other in members if other in around)
        text = statements[node[0]][node[1]].text
        return -round(support, 6), len(text), text, node

    return min(nodes, key=order)


def _cells(
    bodies: Sequence[Body],
    linked: _Links,
    members: Sequence[claims.Node],
    centre: claims.Node,
) -> tuple[Cell, ...]:
    """Per article how it carries the claim, relative to the sentence that gave its text."""
    cells = []
    for article in sorted({node[0] for node in members}):
        own = [node for node in members if node[0] == article]
        indices = tuple(index for _, index in own)
        if centre in own:
            cells.append(Cell(bodies[article].article.id, "verbatim", indices, 1.0))
            continue
        ends = [linked[node][centre] for node in own if centre in linked[node]] or [
            linked[node][other] for node in own for other in members if other in linked[node]
        ]
        best = min(ends, key=lambda match: (-match.score, match.a, match.b))
        cells.append(Cell(bodies[article].article.id, best.relation, indices, best.score))
    return tuple(cells)


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
    bodies: Sequence[Body],
    index: int,
    statements: Sequence[Sequence[Statement]],
    found: Sequence[Claim],
    copies: Sequence[Copy],
    near: Sequence[tuple[str, tuple[int, ...], str, int]],
) -> ComparedArticle:
    article = bodies[index].article
    voices = _voices([body.article.id for body in bodies], copies)
    articles = {body.article.id: body.article for body in bodies}
    added, left_out = [], []
    for claim in found:
        carriers = [cell.article for cell in claim.cells]
        if article.id not in carriers:
            known = _known(article, [articles[carrier] for carrier in carriers])
            left_out.append(LeftOut(claim.id, known, _close(article.id, claim, near)))
        elif _adds(article.id, carriers, voices):
            added.append(claim.id)
    copy = next((copy for copy in copies if copy.id == article.id), None)
    return ComparedArticle(
        article,
        tuple(statements[index]),
        bodies[index].dropped,
        copy,
        tuple(added),
        tuple(left_out),
    )


def _voices(ids: Sequence[str], copies: Iterable[Copy]) -> dict[str, str]:
    """Per article the one whose words it speaks: itself, or what it is a copy of."""
    of = {copy.id: copy.of for copy in copies if copy.kind != "partial"}
    return {id_: of.get(id_, id_) for id_ in ids}


def _adds(id_: str, carriers: Sequence[str], voices: Mapping[str, str]) -> bool:
    """Whether one voice alone carries the claim, and it is this article that brought it in."""
    voice = voices[id_]
    if any(voices[carrier] != voice for carrier in carriers):
        return False
    return id_ == voice or voice not in carriers


def _known(article: Article, carriers: Sequence[Article]) -> bool | None:
    """Whether another source had published it before; None where the dates cannot tell."""
    others = [carrier for carrier in carriers if carrier.source != article.source]
    if not others:
        return False
    if article.published is None:
        return None
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
