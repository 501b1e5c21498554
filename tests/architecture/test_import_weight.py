"""``--help`` answers at once: heavy libraries are imported only by the stage that needs them."""

import json
import subprocess
import sys
from pathlib import Path

HEAVY = {
    "click.testing", "datasketch", "jinja2", "lxml", "numpy", "pyarrow", "pyspark", "py3langid",
    "rapidfuzz", "rich", "scipy", "sklearn", "Stemmer", "trafilatura", "onnxruntime",
    "tokenizers", "zstandard",
}  # fmt: skip
HELP = """
import sys
from compare.cli import cli
cli(["--help"], standalone_mode=False)
for name in {commands!r}:
    cli([name, "--help"], standalone_mode=False)
print("LOADED", *sys.modules)
"""


def test_help_imports_nothing_heavy() -> None:
    from compare.cli import COMMANDS

    program = HELP.format(commands=list(COMMANDS))
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    loaded = set(out.split("LOADED")[1].split())
    assert loaded & HEAVY == set()


def test_help_lists_the_commands_without_importing_them() -> None:
    import click

    from compare.cli import COMMANDS, cli

    context = click.Context(cli)
    for name, says in COMMANDS.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert command.get_short_help_str(300) == says
    program = "import sys\nfrom compare.cli import cli\ncli(['--help'], standalone_mode=False)\n"
    program += "print('LOADED', *(name for name in sys.modules if name.startswith('compare.')))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split("LOADED")[1].split()
    assert {name for name in loaded if name.startswith("compare.cli.")} <= {
        "compare.cli.console", "compare.cli.examples"
    }  # fmt: skip
    assert not {"compare.model", "compare.settings"} & set(loaded)


SLOW = {"jinja2", "lxml", "numpy.f2py", "py3langid", "rich", "scipy", "sklearn", "trafilatura"}


def run(*arguments: str) -> set[str]:
    """The modules a command loads."""
    program = f"""
import sys
from compare.cli import cli
try:
    cli({list(arguments)!r}, standalone_mode=False)
except SystemExit:
    pass
print("LOADED", *sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split("LOADED")[1].split())


def test_to_check_an_article_takes_no_heavy_library(tmp_path: Path) -> None:
    told = "The river rose by two metres in Oberau after a night of rain, and the bridge was shut."
    again = "After a night of rain the bridge in Oberau was shut, as the river had risen by far."
    paths = []
    for name, text in (("old", told), ("new", again)):
        row = {"id": name, "text": text, "source": name, "published": "2026-03-01"}
        paths.append(tmp_path / f"{name}.jsonl")
        paths[-1].write_text(json.dumps(row) + "\n", "utf-8")
    index = ["--index", str(tmp_path / "seen.index")]
    run("index", "add", str(paths[0]), *index)
    loaded = run("check", str(paths[1]), "--json", *index)
    assert "compare.index.term_weights" in loaded
    # What of it is new takes the alignment's arrays, and its language where that is not given.
    assert loaded & SLOW <= {"numpy.f2py", "py3langid", "scipy"}


UNASKED = {"compare.alignment.align", "compare.comparison.brief", "compare.ingest.archives",
           "email.utils", "tarfile"}  # fmt: skip


def test_a_new_article_of_a_known_language_loads_only_what_reads_it(tmp_path: Path) -> None:
    rows = {
        "old": "The river rose by two metres in Oberau after a night of rain and the bridge was shut.",
        "new": "A baker in Lund won the prize for rye bread, and said the flour was from his field.",
    }
    for name, text in rows.items():
        row = {"id": name, "text": text, "source": name, "language": "en"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    index = ["--index", str(tmp_path / "seen.index")]
    run("index", "add", str(tmp_path / "old.jsonl"), *index)
    loaded = run("check", str(tmp_path / "new.jsonl"), "--json", *index)
    assert "compare.statements.split" in loaded
    assert loaded & (SLOW | UNASKED) <= {"numpy.f2py"}
