"""Verdicts: what an index says of one article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from compare.model import Passage

__all__ = ["CheckMatch", "Verdict", "VerdictKind"]

VerdictKind = Literal["exact", "near", "partial", "same-event", "new"]


@dataclass(frozen=True, slots=True)
class CheckMatch:
    """An article of the index that a checked one copies, or reports the same event as.

    ``jaccard`` and ``containment`` are those of ``Copy``; ``event_score`` is the evidence for
    one event, 0 to 1, or None for a copy. Passages are spans of the checked article first.
    """

    id: str
    source: str
    published: str | None
    kind: VerdictKind
    jaccard: float
    containment: float
    event_score: float | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an article is new to the index: the kind of its best match, or ``new``.

    ``stored``: whether the index has an article of this id, which was not compared with itself.
    """

    id: str
    verdict: VerdictKind
    matches: tuple[CheckMatch, ...] = ()
    stored: bool = False
