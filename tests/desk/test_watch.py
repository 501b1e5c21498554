"""Articles as they arrive: nothing twice, nothing lost, whatever goes wrong in between."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from compare.cli import cli
from compare.desk import watch as watching
from compare.desk.spool import Journal, Signature, Spool
from compare.desk.watch import Watcher
from compare.errors import IndexFileError
from compare.index import Index, open_index

FERRY = "A ferry ran aground in thick fog outside Tarnholm harbour, and twelve people were hurt."
MORE = (
    "\nDivers found no leak in the hull, and a tug pulled the ship free at high tide on Thursday."
)


class Clock:
    """A monotonic clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """A watcher of a folder, with what it said."""

    def __init__(self, folder: Path, index: Index) -> None:
        self.folder, self.index = folder, index
        self.journal = folder.parent / "seen.index.watched"
        self.clock = Clock()
        self.lines: list[dict[str, Any]] = []
        self.warnings: list[str] = []
        self.days: list[set[date]] = []
        self.start()

    def start(self, place: Path | None = None) -> None:
        """As after a restart."""
        spool = Spool(place or self.folder, Journal(self.journal), 2, self.clock)
        self.watcher = Watcher(
            self.index, spool, self.lines.append, self.warnings.append, self.days.append
        )

    def rest(self) -> int:
        """Look, let the files come to rest, and look again."""
        before = self.watcher.take()
        self.clock.now += 3
        return before + self.watcher.take()

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def ids(self) -> list[str]:
        return [line["id"] for line in self.lines]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "spool").mkdir()
    with open_index(tmp_path / "seen.index", create=True) as index:
        yield Bench(tmp_path / "spool", index)


def record(id_: str, text: str = FERRY, **fields: object) -> str:
    row = {"id": id_, "text": f"{text} {id_}", "source": id_, "published": "2031-03-04", **fields}
    return json.dumps(row) + "\n"


def test_a_file_is_read_once_it_has_come_to_rest(bench: Bench) -> None:
    bench.put("a.jsonl", record("a"))
    assert bench.watcher.take() == 0
    bench.clock.now = 1.9
    assert bench.watcher.take() == 0
    bench.clock.now = 2.0
    assert bench.watcher.take() == 1
    (line,) = bench.lines
    assert (line["format"], line["id"], line["verdict"]) == ("newscompare/check/1", "a", "new")
    assert line["file"].endswith("a.jsonl")
    assert bench.days == [{date(2031, 3, 4)}]


def test_a_file_that_still_grows_is_waited_for(bench: Bench) -> None:
    path = bench.put("a.jsonl", record("a"))
    bench.watcher.take()
    bench.clock.now = 1.5
    path.write_text(record("a") + record("b"), "utf-8")
    assert bench.watcher.take() == 0
    bench.clock.now = 3.0
    assert bench.watcher.take() == 0
    bench.clock.now = 3.5
    assert bench.watcher.take() == 2


def test_what_was_taken_is_not_taken_again_even_after_a_restart(bench: Bench) -> None:
    bench.put("a.jsonl", record("a"))
    bench.put("paper/b.txt", FERRY)
    assert bench.rest() == 2
    assert {line["id"]: line["source"] for line in bench.lines}["b"] == "paper"
    for _ in range(2):
        bench.start()
        assert bench.rest() == 0
    assert len(bench.lines) == 2


def test_without_its_notes_the_index_still_knows(bench: Bench) -> None:
    bench.put("a.jsonl", record("a"))
    bench.rest()
    bench.journal.unlink()
    bench.start()
    assert (bench.rest(), bench.ids()) == (0, ["a"])


def test_only_what_is_new_of_a_feed_that_is_written_over_is_reported(bench: Bench) -> None:
    feed = bench.put("feed.jsonl", record("a") + record("b"))
    bench.start(feed)
    bench.rest()
    feed.write_text(record("b") + record("c"), "utf-8")
    bench.rest()
    assert bench.ids() == ["a", "b", "c"]


def test_half_a_record_is_refused_and_taken_when_it_is_whole(bench: Bench) -> None:
    whole = record("a") + record("b")
    path = bench.put("a.jsonl", whole[:-20])
    bench.rest()
    assert bench.ids() == ["a"]
    assert any("a.jsonl:2" in line for line in bench.warnings)
    path.write_text(whole, "utf-8")
    bench.rest()
    assert bench.ids() == ["a", "b"]


def test_half_a_text_gives_way_to_the_whole_of_it(bench: Bench) -> None:
    path = bench.put("paper/a.txt", FERRY)
    bench.rest()
    path.write_text(FERRY + MORE, "utf-8")
    bench.rest()
    assert bench.ids() == ["a", "a"]
    assert [article.text for article in bench.index.articles()] == [FERRY + MORE]


def test_another_text_under_a_known_id_is_refused(bench: Bench) -> None:
    path = bench.put("paper/a.txt", FERRY)
    bench.rest()
    path.write_text("Something else was written here, at the same length, more or less.", "utf-8")
    bench.rest()
    assert bench.ids() == ["a"]
    assert any("another text" in line for line in bench.warnings)


@pytest.mark.parametrize("name", [".a.txt", "a.txt.tmp", "a.html.part", ".sync/a.txt", "a.txt~"])
def test_what_is_still_written_or_hidden_is_left_alone(bench: Bench, name: str) -> None:
    bench.put(name, FERRY)
    assert bench.rest() == 0


def test_clocks_that_jump_hold_nothing_up(bench: Bench) -> None:
    path = bench.put("a.jsonl", record("a"))
    os.utime(path, (4e9, 4e9))
    assert bench.rest() == 1
    other = bench.put("b.jsonl", record("b"))
    os.utime(other, (0, 0))
    assert bench.rest() == 1


def test_a_full_disk_loses_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.put("a.jsonl", record("a") + record("b"))
    real, calls = Index.check_and_add, []

    def full(self: Index, article: Any) -> Any:
        calls.append(article.id)
        if len(calls) == 2:
            raise IndexFileError("seen.index: the disk is full")
        return real(self, article)

    monkeypatch.setattr(Index, "check_and_add", full)
    with pytest.raises(IndexFileError):
        bench.rest()
    assert bench.ids() == ["a"]
    bench.watcher.take()
    assert bench.ids() == ["a", "b"]
    assert bench.days == [{date(2031, 3, 4)}]


def test_notes_that_cannot_be_written_are_said_and_no_more(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Journal, "add", full)
    bench.put("a.jsonl", record("a"))
    bench.rest()
    bench.rest()
    assert bench.ids() == ["a"]
    assert any("cannot be noted" in line for line in bench.warnings)


def test_a_line_of_the_notes_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    Journal(path).add("a", Signature(1, 2))
    path.write_text(path.read_text("utf-8") + '["b", 1', "utf-8")
    assert Journal(path).has("a", Signature(1, 2))
    assert not Journal(path).has("a", Signature(1, 3))
    assert not Journal(path).has("b", Signature(1, 2))


def test_a_folder_that_vanishes_is_waited_for(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "TICK", 0.05)
    bench.watcher.spool._settle = 0.0
    stop = threading.Event()
    thread = threading.Thread(target=bench.watcher.run, args=(stop,))
    bench.folder.rmdir()
    # SQLite's connections stay in their threads: the watcher opens its own.
    with open_index(bench.folder.parent / "other.index", create=True):
        pass

    def run() -> None:
        with open_index(bench.folder.parent / "other.index") as index:
            bench.watcher.index = index
            bench.watcher.run(stop)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        _until(lambda: any("is gone" in line for line in bench.warnings))
        bench.folder.mkdir()
        bench.put("a.jsonl", record("a"))
        _until(lambda: bench.ids() == ["a"])
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()
    assert sum("is gone" in line for line in bench.warnings) == 1


def _until(holds: Any, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def start(tmp_path: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "compare", "watch", str(tmp_path / "spool"), "--index",
               str(tmp_path / "seen.index"), "--settle", "0.2", *more]  # fmt: skip
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_line_that_was_not_told_is_told_by_the_next_run_and_says_so(bench: Bench) -> None:
    """The program ended between storing an article and printing its line."""
    bench.put("a.jsonl", record("a") + record("b"))

    def end(line: dict[str, Any]) -> None:
        if line["id"] == "b":
            raise KeyboardInterrupt
        bench.lines.append(line)

    bench.watcher.report = end
    with pytest.raises(KeyboardInterrupt):
        bench.rest()
    assert [id_ for id_, _, _ in bench.index.entries()] == ["a", "b"]
    bench.start()
    assert bench.rest() == 1
    assert [(line["id"], line.get("again", False)) for line in bench.lines] == [
        ("a", False), ("b", True),
    ]  # fmt: skip
    assert bench.lines[1]["verdict"] != "new"
    bench.start()
    assert bench.rest() == 0


def test_another_text_that_was_refused_does_not_let_the_first_be_told_again(bench: Bench) -> None:
    bench.put("a.jsonl", record("a"))
    bench.rest()
    bench.put("b.jsonl", record("a", "Something else altogether was written of a mill."))
    bench.rest()
    bench.put("c.jsonl", record("a"))
    assert (bench.rest(), bench.ids()) == (0, ["a"])


def test_what_cannot_be_noted_before_is_not_stored_and_is_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    bench.put("a.jsonl", record("a"))
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "storing", full)
        with pytest.raises(IndexFileError, match="No space left"):
            bench.rest()
    assert len(bench.index) == 0
    assert (bench.rest(), bench.ids()) == (1, ["a"])


def test_notes_of_what_was_told_are_left_out_of_the_file_at_the_next_start(bench: Bench) -> None:
    for n in range(3):
        bench.put(f"{n}.jsonl", record(f"a{n}"))
    bench.rest()
    assert len(bench.journal.read_text("utf-8").splitlines()) == 9
    bench.start()
    assert len(bench.journal.read_text("utf-8").splitlines()) == 3
    assert bench.rest() == 0


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_and_what_comes_twice_says_so(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    ids = [f"a{n}" for n in range(40)]
    for id_ in ids:
        (spool / f"{id_}.jsonl").write_text(record(id_), "utf-8")
    lines: list[dict[str, Any]] = []
    for wait in (1.5, 1.8, 2.1):
        process = start(tmp_path)
        time.sleep(wait)
        process.kill()
        out, _ = process.communicate()
        lines += [json.loads(line) for line in out.splitlines() if line.endswith("}")]
    done = start(tmp_path, "--once").communicate()[0]
    lines += [json.loads(line) for line in done.splitlines()]
    first = [line["id"] for line in lines if not line.get("again")]
    assert len(first) == len(set(first))
    assert {line["id"] for line in lines} == set(ids)
    assert len(lines) - len(first) <= 3
    with open_index(tmp_path / "seen.index") as index:
        assert sorted(id_ for id_, _, _ in index.entries()) == sorted(ids)


def test_a_signal_ends_it_with_all_in_order(tmp_path: Path) -> None:
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "a.jsonl").write_text(record("a"), "utf-8")
    process = start(tmp_path)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["id"] == "a"
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert "1 new article taken" in err


def watch(tmp_path: Path, *more: str) -> Any:
    args = ["watch", str(tmp_path / "spool"), "--index", str(tmp_path / "seen.index"), "--once",
            "--settle", "0", *more]  # fmt: skip
    return CliRunner().invoke(cli, args)


def test_a_command_gets_each_line_and_the_digest_its_days(tmp_path: Path) -> None:
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "a.jsonl").write_text(record("a") + record("b"), "utf-8")
    program = tmp_path / "take.py"
    program.write_text(
        "import sys, pathlib\n"
        f"out = pathlib.Path({str(tmp_path / 'out')!r})\n"
        "out.write_text((out.read_text() if out.exists() else '') + sys.stdin.read() + chr(10))\n"
    )
    result = watch(tmp_path, "--exec", f"{sys.executable} {program}", "--digest", str(tmp_path / "d"),
                   "--ours", "a,nobody")  # fmt: skip
    assert result.exit_code == 0, result.stderr
    got = [json.loads(line)["id"] for line in (tmp_path / "out").read_text().splitlines()]
    assert got == ["a", "b"]
    assert (tmp_path / "d" / "2031-03-04.html").exists()


def test_a_command_that_fails_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "a.jsonl").write_text(record("a") + record("b"), "utf-8")
    result = watch(tmp_path, "--exec", "/no/such/program")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)
    assert result.stderr.count("--exec: ") == 2


@pytest.mark.parametrize("more", [["--exec", "'"], ["--exec", " "], ["--settle", "-1"]])
def test_what_cannot_be_is_a_usage_error(tmp_path: Path, more: list[str]) -> None:
    (tmp_path / "spool").mkdir()
    assert watch(tmp_path, *more).exit_code == 2


def test_a_folder_that_was_never_there_is_one_line(tmp_path: Path) -> None:
    result = watch(tmp_path)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
