"""Engines: where a batch is worked on, in this process or on a Spark cluster.

Every engine gives the same bytes, for it runs the same functions; see ``compare.engines.base``.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from compare.engines.base import LOCAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compare.engines.base import Engine

__all__ = ["ENGINES", "open_engine"]

ENGINES = ("local", "spark")
"""``local``: this process. ``spark``: the cluster that Spark is set up for, else this machine."""


@contextmanager
def open_engine(name: str, articles: int) -> Iterator[Engine]:
    """An engine, cut for so many articles, and closed behind the block.

    Raises:
        MissingExtraError: the engine needs something that is not installed.
        EngineError: the engine does not start or cannot do its work.
    """
    if name == "local":
        yield LOCAL
        return
    from compare.engines.spark import session

    with session(articles) as engine:
        yield engine
