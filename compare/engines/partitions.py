"""Articles in numbered partitions: who holds which, and how those that belong together meet.

Articles are numbered in the order of publication, and each partition holds a run of numbers. What
two articles are compared by is brought to the partition of the first, each second once a partition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from compare.engines.base import Partitioned

__all__ = [
    "Partition",
    "Partitioning",
    "SparseRows",
    "aggregate_by_key",
    "columns_of",
    "hash_partition",
    "join_pairs",
    "route_pairs",
]

R = TypeVar("R")
Columns = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Rows of a sparse matrix: those of row ``i`` are ``bounds[i]:bounds[i+1]``.

    ``keys`` (int64) name the columns, the same on every partition; ``weights`` are float32.
    """

    keys: NDArray[np.int64]
    weights: NDArray[np.float32]
    bounds: NDArray[np.int64]

    def take(self, at: NDArray[np.int64]) -> SparseRows:
        """The rows at these places, which ascend."""
        chosen = np.zeros(len(self.bounds) - 1, bool)
        chosen[at] = True
        held = np.repeat(chosen, np.diff(self.bounds))
        bounds = np.concatenate([[0], np.cumsum(np.diff(self.bounds)[at])])
        return SparseRows(self.keys[held], self.weights[held], bounds)

    @staticmethod
    def join(parts: Sequence[SparseRows]) -> SparseRows:
        """The rows of several matrices, one after the other."""
        counts = np.concatenate([[0], *(np.diff(part.bounds) for part in parts)])
        keys = np.concatenate([part.keys for part in parts])
        weights = np.concatenate([part.weights for part in parts])
        return SparseRows(keys, weights, np.cumsum(counts))


@dataclass(frozen=True, slots=True)
class Partitioning:
    """``size`` articles on ``parts`` partitions."""

    parts: int
    size: int

    def partition_of(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """The partition of each article; ascending, as the numbers are."""
        return numbers * self.parts // max(1, self.size)

    def cut(self, ascending: NDArray[np.int64], rows: Any) -> list[Any]:  # noqa: ANN401  (arrays and lists)
        """Rows that belong to articles in ascending order, a run for each partition."""
        bounds = np.searchsorted(self.partition_of(ascending), np.arange(self.parts + 1))
        return [rows[bounds[p] : bounds[p + 1]] for p in range(self.parts)]


@dataclass(frozen=True, slots=True)
class Partition:
    """Some articles, by ascending ``numbers``; each column has a row per article.

    A column is an array (of objects, for texts), ``WinnowedGrams`` or ``SparseRows``.
    """

    part: int
    numbers: NDArray[np.int64]
    columns: Columns

    def take(self, at: NDArray[np.int64]) -> Partition:
        """The articles at these places alone."""
        columns = (one[at] if isinstance(one, np.ndarray) else one.take(at) for one in self.columns)
        return Partition(self.part, self.numbers[at], tuple(columns))

    def only(self, *columns: int) -> Partition:
        """Some columns alone."""
        return Partition(self.part, self.numbers, tuple(self.columns[column] for column in columns))

    def places(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where articles stand on this partition, which holds them all."""
        return np.searchsorted(self.numbers, numbers)

    def union(self, others: Sequence[Partition]) -> Partition:
        """This partition with articles of others."""
        if not others:
            return self
        every = sorted([self, *others], key=lambda partition: partition.part)
        columns = (
            np.concatenate(of) if isinstance(of[0], np.ndarray) else of[0].join(of)
            for of in zip(*(partition.columns for partition in every), strict=True)
        )
        numbers = np.concatenate([partition.numbers for partition in every])
        return Partition(self.part, numbers, tuple(columns))


def hash_partition(
    parts: int,
    keys: NDArray[np.uint64],
    *columns: Any,  # noqa: ANN401  (arrays and lists)
) -> Iterator[tuple[int, Columns]]:
    """Rows for the parts that their keys, well mixed hashes, fall to."""
    if parts == 1:
        yield 0, (keys, *columns)
        return
    yield from _sent((keys % np.uint64(parts)).astype(np.int64), parts, (keys, *columns))


def columns_of(pieces: Sequence[Columns]) -> Columns:
    """The rows of all pieces, one after the other."""
    if len(pieces) == 1:
        return pieces[0]
    return tuple(np.concatenate(column) for column in zip(*pieces, strict=True))


def route_pairs(partitioning: Partitioning, rows: Partitioned[Columns]) -> Partitioned[Columns]:
    """Rows brought to the partition of the first article of each pair, which is their first column.

    A pair is a code: the number of its first article in the upper 32 bits.
    """
    if partitioning.parts == 1:
        return rows

    def cut(columns: Columns) -> Iterator[tuple[int, Columns]]:
        yield from _sent(
            partitioning.partition_of(columns[0] >> np.int64(32)), partitioning.parts, columns
        )

    return rows.shuffle(cut).map(columns_of)


def aggregate_by_key(
    parts: int,
    rows: Partitioned[tuple[int, Columns]],
    fold: Callable[[Columns], NDArray[Any]],
) -> Partitioned[NDArray[Any]]:
    """What is told of each row where all rows of its key are together.

    Args:
        parts: of the engine.
        rows: the number of each part and its rows, of which the first column is a key.
        fold: tells something of each of some rows, in their order.
    """
    if parts == 1:
        return rows.map(lambda own: fold(own[1]))

    def send(own: tuple[int, Columns]) -> Iterator[tuple[int, tuple[int, Columns]]]:
        for target, piece in hash_partition(parts, *own[1]):
            yield target, (own[0], piece)

    def answer(sent: list[tuple[int, Columns]]) -> Iterator[tuple[int, NDArray[Any]]]:
        told = fold(columns_of([piece for _, piece in sent]))
        ends = np.cumsum([0, *(len(piece[0]) for _, piece in sent)])
        for (part, _), start, end in zip(sent, ends, ends[1:], strict=False):
            yield part, told[start:end]

    def receive(both: tuple[tuple[int, Columns], list[NDArray[Any]]]) -> NDArray[Any]:
        (_, columns), pieces = both
        told = np.concatenate(pieces)
        in_order = np.empty_like(told)
        in_order[np.argsort(columns[0] % np.uint64(parts), kind="stable")] = told
        return in_order

    rows = rows.persist()
    return rows.zip(rows.shuffle(send).shuffle(answer)).map(receive)


def _sent(target: NDArray[np.int64], parts: int, columns: Columns) -> Iterator[tuple[int, Columns]]:
    # Every part is sent something, so that none has to guess the types of nothing.
    order = np.argsort(target, kind="stable")
    bounds = np.searchsorted(target[order], np.arange(parts + 1))
    ordered = [column[order] for column in columns]
    for part in range(parts):
        yield part, tuple(column[bounds[part] : bounds[part + 1]] for column in ordered)


def join_pairs(
    partitioning: Partitioning,
    jobs: Partitioned[NDArray[np.int64]],
    partitions: Partitioned[Partition],
    work: Callable[[NDArray[np.int64], Partition], R],
) -> Partitioned[R]:
    """Do jobs that need several articles, each where its first article stands.

    Args:
        partitioning: how articles stand in partitions.
        jobs: rows of articles' numbers, on the partition of the first of each row.
        partitions: what is needed of each article.
        work: is given the jobs of a partition, and a partition that holds all their articles.
    """
    if partitioning.parts == 1:
        return jobs.zip(partitions).map(lambda both: work(*both))

    def ask(both: tuple[NDArray[np.int64], Partition]) -> Iterator[tuple[int, Any]]:
        wanted, partition = np.unique(both[0][:, 1:]), both[1]
        for part, numbers in enumerate(partitioning.cut(wanted, wanted)):
            if part != partition.part and len(numbers):
                yield part, (partition.part, numbers)

    def answer(both: tuple[list[Any], Partition]) -> Iterator[tuple[int, Partition]]:
        asked, partition = both
        for part, numbers in asked:
            yield part, partition.take(partition.places(numbers))

    both = jobs.zip(partitions).persist()
    brought = both.shuffle(ask).zip(partitions).shuffle(answer)
    return both.zip(brought).map(lambda at: work(at[0][0], at[0][1].union(at[1])))
