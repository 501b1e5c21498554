"""``report --corrections`` and ``--clean``, from the file a page gave to the page that obeys it."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from compare.cli import cli

FIRE = "The old pier at Orrin burned down on Monday night."
TEXTS = {
    "north": f"{FIRE} Forty firefighters from Lauental fought the flames for six hours.",
    "south": f"{FIRE} Mayor Ida Ross wants money from the capital for a new pier.",
}


def report(folder: Path, *options: str) -> Result:
    rows = [
        {"id": id_, "source": id_.title(), "title": "Pier at Orrin burns down", "text": text,
         "published": "2031-03-04", "language": "en"}
        for id_, text in TEXTS.items()
    ]  # fmt: skip
    (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "pairs.tsv").write_text("north\tsouth\n")
    out = ["-o", str(folder / "out"), "--must-link", str(folder / "pairs.tsv")]
    return CliRunner().invoke(cli, ["report", str(folder / "in.jsonl"), *out, *options])


def correction(folder: Path, label: int) -> str:
    row: dict[str, object] = {"label": label, "kind": "statements"}
    for side, id_ in (("a", "north"), ("b", "south")):
        row |= {side: FIRE, f"{side}_article": id_, f"{side}_span": [0, len(FIRE)]}
    (folder / "mine.jsonl").write_text(json.dumps(row) + "\n")
    return str(folder / "mine.jsonl")


def page(folder: Path) -> str:
    (found,) = (folder / "out").glob("e*.html")
    return found.read_text("utf-8")


def test_the_page_obeys_the_file_and_says_so(tmp_path: Path) -> None:
    assert report(tmp_path).exit_code == 0
    assert "Both tell <b>1</b>" in page(tmp_path)
    done = report(tmp_path, "--corrections", correction(tmp_path, 0))
    assert "1 of 1 correction applied" in done.stderr
    assert "Both tell <b>0</b>" in page(tmp_path)
    assert "1 correction applied, from mine.jsonl" in page(tmp_path)
    (written,) = (tmp_path / "out").glob("e*.json")
    assert json.loads(written.read_text("utf-8"))["corrected"] == {
        "files": ["mine.jsonl"], "pairs": [{"a": [0, 0], "b": [1, 0], "same": False}],
    }  # fmt: skip


def test_what_is_no_correction_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text("{}\n")
    done = report(tmp_path, "--corrections", str(tmp_path / "mine.jsonl"))
    assert done.exit_code == 2
    assert "mine.jsonl:1: is no correction" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_second_report_says_what_became_of_the_first(tmp_path: Path) -> None:
    report(tmp_path)
    assert "1 event replaced, 0 kept, 0 taken away" in report(tmp_path).stderr
    assert "0 taken away" in report(tmp_path, "--clean").stderr
