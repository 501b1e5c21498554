"""The persistent index: is this article new? An open file, and the verbs that fill and ask it.

with open_index(path, settings, create=True) as index:
    index.add(articles)
    verdict = index.check(article)
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from compare.errors import IndexFileError, InputError
from compare.index import maintenance
from compare.index.boilerplate import LearnedBoilerplate
from compare.index.copy_search import CopySearch
from compare.index.event_candidates import event_candidates
from compare.index.keys import keys_of, stamps
from compare.index.same_event import SameEvent
from compare.index.storage import Entry, Store
from compare.model import Refused, Verdict
from compare.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from datasketch import LeanMinHash
    from numpy.typing import NDArray

    from compare.events.explanation import Explanation
    from compare.index.event_ledger import EventLedger
    from compare.index.event_reader import EventReader
    from compare.index.keys import Keys
    from compare.model import Article, CheckMatch, Event, Progress

__all__ = ["Added", "Arrival", "Index", "export", "open_index"]

BATCH = 4000
"""Articles in a transaction."""


class Added(NamedTuple):
    """What ``Index.add`` stored: the ids that were new, and what was refused.

    >>> with open_index(path, create=True) as index:
    ...     ids, refused = index.add(articles)
    ...     index.add(articles).ids
    ()
    """

    ids: tuple[str, ...]
    refused: tuple[Refused, ...]

    def to_dict(self) -> dict[str, Any]:
        """Both, as JSON has them."""
        return {"added": list(self.ids), "refused": [asdict(each) for each in self.refused]}


class Arrival(NamedTuple):
    """What ``Index.check_and_add`` found: the verdict, and why the article was not stored."""

    verdict: Verdict
    refused: tuple[Refused, ...]


def open_index(
    path: str | Path, settings: Settings | None = None, *, create: bool = False
) -> Index:
    """Open an index file.

    Args:
        path: the file.
        settings: the defaults if not given.
        create: make the file where there is none.

    Raises:
        IndexFileError: missing, foreign, damaged, or made with other hashes or settings.

    >>> with open_index(path, create=True) as index:
    ...     added = index.add(articles)
    ...     len(index) == len(added.ids) == len(articles)
    True
    """
    settings = settings or Settings()
    return Index(Store(Path(path), stamps(settings), create=create), settings)


def export(path: Path, settings: Settings) -> Iterator[Article]:
    """Every article of an index, whatever hashes and settings it was made with.

    Raises:
        IndexFileError: missing, foreign, damaged, or of another version.
    """
    with Index(Store(path, None), settings) as index:
        yield from index.articles()


class Index:
    """An open index; see ``open_index``. Use as a context manager.

    >>> with open_index(path, create=True) as index:
    ...     index.check(articles[0]).verdict
    'new'
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self.store = store
        self.settings = settings
        self._copies = CopySearch(store, settings)
        self._same_event = SameEvent(store, settings)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.store.close()

    def __len__(self) -> int:
        """How many articles."""
        return len(self.store)

    def add(self, articles: Iterable[Article], progress: Progress | None = None) -> Added:
        """Store articles, a transaction a batch.

        Returns:
            The ids that were new, and what was refused: another text under a stored id. An
            article that is stored already is passed over.

        >>> with open_index(path, create=True) as index:
        ...     index.add([*cup, Article(cup[0].id, "Another text.", "Tribune")]).refused[0].reason
        'the index has another text under this id; remove that one or change the id'
        """
        added: list[str] = []
        refused: list[Refused] = []
        done = 0
        for batch, keys in self._keyed(articles):
            new, other = self._add(batch, keys)
            added += new
            refused += other
            done += len(batch)
            if progress:
                progress("adding", done, done)
        return Added(tuple(added), tuple(refused))

    def _keyed(
        self, articles: Iterable[Article]
    ) -> Iterator[tuple[Sequence[Article], Sequence[Keys]]]:
        """Batches with their keys, which are made while the batch before is stored."""
        source = iter(articles)
        batch = list(islice(source, BATCH))
        with ThreadPoolExecutor(1) as pool:
            keys = pool.submit(keys_of, batch, self.settings)
            while batch:
                following = list(islice(source, BATCH))
                coming = pool.submit(keys_of, following, self.settings)
                yield batch, keys.result()
                batch, keys = following, coming

    def check(self, article: Article) -> Verdict:
        """Is an article new, and if not, what in the index says so. Itself does not count.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(articles)
        ...     index.check(Article("again", cup[0].text, "Tribune")).matches[0].id == cup[0].id
        True
        """
        return self._check(article, keys_of([article], self.settings, terms=False)[0])

    def copies(self, article: Article) -> Sequence[CheckMatch]:
        """What of the index an article copies, best first."""
        with self.store.database.reading():
            return self._copies.copies(article)

    def without_boilerplate(self, article: Article) -> Article:
        """The article without the passages of its text that were learned to be boilerplate."""
        with self.store.database.reading():
            return self._copies.without_boilerplate(article)

    def check_and_add(self, article: Article) -> Arrival:
        """Check an article, then store it, with what was learned of boilerplate.

        >>> with open_index(path, create=True) as index:
        ...     [index.check_and_add(article).verdict.verdict for article in cup[:2]]
        ['new', 'same-event']
        """
        keys = keys_of([article], self.settings)[0]
        verdict = self._check(article, keys)
        return Arrival(verdict, self._add([article], [keys]).refused)

    def settle(self, progress: Progress | None = None) -> int:
        """Give every article that has none its event; how many there were.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(cup)
        ...     index.settle() == len(cup), index.settle()
        (True, 0)
        """
        return self.ledger.settle(progress)

    def events(
        self,
        since: str | None = None,
        until: str | None = None,
        *,
        ids: Iterable[str] | None = None,
        settle: bool = True,
        must_link: Iterable[tuple[str, str]] = (),
        cannot_link: Iterable[tuple[str, str]] = (),
        progress: Progress | None = None,
    ) -> tuple[Event, ...]:
        """The events of the index, after every article in it was given one.

        Up to a thousand articles they are those that ``group_events`` gives the same articles; a
        larger index keeps what it knows of the articles before.

        Args:
            since: only events with an article published on this day or later.
            until: only events with an article published on this day or earlier.
            ids: only these events, whenever they were.
            settle: give every article its event first; without, nothing is written, and an
                article that has none yet is in none.
            must_link: pairs of articles' ids that are one event, from now on.
            cannot_link: pairs of articles' ids that are not one event, from now on.
            progress: called with the stage, what is done and the total.

        Raises:
            InputError: a bound is no ISO 8601 date, the index has no event of an id, or it went
                up in another.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(cup)
        ...     [sorted(event.articles) == sorted(added.ids) for event in index.events()]
        [True]
        """
        from compare.text.dates import published_between

        published_between((), since, until)  # refuses bounds that are no dates
        if settle:
            self.ledger.settle_as_batch(progress)
            self.ledger.bind(must_link, together=True)
            self.ledger.bind(cannot_link, together=False)
        if ids is not None:
            return self._event_reader.by_id(ids)
        return self._event_reader.between(since, until)

    def explain(self, a: str, b: str, progress: Progress | None = None) -> Explanation:
        """What the event score of two stored articles rests on, and where they ended.

        A copy is scored as the article that it follows. Every article is given its event first.

        Raises:
            InputError: an id is not in the index.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(cup)
        ...     index.explain(cup[0].id, cup[1].id).outcome
        Outcome(one_event=True, why='')
        """
        self.ledger.settle_as_batch(progress)
        return self._event_reader.explain(a, b)

    @property
    def ledger(self) -> EventLedger:
        """Every merge and split of its events, to be read, undone and bound.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(articles)
        ...     pairs = [(a.id, b.id) for a, b in zip(articles, articles[1:])]
        ...     events = index.events(must_link=pairs)
        ...     index.ledger.undo(index.ledger.changes()[0].entry).kind
        'undo'
        """
        from compare.index.event_ledger import EventLedger

        return EventLedger(self.store, self.settings, self._copies)

    @property
    def _event_reader(self) -> EventReader:
        from compare.index.event_reader import EventReader

        return EventReader(self.store, self.settings, self._copies)

    def remove(self, ids: Iterable[str]) -> Sequence[str]:
        """Remove articles with all that was made from them; the ids that were there.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(cup)
        ...     index.remove([cup[0].id, "unknown"]) == [cup[0].id], len(index) == len(cup) - 1
        (True, True)
        """
        database = self.store.database
        with database.writing():
            numbers = self.store.numbers(ids)
            for number in sorted(numbers.values()):
                self.store.remove(number, self._stored_keys(number))
                self._same_event.forget(number)
        return sorted(numbers)

    def articles(self) -> Iterator[Article]:
        """Every article as it was given, in order of adding."""
        with self.store.database.reading():
            for _, article in self.store.all():
                yield article

    def articles_by_id(self, ids: Iterable[str]) -> dict[str, Article]:
        """The stored articles of these ids; an id that is not stored is left out.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(cup)
        ...     index.articles_by_id([cup[0].id, "unknown"]) == {cup[0].id: cup[0]}
        True
        """
        with self.store.database.reading():
            found = self.store.articles(self.store.numbers(ids).values())
        return {article.id: article for article in found.values()}

    def event_ids(self, ids: Iterable[str]) -> dict[str, str]:
        """The event of each of these articles; those that were given none yet are left out.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(cup)
        ...     before, settled = index.event_ids(added.ids), index.settle()
        ...     before, len(index.event_ids(added.ids)) == len(cup)
        ({}, True)
        """
        with self.store.database.reading():
            numbers = self.store.numbers(ids)
            events = self.store.events.events_of(numbers.values())
        return {id_: events[number] for id_, number in numbers.items() if number in events}

    def articles_of(self, events: Iterable[str]) -> dict[str, list[str]]:
        """The ids of the articles of each of these events, in order of adding.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(cup)
        ...     (event,) = index.events()
        ...     index.articles_of([event.id]) == {event.id: list(added.ids)}
        True
        """
        with self.store.database.reading():
            members = self.store.events.members(events)
            names = self.store.ids_and_dates({n for numbers in members.values() for n in numbers})
        return {event: [names[n][0] for n in sorted(own)] for event, own in members.items()}

    def similar(self, article: Article, most: int) -> list[str]:
        """The ids of the articles that share most of an article's weightiest terms, most first.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(articles)
        ...     index.similar(Article("a", "The final of the cup", "me"), 1)[0].endswith("-cup")
        True
        """
        with self.store.database.reading():
            numbers = event_candidates(self.store, article, self.settings, most)
            names = self.store.ids_and_dates(numbers)
        return [names[number][0] for number in numbers]

    def entries(self) -> Iterator[tuple[str, str, str | None]]:
        """Id, source and time of publication of every article, in order of adding."""
        with self.store.database.reading():
            yield from self.store.listed()

    def signature(self, id_: str) -> LeanMinHash:
        """The MinHash signature of a stored article, made anew from its text, for datasketch.

        Raises:
            InputError: no article has this id.

        >>> with open_index(path, create=True) as index:
        ...     added = index.add(articles[:1])
        ...     round(index.signature(articles[0].id).jaccard(index.signature(articles[0].id)), 2)
        1.0
        """
        from compare.copies import signatures

        found = self.articles_by_id([id_])
        if not found:
            raise InputError(f"{id_}: no article of this id in the index")
        return signatures([found[id_].text], self.settings.fingerprints)[0]

    def stats(self) -> dict[str, Any]:
        """Counts and sizes, and the boilerplate that most articles hold."""
        return maintenance.stats(self.store, self.settings)

    def verify(self, progress: Progress | None = None) -> Iterator[str]:
        """Yield what is wrong: every row is compared with what its text gives."""
        return maintenance.verify(self.store, self.settings, progress)

    def compact(self) -> None:
        """Leave nothing of what was removed, and give unused space back to the disk."""
        self.store.compact()

    def _add(self, articles: Sequence[Article], keys: Sequence[Keys]) -> Added:
        first = {article.id: at for at, article in reversed(tuple(enumerate(articles)))}
        entries = [
            Entry(articles[at], keys[at].all, keys[at].signature, keys[at].stored_grams)
            for at in sorted(first.values())
        ]
        with self.store.database.writing():
            new, refused = self.store.add(entries)
            learned = LearnedBoilerplate(self.store, self.settings.copies)
            learned.learn(new, [keys[first[id_]] for id_ in new])
        odd = {*refused, *(a.id for at, a in enumerate(articles)
                           if articles[first[a.id]].text != a.text)}  # fmt: skip
        reason = "the index has another text under this id; remove that one or change the id"
        file = self.store.database.path.name
        return Added(tuple(new), tuple(Refused(file, reason, id=id_) for id_ in sorted(odd)))

    def _check(self, article: Article, keys: Keys) -> Verdict:
        with self.store.database.reading():
            matches, text = self._copies.matches(article, keys)
            if all(match.kind == "partial" for match in matches):
                matches = _joined(matches, self._same_event.of(replace(article, text=text.own)))
            stored = bool(self.store.numbers([article.id]))
        return Verdict(article.id, matches[0].kind if matches else "new", tuple(matches), stored)

    def _stored_keys(self, number: int) -> NDArray[np.uint64] | None:
        """The keys an article was stored under; None where its text cannot be read."""
        try:
            articles = self.store.articles([number])
        except IndexFileError:
            return None
        return keys_of([*articles.values()], self.settings)[0].all if articles else None


def _joined(copies: Sequence[CheckMatch], reports: Sequence[CheckMatch]) -> list[CheckMatch]:
    """Partial copies with the evidence for one event, then the other reports of the event."""
    evidence = {report.id: report.event_score for report in reports}
    partial = [replace(copy, event_score=evidence.pop(copy.id, None)) for copy in copies]
    return [*partial, *(report for report in reports if report.id in evidence)]
