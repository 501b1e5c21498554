"""Values in parts, wherever they lie: the few verbs by which one algorithm runs on any engine.

The verbs are Spark's, by Spark's names: ``map``, ``zip``, ``shuffle``, ``persist``, ``collect``.
An engine knows *where* work is done, never *what*: a step is a pure function of one part, and
parts meet only in ``shuffle``. The local engine has one part, and nothing moves.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["LOCAL", "Engine", "LocalPartitioned", "Partitioned"]

T = TypeVar("T")
U = TypeVar("U")


class Partitioned(ABC, Generic[T]):
    """A value in so many parts as its engine has, numbered from 0.

    Functions given to its verbs are pure and may be run elsewhere, later and more than once.
    """

    @abstractmethod
    def map(self, work: Callable[[T], U], /) -> Partitioned[U]:
        """Do something with each part."""

    @abstractmethod
    def zip(self, other: Partitioned[U], /) -> Partitioned[tuple[T, U]]:
        """Each part beside the other's part of the same number."""

    @abstractmethod
    def shuffle(self, cut: Callable[[T], Iterable[tuple[int, U]]], /) -> Partitioned[list[U]]:
        """Cut each part into pieces for numbered parts; the pieces each is sent, by sender."""

    @abstractmethod
    def persist(self) -> Partitioned[T]:
        """The same, made once and kept, for it is used more than once."""

    @abstractmethod
    def collect(self) -> list[T]:
        """All parts, in order."""


class Engine(Protocol):
    """Where work is done.

    ``parts`` is into how many parts it cuts a value; ``remote`` whether a step is done in
    another process, which can call nothing of this one.
    """

    parts: int
    remote: bool

    def parallelize(self, parts: Sequence[T], /) -> Partitioned[T]:
        """Hand out a value that was cut here."""


@dataclass(frozen=True, slots=True)
class LocalPartitioned(Partitioned[T]):
    """The only part, in this process; every step is done at once."""

    part: T

    def map(self, work: Callable[[T], U], /) -> LocalPartitioned[U]:
        """Do something with it."""
        return LocalPartitioned(work(self.part))

    def zip(self, other: Partitioned[U], /) -> LocalPartitioned[tuple[T, U]]:
        """It beside the other."""
        (part,) = other.collect()
        return LocalPartitioned((self.part, part))

    def shuffle(self, cut: Callable[[T], Iterable[tuple[int, U]]], /) -> LocalPartitioned[list[U]]:
        """All pieces are for this part."""
        return LocalPartitioned([piece for _, piece in cut(self.part)])

    def persist(self) -> LocalPartitioned[T]:
        """It is made already."""
        return self

    def collect(self) -> list[T]:
        """The one part."""
        return [self.part]


class _InThisProcess:
    parts = 1
    remote = False

    def parallelize(self, parts: Sequence[T], /) -> LocalPartitioned[T]:
        (part,) = parts
        return LocalPartitioned(part)


LOCAL: Engine = _InThisProcess()
"""One part, in this process."""
