"""Articles one by one, in a shuffled order, each grouped with the events it may touch."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array

from compare.arrivals import crowd_of, regroup
from compare.similarity import CROWD, WEIGHTS, of_days
from compare.vectors import Frequencies, vector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compare.model import Body
    from compare.settings import EventSettings, VectorSettings
    from compare.vectors import Vector


def group_one_by_one(
    bodies: Sequence[Body], vector_settings: VectorSettings, settings: EventSettings, seed: int
) -> list[int]:
    """The event of each article, in order, when they have come in the order of ``seed``.

    A vector is made once, by the document frequencies of the articles that came before.
    """
    order = list(range(len(bodies)))
    random.Random(seed).shuffle(order)
    vectors = _vectors([bodies[index] for index in order], vector_settings)
    alike = _likeness(vectors)
    likest = np.zeros((len(order), CROWD.stop))
    home: dict[int, int] = {}
    events: dict[int, list[int]] = {}
    for new in range(len(order)):
        _learn(likest, alike, new)
        crowds = {str(other): crowd_of(likest[other]) for other in range(new + 1)}
        ids = {new}
        for other in np.flatnonzero(alike[new, :new]).tolist():
            found = _evidence(vectors, alike, crowds, settings, (new, other))
            if found > 0:
                ids |= set(events[home[other]])
        for event in {home[one] for one in ids - {new}}:
            del events[event]
        grouped = regroup(
            {str(one): vectors[one].day for one in ids},
            {(str(a), str(b)): float(alike[a, b]) for a, b in combinations(sorted(ids), 2)},
            crowds,
            settings,
        )
        for members in grouped:
            name = min(map(int, members))
            events[name] = [*map(int, members)]
            home.update(dict.fromkeys(events[name], name))
    place = {index: position for position, index in enumerate(order)}
    return [home[place[index]] for index in range(len(bodies))]


def _vectors(bodies: Sequence[Body], settings: VectorSettings) -> list[Vector]:
    seen: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    number: Counter[str | None] = Counter()
    made = []
    for body in bodies:
        language = body.article.language
        known = Frequencies(number[language], seen[language])
        made.append(vector(body, settings, known))
        seen[language].update([*made[-1].words, *made[-1].pairs])
        number[language] += 1
    return made


def _likeness(vectors: Sequence[Vector]) -> NDArray[Any]:
    found: NDArray[Any] = np.zeros((len(vectors), len(vectors)))
    for name, weight in WEIGHTS.items():
        columns: dict[str, int] = {}
        rows = [getattr(one, name) for one in vectors]
        places = [columns.setdefault(term, len(columns)) for row in rows for term in row]
        ends = np.cumsum([0, *map(len, rows)])
        values = [value for row in rows for value in row.values()]
        matrix = csr_array((values, places, ends), shape=(len(rows), max(len(columns), 1)))
        found += weight * (matrix @ matrix.T).toarray()
    return found


def _learn(likest: NDArray[Any], alike: NDArray[Any], new: int) -> None:
    """Take the new article among the likest of the others, and the others among its."""
    before = np.arange(new)
    least = likest[before].argmin(axis=1)
    likest[before, least] = np.maximum(likest[before, least], alike[new, :new])
    highest = np.sort(alike[new, :new])[::-1][: CROWD.stop]
    likest[new, : len(highest)] = highest


def _evidence(
    vectors: Sequence[Vector], alike: NDArray[Any], crowds: dict[str, float],
    settings: EventSettings, pair: tuple[int, int],
) -> float:  # fmt: skip
    a, b = pair
    one, two = vectors[a].day, vectors[b].day
    days = of_days(None if one is None or two is None else one - two, float(alike[a, b]))
    crowding = (crowds[str(a)] * crowds[str(b)]) ** 0.5
    return float(alike[a, b]) + settings.date_weight * days - settings.crowding * crowding
