"""Ledger: the events of an index, kept as articles arrive, and every change of them on record.

An article joins, makes or joins up events by ``events.incremental.regroup``, so any order of
arrival ends in about the events of a batch. An event keeps its id as long as most of its articles
stay together; an id once given never means another event. What merges or splits can be undone,
and what was undone stays so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from compare.errors import IndexFileError, InputError
from compare.events.incremental import regroup
from compare.index.neighbours import Neighbours
from compare.index.storage import Follows
from compare.index.term_frequencies import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from compare.index.copy_search import CopySearch
    from compare.index.storage import LedgerEntry, Partition, Store
    from compare.index.storage.event_table import Kind
    from compare.model import Article, Progress
    from compare.settings import Settings

__all__ = ["Change", "EventLedger", "heirs_of"]

BATCH = 100
"""Articles settled in a transaction."""


@dataclass(frozen=True, slots=True)
class Change:
    """A merge, split, move or undo: the articles' ids by event before and after, and who undid it.

    An article that was removed since has None for an id; ``undone`` is the number of the undo.
    """

    entry: int
    kind: Kind
    before: Mapping[str, tuple[str | None, ...]]
    after: Mapping[str, tuple[str | None, ...]]
    undone: int | None

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``index events --log`` (``newscompare/ledger/1``); removed articles go."""
        before, after = (
            {event: [id_ for id_ in ids if id_ is not None] for event, ids in side.items()}
            for side in (self.before, self.after)
        )
        return {
            "format": "newscompare/ledger/1", "entry": self.entry, "kind": self.kind,
            "before": before, "after": after, "undone": self.undone,
        }  # fmt: skip


class EventLedger:
    """The events of an open index, and every change of them; ``index.ledger`` gives it."""

    def __init__(self, store: Store, settings: Settings, copies: CopySearch) -> None:
        """Take an open store, and what finds copies in it."""
        self._store, self._table = store, store.events
        self._settings = settings
        self._copies = copies

    def settle(self, progress: Progress | None = None) -> int:
        """Give every article that has none its event; how many there were."""
        done, total = 0, self._table.waiting()
        before: list[int] = []
        while settled := self._settle_some():
            if settled == before:  # what was settled is not said to be
                raise IndexFileError(f"{self._store.database.path}: is damaged; see index verify")
            before = settled
            done += len(settled)
            if progress:
                progress("settling", done, max(total, done))
        return done

    def settle_as_batch(self, progress: Progress | None = None) -> int:
        """Settle, then score an index of few articles anew if it is not what it last was.

        So its events are those that a batch of its articles has, whatever came when. One of more
        than ``COUNTED`` articles keeps what it knows. Returns how many articles had no event.
        """
        done = self.settle(progress)
        with self._store.database.reading():
            stale = self._neighbours.exact_by_review(self._table.reviewed())
        if stale:
            with self._store.database.writing():
                self._review_all()
        return done

    def bind(self, pairs: Iterable[tuple[str, str]], *, together: bool) -> None:
        """Keep pairs of ids in one event, or apart, from now on; unknown ids are left out."""
        with self._store.database.writing():
            wanted = list(pairs)
            known = self._store.numbers(name for pair in wanted for name in pair)
            bound = [(known[a], known[b]) for a, b in wanted if a in known and b in known]
            self._table.bind(bound, together=together)
            events = self._table.events_of({n for pair in bound for n in pair}).values()
            self._regroup(set(events))

    def changes(self) -> tuple[Change, ...]:
        """Every merge, split, move and undo, in order."""
        with self._store.database.reading():
            return self._named_changes(list(self._table.entries()))

    def heirs(self, event: str) -> tuple[str, ...]:
        """The events in which one went up that is no more; none where nothing is known of it."""
        with self._store.database.reading():
            return heirs_of(event, list(self._table.entries()))

    def _named_changes(self, entries: Sequence[LedgerEntry]) -> tuple[Change, ...]:
        numbers = {n for entry in entries for side in (entry.before, entry.after)
                   for own in side.values() for n in own}  # fmt: skip
        ids = {n: holder.id for n, holder in self._store.holders(numbers).items()}

        def named(side: Partition) -> dict[str, tuple[str | None, ...]]:
            return {event: tuple(ids.get(n) for n in own) for event, own in side.items()}

        return tuple(
            Change(each.entry, each.kind, named(each.before), named(each.after), each.undone)
            for each in entries
        )

    def undo(self, number: int) -> Change:
        """Put events back as they were before an entry, and keep them so.

        Raises:
            InputError: no such entry, it was undone before, or a later entry moved its articles.
        """
        with self._store.database.writing():
            entry = self._undoable(number)
            now = _home(_numbers(self._table.members({*entry.before, *entry.after})))
            before, after = _home(entry.before), _home(entry.after)
            moved = next((n for n, event in after.items() if now.get(n, event) != event), None)
            if moved is not None:
                raise InputError(
                    f"entry {number}: a later entry moved its articles; undo that first"
                )
            # Who came since stays with those it joined.
            heirs = {
                event: before[min(known)]
                for event, members in entry.after.items()
                if (known := [n for n in members if n in before])
            }
            wanted = {n: before.get(n) or heirs.get(event, event) for n, event in now.items()}
            self._bind_as(entry)
            self._rearrange(wanted, now, undoes=number)
            return self._named_changes(list(self._table.entries())[-1:])[0]

    def _undoable(self, number: int) -> LedgerEntry:
        entry = next((one for one in self._table.entries() if one.entry == number), None)
        if entry is None:
            raise InputError(f"entry {number}: the ledger has none of this number; see --log")
        if entry.undone is not None:
            raise InputError(f"entry {number}: was undone by entry {entry.undone}")
        if entry.kind == "undo":
            raise InputError(f"entry {number}: is an undo; it stays")
        return entry

    def _bind_as(self, entry: LedgerEntry) -> None:
        """Keep what an entry merged apart, and what it split together."""
        before, after = _home(entry.before), _home(entry.after)
        originals = self._table.originals(before.keys() & after.keys())
        for a, b in combinations(originals, 2):
            together = before[a] == before[b]
            if together != (after[a] == after[b]):
                self._table.bind([(a, b)], together=together)

    def _settle_some(self) -> list[int]:
        """Settle a batch in one transaction, with the review that is due after it."""
        with self._store.database.writing():
            numbers = self._table.unsettled(BATCH)
            for number, article in sorted(self._store.articles(numbers).items()):
                self._settle(number, article)
            self._neighbours.keep()
            if numbers and (not self._table.waiting() or self._neighbours.scored() > COUNTED):
                self._review()
        return numbers

    def _review(self) -> None:
        """Score and group all articles anew, if they became many more since they last were."""
        if self._neighbours.due(self._table.reviewed()):
            self._review_all()

    def _review_all(self) -> None:
        self._neighbours.review()
        self._regroup(set(self._table.all_members()))
        self._table.keep_reviewed(self._neighbours.scored())

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours(self._store, self._settings, self._copies)

    def _settle(self, number: int, article: Article) -> None:
        follows = self._original(article)
        if follows is not None:
            event = self._table.events_of([follows.number])[follows.number]
            self._table.place(number, event, follows)
            return
        bound = {n for pair in self._table.bindings([number]) for n in pair[:2]}
        touched = {*self._neighbours.meet(number, article), *bound} - {number}
        self._regroup(set(self._table.events_of(touched).values()), {number})

    def _original(self, article: Article) -> Follows | None:
        """The original that an exact or near copy of something settled follows."""
        copies = [copy for copy in self._copies.copies(article) if copy.kind != "partial"]
        numbers = self._store.numbers(copy.id for copy in copies)
        settled = self._table.events_of(numbers.values())
        for copy in copies:
            number = numbers[copy.id]
            if number in settled:
                followed = self._table.members([settled[number]])[settled[number]][number]
                original = followed.number if followed else number
                return Follows(original, copy.kind, copy.jaccard, copy.containment)
        return None

    def _regroup(self, events: set[str], newcomers: Iterable[int] = ()) -> None:
        """Group the originals of some events, and newcomers, again."""
        members = self._table.members(events)
        originals = [n for own in members.values() for n, follows in own.items() if not follows]
        known = {*originals, *newcomers}
        follows = {n: how.number for own in members.values() for n, how in own.items() if how}
        bindings = [
            (follows.get(a, a), follows.get(b, b), together)
            for a, b, together in self._table.bindings([*known, *follows])
        ]
        inside = [(a, b, together) for a, b, together in bindings
                  if a != b and a in known and b in known]  # fmt: skip
        scores = self._neighbours.scores(known)
        clusters = regroup(
            known, scores, self._settings.events,
            [(a, b) for a, b, together in inside if together],
            [(a, b) for a, b, together in inside if not together],
        )  # fmt: skip
        now = {n: event for event, own in members.items() for n in own}
        self._rearrange(self._named(clusters, now), now)

    def _named(self, clusters: Sequence[Sequence[int]], now: Mapping[int, str]) -> dict[int, str]:
        """The event of each original: a cluster keeps the id of which it has most."""
        shares: Counter[tuple[str, int]] = Counter()
        for at, cluster in enumerate(clusters):
            shares.update((now[n], at) for n in cluster if n in now)
        ids: dict[int, str] = {}
        for event, at in sorted(shares, key=lambda share: (-shares[share], share)):
            if at not in ids and event not in ids.values():
                ids[at] = event
        for at, cluster in enumerate(clusters):
            if at not in ids:
                ((name, _),) = self._store.ids_and_dates(cluster[:1]).values()
                ids[at] = self._table.new_event(name)
        return {n: ids[at] for at, cluster in enumerate(clusters) for n in cluster}

    def _rearrange(
        self, wanted: Mapping[int, str], now: Mapping[int, str], undoes: int | None = None
    ) -> None:
        """Bring articles into the events wanted, and put on record what is more than joining."""
        moved = {n: event for n, event in wanted.items() if now.get(n, event) != event}
        for event, numbers in _partition(moved).items():
            self._table.move(event, numbers)
        for number, event in wanted.items():
            if number not in now:
                self._table.place(number, event)
        if not moved and undoes is None:
            return
        after = _home(_numbers(self._table.members({*now.values(), *wanted.values()})))
        if undoes is not None:
            entry = self._table.record("undo", _partition(now), _partition(after))
            self._table.undone(undoes, entry)
            return
        for olds, news in _touching(now, after):
            kind: Kind = "merge" if len(olds) > len(news) else "split"
            self._table.record(
                "move" if len(olds) == len(news) else kind,
                _partition({n: event for n, event in now.items() if event in olds}),
                _partition({n: event for n, event in after.items() if event in news}),
            )


def heirs_of(event: str, entries: Sequence[LedgerEntry]) -> tuple[str, ...]:
    """The events in which one went up that is no more, by the last of some entries that tells."""
    for entry in reversed(entries):
        if event in entry.before and event not in entry.after:
            return tuple(entry.after)
    return ()


def _numbers(members: Mapping[str, Iterable[int]]) -> Partition:
    return {event: sorted(own) for event, own in sorted(members.items())}


def _home(partition: Mapping[str, Iterable[int]]) -> dict[int, str]:
    return {number: event for event, numbers in partition.items() for number in numbers}


def _partition(home: Mapping[int, str]) -> Partition:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, event in sorted(home.items()):
        found[event].append(number)
    return dict(sorted(found.items()))


def _touching(
    before: Mapping[int, str], after: Mapping[int, str]
) -> Iterator[tuple[set[str], set[str]]]:
    """Yield the events before and after that share articles, where they are not one and one."""
    open_ = sorted({(event, after[n]) for n, event in before.items() if n in after})
    while open_:
        olds, news = {open_[0][0]}, {open_[0][1]}
        while near := [edge for edge in open_ if edge[0] in olds or edge[1] in news]:
            olds |= {old for old, _ in near}
            news |= {new for _, new in near}
            open_ = [edge for edge in open_ if edge not in near]
        if (len(olds), len(news)) != (1, 1):
            yield olds, news
