"""How common one event is among the pairs of a stream: the class prior, told by the pairs.

The model is calibrated for a stream of many outlets, in which few pairs that share anything
report one event. A folder of one affair holds more such pairs; expectation
maximisation over the pairs' own odds tells how many (Saerens, Latinne and Decaestecker 2002).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["prior_shift"]

HALF = 40
"""With so many articles what their pairs tell counts by half; two files tell nothing."""
ORDINARY, SLOPE, MOST = 1.0, 2.0, 3.0
"""A stream is usual up to this shift, which talk of one affair makes too; what goes beyond counts
so many times, up to a bound."""
_ROUNDS = 100


def prior_shift(log_odds: NDArray[Any], size: int, usual: float) -> float:
    """What is to be added to the log odds of every pair of a stream.

    Args:
        log_odds: of its pairs that share anything, by the model.
        size: of how many articles.
        usual: the share of pairs of one event in the stream the model is calibrated for.
    """
    import numpy as np

    if not len(log_odds):
        return 0.0
    odds = np.exp(np.clip(log_odds, -30, 30)) * (1 - usual) / usual
    share = usual
    for _ in range(_ROUNDS):
        at = odds * share / (1 - share)
        share = min(float(np.mean(at / (1 + at))), 1 - usual)
    shift = np.log(max(share, 1e-9) / (1 - share)) - np.log(usual / (1 - usual))
    beyond = float(np.clip(SLOPE * (shift - ORDINARY), 0, MOST))
    return size / (size + HALF) * beyond
