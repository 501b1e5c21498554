"""Whose text an article is, in words; and who has it from whom, for the picture of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.origins.summary import check_line, told_by
from compare.report import phrasing

if TYPE_CHECKING:
    from compare.model import Comparison, Provenance

__all__ = ["parents", "summary", "whose"]

_SURE = 0.9
"""From so high a probability on it is not said."""


def parents(made: Comparison) -> dict[str, tuple[str, bool]]:
    """Per article that has text from another of the event: which, and whether only in part.

    Where nobody looked for origins, the copies say it.
    """
    if made.provenance:
        return {
            each.article: (each.parent, each.kind in {"mixed", "unsure"})
            for each in made.provenance
            if each.parent is not None
        }
    every = (*made.articles, *made.reprints)
    return {e.article.id: (e.copy.of, e.copy.kind == "partial") for e in every if e.copy}


def summary(made: Comparison) -> str:
    """``Told by 9 outlets, from 3 origins: …``; empty where nobody looked for origins."""
    if not made.provenance:
        return ""
    line = told_by(made)
    return f"{line[0].upper()}{line[1:]}."


def whose(made: Comparison, id_: str) -> str:
    """Whose text an article is, how much of it, how sure, and why in this direction."""
    found = next((each for each in made.provenance if each.article == id_), None)
    if found is None:
        return ""
    articles = {each.article.id: each.article for each in (*made.articles, *made.reprints)}
    said = check_line(found, articles.get(found.parent or ""))
    if not said:
        said = _own(found, {id_: each.source for id_, each in articles.items()})
    parts = [said]
    if found.parent is not None and found.evidence and found.evidence[0].direction:
        parts.append(", ".join(found.evidence[0].direction))
    if found.score < _SURE:
        parts.append(f"probability {phrasing.percent(found.score)}")
    return "; ".join(parts)


def _own(found: Provenance, source: dict[str, str]) -> str:
    """What is said of an article without a parent."""
    others = [source[each.parent] for each in found.evidence if each.parent in source]
    if found.kind == "wire":
        return "an agency's own text"
    if found.kind == "independent":
        return "own reporting"
    if found.kind == "unsure":
        return "perhaps another's text"
    return f"shares its text with {phrasing.some_names(others)}; whose it is, nothing tells"
