"""The articles of an index file: stored, found by key, removed, verified.

The store knows no hashes: a caller gives each article its *keys* (uint64), a *signature* (a
byte a value) and its winnowed *grams*, and asks which articles hold a key. Whoever opens it
stamps it with what keys are made with.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from compare.errors import IndexFileError
from compare.index.storage.article_texts import ENOUGH, Dictionary
from compare.index.storage.boilerplate_table import BoilerplateTable
from compare.index.storage.database import Database
from compare.index.storage.event_table import EventTable
from compare.index.storage.postings import MOST, Postings, shortened
from compare.index.storage.schema import CHECKED, TALLIED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from compare.index.storage.article_texts import Packer
    from compare.model import Article

__all__ = ["Entry", "Holder", "Store"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to store. ``signature`` is uint8, ``grams`` uint32 in order, ``keys`` uint64."""

    article: Article
    keys: NDArray[np.uint64]
    signature: NDArray[np.uint8]
    grams: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Holder:
    """What is known of a stored article without reading its text."""

    number: int
    id: str
    source: str
    published: str | None
    signature: NDArray[np.uint8]
    grams: NDArray[np.uint32]


class Store:
    """An open index file. Use as a context manager, or call ``close``."""

    def __init__(
        self, path: Path, stamps: Mapping[str, str] | None, *, create: bool = False
    ) -> None:
        """Open ``path``; see ``Database``."""
        self.database = Database(path, stamps, create=create)
        self.postings = Postings(self.database)
        self._dictionary = Dictionary(self.database)
        self.events = EventTable(self.database)
        self.boilerplate = BoilerplateTable(self.database)
        self.database.checks = self._checks

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def __len__(self) -> int:
        """How many articles."""
        with self.database.reading():
            return int(self.database.run("SELECT count(*) FROM articles").fetchone()[0])

    def counts(self) -> dict[str, Any]:
        """How much the index holds, in numbers; the caller holds the transaction."""

        def one(sql: str) -> Any:  # noqa: ANN401  (whatever SQLite counts)
            return self.database.run(sql).fetchone()[0]

        return {
            "articles": one("SELECT count(*) FROM articles"),
            "sources": one("SELECT count(DISTINCT source) FROM articles"),
            "first": one("SELECT min(published) FROM articles"),
            "last": one("SELECT max(published) FROM articles"),
            "postings": one("SELECT coalesce(sum(entries), 0) FROM segments"),
            "segments": one("SELECT count(*) FROM segments"),
            "crowded_keys": one("SELECT count(*) FROM crowded"),
            "unsettled": one("SELECT count(*) FROM articles WHERE settled = 0"),
            "bytes": one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
        }  # fmt: skip

    def add(self, entries: Sequence[Entry]) -> tuple[dict[str, int], list[str]]:
        """Store articles of different ids, inside a caller's transaction.

        Returns:
            The numbers of the new ones by id, and the ids that were there with another text.
            An article that is there as given is left as it is.
        """
        known = self.numbers(entry.article.id for entry in entries)
        new = [entry for entry in entries if entry.article.id not in known]
        self._dictionary.learn(entry.article for entry in new)
        numbers = self._insert(new)
        counts = [len(entry.keys) for entry in new]
        if new:
            self.postings.add(
                np.concatenate([entry.keys for entry in new]), np.repeat(numbers, counts)
            )
        stored = self.articles(known.values())
        refused = [
            entry.article.id
            for entry in entries
            if entry.article.id in known
            and stored[known[entry.article.id]].text != entry.article.text
        ]
        ids = (entry.article.id for entry in new)
        return dict(zip(ids, numbers, strict=True)), refused

    def remove(self, number: int, keys: NDArray[np.uint64] | None) -> None:
        """Remove an article, inside a caller's transaction; without keys all postings are read."""
        self.postings.remove(keys, number)
        self.events.forget(number)
        for table in ("sketches", "texts", "articles"):
            self.database.run(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608  (our own names)
        self._dictionary.spoil()
        self.boilerplate.forget_witness(number, self.postings)

    def compact(self) -> None:
        """Leave nothing of what was removed, and give unused space back to the disk."""
        with self.database.writing():
            self.postings.merge_all()
            gone = [row[0] for row in self.database.run(
                "SELECT number FROM sources WHERE number NOT IN (SELECT source FROM articles)"
            )]  # fmt: skip
            self.boilerplate.forget_sources(gone)
            self.database.many("DELETE FROM sources WHERE number = ?", ((n,) for n in gone))
            if self._dictionary.stale:
                self._pack_again()
        self.database.compact()

    def _pack_again(self) -> None:
        """Pack every text with a dictionary of the articles that are left."""
        before, old = self._dictionary.packer(), (article for _, article in self.all())
        packer = self._dictionary.renew(old)
        numbers = self.all_numbers()
        for start in range(0, len(numbers), ENOUGH):
            rows = self._read(numbers[start : start + ENOUGH], before)
            self.database.many(
                "UPDATE texts SET body = ? WHERE number = ?",
                [(packer.pack(article), number) for number, article in rows],
            )

    def numbers(self, ids: Iterable[str]) -> dict[str, int]:
        """The number of each id that is stored."""
        rows = self.database.run(
            "SELECT id, number FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return dict(rows.fetchall())

    def holders(self, numbers: Iterable[int]) -> dict[int, Holder]:
        """What is known of some articles, by number."""
        rows = self.database.run(
            "SELECT articles.number, articles.id, name, published, signature, grams "
            "FROM json_each(?) CROSS JOIN articles ON articles.number = json_each.value "
            "JOIN sources ON sources.number = source "
            "JOIN sketches ON sketches.number = articles.number",
            (json.dumps(sorted(numbers)),),
        )
        return {
            number: Holder(
                number, id_, source, published,
                np.frombuffer(signature, np.uint8), np.frombuffer(grams, np.uint32),
            )
            for number, id_, source, published, signature, grams in rows
        }  # fmt: skip

    def sources_of(self, numbers: NDArray[np.int64]) -> dict[int, int]:
        """The number of the source of each of these articles."""
        rows = self.database.run(
            "SELECT number, source FROM articles WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(np.unique(numbers).tolist()),),
        )
        return dict(rows.fetchall())

    def ids_and_dates(self, numbers: Iterable[int]) -> dict[int, tuple[str, str | None]]:
        """Id and time of publication of some articles, by number."""
        rows = self.database.run(
            "SELECT number, id, published FROM articles "
            "WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        return {number: (id_, published) for number, id_, published in rows}

    def articles(self, numbers: Iterable[int]) -> dict[int, Article]:
        """Some articles, by number; a number that is not stored is left out."""
        return dict(self._read(sorted(numbers)))

    def all_numbers(self) -> list[int]:
        """The numbers of all articles, in order of adding."""
        return [row[0] for row in self.database.run("SELECT number FROM articles ORDER BY 1")]

    def removed(self) -> bool:
        """Whether any article was ever removed."""
        given = self.database.run("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")
        return (given.fetchone() or (0,))[0] != len(self.all_numbers())

    def listed(self) -> Iterator[tuple[str, str, str | None]]:
        """Id, source and time of publication of every article, in order of adding."""
        for id_, source, published in self.database.run(
            "SELECT id, name, published FROM articles "
            "JOIN sources ON sources.number = source ORDER BY articles.number"
        ):
            known = isinstance(id_, str) and isinstance(source, str)
            if not known or not isinstance(published, str | None):
                raise IndexFileError(f"{self.database.path}: is damaged; see index verify")
            yield id_, source, published

    def all(self) -> Iterator[tuple[int, Article]]:
        """Every article with its number, in order of adding."""
        numbers = self.all_numbers()
        for start in range(0, len(numbers), ENOUGH):
            yield from self._read(numbers[start : start + ENOUGH])

    def _read(
        self, numbers: Sequence[int], packer: Packer | None = None
    ) -> Iterator[tuple[int, Article]]:
        rows = self.database.run(
            "SELECT articles.number, articles.id, name, published, body FROM json_each(?) "
            "CROSS JOIN articles ON articles.number = json_each.value "
            "JOIN sources ON sources.number = source "
            "LEFT JOIN texts ON texts.number = articles.number",
            (json.dumps(list(numbers)),),
        )
        packer = packer or self._dictionary.packer()
        for number, id_, source, published, body in rows.fetchall():
            try:
                article = packer.unpack(body or b"", (id_, source, published))
            except (ValueError, RecursionError, TypeError) as error:
                raise IndexFileError(
                    f"{self.database.path}: the text of article {id_!r} is damaged; "
                    "remove it and add it again"
                ) from error
            yield number, article

    def _insert(self, entries: Sequence[Entry]) -> list[int]:
        last = self.database.run("SELECT max(seq) FROM sqlite_sequence WHERE name = 'articles'")
        first = (last.fetchone()[0] or 0) + 1
        numbers = list(range(first, first + len(entries)))
        if numbers and numbers[-1] > MOST:
            raise IndexFileError(f"{self.database.path}: holds all the {MOST} articles it can")
        sources = self._sources({entry.article.source for entry in entries})
        packer = self._dictionary.packer()
        numbered = list(zip(numbers, entries, strict=True))
        self.database.many(
            "INSERT INTO articles (number, id, source, published) VALUES (?, ?, ?, ?)",
            ((number, entry.article.id, sources[entry.article.source], entry.article.published)
             for number, entry in numbered),
        )  # fmt: skip
        self.database.many(
            "INSERT INTO texts VALUES (?, ?)",
            ((number, packer.pack(entry.article)) for number, entry in numbered),
        )
        self.database.many(
            "INSERT INTO sketches VALUES (?, ?, ?)",
            (
                (number, entry.signature.tobytes(), entry.grams.tobytes())
                for number, entry in numbered
            ),
        )
        return numbers

    def _sources(self, names: set[str]) -> dict[str, int]:
        self.database.many(
            "INSERT OR IGNORE INTO sources (name) VALUES (?)", ((name,) for name in sorted(names))
        )
        return self.source_numbers(names)

    def source_numbers(self, names: Iterable[str]) -> dict[str, int]:
        """The number of each of these sources that is stored."""
        rows = self.database.run(
            "SELECT name, number FROM sources WHERE name IN (SELECT value FROM json_each(?))",
            (json.dumps(list(names)),),
        )
        return dict(rows.fetchall())

    def kept_keys(self, keys: Mapping[int, NDArray[np.uint64]]) -> dict[int, tuple[int, int]]:
        """How many of each article's keys are postings, and how many are none and should be.

        Keys are counted once, as far as they are kept. Of a crowded key only the first holders'
        are postings, so no holder's is missing.
        """
        own = {number: np.unique(shortened(each)) for number, each in keys.items()}
        all_keys = np.concatenate([np.empty(0, np.uint64), *own.values()]) << np.uint64(24)
        owners = np.repeat(np.arange(len(own)), [len(each) for each in own.values()])
        which, found = self.postings.holders(all_keys)
        absent = np.ones(len(all_keys), bool)
        absent[which[found == np.array([*own], np.int64)[owners[which]]]] = False
        kept = np.bincount(owners[~absent], minlength=len(own))
        absent[absent] = ~self.postings.crowded(all_keys[absent])
        missing = np.bincount(owners[absent], minlength=len(own))
        return dict(zip(own, zip(kept.tolist(), missing.tolist(), strict=True), strict=True))

    def _checks(self) -> Iterator[str]:
        yield from self.database.damage()
        with self.database.reading():
            yield from self.faults()

    def faults(self) -> Iterator[str]:
        """Yield what no single article shows: rows and postings without an article."""
        for table in ("texts", "sketches"):
            for (name,) in self.database.run(
                f"SELECT id FROM articles WHERE number NOT IN (SELECT number FROM {table})"  # noqa: S608  (our own names)
            ):
                yield f"article {name!r}: has no row in {table}"
            for (number,) in self.database.run(
                f"SELECT number FROM {table} WHERE number NOT IN (SELECT number FROM articles)"  # noqa: S608  (our own names)
            ):
                yield f"{table}: row {number} has no article"
        (lengths,) = self.database.run(
            "SELECT count(DISTINCT length(signature)) FROM sketches"
        ).fetchone()
        if lengths > 1:
            yield "sketches: signatures are not of one length"
        yield from self._changed_rows()
        yield from self._lost_rows()
        yield from self._reused_numbers()
        yield from self.postings.faults(np.array(self.all_numbers(), np.uint64))
        yield from self.boilerplate.faults()
        yield from self.events.faults()

    def _changed_rows(self) -> Iterator[str]:
        for table, columns in CHECKED.items():
            (changed,) = self.database.run(
                f"SELECT count(*) FROM {table} WHERE crc IS NOT crc({columns})"  # noqa: S608  (our own names)
            ).fetchone()
            if changed:
                yield f"{table}: rows that are not as they were written: {changed}"

    def _lost_rows(self) -> Iterator[str]:
        kept = dict(self.database.run("SELECT name, rows FROM tallies"))
        for table in TALLIED:
            (there,) = self.database.run(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  (our own names)
            if kept.get(table) != there:
                yield f"{table}: has {there} rows, and {kept.get(table)} were written"

    def _reused_numbers(self) -> Iterator[str]:
        """Numbers that would be given a second time."""
        for table, column in (("articles", "number"), ("segments", "number"), ("ledger", "entry")):
            (last,) = self.database.run(f"SELECT max({column}) FROM {table}").fetchone()  # noqa: S608  (our own names)
            given = self.database.run(
                "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
            ).fetchall()
            if last is not None and not (
                len(given) == 1 and isinstance(given[0][0], int) and given[0][0] >= last
            ):
                yield f"{table}: the next number was given before"
