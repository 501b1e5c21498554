"""What would break on Windows or macOS, and can be seen from here."""

import ast
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from compare import cli
from compare.files import file_name

PACKAGE = Path(__file__).parents[2] / "compare"
FILES = sorted(PACKAGE.rglob("*.py"))
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "termios", "tty"}
POSIX_NAMES = {
    "SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGUSR1", "SIGUSR2", "chown", "fork", "forkpty",
    "getpgid", "getuid", "geteuid", "killpg", "mkfifo", "sched_getaffinity", "setitimer", "setsid",
    "statvfs", "sysconf", "uname", "ITIMER_REAL",
}  # fmt: skip


def _asked_first(tree: ast.AST, source: str) -> bool:
    """Whether a file asks if a name is there before it uses it, or lives without it."""
    handled = {getattr(node.type, "id", "") for node in ast.walk(tree)
               if isinstance(node, ast.ExceptHandler)}  # fmt: skip
    return "hasattr(" in source or "AttributeError" in handled


def _faults(path: Path) -> Iterator[str]:
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            if names & POSIX_MODULES and not getattr(node, "level", 0):
                yield f"{node.lineno}: imports what only POSIX has"
        elif isinstance(node, ast.Attribute) and node.attr in POSIX_NAMES:
            if not _asked_first(tree, source):
                yield f"{node.lineno}: {node.attr} is not on every system"
        elif isinstance(node, ast.Call) and _without_encoding(node):
            yield f"{node.lineno}: text without an encoding is cp1252 on Windows"


def _without_encoding(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    given = {keyword.arg for keyword in call.keywords}
    if name in {"read_text", "write_text"}:
        return "encoding" not in given and len(call.args) < (1 if name == "read_text" else 2)
    of_a_path = isinstance(call.func, ast.Attribute)
    owner = getattr(getattr(call.func, "value", None), "id", "")
    if name != "open" or owner in {"os", "tarfile"}:
        return False
    modes = [arg.value for arg in call.args[0 if of_a_path else 1 :][:1]
             if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]  # fmt: skip
    return bool(modes) and "b" not in modes[0] and "encoding" not in given


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_asks_for_what_only_one_system_has(path: Path) -> None:
    assert list(_faults(path)) == []


def test_the_status_of_a_closed_pipe_needs_no_signal() -> None:
    number = getattr(signal, "SIGPIPE", 13)
    assert cli._CLOSED_PIPE == 128 + number == 141


@pytest.mark.parametrize(
    "id_", ["con", "NUL", "com1", "a:b", "a?b", "a\\b", "a/b", "a.", "a ", "."]
)
def test_an_id_is_a_name_of_a_file_on_windows_too(id_: str) -> None:
    name = file_name(id_)
    assert name.casefold() not in {"con", "nul", "com1"}
    assert not set('<>:"/\\|?*. ') & set(name)
