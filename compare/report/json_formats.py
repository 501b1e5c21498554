"""The contract's JSON formats, made from records. New fields may be added, none renamed.

newscompare/check/1, newscompare/dedup/1, newscompare/events/1, newscompare/align/1,
newscompare/comparison/1
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.model import (
        Alignment,
        Article,
        CheckMatch,
        Claim,
        ComparedArticle,
        Comparison,
        Copy,
        Dropped,
        Event,
        Match,
        Origin,
        ParentEvidence,
        Proposition,
        Provenance,
        Refused,
        Statement,
        Verdict,
    )
    from compare.origins.overview import EventOrigins, Overview

__all__ = [
    "align", "article", "check", "comparison", "dedup", "events", "origin", "origins", "passages",
    "provenance",
]  # fmt: skip

_DIGITS = 4


def dedup(
    kept: Sequence[str], copies: Iterable[Copy], refused: Iterable[Refused]
) -> dict[str, Any]:
    """``dedup --json``."""
    return {
        "format": "newscompare/dedup/1",
        "kept": list(kept),
        "copies": [{**_copy(copy), "via": copy.via, "passages": passages(copy)} for copy in copies],
        "refused": _refused(refused),
    }


def check(verdict: Verdict) -> dict[str, Any]:
    """One line of ``check --json``."""
    return {
        "format": "newscompare/check/1",
        "id": verdict.id,
        "verdict": verdict.verdict,
        "stored": verdict.stored,
        "matches": [
            {
                "id": match.id,
                "source": match.source,
                "published": match.published,
                "kind": match.kind,
                "jaccard": round(match.jaccard, _DIGITS),
                "containment": round(match.containment, _DIGITS),
                "event_score": None
                if match.event_score is None
                else round(match.event_score, _DIGITS),
                "passages": passages(match),
            }
            for match in verdict.matches
        ],
    }


def passages(copy: Copy | CheckMatch) -> list[dict[str, int]]:
    """The shared passages of a copy or match, as offsets in both texts."""
    return [asdict(passage) for passage in copy.passages]


def events(found: Iterable[Event], refused: Iterable[Refused]) -> dict[str, Any]:
    """``events --json``."""
    from compare.events.grouping import related_pairs

    listed = tuple(found)
    return {
        "format": "newscompare/events/1",
        "events": [event_of(event) for event in listed],
        "related": [asdict(link) for link in related_pairs(listed)],
        "refused": _refused(refused),
    }


def align(alignment: Alignment) -> dict[str, Any]:
    """``align --json``."""
    return {
        "format": "newscompare/align/1",
        "articles": [
            {"id": id_, "statements": [_statement(each) for each in of]}
            for id_, of in zip(alignment.articles, alignment.statements, strict=True)
        ],
        "matches": [_match(match) for match in alignment.matches],
        "dropped": _dropped(alignment.dropped),
    }


def comparison(made: Comparison) -> dict[str, Any]:
    """``EVENT.json``."""
    from compare.comparison.brief import brief
    from compare.comparison.by_source import by_source

    by_id = {each.article.id: each for each in (*made.articles, *made.reprints)}
    every = [by_id[id_] for id_ in made.event.articles]
    place = {id_: index for index, id_ in enumerate(made.event.articles)}
    places = [place[each.article.id] for each in made.articles]
    known = {each.article: each for each in made.provenance}
    origins = [origin(each) for each in made.origins]
    return {
        "format": "newscompare/comparison/1",
        "event": event_of(made.event) | {"origins": origins},
        "articles": [
            _compared(each)
            | {
                "provenance": provenance(known[each.article.id])
                if each.article.id in known
                else None
            }
            for each in every
        ],
        "claims": [_claim(made, each) for each in made.claims],
        "origins": origins,
        "by_article": {
            each.article.id: {
                "added": list(each.added),
                "left_out": [
                    {"claim": out.claim, "known": out.known, "close": out.close}
                    for out in each.left_out
                ],
                "unsure": list(each.unsure),
            }
            for each in every
        },
        "by_source": {
            source: {group: list(ids) for group, ids in asdict(each).items()}
            for source, each in by_source(made).items()
        },
        "differences": [asdict(each) for each in made.differences],
        "brief": asdict(brief(made)),
        "matches": [
            _match(match)
            | {"a": [places[match.a[0]], match.a[1]], "b": [places[match.b[0]], match.b[1]]}
            for match in made.matches
        ],
        "dropped": _dropped([drop for each in every for drop in each.dropped]),
        "threshold": made.threshold,
        "settings": made.settings,
        "version": made.version,
        "accuracy": None if made.accuracy is None else asdict(made.accuracy),
        "corrected": None
        if made.corrected is None
        else {
            "files": list(made.corrected.files),
            "pairs": [
                {"a": [places[a[0]], a[1]], "b": [places[b[0]], b[1]], "same": same}
                for a, b, same in made.corrected.pairs
            ],
        },
    }


def article(each: Article) -> dict[str, Any]:
    """An article as the input format has it, other fields back in their place."""
    named = {
        "id": each.id,
        "source": each.source,
        "title": each.title,
        "published": each.published,
        "url": each.url,
        "language": each.language,
        "text": each.text,
    }
    return {**named, **each.extra}


def _refused(refused: Iterable[Refused]) -> list[dict[str, Any]]:
    return [asdict(each) for each in refused]


def _copy(copy: Copy) -> dict[str, Any]:
    return {
        "id": copy.id,
        "of": copy.of,
        "kind": copy.kind,
        "jaccard": round(copy.jaccard, _DIGITS),
        "containment": round(copy.containment, _DIGITS),
    }


def event_of(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "story": event.story,
        "title": event.title,
        "start": event.start,
        "end": event.end,
        "articles": list(event.articles),
        "copies": [_copy(copy) for copy in event.copies],
        "links": [
            {"a": link.a, "b": link.b, "score": round(link.score, _DIGITS)} for link in event.links
        ],
    }


def _statement(each: Statement) -> dict[str, Any]:
    return {
        "start": each.start,
        "end": each.end,
        "text": each.text,
        "quote": each.quote,
        "speaker": each.speaker,
        "parent": each.parent,
        "propositions": [_proposition(own) for own in each.propositions],
    }


def _proposition(each: Proposition) -> dict[str, Any]:
    return {
        "start": each.start,
        "end": each.end,
        "spans": [list(span) for span in each.spans],
        "subject": None if each.subject is None else list(each.subject),
        "source": [list(span) for span in each.source],
        "person": each.person,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "a": list(match.a),
        "b": list(match.b),
        "score": round(match.score, _DIGITS),
        "relation": match.relation,
        "parts": _rounded(match.parts),
        "extra_a": [list(span) for span in match.extra_a],
        "extra_b": [list(span) for span in match.extra_b],
    }


def _rounded(parts: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in parts.items()}


def _dropped(dropped: Iterable[Dropped]) -> list[dict[str, Any]]:
    return [asdict(each) for each in dropped]


def _compared(each: ComparedArticle) -> dict[str, Any]:
    return {
        "id": each.article.id,
        "source": each.article.source,
        "title": each.article.title,
        "published": each.article.published,
        "url": each.article.url,
        "copy_of": each.copy.of if each.copy else None,
        "statements": [_statement(statement) for statement in each.statements],
    }


def _claim(made: Comparison, each: Claim) -> dict[str, Any]:
    from compare.comparison.by_source import deniers, in_part, tellers, witnesses
    from compare.comparison.importance import importance

    return {
        "id": each.id,
        "text": each.text,
        "importance": round(importance(made, each).score, _DIGITS),
        "told_by": tellers(made, each),
        "in_part_by": in_part(made, each),
        "denied_by": deniers(made, each),
        "independent": witnesses(made, each),
        "cells": [
            {
                "article": cell.article,
                "relation": cell.relation,
                "statements": list(cell.statements),
                "score": round(cell.score, _DIGITS),
                "told": cell.told,
                "propositions": [list(at) for at in cell.propositions],
            }
            for cell in (*each.cells, *each.reprints)
        ],
        "origins": [origin(one) for one in each.origins],
    }


def origins(
    made: Overview,
    publishers: Mapping[str, str],
    agreeing: Iterable[tuple[str, str, int]],
    refused: Iterable[Refused],
) -> dict[str, Any]:
    """``origins --json``."""
    return {
        "format": "newscompare/origins/1",
        "events": [_event_origins(each, publishers) for each in made.events],
        "outlets": [
            {
                "outlet": each.outlet,
                "publisher": each.publisher,
                "articles": each.articles,
                **each.kinds,
                "own": round(each.own, _DIGITS),
            }
            for each in made.outlets
        ],
        "always_agreeing": [
            {"outlets": [one, two], "events": events} for one, two, events in agreeing
        ],
        "refused": _refused(refused),
    }


def _event_origins(made: EventOrigins, publishers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": made.event.id,
        "title": made.event.title,
        "start": made.event.start,
        "end": made.event.end,
        "outlets": len({each.source for each in made.articles}),
        "publishers": made.publishers(publishers),
        "independent": made.independent,
        "told_by": made.said,
        "origins": [origin(each) for each in made.origins],
        "articles": [
            {
                "id": each.id,
                "source": each.source,
                "publisher": publishers.get(each.source, each.source),
                "published": each.published,
                "provenance": provenance(whose),
            }
            for each, whose in zip(made.articles, made.provenance, strict=True)
        ],
    }


def provenance(each: Provenance) -> dict[str, Any]:
    """Whose text an article is."""
    return {
        "kind": each.kind,
        "parent": each.parent,
        "share": round(each.share, _DIGITS),
        "score": round(each.score, _DIGITS),
        "credited": each.credited,
        "credits": [asdict(credit) for credit in each.credits],
        "evidence": [_parent_evidence(one) for one in each.evidence],
    }


def _parent_evidence(each: ParentEvidence) -> dict[str, Any]:
    return {
        "parent": each.parent,
        "levels": _rounded(each.levels),
        "passages": [asdict(passage) for passage in each.passages],
        "matched": [list(pair) for pair in each.matched],
        "in_order": round(each.in_order, _DIGITS),
        "narration": round(each.narration, _DIGITS),
        "same_quotations": each.same_quotations,
        "same_numbers": each.same_numbers,
        "direction": list(each.direction),
    }


def origin(each: Origin) -> dict[str, Any]:
    """Articles that have it from one text or reporter."""
    return {
        "origin": each.origin,
        "articles": list(each.articles),
        "name": each.name,
        "kind": each.kind,
    }
