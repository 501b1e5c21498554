"""The vectors of articles in partitions, by the document frequencies of all of them.

Terms are numbered as ``vectorise`` numbers those of the whole batch, in the order in which they
are first seen, for sums are made in that order: a term's key is the first partition that holds it
and its number there.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.arrays import first_of, keys_of, mix
from compare.engines.partitions import Columns, Partition, SparseRows, aggregate_by_key
from compare.events.distributed_bodies import digest_of
from compare.events.term_counts import Counts, Documents, count_terms, documents, title_of
from compare.events.tfidf import weigh
from compare.text.terms import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from compare.engines.base import Partitioned
    from compare.model import CleanedArticle
    from compare.settings import VectorSettings

    Voices = tuple[int, NDArray[np.int64], tuple[CleanedArticle, ...]]
    Counted = tuple[int, NDArray[np.int64], Counts, NDArray[np.int64]]

__all__ = ["DAYS", "FIELDS", "WEEKDAYS", "vectors_on_partitions"]

FIELDS = ("words", "pairs", "lead")
DAYS, WEEKDAYS = 3, 4
_STEP = np.uint64(0x9FB21C651E98DF25)
_TERM = -1


def vectors_on_partitions(
    parts: int, voices: Partitioned[Voices], settings: VectorSettings
) -> Partitioned[Partition]:
    """The vectors of each partition's articles: ``FIELDS``, then ``DAYS`` and ``WEEKDAYS``.

    Args:
        parts: of the engine.
        voices: the number of each partition, the ascending numbers of its articles, and these.
        settings: how an article becomes a vector.
    """
    named = voices.map(_named).persist()
    first = aggregate_by_key(parts, named.map(_digests), _first_seen)
    counted = voices.zip(named.zip(first)).map(partial(_counted, settings=settings)).persist()
    totals: Counter[str] = Counter()
    for own in counted.map(lambda own: Counter(own[2].languages.tolist())).collect():
        totals.update(own)
    codes = {language: code for code, language in enumerate(sorted(totals))}
    held = aggregate_by_key(
        parts, counted.map(partial(_held, codes=codes)), partial(_in_all, parts=parts)
    )
    return counted.zip(held).map(partial(_weighed, totals=totals, settings=settings))


def _named(own: Voices) -> tuple[int, list[str]]:
    """The terms of a partition, in the order in which ``counted`` sees them."""
    part, _, bodies = own
    numbers = Vocabulary()
    for body in bodies:
        numbers.of(title_of(body), body.article.language)
        numbers.of(body.text, body.article.language)
    return part, numbers.names


def _digests(own: tuple[int, list[str]]) -> tuple[int, Columns]:
    part, names = own
    digests = np.array([digest_of(name) for name in names], "S16")
    return part, (
        keys_of(digests),
        digests,
        (np.int64(part) << np.int64(32)) + np.arange(len(names)),
    )


def _first_seen(columns: Columns) -> NDArray[np.int64]:
    _, digests, seen = columns
    return first_of(digests, seen)


def _counted(
    both: tuple[Voices, tuple[tuple[int, list[str]], NDArray[np.int64]]],
    settings: VectorSettings,
) -> Counted:
    """The number of the partition, its articles', their counts, and the key of each term."""
    (part, numbers, bodies), ((_, names), first) = both
    order = np.argsort(first)
    ordered = Vocabulary([names[at] for at in order.tolist()])
    return part, numbers, count_terms(bodies, settings, ordered), first[order]


def _held(own: Counted, codes: Mapping[str, int]) -> tuple[int, Columns]:
    """In how many articles of the partition and each language each term and pair occurs.

    Rows of a key, a term or two, the number of the language and the documents.
    """
    part, _, counts, keys = own
    rows = [np.empty((0, 4), np.int64)]
    for language, of in documents(counts).items():
        for first, second, held in _columns(counts, keys, of):
            code = np.full(len(first), codes[language])
            rows.append(np.stack([first, second, code, held], axis=1))
    every = np.concatenate(rows)
    key = mix(every[:, 0].astype(np.uint64) * _STEP + every[:, 1].astype(np.uint64))
    return part, (key, every)


def _columns(counts: Counts, keys: NDArray[np.int64], of: Documents) -> list[Any]:
    """The terms and the pairs of a batch, by their keys, with their documents."""
    low = np.int64(0xFFFFFFFF)
    first, second = keys[counts.codes >> np.int64(32)], keys[counts.codes & low]
    return [(keys, np.full(len(keys), _TERM), of.words), (first, second, of.pairs)]


def _in_all(columns: Columns, parts: int) -> NDArray[np.int64]:
    """Of each row: the documents of its language, of all languages, and a number of its own."""
    keys, rows = columns
    first, second, language, held = rows.T
    order = np.lexsort((language, second, first))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(first[order]) != 0) | (np.diff(second[order]) != 0)
    own = new.copy()
    own[1:] |= np.diff(language[order]) != 0
    told = np.empty((len(order), 3), np.int64)
    number, within = np.cumsum(new) - 1, np.cumsum(own) - 1
    counts = held[order]
    told[order, 0] = np.bincount(within, counts)[within] if len(order) else 0
    told[order, 1] = np.bincount(number, counts)[number] if len(order) else 0
    place = (keys % np.uint64(parts)).astype(np.int64)
    told[order, 2] = (place[order] << np.int64(40)) + number
    return told


def _weighed(
    both: tuple[Counted, NDArray[np.int64]],
    totals: Mapping[str, int],
    settings: VectorSettings,
) -> Partition:
    (part, numbers, counts, keys), told = both
    width, pairs = len(keys), len(counts.codes)
    held = {}
    names, shared = np.zeros(pairs, np.int64), np.zeros(pairs, bool)
    languages = np.unique(counts.languages).tolist()
    for at, language in enumerate(languages):
        own = told[at * (width + pairs) : (at + 1) * (width + pairs)]
        names, shared = own[width:, 2], own[width:, 1] > 1
        held[language] = Documents(totals[language], own[:width, 0], own[width:, 0], shared)
    made = weigh(counts, held, settings)
    columns = (keys, names[shared], keys)
    fields = (
        SparseRows(of[matrix.indices], matrix.data, matrix.indptr.astype(np.int64))
        for of, matrix in zip(columns, (made.words, made.pairs, made.lead), strict=True)
    )
    return Partition(part, numbers, (*fields, made.days, made.weekdays))
