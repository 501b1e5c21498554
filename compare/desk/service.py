"""What the local application answers, apart from HTTP: the verbs of the command line on one index.

Readers open the file for each answer and never wait: SQLite's log lets them read while another
writes. Everything that writes goes through one lock. What was computed of an event is kept until
the file or the corrections change.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter, OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from compare import files, report
from compare.comparison.corrections import read_corrections
from compare.desk.day import day_facts, day_of
from compare.desk.novelty import assess, to_dict
from compare.desk.stored import comparison_of
from compare.errors import InputError
from compare.index import open_index
from compare.model import Article
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from compare.index import Index
    from compare.model import Comparison, Event
    from compare.settings import Settings

__all__ = ["Desk"]

KEPT = 256
"""So many answers are kept."""
SEARCHED = 60
"""The claims of the events of so many articles, those nearest to the words, are searched."""
LINKED = 400
"""So many pairs at most bind two events together or apart."""


class Desk:
    """One index, and the verbs on it. Safe to use from many threads."""

    def __init__(self, path: Path, settings: Settings) -> None:
        """Take the index at ``path``; labels are kept beside it in ``FILE.labels.jsonl``.

        Raises:
            IndexFileError: there is none, or it is of another version.
        """
        self.path, self.settings = path, settings
        self.labels = path.with_name(f"{path.name}.labels.jsonl")
        self._writing = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], Any] = OrderedDict()
        self._keeping = threading.Lock()
        self._making: dict[tuple[object, ...], threading.Lock] = {}
        with self._open() as index:
            index.settle()

    @contextmanager
    def _open(self) -> Iterator[Index]:
        with open_index(self.path, self.settings) as index:
            yield index

    def about(self) -> dict[str, Any]:
        """The version, the settings and how many articles there are."""
        with self._open() as index:
            return {
                "version": __version__,
                "settings": self.settings.digest(),
                "articles": len(index),
            }

    def check(self, article: Article) -> dict[str, Any]:
        """What ``check --json`` says of an article; nothing is stored."""
        with self._open() as index:
            verdict = index.check(article)
            return to_dict(verdict, assess(index, article, verdict))

    def add(self, article: Article) -> dict[str, Any]:
        """The same, and store it.

        Raises:
            InputError: the index has another text under its id.
        """
        with self._writing, self._open() as index:
            verdict, odd = index.check_and_add(article)
            if odd:
                raise InputError(f"{article.id}: {odd[0].reason}")
            answer = to_dict(verdict, assess(index, article, verdict))
            index.settle()
            return answer

    def days(self) -> list[tuple[date, int]]:
        """Each day with an article, and how many, the latest first."""
        with self._open() as index:
            counts = Counter(day_of(published) for _, _, published in index.entries() if published)
        return sorted(((day, count) for day, count in counts.items() if day), reverse=True)

    def sources(self) -> list[str]:
        """The outlets, sorted."""
        with self._open() as index:
            return sorted({source for _, source, _ in index.entries()})

    def day(self, day: date, ours: Collection[str] = ()) -> dict[str, Any]:
        """The facts of a day, as ``digest`` has them."""

        def compute() -> dict[str, Any]:
            with self._open() as index:
                events = index.events(day.isoformat(), day.isoformat(), settle=False)
                alone = index.articles_by_id(
                    event.articles[0] for event in events if len(event.articles) == 1
                )
                comparisons = [
                    report.comparison(self._compared(index, event))
                    for event in events
                    if len(event.articles) > 1
                ]
            singles = [(event.id, alone[event.articles[0]])
                       for event in events if event.articles[0] in alone]  # fmt: skip
            made_by = (__version__, self.settings.digest())
            return day_facts(day, comparisons, singles, ours, made_by)

        return dict(self._keep(("day", day, tuple(sorted(ours)), self._state()), compute))

    def events(self, since: str | None = None, until: str | None = None) -> tuple[Event, ...]:
        """The events of a period, the latest first.

        Raises:
            InputError: a bound is no date.
        """

        def compute() -> tuple[Event, ...]:
            with self._open() as index:
                found = index.events(since, until, settle=False)
            return tuple(sorted(found, key=lambda e: (e.end or "", e.id), reverse=True))

        return tuple(self._keep(("events", since, until, self._state()), compute))

    def event(self, event: str) -> Event:
        """One event.

        Raises:
            InputError: there is none of this id.
        """
        with self._open() as index:
            return self._event(index, event)

    def heirs(self, event: str) -> tuple[str, ...]:
        """The events in which one went up that is no more."""
        with self._open() as index:
            return index.ledger.heirs(event)

    def comparison(self, event: str) -> Comparison:
        """What the articles of an event say, as corrected.

        Raises:
            InputError: there is no such event.
        """
        with self._open() as index:
            return self._compared(index, self._event(index, event))

    def page(self, event: str, labels: str) -> bytes:
        """The event's page, which stores its corrections where ``labels`` says."""
        from compare.report.html import event_page

        with self._open() as index:
            found = self._event(index, event)
            made = self._compared(index, found)
            key = ("page", labels, *self._made_of(index, found))
        return bytes(self._keep(key, lambda: event_page(made, labels)))

    def search(self, words: str) -> list[dict[str, Any]]:
        """The claims that hold all content words of a query, the most important first."""
        from compare.text.content_words import read

        wanted = frozenset(read(words).terms)
        if not wanted:
            return []
        with self._open() as index:
            found = []
            for event in self._near(index, words):
                made = self._compared(index, event)
                language = made.articles[0].article.language or "en"
                terms = frozenset(read(words, language).terms)
                found += [
                    claim | {"event": event.id, "title": event.title}
                    for claim in report.comparison(made)["claims"]
                    if terms <= frozenset(read(claim["text"], language).terms)
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

    def _event(self, index: Index, event: str) -> Event:
        """One event, kept until the index changes."""
        found: Event = self._keep(
            ("event", event, self._state()),
            lambda: index.events(ids=[event], settle=False)[0],
        )
        return found

    def _compared(self, index: Index, event: Event) -> Comparison:
        def compute() -> Comparison:
            corrections = read_corrections(self.labels) if self.labels.exists() else ()
            return comparison_of(index, event, corrections=corrections)

        made: Comparison = self._keep(("comparison", *self._made_of(index, event)), compute)
        return made

    def _made_of(self, index: Index, event: Event) -> tuple[object, ...]:
        """What a comparison changes with; the number of an article is never used twice."""
        with index.store.database.reading():
            numbers = index.store.numbers(event.articles)
        return _digest(event), *sorted(numbers.values()), _stat(self.labels)

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


def _digest(event: Event) -> str:
    return hashlib.sha256(repr(event).encode("utf-8", "surrogatepass")).hexdigest()


def _stat(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    # A log that is empty comes and goes with each reader.
    return (found.st_size, found.st_mtime_ns) if found.st_size else None


def _pair(row: dict[str, Any]) -> frozenset[tuple[object, ...]]:
    return frozenset((row[f"{side}_article"], *row[f"{side}_span"]) for side in ("a", "b"))
