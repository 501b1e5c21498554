"""Event candidates: the articles of an index that may report the same event as another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compare.index.keys import term_keys

if TYPE_CHECKING:
    from compare.index.storage import Store
    from compare.model import Article
    from compare.settings import Settings

__all__ = ["event_candidates"]


def event_candidates(store: Store, article: Article, settings: Settings, most: int) -> list[int]:
    """The stored articles that share most of its weightiest terms, by number, most first.

    Those of other days than the window's are found by fewer terms. Itself may be among them.
    Callers hold the transaction.
    """
    keys, weights = term_keys(article, settings.index.terms, settings.events.window)
    which, numbers = store.postings.holders(keys)
    found, back = np.unique(numbers, return_inverse=True)
    shared = np.bincount(back, weights[which] ** 2, minlength=len(found))
    best: list[int] = found[np.lexsort((found, -shared))[:most]].tolist()
    return best
