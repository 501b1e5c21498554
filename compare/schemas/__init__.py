"""The JSON Schemas of every format, one file each: ``load("check")`` is ``newscompare/check/1``."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

__all__ = ["load", "names"]


def names() -> list[str]:
    """The formats that have a schema, sorted: ``newscompare/NAME/1``."""
    here = resources.files(__name__).iterdir()
    return sorted(file.name.removesuffix(".json") for file in here if file.name.endswith(".json"))


def load(name: str) -> dict[str, Any]:
    """The schema of ``newscompare/NAME/1``, by its name.

    Raises:
        KeyError: no format has this name.
    """
    if name not in names():
        raise KeyError(name)
    text = resources.files(__name__).joinpath(f"{name}.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
