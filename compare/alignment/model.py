"""Fitted: the coefficients of alignment that ship, and how right they were on pairs held out.

They stand in ``data/alignment.json``, with the command that fits them: ``event`` looks at two
statements of one event, ``context`` also at the pairs around them, ``read`` also at what the
cross-encoder makes of the two; ``alone`` and ``alone_read`` at statements without an article.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.model import Accuracy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["Model", "accuracy", "load", "read"]


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over named features: readable, and the same on every machine."""

    names: tuple[str, ...]
    coefficients: NDArray[np.float64]
    intercept: float

    def logits(self, columns: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log odds of each row; a column per name."""
        return np.asarray(columns @ self.coefficients + self.intercept)

    def parts(self, row: NDArray[np.float64]) -> dict[str, float]:
        """What each feature adds to the log odds of one row."""
        parts = row * self.coefficients
        return {name: float(part) for name, part in zip(self.names, parts, strict=True)}


@lru_cache(maxsize=1)
def load() -> dict[str, Model]:
    """The models that ship."""
    return read(_shipped())


def read(table: Mapping[str, Any]) -> dict[str, Model]:
    """The models of a file such as ``data/alignment.json``."""
    return {
        name: Model(
            tuple(entry["coefficients"]),
            np.array(list(entry["coefficients"].values()), float),
            float(entry["intercept"]),
        )
        for name, entry in table["models"].items()
    }


def accuracy(threshold: float) -> Accuracy | None:
    """What was measured of the shipped models at a threshold; None where nothing was."""
    measured = _shipped().get("measured")
    if measured is None:
        return None
    precision, recall, wrongly = (
        float(np.interp(threshold, measured["thresholds"], measured[name]))
        for name in ("precision", "recall", "left_out_wrongly")
    )
    return Accuracy(measured["pairs"], precision, recall, wrongly)


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    text = resources.files("compare").joinpath("data", "alignment.json").read_text("utf-8")
    shipped: dict[str, Any] = json.loads(text)
    return shipped
