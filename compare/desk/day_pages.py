"""The pages of a digest: a day as HTML and Markdown, the list of days, and the Atom feed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from compare import files
from compare.model import moment
from compare.report.phrasing import day, enumerate_names, percent, plural, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from compare.desk.day import Facts

__all__ = ["atom", "day_markdown", "day_page", "days_page"]

SHOWN = 5
"""So many claims of an event stand in the open; the rest are folded."""
FOLDED = 20
"""So many more are folded; the event's page has all."""
SINGLES = 300
"""So many articles that nobody else reports are listed, and events that were not compared; the
JSON has all."""
LISTED = "More sources report the events above; these have no page"
FEED_DAYS, FEED_ENTRIES = 14, 200
"""The feed tells of the latest so many days, with at most so many entries."""
_ATOM = "http://www.w3.org/2005/Atom"
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def day_page(facts: Facts) -> bytes:
    """The page of a day."""
    from compare.report.html import render

    missing = [event for event in facts["events"] if event["missing"]]
    missed = [event for event in facts["events"] if event["ours"] == "missed"]
    compared = [event for event in facts["events"] if event["compared"]]
    listed = [event for event in facts["events"] if not event["compared"]]
    return render(
        "day.html", (), {},
        styles=("day.css",),
        facts=facts, title=day(facts["day"]), summary=summary(facts),
        new=[event for event in compared if event["kind"] == "new"],
        grown=[event for event in compared if event["kind"] == "grown"],
        listed=listed[:SINGLES], more_listed=len(listed) - SINGLES,
        missed=missed[:SINGLES], more_missed=len(missed) - SINGLES,
        missing=sorted(missing, key=lambda event: -len(event["missing"][0]["sources"])),
        only=[event for event in facts["events"] if event["only_ours"]],
        numbers=[event for event in facts["events"] if event["numbers"]],
        singles=facts["singles"][:SINGLES], more=len(facts["singles"]) - SINGLES,
        shown=SHOWN, folded=FOLDED, when=when, names=enumerate_names, plural=plural,
        about=about, copy=copy, why_listed=LISTED,
    )  # fmt: skip


def days_page(days: Sequence[Facts], made_by: tuple[str, str]) -> bytes:
    """The list of days, the latest first; before each, the days between it and the next one."""
    from compare.report.html import render

    dates = [date.fromisoformat(facts["day"]) for facts in days]
    between = [0, *((later - at).days - 1 for later, at in pairwise(dates))]
    rows = [
        (facts["day"], day(facts["day"]), summary(facts), plural(gap, "day") if gap else "")
        for facts, gap in zip(days, between, strict=True)
    ]
    return render("days.html", (), {}, rows=rows, version=made_by[0], settings=made_by[1])


def summary(facts: Facts) -> str:
    """What a day brought, in one line."""
    if not facts["articles"]:
        since = facts.get("since", facts["day"])
        when_ = "of this day" if since == facts["day"] else f"since {since}"
        return f"no article {when_} is in the index"
    new = sum(event["kind"] == "new" for event in facts["events"])
    counts = (
        (new, "new event", ""),
        (len(facts["events"]) - new, "event", " grew"),
        (len(facts["singles"]), "article", " nobody else reports"),
    )
    total = f"{plural(facts['articles'], 'article')} of {plural(facts['sources'], 'source')}"
    told = [f"{plural(count, noun)}{rest}" for count, noun, rest in counts if count]
    if facts["missed"]:
        told.append(f"{plural(len(facts['missed']), 'event')} without {names_of(facts)}")
    return ", ".join([total, *told])


def names_of(facts: Facts) -> str:
    """We, by name."""
    return enumerate_names(facts["ours"])


def about(event: Facts) -> str:
    """How many told an event by then, who was first, and from how many origins."""
    parts = [f"{plural(event['by_then'], 'article')} of {plural(len(event['sources']), 'source')}"]
    if event["by_then"] > len(event["articles"]):
        parts.append(f"{len(event['articles'])} of them on this day")
    if first := event["first"]:
        parts.append(f"first {first['source']}, {when(first['published'])}")
    if event["origins"]:
        parts.append(plural(event["origins"], "independent origin"))
    return "; ".join(parts)


def copy(each: Facts) -> str:
    """Who copied whom."""
    verb = "shares a passage with" if each["kind"] == "partial" else "reprints"
    if each["source"] == each["of_source"] and each["kind"] != "partial":
        verb = "updates its own text of"
    return f"{each['source']} {verb} {each['of_source']} ({percent(each['containment'])})"


def day_markdown(facts: Facts) -> bytes:
    """The day as text, for a mail."""
    lines = [files.COMMENT, "", f"# {day(facts['day'])}", "", f"{summary(facts)}.", ""]
    if facts["ours"]:
        lines += _ours_markdown(facts)
    for kind, heading in (("new", "New events"), ("grown", "Events that grew")):
        events = [e for e in facts["events"] if e["kind"] == kind and e["compared"]]
        if events:
            lines += [f"## {heading}", "", *(line for e in events for line in _event_lines(e))]
    if any(event["numbers"] for event in facts["events"]):
        lines += ["## Other numbers", ""]
        lines += [line for event in facts["events"] for line in _number_lines(event)]
        lines.append("")
    if listed := [event for event in facts["events"] if not event["compared"]]:
        lines += ["## Not compared", "", f"{LISTED}.", ""]
        lines += [f"- {_link(event)}: {_text(about(event))}" for event in listed[:SINGLES]]
        lines.append("")
    if facts["singles"]:
        lines += ["## Nobody else reports", ""]
        lines += [f"- {_text(one['source'])}: {_text(one['title'])}"
                  for one in facts["singles"][:SINGLES]]  # fmt: skip
        lines.append("")
    lines += [f"newscompare {facts['version']}, settings {facts['settings']}", ""]
    return "\n".join(lines).encode("utf-8", "backslashreplace")


def _ours_markdown(facts: Facts) -> Iterator[str]:
    us = _text(names_of(facts))
    yield from (f"## What others have and {us} not", "")
    for event in facts["events"]:
        if event["ours"] == "missed":
            told = enumerate_names(event["sources"])
            yield f"- {_link(event)}: not reported; {_text(told)} have it"
    for event in facts["events"]:
        for claim in event["missing"][:SHOWN]:
            yield f"- {_link(event)}: {_text(claim['text'])} ({_text(', '.join(claim['sources']))})"
    yield from ("", f"## Only {us}", "")
    for event in facts["events"]:
        for claim in event["only_ours"][:SHOWN]:
            yield f"- {_link(event)}: {_text(claim['text'])}"
    yield ""


def _event_lines(event: Facts) -> Iterator[str]:
    yield from (f"### {_link(event)}", "", f"{_text(about(event))}.", "")
    for claim in event["claims"][:SHOWN]:
        first = f"; first {claim['first']['source']}" if claim["first"] else ""
        yield f"- {_text(claim['text'])} ({_text(', '.join(claim['sources']) + first)})"
    for each in event["copies"]:
        yield f"- {_text(copy(each))}"
    yield ""


def _number_lines(event: Facts) -> Iterator[str]:
    for each in event["numbers"]:
        values = "; ".join(
            f"{value['source']}: {value['value']}{' (newer)' if value['newer'] else ''}"
            for value in each["values"]
        )
        yield f"- {_link(event)}: {_text(each['text'])} {_text(values)}"


def _link(event: Facts) -> str:
    if not event["compared"]:
        return _text(event["title"])
    return f"[{_text(event['title'])}](events/{event['id']}.html)"


def _text(text: str) -> str:
    """One line in which nothing is Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))


def atom(days: Sequence[Facts]) -> bytes:
    """The feed: an entry for each event a day brought or let grow, the latest days first."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    entries = [(facts, event) for facts in days[:FEED_DAYS] for event in facts["events"]
               if event["compared"]]  # fmt: skip
    updated = [_updated(facts["day"], event) for facts, event in entries]
    _add(feed, "id", "urn:newscompare:digest")
    _add(feed, "title", "newscompare: events by day")
    _add(feed, "updated", max(updated, default="1970-01-01T00:00:00Z"))
    _add(_add(feed, "author"), "name", "newscompare")
    _add(feed, "link", rel="alternate", href="index.html")
    _add(feed, "link", rel="self", href="feed.xml")
    for (facts, event), at in list(zip(entries, updated, strict=True))[:FEED_ENTRIES]:
        entry = _add(feed, "entry")
        _add(entry, "id", f"urn:newscompare:event:{event['id']}:{facts['day']}")
        _add(
            entry, "title", event["title"] if event["kind"] == "new" else f"{event['title']} (grew)"
        )
        _add(entry, "updated", at)
        _add(entry, "link", rel="alternate", href=f"events/{event['id']}.html")
        _add(entry, "summary", "\n".join(_feed_lines(event)))
    ET.indent(feed, " ")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _feed_lines(event: Facts) -> Iterable[str]:
    yield f"{about(event)}."
    for claim in event["claims"][:SHOWN]:
        yield f"{' '.join(claim['text'].split())} ({', '.join(claim['sources'])})"


def _updated(of: str, event: Facts) -> str:
    """When the day's last article of an event appeared; the day's beginning for a date alone."""
    latest = max(moment(each["published"])[0] for each in event["articles"])
    return max(latest, datetime.combine(date.fromisoformat(of), datetime.min.time(), UTC)).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = None if text is None else _UNFIT.sub("\ufffd", text)
    return child
