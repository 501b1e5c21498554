"""Cells: whose words tell a claim, and which articles tell it or a part of it.

Two sentences that share a proposition mostly say other things besides. So an article of which a
sentence matches the claim's may tell a part of the claim alone, and is not counted as telling it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.model import Cell
from compare.text import content_words as content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.comparison.claims import Node
    from compare.model import Match, Statement
    from compare.settings import ComparisonSettings

    _Links = Mapping[Node, Mapping[Node, Match]]

__all__ = ["behind", "covered", "fill"]

_ENTIRE = frozenset({"verbatim", "paraphrase"})
_DIFFERS = frozenset({"negated", "number-changed"})


def covered(text: str, others: Iterable[str], language: str = "en") -> float:
    """The share of a text's content terms that stand in others; 1 for a text without any."""
    terms = set(content.read(text, language).terms)
    held = {term for other in others for term in content.read(other, language).terms}
    return len(terms & held) / len(terms) if terms else 1.0


def behind(
    statements: Sequence[Sequence[Statement]],
    linked: _Links,
    sets: Iterable[tuple[Node, ...]],
    language: str = "en",
) -> list[tuple[Node, tuple[Node, ...]]]:
    """Each set of matched sentences behind the member whose text tells it.

    That is the member of whose content the others say most, by the surest matches, of equals the
    shortest. A member that an earlier set has too says more than this claim, and would tell the
    same claim twice.
    """
    placed: set[Node] = set()
    found = []
    for members in sets:
        fresh = [node for node in members if node not in placed] or members
        found.append((_centre(statements, linked, fresh, members, language), members))
        placed.update(members)
    return found


def _centre(
    statements: Sequence[Sequence[Statement]],
    linked: _Links,
    nodes: Iterable[Node],
    members: Sequence[Node],
    language: str,
) -> Node:
    def order(node: Node) -> tuple[float, int, str, Node]:
        text = statements[node[0]][node[1]].text
        support = sum(
            match.score * covered(text, [statements[other[0]][other[1]].text], language)
            for other, match in linked.get(node, {}).items()
            if other in members
        )
        return -round(support, 6), len(text), text, node

    return min(nodes, key=order)


def fill(
    statements: Sequence[Sequence[Statement]],
    linked: _Links,
    members: Sequence[Node],
    centre: Node,
    settings: ComparisonSettings,
    language: str = "en",
) -> tuple[Cell, ...]:
    """Per article how it carries the claim, relative to the sentence that gave its text."""
    cells = []
    for article in sorted({node[0] for node in members}):
        own = [node for node in members if node[0] == article]
        indices = tuple(index for _, index in own)
        id_ = statements[article][indices[0]].article
        if centre in own:
            cells.append(Cell(id_, "verbatim", indices, 1.0))
            continue
        direct = [linked[node][centre] for node in own if centre in linked[node]]
        best = _surest(
            direct
            or [linked[node][other] for node in own for other in members if other in linked[node]]
        )
        said = [statements[article][index].text for index in indices]
        share = covered(statements[centre[0]][centre[1]].text, said, language)
        entire = best.relation in _ENTIRE or share >= settings.share
        sure = bool(direct) and best.score >= settings.sure
        told = sure and entire and best.relation not in _DIFFERS
        cells.append(Cell(id_, best.relation, indices, best.score, told))
    return tuple(cells)


def _surest(matches: Iterable[Match]) -> Match:
    return min(matches, key=lambda match: (-match.score, match.a, match.b))
