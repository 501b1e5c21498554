"""The one place that speaks sqlite3: opening, transactions, and what errors mean.

One writer and many readers (WAL). A file that is no index of this version is refused by its
first hundred bytes, before SQLite may touch it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from compare.errors import IndexFileError
from compare.index.storage.schema import APPLICATION, PAGE_SIZE, SCHEMA, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Database"]

WAIT = 30.0
"""Seconds to wait for another writer."""
_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_CACHE_KIB = 32_000
_OPEN: Counter[Path] = Counter()
"""How often each file is open in this process."""
_REBUILD = "newscompare index export --index {path} | newscompare index add - --index NEW"


class Database:
    """An open index file. Use as a context manager, or call ``close``."""

    def __init__(
        self, path: Path, stamps: Mapping[str, str] | None, *, create: bool = False
    ) -> None:
        """Open ``path``, or with ``create`` make it where there is none.

        Args:
            path: the index file.
            stamps: what rows are made with; a file made with others is refused. None takes any.
            create: whether a missing file is made.

        Raises:
            IndexFileError: missing, foreign, damaged, of another version or other stamps.
        """
        self.path = path
        self._closed = False
        missing = not path.exists() or path.stat().st_size == 0
        if missing and not create:
            raise IndexFileError(f"{path}: there is no index; newscompare index add makes one")
        if not missing:
            _refuse_foreign(path)
        with self._errors():
            self._connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
            _OPEN[path.resolve()] += 1
            try:
                if missing:
                    self._create(stamps or {})
                if stamps is not None:
                    self._check(stamps)
                self.run("PRAGMA journal_mode = WAL")
                self.run(f"PRAGMA cache_size = -{_CACHE_KIB}")
                self.run("PRAGMA journal_size_limit = 16777216")
            except BaseException:
                self.close()
                raise

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Close the file; what was not committed is undone. Again does nothing."""
        if not self._closed:
            self._closed = True
            _OPEN[self.path.resolve()] -= 1
            self._connection.close()

    def run(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        return self._connection.execute(sql, tuple(values))

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of values."""
        self._connection.executemany(sql, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of the block is stored, or nothing.

        Raises:
            IndexFileError: another process writes for too long, or the disk is full.
        """
        with self._errors(), self._transaction("IMMEDIATE"):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One view of the file for all of the block, whatever others write meanwhile."""
        with self._errors():
            if self._connection.in_transaction:
                yield
                return
            with self._transaction("DEFERRED"):
                yield

    def compact(self) -> None:
        """Give space that nothing uses back to the disk."""
        with self._errors():
            self.run("VACUUM")
            self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong with the file."""
        with self._errors():
            found = [str(row[0]) for row in self.run("PRAGMA integrity_check(20)")]
        return [] if found == ["ok"] else found

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[None]:
        self.run(f"BEGIN {kind}")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self.run("ROLLBACK")
            raise

    def _create(self, stamps: Mapping[str, str]) -> None:
        self.run(f"PRAGMA page_size = {PAGE_SIZE}")
        with self._transaction("EXCLUSIVE"):
            if self.run("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return
            for statement in SCHEMA.split(";\n"):
                self.run(statement)
            self.many("INSERT INTO stamps VALUES (?, ?)", sorted(stamps.items()))
            self.run(f"PRAGMA application_id = {APPLICATION}")
            self.run(f"PRAGMA user_version = {VERSION}")

    def _check(self, stamps: Mapping[str, str]) -> None:
        there = dict(self.run("SELECT name, value FROM stamps"))
        for name in sorted({*there, *stamps}):
            mine, its = stamps.get(name), there.get(name)
            if mine != its:
                raise IndexFileError(
                    f"{self.path}: made with {name} = {its}, but {name} = {mine} here; "
                    f"rebuild it: {_REBUILD.format(path=self.path)}"
                )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise IndexFileError(_meaning(self.path, error)) from error


def _refuse_foreign(path: Path) -> None:
    # To close any handle on a file gives up all POSIX locks the process has on it.
    if _OPEN[path.resolve()]:
        return
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        raise IndexFileError(f"{path}: cannot be read ({error.strerror})") from error
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        raise IndexFileError(f"{path}: is no newscompare index; it was not touched")
    if int.from_bytes(header[68:72], "big") != APPLICATION:
        raise IndexFileError(f"{path}: is a database of another program; it was not touched")
    version = int.from_bytes(header[60:64], "big")
    if version != VERSION:
        raise IndexFileError(
            f"{path}: is an index of version {version}, and this program writes version "
            f"{VERSION}; rebuild it: {_REBUILD.format(path=path)} "
            "(export with the program that made it)"
        )
    pages, log = int.from_bytes(header[28:32], "big"), path.with_name(f"{path.name}-wal")
    if path.stat().st_size < pages * PAGE_SIZE and not log.exists():
        raise IndexFileError(f"{path}: is cut short; put back a copy, or rebuild it")


def _meaning(path: Path, error: sqlite3.Error) -> str:
    said = str(error)
    if "locked" in said or "busy" in said:
        return f"{path}: another process has been writing for {WAIT:.0f} seconds; try again later"
    if "full" in said or "disk I/O" in said:
        return (
            f"{path}: the disk is full or cannot be written ({said}); "
            "nothing of this batch was stored, all before it is safe"
        )
    if "readonly" in said or "unable to open" in said:
        return f"{path}: cannot be written ({said}); check the rights of the file and its folder"
    return f"{path}: is damaged ({said}); put back a copy, or rebuild it from the articles"
