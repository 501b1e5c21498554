"""Everything the fixtures produce, held: what a person reads as text, the rest as digests.

``NEWSCOMPARE_ACCEPT=1 pytest tests/end_to_end`` keeps what comes out; read the diff before you
commit it. Of JSON each part has its own digest and of a table each column, so that a change names
what it touched.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from compare.cli import cli

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
ACCEPT = "NEWSCOMPARE_ACCEPT"
INDEX = ("--index", "seen.index")
COMMANDS = {
    "report": ("report", "articles", "-o", "report", "--format", "html,json,csv,md"),
    "dedup": ("dedup", "articles"),
    "dedup-json": ("dedup", "articles", "--json"),
    "kept": ("dedup", "articles", "-o", "kept.jsonl"),
    "events": ("events", "articles"),
    "events-json": ("events", "articles", "--json"),
    "index-add": ("index", "add", "articles", *INDEX),
    "index-list": ("index", "list", *INDEX),
    "index-events": ("events", *INDEX),
    "index-events-json": ("events", *INDEX, "--json"),
    "index-log": ("index", "events", "--log", *INDEX),
    "index-verify": ("index", "verify", *INDEX),
    "check": ("check", "articles", *INDEX),
    "check-json": ("check", "articles", *INDEX, "--json"),
    "align": (
        "align", "articles/orrin-sentinel/sentinel-cup.txt", "articles/papers.jsonl", "--json",
    ),
    "explain": (
        "explain", "--text", "Two people were hurt in the fire.", "Two were injured by the blaze.",
    ),
    "evaluate-copies": ("evaluate", "copies", "gold/copies.jsonl", "--articles", "gold/events.jsonl"),
    "evaluate-events": ("evaluate", "events", "gold/events.jsonl"),
    "evaluate-statements": (
        "evaluate", "statements", "gold/statements.jsonl", "gold/statement_pairs.jsonl",
        "gold/relations.jsonl",
    ),
    "digest": (
        "digest", *INDEX, "--since", "2024-03-05", "--until", "2024-03-07", "-o", "digest",
        "--ours", "orrin-sentinel",
    ),
    "export": ("export", "articles", "--tables", "tables", "--format", "csv"),
    "settings": ("settings",),
}  # fmt: skip
LONGEST = 40_000
"""A longer text is kept as a digest of each hundred lines."""


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Every output by its name: text as it is, all else as digests."""
    folder = tmp_path_factory.mktemp("fixtures")
    shutil.copytree(ROOT / "fixtures" / "articles", folder / "articles")
    shutil.copytree(ROOT / "fixtures" / "gold", folder / "gold")
    before = Path.cwd()
    os.chdir(folder)
    try:
        outputs = {f"{name}.txt": _run(arguments) for name, arguments in COMMANDS.items()}
    finally:
        os.chdir(before)
    for name in ("report", "digest", "tables"):
        files = [path for path in sorted((folder / name).rglob("*.*")) if path.is_file()]
        outputs |= {
            f"{name}-{path.name}": path.read_text("utf-8") for path in files if path.suffix == ".md"
        }
        files += [folder / "kept.jsonl"] if name == "report" else []
        digests = {path.name: _digests(path) for path in files if path.suffix != ".md"}
        kept = "digests.json" if name == "report" else f"digests-{name}.json"
        outputs[kept] = json.dumps(digests, indent=1, sort_keys=True) + "\n"
    return outputs


def _run(arguments: tuple[str, ...]) -> str:
    result = CliRunner().invoke(cli, list(arguments), env={"COLUMNS": "100", "NO_COLOR": "1"})
    out = result.stdout
    if len(out) > LONGEST:
        lines = out.splitlines(keepends=True)
        out = "".join(
            f"lines {at + 1} on: {_digest(''.join(lines[at : at + 100]))}\n"
            for at in range(0, len(lines), 100)
        )
    return f"status {result.exit_code}\n{result.stderr}---\n{out}"


def _digests(path: Path) -> Any:
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        return {key: _digest(json.dumps(value)) for key, value in json.loads(text).items()}
    if path.suffix == ".csv":
        head, *rows = csv.reader(io.StringIO(text))
        columns = zip(*rows, strict=True) if rows else [() for _ in head]
        return {"rows": len(rows)} | {
            name: _digest("\n".join(column)) for name, column in zip(head, columns, strict=True)
        }
    return _digest(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]


def test_the_fixtures_produce_what_they_did(produced: dict[str, str]) -> None:
    if os.environ.get(ACCEPT):
        shutil.rmtree(GOLDEN, ignore_errors=True)
        GOLDEN.mkdir()
        for name, text in produced.items():
            (GOLDEN / name).write_text(text, "utf-8")
    kept = {path.name: path.read_text("utf-8") for path in sorted(GOLDEN.iterdir())}
    changed = [
        line
        for name in sorted(kept.keys() | produced.keys())
        for line in difflib.unified_diff(
            kept.get(name, "").splitlines(), produced.get(name, "").splitlines(),
            f"kept/{name}", f"made/{name}", lineterm="", n=1,
        )
    ]  # fmt: skip
    assert not changed, f"{ACCEPT}=1 keeps this, once read:\n" + "\n".join(changed[:200])


def test_a_second_run_in_another_order_produces_the_same(produced: dict[str, str]) -> None:
    files = sorted(path for path in (ROOT / "fixtures" / "articles").rglob("*") if path.is_file())
    result = CliRunner().invoke(cli, ["events", *map(str, reversed(files)), "--json", "-q"])
    assert f"---\n{result.stdout}" in produced["events-json.txt"]
