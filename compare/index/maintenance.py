"""Looking after an index: what it holds, and whether every row is what its text gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from compare.errors import IndexFileError
from compare.index.copy_candidates import CopyCandidates
from compare.index.keys import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compare.index.storage import Store
    from compare.model import Progress
    from compare.settings import Settings

__all__ = ["stats", "verify"]

_AT_ONCE = 500
"""Articles verified at once."""


def stats(store: Store, settings: Settings) -> dict[str, Any]:
    """Counts and sizes, and the boilerplate that most articles hold."""
    with store.database.reading():
        return store.counts() | {"boilerplate": CopyCandidates(store, settings).passages()}


def verify(store: Store, settings: Settings, progress: Progress | None = None) -> Iterator[str]:
    """Yield what is wrong: every row is compared with what its text gives."""
    yield from store.database.damage()
    with store.database.reading():
        numbers = store.all_numbers()
        for done in range(0, len(numbers), _AT_ONCE):
            yield from _faults(store, settings, numbers[done : done + _AT_ONCE])
            if progress:
                progress("verifying", min(done + _AT_ONCE, len(numbers)), len(numbers))
        yield from store.faults()


def _faults(store: Store, settings: Settings, numbers: Sequence[int]) -> Iterator[str]:
    try:
        articles = store.articles(numbers)
    except IndexFileError as error:
        if len(numbers) == 1:
            yield str(error)
        else:
            for number in numbers:
                yield from _faults(store, settings, [number])
        return
    # What has no text is told by ``Store.faults``.
    keys = dict(zip(articles, keys_of([*articles.values()], settings), strict=True))
    holders = store.holders(articles)
    missing = store.missing_keys({number: own.all for number, own in keys.items()})
    for number, article in articles.items():
        own, holder = keys[number], holders.get(number)
        if holder is None or not (
            np.array_equal(holder.signature, own.signature)
            and np.array_equal(holder.grams, own.stored_grams)
        ):
            yield f"article {article.id!r}: its sketch is not what its text gives"
        if gone := missing[number]:
            yield f"article {article.id!r}: {gone} of its {len(own.all)} postings are missing"
