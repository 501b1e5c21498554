"""Crowding: how alike an article is to articles that report other events.

In a mixed batch a weak likeness is enough; among forty articles on one affair all are alike, and
only what goes beyond that counts (the local scaling of Zelnik-Manor and Perona 2004). Ranks that
an event seldom fills tell it, within bounds, for a very large event fills them too; the fewer an
article is akin to, the more the next likest tell instead. What else lies in the batch has no
effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray


__all__ = ["AKIN", "crowds", "crowds_of", "ranks"]

Id = TypeVar("Id", str, int)
CROWD = range(15, 40)
"""The ranks among an article's likest that tell how crowded it stands."""
NEXT, AKIN, FEW = range(1, 4), 0.1, (5, 15)
"""Those that tell it of an article that is so alike to few others: wholly where they are up to
the first number, less up to the second."""
CROWDED = 0.14
"""No article stands more crowded: a large event fills those ranks too, and is liker than this."""


def crowds_of(likest: Mapping[Id, Iterable[float]]) -> dict[Id, float]:
    """How crowded each of some articles stands: 0 to ``CROWDED``.

    Args:
        likest: by article, its likeness to those it is likest to, in any order; the 40 likest are
            enough, and ranks nobody holds count as 0.
    """
    import numpy as np

    ordered = [sorted(own, reverse=True) for own in likest.values()]
    near, far = (
        np.array([sum(own[told.start : told.stop]) for own in ordered]) / len(told)
        for told in (NEXT, CROWD)
    )
    akin = np.array([sum(alike >= AKIN for alike in own) for own in ordered])
    return dict(zip(likest, _crowding(near, far, akin).tolist(), strict=True))


def crowds(
    first: NDArray[Any], second: NDArray[Any], alike: NDArray[Any], size: int
) -> NDArray[Any]:
    """The ``crowds_of`` every article of a batch, by its pairs."""
    import numpy as np

    article = np.concatenate([first, second])
    value = np.concatenate([alike, alike])
    order = np.lexsort((-value, article))
    article, value = article[order], value[order]
    rank = ranks(article)
    near, far = (
        np.bincount(article[inside], value[inside], minlength=size) / len(told)
        for told in (NEXT, CROWD)
        for inside in [(rank >= told.start) & (rank < told.stop)]
    )
    return _crowding(near, far, np.bincount(article[value >= AKIN], minlength=size))


def ranks(rows: NDArray[Any]) -> NDArray[Any]:
    """The place of each entry in its row, where rows stand in order."""
    import numpy as np

    starts = np.searchsorted(rows, rows)
    return np.arange(len(rows)) - starts


def _crowding(near: NDArray[Any], far: NDArray[Any], akin: NDArray[Any]) -> NDArray[Any]:
    """How crowded articles stand that are akin to so many others.

    By their likeness to those at the ranks ``NEXT`` and ``CROWD``.
    """
    import numpy as np

    few, many = FEW
    share = np.clip((many - akin) / (many - few), 0, 1)
    told = np.maximum(share * np.minimum(near, CROWDED), np.minimum(far, CROWDED))
    return np.asarray(told)
