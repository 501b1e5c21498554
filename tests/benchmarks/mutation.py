"""Break lines at random and count whether a test falls: writes reports/evaluation/mutation.md.

python -m tests.benchmarks.mutation [--sample 300] [--seed 1]

mutmut makes the mutants of six packages and runs, for each that is drawn, the tests that reach its
function. It works in a copy of the checkout below ``--work``. Constants of modules are no part of
it: each has a test of its own on both sides of what it decides.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("copies", "events", "alignment", "relations", "comparison", "index")
REPORT = Path("reports/evaluation/mutation.md")
KILLED, SURVIVED, UNREACHED = "killed", "survived", "reached by no test"
HEAD = """# Mutation score

`python -m tests.benchmarks.mutation --sample {sample} --seed {seed}`, mutmut {mutmut}: a random
{sample} of {of:,} mutants of {packages}, each run against the quick tests that reach it.

**{killed} of {sample} killed ({share:.2f}).**

| package | mutants | killed | survived | reached by no test |
|---|---|---|---|---|
{rows}

## Survivors

{survivors}
"""


def main() -> None:
    """Draw, run, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sample", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--work", type=Path, default=Path(".mutation"))
    given = options.parse_args()
    checkout = _copy(given.work)
    _mutmut(checkout, given.jobs, "no-such-mutant")
    names = sorted(_results(checkout))
    drawn = random.Random(given.seed).sample(names, min(given.sample, len(names)))
    _mutmut(checkout, given.jobs, *drawn)
    found = {name: result for name, result in _results(checkout).items() if name in set(drawn)}
    REPORT.write_text(_page(found, len(names), given.seed, checkout), "utf-8")


def _copy(work: Path) -> Path:
    shutil.rmtree(work, ignore_errors=True)
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for name in files:
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, work / name)
    top = sorted({name.split("/")[0] for name in files} - {"pyproject.toml", "tests"})
    settings = {
        "source_paths": ["compare"],
        "only_mutate": [f"compare/{package}/*" for package in PACKAGES],
        "also_copy": top,
        "pytest_add_cli_args": [
            "-m", "not slow and not browser and not spark", "-p", "no:cacheprovider", "-W", "ignore",
        ],
        "pytest_add_cli_args_test_selection": [
            f"tests/{name}" for name in (*PACKAGES, "end_to_end") if (ROOT / "tests" / name).exists()
        ],
    }  # fmt: skip
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    with (work / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\ntrack_dependencies = false\n" + "\n".join(lines) + "\n")
    return work


def _mutmut(checkout: Path, jobs: int, *names: str) -> None:
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs), *names]
    subprocess.run(command, cwd=checkout, check=False)


def _results(checkout: Path) -> dict[str, int | None]:
    """The exit code of the tests for every mutant; None where it was not run."""
    found: dict[str, int | None] = {}
    for path in (checkout / "mutants" / "compare").rglob("*.meta"):
        found |= json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    return found


def _outcome(code: int | None) -> str:
    if code in {None, 5, 33}:  # pytest's and mutmut's codes for no test at all
        return UNREACHED
    return SURVIVED if code == 0 else KILLED


def _page(found: dict[str, int | None], of: int, seed: int, checkout: Path) -> str:
    outcomes = {name: _outcome(code) for name, code in found.items()}
    rows = []
    for package in PACKAGES:
        count = Counter(
            outcome for name, outcome in outcomes.items() if name.startswith(f"compare.{package}.")
        )
        cells = (sum(count.values()), count[KILLED], count[SURVIVED], count[UNREACHED])
        rows.append(f"| {package} | {' | '.join(map(str, cells))} |")
    alive = sorted(name for name, outcome in outcomes.items() if outcome != KILLED)
    killed = len(outcomes) - len(alive)
    return HEAD.format(
        sample=len(outcomes), seed=seed, of=of, mutmut=version("mutmut"), killed=killed,
        packages=", ".join(PACKAGES), share=killed / max(1, len(outcomes)), rows="\n".join(rows),
        survivors="\n".join(f"- {_shown(name, checkout)}" for name in alive),
    )  # fmt: skip


def _shown(name: str, checkout: Path) -> str:
    """A mutant as the line it changes."""
    diff = subprocess.run(
        [sys.executable, "-m", "mutmut", "show", name],
        cwd=checkout, capture_output=True, text=True, check=False,
    ).stdout.splitlines()  # fmt: skip
    changed = [line for line in diff if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    return f"`{name}`: " + " → ".join(f"`{line[1:].strip()}`" for line in changed[:2])


if __name__ == "__main__":
    main()
