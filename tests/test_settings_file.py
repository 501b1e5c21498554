from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from compare import settings_file as tomlfile
from compare.errors import OutputError, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

OWN = """# ours, since the flood
[events]
threshold = 0.3   # agreed on Monday
floor = 0.05

[copies]
near = 0.6
"""


def test_only_the_decided_value_changes() -> None:
    new = tomlfile.edited(OWN, {"events": {"threshold": 0.27}})
    assert new == OWN.replace("threshold = 0.3 ", "threshold = 0.27 ")
    assert tomlfile.difference(OWN, new, "newscompare.toml").splitlines()[3:7] == [
        " # ours, since the flood",
        " [events]",
        "-threshold = 0.3   # agreed on Monday",
        "+threshold = 0.27   # agreed on Monday",
    ]


def test_a_new_stage_is_added_and_nothing_is_no_change() -> None:
    new = tomlfile.edited("", {"alignment": {"threshold": 0.5}})
    assert tomllib.loads(new) == {"alignment": {"threshold": 0.5}}
    assert tomlfile.edited(OWN, {}) == OWN
    assert tomlfile.difference(OWN, OWN, "x") == ""


def test_what_is_no_tomlfile_is_refused() -> None:
    with pytest.raises(SettingsError, match="not TOML"):
        tomlfile.edited("[events\n", {"events": {"threshold": 0.3}})
    with pytest.raises(SettingsError, match="no table"):
        tomlfile.edited("events = 3\n", {"events": {"threshold": 0.3}})


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "newscompare.toml"
    tomlfile.replace(path, OWN)
    assert path.read_text("utf-8") == OWN
    assert [one.name for one in tmp_path.iterdir()] == ["newscompare.toml"]
    with pytest.raises(OutputError, match="cannot be written"):
        tomlfile.replace(tmp_path / "none" / "x.toml", OWN)
