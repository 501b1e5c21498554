"""Claims: what sets of matched sentences say, without drifting from one to the next.

Where A matches B and B matches C, but A and C differ, they are two claims that share B: a long
sentence says more than one thing. A claim grows from its surest match and takes in a sentence
only if that matches most of its members.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from compare.text import content_words as content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.model import Match, Statement

__all__ = ["Node", "links", "repeats", "unite"]

Node = tuple[int, int]
"""``(article, statement)`` indices of a sentence."""
_Links = dict[Node, dict[Node, "Match"]]


def links(statements: Sequence[Sequence[Statement]], matches: Iterable[Match]) -> _Links:
    """Per sentence the sentences it matches, by the best match or that of their quotations.

    A quotation alone does not tell who speaks, so a sentence's word on that comes first. What
    matches a repetition matches the sentence where it stands first.
    """
    found: _Links = defaultdict(dict)
    first = repeats(statements)
    for match in matches:
        a, b = (_sentence(statements, node) for node in (match.a, match.b))
        a, b = first.get(a, a), first.get(b, b)
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


def unite(
    statements: Sequence[Sequence[Statement]], linked: _Links, agreement: float
) -> list[tuple[Node, ...]]:
    """Sets of sentences that say one thing; every linked sentence is in one set or more.

    Args:
        statements: per article.
        linked: from ``links``.
        agreement: the share of a claim's members, in other articles, a sentence has to match.

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
        members = _grow(statements, linked, (a, b), agreement)
        placed.update(members)
        claims.append(tuple(sorted(members)))
    return claims


def _rank(match: Match) -> tuple[bool, tuple[float, Node, Node]]:
    return match.relation != "attribution-changed", _order(match)


def _order(match: Match) -> tuple[float, Node, Node]:
    return -match.score, match.a, match.b


def _sentence(statements: Sequence[Sequence[Statement]], node: Node) -> Node:
    """The sentence a quotation stands in; a sentence itself."""
    article, index = node
    parent = statements[article][index].parent
    return (article, index if parent is None else parent)


def _grow(
    statements: Sequence[Sequence[Statement]],
    linked: _Links,
    seed: tuple[Node, Node],
    agreement: float,
) -> list[Node]:
    """Add what matches the members, the likeliest first, until nothing more fits."""
    members = list(seed)
    waiting = {node for member in members for node in linked[member]} - set(members)
    while waiting:
        best = min(waiting, key=lambda node: (-_support(linked, node, members), node))
        waiting.remove(best)
        if _fits(statements, linked, best, members, agreement):
            members.append(best)
            waiting |= {node for node in linked[best] if node not in members}
            waiting.discard(best)
    return members


def _support(linked: _Links, node: Node, members: Sequence[Node]) -> float:
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
