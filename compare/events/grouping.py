"""Events: which articles report the same event, and which events are of one story."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from compare.events.distributed_bodies import digest_of
from compare.events.linkage import average_linkage, grouped
from compare.events.similarity import compare_all
from compare.events.term_counts import title_of
from compare.events.tfidf import vectorise
from compare.model import Copy, Event, Link, moment

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from compare.events.linkage import Pair
    from compare.events.similarity import ScoredPairs
    from compare.model import CleanedArticle, Progress
    from compare.settings import EventSettings, VectorSettings

__all__ = [
    "EventMember",
    "describe",
    "event_member",
    "followed",
    "group",
    "grouped_by",
    "joined_at",
    "joined_events",
    "related_pairs",
]

STAGE = "events"
HEADLINE = 120
RELATED = 0.2
"""Two articles of two events are related from this probability on that they report one."""
ASKED = 0.01
"""Less probable pairs are not worth a person's label."""
_UNKNOWN = datetime.max.replace(tzinfo=UTC)


def group(
    bodies: Iterable[CleanedArticle],
    copies: Iterable[Copy],
    vector_settings: VectorSettings,
    event_settings: EventSettings,
    must_link: Iterable[tuple[str, str]] = (),
    cannot_link: Iterable[tuple[str, str]] = (),
    progress: Progress | None = None,
) -> tuple[Event, ...]:
    """Group articles into events and events into stories; every article is in exactly one event.

    An exact or near copy follows the article it is ``of``, and is no voice of its own.

    Args:
        bodies: the articles; ids are unique.
        copies: which articles copy which, ``of`` always a kept article.
        vector_settings: how an article becomes a vector.
        event_settings: when two articles are of one event, and two events of one story.
        must_link: pairs of ids that belong in one event, whatever their score.
        cannot_link: pairs of ids that do not belong in one event; ``must_link`` is stronger.
        progress: called with the stage, what is done and the total.

    Returns:
        The events, sorted by start (unknown last), then by id.
    """
    by_id = {body.article.id: body for body in sorted(bodies, key=lambda body: body.article.id)}
    follows = followed(copies, {name: digest_of(body.text) for name, body in by_id.items()})
    voices = [body for name, body in by_id.items() if name not in follows]
    told = progress or (lambda _stage, _done, _total: None)
    told(STAGE, 0, 2)
    pairs = compare_all(vectorise(voices, vector_settings))
    told(STAGE, 1, 2)
    members = {name: event_member(body) for name, body in by_id.items()}
    found = grouped_by(pairs, members, follows, event_settings, must_link, cannot_link)
    told(STAGE, 2, 2)
    return found


class EventMember(NamedTuple):
    """What an event tells of an article."""

    id: str
    published: str | None
    headline: str


def event_member(body: CleanedArticle) -> EventMember:
    """What an event would tell of the article."""
    return EventMember(body.article.id, body.article.published, _headline(body))


def grouped_by(
    pairs: ScoredPairs,
    members: Mapping[str, EventMember],
    follows: Mapping[str, Copy],
    settings: EventSettings,
    must_link: Iterable[tuple[str, str]] = (),
    cannot_link: Iterable[tuple[str, str]] = (),
) -> tuple[Event, ...]:
    """The events that the evidence of all pairs makes.

    Args:
        pairs: of the articles that are no copies, in order of id.
        members: of all articles, in order of id.
        follows: the copies, by their id.
        settings: when two articles are of one event, and two events of one story.
        must_link: see ``group``.
        cannot_link: see ``group``.
    """
    voices = [member for name, member in members.items() if name not in follows]
    number = {voice.id: index for index, voice in enumerate(voices)}
    must = _numbered(must_link, follows, number)
    cannot = _numbered(cannot_link, follows, number)
    scores = pairs.scores()
    clusters = grouped(len(voices), scores, settings, must, cannot)
    stories = pairs.story_scores()
    return describe(clusters, scores, stories, voices, follows, members, settings)


def describe(
    clusters: Sequence[Sequence[int]],
    scores: Mapping[Pair, float],
    story_scores: Iterable[tuple[Pair, float]],
    voices: Sequence[EventMember],
    followed: Mapping[str, Copy],
    by_id: Mapping[str, EventMember],
    settings: EventSettings,
    ids: Sequence[str] = (),
) -> tuple[Event, ...]:
    """The events that clusters are, with title, dates, links, copies and story.

    Args:
        clusters: lists of indices into ``voices``.
        scores: of pairs of voices, that both are of one event.
        story_scores: the same, that both are of one story.
        voices: the articles that are no copies.
        followed: the copies, by their id.
        by_id: all articles.
        settings: when events are of one story.
        ids: of the events, one a cluster; else each has the id that its first article gives.

    Returns:
        The events, sorted by start (unknown last), then by id.
    """
    inside = _inside(clusters, scores)
    events = [_event(*parts, voices) for parts in zip(clusters, inside, strict=True)]
    followers: defaultdict[str, list[Copy]] = defaultdict(list)
    for _, copy in sorted(followed.items()):
        followers[copy.of].append(copy)
    events = [
        replace(_with_copies(event, followers, by_id), related=links)
        for event, links in zip(events, _related(clusters, scores, voices), strict=True)
    ]
    if ids:
        events = [replace(event, id=id_) for event, id_ in zip(events, ids, strict=True)]
    stories = _stories(clusters, story_scores, settings.story_threshold)
    named = [
        replace(event, story="s" + min(events[other].id for other in story)[1:])
        for story in stories
        for event in (events[place] for place in story)
    ]
    return tuple(sorted(named, key=_event_order))


def joined_events(events: Sequence[Event]) -> Event:
    """The events of a story as one, named by its earliest; its id is the story's."""
    first, *_ = ordered = sorted(events, key=_event_order)
    ends = [event.end for event in ordered if event.end]
    return Event(
        first.story,
        first.story,
        first.title,
        first.start,
        max(ends, key=lambda end: moment(end)[1], default=None),
        tuple(id_ for event in ordered for id_ in event.articles),
        tuple(copy for event in ordered for copy in event.copies),
    )


def joined_at(
    bodies: Iterable[CleanedArticle],
    vector_settings: VectorSettings,
    event_settings: EventSettings,
    thresholds: Iterable[float],
) -> tuple[Link, ...]:
    """The highest of some thresholds at which two articles still end in one event.

    Pairs that are related at least and are joined at none have the score 0, for what decides
    about a pair is the whole grouping and not its own probability alone.
    """
    ordered = sorted(bodies, key=lambda body: body.article.id)
    pairs = compare_all(vectorise(ordered, vector_settings))
    scores = pairs.scores()
    level = {pair: 0.0 for pair, score in scores.items() if score >= ASKED}
    for threshold in sorted(thresholds):
        for cluster in grouped(len(ordered), scores, replace(event_settings, threshold=threshold)):
            level.update(dict.fromkeys(combinations(cluster, 2), threshold))
    ids = [body.article.id for body in ordered]
    return tuple(Link(ids[a], ids[b], score) for (a, b), score in sorted(level.items()))


def followed(copies: Iterable[Copy], texts: Mapping[str, Hashable]) -> dict[str, Copy]:
    """The record by which each reprint follows its kept article, which follows no other.

    Articles with one text are copies even where none was found. ``texts`` are the bodies, or
    what stands for each and is false for an empty one, by the articles' ids, in order.
    """
    found: dict[str, Copy] = {}
    for copy in sorted(copies, key=lambda copy: (copy.id, -copy.containment, copy.of)):
        if copy.kind != "partial" and copy.id != copy.of and {copy.id, copy.of} <= texts.keys():
            found.setdefault(copy.id, copy)
    found = {name: copy for name, copy in found.items() if copy.of not in found}
    reprinted = {copy.of for copy in found.values()}
    first = {text: name for name, text in reversed(list(texts.items())) if name not in found}
    first |= {texts[name]: name for name in sorted(reprinted, reverse=True)}
    for name, text in texts.items():
        kept = first.get(text, name)
        if text and kept != name and name not in found and name not in reprinted:
            found[name] = Copy(name, kept, "exact", 1.0, 1.0)
    return found


def _numbered(
    pairs: Iterable[tuple[str, str]], followed: Mapping[str, Copy], number: Mapping[str, int]
) -> list[Pair]:
    """Pairs of ids as pairs of voices; unknown ids and pairs of one voice are left out."""
    kept = {name: copy.of for name, copy in followed.items()}
    named = [(kept.get(a, a), kept.get(b, b)) for a, b in pairs]
    known = [(number[a], number[b]) for a, b in named if a in number and b in number]
    return sorted({(min(pair), max(pair)) for pair in known if pair[0] != pair[1]})


def _inside(
    clusters: Sequence[Sequence[int]], scores: Mapping[Pair, float]
) -> list[dict[Pair, float]]:
    """Per cluster, the scores of its own pairs."""
    home = {member: place for place, cluster in enumerate(clusters) for member in cluster}
    found: list[dict[Pair, float]] = [{} for _ in clusters]
    for (a, b), score in scores.items():
        if home[a] == home[b]:
            found[home[a]][a, b] = score
    return found


def _related(
    clusters: Sequence[Sequence[int]], scores: Mapping[Pair, float], voices: Sequence[EventMember]
) -> list[tuple[Link, ...]]:
    """Per cluster, the links of its members to those of others that are related and not surely one.

    ``a`` is the cluster's own; the most probable link is the first.
    """
    home = {member: place for place, cluster in enumerate(clusters) for member in cluster}
    found: list[list[Link]] = [[] for _ in clusters]
    for (a, b), score in scores.items():
        if score >= RELATED and home[a] != home[b]:
            for own, other in ((a, b), (b, a)):
                link = Link(voices[own].id, voices[other].id, round(score, 4))
                found[home[own]].append(link)
    return [tuple(sorted(links, key=lambda link: (-link.score, link.a, link.b))) for links in found]


def related_pairs(events: Iterable[Event]) -> tuple[Link, ...]:
    """The pairs of articles of different events that may report one, the most probable first."""
    found = {
        (min(link.a, link.b), max(link.a, link.b)): link.score
        for event in events
        for link in event.related
    }
    links = (Link(a, b, score) for (a, b), score in found.items())
    return tuple(sorted(links, key=lambda link: (-link.score, link.a, link.b)))


def _event(
    cluster: Sequence[int], scores: Mapping[Pair, float], voices: Sequence[EventMember]
) -> Event:
    names = {index: voices[index].id for index in cluster}
    links = tuple(Link(names[a], names[b], round(score, 4))
                  for (a, b), score in sorted(scores.items()))  # fmt: skip
    closeness: defaultdict[int, float] = defaultdict(float)
    for pair, score in scores.items():
        for index in pair:
            closeness[index] += score
    central = min(cluster, key=lambda index: (-round(closeness[index], 6), names[index]))
    return Event("", "", voices[central].headline, None, None, tuple(names.values()), (), links)


def _headline(body: CleanedArticle) -> str:
    """The title, else the first line of the body, cut to a headline's length."""
    if title := title_of(body):
        return title
    lines = (*body.text.splitlines(), *body.article.text.splitlines(), body.article.id)
    line = next(line.strip() for line in lines if line.strip())
    return line if len(line) <= HEADLINE else line[: HEADLINE - 1].rsplit(" ", 1)[0] + "…"


def _with_copies(
    event: Event, followers: Mapping[str, Sequence[Copy]], by_id: Mapping[str, EventMember]
) -> Event:
    """The event with its reprints, its dates, and the id its first article gives it."""
    copies = tuple(copy for name in event.articles for copy in followers.get(name, ()))
    members = [by_id[name] for name in (*event.articles, *(copy.id for copy in copies))]
    members.sort(key=lambda article: (_first_moment(article), article.id))
    dated = [article for article in members if _first_moment(article) != _UNKNOWN]
    digest = hashlib.sha256(members[0].id.encode()).hexdigest()
    return replace(
        event,
        id=f"e{digest[:10]}",
        start=dated[0].published if dated else None,
        end=dated[-1].published if dated else None,
        articles=tuple(article.id for article in members),
        copies=copies,
    )


def _first_moment(article: EventMember) -> datetime:
    try:
        return moment(article.published)[0] if article.published else _UNKNOWN
    except ValueError:
        return _UNKNOWN


def _event_order(event: Event) -> tuple[datetime, str]:
    return (moment(event.start)[0] if event.start else _UNKNOWN, event.id)


def _stories(
    clusters: Sequence[Sequence[int]], scores: Iterable[tuple[Pair, float]], threshold: float
) -> list[list[int]]:
    """Average linkage once more, over events."""
    home = {member: place for place, cluster in enumerate(clusters) for member in cluster}
    sums: defaultdict[Pair, float] = defaultdict(float)
    for (a, b), score in scores:
        x, y = sorted((home[a], home[b]))
        if x != y:
            sums[x, y] += score
    means = {(a, b): total / (len(clusters[a]) * len(clusters[b]))
             for (a, b), total in sums.items()}  # fmt: skip
    return average_linkage(len(clusters), means, threshold)
