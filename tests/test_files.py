"""What stands in the place of a file is never destroyed: links, pipes, folders, old bytes."""

import os
import threading
from pathlib import Path

import pytest

from compare import files as output
from compare.errors import OutputError


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    path.write_bytes(b"old")
    path.chmod(0o600)
    output.write(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o600)
    assert [one.name for one in tmp_path.iterdir()] == ["kept.jsonl"]


def test_a_link_stays_a_link_and_its_target_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link, nothing = tmp_path / "there" / "real", tmp_path / "link", tmp_path / "nothing"
    target.write_bytes(b"old")
    link.symlink_to(target)
    nothing.symlink_to(tmp_path / "there" / "yet unmade")
    output.write(link, b"new")
    output.write(nothing, b"made")
    assert link.is_symlink()
    assert nothing.is_symlink()
    assert (target.read_bytes(), nothing.read_bytes()) == (b"new", b"made")


def test_a_pipe_is_written_through_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    output.write(pipe, b"through")
    reader.join(10)
    assert got == [b"through"]
    assert pipe.is_fifo()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a folder"):
        output.write(tmp_path, b"")


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.jsonl"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        output.write(path, b"new")
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {"kept.jsonl": b"old"}
