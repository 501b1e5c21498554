"""The walks in docs/: each command is run as it stands, and each piece of Python."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FENCED = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
WALKS = ("newsroom.md", "study.md")


def blocks(page: str) -> list[tuple[str, str]]:
    return FENCED.findall((ROOT / "docs" / page).read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("page", WALKS)
def test_the_commands_of_a_walk_run_as_they_stand(page: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "fixtures", tmp_path / "fixtures")
    program = tmp_path / "bin" / "newscompare"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m compare "$@"\n', "utf-8")
    program.chmod(0o755)
    where = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
             "PYTHONPATH": str(ROOT)}  # fmt: skip
    ran = 0
    for language, text in blocks(page):
        if language == "python":
            command = [sys.executable, "-c", text]
        elif language == "sh":
            command = ["sh", "-ec", text]
        else:
            continue
        done = subprocess.run(
            command, cwd=tmp_path, env=where, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{text}\n{done.stderr}"
        ran += 1
    assert ran >= 4


@pytest.mark.parametrize("page", WALKS)
def test_the_links_of_a_walk_lead_somewhere(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert links
    for link in links:
        assert (ROOT / "docs" / link).exists(), link
