"""Lists of claims as every part of a page shows them: the first ones, the rest behind a click."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ClaimLine", "Listing", "listing"]

FIRST = 6
"""So many claims of a list are shown at once."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim with a note: who has it and what that tells."""

    claim: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of claims; the page shows the first ones, the rest stands behind a click."""

    shown: tuple[ClaimLine, ...]
    rest: tuple[ClaimLine, ...]


def listing(lines: Sequence[ClaimLine]) -> Listing:
    """The first claims of a list, and the rest."""
    # Two more lines take no more room than the word that there are more.
    first = len(lines) if len(lines) <= FIRST + 2 else FIRST
    return Listing(tuple(lines[:first]), tuple(lines[first:]))
