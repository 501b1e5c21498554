"""Looking after an index: what it holds, and whether every row is what its text gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from compare.errors import IndexFileError
from compare.index.copy_candidates import CopyCandidates
from compare.index.keys import keys_of
from compare.index.storage.postings import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from compare.index.keys import Keys
    from compare.index.storage import Store
    from compare.model import Article, Progress
    from compare.settings import Settings

__all__ = ["stats", "verify"]

_AT_ONCE = 500
"""Articles verified at once."""


def stats(store: Store, settings: Settings) -> dict[str, Any]:
    """Counts and sizes, and the boilerplate that most articles hold."""
    with store.database.reading():
        return store.counts() | {"boilerplate": CopyCandidates(store, settings).passages()}


def verify(store: Store, settings: Settings, progress: Progress | None = None) -> Iterator[str]:
    """Yield what is wrong: pages and constraints, then every row beside what its text gives."""
    damage = store.database.damage()
    yield from damage
    if damage:  # what stands on such pages cannot be read on
        return
    with store.database.reading():
        numbers = store.all_numbers()
        postings = store.postings.counts()
        crowded = store.postings.all_crowded()
        held = np.zeros(len(crowded), bool)
        for done in range(0, len(numbers), _AT_ONCE):
            some = numbers[done : done + _AT_ONCE]
            for articles in _readable(store, some):
                if isinstance(articles, str):
                    yield articles
                    continue
                keys = dict(zip(articles, keys_of([*articles.values()], settings), strict=True))
                for own in keys.values():
                    held |= np.isin(crowded, shortened(own.all))
                yield from _faults(store, articles, keys, postings)
            if progress:
                progress("verifying", min(done + _AT_ONCE, len(numbers)), len(numbers))
        if not held.all() and not store.removed():
            yield f"crowded: keys that no article has: {int((~held).sum())}"
        yield from store.faults()


def _readable(store: Store, numbers: Sequence[int]) -> Iterator[Mapping[int, Article] | str]:
    """Yield some articles by number, and what is wrong with those that cannot be read."""
    try:
        yield store.articles(numbers)
    except IndexFileError as error:
        if len(numbers) == 1:
            yield str(error)
        else:
            for number in numbers:
                yield from _readable(store, [number])


def _faults(
    store: Store,
    articles: Mapping[int, Article],
    keys: Mapping[int, Keys],
    postings: NDArray[np.int64],
) -> Iterator[str]:
    """Yield what of some articles is not as their texts have it."""
    holders = store.holders(articles)
    kept = store.kept_keys({number: own.all for number, own in keys.items()})
    shown = store.boilerplate.shown_by(articles)
    for number, article in articles.items():
        own, holder = keys[number], holders.get(number)
        named = f"article {article.id!r}"
        if holder is None or not (
            np.array_equal(holder.signature, own.signature)
            and np.array_equal(holder.grams, own.stored_grams)
        ):
            yield f"{named}: its sketch is not what its text gives"
        there, missing = kept[number]
        if missing:
            yield f"{named}: {missing} of its {len(own.all)} postings are missing"
        total = int(postings[number]) if number < len(postings) else 0
        if total != there:
            yield f"{named}: {total - there} postings are not what its text gives"
        if number in shown and not np.isin(shown[number], own.grams >> np.uint64(24)).all():
            yield f"{named}: has not the boilerplate that was learned from it"
