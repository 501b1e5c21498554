"""A day in the news as facts: what ``newscompare/digest/1`` holds, made from comparisons.

Days are UTC. A day is told as it stood at its end: an article of a later day has no part in it.
An article without a date is of no day, but what it tells counts as told.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compare.model import moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from compare.model import Article, Event

__all__ = ["FORMAT", "Facts", "day_facts", "day_of", "uncompared"]

FORMAT = "newscompare/digest/1"
Facts = dict[str, Any]


def day_of(published: str | None) -> date | None:
    """The day (UTC) an article appeared; None where that is unknown."""
    return moment(published)[0].date() if published else None


def day_facts(
    day: date,
    comparisons: Iterable[Facts],
    singles: Iterable[tuple[str, Article]],
    ours: Collection[str],
    made_by: tuple[str, str],
) -> Facts:
    """All a digest says of one day.

    Args:
        day: the day.
        comparisons: as ``EVENT.json`` has them, of all events with an article of the day; of
            events that are only listed, as ``uncompared`` gives them.
        singles: the events of one article, of this day, with the article.
        ours: the sources that are "we"; may be empty.
        made_by: the version and the digest of the settings.
    """
    events = [facts for made in comparisons if (facts := _EventDay(made, day, ours).facts())]
    events.sort(key=lambda event: (
        not event["compared"], -len(event["sources"]), -len(event["articles"]), event["id"]
    ))  # fmt: skip
    alone = sorted((_single(event, article) for event, article in singles),
                   key=lambda one: (one["published"] or "", one["id"]))  # fmt: skip
    sources = {source for event in events for source in event["sources_today"]}
    return {
        "format": FORMAT,
        "day": day.isoformat(),
        "ours": sorted(ours),
        "articles": sum(len(event["articles"]) for event in events) + len(alone),
        "sources": len(sources | {one["source"] for one in alone}),
        "events": events,
        "singles": alone,
        "missed": [event["id"] for event in events if event["ours"] == "missed"],
        "version": made_by[0],
        "settings": made_by[1],
    }


def uncompared(event: Event, articles: Sequence[Article]) -> Facts:
    """What is known of an event without comparing its articles, as ``EVENT.json`` would have it."""
    from compare.report import events

    (facts,) = events([event], ())["events"]
    return {
        "event": facts,
        "articles": [_single(event.id, article) for article in articles],
        "claims": [],
        "by_article": {article.id: {"left_out": []} for article in articles},
        "differences": [],
        "compared": False,
    }


def _single(event: str, article: Article) -> Facts:
    return {
        "event": event,
        "id": article.id,
        "source": article.source,
        "title": article.title or article.id,
        "published": article.published,
        "url": article.url,
    }


@dataclass(frozen=True, slots=True)
class _EventDay:
    """One event on one day."""

    made: Facts
    day: date
    ours: Collection[str]

    def facts(self) -> Facts | None:
        """What the day brought to the event; None where it brought no article."""
        today = [each for each in self.made["articles"] if day_of(each["published"]) == self.day]
        if not today:
            return None
        before = [each for each in self.made["articles"]
                  if (at := day_of(each["published"])) and at < self.day]  # fmt: skip
        by_then = self._by_then()
        told = self._told(by_then)
        sources = sorted({each["source"] for each in by_then.values()})
        mine = [each for each in by_then.values() if each["source"] in self.ours]
        event = self.made["event"]
        return {
            "id": event["id"],
            "story": event["story"],
            "title": event["title"],
            "kind": "grown" if before else "new",
            "compared": self.made.get("compared", True),
            "articles": [_named(each) for each in today],
            "earlier": len(before),
            "by_then": len(by_then),
            "sources": sources,
            "sources_today": sorted({each["source"] for each in today}),
            "first": self._first(by_then.values()),
            "claims": self._new_claims(told, by_then),
            "copies": self._copies({each["id"] for each in today}, by_then),
            "origins": self._origins(by_then),
            "ours": None if not self.ours else "told" if mine else "missed",
            "missing": self._missing(told, mine) if mine else [],
            "unsure": self._unsure(told, mine) if mine else 0,
            "only_ours": self._only_ours(told, by_then, today) if mine else [],
            "numbers": list(self._numbers(by_then)),
        }

    def _by_then(self) -> dict[str, Facts]:
        """The articles that had appeared by the end of the day, and those without a date."""
        return {
            each["id"]: each
            for each in self.made["articles"]
            if (at := day_of(each["published"])) is None or at <= self.day
        }

    def _told(self, by_then: Mapping[str, Facts]) -> dict[str, list[Facts]]:
        """Per claim that any article had told by then, those that tell it."""
        found = {
            claim["id"]: [by_then[cell["article"]] for cell in claim["cells"]
                          if cell["told"] and cell["article"] in by_then]
            for claim in self.made["claims"]
        }  # fmt: skip
        return {claim: tellers for claim, tellers in found.items() if tellers}

    def _first(self, articles: Iterable[Facts]) -> Facts | None:
        dated = sorted((moment(each["published"])[1], each["id"], each)
                       for each in articles if each["published"])  # fmt: skip
        return _named(dated[0][2]) if dated else None

    def _new_claims(
        self, told: Mapping[str, Sequence[Facts]], by_then: Mapping[str, Facts]
    ) -> list[Facts]:
        """The claims that were told on this day first, the most important first."""
        found = []
        for claim in self._claims():
            carriers = [by_then[cell["article"]] for cell in claim["cells"]
                        if cell["article"] in by_then]  # fmt: skip
            days = [day_of(each["published"]) for each in carriers]
            if claim["id"] in told and all(at == self.day for at in days):
                found.append(
                    _claim(claim, told[claim["id"]]) | {"first": _teller(told[claim["id"]])}
                )
        return found

    def _claims(self) -> list[Facts]:
        return sorted(
            self.made["claims"], key=lambda claim: (-claim["importance"], int(claim["id"][1:]))
        )

    def _copies(self, today: Collection[str], by_then: Mapping[str, Facts]) -> list[Facts]:
        return [
            {
                "id": copy["id"],
                "source": by_then[copy["id"]]["source"],
                "of": copy["of"],
                "of_source": by_then[copy["of"]]["source"],
                "kind": copy["kind"],
                "containment": copy["containment"],
            }
            for copy in self.made["event"]["copies"]
            if copy["id"] in today and copy["of"] in by_then
        ]

    def _origins(self, by_then: Mapping[str, Facts]) -> int | None:
        """How many independent origins the articles of then have; None where none were traced."""
        origins = self.made.get("origins") or []
        known = [each for each in origins if each["kind"] != "unsure"]
        return sum(not by_then.keys().isdisjoint(each["articles"]) for each in known) or None

    def _lacking(self, told: Mapping[str, Sequence[Facts]], mine: Sequence[Facts]) -> list[Facts]:
        """The claims others tell and of which no article of ours has any part."""
        ids = {each["id"] for each in mine}
        return [
            claim
            for claim in self._claims()
            if claim["id"] in told and ids.isdisjoint(cell["article"] for cell in claim["cells"])
        ]

    def _close(self, mine: Sequence[Facts]) -> set[str]:
        """The claims to which a statement of ours came near: nobody can say that we lack them."""
        return {
            out["claim"]
            for each in mine
            for out in self.made["by_article"][each["id"]]["left_out"]
            if out["close"]
        }

    def _missing(self, told: Mapping[str, Sequence[Facts]], mine: Sequence[Facts]) -> list[Facts]:
        close = self._close(mine)
        found = [_claim(claim, told[claim["id"]]) for claim in self._lacking(told, mine)
                 if claim["id"] not in close]  # fmt: skip
        return sorted(found, key=lambda claim: -len(claim["sources"]))

    def _unsure(self, told: Mapping[str, Sequence[Facts]], mine: Sequence[Facts]) -> int:
        close = self._close(mine)
        return sum(claim["id"] in close for claim in self._lacking(told, mine))

    def _only_ours(
        self,
        told: Mapping[str, Sequence[Facts]],
        by_then: Mapping[str, Facts],
        today: Sequence[Facts],
    ) -> list[Facts]:
        """What articles of ours of the day tell and no other source has any part of."""
        others = {id_ for id_, each in by_then.items() if each["source"] not in self.ours}
        if not others:
            return []
        fresh = {each["id"] for each in today if each["source"] in self.ours}
        found = []
        for claim in self._claims():
            carriers = {cell["article"] for cell in claim["cells"]}
            tellers = told.get(claim["id"], ())
            if carriers.isdisjoint(others) and any(each["id"] in fresh for each in tellers):
                found.append(_claim(claim, tellers))
        return found

    def _numbers(self, by_then: Mapping[str, Facts]) -> Iterable[Facts]:
        """Numbers of this day that differ from one told before, or from another of this day."""
        texts = {claim["id"]: claim["text"] for claim in self.made["claims"]}
        for each in self.made["differences"]:
            values = [value for value in each["values"] if value["article"] in by_then]
            days = {day_of(by_then[value["article"]]["published"]) for value in values}
            if each["kind"] == "number" and self.day in days and len(values) > 1:
                yield {
                    "claim": each["claim"],
                    "text": texts.get(each["claim"], ""),
                    "since": "before" if days - {self.day} else "today",
                    "values": [
                        _named(by_then[value["article"]])
                        | {"value": value["value"], "text": value["text"], "newer": value["newer"]}
                        for value in values
                    ],
                }


def _named(article: Facts) -> Facts:
    return {name: article[name] for name in ("id", "source", "title", "published", "url")}


def _claim(claim: Facts, tellers: Sequence[Facts]) -> Facts:
    return {
        "claim": claim["id"],
        "text": claim["text"],
        "importance": claim["importance"],
        "sources": list(dict.fromkeys(each["source"] for each in tellers)),
    }


def _teller(tellers: Sequence[Facts]) -> Facts | None:
    """Who told it before all others, where several sources tell it and the times can say."""
    if len({each["source"] for each in tellers}) < 2 or any(  # noqa: PLR2004  (one has no first)
        each["published"] is None for each in tellers
    ):
        return None
    spans: defaultdict[str, list[tuple[datetime, datetime, Facts]]] = defaultdict(list)
    for each in tellers:
        spans[each["source"]].append((*moment(each["published"]), each))
    earliest = [min(own, key=lambda span: (span[1], span[2]["id"])) for own in spans.values()]
    earliest.sort(key=lambda span: (span[1], span[2]["id"]))
    began = min(began for began, _, _ in earliest[1:])
    return _named(earliest[0][2]) if earliest[0][1] < began else None
