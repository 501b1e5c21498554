"""Values in parts, wherever they lie: the few verbs by which one algorithm runs on any engine.

An engine knows *where* work is done, never *what*: a step is a pure function of one part, and
parts meet only in ``exchange``. Here there is one part and nothing moves; the wing ``engines/``
has the others.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["HERE", "Engine", "Here", "Spread"]

T = TypeVar("T")
U = TypeVar("U")


class Spread(ABC, Generic[T]):
    """A value in so many parts as its engine has, numbered from 0.

    Functions given to its verbs are pure and may be run elsewhere, later and more than once.
    """

    @abstractmethod
    def map(self, work: Callable[[T], U], /) -> Spread[U]:
        """Do something with each part."""

    @abstractmethod
    def zip(self, other: Spread[U], /) -> Spread[tuple[T, U]]:
        """Each part beside the other's part of the same number."""

    @abstractmethod
    def exchange(self, cut: Callable[[T], Iterable[tuple[int, U]]], /) -> Spread[list[U]]:
        """Cut each part into pieces for numbered parts; the pieces each is sent, by sender."""

    @abstractmethod
    def keep(self) -> Spread[T]:
        """The same, made once and kept, for it is used more than once."""

    @abstractmethod
    def collect(self) -> list[T]:
        """All parts, in order."""


class Engine(Protocol):
    """Where work is done.

    ``parts`` is into how many parts it cuts a value; ``elsewhere`` whether a step is done in
    another process, which can call nothing of this one.
    """

    parts: int
    elsewhere: bool

    def spread(self, parts: Sequence[T], /) -> Spread[T]:
        """Hand out a value that was cut here."""


@dataclass(frozen=True, slots=True)
class Here(Spread[T]):
    """The only part, in this process; every step is done at once."""

    part: T

    def map(self, work: Callable[[T], U], /) -> Here[U]:
        """Do something with it."""
        return Here(work(self.part))

    def zip(self, other: Spread[U], /) -> Here[tuple[T, U]]:
        """It beside the other."""
        (part,) = other.collect()
        return Here((self.part, part))

    def exchange(self, cut: Callable[[T], Iterable[tuple[int, U]]], /) -> Here[list[U]]:
        """All pieces are for this part."""
        return Here([piece for _, piece in cut(self.part)])

    def keep(self) -> Here[T]:
        """It is made already."""
        return self

    def collect(self) -> list[T]:
        """The one part."""
        return [self.part]


class _InThisProcess:
    parts = 1
    elsewhere = False

    def spread(self, parts: Sequence[T], /) -> Here[T]:
        (part,) = parts
        return Here(part)


HERE: Engine = _InThisProcess()
"""One part, in this process."""
