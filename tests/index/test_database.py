"""An index file from elsewhere: what is not ours is refused before it is read, or does nothing."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import zstandard

from compare.errors import IndexFileError
from compare.files import file_name
from compare.index import open_index
from compare.index.storage import Store
from compare.index.storage.article_texts import Packer, unpacked
from compare.index.storage.database import LARGEST
from compare.index.storage.schema import TALLIED
from compare.model import Article

TEXTS = [Article(f"a{n}", f"Report {n}: the tram {n * 3} ran late again.", "s") for n in range(3)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with open_index(tmp_path / "i", create=True) as index:
        index.add(TEXTS)
    return tmp_path / "i"


def altered(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON articles BEGIN DELETE FROM texts; END",
        "CREATE VIEW v AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT * FROM n",
        "CREATE TABLE more (x)",
        "CREATE INDEX more ON articles (published)",
        "DROP TABLE nearest",
        "ALTER TABLE texts ADD COLUMN more TEXT",
    ],
)
def test_a_schema_that_is_not_ours_is_refused_by_every_way_in(path: Path, statement: str) -> None:
    altered(path, statement)
    every: tuple[dict[str, str] | None, ...] = (None, {})
    for stamps in every:
        with pytest.raises(IndexFileError, match="not as this version makes it"):
            Store(path, stamps)


def test_a_table_that_is_a_view_under_its_name_is_refused(path: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x, x FROM n"
    altered(path, "DROP TABLE stamps", f"CREATE VIEW stamps (name, value) AS {endless}")
    with pytest.raises(IndexFileError, match="stamps is not as"):
        open_index(path)


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH 'other' AS other",
        "CREATE TABLE more (x)",
        "CREATE TEMP TRIGGER t AFTER INSERT ON articles BEGIN DELETE FROM texts; END",
        "DROP TABLE texts",
        "PRAGMA writable_schema = ON",
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n",
        "SELECT load_extension('x')",
    ],
)
def test_an_open_index_runs_nothing_but_reading_and_writing_rows(
    path: Path, statement: str
) -> None:
    with open_index(path) as index, pytest.raises(IndexFileError, match=r"authorized|prohibited"):
        index.store.database.run(statement).fetchall()


def test_a_question_without_end_is_stopped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_STEPS", "_STEPS_A_BYTE"):
        monkeypatch.setattr(f"compare.index.storage.database.{name}", 1)
    numbers = "json_each((SELECT json_group_array(value) FROM json_each('[1,2,3,4,5,6,7,8,9,10]')))"
    many = ", ".join(f"{numbers} AS n{at}" for at in range(7))
    with open_index(path) as index, pytest.raises(IndexFileError, match="far longer"):
        index.store.database.run(f"SELECT count(*) FROM {many}").fetchall()


def test_a_text_that_unpacks_to_far_more_is_damaged(path: Path) -> None:
    bomb = zstandard.compress(bytes(LARGEST + 1), 19)
    assert len(bomb) < 100_000
    with pytest.raises(ValueError, match="unpacks to 268,435,457 bytes"):
        unpacked(bomb, zstandard.ZstdDecompressor())
    unsaid = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(1000))
    assert unpacked(unsaid, zstandard.ZstdDecompressor()) == bytes(1000)
    with open_index(path) as index:
        index.store.database.run("UPDATE texts SET body = ? WHERE number = 1", (bomb,))
        assert any("'a0' is damaged" in fault for fault in index.verify())
        with pytest.raises(IndexFileError, match="'a0' is damaged"):
            list(index.articles())


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE articles SET source = 99999 WHERE number = 2", "articles: row 2 has no sources"),
        ("UPDATE articles SET published = '1999-01-01' WHERE number = 2", "'a1' is damaged"),
        ("UPDATE sources SET name = 'other'", "'a0' is damaged"),
        ("DELETE FROM texts WHERE number = 2", "'a1' is damaged"),
        ("UPDATE blocks SET entries = substr(entries, 9)", "not what its text gives|missing"),
        ("UPDATE segments SET entries = entries + 1", "is to have"),
        ("INSERT INTO crowded VALUES (5)", "keys that no article has: 1"),
        ("INSERT INTO events VALUES ('../../PWNED')", "CHECK constraint"),
        ("INSERT INTO ledger VALUES (7, 'merge', '{}', '{}', NULL, 0)", "ledger: rows"),
        ("INSERT INTO members VALUES (2, 'e0123456789', NULL, NULL, NULL, NULL, 0)", "members"),
        ("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'articles'", "given before"),
    ],
)
def test_verify_finds_what_no_text_gives(path: Path, statement: str, named: str) -> None:
    altered(path, "PRAGMA ignore_check_constraints = ON", statement)
    with open_index(path) as index:
        faults = " | ".join(index.verify())
    assert any(word in faults for word in named.split("|")), faults


@pytest.mark.parametrize("table", TALLIED)
def test_verify_misses_a_row_that_no_other_row_names(path: Path, table: str) -> None:
    with open_index(path) as index:
        index.settle()
        index.ledger.bind([("a0", "a1")], together=True)
        index.ledger.bind([("a1", "a0"), ("a0", "a1"), ("a0", "a2")], together=False)
        with index.store.database.writing():
            index.store.boilerplate.add(np.arange(3, dtype=np.uint64) << np.uint64(40), 0, 1)
        index.remove(["a2"])
        assert not any("were written" in fault for fault in index.verify())
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        (there,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
        key = database.execute(f"PRAGMA table_info({table})").fetchone()[1]
        assert there
        database.execute(f"DELETE FROM {table} WHERE {key} = (SELECT max({key}) FROM {table})")
        (left,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    with open_index(path) as index:
        faults = list(index.verify())
    expected = f"{table}: has {left} rows, and {there} were written", "members: row 1 has no events"
    assert set(faults) & set(expected), faults


def test_a_flipped_bit_of_the_frequencies_is_found(path: Path) -> None:

    with open_index(path) as index:
        index.settle()
        (counts,) = index.store.database.run("SELECT counts FROM frequencies").fetchone()
        flipped = bytes([*counts[:-6], counts[-6] ^ 1, *counts[-5:]])
        index.store.database.run("UPDATE frequencies SET counts = ?", (flipped,))
        assert any("frequencies" in fault for fault in index.verify())


def test_an_id_that_is_bytes_is_damage(path: Path) -> None:
    data = path.read_bytes()
    with open_index(path) as index, pytest.raises(IndexFileError, match="cannot store BLOB"):
        index.store.database.run("UPDATE articles SET id = x'00ff' WHERE number = 1")
    assert path.read_bytes() == data


def test_a_packed_text_belongs_to_its_row() -> None:
    packer = Packer(None)
    blob = packer.pack(TEXTS[0])
    assert packer.unpack(blob, ("a0", "s", None)) == TEXTS[0]
    with pytest.raises(ValueError, match="row was changed"):
        packer.unpack(blob, ("a1", "s", None))


def test_no_id_leads_out_of_a_folder(tmp_path: Path) -> None:
    for id_ in ("../../PWNED", "/etc/passwd", "..", ".", "", "con", "a/b", "a\\b", "C:x", "é", "\ud800",
                "x" * 5000, "\0", "a\nb", " ", "NUL"):  # fmt: skip
        name = file_name(id_)
        (tmp_path / f"{name}.html").write_text("")
        assert (tmp_path / f"{name}.html").resolve().parent == tmp_path.resolve()
        assert name.isascii()
    assert len(list(tmp_path.iterdir())) == 16
    assert file_name("e0123abc") == "e0123abc"


def test_an_index_in_a_folder_that_cannot_be_written_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_, **__: False)  # root may write everywhere
    with open_index(path) as index:
        assert len(list(index.entries())) == len(TEXTS)
        assert not any("were written" in fault for fault in index.verify())
        with pytest.raises(IndexFileError, match="cannot be written"):
            index.add([Article("n", "New text of another report.", "s")])
        assert list(path.parent.iterdir()) == [path]


def test_what_a_writer_left_beside_it_is_not_passed_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.with_name("i-wal").write_bytes(b"x")
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    with pytest.raises(IndexFileError, match=r"left open by a writer.*i-wal"):
        open_index(path)


def test_many_rows_are_written_in_more_steps_than_one_round(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compare.index.storage.database._STEPS_AT_ONCE", 10)
    with open_index(path) as index, index.store.database.writing():
        rows = [(f"name {at}", "value") for at in range(100)]
        index.store.database.many("INSERT INTO stamps VALUES (?, ?)", rows)
        count = index.store.database.run("SELECT count(*) FROM stamps WHERE value = 'value'")
        assert count.fetchone() == (100,)
