"""Pairs of articles on shelves compared as to their event, as ``compare_all`` compares a batch.

The articles' weights, postings, candidates and dot products stay on the shelves. Here are the
pairs that were compared with their likeness (16 bytes a pair, some tens of pairs an article),
and the day and weekdays of each article: what days and crowding say is told of all together.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.copies.minhash import pairs_of
from compare.engines.partitions import Entries, Plan, Shelf, by_key, columns_of, meet, placed
from compare.events.candidates import bucketed, heaviest_terms, likest, row_dots
from compare.events.distributed_tfidf import DAYS, FIELDS, WEEKDAYS
from compare.events.similarity import WEIGHTS, told_of
from compare.text.word_hashes import distinct, mix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from compare.engines.base import Spread
    from compare.events.similarity import Pairs
    from compare.settings import EventSettings

__all__ = ["compare_on_shelves"]


def compare_on_shelves(plan: Plan, shelves: Spread[Shelf], settings: EventSettings) -> Pairs:
    """Score every pair of articles that shares enough of its weightiest terms.

    Args:
        plan: how articles stand on shelves, which need not hold all of them.
        shelves: their vectors, as ``vectors_on_shelves`` makes them.
        settings: the weight of days and crowding.

    Returns:
        The pairs, by the places of the articles among all that stand on the shelves.
    """
    codes = placed(plan, _candidates(plan, shelves)).map(lambda columns: distinct(columns[0]))
    fields = shelves.map(lambda shelf: shelf.only(*range(len(FIELDS))))
    jobs = codes.map(pairs_of).keep()
    alike = meet(plan, jobs, fields, partial(_alike, weights=WEIGHTS)).collect()
    known = shelves.map(lambda shelf: shelf.only(DAYS, WEEKDAYS)).collect()
    numbers, days, weekdays = columns_of([(own.numbers, *own.columns) for own in known])
    first, second = np.searchsorted(numbers, np.concatenate(jobs.collect()).T)
    return told_of(first, second, np.concatenate(alike), days, weekdays, settings)


def _candidates(plan: Plan, shelves: Spread[Shelf]) -> Spread[tuple[NDArray[np.int64]]]:
    """The codes of the pairs of which one is among the other's likest."""
    entries = shelves.map(_heaviest).keep()

    def ask(own: _Heaviest) -> Iterator[tuple[int, Any]]:
        part, _, _, columns = own
        for target, piece in by_key(plan.parts, mix(columns[0].astype(np.uint64)), *columns):
            yield target, (part, target, piece[1:])

    return entries.zip(entries.exchange(ask).exchange(_answered)).map(_likest)


_Heaviest = tuple[int, Any, Any, tuple[Any, ...]]


def _heaviest(shelf: Shelf) -> _Heaviest:
    """The shelf's number, its articles, the ends of their entries, and the entries.

    An entry is a term's key, the number and day of the article, and the weight.
    """
    words = shelf.columns[0]
    kept, rows = heaviest_terms(_matrix(words))
    ends = np.searchsorted(rows, np.arange(len(shelf.numbers) + 1))
    days = shelf.columns[DAYS][rows]
    entries = (words.keys[kept], shelf.numbers[rows], days, words.weights[kept])
    return shelf.part, shelf.numbers, ends, entries


def _answered(sent: list[Any]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """For each shelf: the bucket of each entry it sent, and who holds these, with the weights."""
    keys, rows, days, weights = columns_of([piece for _, _, piece in sent])
    _, terms = np.unique(keys, return_inverse=True)
    buckets, width = bucketed(terms, int(terms.max(initial=-1)) + 1, rows, days)
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


def _likest(both: tuple[_Heaviest, list[Any]]) -> tuple[NDArray[np.int64]]:
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
    return (likest(pruned, columns, numbers, others),)


def _alike(
    pairs: NDArray[np.int64], shelf: Shelf, weights: Mapping[str, float]
) -> NDArray[np.float64]:
    """The likeness of each pair; pairs are sorted."""
    first, second = shelf.places(pairs.ravel()).reshape(pairs.shape).T
    alike = np.zeros(len(pairs))
    for name, entries in zip(FIELDS, shelf.columns, strict=True):
        matrix = _matrix(entries)
        alike += weights[name] * row_dots(matrix, first, second)
    return alike


def _matrix(entries: Entries) -> Any:  # noqa: ANN401  (SciPy is untyped)
    """The rows as a CSR matrix of columns in order of their keys."""
    from scipy.sparse import csr_array

    names, columns = np.unique(entries.keys, return_inverse=True)
    shape = (len(entries.bounds) - 1, len(names))
    return csr_array((entries.weights, columns, entries.bounds), shape=shape)
