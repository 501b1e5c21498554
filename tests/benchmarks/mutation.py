"""Break lines at random and count whether a test falls: writes reports/evaluation/mutation.md.

python -m tests.benchmarks.mutation [--sample 300] [--seed 1] [--work .mutation]

mutmut makes the mutants of six packages, in a copy of the checkout below ``--work``, and says which
quick tests reach which function. Each mutant of the sample then meets, in a process of its own
and within a time limit, the tests that reach it and those of its module, cheapest first, until
one falls; not the end-to-end golden, which falls for most. What a stop leaves undone, the next call goes on with. Constants of modules are no part
of it: each has a test of its own on both sides of what it decides.

The sample is the first in the order of a hash of seed and name, so that a change of the code
hardly changes what is drawn, and so that a part of a sample is itself one. After such a change
all are tried again, each beginning with the test that fell for it before; delete ``--work`` to begin
from nothing. Mutants that change
nothing are named, with the reason, in equivalent_mutants.toml; they count as survivors all the same.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import _lru_cache_wrapper, partial
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGES = ("copies", "events", "alignment", "relations", "comparison", "index")
SELECTION = (*(f"tests/{name}" for name in PACKAGES), "tests/engines")
PYTEST = (
    "-m", "not slow and not browser and not spark", "-p", "no:cacheprovider", "-W", "ignore",
    "--ignore=tests/copies/test_compiled.py", "--rootdir=.", "-q",
)  # fmt: skip
REPORT = Path("reports/evaluation/mutation.md")
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
KILLED, LATE, SURVIVED = "killed", "took too long", "survived"
ENOUGH = 120.0
"""A mutant meets no more tests than took so many seconds on the unchanged code."""
LOOP = 10.0
"""CPU seconds, and thrice what it took before, after which a test is in a loop without end."""
HEAD = """# Mutation score

`python -m tests.benchmarks.mutation --sample {sample} --seed {seed}` on commit {commit}, mutmut
{mutmut}: {tried} mutants drawn at random of the {of:,} of {packages}. Each met the quick tests of
these packages that reach it and those of its module, and not the golden of all the fixtures produce.

**{killed} of {tried} killed: {share:.2f}** (95 % interval {low:.2f} to {high:.2f}). Of the survivors
{same} change nothing that can be seen, for the reasons below; without these {rest:.2f}.

| package | mutants | killed | took too long (counted as killed) | survived | of these equivalent |
|---|---|---|---|---|---|
{rows}

## Survivors

| where | line | with the fault | why no test can fall | the test it has since, or elsewhere |
|---|---|---|---|---|
{survivors}
"""


@dataclass(frozen=True)
class Outcome:
    """What came of one mutant: the test that fell (empty if none), CPU seconds spent."""

    name: str
    result: str
    fallen: str
    seconds: float


def main() -> None:
    """Prepare, draw, try, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sample", type=int, default=300)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--work", type=Path, default=Path(".mutation"))
    given = options.parse_args()
    work = given.work.resolve()
    _prepare(work)
    names = sorted(_mutants(work), key=lambda name: _digest(f"{given.seed} {name}"))
    drawn = names[: given.sample]
    done = {outcome.name: outcome for outcome in _read(work / "outcomes.jsonl")}
    for outcome in _try_all([name for name in drawn if name not in done], work):
        done[outcome.name] = outcome
    found = [done[name] for name in drawn]
    (ROOT / REPORT).write_text(_page(found, len(names), given, work), "utf-8")


def _prepare(work: Path) -> None:
    """A copy of the checkout with its mutants, anew if the checkout has changed."""
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    files = [name for name in tracked if (ROOT / name).exists() and not name.startswith("reports/")]
    decisive = [
        name for name in files if re.match(r"(compare|fixtures|tests(?!/benchmarks))/", name)
    ]
    made_for = _digest(*(f"{name} {_digest((ROOT / name).read_bytes())}" for name in decisive))
    if _json(work / "made_for.json").get("files") == made_for:
        return
    stamp = json.dumps({"files": made_for, "commit": _commit()})
    _mirror(files, work / "copy")
    _make_mutants(work / "copy", sorted({name.split("/")[0] for name in files}))
    outcomes = work / "outcomes.jsonl"
    before = {outcome.name: outcome.fallen for outcome in _read(outcomes) if outcome.fallen}
    (work / "fallen.json").write_text(json.dumps(_json(work / "fallen.json") | before))
    outcomes.unlink(missing_ok=True)
    (work / "made_for.json").write_text(stamp)


def _mirror(files: list[str], copy: Path) -> None:
    """Copy what has changed and delete what is gone, so that mutmut keeps its work on the rest."""
    for name in files:
        target = copy / name
        same = target.exists() and target.read_bytes() == (ROOT / name).read_bytes()
        if name == "pyproject.toml" or not same:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    for folder in (copy, copy / "mutants"):
        for path in [*folder.glob("compare/**/*.py"), *folder.glob("tests/**/*.py")]:
            if str(path.relative_to(folder)) not in files or _is_half(path):
                path.unlink()


def _is_half(path: Path) -> bool:
    """Whether mutmut was stopped before it had written what belongs to a file of mutants."""
    meta = path.with_name(f"{path.name}.meta")
    return meta.exists() and meta.stat().st_mtime < path.stat().st_mtime


def _make_mutants(copy: Path, top: list[str]) -> None:
    """Have mutmut write mutants/ and say which tests reach which function."""
    settings = {
        "source_paths": ["compare"],
        "only_mutate": [f"compare/{package}/*" for package in PACKAGES],
        "also_copy": [name for name in top if name not in {"pyproject.toml", "tests", "compare"}],
        "pytest_add_cli_args": PYTEST,
        "pytest_add_cli_args_test_selection": [*SELECTION, *_flat(copy)],
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\ntrack_dependencies = false\n" + "\n".join(lines) + "\n")
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "1", "none"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    told = subprocess.run(
        command, cwd=copy, env=environment, stderr=subprocess.PIPE, text=True, check=False
    ).stderr
    if "nothing matches" not in told:  # no mutant is called none: all before that went well
        raise SystemExit(f"mutmut could not make mutants or run the tests without them: {told}")


def _flat(copy: Path) -> list[str]:
    return sorted(
        f"tests/{path.name}"
        for path in (copy / "tests").glob("test_*.py")
        if re.search("compare.(events|index)", path.read_text("utf-8"))
    )


def _mutants(work: Path) -> list[str]:
    metas = sorted((work / "copy" / "mutants" / "compare").rglob("*.meta"))
    there = [path for path in metas if path.with_suffix("").exists()]
    return [name for path in there for name in _json(path)["exit_code_by_key"]]


def _try_all(names: list[str], work: Path) -> Iterator[Outcome]:
    """Fork off a process that has read all tests, once for each mutant."""
    if not names:
        return
    mutants = work / "copy" / "mutants"
    os.chdir(mutants)
    os.environ.pop("PYTHONPATH", None)
    sys.path[:] = [str(mutants), *(path for path in sys.path if Path(path).resolve() != ROOT)]
    import pytest

    os.environ["MUTANT_UNDER_TEST"] = ""
    pytest.main([*PYTEST, "--collect-only", "-qqq", *SELECTION, *_flat(mutants)])
    for each in gc.get_objects():  # what was cached as the tests were read would hide a mutant
        if isinstance(each, _lru_cache_wrapper):
            each.cache_clear()
    stats, fallen = _json(mutants / "mutmut-stats.json"), _json(work / "fallen.json")
    duration = stats["duration_by_test"]
    for at, name in enumerate(names):
        tests = _tests(name, stats)
        before = [test for test in tests if test == fallen.get(name)]
        batches = [before, tests] if before else [tests]
        outcome = try_out(name, batches, duration, work, partial(_choose, name))
        with (work / "outcomes.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(outcome)) + "\n")
        print(f"{at + 1}/{len(names)} {outcome.result} {outcome.seconds:.1f}s {name}", flush=True)
        yield outcome


def _tests(name: str, stats: dict[str, Any]) -> list[str]:
    """The tests for a mutant, likeliest and cheapest first.

    Those of its own module are among them, reached or not: what a function returned may be cached
    when a second test asks for it.
    """
    duration = stats["duration_by_test"]
    reach = set(stats["tests_by_mangled_function_name"].get(name.partition("__mutmut_")[0], ()))
    _, package, module, *_ = name.split(".")
    own = tuple(f"tests/{package}/test_{each}.py::" for each in (module, "decisions"))
    chosen = {test for test in duration if test in reach or test.startswith(own)}
    ordered = sorted(chosen, key=lambda test: (test not in reach, duration[test], test))
    total = accumulate(duration[test] for test in ordered)
    return [test for test, seconds in zip(ordered, total, strict=True) if seconds <= ENOUGH]


def _choose(name: str) -> None:
    os.environ["MUTANT_UNDER_TEST"] = name


def try_out(
    name: str,
    batches: list[list[str]],
    duration: Mapping[str, float],
    work: Path,
    spoil: Callable[[], None],
) -> Outcome:
    """Run tests in a process of its own, after ``spoil`` there, until one falls.

    Args:
        name: of what is tried.
        batches: lists of tests, each run if none of those before fell.
        duration: the seconds a test takes, where they are known.
        work: a folder for what is passed on.
        spoil: what breaks the code.
    """
    if not any(batches):
        return Outcome(name, SURVIVED, "", 0.0)
    note = work / "fallen_now"
    note.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        os.setsid()
        spoil()
        _run(batches, duration, note, work)
    status, seconds = _wait(child, 1800)
    code = os.waitstatus_to_exitcode(status)
    result = LATE if code < 0 else SURVIVED if code == 0 else KILLED
    fallen = note.read_text("utf-8") if note.exists() else ""
    if result == KILLED and not fallen:
        raise SystemExit(f"{name}: pytest ended with {code} and no test fell: {batches[-1][:3]} …")
    return Outcome(name, result, fallen, round(seconds, 1))


def _run(batches: list[list[str]], duration: Mapping[str, float], note: Path, work: Path) -> None:
    """In the child: run the tests until one falls, and end with pytest's exit code."""
    import pytest

    class Watch:
        def pytest_runtest_logstart(self, nodeid: str) -> None:
            # Its signal ends the process.
            signal.setitimer(signal.ITIMER_PROF, LOOP + 3 * min(duration.get(nodeid, 0.0), LOOP))

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                note.write_text(report.nodeid, "utf-8")

        def pytest_collectreport(self, report: pytest.CollectReport) -> None:
            if report.failed:
                note.write_text(report.nodeid, "utf-8")

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    code, given = 3, ["-x", f"--basetemp={work / 'tmp'}", *PYTEST]
    try:
        for tests in batches:
            code = int(pytest.main([*given, *tests], [Watch()]))
            if code:
                break
    finally:
        os._exit(code)


def _wait(child: int, limit: float) -> tuple[int, float]:
    """The status of a child and the CPU seconds it took; it is killed after ``limit``."""
    end = time.monotonic() + limit
    while True:
        pid, status, used = os.wait4(child, os.WNOHANG)
        if pid:
            return status, used.ru_utime + used.ru_stime
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.05)


def _page(found: list[Outcome], of: int, given: argparse.Namespace, work: Path) -> str:
    from scipy.stats import binomtest

    os.chdir(work / "copy")
    alive = {outcome.name: _lines(outcome.name) for outcome in found if outcome.result == SURVIVED}
    known = {
        (entry["where"], entry["line"], entry["fault"]): entry
        for entry in tomllib.loads(EQUIVALENT.read_text("utf-8"))["mutant"]
    }
    read = {name: known.get((_where(name), *lines), {}) for name, lines in alive.items()}
    reasons = {name: entry.get("same", "") for name, entry in read.items()}
    killed, same = len(found) - len(alive), sum(map(bool, reasons.values()))
    interval = binomtest(killed, len(found)).proportion_ci(method="wilson")
    return HEAD.format(
        sample=given.sample, seed=given.seed, commit=_json(work / "made_for.json")["commit"], mutmut=version("mutmut"),
        tried=len(found), of=of, packages=", ".join(PACKAGES), killed=killed, same=same,
        share=killed / len(found), low=interval.low, high=interval.high,
        rest=killed / (len(found) - same), rows="\n".join(_rows(found, reasons)),
        survivors="\n".join(
            f"| {_where(name)} | {_code(lines[0])} | {_code(lines[1])} | {reasons[name]} "
            f"| {read[name].get('test', '')} |"
            for name, lines in sorted(alive.items())
        ),
    )  # fmt: skip


def _rows(found: list[Outcome], reasons: dict[str, str]) -> Iterator[str]:
    for package in PACKAGES:
        here = [outcome for outcome in found if outcome.name.startswith(f"compare.{package}.")]
        count = Counter(outcome.result for outcome in here)
        same = sum(bool(reasons.get(outcome.name)) for outcome in here)
        cells = (package, len(here), count[KILLED], count[LATE], count[SURVIVED], same)
        yield f"| {' | '.join(map(str, cells))} |"


def _lines(name: str) -> tuple[str, str]:
    """The lines that a mutant takes out and puts in."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    path = name.partition(".x")[0].replace(".", "/") + ".py"
    diff = get_diff_for_mutant(name, path=path).splitlines()[2:]
    return _joined(diff, "-"), _joined(diff, "+")


def _joined(diff: Iterable[str], sign: str) -> str:
    return " ".join(line[1:].strip() for line in diff if line.startswith(sign))


def _where(name: str) -> str:
    return name.partition("__mutmut_")[0].replace("xǁ", "").replace("ǁ", ".").replace(".x_", ".")


def _code(line: str) -> str:
    return f"`{line}`".replace("|", "\\|") if line else "nothing"


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def _read(path: Path) -> list[Outcome]:
    if not path.exists():
        return []
    return [Outcome(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _digest(*parts: str | bytes) -> str:
    whole = b"\n".join(part.encode() if isinstance(part, str) else part for part in parts)
    return hashlib.sha256(whole).hexdigest()


if __name__ == "__main__":
    main()
