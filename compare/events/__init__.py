"""Which articles report one event: TF-IDF, the probability of each pair, average linkage.

``group`` is the verb: cleaned articles and their copies in, events out. ``explain`` takes the
score of two articles apart. ``term_counts`` and ``tfidf`` make the vectors, ``candidates`` picks
the pairs worth scoring, ``similarity`` scores them with the ``model`` of ``data/events.json``
(``surroundings`` and ``stream_prior`` are parts of it), ``linkage`` groups; ``incremental`` does so
as articles arrive, ``distributed`` on an engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compare.events.explanation import Explanation, explain
    from compare.events.grouping import group

__all__ = ["Explanation", "explain", "group"]


def __getattr__(name: str) -> object:
    """Import a verb on first use."""
    if name not in __all__:
        raise AttributeError(f"module 'compare.events' has no attribute {name!r}")
    home = "grouping" if name == "group" else "explanation"
    return getattr(import_module(f"compare.events.{home}"), name)
