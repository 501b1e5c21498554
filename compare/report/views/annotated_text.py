"""An article's text as pieces to mark, and the words in which two statements differ."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from compare.comparison.by_source import Telling
    from compare.model import ComparedArticle, Span

__all__ = ["Piece", "Runs", "compared", "paragraphs"]

Runs = tuple[tuple[str, str], ...]
"""A text in pieces, each with the name of its mark, empty for none."""
ALIKE = 0.7
"""From this share of words in one order on, two texts are nearly the same."""
TELLING = 5
"""A shared word so long is marked; shorter ones are mostly grammar."""

DIFFERS = {
    "number-changed": "perhaps with another number",
    "negated": "",
    "attribution-changed": "perhaps with another speaker",
}
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an article's text: a statement, what was dropped, or what stands between."""

    text: str
    kind: str
    anchor: str = ""
    claim: str = ""
    level: str = ""
    badge: str = ""
    says: str = ""


def paragraphs(
    index: int,
    each: ComparedArticle,
    told: Mapping[int, Telling],
    sources: Mapping[str, str],
) -> tuple[tuple[Piece, ...], ...]:
    """The article line by line, each line cut into pieces.

    ``told`` says who else tells each statement; ``sources`` has the source of each article of
    the event.
    """
    text = each.article.text
    marks: list[tuple[Span, Piece]] = []
    for at, statement in enumerate(each.statements):
        if statement.parent is None:
            span = (statement.start, statement.end)
            piece = Piece(text[span[0] : span[1]], "statement", f"a{index + 1}s{at}", level="alone")
            if at in told:
                piece = _marked(piece, each.article.id, told[at], sources)
            marks.append((span, piece))
    for drop in each.dropped:
        piece = Piece(text[drop.start : drop.end], "dropped", says=drop.reason)
        marks.append(((drop.start, drop.end), piece))
    marks.sort(key=lambda mark: mark[0])
    return tuple(line for line in _lines(text, marks) if line)


def _marked(piece: Piece, own: str, telling: Telling, sources: Mapping[str, str]) -> Piece:
    """The statement with what the other sources make of it; two articles of one are one."""
    told: dict[str, str] = {}
    partly: dict[str, str] = {}
    denied: dict[str, str] = {}
    again = []
    for id_, relation in telling.others.items():
        if sources[id_] == sources[own]:
            if relation in DIFFERS:
                again.append(f"by {sources[own]} itself {DIFFERS[relation] or 'perhaps denied'}")
        else:
            denies = relation == "negated"
            group = denied if denies else told if id_ in telling.told else partly
            group[sources[id_]] = " ".join((sources[id_], DIFFERS.get(relation or "", ""))).strip()
    every = dict.fromkeys(source for source in sources.values() if source != sources[own])
    groups = {
        "also told by": [told[source] for source in every if source in told],
        "in part by": [partly[s] for s in every if s in partly and s not in told],
        "perhaps denied by": [source for source in every if source in denied],
        "not by": [s for s in every if s not in told and s not in partly and s not in denied],
    }
    says = [f"{verb} {_names(names)}" for verb, names in groups.items() if names]
    if not told:
        says = ["told by no other source", *(says if partly or denied else [])]
    says += dict.fromkeys(again)
    return replace(
        piece,
        claim=telling.claim,
        level=_level(telling, len(told), len({**told, **partly, **denied}), len(every)),
        badge=f"{len(told) + 1}/{len(every) + 1}{'' if told or not partly else ' ◐'}",
        says="; ".join(says),
    )


def _level(telling: Telling, told: int, carrying: int, every: int) -> str:
    if any(relation in DIFFERS for relation in telling.others.values()):
        return "differs"
    if not carrying:
        return "alone"
    if told == every:
        return "all"
    return "some" if told else "part"


def _names(names: Sequence[str]) -> str:
    listed = list(dict.fromkeys(names))
    rest = len(listed) - _NAMED
    return ", ".join([*listed[:_NAMED], f"{rest} more"] if rest > 1 else listed)


def _lines(text: str, marks: list[tuple[Span, Piece]]) -> Iterator[tuple[Piece, ...]]:
    line: list[Piece] = []
    at = 0
    for (start, end), piece in [*marks, ((len(text), len(text)), Piece("", "end"))]:
        between = text[at:start]
        if "\n" in between or piece.kind == "end":
            head, _, tail = between.partition("\n")
            line += _plain(head)
            yield tuple(line)
            line = _plain(tail)
        else:
            line += _plain(between, keep_space=bool(line))
        if piece.kind != "end":
            line.append(piece)
        at = max(at, end)


def _plain(text: str, *, keep_space: bool = False) -> list[Piece]:
    flat = " ".join(text.split())
    if flat:
        return [Piece(f" {flat} ", "plain")]
    return [Piece(" ", "plain")] if keep_space and text else []


def compared(text: str, other: str, differs: str = "ins") -> Runs:
    """``text`` in runs, each with how it is marked: ``differs``, ``mark``, or not at all.

    Of two texts that are nearly the same the words that differ are marked; of two others the
    words they share, for there nearly all differ.
    """
    ours, theirs = words.folded(text), words.folded(other)
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    if matcher.ratio() < ALIKE:
        there = set(theirs)
        picked = {at for at, word in enumerate(ours) if word in there and _tells(word)}
        return _runs(text, picked, "mark")
    missing = {
        at for tag, _, _, first, last in matcher.get_opcodes() if tag != "equal"
        for at in range(first, last)
    }  # fmt: skip
    return _runs(text, missing, differs)


def _tells(word: str) -> bool:
    """Whether two texts that share the word share more than grammar."""
    return len(word) >= TELLING or any(char.isdigit() for char in word) or not word.isascii()


def _runs(text: str, picked: Collection[int], mark: str) -> Runs:
    runs: list[tuple[str, str]] = []
    position = 0
    for at, (start, end) in enumerate(words.spans(text)):
        # What stands between two words is marked only where both are.
        _extend(runs, text[position:start], mark if at in picked and at - 1 in picked else "")
        _extend(runs, text[start:end], mark if at in picked else "")
        position = end
    _extend(runs, text[position:], "")
    return tuple(runs)


def _extend(runs: list[tuple[str, str]], piece: str, mark: str) -> None:
    if piece and runs and runs[-1][1] == mark:
        runs[-1] = (runs[-1][0] + piece, mark)
    elif piece:
        runs.append((piece, mark))
