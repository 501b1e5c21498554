"""What the local application answers, apart from HTTP: the verbs of the command line on one index.

Readers never wait for a writer: SQLite's log lets them read while another writes, and what takes
long (comparing, checking, storing, listing) is done in processes of its own, so that nobody's page
waits for the interpreter. Everything that writes goes through one lock. What was computed of an
event is kept until its articles or corrections change.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import Counter, OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from compare import files, report
from compare.comparison.corrections import read_corrections
from compare.desk.day import day_facts, day_of, uncompared
from compare.desk.novelty import assess, to_dict
from compare.desk.stored import compare_articles
from compare.engines.workers import Workers
from compare.errors import InputError
from compare.index import open_index
from compare.model import Article
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from compare.comparison.corrections import Correction
    from compare.index import Index
    from compare.model import Event
    from compare.settings import Settings

__all__ = ["Desk"]

KEPT = 256
"""So many answers are kept."""
SEARCHED = 60
"""The claims of the events of so many articles, those nearest to the words, are searched."""
LINKED = 400
"""So many pairs at most bind two events together or apart."""
OF_A_DAY = 60
"""So many events of a day are compared for its page, those of most articles."""
QUICK, REST = 0.5, 10
"""A list that took longer than so many seconds is given again for so many times as long."""
LABELS = "/api/labels"
"""Where the pages of events send corrections."""


class Answer(NamedTuple):
    """What was found of an event: its page, ``EVENT.json``, and the language of its articles."""

    page: bytes
    json: bytes
    language: str


class Desk:
    """One index, and the verbs on it. Safe to use from many threads."""

    def __init__(self, path: Path, settings: Settings, jobs: int = 1) -> None:
        """Take the index at ``path``; labels are kept beside it in ``FILE.labels.jsonl``.

        Args:
            path: the index.
            settings: what it was made with.
            jobs: processes for what takes long; with 1 it is done in this one.

        Raises:
            IndexFileError: there is none, or it is of another version.
        """
        self.path, self.settings = path, settings
        self.labels = path.with_name(f"{path.name}.labels.jsonl")
        self._writing = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._keeping = threading.Lock()
        self._making: dict[tuple[object, ...], threading.Lock] = {}
        self._listed: dict[tuple[object, ...], tuple[float, Any]] = {}
        self._workers = Workers(jobs)
        # Held open for as long as this is: to open the file anew while a thread closes it would
        # give up the locks that keep other processes from its log.
        self._held = open_index(path, settings)
        self._held.settle()
        self._workers.start(_prepare)

    def close(self) -> None:
        """End the processes, and close the file."""
        self._workers.close()
        self._held.store.close()

    @contextmanager
    def _open(self) -> Iterator[Index]:
        with open_index(self.path, self.settings) as index:
            yield index

    def about(self) -> dict[str, Any]:
        """The version, the settings and how many articles there are."""

        def count() -> int:
            with self._open() as index:
                return len(index)

        articles = self._keep(("count", *self._state()), count)
        return {
            "version": __version__,
            "settings": self.settings.digest(),
            "articles": articles,
        }

    def check(self, article: Article) -> dict[str, Any]:
        """What ``check --json`` says of an article; nothing is stored."""
        return self._workers.run(_check, self.path, self.settings, article)

    def add(self, article: Article) -> dict[str, Any]:
        """The same, and store it.

        Raises:
            InputError: the index has another text under its id.
        """
        with self._writing:
            return self._workers.run(_add, self.path, self.settings, article)

    def days(self) -> list[tuple[date, int]]:
        """Each day with an article, and how many, the latest first."""

        def count() -> list[tuple[date, int]]:
            with self._open() as index:
                days = Counter(day_of(at) for _, _, at in index.entries() if at)
            return sorted(((day, found) for day, found in days.items() if day), reverse=True)

        return list(self._list(("days",), count))

    def day(self, day: date, ours: Collection[str] = ()) -> dict[str, Any]:
        """The facts of a day, as ``digest`` has them; ``OF_A_DAY`` of its events are compared."""

        def compute() -> dict[str, Any]:
            found = self.events(day.isoformat(), day.isoformat())
            several = sorted((event for event in found if len(event.articles) > 1),
                             key=lambda event: (-len(event.articles), event.id))  # fmt: skip
            with ThreadPoolExecutor(self._workers.jobs) as threads:
                answers = list(threads.map(self._answer, several[:OF_A_DAY]))
            with self._open() as index:
                rest = [(event, index.articles_by_id(event.articles).values())
                        for event in several[OF_A_DAY:]]  # fmt: skip
                home = {event.articles[0]: event.id for event in found if len(event.articles) == 1}
                alone = index.articles_by_id(home)
            comparisons = [json.loads(answer.json) for answer in answers]
            comparisons += [uncompared(event, list(articles)) for event, articles in rest]
            singles = [(home[id_], article) for id_, article in alone.items()]
            made_by = (__version__, self.settings.digest())
            return day_facts(day, comparisons, singles, ours, made_by)

        return dict(self._list(("day", day, tuple(sorted(ours))), compute))

    def events(self, since: str | None = None, until: str | None = None) -> tuple[Event, ...]:
        """The events of a period, the latest first.

        Raises:
            InputError: a bound is no date.
        """

        def compute() -> tuple[Event, ...]:
            return self._workers.run(_events, self.path, self.settings, since, until)

        return tuple(self._list(("events", since, until), compute))

    def event(self, event: str) -> Event:
        """One event.

        Raises:
            InputError: there is none of this id.
        """

        def read() -> Event:
            with self._open() as index:
                return index.events(ids=[event], settle=False)[0]

        found: Event = self._keep(("event", event, *self._state()), read)
        return found

    def heirs(self, event: str) -> tuple[str, ...]:
        """The events in which one went up that is no more."""
        with self._open() as index:
            return index.ledger.heirs(event)

    def answer(self, event: str) -> Answer:
        """What the articles of an event say, as corrected.

        Raises:
            InputError: there is no such event.
        """
        found: Answer = self._keep(
            ("answer", event, *self._state()), lambda: self._answer(self.event(event))
        )
        return found

    def _answer(self, event: Event) -> Answer:
        """What was found of an event, or would be."""
        with self._open() as index:
            stored = index.articles_by_id(event.articles)
        own = [stored[id_] for id_ in event.articles if id_ in stored]
        mine = [one for one in self._corrections() if {one.a[0], one.b[0]} <= stored.keys()]
        # Its links are scored anew as the index grows; nothing that is compared hangs on them.
        bare = replace(event, links=(), related=(), articles=tuple(each.id for each in own))
        key = ("made", bare, *own, *mine)
        made: Answer = self._keep(
            ("made", _digest(key)),
            lambda: self._workers.run(_compare, bare, own, self.settings, mine),
        )
        return made._replace(json=_with_event(made.json, event))

    def search(self, words: str) -> list[dict[str, Any]]:
        """The claims that hold all content words of a query, the most important first."""
        from compare.text.content_words import read

        if not read(words).terms:
            return []
        with self._open() as index:
            near = self._near(index, words)
        with ThreadPoolExecutor(self._workers.jobs) as threads:
            answers = list(threads.map(self._answer, near))
        found = []
        for event, made in zip(near, answers, strict=True):
            terms = frozenset(read(words, made.language).terms)
            found += [
                claim | {"event": event.id, "title": event.title}
                for claim in json.loads(made.json)["claims"]
                if terms <= frozenset(read(claim["text"], made.language).terms)
            ]
        return sorted(found, key=lambda claim: (-claim["importance"], claim["event"], claim["id"]))

    def _near(self, index: Index, words: str) -> Sequence[Event]:
        """The events of two or more articles whose articles share most with some words."""
        near = index.similar(Article("", words, ""), SEARCHED)
        found = index.events(ids=index.event_ids(near).values(), settle=False)
        return [event for event in found if len(event.articles) > 1]

    def label(self, row: dict[str, Any]) -> None:
        """Store a correction; one of the same pair gives way, and a label of None takes it out.

        Raises:
            InputError: an article is unknown, or a span is none of its text.
        """
        with self._writing:
            with self._open() as index:
                texts = index.articles_by_id([row["a_article"], row["b_article"]])
            for side in ("a", "b"):
                start, end = row[f"{side}_span"]
                article = texts.get(row[f"{side}_article"])
                if article is None or not 0 <= start < end <= len(article.text):
                    raise InputError(f"{row[f'{side}_article']}: no article with such a statement")
                row[side] = article.text[start:end]
            lines = [line for line in self._labels() if _pair(line) != _pair(row)]
            lines += [row] if row["label"] is not None else []
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            files.write(self.labels, text.encode("utf-8", "backslashreplace"))

    def _labels(self) -> list[dict[str, Any]]:
        try:
            return [json.loads(line) for line in self.labels.read_text("utf-8").splitlines()]
        except FileNotFoundError:
            return []

    def merge(self, a: str, b: str) -> str:
        """Make one event of two, from now on; the id it has.

        Raises:
            InputError: there is no such event, or both are one.
        """
        with self._writing, self._open() as index:
            if a == b:
                raise InputError(f"{a}: is one event already")
            one, two = (index.events(ids=[id_], settle=False)[0] for id_ in (a, b))
            pairs = [(x, y) for x in one.articles for y in two.articles][:LINKED]
            index.ledger.bind(pairs, together=True)
            self._list_anew()
            return index.event_ids(one.articles[:1])[one.articles[0]]

    def split(self, event: str, articles: Collection[str]) -> list[str]:
        """Take some articles out of an event, from now on; the ids of the events there are then.

        Raises:
            InputError: there is no such event, or the articles are none or all of it.
        """
        with self._writing, self._open() as index:
            (found,) = index.events(ids=[event], settle=False)
            out = [id_ for id_ in found.articles if id_ in set(articles)]
            rest = [id_ for id_ in found.articles if id_ not in set(articles)]
            if not out or not rest:
                raise InputError("choose some of the event's articles, and not all of them")
            index.ledger.bind([(x, y) for x in out for y in rest][:LINKED], together=False)
            self._list_anew()
            return sorted(set(index.event_ids(found.articles).values()))

    def ledger(self) -> list[dict[str, Any]]:
        """Every merge, split, move and undo, the latest first."""
        with self._open() as index:
            changes = index.ledger.changes()
        return [change.to_dict() for change in reversed(changes)]

    def undo(self, entry: int) -> None:
        """Put events back as they were before an entry.

        Raises:
            InputError: there is no such entry, or a later one stands in the way.
        """
        with self._writing, self._open() as index:
            index.ledger.undo(entry)
            self._list_anew()

    def _corrections(self) -> tuple[Correction, ...]:
        found: tuple[Correction, ...] = self._keep(
            ("corrections", _stat(self.labels)),
            lambda: read_corrections(self.labels) if self.labels.exists() else (),
        )
        return found

    def _list(self, name: tuple[object, ...], compute: Callable[[], Any]) -> Any:  # noqa: ANN401  (any answer)
        """A list, made anew when the index changed; one that takes long is given again a while."""
        with self._keeping:
            until, answer = self._listed.get(name, (0.0, None))
        if time.monotonic() < until:
            return answer
        start = time.monotonic()
        answer = self._keep((*name, *self._state()), compute)
        if (took := time.monotonic() - start) > QUICK:
            with self._keeping:
                self._listed[name] = (time.monotonic() + REST * took, answer)
                while len(self._listed) > KEPT:
                    del self._listed[next(iter(self._listed))]
        return answer

    def _list_anew(self) -> None:
        """Let the next reader of a list see what a person has just done."""
        with self._keeping:
            self._listed.clear()

    def _state(self) -> tuple[object, ...]:
        """What changes whenever the index or the corrections do."""
        wal = self.path.with_name(f"{self.path.name}-wal")
        return tuple(_stat(path) for path in (self.path, wal, self.labels))

    def _keep(self, key: tuple[object, ...], compute: Callable[[], Any]) -> Any:  # noqa: ANN401  (any answer)
        """The answer kept under a key, or else computed, once for all who ask meanwhile."""
        with self._keeping:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._keeping:
                if key in self._kept:
                    return self._kept[key]
            try:
                answer = compute()
            finally:
                with self._keeping:
                    self._making.pop(key, None)
            with self._keeping:
                self._kept[key] = answer
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return answer


def _prepare() -> None:
    """Load what comparing takes, before somebody waits for it."""
    from compare.alignment import model
    from compare.report import html  # noqa: F401  (loads it)

    model.load()


def _check(path: Path, settings: Settings, article: Article) -> dict[str, Any]:
    with open_index(path, settings) as index:
        verdict = index.check(article)
        return to_dict(verdict, assess(index, article, verdict))


def _add(path: Path, settings: Settings, article: Article) -> dict[str, Any]:
    with open_index(path, settings) as index:
        verdict, odd = index.check_and_add(article)
        if odd:
            raise InputError(f"{article.id}: {odd[0].reason}")
        answer = to_dict(verdict, assess(index, article, verdict))
        index.settle()
        return answer


def _events(
    path: Path, settings: Settings, since: str | None, until: str | None
) -> tuple[Event, ...]:
    with open_index(path, settings) as index:
        found = index.events(since, until, settle=False)
    return tuple(sorted(found, key=lambda event: (event.end or "", event.id), reverse=True))


def _compare(
    event: Event,
    articles: Sequence[Article],
    settings: Settings,
    corrections: Sequence[Correction],
) -> Answer:
    from compare.report.html import event_page
    from compare.text.language import common_language

    made = compare_articles(event, articles, settings, corrections=corrections)
    (facts,) = report.event_files(made, ("json",)).values()
    language = common_language([each.article for each in made.articles])
    return Answer(event_page(made, LABELS), facts, language)


def _with_event(facts: bytes, event: Event) -> bytes:
    """``EVENT.json`` with the links that the event has by now."""
    made = json.loads(facts)
    (now,) = report.events([event], ())["events"]
    made["event"] = now | {"origins": made["origins"]}
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "backslashreplace"
    )


def _digest(value: object) -> str:
    """A digest of a value's representation."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()


def _stat(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    # A log that is empty comes and goes with each reader.
    return (found.st_size, found.st_mtime_ns) if found.st_size else None


def _pair(row: dict[str, Any]) -> frozenset[tuple[object, ...]]:
    return frozenset((row[f"{side}_article"], *row[f"{side}_span"]) for side in ("a", "b"))
