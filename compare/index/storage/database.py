"""The one place that speaks sqlite3: opening, transactions, and what errors mean.

One writer and many readers (WAL). A file that is no index of this version is refused by its
first hundred bytes, before SQLite may touch it, and one whose tables are not ours before any of
them is read: an index may come from anybody.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import zlib
from collections import Counter
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from compare.errors import IndexFileError
from compare.index.storage.schema import (
    APPLICATION,
    CHECKED,
    PAGE_SIZE,
    SCHEMA,
    TALLIED,
    VERSION,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["LARGEST", "Database"]

WAIT = 30.0
"""Seconds to wait for another writer."""
LARGEST = 1 << 28
"""Bytes of the largest value that is stored or unpacked."""
_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_CACHE_KIB = 32_000
_STEPS, _STEPS_A_BYTE, _STEPS_AT_ONCE = 1_000_000_000, 1000, 1_000_000
"""A statement is stopped after so many steps, and so many a byte of the file: a damaged file can
name one page as the child of every other, and would be read for years."""
_OPEN: Counter[Path] = Counter()
"""How often each file is open in this process."""
_COUNTING = threading.Lock()
_REBUILD = "newscompare index export --index {path} | newscompare index add - --index NEW"
_ALLOWED = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE,
    sqlite3.SQLITE_DELETE, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_FUNCTION,
}  # fmt: skip
_PRAGMAS = {
    "application_id", "cache_size", "cell_size_check", "foreign_key_check", "foreign_keys",
    "integrity_check", "journal_mode", "journal_size_limit", "page_count", "page_size",
    "trusted_schema", "user_version", "wal_checkpoint",
}  # fmt: skip
_NO_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}
_BY_BAD_ROWS = (ValueError, TypeError, LookupError, ArithmeticError, AssertionError,
                RecursionError)  # fmt: skip
"""What rows of a damaged file may raise in whoever works with them."""


class Database:
    """An open index file. Use as a context manager, or call ``close``."""

    def __init__(
        self, path: Path, stamps: Mapping[str, str] | None, *, create: bool = False
    ) -> None:
        """Open ``path``, or with ``create`` make it where there is none.

        A file in a folder that cannot be written is opened for reading alone.

        Args:
            path: the index file.
            stamps: what rows are made with; a file made with others is refused. None takes any.
            create: whether a missing file is made.

        Raises:
            IndexFileError: missing, foreign, damaged, of another version or other stamps.
        """
        self.path = path
        self.checks: Callable[[], Iterable[str]] = self.damage
        self._closed = False
        self._steps = 0
        missing = _is_missing(path)
        if missing and not create:
            raise IndexFileError(f"{path}: there is no index; newscompare index add makes one")
        if not missing:
            _refuse_foreign(path)
        self.read_only = not missing and _is_read_only(path)
        with self._errors():
            self._connection = self._connect()
            _count(path, 1)
            try:
                self._harden()
                if missing:
                    self._create(stamps or {})
                self._refuse_other_tables()
                self._forbid_all_but_rows()
                if stamps is not None:
                    self._check(stamps)
                if not self.read_only:
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
            try:
                self._connection.close()
            finally:
                _count(self.path, -1)

    def run(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        self._steps = 0
        try:
            return self._connection.execute(sql, tuple(values))
        except sqlite3.Error as error:
            writing = not sql.startswith(("SELECT", "WITH", "PRAGMA"))
            raise IndexFileError(_meaning(self.path, error, writing=writing)) from error

    def checked(
        self, table: str, rest: str = "", values: Iterable[Any] = (), also: str = ""
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a table of ``CHECKED``, each as it was written.

        Args:
            table: its name.
            rest: what follows the table's name in the statement: WHERE, ORDER BY.
            values: for the question marks in it.
            also: another column, to come first.

        Raises:
            IndexFileError: a row is not as it was written.
        """
        columns = CHECKED[table]
        picked = f"{also}, {columns}" if also else columns
        sql = f"SELECT crc IS crc({columns}), {picked} FROM {table} {rest}"  # noqa: S608  (our own names)
        for sound, *row in self.run(sql, values):
            if not sound:
                raise IndexFileError(_damaged(self.path, f"a row of {table} was changed"))
            yield tuple(row)

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> int:
        """Run one statement for each row of values; how many rows of the table it changed."""
        self._steps = 0
        return max(0, self._connection.executemany(sql, rows).rowcount)

    def tally(self, table: str, change: int) -> None:
        """Keep by how much the rows of a table of ``TALLIED`` have become more."""
        if change:
            self.run("UPDATE tallies SET rows = rows + ? WHERE name = ?", (change, table))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of the block is stored, or nothing.

        Raises:
            IndexFileError: another process writes for too long, or the disk is full.
        """
        if self.read_only:
            raise IndexFileError(
                f"{self.path}: cannot be written; check the rights of the file and its folder"
            )
        with self._errors(writing=True), self._transaction("IMMEDIATE"):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """One view of the file for all of the block, whatever others write meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with self._errors(), self._transaction("DEFERRED"):
            yield

    def compact(self) -> None:
        """Give space that nothing uses back to the disk."""
        with self._errors(writing=True):
            self._connection.set_authorizer(None)  # VACUUM makes and attaches a file of its own
            try:
                self.run("VACUUM")
            finally:
                self._forbid_all_but_rows()
            self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def damage(self) -> list[str]:
        """What SQLite itself finds wrong: pages, types, constraints, rows that miss their parent.

        The tables are strict and say in their constraints what a row may be, so that all of it
        is looked at here.
        """
        with self._errors():
            found = [str(row[0]) for row in self.run("PRAGMA integrity_check(20)")]
            found = [] if found == ["ok"] else found
            for table, row, parent, _ in self.run("PRAGMA foreign_key_check"):
                found.append(f"{table}: row {row} has no {parent}")
        return found

    def _connect(self) -> sqlite3.Connection:
        # Of a file that nobody can be writing to, a reader needs neither log nor lock.
        uri = self.path.absolute().as_uri() + ("?immutable=1" if self.read_only else "")
        connection = sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None)
        connection.create_function("crc", -1, _crc, deterministic=True)
        connection.set_progress_handler(self._one_step_further, _STEPS_AT_ONCE)
        return connection

    def _harden(self) -> None:
        connection = self._connection
        for limit, most in (
            (sqlite3.SQLITE_LIMIT_LENGTH, LARGEST), (sqlite3.SQLITE_LIMIT_ATTACHED, 1),
            (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1), (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
        ):  # fmt: skip
            connection.setlimit(limit, most)
        if hasattr(connection, "setconfig"):  # Python 3.12
            for option, on in (("DEFENSIVE", True), ("TRUSTED_SCHEMA", False),
                               ("ENABLE_TRIGGER", False), ("ENABLE_VIEW", False),
                               ("WRITABLE_SCHEMA", False), ("DQS_DDL", False)):  # fmt: skip
                with suppress(sqlite3.Error):  # what an older SQLite does not know
                    connection.setconfig(getattr(sqlite3, f"SQLITE_DBCONFIG_{option}"), on)
        self.run("PRAGMA trusted_schema = OFF")
        self.run("PRAGMA cell_size_check = ON")

    def _refuse_other_tables(self) -> None:
        """Refuse a file with a table, a view, a trigger or a constraint that is not ours."""
        theirs = _tables_of(self._connection)
        if theirs != _our_tables():
            other = sorted({name for _, name, _, _ in theirs ^ _our_tables()})
            raise IndexFileError(
                f"{self.path}: is damaged or not made by newscompare: {', '.join(other[:3])} is "
                "not as this version makes it; put back a copy, or rebuild it from the articles"
            )

    def _forbid_all_but_rows(self) -> None:
        self._connection.set_authorizer(_may)

    def _one_step_further(self) -> int:
        """Whether SQLite is to stop: 1 after more steps than any sound file takes."""
        self._steps += _STEPS_AT_ONCE
        if self._steps <= _STEPS:
            return 0
        return int(self._steps > _STEPS + _STEPS_A_BYTE * self.path.stat().st_size)

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
            self.many("INSERT INTO tallies VALUES (?, 0)", ((table,) for table in TALLIED))
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
    def _errors(self, *, writing: bool = False) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise IndexFileError(_meaning(self.path, error, writing=writing)) from error
        except _BY_BAD_ROWS as error:
            # A fault of the program, unless the file is at fault.
            if not (found := self._first_fault()):
                raise
            raise IndexFileError(_damaged(self.path, found)) from error

    def _first_fault(self) -> str | None:
        checks, self.checks = self.checks, lambda: ()  # what looks for faults may raise as well
        try:
            return next(iter(checks()), None)
        except IndexFileError as error:
            return str(error)
        finally:
            self.checks = checks


def _crc(*values: object) -> int:
    return zlib.crc32(repr(values).encode("utf-8", "surrogatepass"))


def _may(action: int, first: str | None, second: str | None, _: object, __: object) -> int:
    """SQLite's authorizer: rows of our tables are read and written, and nothing else is done."""
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if second in _NO_FUNCTIONS else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA:
        return sqlite3.SQLITE_OK if first in _PRAGMAS else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


Tables = frozenset[tuple[Any, ...]]


def _tables_of(connection: sqlite3.Connection) -> Tables:
    """Type, name, table and text of all that a database is made of."""
    return frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))


@cache
def _our_tables() -> Tables:
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(SCHEMA)
        return _tables_of(connection)
    finally:
        connection.close()


def _is_missing(path: Path) -> bool:
    try:
        return not path.exists() or path.stat().st_size == 0
    except OSError as error:
        raise IndexFileError(f"{path}: cannot be read ({error.strerror})") from error


def _is_read_only(path: Path) -> bool:
    """Whether nobody here can write to the file or beside it.

    Raises:
        IndexFileError: and what stands in its log would not be seen.
    """
    if os.access(path, os.W_OK) and os.access(path.resolve().parent, os.W_OK):
        return False
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise IndexFileError(
            f"{path}: was left open by a writer, and its folder cannot be written; copy it with "
            f"{log.name} into a folder of yours"
        )
    return True


def _count(path: Path, by: int) -> None:
    with _COUNTING:
        _OPEN[path.resolve()] += by


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


def _meaning(path: Path, error: sqlite3.Error, *, writing: bool) -> str:
    said = str(error)
    if "locked" in said or "busy" in said:
        return f"{path}: another process has been writing for {WAIT:.0f} seconds; try again later"
    if ("full" in said or "disk I/O" in said) and writing:
        return (
            f"{path}: the disk is full or cannot be written ({said}); "
            "nothing of this batch was stored, all before it is safe"
        )
    if "full" in said or "disk I/O" in said:
        return f"{path}: cannot be read ({said}); is the disk full, or failing?"
    if "readonly" in said or "unable to open" in said:
        return f"{path}: cannot be opened ({said}); check the rights of the file and its folder"
    if "interrupted" in said:
        return _damaged(path, "a question took far longer than its size allows")
    return _damaged(path, said)


def _damaged(path: Path, why: str) -> str:
    return f"{path}: is damaged ({why}); put back a copy, or rebuild it from the articles"
