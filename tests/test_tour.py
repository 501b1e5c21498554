"""The tour in ``compare/__init__.py`` is the documentation, and this makes it the rule."""

import ast
import re
from pathlib import Path

import compare

ROOT = Path(compare.__file__).parent
FLOOR = re.compile(r"^(?:Floor (\d+)|(Wings))\b")
ENTRY = re.compile(r"^    (\w+(?:/)?)\s{2,}\S")
WING_FLOORS = {"index", "engines", "report", "ingest"}


def _tour() -> dict[str, int]:
    floors: dict[str, int] = {}
    floor = -1
    for line in (compare.__doc__ or "").splitlines():
        if heading := FLOOR.match(line):
            floor = int(heading[1]) if heading[1] else -1
        elif entry := ENTRY.match(line):
            floors[entry[1].rstrip("/")] = floor
    return floors


def _room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def _imported_rooms(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("compare.")} - {"__version__"}


def test_every_module_is_in_the_tour() -> None:
    rooms = {_room(path) for path in ROOT.rglob("*.py")} - {"__init__", "__main__"}
    assert rooms == set(_tour())


def test_imports_go_downward() -> None:
    floors = _tour()
    upward = [
        f"{path.relative_to(ROOT)} imports {room}"
        for path in ROOT.rglob("*.py")
        for room in _imported_rooms(path)
        if (mine := _room(path)) not in {"__init__", "__main__"}
        and room != mine
        and not _may_import(mine, room, floors)
    ]
    assert upward == []


def _may_import(mine: str, other: str, floors: dict[str, int]) -> bool:
    if mine == other:
        return True
    if mine in WING_FLOORS:
        return floors[other] == 0
    if other in WING_FLOORS:
        return mine == "cli" or floors[mine] == floors["pipeline"]
    if floors[mine] == floors[other] == 0:
        return True
    return floors[other] < floors[mine] or _earlier(other, mine, floors)


def _earlier(other: str, mine: str, floors: dict[str, int]) -> bool:
    order = list(floors)
    return floors[other] == floors[mine] and order.index(other) < order.index(mine)


def test_no_module_is_two_things() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert long == {}
