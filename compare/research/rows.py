"""From comparisons to rows: each table's rows of one event, as plain dictionaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compare.comparison.by_source import is_shared, tellers
from compare.model import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from compare.model import (
        Article,
        Cell,
        Claim,
        ComparedArticle,
        Comparison,
        Event,
        LeftOut,
        Origin,
        Provenance,
        Statement,
    )

__all__ = ["Row", "rows_of", "rows_of_single"]

Row = dict[str, Any]
_DIGITS = 6
_DIFFERS = {"number-changed", "negated", "attribution-changed"}
_DATE_ALONE = len("2020-01-02")


def rows_of(made: Comparison) -> dict[str, list[Row]]:
    """The rows of every table that one comparison gives, in the order of its articles."""
    by_id = {each.article.id: each for each in (*made.articles, *made.reprints)}
    every = [by_id[id_] for id_ in made.event.articles]
    tellings = list(_tellings(made, every))
    told = {each.article.id: 0 for each in every}
    for row in tellings:
        told[row["article"]] += row["telling"] == "told"
    compared = {each.article.id for each in made.articles}
    provenance = {each.article: each for each in made.provenance}
    return {
        "articles": [
            _article(each, made.event.id, told[each.article.id],
                     provenance.get(each.article.id), compared=each.article.id in compared)
            for each in every
        ],
        "events": [_event(made, every)],
        "claims": [_claim(made, claim) for claim in made.claims],
        "tellings": tellings,
        "copies": list(_copies(made, by_id)),
        "quotations": list(_quotations(made, every)),
        "origins": list(_origins(made, by_id)),
    }  # fmt: skip


def rows_of_single(
    event: Event, article: Article, statements: Sequence[Statement], settings: str, version: str
) -> dict[str, list[Row]]:
    """The rows of an event of one article: nothing was compared, and so nothing is claimed."""
    row = _facts(article, event.id, statements) | {
        "dropped": 0, "compared": False, "copy_of": None, "copy_kind": None, "told": 0,
        "added": 0, "left_out": 0, "left_out_known": 0, "provenance": None, "parent": None,
        "parent_share": None,
    }  # fmt: skip
    about = {
        "event": event.id, "story": event.story, "title": event.title, "start": event.start,
        "end": event.end, "articles": 1, "sources": 1, "originals": 1, "claims": 0, "shared": 0,
        "origins": None, "threshold": None, "settings": settings, "version": version,
    }  # fmt: skip
    said = [_quotation(event.id, article, each, None) for each in statements if each.quote]
    return {"articles": [row], "events": [about], "quotations": said}


def _facts(article: Article, event: str, statements: Sequence[Statement]) -> Row:
    first, last = moment(article.published) if article.published else (None, None)
    sentences = [each for each in statements if each.parent is None]
    return {
        "article": article.id,
        "event": event,
        "source": article.source,
        "title": article.title,
        "published": article.published,
        "published_first": first,
        "published_last": last,
        "url": article.url,
        "language": article.language,
        "characters": len(article.text),
        "sentences": len(sentences),
        "quotations": sum(each.quote for each in statements),
        "words": sum(len(each.text.split()) for each in sentences),
    }


def _article(
    each: ComparedArticle,
    event: str,
    told: int,
    provenance: Provenance | None,
    *,
    compared: bool,
) -> Row:
    return _facts(each.article, event, each.statements) | {
        "dropped": sum(drop.end - drop.start for drop in each.dropped),
        "compared": compared,
        "copy_of": each.copy.of if each.copy else None,
        "copy_kind": each.copy.kind if each.copy else None,
        "told": told,
        "added": len(each.added) if compared else 0,
        "left_out": len(each.left_out),
        "left_out_known": sum(out.known is True for out in each.left_out),
        "provenance": provenance.kind if provenance else None,
        "parent": provenance.parent if provenance else None,
        "parent_share": round(provenance.share, _DIGITS) if provenance else None,
    }


def _event(made: Comparison, every: Sequence[ComparedArticle]) -> Row:
    event = made.event
    return {
        "event": event.id,
        "story": event.story,
        "title": event.title,
        "start": event.start,
        "end": event.end,
        "articles": len(every),
        "sources": len({each.article.source for each in every}),
        "originals": sum(each.copy is None or each.copy.kind == "partial" for each in every),
        "claims": len(made.claims),
        "shared": sum(is_shared(made, claim) for claim in made.claims),
        "origins": _count(made.origins),
        "threshold": made.threshold,
        "settings": made.settings,
        "version": made.version,
    }


def _count(origins: Sequence[Origin]) -> int | None:
    """Independent origins; those of which nothing is told count for none."""
    return sum(each.kind != "unsure" for each in origins) if origins else None


def _claim(made: Comparison, claim: Claim) -> Row:
    first = _first(made, claim)
    return {
        "event": made.event.id,
        "claim": claim.id,
        "text": claim.text,
        "articles": len({cell.article for cell in (*claim.cells, *claim.reprints)}),
        "tellers": len(claim.tellers),
        "sources": len(tellers(made, claim)),
        "first_article": first.id if first else None,
        "first_source": first.source if first else None,
        "first_published": first.published if first else None,
        "origins": _count(claim.origins),
    }


def _first(made: Comparison, claim: Claim) -> Article | None:
    """Who told it before all others; None where a date is missing or two may be the first."""
    telling = [each.article for each in made.articles if each.article.id in claim.tellers]
    spans: list[tuple[datetime, datetime, Article]] = []
    for article in telling:
        if article.published is None:
            return None
        spans.append((*moment(article.published), article))
    spans.sort(key=lambda span: (span[1], span[2].id))
    if not spans or any(other[0] <= spans[0][1] for other in spans[1:]):
        return None
    return spans[0][2]


def _tellings(made: Comparison, every: Sequence[ComparedArticle]) -> Iterator[Row]:
    left_out = {each.article.id: {out.claim: out for out in each.left_out} for each in every}
    for claim in made.claims:
        cells = {cell.article: cell for cell in (*claim.reprints, *claim.cells)}
        reprints = {cell.article for cell in claim.reprints}
        first = _first(made, claim)
        undated = first is None
        for each in every:
            id_ = each.article.id
            cell, out = cells.get(id_), left_out[id_].get(claim.id)
            telling = _telling(cell, out)
            yield {
                "event": made.event.id,
                "claim": claim.id,
                "article": id_,
                "source": each.article.source,
                "telling": telling,
                "probability": None if cell is None else round(cell.score, _DIGITS),
                "relation": None if cell is None else cell.relation,
                **_spans(cell, each),
                "first": None if undated or telling != "told" else first is each.article,
                "known_before": _known_before(made, claim, each, out),
                "reprint": id_ in reprints,
            }


def _telling(cell: Cell | None, out: LeftOut | None) -> str:
    if cell is None:
        return "unsure" if out is not None and out.close else "absent"
    if cell.told:
        return "told"
    return "differs" if cell.relation in _DIFFERS else "in part"


def _spans(cell: Cell | None, each: ComparedArticle) -> Row:
    if cell is None or not cell.statements:
        return {"start": None, "end": None, "spans": None}
    spans = sorted((each.statements[at].start, each.statements[at].end) for at in cell.statements)
    return {
        "start": spans[0][0],
        "end": spans[0][1],
        "spans": " ".join(f"{start}-{end}" for start, end in spans),
    }


def _known_before(
    made: Comparison, claim: Claim, each: ComparedArticle, out: LeftOut | None
) -> bool | None:
    """Whether another source had told the claim before the article appeared, also of a teller."""
    if out is not None:
        return out.known
    if each.article.published is None:
        return None
    others = [other.article for other in made.articles if other.article.id in claim.tellers
              and other.article.source != each.article.source]  # fmt: skip
    began, ended = moment(each.article.published)
    dated = [moment(other.published) for other in others if other.published is not None]
    if any(last < began for _, last in dated):
        return True
    return None if len(dated) < len(others) or any(one < ended for one, _ in dated) else False


def _copies(made: Comparison, by_id: dict[str, ComparedArticle]) -> Iterator[Row]:
    for copy in made.event.copies:
        article, of = by_id[copy.id].article, by_id[copy.of].article
        yield {
            "event": made.event.id,
            "article": copy.id,
            "source": article.source,
            "of": copy.of,
            "of_source": of.source,
            "kind": copy.kind,
            "jaccard": round(copy.jaccard, _DIGITS),
            "containment": round(copy.containment, _DIGITS),
            "minutes": _minutes(of.published, article.published),
        }


def _minutes(earlier: str | None, later: str | None) -> float | None:
    if not earlier or not later or _DATE_ALONE in {len(earlier), len(later)}:
        return None
    return round((moment(later)[0] - moment(earlier)[0]).total_seconds() / 60, 1)


def _quotations(made: Comparison, every: Sequence[ComparedArticle]) -> Iterator[Row]:
    claim_of = {
        (cell.article, at): claim.id
        for claim in reversed(made.claims)
        for cell in (*claim.cells, *claim.reprints)
        for at in cell.statements
    }
    for each in every:
        for at, said in enumerate(each.statements):
            if said.quote:
                claim = claim_of.get((each.article.id, at))
                if claim is None and said.parent is not None:
                    claim = claim_of.get((each.article.id, said.parent))
                yield _quotation(made.event.id, each.article, said, claim)


def _quotation(event: str, article: Article, said: Statement, claim: str | None) -> Row:
    return {
        "event": event, "article": article.id, "source": article.source, "start": said.start,
        "end": said.end, "text": said.text, "speaker": said.speaker, "claim": claim,
    }  # fmt: skip


def _origins(made: Comparison, by_id: dict[str, ComparedArticle]) -> Iterator[Row]:
    groups: list[tuple[str | None, Sequence[Origin]]] = [(None, made.origins)]
    groups += [(claim.id, claim.origins) for claim in made.claims]
    for claim, origins in groups:
        for number, each in enumerate(origins, 1):
            for id_ in each.articles:
                yield {
                    "event": made.event.id, "claim": claim, "group": number,
                    "origin": each.origin, "name": each.name, "kind": each.kind,
                    "article": id_, "source": by_id[id_].article.source,
                }  # fmt: skip
