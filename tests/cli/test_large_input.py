"""Commands that read more than memory holds: shown as they go, and ended with what was done."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from compare.cli import check as checking
from compare.cli import cli
from compare.copies.spilled_articles import SpilledArticles
from compare.index import Index, open_index

TEXT = "Mill {0} at Orrin closed on Friday. Sixty people of street {0} lost their work, {0} said."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    rows = ({"id": f"a{n}", "text": TEXT.format(f"no{n * 7}")} for n in range(5))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows) + "{bad\n")
    return path


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args])


def test_verdicts_are_shown_a_table_at_a_time(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run("check", corpus, "--add", "--index", tmp_path / "a")
    monkeypatch.setattr(checking, "SHOWN_AT_ONCE", 2)
    parts = run("check", corpus, "--add", "--index", tmp_path / "b")
    assert whole.exit_code == parts.exit_code == 3
    assert [line.split()[:2] for line in whole.stdout.splitlines()] == [
        line.split()[:2]
        for at, line in enumerate(parts.stdout.splitlines())
        if at == 0 or not line.startswith("article")
    ]
    assert parts.stdout.count("article ") == 3


@pytest.mark.parametrize("command", [["check", "--add"], ["index", "add"]])
def test_an_interrupt_ends_with_what_was_done(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    name = "check_and_add" if command[0] == "check" else "add"
    monkeypatch.setattr("compare.ingest.read_in_batches.__defaults__", (None, None, 2))
    real, calls = getattr(Index, name), 0

    def interrupted(self: Index, *args: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        return real(self, *args)

    monkeypatch.setattr(Index, name, interrupted)
    done = run(*command, corpus, "--index", tmp_path / "i")
    assert done.exit_code == 130
    assert "run it again for the rest" in done.stderr
    monkeypatch.undo()
    with open_index(tmp_path / "i") as index:
        kept = [id_ for id_, *_ in index.entries()]
    assert f"{len(kept)} articles" in done.stderr
    assert kept
    if command[0] == "check":
        assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == kept
    again = run("index", "add", corpus, "--index", tmp_path / "i")
    assert "5 in the index" in again.stderr


def test_an_interrupted_dedup_leaves_the_file_that_was_there(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept.jsonl"
    kept.write_text("before\n")
    real, calls = SpilledArticles.add, 0

    def interrupted(self: SpilledArticles, *args: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise KeyboardInterrupt
        real(self, *args)

    monkeypatch.setattr(SpilledArticles, "add", interrupted)
    done = run("dedup", corpus, "-o", kept)
    assert done.exit_code == 130
    assert "2 articles read, none compared yet; nothing was written" in done.stderr
    assert kept.read_text() == "before\n"
    monkeypatch.undo()
    again = run("dedup", corpus, "-o", kept)
    assert again.exit_code == 3
    assert len(kept.read_text().splitlines()) == 5
