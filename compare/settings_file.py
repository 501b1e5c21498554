"""The settings file: one value set in ``newscompare.toml``, the rest kept as it was written."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from compare import files as output
from compare.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["difference", "edited", "replace"]


def edited(text: str, changes: Mapping[str, Mapping[str, object]]) -> str:
    """The TOML text with ``{stage: {key: value}}`` set; comments and order are kept.

    Raises:
        SettingsError: the text is no TOML, or a stage in it is no table.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import Table

    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise SettingsError(f"the settings file is not TOML ({error})") from error
    for stage, values in changes.items():
        if stage not in document:
            document[stage] = tomlkit.table()
        table = document[stage]
        if not isinstance(table, Table):
            raise SettingsError(f"the settings file: {stage} is no table")
        for key, value in values.items():
            table[key] = value
    return tomlkit.dumps(document)


def difference(before: str, after: str, name: str) -> str:
    """The change as a unified diff; empty where nothing changed."""
    lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True),
                                 name, name)  # fmt: skip
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def replace(path: Path, text: str) -> None:
    """Write the file whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    output.write(path, text.encode())
