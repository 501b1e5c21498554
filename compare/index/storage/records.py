"""What goes into a store and comes out of it, but for the article itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from compare.model import Article

__all__ = ["Entry", "Holder"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to store. ``row`` is uint8, ``marks`` uint32 in order, ``keys`` uint64."""

    article: Article
    keys: NDArray[np.uint64]
    row: NDArray[np.uint8]
    marks: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Holder:
    """What is known of a stored article without reading its text."""

    number: int
    id: str
    source: str
    published: str | None
    row: NDArray[np.uint8]
    marks: NDArray[np.uint32]
