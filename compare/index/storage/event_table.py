"""The events of an index: which articles are in each, which are nearest to which, every change.

Like the store it knows numbers only; what makes two articles one event is its caller's matter.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from compare.index.storage.article_texts import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from compare.index.storage.database import Database

__all__ = ["EventTable", "Follows", "LedgerEntry", "Partition"]

Kind = Literal["merge", "split", "move", "undo"]
Partition = dict[str, list[int]]
"""The article numbers of each event, ascending."""
_NEAREST = np.dtype([("number", "<u4"), ("log_odds", "<f4")])
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Follows:
    """How a copy follows the article that speaks for it."""

    number: int
    kind: str
    jaccard: float
    containment: float


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One change of events, and the entry that undid it."""

    entry: int
    kind: Kind
    before: Partition
    after: Partition
    undone: int | None


class EventTable:
    """The events of an open file. Callers hold the transaction."""

    def __init__(self, database: Database) -> None:
        """Take the open file."""
        self._database = database

    def unsettled(self, most: int) -> list[int]:
        """The first articles that have no event yet."""
        rows = self._database.run(
            "SELECT number FROM articles WHERE settled = 0 ORDER BY number LIMIT ?", (most,)
        )
        return [row[0] for row in rows]

    def waiting(self) -> int:
        """How many articles have no event yet."""
        return int(
            self._database.run("SELECT count(*) FROM articles WHERE settled = 0").fetchone()[0]
        )

    def place(self, number: int, event: str, follows: Follows | None = None) -> None:
        """Put an article into an event, as the copy of another or as a voice."""
        how = (follows.number, follows.kind, follows.jaccard, follows.containment) if follows else (
            None, None, None, None)  # fmt: skip
        self._database.run(
            "INSERT OR REPLACE INTO members "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, crc(?1, ?2, ?3, ?4, ?5, ?6))",
            (number, event, *how),
        )
        self._database.run("UPDATE articles SET settled = 1 WHERE number = ?", (number,))

    def move(self, event: str, numbers: Iterable[int]) -> None:
        """Put voices into an event, and what follows them."""
        self._database.many(
            "UPDATE members SET event = ?1, "
            "crc = crc(number, ?1, follows, kind, jaccard, containment) "
            "WHERE number = ?2 OR follows = ?2",
            ((event, number) for number in numbers),
        )

    def originals(self, numbers: Iterable[int]) -> list[int]:
        """Which of these articles are settled and copy none."""
        rows = self._database.run(
            "SELECT number FROM members WHERE follows IS NULL AND "
            "number IN (SELECT value FROM json_each(?)) ORDER BY number",
            (json.dumps(sorted(numbers)),),
        )
        return [row[0] for row in rows]

    def events_of(self, numbers: Iterable[int]) -> dict[int, str]:
        """The event of each of these articles that is settled."""
        rows = self._database.run(
            "SELECT number, event FROM members WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(numbers)),),
        )
        return dict(rows.fetchall())

    def members(self, events: Iterable[str]) -> dict[str, dict[int, Follows | None]]:
        """The articles of each of these events, with whom each follows."""
        return self._grouped(
            "WHERE event IN (SELECT value FROM json_each(?))", (json.dumps(sorted(events)),)
        )

    def all_members(self) -> dict[str, dict[int, Follows | None]]:
        """The articles of every event, with whom each follows."""
        return self._grouped("", ())

    def new_event(self, name: str) -> str:
        """A new event's id, made from a name; another than any ever given."""
        for salt in range(1 << 20):
            text = name if not salt else f"{name}\0{salt}"
            event = "e" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
            made = self._database.run("INSERT OR IGNORE INTO events VALUES (?)", (event,))
            if made.rowcount:
                self._database.tally("events", 1)
                return event
        raise AssertionError(name)

    def nearest(self, numbers: Iterable[int]) -> dict[int, dict[int, float]]:
        """The articles nearest to each of these, with the log odds by the texts of both."""
        rows = self._database.checked(
            "nearest",
            "WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(numbers)),),
        )
        found = {}
        for number, _, blob in rows:
            read = np.frombuffer(blob, _NEAREST)
            found[number] = dict(
                zip(read["number"].tolist(), read["log_odds"].tolist(), strict=True)
            )
        return found

    def count_scored(self, most: int) -> int:
        """How many articles were scored, that is, copy none; counted up to ``most``."""
        rows = self._database.run("SELECT count(*) FROM (SELECT 1 FROM nearest LIMIT ?)", (most,))
        return int(rows.fetchone()[0])

    def first_scored(self, most: int) -> list[int]:
        """The first articles that were scored."""
        rows = self._database.run("SELECT number FROM nearest ORDER BY number LIMIT ?", (most,))
        return [row[0] for row in rows]

    def keep_nearest(self, nearest: Mapping[int, Mapping[int, float]], most: int) -> None:
        """Store the articles nearest to each: of each, the first so many."""
        rows = []
        for number, others in nearest.items():
            best = sorted(others.items(), key=lambda item: (-item[1], item[0]))[:most]
            rows.append((number, np.array(best, _NEAREST).tobytes()))
        self._database.many(
            "INSERT INTO nearest (number, others, crc) VALUES (?1, ?2, crc(?1, 0, ?2)) "
            "ON CONFLICT DO UPDATE SET others = excluded.others, "
            "crc = crc(number, weekdays, excluded.others)",
            rows,
        )

    def reviewed(self) -> int:
        """How many articles were scored when it was last asked whether to score all anew."""
        found = next(self._database.checked("reviewed"), None)
        return int(found[1]) if found else 0

    def keep_reviewed(self, scored: int) -> None:
        """Store how many articles were scored when that was asked."""
        gone = self._database.run("DELETE FROM reviewed")
        self._database.run("INSERT INTO reviewed VALUES (1, ?1, crc(1, ?1))", (scored,))
        self._database.tally("reviewed", 1 - gone.rowcount)

    def weekdays(self, numbers: Iterable[int]) -> dict[int, int]:
        """The ``When.bits`` of each of these articles that was scored."""
        rows = self._database.run(
            "SELECT number, weekdays FROM nearest WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(numbers)),),
        )
        return dict(rows.fetchall())

    def keep_weekdays(self, weekdays: Mapping[int, int]) -> None:
        """Store the ``When.bits`` of articles that were scored."""
        self._database.many(
            "UPDATE nearest SET weekdays = ?1, crc = crc(number, ?1, others) WHERE number = ?2",
            ((named, number) for number, named in weekdays.items()),
        )

    def frequencies(self) -> dict[str, tuple[int, dict[str, int]]]:
        """Per language, how many articles were counted, and in how many each term occurs."""
        import zstandard

        found = {}
        for language, documents, blob in self._database.checked("frequencies"):
            text = unpacked(blob, zstandard.ZstdDecompressor())
            lines = text.decode("utf-8", "surrogatepass").split("\n")[:-1]
            counts = (line.rpartition("\t") for line in lines)
            found[language] = documents, {term: int(count) for term, _, count in counts}
        return found

    def keep_frequencies(self, language: str, documents: int, counts: Mapping[str, int]) -> None:
        """Store the counts of one language."""
        import zstandard

        text = "".join(f"{term}\t{counts[term]}\n" for term in sorted(counts))
        packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        blob = packer.compress(text.encode("utf-8", "surrogatepass"))
        gone = self._database.run("DELETE FROM frequencies WHERE language = ?", (language,))
        self._database.run(
            "INSERT INTO frequencies VALUES (?1, ?2, ?3, crc(?1, ?2, ?3))",
            (language, documents, blob),
        )
        self._database.tally("frequencies", 1 - gone.rowcount)

    def bind(self, pairs: Iterable[tuple[int, int]], *, together: bool) -> None:
        """Store what a person decided about pairs; the last word counts."""
        rows = {(min(pair), max(pair), int(together)) for pair in pairs if pair[0] != pair[1]}
        gone = self._database.many(
            "DELETE FROM bindings WHERE first = ? AND second = ?", (row[:2] for row in rows)
        )
        self._database.many(
            "INSERT INTO bindings VALUES (?1, ?2, ?3, crc(?1, ?2, ?3))", sorted(rows)
        )
        self._database.tally("bindings", len(rows) - gone)

    def bindings(self, numbers: Iterable[int]) -> list[tuple[int, int, bool]]:
        """What was decided about pairs of which one is among these."""
        asked = "(SELECT value FROM json_each(?1))"
        rows = self._database.checked(
            "bindings",
            f"WHERE first IN {asked} OR second IN {asked} ORDER BY first, second",
            (json.dumps(sorted(numbers)),),
        )
        return [(first, second, bool(together)) for first, second, together in rows]

    def record(self, kind: Kind, before: Partition, after: Partition) -> int:
        """Add an entry to the ledger; its number."""
        made = self._database.run(
            "INSERT INTO ledger (kind, before, after, crc) "
            "VALUES (?1, ?2, ?3, crc(?1, ?2, ?3, NULL))",
            (kind, json.dumps(before, sort_keys=True), json.dumps(after, sort_keys=True)),
        )
        assert made.lastrowid is not None
        return made.lastrowid

    def undone(self, entry: int, by: int) -> None:
        """Mark an entry as undone."""
        self._database.run(
            "UPDATE ledger SET undone = ?1, crc = crc(kind, before, after, ?1) WHERE entry = ?2",
            (by, entry),
        )

    def entries(self) -> Iterator[LedgerEntry]:
        """The ledger, in order."""
        for entry, kind, before, after, undone in self._database.checked(
            "ledger", "ORDER BY entry", also="entry"
        ):
            yield LedgerEntry(entry, kind, json.loads(before), json.loads(after), undone)

    def forget(self, number: int) -> None:
        """Take a removed article out; what followed it is to be settled anew."""
        self._database.run(
            "UPDATE articles SET settled = 0 WHERE number IN "
            "(SELECT number FROM members WHERE follows = ?)", (number,)
        )  # fmt: skip
        self._database.run("DELETE FROM members WHERE number = ? OR follows = ?", (number, number))
        self._database.run("DELETE FROM nearest WHERE number = ?", (number,))
        gone = self._database.run("DELETE FROM bindings WHERE ? IN (first, second)", (number,))
        self._database.tally("bindings", -gone.rowcount)

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with events: articles that are in none or in one never given."""
        lost = self._database.run(
            "SELECT (SELECT seq FROM sqlite_sequence WHERE name = 'ledger') - count(*) FROM ledger"
        ).fetchone()[0]
        if lost:
            yield f"ledger: entries that are gone: {lost}"
        for number, settled, event, known in self._database.run(
            "SELECT number, settled, event, events.id FROM articles LEFT JOIN members "
            "USING (number) LEFT JOIN events ON events.id = event "
            "WHERE settled != (event IS NOT NULL) OR (event IS NOT NULL AND events.id IS NULL)"
        ):
            what = f"in event {event!r}" if event else "in no event"
            given = "" if known or not event else ", which was never given"
            mark = "settled" if settled else "unsettled"
            yield f"article {number}: is {what}{given}, and marked as {mark}"
        for (number,) in self._database.run(
            "SELECT copy.number FROM members AS copy LEFT JOIN members AS voice "
            "ON voice.number = copy.follows WHERE copy.follows IS NOT NULL "
            "AND (voice.follows IS NOT NULL OR voice.event IS NOT copy.event)"
        ):
            yield f"article {number}: is not in the event of the article it copies"
        for (number,) in self._database.run(
            "SELECT number FROM members WHERE follows IS NULL "
            "AND number NOT IN (SELECT number FROM nearest)"
        ):
            yield f"article {number}: was given an event, and is scored with none"

    def _grouped(self, where: str, values: Sequence[str]) -> dict[str, dict[int, Follows | None]]:
        found: defaultdict[str, dict[int, Follows | None]] = defaultdict(dict)
        rows = self._database.checked("members", f"{where} ORDER BY number", values)
        for number, event, follows, *how in rows:
            found[event][number] = None if follows is None else Follows(follows, *how)
        return dict(found)
