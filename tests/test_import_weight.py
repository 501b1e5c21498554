"""``--help`` answers at once: heavy libraries are imported only by the stage that needs them."""

import subprocess
import sys

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
