"""Claims: what sets of matched sentences say, and which articles tell them or a part of them.

Where A matches B and B matches C, but A and C differ, they are two claims that share B: a long
sentence says more than one thing. A claim grows from its surest match and takes in a sentence
only if that matches most of its members.

Two sentences that share a proposition mostly say other things besides. So an article of which a
sentence matches the claim's may tell a part of the claim alone, and is not counted as telling it.
"""

from __future__ import annotations

from collections import defaultdict
from math import inf, log
from typing import TYPE_CHECKING

from compare.comparison.coverage import share
from compare.model import Cell
from compare.relations.contradiction import contradict
from compare.text import content_words as content

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from compare.comparison.coverage import EventContent
    from compare.model import Match, Statement
    from compare.settings import ComparisonSettings

__all__ = [
    "Links",
    "Node",
    "cells_of",
    "claim_sets",
    "covered",
    "links",
    "repeats",
    "sentence_of",
    "with_centres",
]

Node = tuple[int, int]
"""``(article, statement)`` indices of a sentence."""
Links = dict[Node, dict[Node, "Match"]]


_DIFFERS = frozenset({"negated", "number-changed"})
"""What denies a claim or has another number of it does not tell it."""


def links(
    statements: Sequence[Sequence[Statement]],
    matches: Iterable[Match],
    apart: Collection[tuple[Node, Node]] = (),
) -> Links:
    """Per sentence the sentences it matches, by the best match or that of their quotations.

    A quotation alone does not tell who speaks, so a sentence's word on that comes first. What
    matches a repetition matches the sentence where it stands first.
    """
    found: Links = defaultdict(dict)
    first = repeats(statements)
    for match in matches:
        a, b = (sentence_of(statements, node) for node in (match.a, match.b))
        a, b = first.get(a, a), first.get(b, b)
        if (a, b) in apart:
            continue
        known = found[a].get(b)
        if known is None or _rank(match) < _rank(known):
            found[a][b] = found[b][a] = match
    return dict(sorted(found.items()))


def repeats(statements: Sequence[Sequence[Statement]]) -> dict[Node, Node]:
    """Each sentence that its article has word for word before, and where it stands first."""
    found: dict[Node, Node] = {}
    for article, of in enumerate(statements):
        first: dict[str, Node] = {}
        for index, each in enumerate(of):
            if each.parent is None:
                node = (article, index)
                known = first.setdefault(" ".join(each.text.split()), node)
                if known != node:
                    found[node] = known
    return found


def claim_sets(
    statements: Sequence[Sequence[Statement]],
    linked: Links,
    agreement: float,
    apart: Collection[tuple[Node, Node]] = (),
) -> list[tuple[Node, ...]]:
    """Sets of sentences that say one thing; every linked sentence is in one set or more.

    Args:
        statements: per article.
        linked: from ``links``.
        agreement: the share of a claim's members, in other articles, a sentence has to match.
        apart: pairs of sentences that no claim may hold together.

    Returns:
        The sets grown from the surest matches first; each has a member that none before it has.
    """
    pairs = sorted(
        (
            (_order(match), a, b)
            for a, around in linked.items()
            for b, match in around.items()
            if a < b
        )
    )
    placed: set[Node] = set()
    claims = []
    for _, a, b in pairs:
        if a in placed and b in placed:
            continue
        members = _grow(statements, linked, (a, b), agreement, apart)
        placed.update(members)
        claims.append(tuple(sorted(members)))
    return claims


def _rank(match: Match) -> tuple[bool, tuple[float, Node, Node]]:
    return match.relation != "attribution-changed", _order(match)


def _order(match: Match) -> tuple[float, Node, Node]:
    return -match.score, match.a, match.b


def sentence_of(statements: Sequence[Sequence[Statement]], node: Node) -> Node:
    """The sentence a quotation stands in; a sentence itself."""
    article, index = node
    parent = statements[article][index].parent
    return (article, index if parent is None else parent)


def _grow(
    statements: Sequence[Sequence[Statement]],
    linked: Links,
    seed: tuple[Node, Node],
    agreement: float,
    apart: Collection[tuple[Node, Node]],
) -> list[Node]:
    """Add what matches the members, the likeliest first, until nothing more fits."""
    members = list(seed)
    waiting = {node for member in members for node in linked[member]} - set(members)
    while waiting:
        best = min(waiting, key=lambda node: (-_support(linked, node, members), node))
        waiting.remove(best)
        kept_apart = any(tuple(sorted((best, member))) in apart for member in members)
        if not kept_apart and _fits(statements, linked, best, members, agreement):
            members.append(best)
            waiting |= {node for node in linked[best] if node not in members}
            waiting.discard(best)
    return members


def _support(linked: Links, node: Node, members: Sequence[Node]) -> float:
    return sum(linked[node][member].score for member in members if member in linked[node])


def _fits(
    statements: Sequence[Sequence[Statement]],
    linked: Mapping[Node, Mapping[Node, Match]],
    node: Node,
    members: Sequence[Node],
    agreement: float,
) -> bool:
    """Whether ``node`` says what the members say; in one article only a repetition does."""
    others = [member for member in members if member[0] != node[0]]
    own = [member for member in members if member[0] == node[0]]
    matched = sum(member in linked[node] for member in others)
    if matched < agreement * len(others):
        return False
    text = statements[node[0]][node[1]].text
    return all(_repeats(text, statements[article][index].text) for article, index in own)


def _repeats(a: str, b: str) -> bool:
    ours, theirs = set(content.read(a).terms), set(content.read(b).terms)
    return 2 * len(ours & theirs) >= len(ours | theirs)


def covered(text: str, others: Iterable[str], language: str = "en") -> float:
    """The share of a text's content terms that stand in others; 1 for a text without any."""
    terms = set(content.read(text, language).terms)
    held = {term for other in others for term in content.read(other, language).terms}
    return len(terms & held) / len(terms) if terms else 1.0


def with_centres(
    statements: Sequence[Sequence[Statement]],
    linked: Links,
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
    linked: Links,
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


def cells_of(
    content: EventContent,
    statements: Sequence[Sequence[Statement]],
    linked: Links,
    members: Sequence[Node],
    centre: Node,
    settings: ComparisonSettings,
) -> tuple[Cell, ...]:
    """Per article how it carries the claim, relative to the sentence that gave its text.

    An article tells the claim where one of its sentences surely matches that very sentence and
    neither denies it nor has another number. The more words the two share, the less sure the match
    has to be: the shares of either's content words that the other has are added to its log odds.
    """
    cells = []
    for article in sorted({node[0] for node in members}):
        own = [node for node in members if node[0] == article]
        indices = tuple(index for _, index in own)
        id_ = statements[article][indices[0]].article
        if centre in own:
            cells.append(Cell(id_, "verbatim", indices, 1.0))
            continue
        direct = [(linked[node][centre], node) for node in own if centre in linked[node]]
        best, said = min(
            direct
            or [
                (linked[node][other], node)
                for node in own
                for other in members
                if other in linked[node]
            ],
            key=lambda each: (-each[0].score, each[0].a, each[0].b),
        )
        held = content.of(said).union(*(content.of(node) for node in own))
        shares = share(content.of(centre), held) + share(content.of(said), content.of(centre))
        sure = _log_odds(best.score) + shares >= _log_odds(settings.sure)
        told = bool(direct) and sure and best.relation not in _DIFFERS
        if told:
            one, other = (statements[a][index].text for a, index in (said, centre))
            told = not contradict(one, other, content.language)
        cells.append(Cell(id_, best.relation, indices, best.score, told))
    return tuple(cells)


def _log_odds(chance: float) -> float:
    """The log odds of a probability, infinite for one of 1."""
    return log(chance / (1 - chance)) if chance < 1 else inf
