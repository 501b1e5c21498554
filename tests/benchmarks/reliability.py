"""What was tried on indexes and on input, and what survived: ``reports/evaluation/reliability.md``.

    python -m tests.benchmarks.reliability [--only kills damage mutants fuzz wheels] [--kills 1000]

Takes an hour. ``fuzz`` needs ``atheris`` and ``wheels`` needs ``uv`` and PyPI: ``python -m pip
install atheris uv``; neither is needed to use newscompare or to test it otherwise. Ends with status 1 if anything did not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from compare.version import __version__
from tests.reliability import damage, kills, mutate

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "reports" / "evaluation" / "reliability.md"
HERE = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
EXTRAS = "fast,parquet,serve,warc,watch"
"""All but spark, which needs Java."""


def killed(folder: Path, wanted: int) -> tuple[list[str], int]:
    """Kill until there were so many; the lines to report and how many runs ended otherwise."""
    right = kills.peaceful_run(folder / "peaceful")
    counts: Counter[bool] = Counter()
    runs, wrong = 0, 0
    while counts.total() < wanted:
        at_commits = runs % 2 == 0
        path = folder / f"run{runs}"
        done, found = kills.killed_run(path, random.Random(runs), at_commits=at_commits)
        counts[at_commits] += done
        wrong += found != right
        runs += 1
        path.unlink()
        print(f"kills {counts.total()} of {wanted}, runs that ended otherwise: {wrong}", flush=True)
    return [
        (
            f"Steps in each run: {len(kills.STEPS)} (add, check and add, settle events, remove, "
            "decide, compact). Every step is killed (`kill -9`) and run again until it ends."
        ),
        "",
        "| | kills |",
        "|---|---:|",
        f"| just before or just after a commit | {counts[True]:,} |",
        f"| at a random moment | {counts[False]:,} |",
        f"| **runs that ended in other events, another ledger or a fault** | **{wrong} of {runs}** |",
    ], wrong


def damaged(folder: Path, count: int) -> tuple[list[str], int]:
    """Damage so many copies; the lines to report and how many failed."""
    sound = damage.make_sound(folder)
    table: Counter[tuple[str, str]] = Counter()
    for done, (kind, path) in enumerate(damage.damaged_copies(sound, count, seed=1), 1):
        what, why = damage.outcome(sound, path)
        table[kind, what] += 1
        if what in damage.FAILURES:
            print(f"{kind}: {what}: {why}", flush=True)
        if done % 100 == 0:
            print(f"damaged {done} of {count}", flush=True)
    columns = ("refused", "detected", "harmless", *damage.FAILURES)
    lines = [
        (
            "Each copy is opened by ten commands. *Refused*: no command works on it. *Detected*: "
            "`index verify` names a fault. *Harmless*: it finds none, and every command says what it "
            "says of the sound file. The rest are failures."
        ),
        "",
        f"| damage | {' | '.join(columns)} |",
        "|---" * (len(columns) + 1) + "|",
    ]
    lines += [
        f"| {kind} | {' | '.join(str(table[kind, what]) for what in columns)} |"
        for kind in damage.KINDS
    ]
    lines += [
        "",
        (
            "Rows that no other row would miss (a decision of a person, learned boilerplate) are "
            "counted as they are written. What verify cannot know: what somebody writes who also "
            "writes the checksums and counts that belong to it."
        ),
    ]
    return lines, sum(table[kind, what] for kind in damage.KINDS for what in damage.FAILURES)


def mutated(folder: Path, count: int) -> tuple[list[str], int]:
    """Read so many mutants of each format; the lines to report and how many failed."""
    lines = [
        (
            "A good file lies beside each mutant, and is read every time. *Failed*: an error that is "
            "none of ours, or the good file lost."
        ),
        "",
        "| format | mutants | read in part or whole | refused | failed |",
        "|---|---:|---:|---:|---:|",
    ]
    failed = 0
    for suffix, whole in mutate.samples().items():
        rng, found = random.Random(f"{suffix} of the report"), Counter[str]()
        place = folder / suffix
        place.mkdir()
        for _ in range(count):
            data = mutate.mutant(whole, rng)
            try:
                found[mutate.what_becomes_of(place, suffix, data)] += 1
            except Exception as error:  # noqa: BLE001  (which it is, is reported)
                found["failed"] += 1
                print(f"{suffix}: {error!r}", flush=True)
        failed += found["failed"]
        lines.append(
            f"| {suffix} | {count} | {found['read']} | {found['refused']} | {found['failed']} |"
        )
        print(lines[-1], flush=True)
    return lines, failed


def fuzzed(folder: Path, seconds: int) -> tuple[list[str], int]:
    """Fuzz each format for so long, led by coverage; the lines to report and how many failed."""
    lines = [
        (
            f"libFuzzer (`atheris` {version('atheris')}) changes a whole file of each format for "
            f"{seconds} seconds and keeps what reaches new lines of `compare.ingest`. *Failed* as "
            "above, or no answer in 60 seconds, or 3 GB of memory."
        ),
        "",
        "| format | inputs | branches reached, of the first file and in the end | refused | failed |",
        "|---|---:|---:|---:|---:|",
    ]
    failed = 0
    for suffix in mutate.FORMATS:
        command = [sys.executable, "-m", "tests.benchmarks.fuzz", suffix, str(seconds)]
        done = subprocess.run(command, capture_output=True, check=False, cwd=folder, env=HERE)
        said = (done.stdout + done.stderr).decode("utf-8", "replace")
        counts = json.loads(Path(re.findall(r"COUNTS (\S+)", said)[-1]).read_text("utf-8"))
        reached = re.findall(r"cov: (\d+)", said)
        wrong = counts.get("failed", 0) + (done.returncode != 0)
        failed += wrong
        if wrong:
            print(said[-3000:], flush=True)
        lines.append(
            f"| {suffix} | {sum(counts.values()):,} | {reached[0]}, {reached[-1]} "
            f"| {counts.get('refused', 0):,} | {wrong} |"
        )
        print(lines[-1], flush=True)
    return lines, failed


SYSTEMS = {
    "Linux x86-64": "x86_64-manylinux_2_28", "Linux ARM": "aarch64-manylinux_2_28",
    "macOS 14 ARM": "aarch64-apple-darwin", "macOS 14 Intel": "x86_64-apple-darwin",
    "Windows": "x86_64-pc-windows-msvc",
}  # fmt: skip
"""The systems that newscompare is for, as uv calls them."""
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def wheeled(folder: Path, _: int) -> tuple[list[str], int]:
    """Ask PyPI whether everything can be installed without a compiler; how often it cannot."""
    lines = [
        (
            "What `uv` finds on PyPI when it may take wheels alone: *yes*, every package that "
            "newscompare requires, and those of the extras but Spark; or the first that has none."
        ),
        "",
        f"| system | {' | '.join(PYTHONS)} |",
        "|---" * (len(PYTHONS) + 1) + "|",
    ]
    failed = 0
    for system, platform in SYSTEMS.items():
        cells = []
        for python in PYTHONS:
            missing = [_unwheeled(folder, platform, python, extras) for extras in (None, EXTRAS)]
            failed += missing[0] is not None
            extra = f"yes, extras: {missing[1]}" if missing[1] else "yes"
            cells.append(f"**no: {missing[0]}**" if missing[0] else extra)
        lines.append(f"| {system} | {' | '.join(cells)} |")
        print(lines[-1], flush=True)
    return lines, failed


def _unwheeled(folder: Path, platform: str, python: str, extras: str | None) -> str | None:
    """The first package without a wheel for a system and a Python; None where all have one."""
    wanted = [f"--extra={each}" for each in (extras or "").split(",") if each]
    done = subprocess.run(
        ["uv", "pip", "compile", "pyproject.toml", "--only-binary=:all:", "--no-header", "--quiet",
         f"--python-platform={platform}", f"--python-version={python}", *wanted,
         "--output-file", str(folder / "found.txt")],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"},
    )  # fmt: skip
    if not done.returncode:
        return None
    said = " ".join(done.stderr.split())
    named = re.search(r"([A-Za-z][\w.-]*)(?:[=<>!][^ ]*)? has no (?:usable )?wheels", said)
    if named is None:
        raise RuntimeError(said)
    return named[1]


HEAD = (
    "# What was tried on it, and what held\n\n"
    "Made by `python -m tests.benchmarks.reliability`; quick versions of all three run in every "
    "test run (`tests/reliability`).\n"
)
TITLES = {
    "kills": "Processes killed as they work on an index",
    "damage": "Damaged and hostile copies of an index",
    "mutants": "Files with bytes changed at random",
    "fuzz": "Files changed by a fuzzer that sees what it reaches",
    "wheels": "Wheels for other systems",
}
TRIES = {
    "kills": killed, "damage": damaged, "mutants": mutated, "fuzz": fuzzed, "wheels": wheeled
}  # fmt: skip


def main() -> int:
    """Try what is asked for, and write its sections of the report anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--damage", type=int, default=1000)
    parser.add_argument("--mutants", type=int, default=200, help="of each format")
    parser.add_argument("--fuzz", type=int, default=40, help="seconds for each format")
    parser.add_argument("--only", choices=TRIES, nargs="*", default=["kills", "damage", "mutants"])
    asked = parser.parse_args()
    failed = 0
    for name in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            lines, wrong = TRIES[name](Path(folder), getattr(asked, name, 0))
        failed += wrong
        _write(name, lines)
    return int(failed > 0)


def _write(name: str, lines: list[str]) -> None:
    """Put a section into the report, and leave the others as they are."""
    sections: dict[str, str] = {}
    if REPORT.exists():
        for part in REPORT.read_text("utf-8").split("\n## ")[1:]:
            title, _, body = part.partition("\n")
            sections[title] = body.strip()
    python = ".".join(map(str, sys.version_info[:3]))
    made_with = f"newscompare {__version__}, Python {python}, SQLite {sqlite3.sqlite_version}."
    sections[TITLES[name]] = "\n".join([*lines, "", made_with])
    parts = [f"## {title}\n\n{sections[title]}\n"
             for title in TITLES.values() if title in sections]  # fmt: skip
    REPORT.write_text("\n".join([HEAD, *parts]), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
