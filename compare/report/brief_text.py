"""The brief of an event as plain text: for Markdown and for the terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from compare.report import phrasing
from compare.report.views.brief import brief_view
from compare.report.views.lineage import lineage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compare.model import Comparison
    from compare.report.views.brief import DifferenceView

__all__ = ["brief_sections", "brief_text"]

WIDTH = 80


def brief_sections(made: Comparison) -> list[tuple[str, list[str]]]:
    """Headings, each with its lines; the words are those of the event's page."""
    view = brief_view(made)
    agreed = [f"{line.text} ({line.note})" for line in view.agreed]
    if view.more_agreed > 0 and agreed:
        agreed.append(f"and {view.more_agreed} more told by two or more")
    sections = [("What they agree on", agreed or ["No claim is surely told by two sources."])]
    if view.differences:
        sections.append(("Where they differ", [_difference(each) for each in view.differences]))
    for source in view.sources:
        only = [line.text for line in source.only]
        only += [f"and {phrasing.plural(source.more, 'claim')} more"] if source.more > 0 else []
        left = [f"Leaves out: {line.text} ({line.note})" for line in source.left_out]
        sections.append((f"Only in {source.source}", only + left))
    sections.append(("Who has it from whom", [lineage(made).line]))
    if view.unsure:
        what = phrasing.plural(view.unsure, "claim")
        sections.append(("Unsure", [f"{what}, not counted here"]))
    return sections


def brief_text(made: Comparison, width: int = WIDTH) -> Iterator[str]:
    """The brief in lines no wider than ``width``."""
    for heading, lines in brief_sections(made):
        yield heading
        for line in lines:
            yield from textwrap.wrap(
                " ".join(line.split()), width, initial_indent="  - ", subsequent_indent="    "
            )


def _difference(each: DifferenceView) -> str:
    """``numbers: 12 (Northline 09:40) · 14 (Ellery 13:15, newer)``."""
    values = [
        f"{value.value} ({value.who}{', newer' if value.newer else ''})" for value in each.values
    ]
    return f"{each.kind}: {' · '.join(values)}"
