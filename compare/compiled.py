"""Compiled loops where they are worth it: those of a large batch, else the plain path.

Numba (extra ``fast``) takes a third of a second to load, which a large batch gains many times
over and a small one never. Both paths give the same bytes.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["WORTH", "kernels", "load"]

WORTH = 1500
"""From so many articles on, loading the compiled loops takes less time than they save."""
_NAME = "compare.kernels"


def load(articles: int) -> None:
    """Load the compiled loops for a batch of so many articles, where they are worth it and there.

    They stay loaded, and serve all later batches of this process.
    """
    if articles < WORTH:
        return
    try:
        import_module(_NAME)
    except ModuleNotFoundError:  # numba is not installed
        return
    except RuntimeError as error:  # numba finds no folder to keep what it compiles in
        logging.getLogger(__name__).info("compiled loops are left out: %s", error)


def kernels() -> ModuleType | None:
    """The compiled loops, ``compare.kernels``, if they are loaded."""
    return sys.modules.get(_NAME)
