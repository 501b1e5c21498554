"""No text of an article steers the terminal it is shown on, whatever command shows it."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from compare.cli import cli

STEERS = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
EVIL = "\x1b[31mred\x1b]0;title\x07\x9b2J\u202eevil\u2066"
STORY = (
    f"By Jo Doe{EVIL}\n\nThe mill at Orrin closed on Friday after 40 years{EVIL}. About {{}} people "
    f'lost their work{EVIL}, the owner Anna Berg said. "We had no choice but to close it{EVIL} this '
    f'week," Berg said at the gate.\n\n(Photo: Agency{EVIL})'
)


def row(number: int, **others: object) -> dict[str, object]:
    return {
        "id": f"a{number}{EVIL}", "source": f"paper{number % 2}{EVIL}", "text": STORY.format(number),
        "title": f"Mill closes {number}{EVIL}", "published": f"2026-02-0{number}T10:00:00Z",
        "url": f"https://o.example/{EVIL}", "author": EVIL, "keywords": [EVIL], "desk": EVIL,
    } | others  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = [row(number) for number in range(1, 4)]
    Path("a.jsonl").write_text("\n".join(map(json.dumps, [*rows, rows[0] | {"id": f"c{EVIL}"}])))
    for name, one in zip(("one", "two"), rows, strict=False):
        Path(f"{name}.jsonl").write_text(json.dumps(one))
    bad = [row(1, text=""), row(2, id="", published=EVIL, language=EVIL), EVIL, {"type": EVIL}]
    Path("bad.jsonl").write_text("\n".join(map(json.dumps, bad)) + f"\n{{bad {EVIL}")
    Path("odd.csv").write_text(f"{EVIL},b\n1,2\n")
    Path(f"x{EVIL.replace('/', '')}.txt").write_text("Some words of an article.")
    Path("pairs").write_text(f"a1{EVIL}\tno{EVIL}\n")
    Path("bad.toml").write_text('[events]\n"thres\\u001b[31m" = 1\n')
    return tmp_path


COMMANDS = [
    ["index", "add", ".", "--index", "i.index"],
    ["inspect", "."], ["inspect", "one.jsonl"], ["inspect", "bad.jsonl"],
    ["inspect", "bad.jsonl", "--json"], ["events", "a.jsonl", "--must-link", "pairs"],
    ["events", "a.jsonl", "--json"], ["dedup", "a.jsonl"], ["align", "one.jsonl", "two.jsonl"],
    ["align", "one.jsonl", "two.jsonl", "--min-score", "0"],
    ["explain", "one.jsonl", "two.jsonl", "--on", "a.jsonl"],
    ["explain", "--text", f"The mill closed{EVIL}.", f"It closed{EVIL} on Friday."],
    ["origins", "a.jsonl"], ["report", "a.jsonl", "-o", "pages"],
    ["index", "list", "--index", "i.index"], ["index", "stats", "--index", "i.index"],
    ["index", "events", "--index", "i.index"], ["check", "a.jsonl", "--index", "i.index"],
    ["explain", f"a1{EVIL}", f"a2{EVIL}", "--index", "i.index"], ["label", "a.jsonl", "-o", "l"],
    ["index", "remove", f"no{EVIL}", f"a1{EVIL}", "--index", "i.index"],
    ["index", "export", "--index", "i.index"], ["events", "--index", "i.index"],
    ["events", f"none{EVIL}"], ["events", "a.jsonl", "--settings", "bad.toml"],
    ["events", "a.jsonl", "--set", f"{EVIL}=1"], ["report", "--index", "i.index", "--event", EVIL],
    [f"no{EVIL}"], ["evaluate", "events", "bad.jsonl"], ["tune", "bad.jsonl"],
]  # fmt: skip


@pytest.mark.parametrize("width", [None, "100"])
def test_no_command_lets_an_article_steer_the_terminal(place: Path, width: str | None) -> None:
    runner = CliRunner(env={"COLUMNS": width, "NO_COLOR": "1"})
    for command in COMMANDS:
        done = runner.invoke(cli, command, input="y\nf\n")
        assert done.exit_code in {0, 2, 3}, (command, done.output)
        assert "unexpected" not in done.stderr, (command, done.stderr)
        assert not STEERS.search(done.stdout + done.stderr), command
    assert (place / "pages" / "index.html").exists()


def test_what_json_says_of_a_steering_character_is_that_character(place: Path) -> None:
    done = CliRunner().invoke(cli, ["dedup", str(place / "a.jsonl"), "--json"])
    assert f"a1{EVIL}" in json.loads(done.stdout)["kept"]
