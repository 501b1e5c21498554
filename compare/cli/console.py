"""What commands print: tables, JSON, refusals, and the status they end with."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.text import Text

    from compare.model import Refused

__all__ = [
    "console",
    "echo",
    "finish",
    "fitted",
    "harmless",
    "marked",
    "place",
    "print_json",
    "show",
]

DONE_WITH_REFUSED = 3


def place(refused: Refused) -> str:
    """``file:line``, as compilers write it."""
    return f"{refused.file}:{refused.line}" if refused.line else refused.file


def finish(refused: Sequence[object], found: bool = False) -> NoReturn:  # noqa: FBT001, FBT002  (reads as a word)
    """End with the contract's status: 3 when input was refused, 1 when ``found``, else 0."""
    sys.exit(DONE_WITH_REFUSED if refused else int(found))


_CONTROL = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal may obey: all but the ends of lines."""


def echo(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print text on stdout or stderr; what could steer a terminal is not let through."""
    click.echo(harmless(str(text)), err=err, nl=nl)  # noqa: TID251  (the one place)


def print_json(value: object, *, lines: bool = False) -> None:
    """JSON on stdout; ``lines`` puts it on one line."""
    text = json.dumps(value, ensure_ascii=False, indent=None if lines else 2, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate: only its escape is valid JSON in UTF-8
        text = json.dumps(value, indent=None if lines else 2)
    echo(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def console() -> Console:
    """The console for tables on stdout; obeys NO_COLOR and COLUMNS, and prints as ``echo`` does."""
    from rich.console import Console
    from rich.segment import Segment

    class Results(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the run with the status for "found something"

        def render(self, *what: Any, **how: Any) -> Iterator[Segment]:  # noqa: ANN401  (rich's)
            for part in super().render(*what, **how):
                yield part if part.control else Segment(harmless(part.text), part.style)

    return Results(highlight=False)


def marked(text: str, other: str) -> Text:
    """The text with the words the other lacks underlined."""
    from rich.text import Text

    from compare.text import tokens as words

    marked, there = Text(text), set(words.folded(other))
    for start, end in words.spans(text):
        if words.fold(text[start:end]) not in there:
            marked.stylize("bold underline", start, end)
    return marked


WHOLE = 26
"""No cell of a column is broken within a word that is no wider than so many columns."""


def fitted() -> bool:
    """Whether there is a width to fit: a terminal's, or the one that COLUMNS names."""
    return sys.stdout.isatty() or "COLUMNS" in os.environ


def harmless(text: str) -> str:
    """The text without the control characters that could steer a terminal."""
    return _CONTROL.sub("\ufffd", text.replace("\t", " "))


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
        echo("  ".join(padded).rstrip())
