"""The comparison as plain tables: CSV for spreadsheets, Markdown for mails and pull requests."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from compare import files
from compare.comparison.by_source import in_order, standings
from compare.report.brief_text import brief_sections
from compare.report.phrasing import (
    GUESSES,
    HEADINGS,
    SURENESS,
    TELLING,
    accuracy,
    copy_notes,
    day,
    labels,
    plural,
)
from compare.report.views.cards import counts
from compare.report.views.claims import in_words
from compare.report.views.index import index_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.comparison.by_source import Standing
    from compare.model import Article, ComparedArticle, Comparison, Event, Refused

__all__ = ["event_csv", "event_markdown", "index_markdown", "rows"]


def rows(made: Comparison) -> list[dict[str, str]]:
    """One row per claim and article that carries it, with the statements' text."""
    articles = {each.article.id: each for each in made.articles}
    found = []
    for claim in made.claims:
        for cell in claim.cells:
            each = articles[cell.article]
            said = " … ".join(each.statements[i].text for i in cell.statements)
            values = (
                made.event.id, claim.id, claim.text, cell.article, each.article.source,
                cell.relation, f"{cell.score:.3f}", said, "yes" if cell.told else "in part",
            )  # fmt: skip
            found.append(dict(zip(files.COLUMNS, values, strict=True)))
    return found


def event_csv(made: Comparison) -> bytes:
    """The rows as CSV, with a header, and no cell that a spreadsheet would run."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(files.COLUMNS)
    table.writerows(map(files.inert, row.values()) for row in rows(made))
    return out.getvalue().encode("utf-8", "backslashreplace")


def event_markdown(made: Comparison) -> bytes:
    """The brief, a table of claims by articles, then what each added and left out."""
    lines = [files.COMMENT, "", f"# {_cell(made.event.title)}", ""]
    lines += [f"- {_cell(_about(made, index))}" for index in range(len(made.articles))]
    lines += ["", *_brief(made), "## All claims", "", *_grid(made), ""]
    stands = standings(made)
    for each in made.articles:
        lines += _added_and_left_out(made, each, stands[each.article.id])
    lines += [accuracy(made), ""] if made.accuracy else []
    lines += [f"newscompare {made.version}, settings {made.settings}", ""]
    return "\n".join(lines).encode("utf-8", "backslashreplace")


def _brief(made: Comparison) -> list[str]:
    lines = []
    for heading, said in brief_sections(made):
        lines += [f"## {_cell(heading)}", "", *(f"- {_cell(line)}" for line in said), ""]
    return lines


def _about(made: Comparison, index: int) -> str:
    each = made.articles[index]
    about = (f"{labels(made)[each.article.id]}: {each.article.title or each.article.id}",
             day(each.article.published), copy_notes(made)[index])  # fmt: skip
    return ", ".join(filter(None, about))


def _grid(made: Comparison) -> list[str]:
    head = ["claim", *labels(made).values()]
    lines = [_row(head), _row(["---"] * len(head))]
    for claim in in_order(made):
        told = {cell.article: in_words(cell) for cell in claim.cells}
        lines.append(_row([claim.text, *(told.get(e.article.id, "") for e in made.articles)]))
    return [*lines, "", f"{SURENESS} {TELLING} {GUESSES}"]


def _added_and_left_out(made: Comparison, each: ComparedArticle, stands: Standing) -> list[str]:
    texts = {claim.id: claim.text for claim in made.claims}
    lines = [f"## {_cell(labels(made)[each.article.id])}", ""]
    lines += [f"{'; '.join(counts(stands, len(texts)))}.", ""]
    lines.append(
        f"Added {plural(len(each.added), 'claim')}:" if each.added else "No whole claim added."
    )
    lines += ["", *(f"- {_cell(texts[claim])}" for claim in each.added), ""]
    if stands.denied:
        lines += ["Perhaps denied:", "", *(f"- {_cell(texts[id_])}" for id_ in stands.denied), ""]
    for absence, group in stands.left_out.items():
        left = [f"- {_cell(texts[out.claim])}" for out in group]
        lines += [f"{HEADINGS[absence]}:", "", *left, ""]
    return lines


def index_markdown(
    comparisons: Sequence[Comparison],
    alone: Sequence[tuple[Event, Article]],
    refused: Sequence[Refused],
    made_by: tuple[str, str],
) -> bytes:
    """The index page as text: the events, the articles in none, and what was refused."""
    view = index_view(comparisons, alone, refused)
    lines = [
        files.COMMENT, "", "# Report", "",
        _row(["event", "articles", "first", "finding", "of the same story"]),
        _row(["---"] * 5),
    ]  # fmt: skip
    for event in view.events:
        title = f"[{_cell(event.title)}]({event.page.removesuffix('.html')}.md)"
        finding = ": ".join(filter(None, (event.finding, event.claim)))
        story = "; ".join(title for _, title in event.story) + f" {event.more}"
        said = " | ".join(map(_cell, (event.date, finding, story.strip())))
        lines.append(f"| {title} | {event.articles} | {said} |")
    if view.alone:
        lines += ["", "## In no event of two or more", ""]
        lines += [f"- {_cell(each.source)}: {_cell(each.title)}" for each in view.alone]
    if view.refused:
        lines += ["", "## Refused", ""]
        lines += [f"- {_cell(place)}: {_cell(reason)}" for place, reason in view.refused]
    lines += ["", f"newscompare {made_by[0]}, settings {made_by[1]}", ""]
    return "\n".join(lines).encode("utf-8", "backslashreplace")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    """Text that stays one cell and one line, and starts no markup."""
    flat = " ".join(text.split())
    for mark in "\\`*_[]<>|#":
        flat = flat.replace(mark, "\\" + mark)
    return flat
