"""What researchers paste: the paragraph on method, and how to cite."""

import re
from pathlib import Path

from click.testing import CliRunner

from compare import __version__
from compare.cli import cli
from compare.research.methods import methods
from compare.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]


def test_the_paragraph_names_version_digest_and_accuracy() -> None:
    text = methods(Settings())
    assert f"newscompare {__version__} with default settings" in text
    assert f"digest {Settings().digest()}" in text
    assert re.search(r"On \d+ pairs of English articles marked by reading", text)
    assert re.search(r"\d+ % of what both articles clearly tell it reported as told by one", text)


def test_what_was_changed_is_named() -> None:
    settings = load_settings(None, ["copies.near=0.6"])
    assert "copies.near = 0.6" in methods(settings)
    assert "60 % of the shorter text" in methods(settings)


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(cli, ["settings", "--methods"])
    assert (result.exit_code, result.stdout) == (0, methods(Settings()) + "\n")
    assert CliRunner().invoke(cli, ["settings", "--methods", "--json"]).exit_code == 2


def test_the_citation_names_this_version_and_licence() -> None:
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {__version__}\n" in text
    assert "\nlicense: Apache-2.0\n" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")
