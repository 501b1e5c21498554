"""Pairs of articles in partitions compared as to their event, as ``compare_all`` compares a batch.

The articles' weights, postings, candidates and dot products stay on the partitions. Here are the
pairs that were compared with what their texts say (16 bytes a pair, some tens of pairs an
article), and the day and weekdays of each article: what else tells is told of all together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from compare.arrays import distinct, mix, pairs_of
from compare.engines.partitions import (
    Partition,
    Partitioning,
    SparseRows,
    columns_of,
    hash_partition,
    join_pairs,
    route_pairs,
)
from compare.events import model as fitted
from compare.events.candidates import nearest, row_dots, split_long_postings, top_terms
from compare.events.distributed_tfidf import DAYS, FIELDS, WEEKDAYS
from compare.events.similarity import score_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from compare.engines.base import Partitioned
    from compare.events.similarity import ScoredPairs

__all__ = ["compare_on_partitions"]


def compare_on_partitions(
    partitioning: Partitioning, partitions: Partitioned[Partition]
) -> ScoredPairs:
    """Score every pair of articles that shares enough of its weightiest terms.

    Args:
        partitioning: how articles stand in partitions, which need not hold all of them.
        partitions: their vectors, as ``vectors_on_partitions`` makes them.

    Returns:
        The pairs, by the places of the articles among all that stand on the partitions.
    """
    codes = route_pairs(partitioning, _candidates(partitioning, partitions)).map(
        lambda columns: distinct(columns[0])
    )
    fields = partitions.map(lambda partition: partition.only(*range(len(FIELDS))))
    jobs = codes.map(pairs_of).persist()
    texts = join_pairs(partitioning, jobs, fields, _text_log_odds).collect()
    known = partitions.map(lambda partition: partition.only(DAYS, WEEKDAYS)).collect()
    numbers, days, weekdays = columns_of([(own.numbers, *own.columns) for own in known])
    first, second = np.searchsorted(numbers, np.concatenate(jobs.collect()).T)
    return score_pairs(first, second, np.concatenate(texts), days, weekdays)


def _candidates(
    partitioning: Partitioning, partitions: Partitioned[Partition]
) -> Partitioned[tuple[NDArray[np.int64]]]:
    """The codes of the pairs of which one is among the other's nearest."""
    entries = partitions.map(_top_terms).persist()

    def ask(own: _TopTerms) -> Iterator[tuple[int, Any]]:
        part, _, _, columns = own
        for target, piece in hash_partition(
            partitioning.parts, mix(columns[0].astype(np.uint64)), *columns
        ):
            yield target, (part, target, piece[1:])

    return entries.zip(entries.shuffle(ask).shuffle(_answered)).map(_nearest)


_TopTerms = tuple[int, Any, Any, tuple[Any, ...]]


def _top_terms(partition: Partition) -> _TopTerms:
    """The partition's number, its articles, the ends of their entries, and the entries.

    An entry is a term's key, the number and day of the article, and the weight.
    """
    words = partition.columns[0]
    kept, rows = top_terms(_matrix(words))
    ends = np.searchsorted(rows, np.arange(len(partition.numbers) + 1))
    days = partition.columns[DAYS][rows]
    entries = (words.keys[kept], partition.numbers[rows], days, words.weights[kept])
    return partition.part, partition.numbers, ends, entries


def _answered(sent: list[Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """For each partition: the bucket of each entry it sent, and who holds these, with weights."""
    keys, rows, days, weights = columns_of([piece for _, _, piece in sent])
    _, terms = np.unique(keys, return_inverse=True)
    buckets, width = split_long_postings(terms, int(terms.max(initial=-1)) + 1, rows, days)
    start = 0
    for part, target, piece in sent:
        own = buckets[start : start + len(piece[0])]
        start += len(own)
        wanted = np.zeros(width, bool)
        wanted[own] = True
        held = wanted[buckets]
        names = (np.int64(target) << np.int64(40)) + buckets
        own = (np.int64(target) << np.int64(40)) + own
        yield part, (own, names[held], rows[held], weights[held])


def _nearest(both: tuple[_TopTerms, list[Any]]) -> tuple[NDArray[np.int64]]:
    from scipy.sparse import csr_array

    (_, numbers, ends, entries), pieces = both
    sent, names, rows, weights = columns_of(pieces)
    target = mix(entries[0].astype(np.uint64)) % np.uint64(len(pieces))
    own = np.empty_like(sent)
    own[np.argsort(target, kind="stable")] = sent
    buckets, others = distinct(names), distinct(rows)
    pruned = csr_array(
        (entries[3], np.searchsorted(buckets, own), ends), shape=(len(numbers), len(buckets))
    )
    at = np.searchsorted(buckets, names), np.searchsorted(others, rows)
    columns = csr_array((weights, at), shape=(len(buckets), len(others)))
    return (nearest(pruned, columns, numbers, others),)


def _text_log_odds(pairs: NDArray[np.int64], partition: Partition) -> NDArray[np.float64]:
    """The log odds of each pair by its texts; pairs are sorted."""
    first, second = partition.places(pairs.ravel()).reshape(pairs.shape).T
    cosines = {
        name: row_dots(_matrix(entries), first, second)
        for name, entries in zip(FIELDS, partition.columns, strict=True)
    }
    sizes = np.diff(partition.columns[0].bounds)
    return np.asarray(fitted.load().text(cosines, sizes[first], sizes[second]))


def _matrix(entries: SparseRows) -> Any:  # noqa: ANN401  (SciPy is untyped)
    """The rows as a CSR matrix of columns in order of their keys."""
    from scipy.sparse import csr_array

    names, columns = np.unique(entries.keys, return_inverse=True)
    shape = (len(entries.bounds) - 1, len(names))
    return csr_array((entries.weights, columns, entries.bounds), shape=shape)
