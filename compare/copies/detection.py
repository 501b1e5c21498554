"""Which article is a copy of which, and which one of each set of copies is kept.

Nothing is called a copy before both texts were compared word by word.

The articles stand on the shelves of an engine: their texts, signatures, bands and marks, and what
is exchanged of these. What is decided for all together is decided here: it takes the articles, for
as long as the caller holds them, and of each its twin, its voice and who is kept for it, the
candidate pairs (16 bytes a pair), the verdicts on those that were compared, the boilerplate that
was learned (8 bytes a mark), and the records of copies.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.copies.boilerplate import Boilerplate, learn_of
from compare.copies.candidates import BANDS, MARKS, ROWS, SOURCES, alike, candidates
from compare.copies.pair_verifier import NEAR_COPY, PARTIAL_COPY, TWIN, Judge
from compare.copies.representatives import chosen, compared, partly
from compare.copies.reuse_groups import related
from compare.copies.sketches import sketch
from compare.engines.base import HERE
from compare.engines.partitions import Plan, Shelf, by_key, columns_of, meet
from compare.model import moment
from compare.text.word_hashes import first_of, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from compare.engines.base import Engine, Spread
    from compare.model import Article, Copy, Progress
    from compare.settings import CopySettings, FingerprintSettings, PassageSettings

    Numbers = NDArray[np.int64]

__all__ = ["find_copies", "publication_order"]


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
    engine: Engine = HERE,
) -> tuple[Copy, ...]:
    """Every copy among ``articles``, sorted by ``id`` and ``of``.

    ``of`` is always a kept article: one that is no exact or near copy here. An article is an
    exact or near copy of at most one other, and may be a partial copy of several.
    """
    told = None if engine.elsewhere else progress
    ordered = sorted(articles, key=publication_order)
    plan = Plan(engine.parts, len(ordered))
    shelves = engine.spread(_shelved(plan, ordered)).keep()
    sketched = shelves.map(
        partial(_sketched, settings=(fingerprint_settings, passage_settings), progress=told)
    ).keep()
    twin_of = _twins(plan, sketched)
    single = np.flatnonzero(twin_of == np.arange(plan.size))
    batch = sketched.zip(engine.spread(plan.cut(single, single))).map(_without_twins).keep()
    pairs, known = _candidates(plan, batch, single, copy_settings, engine)
    judge = Judge(known, passage_settings, copy_settings, told)

    def verdicts(asked: list[tuple[int, int]]) -> list[int]:
        rows = np.array(asked, np.int64)
        there = engine.spread(plan.cut(rows[:, 0], rows))
        given = meet(plan, there, shelves, judge.verdicts).collect()
        return [one for part in given for one in part.tolist()]

    verdict_of: dict[tuple[int, int], int] = {}
    found = compared(pairs, verdict_of, verdicts)
    kept = chosen(plan.size, found, verdict_of, verdicts)
    jobs = _jobs(kept, found, twin_of.tolist())
    made = meet(plan, engine.spread(plan.cut(jobs[:, 0], jobs)), shelves, judge.records).collect()
    copies = [copy for part in made for copy in part]
    return tuple(sorted(copies, key=lambda copy: (copy.id, copy.of)))


def _shelved(plan: Plan, ordered: Sequence[Article]) -> list[Shelf]:
    """The articles, in the order of publication, on their shelves."""
    numbers = np.arange(plan.size)
    columns = [
        plan.cut(numbers, _objects([getattr(article, name) for article in ordered]))
        for name in ("id", "text", "source")
    ]
    cut = zip(plan.cut(numbers, numbers), zip(*columns, strict=True), strict=True)
    return [Shelf(part, own, rows) for part, (own, rows) in enumerate(cut)]


def _objects(values: Sequence[object]) -> NDArray[np.object_]:
    made = np.empty(len(values), object)
    made[:] = values
    return made


def _sketched(
    shelf: Shelf,
    settings: tuple[FingerprintSettings, PassageSettings],
    progress: Progress | None,
) -> Shelf:
    """The sketches of the articles, and last the digests of their words."""
    _, texts, sources = shelf.columns
    made = sketch(texts.tolist(), *settings, progress)
    columns = (made.rows, made.bands, made.marks, sources, np.array(made.digests, "S16"))
    return Shelf(shelf.part, shelf.numbers, columns)


def _twins(plan: Plan, sketched: Spread[Shelf]) -> Numbers:
    """The first text with the same words as each; a text without words is like no other."""

    def digests(shelf: Shelf) -> Iterator[tuple[int, Any]]:
        full = shelf.columns[-1] != b""
        digests = shelf.columns[-1][full]
        yield from by_key(plan.parts, keys_of(digests), digests, shelf.numbers[full])

    def first(pieces: list[Any]) -> Numbers:
        _, digests, numbers = columns_of(pieces)
        found = np.stack([numbers, first_of(digests, numbers)], axis=1)
        return np.asarray(found[found[:, 0] != found[:, 1]])

    twin_of = np.arange(plan.size)
    twins = np.concatenate(sketched.exchange(digests).map(first).collect())
    twin_of[twins[:, 0]] = twins[:, 1]
    return twin_of


def _without_twins(both: tuple[Shelf, Numbers]) -> Shelf:
    shelf, single = both
    shelf = shelf.only(ROWS, BANDS, MARKS, SOURCES)
    return shelf if len(single) == len(shelf.numbers) else shelf.take(shelf.places(single))


def _candidates(
    plan: Plan, batch: Spread[Shelf], single: Numbers, settings: CopySettings, engine: Engine
) -> tuple[Numbers, Boilerplate]:
    """The pairs worth comparing, and the marks that count for nothing."""
    banded = alike(plan, batch).keep()
    voice_of = related(plan, batch, banded, settings)
    told = engine.spread(plan.cut(single, voice_of[single])).keep()
    known = _learned(plan, batch, told, settings)
    pairs = candidates(plan, batch, banded, told, known).collect()
    return np.concatenate(pairs), known


def _learned(
    plan: Plan, batch: Spread[Shelf], told: Spread[Numbers], settings: CopySettings
) -> Boilerplate:
    """The marks that recur in unrelated articles."""
    sources = batch.map(lambda shelf: set(shelf.columns[SOURCES].tolist())).collect()
    names = sorted(set[str]().union(*sources))
    number = {name: code for code, name in enumerate(names)}

    def marks(both: tuple[Shelf, Numbers]) -> Iterator[tuple[int, Any]]:
        shelf, voices = both
        found = shelf.columns[MARKS]
        owners = found.owners
        own = np.array([number[name] for name in shelf.columns[SOURCES].tolist()], np.int64)
        yield from by_key(plan.parts, found.values, voices[owners], own[owners])

    def learned(pieces: list[Any]) -> Boilerplate:
        values, voices, codes = columns_of(pieces)
        return learn_of(values, voices, codes, names, settings)

    return Boilerplate.join(batch.zip(told).exchange(marks).map(learned).collect())


def _jobs(
    kept: list[int], found: Iterable[tuple[int, int]], twin_of: Sequence[int]
) -> NDArray[np.int64]:
    """The records to be made, in order of their first article: int64 (records, 4)."""
    jobs = [(at, of, of, NEAR_COPY) for at, of in enumerate(kept) if of != at]
    jobs += [(*part, PARTIAL_COPY) for part in partly(kept, found)]
    jobs += [(at, first, kept[first], TWIN) for at, first in enumerate(twin_of) if first != at]
    return np.array(sorted(jobs), np.int64).reshape(-1, 4)
