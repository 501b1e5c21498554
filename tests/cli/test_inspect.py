"""``newscompare inspect`` shows what was read and how, of one file or of many."""

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from compare.cli import cli
from compare.inspection import inspect
from compare.schemas import load

PROSE = "The mill at Orrin closed on Friday. Sixty people lost their work, the owner said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mill.txt").write_text(
        f"Mill closes\n\n{PROSE} “It is the end of Orrin as we know it,” said Jo Body.\n\nRead more\n"
    )
    row = {"id": "r1", "text": PROSE, "language": "en", "desk": "work", "published": "2031-02-03"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n{bad\n")
    return tmp_path


def test_each_article_is_told_with_its_place_and_what_was_dropped(folder: Path) -> None:
    found = inspect([folder])
    mill, row = found.articles
    assert (mill.place, mill.title) == (str(folder / "mill.txt"), "Mill closes")
    assert (row.place, row.extra) == (f"{folder / 'rows.jsonl'}:1", ("desk",))
    assert (mill.language, mill.detected, row.detected) == ("en", True, False)
    assert (mill.statements >= 3, mill.quotations) == (True, 1)
    assert mill.kept < mill.characters
    for dropped in mill.dropped:
        assert (folder / "mill.txt").read_text()[dropped.start : dropped.end] == dropped.text
    assert "Read more" in [dropped.text for dropped in mill.dropped]
    assert [refused.line for refused in found.refused] == [2]
    summary = found.summary()
    assert (summary["articles"], summary["undated"], summary["languages"]) == (2, 1, {"en": 2})


def test_the_command_prints_a_table_or_one_object(folder: Path) -> None:
    shown = CliRunner().invoke(cli, ["inspect", str(folder)])
    assert shown.exit_code == 3
    assert "dropped characters" in shown.stdout
    assert "rows.jsonl:2" in shown.stderr
    one = CliRunner().invoke(cli, ["inspect", str(folder / "mill.txt")])
    assert (one.exit_code, "Read more" in one.stdout, "by its text" in one.stdout) == (
        0,
        True,
        True,
    )
    printed = CliRunner().invoke(cli, ["inspect", str(folder), "--json"])
    out = json.loads(printed.stdout)
    jsonschema.validate(out, load("inspect"))
    assert [article["id"] for article in out["articles"]] == ["mill", "r1"]


def test_nothing_readable_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    result = CliRunner().invoke(cli, ["inspect", str(tmp_path)])
    assert result.exit_code == 2
    assert "no article could be read" in result.stderr
    assert CliRunner().invoke(cli, ["inspect", str(tmp_path / "none.txt")]).exit_code == 2


def test_a_terminal_is_not_steered(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "\x1b[2Jx\x9b", "text": PROSE}))
    shown = CliRunner().invoke(cli, ["inspect", str(tmp_path / "a.jsonl")])
    printed = CliRunner().invoke(cli, ["inspect", str(tmp_path / "a.jsonl"), "--json"])
    for out in (shown.stdout, printed.stdout):
        assert "\x1b" not in out
        assert "\x9b" not in out
    assert json.loads(printed.stdout)["articles"][0]["id"] == "\x1b[2Jx\x9b"


def test_fields_are_mapped_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"outlet": {"name": "Gazette"}, "was": PROSE}))
    given = ["inspect", str(tmp_path / "a.jsonl"), "--json", "--map", "text=was,source=outlet.name"]
    out = json.loads(CliRunner().invoke(cli, given).stdout)
    assert out["articles"][0]["source"] == "Gazette"
    wrong = CliRunner().invoke(cli, ["inspect", str(tmp_path), "--map", "words=was"])
    assert (wrong.exit_code, "write FIELD=NAME" in wrong.stderr) == (2, True)
