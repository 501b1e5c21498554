"""Kept: what is worked out of a comparison once, though its page, JSON and index ask for it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from compare.model import Comparison

__all__ = ["kept"]

T = TypeVar("T")


def kept(work_out: Callable[[Comparison], T]) -> Callable[[Comparison], T]:
    """Make a function remember its result for as long as the comparison it is of is in use."""
    results: WeakKeyDictionary[Comparison, T] = WeakKeyDictionary()

    @wraps(work_out)
    def look_up(made: Comparison) -> T:
        if made not in results:
            results[made] = work_out(made)
        return results[made]

    return look_up
