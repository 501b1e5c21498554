"""Move every decision constant a little, both ways, and say which test falls.

python -m tests.benchmarks.constants [copies alignment relations comparison events index settings]

A constant is a number that a module of these packages, or a setting of their stages, gives a name;
those that only say how much is worked on at once, or how numbers are packed, are left out. Whole
numbers up to 20 are moved by one, others by a twentieth. Only the tests of the constant's own
package are asked, those of its module first, so that the test is found where the constant is.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tests.benchmarks.mutation import PYTEST, Outcome, try_out

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "reports/evaluation/decisions.md"
PACKAGES = ("copies", "events", "alignment", "relations", "comparison", "index")
STAGES = {
    "copies": ("copies", "fingerprints", "passages"), "events": ("events", "vectors"),
    "alignment": ("alignment",), "comparison": ("comparison",), "index": ("index",),
}  # fmt: skip
NO_DECISION = re.compile(
    r"^_?(AT_ONCE|CHUNK_CHARACTERS|CHUNK_ARTICLES|BATCH|BITS|BLOCK|CHUNK|EMPTY|FIELD_BITS|HIGH|KEPT|LOW|MASK|MOST_CANDIDATES|NONE|"
    r"NUMBER|PART|ROOM|ROUNDS|ROWS|SHORT_BITS|SLICE|SOURCE|STEP|WEIGHTS|SIZE|LEVEL|TAUGHT)$"
)
HEAD = """# Decision constants

`python -m tests.benchmarks.constants {packages}`: each constant moved a little, down and up, and
the first test of its own package that falls. **{held} of {all} moves
make a test fall.**

| constant | moved from | to | falls |
|---|---|---|---|
{rows}
"""


@dataclass(frozen=True)
class Move:
    """A constant of a module, or a setting, and another value of it."""

    package: str
    module: str
    name: str
    value: float
    other: float

    @property
    def tests(self) -> list[str]:
        """The files that are asked, those of the module first."""
        first = [f"test_{self.module.rpartition('.')[2]}.py", "test_decisions.py"]
        names = sorted(path.name for path in (ROOT / "tests" / self.package).glob("test_*.py"))
        names.sort(key=lambda name: first.index(name) if name in first else len(first))
        return [f"tests/{self.package}/{name}" for name in names if name != "test_compiled.py"]


def main() -> None:
    """Try all moves of some packages."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("packages", nargs="*", default=PACKAGES)
    options.add_argument("--work", type=Path, default=Path(".mutation"))
    given = options.parse_args()
    import pytest

    work = given.work.resolve()
    work.mkdir(exist_ok=True, parents=True)
    os.chdir(ROOT)
    pytest.main([*PYTEST, "--collect-only", "-qqq", *(f"tests/{each}" for each in given.packages)])
    rows, held = [], 0
    moves = [move for package in given.packages for move in _moves(package)]
    for move in moves:
        made = _try(move, work)
        held += bool(made.fallen)
        told = made.fallen.partition("::")[2].partition("[")[0].replace("_", " ") or "**nothing**"
        where = f"{move.module.removeprefix('compare.')}.{move.name}"
        rows.append(f"| `{where}` | {move.value:g} | {move.other:g} | {told} |")
        print(rows[-1], f"{made.seconds}s", flush=True)
    page = HEAD.format(
        packages=" ".join(given.packages), held=held, all=len(moves), rows="\n".join(rows)
    )
    REPORT.write_text(page, "utf-8")


def _moves(package: str) -> Iterator[Move]:
    for path in sorted((ROOT / "compare" / package).glob("*.py")):
        module = f"compare.{package}.{path.stem}"
        for name, value in _constants(path):
            yield from (Move(package, module, name, value, other) for other in _others(value))
    settings = importlib.import_module("compare.settings")
    for stage in STAGES.get(package, ()):
        for each in fields(getattr(settings.DEFAULTS, stage)):
            if type(each.default) in {int, float} and each.name != "seed":
                for other in _others(each.default):
                    yield Move(
                        package, "compare.settings", f"{stage}.{each.name}", each.default, other
                    )


def _constants(path: Path) -> Iterator[tuple[str, float]]:
    """The named numbers of a module."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if not isinstance(node, ast.Assign):
            continue
        (target,) = node.targets
        pairs = (
            zip(target.elts, node.value.elts, strict=True)
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
            else [(target, node.value)]
        )
        for name, value in pairs:
            try:
                number = ast.literal_eval(value)
            except ValueError:
                continue
            if type(number) in {int, float} and not NO_DECISION.match(ast.unparse(name)):
                yield ast.unparse(name), number


def _others(value: float) -> tuple[float, float]:
    if isinstance(value, int):
        step = 1 if abs(value) <= 20 else max(1, round(abs(value) / 20))
        return value - step, value + step
    return value * 0.95, value * 1.05


def _try(move: Move, work: Path) -> Outcome:
    return try_out(move.name, [move.tests], {}, work, lambda: _move(move))


def _move(move: Move) -> None:
    """Give the constant its other value wherever it was imported, and every setting made."""
    if move.module != "compare.settings":
        for each in list(sys.modules.values()):
            file = str(getattr(each, "__file__", "") or "")
            same = getattr(each, move.name, None) == move.value and file.startswith(str(ROOT))
            if same and (each.__name__ == move.module or not _defines(file, move.name)):
                setattr(each, move.name, move.other)
        return
    stage, _, name = move.name.partition(".")
    kind: Any = type(getattr(importlib.import_module("compare.settings").DEFAULTS, stage))
    at = [each.name for each in fields(kind)].index(name)
    defaults = list(kind.__init__.__defaults__)
    defaults[at] = move.other
    kind.__init__.__defaults__ = tuple(defaults)
    for made in gc.get_objects():
        if isinstance(made, kind) and getattr(made, name) == move.value:
            object.__setattr__(made, name, move.other)


def _defines(file: str, name: str) -> bool:
    return (
        re.search(rf"^(?:\w+, )*{name}\b[^(]*=", Path(file).read_text("utf-8"), re.MULTILINE)
        is not None
    )


if __name__ == "__main__":
    main()
