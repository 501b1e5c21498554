"""Origins in a line of words, the same on the page, in the brief, the index and ``check``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from compare.origins.credits import agency_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Article, Comparison, Origin, Provenance

__all__ = ["check_line", "count_origins", "origins_line", "told_by"]

_NAMED = 4
"""So many origins of one article each are named; of more, the others are counted."""
_KINDS = (
    ("own", "its own"),
    ("reprint", "reprint"),
    ("derived", "rewritten"),
    ("mixed", "in part"),
)


def count_origins(origins: Sequence[Origin]) -> int:
    """How many independent origins; the articles of which nothing is told count for none."""
    return sum(each.kind != "unsure" for each in origins)


def told_by(
    made: Comparison,
    origins: Sequence[Origin] | None = None,
    publishers: Mapping[str, str] | None = None,
) -> str:
    """``told by 9 outlets of 7 publishers, from 3 origins: AP (6: 4 reprints, 2 rewritten), BBC``.

    Args:
        made: a traced comparison.
        origins: of one of its claims; else those of the event.
        publishers: the publisher of an outlet; without one, publishers are not counted.
    """
    origins = made.origins if origins is None else origins
    articles = {each.article.id: each.article for each in (*made.articles, *made.reprints)}
    outlets = {articles[id_].source for each in origins for id_ in each.articles}
    parts = [_plural(len(outlets), "outlet")]
    families = {(publishers or {}).get(outlet, outlet) for outlet in outlets}
    if publishers and len(families) < len(outlets):
        parts.append(f"of {_plural(len(families), 'publisher')}")
    return f"told by {' '.join(parts)}, {origins_line(origins, made.provenance, articles)}"


def origins_line(
    origins: Sequence[Origin],
    provenance: Sequence[Provenance],
    articles: Mapping[str, Article],
) -> str:
    """``from 3 origins: AP (6: 4 reprints, 2 rewritten), BBC, own reporting (1), unsure (1)``."""
    kinds = {each.article: each.kind for each in provenance}
    several = [each for each in origins if len(each.articles) > 1 or each.kind == "credit"]
    alone = [each for each in origins if each not in several and each.kind != "unsure"]
    partly = [each for each in alone if kinds[each.articles[0]] == "mixed"]
    own = [each for each in alone if each not in partly]
    parts = [_group(each, kinds, articles) for each in several if each.kind != "unsure"]
    parts += [each.name for each in own[:_NAMED]]
    if len(own) > _NAMED:
        parts.append(f"{len(own) - _NAMED} others")
    if partly:
        parts.append(f"own reporting beside another's ({len(partly)})")
    if unsure := sum(len(each.articles) for each in origins if each.kind == "unsure"):
        parts.append(f"unsure ({unsure})")
    return f"from {_plural(count_origins(origins), 'origin')}: {', '.join(parts)}"


def _group(origin: Origin, kinds: Mapping[str, str], articles: Mapping[str, Article]) -> str:
    """``AP (6: 4 reprints, 2 rewritten)``; of an origin that is not here, that it is not."""
    counts = Counter(
        "own" if articles[id_].source == _root_source(origin, articles) else kinds[id_]
        for id_ in origin.articles
    )
    said = [
        f"{counts[kind]} {word}" + ("s" if word == "reprint" and counts[kind] > 1 else "")
        for kind, word in _KINDS
        if counts[kind]
    ]
    away = f", no {origin.name} text here" if origin.kind == "credit" else ""
    unknown = "one text, whose is not known" if origin.kind == "undirected" else origin.name
    return f"{unknown} ({len(origin.articles)}: {', '.join(said)}{away})"


def _root_source(origin: Origin, articles: Mapping[str, Article]) -> str | None:
    root = articles.get(origin.origin or "")
    return None if root is None else root.source


def check_line(found: Provenance, parent: Article | None) -> str:
    """Whose text an article is, for ``check``: ``AP's text with 12 % own``; empty if its own."""
    if parent is None:
        if found.credited is None:
            return ""
        return f"credits {found.credited}; no {found.credited} text here"
    name = agency_of(parent.source) or parent.source
    share = round(100 * (1.0 - found.share))
    own = f"with {share} % own" if share else "with nothing of its own"
    words = {
        "wire": f"an update of {name}'s text",
        "reprint": f"{name}'s text {own}",
        "derived": f"rewritten from {name}'s text, {own}",
        "mixed": f"in part {name}'s text, {own}",
    }
    return words.get(found.kind, f"perhaps {name}'s text in part")


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
