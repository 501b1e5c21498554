"""What the articles of an index tell of any pair: their days, their surroundings, the prior.

Told by the first articles that were scored, so that it hardly moves once an index is large.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compare.events import model as fitted
from compare.events.incremental import pair_log_odds
from compare.events.stream_prior import prior_shift
from compare.events.surroundings import surroundings_of
from compare.index.term_frequencies import COUNTED
from compare.text.dates import day, when_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from compare.index.storage import Store
    from compare.text.dates import When

__all__ = ["Stream"]


class Stream:
    """What is known of the articles of an open index. Callers hold the transaction.

    ``days`` are those of its first scored articles, ascending; ``prior`` is what it adds to the log
    odds of every pair.
    """

    def __init__(self, store: Store) -> None:
        """Read what is stored."""
        self._store = store
        self._model = fitted.load()
        first = store.events.first_scored(COUNTED)
        when = self.when(first)
        known = [one.day for one in when.values() if one.day is not None]
        self.days: NDArray[np.float64] = np.sort(np.array(known, float))
        self.prior = self._prior(when)

    def when(self, numbers: Iterable[int]) -> dict[int, When]:
        """What tells when the news of these articles happened."""
        asked = list(numbers)
        weekdays = self._store.events.weekdays(asked)
        return {
            n: when_of(day(published), weekdays.get(n, 0))
            for n, (_, published) in self._store.ids_and_dates(asked).items()
        }

    def surroundings(self, similar: Mapping[int, Mapping[int, float]]) -> dict[int, float]:
        """The surroundings of some articles, by the log odds by texts of those nearest to each."""
        every = {*similar, *(other for own in similar.values() for other in own)}
        days = {n: one.day for n, one in self.when(every).items()}
        return {
            n: surroundings_of(own, days, days.get(n), self.days, self._model.usual)
            for n, own in similar.items()
        }

    def _prior(self, when: Mapping[int, When]) -> float:
        similar = self._store.events.nearest(when)
        texts = {
            (n, other): text
            for n, own in similar.items()
            for other, text in own.items()
            if n < other and other in when
        }
        around = self.surroundings(similar)
        said = pair_log_odds(when, texts, around, self._model.event)
        return prior_shift(said, len(when), self._model.share)
