"""Quotation marks: which of them opens and which closes, also where they were set wrongly.

Every mark has a shape (``"word`` opens, ``word."`` closes) and a place in the alternation of
opening and closing; real articles break both. The reading with the least total cost over a
paragraph is found by dynamic programming (Viterbi 1967) over one bit of state, inside or outside,
so that an error costs one quotation and not the rest of the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["QuotationMark", "marks", "masked"]

_DOUBLE = re.compile(r"[\"“”„‟″＂«»]|``|''")
_BRACKETS = re.compile("[「」『』]")
_SINGLE_OPEN = re.compile(r"(?<![\w'’‘.,!?])[‘'](?=[^\W\d_]|\d\d[^\ds]|[\[¿¡…])")
_SINGLE_CLOSE = re.compile(r"(?<=[^\s‘'\"“])[’'](?!\w)")
_OUT_OF_TURN = 3.0  # a mark that opens inside or closes outside: its partner is missing
_UNCLOSED = 1.0  # a paragraph that ends inside: a quotation may go on in the next
_IGNORED = 3.5  # a mark that is none, as ditto
_LONGEST_SINGLE = 1500


@dataclass(frozen=True, slots=True)
class QuotationMark:
    """A quotation mark at ``start`` to ``end`` that opens or closes; ``level`` 1 is ‘single’."""

    start: int
    end: int
    opens: bool
    level: int = 0


def marks(text: str, start: int, end: int) -> list[QuotationMark]:
    """The quotation marks of one paragraph, in order, each read as opening or closing.

    Single marks count only in pairs outside the double ones: an apostrophe looks like them.
    """
    found = _oriented(text, start, end)
    found += [
        QuotationMark(match.start(), match.end(), match[0] in "「『", level=0)
        for match in _BRACKETS.finditer(text, start, end)
    ]
    found.sort(key=lambda mark: mark.start)
    return sorted(found + _singles(text, start, end, found), key=lambda mark: mark.start)


def masked(text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> str:
    """The stretch with every quoted character hidden (as NUL), offsets kept."""
    pieces, at = [], start
    for left, right in quoted:
        pieces += [text[at : max(at, left)], "\0" * (right - max(at, left))]
        at = max(at, right)
    return "".join([*pieces, text[at:end]])


def _oriented(text: str, start: int, end: int) -> list[QuotationMark]:
    """The double marks under the cheapest reading of all."""
    matches = list(_DOUBLE.finditer(text, start, end))
    if not matches:
        return []
    costs = [_shape_cost(text, start, end, match) for match in matches]
    # best[inside]: (cost, the decisions so far as a linked list)
    best: dict[bool, tuple[float, tuple[object, ...] | None]] = {False: (0.0, None)}
    for opening, closing in costs:
        step: dict[bool, tuple[float, tuple[object, ...] | None]] = {}
        for inside, (cost, path) in best.items():
            for decision, after, price in (
                (True, True, opening + _OUT_OF_TURN * inside),
                (False, False, closing + _OUT_OF_TURN * (not inside)),
                (None, inside, _IGNORED),
            ):
                total = cost + price
                if after not in step or total < step[after][0]:
                    step[after] = (total, (decision, path))
        best = step
    ends = sorted((cost + _UNCLOSED * inside, inside) for inside, (cost, _) in best.items())
    return _walk_back(matches, best[ends[0][1]][1])


def _walk_back(
    matches: list[re.Match[str]], path: tuple[object, ...] | None
) -> list[QuotationMark]:
    found = []
    for match in reversed(matches):
        assert path is not None
        decision, path = path[0], path[1]  # type: ignore[assignment]  # (a linked list)
        if decision is not None:
            found.append(QuotationMark(match.start(), match.end(), bool(decision)))
    return found[::-1]


def _shape_cost(text: str, start: int, end: int, match: re.Match[str]) -> tuple[float, float]:
    """What it costs to read the mark as opening, and as closing, by its shape and neighbours."""
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    opening = closing = 0.0
    if match[0] in "“„‟«``":
        closing += 1.0
    elif match[0] in "”»''":
        opening += 1.0
    if after.isspace() or after in ".,;:!?)]":
        opening += 1.5 + (match.end() >= end)
    elif before.isspace() or before in "([—–-":
        closing += 1.5
    if before.isalnum() or before in ".,!?…;":
        opening += 1.0
    if after.isalnum() and before not in ".,!?…":
        closing += 1.0
    return opening, closing


def _singles(text: str, start: int, end: int, double: list[QuotationMark]) -> list[QuotationMark]:
    """Pairs of single marks that stand outside all double ones."""
    found: list[QuotationMark] = []
    at, depth, index, barren = start, 0, 0, start
    while opener := _SINGLE_OPEN.search(text, at, end):
        while index < len(double) and double[index].start < opener.start():
            depth = max(0, depth + (1 if double[index].opens else -1))
            index += 1
        limit = double[index].start if index < len(double) else end
        limit = min(limit, opener.end() + _LONGEST_SINGLE)
        closer = None if depth else _closer(text, max(opener.end(), barren), limit)
        if closer is None:
            at = opener.end()
            barren = barren if depth else limit  # so that no stretch is searched twice
            continue
        found += [
            QuotationMark(*opener.span(), opens=True, level=1),
            QuotationMark(*closer, opens=False, level=1),
        ]
        at = closer[1]
    return found


def _closer(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The closing single mark: the first after punctuation, else the first after a word."""
    first = None
    for match in _SINGLE_CLOSE.finditer(text, start, end):
        if text[match.start() - 1] in ".,!?…":
            return match.span()
        if first is None and text[match.start() - 1] != "s":
            first = match.span()
    return first
