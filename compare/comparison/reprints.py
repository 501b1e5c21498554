"""Reprints: copies that are told with the article they copy, and not compared with all others.

Fifty outlets that print one text are one voice. What such a copy shares word for word with its
original carries the claims that the original's words carry.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compare.model import Cell, Copy, Event, Statement

__all__ = ["carried", "split_reprints"]

COMPARED = 12
"""So many copies of an article that differ from it are compared; of more, those that add most."""


def split_reprints(
    event: Event, statements: Mapping[str, Sequence[Statement]]
) -> tuple[list[str], list[str]]:
    """The articles of an event to compare, and the reprints that need not be.

    Those are copies word for word, and of a text with many copies those that add least to it.
    Where one article is all there is besides them, the first of them is compared with it.

    Args:
        event: the event.
        statements: of each of its articles, by the article's id.
    """
    told = {id_: [each.text for each in of] for id_, of in statements.items()}
    alike = set()
    differing: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for copy in event.copies:
        if copy.kind != "partial" and copy.of in told:
            if told[copy.id] == told[copy.of]:
                alike.add(copy.id)
            else:
                adds = len(set(told[copy.id]) - set(told[copy.of]))
                differing[copy.of].append((-adds, copy.id))
    for copies in differing.values():
        alike |= {id_ for _, id_ in sorted(copies)[COMPARED:]}
    own = [id_ for id_ in event.articles if id_ not in alike]
    again = [id_ for id_ in event.articles if id_ in alike]
    return (own, again) if len(own) > 1 else (own + again[:1], again[1:])


def carried(
    cells: Sequence[Cell],
    copies: Sequence[Copy],
    statements: Mapping[str, Sequence[Statement]],
    places: Mapping[str, Mapping[str, int]],
) -> tuple[Cell, ...]:
    """The cells that reprints have in a claim, by the statements of what they copy.

    Args:
        cells: of the compared articles.
        copies: the reprints.
        statements: of the compared articles, by id.
        places: of each reprint, by id, the index of each of its statements' texts.
    """
    by_article = {cell.article: cell for cell in cells}
    found = []
    for copy in copies:
        cell = by_article.get(copy.of)
        if cell is not None:
            texts = {statements[copy.of][index].text for index in cell.statements}
            held = tuple(sorted(places[copy.id][text] for text in texts if text in places[copy.id]))
            if held:
                told = cell.told and len(held) == len(texts)
                found.append(replace(cell, article=copy.id, statements=held, told=told))
    return tuple(found)
