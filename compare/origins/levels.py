"""From the evidence of a pair to METER's three levels, with a probability each.

A multinomial logistic regression over ``pair_evidence.FEATURES``; its coefficients stand in
``data/origins.json``, with the command that fits them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["LEVELS", "LevelModel", "levels_of", "load", "read"]

LEVELS = ("derived", "mixed", "independent")


@dataclass(frozen=True, slots=True)
class LevelModel:
    """``coefficients`` (levels, features) and ``intercepts`` (levels,) of the log odds."""

    features: tuple[str, ...]
    coefficients: NDArray[np.float64]
    intercepts: NDArray[np.float64]

    def probabilities(self, row: Sequence[float]) -> dict[str, float]:
        """The probability of each level; they sum to 1."""
        logits = self.coefficients @ np.asarray(row) + self.intercepts
        odds = np.exp(logits - logits.max())
        return dict(zip(LEVELS, (odds / odds.sum()).tolist(), strict=True))


def levels_of(features: Sequence[float]) -> dict[str, float]:
    """The probability of each level that a child of these features is to its parent."""
    return load().probabilities(features)


@lru_cache(maxsize=1)
def load() -> LevelModel:
    """The model that ships."""
    text = resources.files("compare").joinpath("data", "origins.json").read_text("utf-8")
    return read(json.loads(text))


def read(table: Mapping[str, Any]) -> LevelModel:
    """The model of a file such as ``data/origins.json``."""
    levels = table["levels"]
    features = tuple(levels[LEVELS[0]]["coefficients"])
    return LevelModel(
        features,
        np.array([[levels[level]["coefficients"][name] for name in features] for level in LEVELS]),
        np.array([levels[level]["intercept"] for level in LEVELS]),
    )
