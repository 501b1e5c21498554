"""Settings are found, merged, checked by name and range, and digested."""

from pathlib import Path

import pytest

from compare.errors import SettingsError
from compare.settings import Settings, describe, find, load_settings


def test_a_file_changes_only_what_it_names(tmp_path: Path) -> None:
    path = tmp_path / "newscompare.toml"
    path.write_text("[ingest]\nmax_characters = 10\n", "utf-8")
    changed = {(stage, key) for stage, key, value, default, _ in describe(load_settings(path))
               if value != default}  # fmt: skip
    assert changed == {("ingest", "max_characters")}


def test_an_override_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "newscompare.toml"
    path.write_text("[ingest]\nmax_characters = 10\n", "utf-8")
    assert load_settings(path, ["ingest.max_characters=20"]).ingest.max_characters == 20


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("ingest.max_charcters=1", "did you mean ingest.max_characters?"),
        ("igest.max_characters=1", "did you mean ingest?"),
        ("ingest.max_characters=many", "is no int"),
        ("ingest.max_characters=0", "out of range"),
        ("ingest.max_characters=true", "is no int"),
        ("max_characters=1", "write it as stage.key=value"),
        ("ingest=1", "write it as stage.key=value"),
    ],
)
def test_a_wrong_override_is_refused_by_name(override: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says.replace("?", r"\?")):
        load_settings(None, [override])


@pytest.mark.parametrize("text", ["[ingest", "ingest = 1\n", "\xff"])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "newscompare.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"newscompare\.toml"):
        load_settings(path)


def test_the_file_is_found_upward(tmp_path: Path) -> None:
    (tmp_path / "newscompare.toml").touch()
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find(below) == tmp_path / "newscompare.toml"


def test_the_digest_follows_the_values() -> None:
    assert Settings().digest() == load_settings(None, ["fingerprints.seed=1"]).digest()
    assert Settings().digest() != load_settings(None, ["fingerprints.seed=2"]).digest()


def test_every_setting_says_what_it_means() -> None:
    described = list(describe(Settings()))
    assert len(described) > 20
    assert all(meaning for *_, meaning in described)
