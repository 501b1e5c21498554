"""The fitted model of two articles reporting one event: a logistic regression anyone can read.

The log odds are a sum. What the texts share comes first: the logarithms of three cosines (whole
article, pairs of words, title and lead) and of the lengths. Then what is around them: the days
between, the weekdays named, and how alike each is to articles of other days anyway. The
coefficients stand in ``data/events.json``; ``python -m compare.training.events`` fits them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = ["FLOORS", "Circumstances", "EventModel", "load", "read"]

FLOORS: Mapping[str, float] = {"words": 0.02, "pairs": 0.01, "lead": 0.03}
"""What is added to each cosine before its logarithm, about what unrelated articles share."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is added to the log odds of the texts, for one event or for one story.

    ``near`` fades within ``near_days`` (and is 1 on one day), ``far`` grows within ``far_days``;
    ``undated`` stands for both where a day is not known. ``other_weekdays`` and ``same_weekday``
    count where both articles name weekdays. ``crowded`` is per unit of the more crowded one's
    ``surroundings``, ``both_crowded`` of the other's.
    """

    text: float
    near: float
    near_days: float
    far: float
    far_days: float
    undated: float
    other_weekdays: float
    same_weekday: float
    crowded: float
    both_crowded: float
    intercept: float

    def days(self, apart: Any) -> Any:  # noqa: ANN401  (a number or an array)
        """What so many days between two articles add; NaN where one has no date."""
        import numpy as np

        near, far = np.exp(-apart / self.near_days), 1 - np.exp(-apart / self.far_days)
        return np.where(np.isnan(apart), self.undated, self.near * near + self.far * far)

    def weekdays(self, a: Any, b: Any) -> Any:  # noqa: ANN401
        """What it adds that two articles name these weekdays, a bit for each."""
        import numpy as np

        told = np.where(a & b, self.same_weekday, self.other_weekdays)
        return np.where((a == 0) | (b == 0), 0.0, told)

    def surroundings(self, a: Any, b: Any) -> Any:  # noqa: ANN401
        """What it adds how crowded two articles stand; see ``surroundings``."""
        import numpy as np

        return self.crowded * np.maximum(a, b) + self.both_crowded * np.minimum(a, b)


@dataclass(frozen=True, slots=True)
class EventModel:
    """The coefficients of the texts, and of all else for one event and one story.

    ``fields`` is per unit of the logarithm of a field's cosine and its floor, ``shorter`` of that
    of the number of terms of the shorter article, ``longer_by`` of how often that goes into the
    other's. ``usual`` are the surroundings of an article of which nothing is known, ``share`` is
    that of pairs of one event in the streams it was calibrated for.
    """

    fields: Mapping[str, float]
    shorter: float
    longer_by: float
    usual: float
    share: float
    event: Circumstances
    story: Circumstances

    def text(self, cosines: Mapping[str, Any], a: Any, b: Any) -> Any:  # noqa: ANN401
        """The log odds by the texts of pairs: how alike they are, in the unit of evidence.

        Args:
            cosines: of each field, 0 to 1; numbers or arrays.
            a: how many different terms the one article of each pair has.
            b: the same of the other.
        """
        import numpy as np

        low, high = np.maximum(np.minimum(a, b), 1), np.maximum(np.maximum(a, b), 1)
        said = self.shorter * np.log(low) + self.longer_by * np.log(high / low)
        for field, coefficient in self.fields.items():
            cosine = np.maximum(cosines[field], 0)
            said = said + coefficient * np.log(cosine + FLOORS[field])
        return said


@lru_cache(maxsize=1)
def load() -> EventModel:
    """The model that ships."""
    return read(
        json.loads(resources.files("compare").joinpath("data/events.json").read_text("utf-8"))
    )


def read(table: Mapping[str, Any]) -> EventModel:
    """The model of a file such as ``data/events.json``."""
    text = table["text"]
    return EventModel(
        {field: text[field] for field in FLOORS},
        text["shorter"],
        text["longer_by"],
        table["usual"],
        table["share"],
        Circumstances(**table["event"]),
        Circumstances(**table["story"]),
    )
