"""Which article is a copy of which, and which one of each set of copies is kept.

Nothing is called a copy before both texts were compared word by word.

The articles stand in the partitions of an engine: their texts, signatures, bands and winnowed
grams, and what is shuffled of these. What is decided for all together is decided here: it takes
the articles, for as long as the caller holds them, and of each its twin, its reuse group and who
is kept for it, the candidate pairs (16 bytes a pair), the verdicts on those that were compared,
the boilerplate that was learned (8 bytes a gram), and the records of copies.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from compare import compiled
from compare.arrays import first_of, keys_of
from compare.copies.boilerplate import Boilerplate, learn_of
from compare.copies.candidates import BANDS, GRAMS, SIGNATURES, SOURCES, banded_pairs, candidates
from compare.copies.pair_verifier import NEAR_COPY, PARTIAL_COPY, TWIN, PairVerifier
from compare.copies.representatives import compared, partial_copies, representatives
from compare.copies.reuse_groups import reuse_groups_on_engine
from compare.copies.sketches import sketch
from compare.engines.base import LOCAL
from compare.engines.partitions import (
    Partition,
    Partitioning,
    columns_of,
    hash_partition,
    join_pairs,
)
from compare.model import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from compare.engines.base import Engine, Partitioned
    from compare.model import Article, Copy, Progress
    from compare.settings import CopySettings, FingerprintSettings, PassageSettings

    Numbers = NDArray[np.int64]

__all__ = ["copies_of", "find_copies", "publication_order"]


def publication_order(article: Article) -> tuple[bool, float, int, str]:
    """Sorts first what is kept: the earliest published, then the longest, then the first id."""
    try:
        instant = moment(article.published)[0].timestamp() if article.published else None
    except ValueError:
        instant = None
    return instant is None, instant or 0.0, -len(article.text), article.id


def find_copies(
    articles: Iterable[Article],
    fingerprint_settings: FingerprintSettings,
    passage_settings: PassageSettings,
    copy_settings: CopySettings,
    progress: Progress | None = None,
    engine: Engine = LOCAL,
    jobs: int = 1,
) -> tuple[Copy, ...]:
    """Every copy among ``articles``, sorted by ``id`` and ``of``.

    ``of`` is always a kept article: one that is no exact or near copy here. An article is an
    exact or near copy of at most one other, and may be a partial copy of several. ``jobs`` are
    threads of this process, and change nothing of what is found.
    """
    articles = list(articles)
    compiled.load(0 if engine.remote else len(articles))
    told = None if engine.remote else progress
    ordered = sorted(articles, key=publication_order)
    partitioning = Partitioning(engine.parts, len(ordered))
    partitions = engine.parallelize(_partitioned(partitioning, ordered)).persist()
    sketched = partitions.map(
        partial(
            _sketched,
            settings=(fingerprint_settings, passage_settings),
            progress=told,
            jobs=jobs,
            alone=partitioning.parts == 1,
        )
    ).persist()
    stages = passage_settings, copy_settings
    return copies_of(partitioning, partitions, sketched, stages, engine, told, jobs)


def copies_of(
    partitioning: Partitioning,
    partitions: Partitioned[Partition],
    sketched: Partitioned[Partition],
    stages: tuple[PassageSettings, CopySettings],
    engine: Engine = LOCAL,
    progress: Progress | None = None,
    jobs: int = 1,
) -> tuple[Copy, ...]:
    """Every copy among articles that were sketched already, as ``find_copies`` gives them.

    Args:
        partitioning: how the articles, numbered in the order of publication, stand in partitions.
        partitions: their ids, texts and sources; see ``PairVerifier``.
        sketched: their signatures, bands, winnowed grams, sources and digests.
        stages: the settings of passages and of copies.
        engine: where both lie.
        progress: called in this process only.
        jobs: threads.
    """
    passage_settings, copy_settings = stages
    twin_of = _twins(partitioning, sketched)
    single = np.flatnonzero(twin_of == np.arange(partitioning.size))
    batch = (
        sketched.zip(engine.parallelize(partitioning.cut(single, single)))
        .map(_without_twins)
        .persist()
    )
    pairs, known = _candidates(partitioning, batch, single, copy_settings, engine)
    judge = PairVerifier(known, passage_settings, copy_settings, progress, jobs)

    def verdicts(asked: list[tuple[int, int]]) -> list[int]:
        rows = np.array(asked, np.int64)
        there = engine.parallelize(partitioning.cut(rows[:, 0], rows))
        given = join_pairs(partitioning, there, partitions, judge.verdicts).collect()
        return [one for part in given for one in part.tolist()]

    verdict_of: dict[tuple[int, int], int] = {}
    found = compared(pairs, verdict_of, verdicts)
    kept = representatives(partitioning.size, found, verdict_of, verdicts)
    wanted = _records(kept, found, twin_of.tolist())
    made = join_pairs(
        partitioning,
        engine.parallelize(partitioning.cut(wanted[:, 0], wanted)),
        partitions,
        judge.records,
    ).collect()
    copies = [copy for part in made for copy in part]
    return tuple(sorted(copies, key=lambda copy: (copy.id, copy.of)))


def _partitioned(partitioning: Partitioning, ordered: Sequence[Article]) -> list[Partition]:
    """The articles, in the order of publication, on their partitions."""
    numbers = np.arange(partitioning.size)
    columns = [
        partitioning.cut(numbers, _objects([getattr(article, name) for article in ordered]))
        for name in ("id", "text", "source")
    ]
    cut = zip(partitioning.cut(numbers, numbers), zip(*columns, strict=True), strict=True)
    return [Partition(part, own, rows) for part, (own, rows) in enumerate(cut)]


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    made = np.empty(len(values), object)
    made[:] = values
    return made


def _sketched(
    partition: Partition,
    settings: tuple[FingerprintSettings, PassageSettings],
    progress: Progress | None,
    jobs: int,
    alone: bool,  # noqa: FBT001  (a partition's state)
) -> Partition:
    """The sketches of the articles, and last the digests of their words.

    What is alone need not keep the grams that stand once.
    """
    _, texts, sources = partition.columns
    made = sketch(texts.tolist(), *settings, progress, jobs)
    grams = made.grams.repeated() if alone else made.grams
    columns = (made.signatures, made.bands, grams, sources, np.array(made.digests, "S16"))
    return Partition(partition.part, partition.numbers, columns)


def _twins(partitioning: Partitioning, sketched: Partitioned[Partition]) -> Numbers:
    """The first text with the same words as each; a text without words is like no other."""

    def digests(partition: Partition) -> Iterator[tuple[int, Any]]:
        full = partition.columns[-1] != b""
        digests = partition.columns[-1][full]
        yield from hash_partition(
            partitioning.parts, keys_of(digests), digests, partition.numbers[full]
        )

    def first(pieces: list[Any]) -> Numbers:
        _, digests, numbers = columns_of(pieces)
        found = np.stack([numbers, first_of(digests, numbers)], axis=1)
        return np.asarray(found[found[:, 0] != found[:, 1]])

    twin_of = np.arange(partitioning.size)
    twins = np.concatenate(sketched.shuffle(digests).map(first).collect())
    twin_of[twins[:, 0]] = twins[:, 1]
    return twin_of


def _without_twins(both: tuple[Partition, Numbers]) -> Partition:
    partition, single = both
    partition = partition.only(SIGNATURES, BANDS, GRAMS, SOURCES)
    return (
        partition
        if len(single) == len(partition.numbers)
        else partition.take(partition.places(single))
    )


def _candidates(
    partitioning: Partitioning,
    batch: Partitioned[Partition],
    single: Numbers,
    settings: CopySettings,
    engine: Engine,
) -> tuple[Numbers, Boilerplate]:
    """The pairs worth comparing, and the marks that count for nothing."""
    banded = banded_pairs(partitioning, batch).persist()
    voice_of = reuse_groups_on_engine(partitioning, batch, banded, settings)
    told = engine.parallelize(partitioning.cut(single, voice_of[single])).persist()
    known = _learned(partitioning, batch, told, settings)
    pairs = candidates(partitioning, batch, banded, told, known).collect()
    return np.concatenate(pairs), known


def _learned(
    partitioning: Partitioning,
    batch: Partitioned[Partition],
    told: Partitioned[Numbers],
    settings: CopySettings,
) -> Boilerplate:
    """The marks that recur in unrelated articles."""
    sources = batch.map(lambda partition: set(partition.columns[SOURCES].tolist())).collect()
    names = sorted(set[str]().union(*sources))
    number = {name: code for code, name in enumerate(names)}

    def grams(both: tuple[Partition, Numbers]) -> Iterator[tuple[int, Any]]:
        partition, voices = both
        found = partition.columns[GRAMS]
        owners = found.owners
        own = np.array([number[name] for name in partition.columns[SOURCES].tolist()], np.int64)
        yield from hash_partition(partitioning.parts, found.values, voices[owners], own[owners])

    def learned(pieces: list[Any]) -> Boilerplate:
        values, voices, codes = columns_of(pieces)
        return learn_of(values, voices, codes, names, settings)

    return Boilerplate.join(batch.zip(told).shuffle(grams).map(learned).collect())


def _records(
    kept: list[int], found: Iterable[tuple[int, int]], twin_of: Sequence[int]
) -> NDArray[np.int64]:
    """The records to be made, in order of their first article: int64 (records, 4)."""
    jobs = [(at, of, of, NEAR_COPY) for at, of in enumerate(kept) if of != at]
    jobs += [(*part, PARTIAL_COPY) for part in partial_copies(kept, found)]
    jobs += [(at, first, kept[first], TWIN) for at, first in enumerate(twin_of) if first != at]
    return np.array(sorted(jobs), np.int64).reshape(-1, 4)
