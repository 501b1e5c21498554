"""What was tried on indexes and on input, and what survived: ``reports/evaluation/reliability.md``.

    python -m tests.benchmarks.reliability [--only kills damage mutants] [--kills 1000]

Takes some forty minutes. Ends with status 1 if anything did not hold.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from pathlib import Path

from compare.version import __version__
from tests.reliability import damage, kills, mutate

REPORT = Path(__file__).parents[2] / "reports" / "evaluation" / "reliability.md"


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
            "What verify cannot know: rows that somebody takes out of a table by SQL and that no "
            "other row names (a decision of a person, learned boilerplate)."
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


HEAD = (
    "# What was tried on it, and what held\n\n"
    "Made by `python -m tests.benchmarks.reliability`; quick versions of all three run in every "
    "test run (`tests/reliability`).\n"
)
TITLES = {
    "kills": "Processes killed as they work on an index",
    "damage": "Damaged and hostile copies of an index",
    "mutants": "Files with bytes changed at random",
}
TRIES = {"kills": killed, "damage": damaged, "mutants": mutated}


def main() -> int:
    """Try what is asked for, and write its sections of the report anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--damage", type=int, default=1000)
    parser.add_argument("--mutants", type=int, default=200, help="of each format")
    parser.add_argument("--only", choices=TRIES, nargs="*", default=[*TRIES])
    asked = parser.parse_args()
    failed = 0
    for name in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            lines, wrong = TRIES[name](Path(folder), getattr(asked, name))
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
