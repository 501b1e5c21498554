"""The pages of the local application that no report has: ask, answer, find, put right."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from compare.report.phrasing import day, enumerate_names, percent, plural, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from compare.model import Article, Event

__all__ = [
    "Piece", "answer_page", "days_listing", "error_page", "home_page", "listing_page",
    "manage_page", "pieces", "search_page",
]  # fmt: skip

SAYS = {
    "exact": "The index has these very words.",
    "near": "Most of this stands in an article of the index.",
    "partial": "A passage of this stands in an article of the index.",
    "same-event": "The index has other reports of this event.",
    "new": "Nothing in the index reports this.",
}
OFFERED = 200
"""So many other events are offered for a merge."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text that is shown alike: its status as a statement, whether it is copied."""

    text: str
    status: str
    copied: bool


def home_page(about: dict[str, Any]) -> bytes:
    """Where a text is pasted."""
    return _render("desk_home.html", scripts=("drop.js",), about=about, article=None)


def answer_page(article: Article, answer: dict[str, Any]) -> bytes:
    """What ``check`` says of a pasted text, with the text."""
    return _render(
        "desk_answer.html",
        article=article, answer=answer, says=SAYS[answer["verdict"]],
        paragraphs=[list(line) for line in _lines(pieces(article.text, answer))],
        when=when, percent=percent, plural=plural,
    )  # fmt: skip


def listing_page(
    events: Sequence[Event], total: int, since: str | None, until: str | None
) -> bytes:
    """The events of a period."""
    stories: dict[str, int] = {}
    for event in events:
        stories[event.story] = stories.get(event.story, 0) + 1
    return _render(
        "desk_events.html",
        events=events, total=total, since=since or "", until=until or "", day=day, plural=plural,
        stories=stories,
    )  # fmt: skip


def days_listing(days: Sequence[tuple[date, int]]) -> bytes:
    """The days that have articles."""
    rows = [(at.isoformat(), day(at.isoformat()), plural(count, "article")) for at, count in days]
    return _render("desk_days.html", rows=rows)


def search_page(query: str, claims: Sequence[dict[str, Any]]) -> bytes:
    """The claims found."""
    return _render(
        "desk_search.html", query=query, claims=claims, names=enumerate_names, plural=plural
    )


def manage_page(event: Event, ledger: Sequence[dict[str, Any]], others: Iterable[Event]) -> bytes:
    """Where an event is merged, split and put back."""
    own = [entry for entry in ledger if event.id in {*entry["before"], *entry["after"]}]
    offered = [other for other in others if other.id != event.id][:OFFERED]
    return _render("desk_manage.html", event=event, ledger=own, others=offered, day=day)


def error_page(words: str) -> bytes:
    """What went wrong."""
    return _render("desk_error.html", words=words)


def pieces(text: str, answer: dict[str, Any]) -> Iterator[Piece]:
    """The text cut where what is said of it changes; joined again it is the text."""
    statuses = [(each["start"], each["end"], each["status"]) for each in answer["statements"]]
    matches = answer["matches"]
    copied = [(p["start"], p["end"]) for p in (matches[0]["passages"] if matches else ())]
    cuts = {0, len(text)}
    cuts |= {at for start, end, _ in statuses for at in (start, end)}
    cuts |= {at for span in copied for at in span}
    places = sorted(cuts)
    for start, end in pairwise(places):
        status = next((s for low, high, s in statuses if low <= start and end <= high), "")
        held = any(low <= start and end <= high for low, high in copied)
        yield Piece(text[start:end], status, held)


def _lines(found: Iterable[Piece]) -> Iterator[Iterator[Piece]]:
    """The pieces by paragraph; empty lines are left out."""
    line: list[Piece] = []
    for piece in found:
        first, *rest = piece.text.split("\n")
        line.append(Piece(first, piece.status, piece.copied))
        for text in rest:
            yield iter(line)
            line = [Piece(text, piece.status, piece.copied)]
    yield iter(line)


def _render(template: str, scripts: Sequence[str] = (), **context: object) -> bytes:
    from compare.report.html import render

    return render(template, scripts, {}, styles=("desk.css",), sends=True, **context)
