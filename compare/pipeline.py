"""The stages joined: each public verb takes articles and gives what a user came for.

read → find copies → clean → group events → split statements → align → compare → report
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from compare.errors import InputError
from compare.model import Alignment, CleanedArticle, Comparison, Event
from compare.settings import DEFAULTS, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from compare.comparison.corrections import Correction
    from compare.copies.spilled_articles import SpilledArticles
    from compare.engines.base import Engine
    from compare.engines.workers import Workers
    from compare.ingest import Reading
    from compare.model import (
        Article,
        Copy,
        Dropped,
        Match,
        Progress,
        Refused,
        Span,
        Statement,
    )
    from compare.report.writer import Written

__all__ = [
    "Comparisons",
    "Deduplication",
    "align_articles",
    "clean_articles",
    "compare_event",
    "compare_events",
    "compare_stories",
    "deduplicate",
    "deduplicate_spilled",
    "group_events",
    "read_articles",
    "spilled_articles",
    "write_comparisons",
    "write_report",
]

_WORTH_ARTICLES = 40
"""Articles of events from which on processes compare them faster than this one alone."""
_WORTH_CHARACTERS = 8_000_000
"""The same of cleaning, in characters."""
_AT_ONCE = 500
"""Articles cleaned by a process at a time."""
FAINT = 0.02
"""From this probability on, a pair that is no match counts as a chance that it is one."""
STORY = 12
"""The articles of a story of so many at most can be put side by side across its events."""
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Deduplication:
    """The ids kept, in order of id, and every copy found with what it copies.

    >>> deduplicate(articles).to_dict()["format"]
    'newscompare/dedup/1'
    """

    kept: tuple[str, ...]
    copies: tuple[Copy, ...]

    def to_dict(self, refused: Iterable[Refused] = ()) -> dict[str, Any]:
        """The JSON of ``dedup --json`` (``newscompare/dedup/1``)."""
        from compare.report import json_formats

        return json_formats.dedup(self.kept, self.copies, refused)


class Comparisons(NamedTuple):
    """Every event of two or more articles, compared, and the events of one article.

    >>> comparisons, alone = compare_events(cup)
    >>> len(comparisons), len(alone)
    (1, 0)
    """

    comparisons: tuple[Comparison, ...]
    alone: tuple[Event, ...]


def read_articles(
    paths: Iterable[str | Path],
    settings: Settings = DEFAULTS,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read every path into articles; what cannot be read is listed, never raised.

    Raises:
        InputError: there was nothing to read at all.

    >>> reading = read_articles(["fixtures/articles"])
    >>> len(reading.refused)
    0
    """
    from compare import ingest

    reading = ingest.read(list(paths), settings.ingest, stdin, progress)
    if not reading.articles and not reading.refused:
        raise InputError(f"{', '.join(map(str, paths))}: no articles here; give a folder of them")
    return reading


def deduplicate(
    articles: Sequence[Article],
    settings: Settings = DEFAULTS,
    *,
    drop_partial: bool = False,
    progress: Progress | None = None,
    engine: str = "local",
    jobs: int = 1,
) -> Deduplication:
    """Keep one article of each set of copies; partial copies too, unless ``drop_partial``.

    ``jobs`` are threads; the result is the same for any number of them.

    Raises:
        EngineError, MissingExtraError: the engine does not start or fails, or is not installed.

    >>> found = deduplicate(articles)
    >>> dropped = {copy.id for copy in found.copies if copy.kind != "partial"}
    >>> sorted({*found.kept, *dropped}) == sorted(article.id for article in articles)
    True
    """
    from compare.engines import open_engine

    with open_engine(engine, len(articles)) as where:
        copies = _copies(articles, settings, progress, where, jobs)
    return _kept((article.id for article in articles), copies, drop_partial=drop_partial)


def spilled_articles(
    settings: Settings = DEFAULTS,
    jobs: int = 1,
    record: Callable[[Article], bytes] | None = None,
) -> SpilledArticles:
    """Takes articles one by one, for ``deduplicate_spilled``: their texts stay on disk."""
    from compare.copies.spilled_articles import SpilledArticles

    return SpilledArticles(settings.fingerprints, settings.passages, jobs, record)


def deduplicate_spilled(
    spilled: SpilledArticles,
    settings: Settings = DEFAULTS,
    *,
    drop_partial: bool = False,
    progress: Progress | None = None,
) -> Deduplication:
    """As ``deduplicate``, of articles that lie on disk; asked once, after ``finish``."""
    copies = spilled.find_copies(settings.copies, progress)
    return _kept(spilled.ids(), copies, drop_partial=drop_partial)


def _kept(ids: Iterable[str], copies: tuple[Copy, ...], *, drop_partial: bool) -> Deduplication:
    gone = {copy.id for copy in copies if drop_partial or copy.kind != "partial"}
    return Deduplication(tuple(sorted(id_ for id_ in ids if id_ not in gone)), copies)


def group_events(
    articles: Sequence[Article],
    settings: Settings = DEFAULTS,
    must_link: Pairs = (),
    cannot_link: Pairs = (),
    progress: Progress | None = None,
    engine: str = "local",
    jobs: int = 1,
) -> tuple[Event, ...]:
    """Group articles into events; copies are one voice. Engines raise as in ``deduplicate``.

    ``jobs`` are processes that clean the articles; the events are the same for any number.

    >>> {article for event in group_events(cup) for article in event.articles} == {
    ...     article.id for article in cup
    ... }
    True
    """
    from compare.engines import open_engine
    from compare.engines.workers import workers

    with open_engine(engine, len(articles)) as where:
        copies = _copies(articles, settings, progress, where, jobs)
        if where.remote:
            from compare.events.distributed import group_in_parts

            return group_in_parts(articles, copies, settings, where, must_link, cannot_link)
    with workers(jobs) as some:
        bodies = _clean(articles, settings, some, progress)
    return _group(bodies, copies, settings, must_link, cannot_link, progress)


def align_articles(
    articles: Sequence[Article],
    settings: Settings = DEFAULTS,
    min_score: float | None = None,
    progress: Progress | None = None,
) -> Alignment:
    """The statements of the articles, in the order given, and the matches between them.

    >>> {match.relation for match in align_articles(cup).matches} >= {"paraphrase"}
    True
    """
    bodies = clean_articles(articles, settings)
    statements = _split(bodies, settings)
    matches = _align(bodies, statements, settings, min_score, progress)
    dropped = tuple(drop for body in bodies for drop in body.dropped)
    return Alignment(tuple(article.id for article in articles), statements, matches, dropped)


def compare_events(
    articles: Sequence[Article],
    settings: Settings = DEFAULTS,
    must_link: Pairs = (),
    cannot_link: Pairs = (),
    progress: Progress | None = None,
    publishers: Mapping[str, str] | None = None,
    corrections: Sequence[Correction] = (),
    jobs: int = 1,
) -> Comparisons:
    """The comparison of every event of two or more articles, and the events of one.

    ``jobs`` are processes; the comparisons are the same for any number of them.

    >>> comparison = compare_events(cup).comparisons[0]
    >>> any(article.added for article in comparison.articles)
    True
    """
    from compare.engines.workers import workers

    copies = deduplicate(articles, settings, progress=progress, jobs=jobs).copies
    with workers(jobs) as some:
        bodies = _clean(articles, settings, some, progress)
        events = _group(bodies, copies, settings, must_link, cannot_link, progress)
        known = {body.article.id: body for body in bodies}
        several = [event for event in events if len(event.articles) > 1]
        comparisons = some.map(
            partial(_compare, settings=settings, publishers=publishers, corrections=corrections),
            [(event, {id_: known[id_] for id_ in event.articles}, {}) for event in several],
            costs=[len(event.articles) for event in several],
            worth=_WORTH_ARTICLES,
            progress=progress,
            stage="compare",
        )
    alone = tuple(event for event in events if len(event.articles) == 1)
    return Comparisons(tuple(comparisons), alone)


def compare_stories(
    comparisons: Sequence[Comparison],
    alone: Sequence[Event],
    articles: Sequence[Article],
    settings: Settings = DEFAULTS,
    corrections: Sequence[Correction] = (),
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[Comparison, ...]:
    """The articles of each story of several events, compared as those of one event are.

    So any two of them can be put side by side. Stories of more than ``STORY`` articles are left
    out, for every pair of articles is compared.

    Args:
        comparisons: of the events of two or more articles.
        alone: the events of one article.
        articles: those of all events.
        settings: those of ``compare_event``.
        corrections: what a reader said of pairs of statements.
        jobs: processes; the comparisons are the same for any number of them.
        progress: called with the stage, what is done and the total.
    """
    from compare.engines.workers import workers
    from compare.events.grouping import joined_events

    stories: dict[str, list[Event]] = {}
    for event in (*(made.event for made in comparisons), *alone):
        stories.setdefault(event.story, []).append(event)
    several = [
        joined_events(events)
        for events in stories.values()
        if len(events) > 1 and sum(len(event.articles) for event in events) <= STORY
    ]
    wanted = {id_ for event in several for id_ in event.articles}
    with workers(jobs) as some:
        bodies = _clean([each for each in articles if each.id in wanted], settings, some, None)
        known = {body.article.id: body for body in bodies}
        split = _split_before(comparisons, known)
        return tuple(
            some.map(
                partial(_compare, settings=settings, publishers=None, corrections=corrections),
                [
                    (
                        event,
                        {id_: known[id_] for id_ in event.articles},
                        {id_: split[id_] for id_ in event.articles if id_ in split},
                    )
                    for event in several
                ],
                costs=[len(event.articles) for event in several],
                worth=_WORTH_ARTICLES,
                progress=progress,
                stage="stories",
            )
        )


def _split_before(
    comparisons: Sequence[Comparison], bodies: Mapping[str, CleanedArticle]
) -> dict[str, tuple[Statement, ...]]:
    """The statements of the compared articles that were cleaned as these bodies are, by id."""
    return {
        each.article.id: each.statements
        for made in comparisons
        for each in (*made.articles, *made.reprints)
        if (body := bodies.get(each.article.id)) is not None
        and (body.article, body.dropped) == (each.article, each.dropped)
    }


def _compare(
    own: tuple[Event, Mapping[str, CleanedArticle], Mapping[str, tuple[Statement, ...]]],
    settings: Settings,
    publishers: Mapping[str, str] | None,
    corrections: Sequence[Correction],
) -> Comparison:
    event, bodies, split = own
    return compare_event(event, bodies, settings, publishers, corrections, split)


def compare_event(
    event: Event,
    bodies: Mapping[str, CleanedArticle],
    settings: Settings = DEFAULTS,
    publishers: Mapping[str, str] | None = None,
    corrections: Sequence[Correction] = (),
    split: Mapping[str, tuple[Statement, ...]] = MappingProxyType({}),
) -> Comparison:
    """What each article of an event added and left out, and who has it from whom.

    ``bodies`` are by the articles' ids; ``publishers`` by the outlets' names, and outlets of one
    publisher are one witness. ``corrections`` are what a reader said of pairs of statements;
    ``split`` are the statements of those bodies that were split before, by the articles' ids.
    """
    from compare.alignment import align as alignment
    from compare.alignment import model as fitted
    from compare.comparison import compare as comparison
    from compare.comparison import reprints
    from compare.comparison.corrections import apply_corrections
    from compare.origins import trace
    from compare.text.language import common_language
    from compare.version import __version__

    unread = [id_ for id_ in event.articles if id_ not in split]
    read = _split([bodies[id_] for id_ in unread], settings)
    split = {**split, **dict(zip(unread, read, strict=True))}
    own, again = reprints.split_reprints(event, split)
    members, statements = [bodies[id_] for id_ in own], [split[id_] for id_ in own]
    threshold = settings.alignment.threshold
    scored = _align(members, statements, settings, min_score=FAINT, read_from=threshold)
    chosen = alignment.choose(scored, settings.alignment)
    language = common_language([body.article for body in members])
    settled = apply_corrections(corrections, statements, chosen, language)
    matches = settled.matches
    taken = {(match.a, match.b) for match in matches} | settled.apart
    made = comparison.compare(
        event,
        members,
        statements,
        matches,
        [match for match in scored if (match.a, match.b) not in taken],
        settings=settings.comparison,
        threshold=threshold,
        digest=settings.digest(),
        version=__version__,
        accuracy=fitted.accuracy(threshold),
        reprints=[(bodies[id_], split[id_]) for id_ in again],
        apart=settled.apart,
    )
    made = replace(made, corrected=settled.corrected)
    return trace(made, settings.origins, publishers)


def clean_articles(
    articles: Sequence[Article], settings: Settings = DEFAULTS
) -> tuple[CleanedArticle, ...]:
    """The articles without what is no statement of theirs, in the same order."""
    from compare.ingest.cleaning import clean
    from compare.text.language import with_language

    return clean(with_language(articles), settings.clean)


def _clean(
    articles: Sequence[Article],
    settings: Settings,
    some: Workers,
    progress: Progress | None = None,
) -> tuple[CleanedArticle, ...]:
    """As ``clean_articles``, by several processes; only what they find comes back from them."""
    from compare.ingest.cleaning import recurring_lines

    if some.jobs == 1 or sum(len(each.text) for each in articles) < _WORTH_CHARACTERS:
        return clean_articles(articles, settings)
    recurring = recurring_lines(articles, settings.clean)
    parts = [articles[at : at + _AT_ONCE] for at in range(0, len(articles), _AT_ONCE)]
    made = some.map(
        partial(_clean_part, settings=settings),
        [
            (part, {source: recurring[source] for source in {each.source for each in part}})
            for part in parts
        ],
        costs=[sum(len(each.text) for each in part) for part in parts],
        worth=_WORTH_CHARACTERS,
        progress=progress,
        stage="cleaning",
    )
    found = (one for part in made for one in part)
    return tuple(
        CleanedArticle(replace(article, language=language), spans, dropped)
        for article, (language, spans, dropped) in zip(articles, found, strict=True)
    )


def _clean_part(
    own: tuple[Sequence[Article], Mapping[str, frozenset[str]]], settings: Settings
) -> list[tuple[str | None, tuple[Span, ...], tuple[Dropped, ...]]]:
    from compare.ingest.cleaning import clean
    from compare.text.language import with_language

    articles, recurring = own
    cleaned = clean(with_language(articles), settings.clean, recurring=recurring)
    return [(each.article.language, each.spans, each.dropped) for each in cleaned]


def write_report(
    articles: Sequence[Article],
    folder: Path,
    settings: Settings = DEFAULTS,
    *,
    refused: Sequence[Refused] = (),
    formats: Sequence[str] = ("html", "json"),
    must_link: Pairs = (),
    cannot_link: Pairs = (),
    progress: Progress | None = None,
    jobs: int = 1,
) -> Path:
    """The main job: compare every event and write the report; returns the page to open.

    Raises:
        OutputError: the folder cannot be written; nothing is left half-written.

    >>> write_report(cup, folder).name
    'index.html'
    """
    comparisons, singles = compare_events(
        articles, settings, must_link, cannot_link, progress, jobs=jobs
    )
    return write_comparisons(
        comparisons, singles, articles, folder, settings, refused, formats,
        jobs=jobs, progress=progress,
    ).page  # fmt: skip


def write_comparisons(
    comparisons: Sequence[Comparison],
    singles: Sequence[Event],
    articles: Sequence[Article],
    folder: Path,
    settings: Settings = DEFAULTS,
    refused: Sequence[Refused] = (),
    formats: Sequence[str] = ("html", "json"),
    *,
    clean: bool = False,
    stories: Sequence[Comparison] = (),
    jobs: int = 1,
    progress: Progress | None = None,
) -> Written:
    """Write the report of what ``compare_events`` found: the page to open, and what it replaced.

    ``clean`` takes away the pages that an earlier report left in the folder; ``stories`` are from
    ``compare_stories``; ``jobs`` are processes.

    Raises:
        OutputError: the folder cannot be written; nothing is left half-written.
    """
    from compare import report
    from compare.engines.workers import workers
    from compare.version import __version__

    by_id = {article.id: article for article in articles}
    alone = [(event, by_id[event.articles[0]]) for event in singles]
    made_by = (__version__, settings.digest())
    with workers(jobs) as some:
        return report.write(
            folder, comparisons, alone, refused, made_by, formats,
            clean=clean, stories=stories, workers=some, progress=progress,
        )  # fmt: skip


def _copies(
    articles: Sequence[Article],
    settings: Settings,
    progress: Progress | None,
    engine: Engine,
    jobs: int,
) -> tuple[Copy, ...]:
    from compare.copies.detection import find_copies

    stages = settings.fingerprints, settings.passages, settings.copies
    return find_copies(articles, *stages, progress, engine, jobs)


def _group(
    bodies: Sequence[CleanedArticle],
    copies: Sequence[Copy],
    settings: Settings,
    must_link: Pairs,
    cannot_link: Pairs,
    progress: Progress | None,
) -> tuple[Event, ...]:
    from compare.events.grouping import group

    return group(
        bodies, copies, settings.vectors, settings.events, must_link, cannot_link, progress
    )


def _split(
    bodies: Sequence[CleanedArticle], settings: Settings
) -> tuple[tuple[Statement, ...], ...]:
    """The statements of each body; of bodies with one text, one is read."""
    from compare.statements.split import split

    known: dict[tuple[object, ...], tuple[Statement, ...]] = {}
    found = []
    for body in bodies:
        id_, key = body.article.id, (body.article.text, body.article.language, body.spans)
        if key not in known:
            known[key] = split(body, settings.statements)
        found.append(tuple(replace(each, article=id_) for each in known[key]))
    return tuple(found)


def _align(
    bodies: Sequence[CleanedArticle],
    statements: Sequence[Sequence[Statement]],
    settings: Settings,
    min_score: float | None = None,
    progress: Progress | None = None,
    read_from: float = 0.0,
) -> tuple[Match, ...]:
    from compare.alignment import align as alignment
    from compare.text.language import common_language

    language = common_language([body.article for body in bodies])
    return alignment.align(statements, settings.alignment, min_score, progress, language, read_from)
