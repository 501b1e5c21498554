"""Numbers, dates and findings in words a reader can quote."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from compare.model import moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from compare.comparison.by_source import Absence
    from compare.model import ComparedArticle, Comparison, Event

__all__ = [
    "GUESSES",
    "HEADINGS",
    "SURENESS",
    "TELLING",
    "accuracy",
    "ago",
    "clock",
    "copied",
    "copy_notes",
    "corrected",
    "day",
    "enumerate_names",
    "labels",
    "percent",
    "plural",
    "some_names",
    "when",
]

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
NAMED = 6
"""So many sources are named in a row; the rest are counted."""
SURENESS = "A question mark says that it is likelier not so."
GUESSES = (
    "Another number, a denial and another speaker are guesses of rules in single cells, and often "
    "wrong; under “Where they differ” stands only what is sure."
)
TELLING = (
    "An article tells a claim if it probably says most of it; what has less of it, another number "
    "or a denial is not counted as telling it."
)

HEADINGS: dict[Absence, str] = {
    "known": "not here, though published before",
    "not-yet": "not here, and not yet published then",
    "undated": "not here; dates do not tell who was first",
    "own": "not here, but in its own other article",
}
"""What an article leaves out, by whether it could have known."""


def plural(count: int, noun: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def percent(share: float) -> str:
    """``62 %``; all is 100 % only where it is all."""
    rounded = 99 if share < 1 and round(share * 100) == 100 else round(share * 100)  # noqa: PLR2004  (percent)
    return f"{rounded} %"


def day(published: str | None) -> str:
    """``5 March 2024``, or that it is unknown."""
    if published is None:
        return "date unknown"
    first, _ = moment(published)
    return f"{first.day} {first:%B} {first.year}"


def when(published: str | None) -> str:
    """``5 March 2024, 09:40 UTC``; the day alone where no time is known."""
    if published is None or _day_alone(published):
        return day(published)
    first, _ = moment(published)
    return f"{day(published)}, {first:%H:%M} UTC"


def ago(earlier: str, later: str) -> str | None:
    """How long before ``later`` ``earlier`` was, ``5 hours``; None where it cannot be told.

    In days where one has no time of day.
    """
    first, last = moment(earlier)[1], moment(later)[0]
    if first >= last:
        return None
    if _day_alone(earlier) or _day_alone(later):
        return plural((last.date() - first.date()).days, "day")
    return _duration(first, last)


def _day_alone(published: str) -> bool:
    return len(published) == len("2020-01-02")


def _duration(first: datetime, last: datetime) -> str:
    seconds = (last - first).total_seconds()
    for size, noun in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            return plural(int(seconds // size), noun)
    return "moments"


def enumerate_names(names: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    known = list(dict.fromkeys(names))
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} and {known[-1]}"


def some_names(names: Iterable[str]) -> str:
    """Names in a row, the first so many; ``A, B and 3 more``."""
    known = list(dict.fromkeys(names))
    if len(known) > NAMED + 1:
        known = [*known[:NAMED], f"{len(known) - NAMED:,} more"]
    return enumerate_names(known)


def clock(published: str | None, event: Event) -> str:
    """When an article appeared, as shortly as the event allows: ``09:40``, ``4 March, 09:40``."""
    if published is None:
        return ""
    first, _ = moment(published)
    hour = "" if _day_alone(published) else f"{first:%H:%M}"
    if event.start and event.end and day(event.start) == day(event.end):
        return hour or day(published)
    return ", ".join(filter(None, (f"{first.day} {first:%B}", hour)))


def labels(made: Comparison) -> dict[str, str]:
    """Per article its source, with a number where that has several articles in the event."""
    total = Counter(each.article.source for each in made.articles)
    seen: Counter[str] = Counter()
    found = {}
    for each in made.articles:
        source = each.article.source
        seen[source] += 1
        found[each.article.id] = source if total[source] == 1 else f"{source} ({seen[source]})"
    return found


def accuracy(made: Comparison) -> str:
    """How sure the alignment is, as measured; nothing where nothing was."""
    known = made.accuracy
    if known is None:
        return ""
    return (
        f"Measured on {known.pairs} pairs of English articles marked by reading, each held out of "
        f"the fitting: {percent(known.recall)} of the statements that say the same were found, "
        f"{percent(known.precision)} of those matched were marked so, and "
        f"{percent(known.left_out_wrongly)} of what both articles clearly tell was wrongly "
        "reported as left out."
    )


def copy_notes(made: Comparison) -> list[str]:
    """Per article, in words, whose words it speaks and who reprints it; nothing for most."""
    names = labels(made)
    outlets = {each.article.id: each.article.source for each in made.articles}
    return [
        "; ".join(filter(None, (_copy_note(each, names, outlets), _reprinted(each, made.reprints))))
        for each in made.articles
    ]


def corrected(made: Comparison) -> str:
    """``3 corrections applied, from mine.jsonl``; nothing where there were none."""
    if made.corrected is None:
        return ""
    count = plural(len(made.corrected.pairs), "correction")
    return f"{count} applied, from {enumerate_names(made.corrected.files)}"


def copied(made: Comparison, each: ComparedArticle) -> str:
    """In a few words whose text an article has; nothing for one in its own words."""
    if each.copy is None:
        return ""
    outlets = {e.article.id: e.article.source for e in (*made.articles, *made.reprints)}
    of = labels(made).get(each.copy.of, outlets.get(each.copy.of, each.copy.of))
    share = percent(each.copy.containment)
    if each.copy.kind == "partial":
        return f"shares a passage with {of}, {share}"
    verb = "updates" if outlets.get(each.copy.of) == each.article.source else "reprints"
    return f"{verb} {of}, {share}"


def _copy_note(each: ComparedArticle, names: dict[str, str], outlets: dict[str, str]) -> str:
    if each.copy is None:
        return ""
    of, share = names.get(each.copy.of, each.copy.of), percent(each.copy.containment)
    if each.copy.kind == "partial":
        return f"shares a passage with {of} ({share})"
    adding = f", adding {plural(len(each.added), 'claim')}" if each.added else ""
    verb = "updates" if outlets.get(each.copy.of) == each.article.source else "reprints"
    return f"{verb} {of} ({share}){adding}"


def _reprinted(each: ComparedArticle, reprints: Iterable[ComparedArticle]) -> str:
    by = []
    for other in reprints:
        if other.copy and other.copy.of == each.article.id:
            printed = f"{when(other.article.published)}, {percent(other.copy.containment)}"
            by.append(f"{other.article.source} ({printed})")
    if not by:
        return ""
    more = [f"{len(by) - NAMED:,} more"] if len(by) > NAMED else []
    return f"also printed by {enumerate_names([*by[:NAMED], *more])}"
