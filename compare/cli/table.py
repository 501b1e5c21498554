"""Tables on standard output: fitted to a terminal; anywhere else a line a row, for grep."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import click

from compare.cli.common import console

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["fitted", "harmless", "show"]

WHOLE = 26
"""No cell of a column is broken within a word that is no wider than so many columns."""
_CONTROL = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def fitted() -> bool:
    """Whether there is a width to fit: a terminal's, or the one that COLUMNS names."""
    return sys.stdout.isatty() or "COLUMNS" in os.environ


def harmless(text: str) -> str:
    """The text without the control characters that could steer a terminal."""
    return _CONTROL.sub("\ufffd", text)


def show(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; what follows the first line of a cell says more of it, and is dim.

    Control characters of an article's text are not let through to the terminal.
    """
    cells = [[harmless(cell) for cell in row] for row in rows]
    if fitted():
        _fit(head, cells)
    else:
        _lines([list(head), *cells])


def _fit(head: Sequence[str], rows: list[list[str]]) -> None:
    from rich.cells import cell_len
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None)
    for at, name in enumerate(head):
        widest = max((cell_len(line) for row in rows for line in row[at].split("\n")), default=0)
        table.add_column(name, overflow="fold", no_wrap=widest <= WHOLE and at < len(head) - 1)
    for row in rows:
        parts = (cell.partition("\n") for cell in row)
        table.add_row(*(Text.assemble(first + end, (more, "dim")) for first, end, more in parts))
    console().print(table)


def _lines(rows: list[list[str]]) -> None:
    from rich.cells import cell_len

    flat = [[" · ".join(cell.split("\n")) for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*flat, strict=True)]
    for row in flat:
        padded = (cell + " " * (width - cell_len(cell))
                  for cell, width in zip(row, widths, strict=True))  # fmt: skip
        click.echo("  ".join(padded).rstrip())
