"""Surroundings: how alike an article is to articles of other days, which report other events.

In a mixed stream a weak likeness tells much; where a campaign or a trial fills the paper for weeks,
articles of different days are as alike, and only what goes beyond that tells (the local scaling
of Zelnik-Manor and Perona 2004, with the null taken from pairs that hardly are of one event: of
other days, and not so alike that they may be for all that). A stream that has few articles of
other days tells nothing of it, and the model's ``usual`` stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = [
    "APART",
    "HALF",
    "LESS",
    "MAY_BE_ONE",
    "SPAN",
    "others_of",
    "surroundings",
    "surroundings_of",
    "weight_of",
]

APART, SPAN = 4, 30
"""Articles so many days apart seldom report one event; up to so many tell what is usual then."""
SHARE, MOST_LIKEST = 20, 40
"""One in so many of them tells, the nearest, but no more than this."""
LESS = 3.0
"""An article of another day that is not there counts as so much less alike than is usual."""
HALF = 30
"""With so many articles of other days, what they tell counts by half."""
MAY_BE_ONE = -9.0
"""So alike by their texts, two articles of other days may report one event, and tell nothing; but
where more than the nearest are so alike, it is the style of an outlet or a column, and tells."""
_BOUND = 6.0
"""Less alike than usual by more than this tells no more."""


def surroundings(
    first: NDArray[Any], second: NDArray[Any], text: NDArray[Any], days: NDArray[Any], usual: float
) -> NDArray[Any]:
    """How crowded each article of a batch stands, by its pairs; 0 is as usual.

    Args:
        first: the one article of each pair.
        second: the other.
        text: the log odds of each pair by its texts.
        days: the day of every article; NaN where it is not known.
        usual: that of the model.
    """
    import numpy as np

    apart = np.abs(days[first] - days[second])
    other = (apart >= APART) & (apart <= SPAN)
    article = np.concatenate([first[other], second[other]])
    value = np.concatenate([text[other]] * 2)
    others = others_of(days)
    nearest = _nearest(others)
    one = value >= MAY_BE_ONE
    style = np.bincount(article[one], minlength=len(days)) > nearest
    tells = ~one | style[article]
    article, value = article[tells], value[tells]
    order = np.lexsort((-value, article))
    article, value = article[order], value[order]
    best = np.arange(len(article)) - np.searchsorted(article, article) < nearest[article]
    found = np.bincount(article[best], minlength=len(days))
    total = np.bincount(article[best], value[best], minlength=len(days))
    mean = (total + (nearest - found) * (usual - LESS)) / nearest
    return np.asarray(weight_of(others) * _beyond(mean, usual))


def surroundings_of(
    alike: Mapping[Any, float],
    dates: Mapping[Any, int | None],
    day: int | None,
    days: NDArray[Any],
    usual: float,
) -> float:
    """The ``surroundings`` of one article of a stream.

    Args:
        alike: the log odds by their texts of the article and those nearest to it.
        dates: the days of these.
        day: that of the article.
        days: those of the articles of the stream, ascending, as far as they are known.
        usual: that of the model.
    """
    import numpy as np

    if day is None:
        return 0.0
    others = _others(np.array([float(day)]), days)
    nearest = int(_nearest(others)[0])
    apart = {name: abs(of - day) for name, of in dates.items() if of is not None and name in alike}
    values = [alike[name] for name in apart if APART <= apart[name] <= SPAN]
    less = [value for value in values if value < MAY_BE_ONE]
    style = len(values) - len(less) > nearest
    best = sorted(values if style else less, reverse=True)[:nearest]
    mean = (sum(best) + (nearest - len(best)) * (usual - LESS)) / nearest
    return float(weight_of(others)[0] * _beyond(np.array(mean), usual))


def others_of(days: NDArray[Any]) -> NDArray[Any]:
    """How many articles of other days there are about each article's own."""
    import numpy as np

    return _others(days, np.sort(days[~np.isnan(days)]))


def weight_of(others: NDArray[Any]) -> NDArray[Any]:
    """How much so many articles of other days tell, 0 to 1."""
    import numpy as np

    return np.asarray(others / (others + HALF))


def _others(days: NDArray[Any], known: NDArray[Any]) -> NDArray[Any]:
    """How many articles of other days there are about each day, NaN having none."""
    import numpy as np

    def within(reach: int) -> NDArray[Any]:
        low, high = (
            np.searchsorted(known, days - reach),
            np.searchsorted(known, days + reach, "right"),
        )
        return np.asarray(high - low)

    return np.where(np.isnan(days), 0, within(SPAN) - within(APART - 1))


def _nearest(others: NDArray[Any]) -> NDArray[Any]:
    import numpy as np

    return np.asarray(np.clip(others // SHARE, 1, MOST_LIKEST))


def _beyond(mean: NDArray[Any], usual: float) -> NDArray[Any]:
    import numpy as np

    return np.asarray(np.maximum(mean - usual, -_BOUND))
