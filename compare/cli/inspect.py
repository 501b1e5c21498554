"""``newscompare inspect``: what was read, and how."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, finish, place, print_json, show
from compare.cli.options import Run, as_json, command_options, paths_argument
from compare.errors import InputError
from compare.report.phrasing import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compare.inspection import InspectedArticle, Inspection

__all__ = ["inspect_command"]

SHOWN = 100
"""So many characters of what was dropped are shown; --json has all of it."""
MOST = 40
"""So many articles are listed; --json has them all."""


@click.command("inspect")
@paths_argument
@as_json
@command_options
def inspect_command(run: Run, paths: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001  (click's)
    """Show what was read of each file, and how.

    Its fields, its language, its statements, what was dropped and why. One article is shown
    whole; of more there is a line each, and a summary.
    """
    from compare.inspection import inspect

    with run.progress() as progress:
        found = inspect(paths, run.settings, sys.stdin.buffer, progress)
    if not (found.articles or found.refused):
        raise InputError(f"{', '.join(paths)}: no articles here; give a folder of them")
    if as_json:
        print_json(found.to_dict())
    elif len(found.articles) == 1:
        _show_one(found.articles[0])
    elif found.articles:
        _show_all(found)
    for warning in found.warnings:
        run.say(f"warning: {warning}")
    for refused in found.refused:
        echo(f"refused: {place(refused)}: {refused.reason}", err=True)
    if not found.articles:
        raise InputError(f"{', '.join(paths)}: no article could be read, see above")
    finish(found.refused)


def _show_one(article: InspectedArticle) -> None:
    show(("field", "value"), list(_fields(article)))
    if article.dropped:
        echo()
        show(
            ("dropped", "from", "to", "text"),
            [
                (one.reason, str(one.start), str(one.end), _shortened(one.text))
                for one in article.dropped
            ],
        )


def _fields(article: InspectedArticle) -> Iterator[tuple[str, str]]:
    language = article.language or "unknown"
    yield "read from", article.place
    yield "id", article.id
    yield "source", article.source
    yield "title", article.title or "none"
    yield "published", article.published or "unknown"
    yield "url", article.url or "none"
    yield "language", f"{language} (by its text)" if article.detected else language
    yield "other fields", ", ".join(article.extra) or "none"
    yield "characters", f"{article.characters:,}, of which {article.kept:,} are the article"
    yield "statements", f"{article.statements:,}, of which {article.quotations:,} are quotations"


def _show_all(found: Inspection) -> None:
    rows = [
        (
            article.id,
            article.source,
            (article.published or "unknown")[:16],
            (article.language or "unknown") + ("*" if article.detected else ""),
            f"{article.statements:,}",
            f"{len(article.dropped):,}",
            article.title or "",
        )
        for article in found.articles[:MOST]
    ]
    show(("article", "source", "published", "language", "statements", "dropped", "title"), rows)
    if len(found.articles) > MOST:
        echo(f"and {plural(len(found.articles) - MOST, 'article')} more")
    summary = found.summary()
    echo()
    show(("all", ""), [
        ("articles", f"{summary['articles']:,}"),
        ("sources", _counts(summary["sources"])),
        ("languages", _counts(summary["languages"]) + "; * by the text"),
        ("undated", f"{summary['undated']:,}"),
        ("untitled", f"{summary['untitled']:,}"),
        ("statements", f"{summary['statements']:,}"),
        ("characters", f"{summary['characters']:,}"),
        ("dropped characters", _counts(summary["dropped"]) or "none"),
        ("refused", f"{summary['refused']:,}"),
        ("warnings", f"{summary['warnings']:,}"),
    ])  # fmt: skip


def _counts(counts: dict[str, int], most: int = 12) -> str:
    shown = [f"{name} {count:,}" for name, count in list(counts.items())[:most]]
    more = len(counts) - most
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN]}…"
