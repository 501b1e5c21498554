"""Origins: articles that have it from one text or one reporter, counted as one witness."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from compare.model import Origin
from compare.origins.credits import agency_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from compare.model import Article, Claim, Provenance

__all__ = ["claim_origins", "event_origins"]

Key = tuple[str, str]
"""What articles of one origin have in common: a kind of origin, and its name or article."""


def event_origins(
    articles: Sequence[Article],
    provenance: Sequence[Provenance],
    publishers: Mapping[str, str] | None = None,
) -> tuple[Origin, ...]:
    """The origins of an event, the largest first; every article is in exactly one.

    An article that is ``mixed`` has reporting of its own, and so is an origin of its own.

    Args:
        articles: of the event.
        provenance: of each.
        publishers: the publisher of an outlet; outlets of one publisher are one witness.
    """
    known = {each.article: each for each in provenance}
    keys = {each.id: _key(each.id, known, frozenset(known)) for each in articles}
    return _grouped(articles, keys, publishers or {})


def claim_origins(
    claim: Claim,
    articles: Sequence[Article],
    provenance: Sequence[Provenance],
    publishers: Mapping[str, str] | None = None,
) -> tuple[Origin, ...]:
    """The origins of a claim: an article has it from its parent where that has any part of it."""
    known = {each.article: each for each in provenance}
    having = {cell.article for cell in (*claim.cells, *claim.reprints)}
    telling = {cell.article for cell in (*claim.cells, *claim.reprints) if cell.told}
    told = [each for each in articles if each.id in telling]
    keys = {each.id: _claim_key(each.id, known, having) for each in told}
    return _grouped(told, keys, publishers or {})


def _key(id_: str, known: Mapping[str, Provenance], within: Collection[str]) -> Key:
    """The origin of an article as a whole."""
    each = known[id_]
    if each.kind == "mixed" and each.credited is None and each.parent is not None:
        return "text", id_
    if each.parent is not None and each.parent in within and each.kind != "unsure":
        return _key(each.parent, known, within)
    return _rootless(each, known)


def _claim_key(id_: str, known: Mapping[str, Provenance], having: Collection[str]) -> Key:
    """The origin of what an article says of one claim."""
    each = known[id_]
    if each.parent is not None and each.parent in having and each.kind != "unsure":
        return _claim_key(each.parent, known, having)
    if each.parent is not None and each.kind != "unsure":
        return "text", id_
    return _rootless(each, known)


def _rootless(each: Provenance, known: Mapping[str, Provenance]) -> Key:
    """The origin of an article whose parent is not here."""
    if each.kind == "unsure":
        return "unsure", ""
    if each.credited is not None and each.kind != "mixed":
        return "credit", each.credited
    if _is_undirected(each):
        return "undirected", min(_of_one_text(each.article, known))
    return "text", each.article


def _is_undirected(each: Provenance) -> bool:
    """Whether nothing tells which of it and the texts it shares came first."""
    rootless = each.parent is None and each.credited is None
    return rootless and each.kind in {"reprint", "derived"}


def _of_one_text(id_: str, known: Mapping[str, Provenance]) -> set[str]:
    """The articles reached from one over text in common of which nothing tells whose it is."""
    found, due = {id_}, [id_]
    while due:
        for one in known[due.pop()].evidence:
            if one.parent not in found and _is_undirected(known[one.parent]):
                found.add(one.parent)
                due.append(one.parent)
    return found


def _grouped(
    articles: Sequence[Article], keys: Mapping[str, Key], publishers: Mapping[str, str]
) -> tuple[Origin, ...]:
    """The articles by their keys; roots of one outlet or publisher are one origin."""
    source = {each.id: each.source for each in articles}
    groups: defaultdict[Key, list[str]] = defaultdict(list)
    first: dict[Key, str] = {}
    for each in articles:
        kind, name = keys[each.id]
        root = name if kind == "text" else None
        family: Key = (kind, name)
        if root is not None and root in source:
            family = ("text", _family(source[root], publishers))
            first.setdefault(family, root)
        elif root is not None:
            first.setdefault(family, root)
        groups[family].append(each.id)
    found = [_origin(key, ids, first.get(key), source) for key, ids in groups.items()]
    return tuple(sorted(found, key=lambda o: (o.kind == "unsure", -len(o.articles), o.articles[0])))


def _family(source: str, publishers: Mapping[str, str]) -> str:
    return publishers.get(source, source)


def _origin(key: Key, ids: Sequence[str], root: str | None, source: Mapping[str, str]) -> Origin:
    kind, name = key
    if kind == "text":
        outlet = source.get(root or "", source[ids[0]])
        return Origin(root, tuple(ids), agency_of(outlet) or outlet, "text")
    if kind == "credit":
        return Origin(None, tuple(ids), name, "credit")
    if kind == "undirected":
        return Origin(None, tuple(ids), source[ids[0]], "undirected")
    return Origin(None, tuple(ids), "", "unsure")
