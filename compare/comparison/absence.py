"""Absence: how likely it is after all that an article tells a claim.

No single statement of it matches the claim, but several may come near, and together they count:
the chance that any of them tells it is one less the chance that none does.
"""

from __future__ import annotations

from collections import defaultdict
from math import prod
from typing import TYPE_CHECKING

from compare.comparison.claims import sentence_of
from compare.comparison.coverage import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.comparison.claims import Node
    from compare.comparison.coverage import EventContent
    from compare.model import Match, Statement

__all__ = ["Chances"]

UNKNOWN_TOO = 0.3
"""The chance that two statements of one event that say they do not know mean one thing."""
NEAR = 0.05
"""From this probability on a statement is said to come near to a claim."""


class Chances:
    """The probabilities of all scored pairs of an event, by sentence and article."""

    def __init__(
        self,
        content: EventContent,
        statements: Sequence[Sequence[Statement]],
        scored: Iterable[Match],
        again: Mapping[Node, Node],
    ) -> None:
        """Keep of every two sentences the best score of them and of their quotations."""
        self._content = content
        self._statements = statements
        self._scores: dict[Node, dict[int, dict[int, float]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for match in scored:
            for here, there in ((match.a, match.b), (match.b, match.a)):
                node, other = sentence_of(statements, here), sentence_of(statements, there)
                if content.only_share_source(node, other):
                    continue
                around = self._scores[again.get(node, node)][other[0]]
                around[other[1]] = max(around.get(other[1], 0.0), match.score)

    def of(self, nodes: Iterable[Node], article: int) -> tuple[float, int]:
        """The chance that an article tells what some sentences say; how many of its come near."""
        best: dict[int, float] = {}
        for node in nodes:
            best |= self._unknown_too(node, article)
        for node in nodes:
            for index, score in self._scores.get(node, {}).get(article, {}).items():
                best[index] = max(best.get(index, 0.0), score)
        return 1 - prod(1 - score for score in best.values()), sum(
            score >= NEAR for score in best.values()
        )

    def _unknown_too(self, node: Node, article: int) -> dict[int, float]:
        """The statements of an article that do not know what a sentence does not know either.

        "The cause is not yet known" and "what started the fire is unclear" share no word.
        """
        if not self._content.unknown[node[0]][node[1]]:
            return {}
        return {
            index: UNKNOWN_TOO
            for index in range(len(self._statements[article]))
            if self._content.both_unknown(node, (article, index))
        }

    def held(self, terms: frozenset[str], article: int) -> float:
        """The share of some terms that an article has anywhere, its title and captions too."""
        return share(terms, self._content.everything[article])
