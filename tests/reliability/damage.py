"""Damaged and hostile copies of an index, and what every command makes of each.

A copy is *refused* (no command works on it), *detected* (``index verify`` names a fault) or
*harmless* (verify finds nothing, and every command says what it says of the sound file). Anything
else is a failure: *missed*, *unexpected* (an error that is none of ours) or *endless*.
"""

from __future__ import annotations

import json
import random
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from compare import report
from compare.desk.event_pages import update_pages
from compare.errors import NewscompareError
from compare.index import Index, open_index
from compare.ingest import read
from compare.model import Article
from compare.settings import Settings

__all__ = ["FAILURES", "KINDS", "Sound", "damaged_copies", "make_sound", "outcome"]

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"
FAILURES = ("missed", "unexpected", "endless")
SECONDS = 60
"""So long a command may take; on the sound file each takes well under one."""


class TooLongError(Exception):
    """A command did not end."""


@dataclass(frozen=True)
class Sound:
    """An index without a fault, an article it has not, and what each command says of it."""

    path: Path
    unseen: Article
    said: dict[str, str]


def make_sound(folder: Path, most: int = 24) -> Sound:
    """An index of the first fixtures, with events, one of them decided by a person."""
    articles = list(read([ARTICLES], Settings().ingest).articles)
    path, unseen = folder / "sound.index", articles[-1]
    with open_index(path, create=True) as index:
        for at in range(0, most, 8):
            index.add(articles[at : min(at + 8, most)])
            index.settle()
        index.ledger.bind([(articles[0].id, articles[1].id)], together=True)
        index.compact()
    return Sound(path, unseen, dict(_all_said(path, unseen)))


def _say_events(index: Index, _: Article) -> str:
    return json.dumps(report.events(index.events(), ()))


def _say_report(index: Index, _: Article) -> str:
    events = sorted(index.events(), key=lambda event: (-len(event.articles), event.id))
    folder = index.store.database.path.parent / "written"
    try:
        update_pages(index, events[:1], folder)
        return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _say_compacted(index: Index, _: Article) -> str:
    index.compact()
    return json.dumps(list(index.entries()))


COMMANDS: dict[str, Callable[[Index, Article], str]] = {
    "list": lambda index, _: json.dumps(list(index.entries())),
    "stats": lambda index, _: json.dumps(index.stats()),
    "export": lambda index, _: json.dumps([report.article(a) for a in index.articles()]),
    "check": lambda index, unseen: json.dumps(report.check(index.check(unseen))),
    "log": lambda index, _: repr(index.ledger.changes()),
    "events": _say_events,
    "report": _say_report,
    "remove": lambda index, _: repr(index.remove([id_ for id_, _, _ in index.entries()][:1])),
    "add": lambda index, unseen: repr(index.check_and_add(unseen)[1]),
    "compact": _say_compacted,
}


def _all_said(path: Path, unseen: Article) -> Iterator[tuple[str, str]]:
    for name, command in COMMANDS.items():
        with _copy(path) as copy, open_index(copy) as index:
            yield name, command(index, unseen)


@contextmanager
def _copy(path: Path) -> Iterator[Path]:
    copy = path.parent / "tried.index"
    shutil.copy(path, copy)
    try:
        yield copy
    finally:
        for left in path.parent.glob("tried.index*"):
            left.unlink()


@contextmanager
def _in_time() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(sound: Sound, damaged: Path) -> tuple[str, str]:
    """What a damaged copy is, and what showed it: the fault, the error, or the command."""
    try:
        with _copy(damaged) as copy, _in_time(), open_index(copy) as index:
            faults = list(index.verify())
    except NewscompareError as error:
        faults = [f"refused: {error}"]
    except TooLongError:
        return "endless", "verify"
    except Exception as error:  # noqa: BLE001  (which it is, is the question)
        return "unexpected", f"verify: {error!r}"
    works, other = 0, ""
    for name, command in COMMANDS.items():
        try:
            with _copy(damaged) as copy, _in_time(), open_index(copy) as index:
                said = command(index, sound.unseen)
        except NewscompareError:
            other = other or name
        except TooLongError:
            return "endless", name
        except Exception as error:  # noqa: BLE001  (as above)
            return "unexpected", f"{name}: {error!r}"
        else:
            works += 1
            other = other or (name if said != sound.said[name] else "")
    if faults:
        return ("detected" if works else "refused"), faults[0]
    return ("missed", other) if other else ("harmless", "")


def _flipped_bit(data: bytearray, rng: random.Random) -> None:
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _random_bytes(data: bytearray, rng: random.Random) -> None:
    at, size = rng.randrange(len(data)), rng.choice([2, 8, 64, 512])
    data[at : at + size] = rng.randbytes(len(data[at : at + size]))


def _zeroed_page(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data) // 8192) * 8192
    data[at : at + 8192] = bytes(8192)


def _copied_page(data: bytearray, rng: random.Random) -> None:
    one, two = (rng.randrange(len(data) // 8192) * 8192 for _ in range(2))
    data[one : one + 8192] = data[two : two + 8192]


def _cut(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(len(data)) :]


BYTES = {
    "flipped bit": _flipped_bit, "random bytes": _random_bytes, "zeroed page": _zeroed_page,
    "copied page": _copied_page, "cut": _cut,
}  # fmt: skip
VALUES = (None, 0, -1, 99999, 1 << 62, 0.5, "", "../../PWNED", "x" * 300, b"", b"\xff\x00junk")


def _changed_value(path: Path, rng: random.Random) -> None:
    """Any column of any row set to any value, as far as SQLite lets it stand."""
    with closing(_unguarded(path)) as database:
        tables = _tables(database)
        for _ in range(20):
            table = rng.choice(tables)
            column = rng.choice(database.execute(f"PRAGMA table_info({table})").fetchall())[1]
            try:
                database.execute(f"UPDATE {table} SET {column} = ?", (rng.choice(VALUES),))
            except sqlite3.Error:
                continue
            return


def _lost_rows(path: Path, rng: random.Random) -> None:
    with closing(_unguarded(path)) as database:
        table = rng.choice(_tables(database))
        share = rng.choice([1, 2, 5])
        database.execute(f"DELETE FROM {table} WHERE abs(random()) % {share} = 0")


def _foreign_schema(path: Path, rng: random.Random) -> None:
    with closing(_unguarded(path)) as database:
        database.execute(rng.choice(FOREIGN))


FOREIGN = (
    "CREATE TRIGGER t AFTER INSERT ON articles BEGIN DELETE FROM texts; END",
    "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
    "CREATE TABLE other (x)", "CREATE INDEX other ON articles (published)",
    "DROP TABLE nearest", "DROP INDEX members_of", "ALTER TABLE articles ADD COLUMN more TEXT",
    "ALTER TABLE texts RENAME TO text",
)  # fmt: skip
TABLES = {
    "changed value": _changed_value, "lost rows": _lost_rows, "foreign schema": _foreign_schema
}  # fmt: skip
KINDS = (*BYTES, *TABLES)


def _unguarded(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA ignore_check_constraints = ON")
    database.create_function("crc", -1, lambda *_: 0)
    return database


def _tables(database: sqlite3.Connection) -> list[str]:
    names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    return [row[0] for row in database.execute(names)]


def damaged_copies(sound: Sound, count: int, seed: int) -> Iterator[tuple[str, Path]]:
    """Yield so many damaged copies with the kind of damage, each kind as often."""
    rng = random.Random(seed)
    for turn in range(count):
        kind = KINDS[turn % len(KINDS)]
        path = sound.path.with_name("damaged.index")
        shutil.copy(sound.path, path)
        if kind in BYTES:
            data = bytearray(path.read_bytes())
            BYTES[kind](data, rng)
            path.write_bytes(data)
        else:
            TABLES[kind](path, rng)
        yield kind, path
        path.unlink()
