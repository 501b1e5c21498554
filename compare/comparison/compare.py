"""Comparison: an event's claims by its articles; what each added and what each left out.

An article adds what it tells and no other source has any part of, and leaves out what it has no
part of itself. Where that is not sure, the claim is neither: it is listed as *unsure*. A sentence
half shared and half new gives two claims, of which the article adds one. Copies are one voice: a
claim that only an article and its reprints carry is added by that article, and ten reprints of one
text are not eleven outlets that say it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from compare.comparison import claims
from compare.comparison.absence import Chances
from compare.comparison.coverage import FEWEST, read_content, share, wording
from compare.comparison.differences import differences
from compare.comparison.reprints import carried
from compare.model import Cell, Claim, ComparedArticle, Comparison, LeftOut, moment
from compare.statements.attributed import readable
from compare.text.language import common_language

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from compare.comparison.coverage import EventContent
    from compare.model import Accuracy, Article, CleanedArticle, Copy, Event, Match, Statement
    from compare.settings import ComparisonSettings

__all__ = ["compare"]

EVEN = 0.5
"""A match that is likelier none accuses nobody."""


def compare(
    event: Event,
    bodies: Sequence[CleanedArticle],
    statements: Sequence[Sequence[Statement]],
    matches: Sequence[Match],
    near: Sequence[Match] = (),
    *,
    settings: ComparisonSettings,
    threshold: float,
    digest: str,
    version: str,
    accuracy: Accuracy | None = None,
    reprints: Sequence[tuple[CleanedArticle, Sequence[Statement]]] = (),
    apart: Collection[tuple[claims.Node, claims.Node]] = (),
) -> Comparison:
    """Compare the articles of an event.

    Args:
        event: the event; its ``articles`` are those of ``bodies`` and ``reprints``, its copies say
            who copies whom.
        bodies: the articles.
        statements: their statements, in the order of ``bodies``.
        matches: between the statements.
        near: pairs that are no match, but came close to one.
        settings: how matched statements become claims.
        threshold: the score from which the best match of a statement counts.
        digest: of the settings that made all this.
        version: of newscompare.
        accuracy: what was measured of the alignment at the threshold.
        reprints: further copies of some of the articles, with their statements; they carry what
            they share word for word (``reprints.split_reprints``).
        apart: pairs of sentences that do not say the same, as a reader said.
    """
    language = common_language([body.article for body in bodies])
    content = read_content(bodies, statements, language)
    likely = [
        each
        for each in matches
        if each.score >= settings.part
        and not content.only_share_source(
            claims.sentence_of(statements, each.a), claims.sentence_of(statements, each.b)
        )
    ]
    linked = claims.links(statements, likely, apart)
    again = claims.repeats(statements)
    sets = claims.claim_sets(statements, linked, settings.agreement, apart)
    nodes = _with_singles(content, statements, sets, again)
    drafts = [
        draft
        for centre, members in sorted(claims.with_centres(statements, linked, nodes, language))
        for draft in _drafts(content, statements, linked, members, centre, settings)
    ]
    repeats = _repeats(statements, again)
    filled = [_repeated(draft.cells, repeats) for draft in drafts]
    copied = _again(event, bodies, statements, filled, reprints)
    found = [
        Claim(f"c{number}", draft.text, own, others)
        for number, (draft, own, others) in enumerate(zip(drafts, filled, copied, strict=True), 1)
    ]
    chances = Chances(content, statements, (*matches, *near), again)
    given = {body.article.id: body.article for body in bodies}
    copies = {copy.id: copy for copy in reversed(event.copies)}
    places = {body.article.id: index for index, body in enumerate(bodies)}
    doubts = {
        claim.id: _doubts(claim, draft, chances, places, settings)
        for claim, draft in zip(found, drafts, strict=True)
    }
    told = _told(found)
    articles, reprinted = (
        tuple(_compared(body, of, found, told, given, copies, doubts) for body, of in these)
        for these in (zip(bodies, statements, strict=True), reprints)
    )
    likely = [each for each in matches if each.score >= EVEN]
    apart_in = differences(found, [body.article for body in bodies], statements, likely, language)
    return Comparison(
        event, articles, tuple(found), tuple(matches), threshold, digest, version, accuracy,
        reprinted, apart_in,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Draft:
    """A claim on the way: the statements it is made of, its text, and how articles carry it."""

    nodes: tuple[claims.Node, ...]
    text: str
    cells: tuple[Cell, ...]
    terms: frozenset[str]


def _drafts(
    content: EventContent,
    statements: Sequence[Sequence[Statement]],
    linked: claims.Links,
    members: tuple[claims.Node, ...],
    centre: claims.Node,
    settings: ComparisonSettings,
) -> Iterator[_Draft]:
    """The claim of a set of matched sentences, and one for what each says that is new."""
    cells = claims.cells_of(content, statements, linked, members, centre, settings)
    if len(members) == 1:
        text = readable(statements[centre[0]][centre[1]].text)
        yield _Draft(members, text, cells, content.of(centre))
        return
    fresh = {node: _new_parts(content, node, settings.new) for node in members}
    kept = tuple(
        replace(cell, propositions=_rest(content, fresh, places[cell.article], cell.statements))
        for places in [{statements[a][i].article: a for a, i in members}]
        for cell in cells
    )
    said = statements[centre[0]][centre[1]]
    rest = [at for at in range(len(content.parts(centre))) if at not in fresh[centre]]
    terms = frozenset().union(*(content.parts(centre)[at] for at in rest))
    yield _Draft(members, wording(said, rest), kept, terms)
    for node, parts in fresh.items():
        if parts:
            each = statements[node[0]][node[1]]
            cell = Cell(
                each.article, "verbatim", (node[1],), 1.0,
                propositions=tuple((node[1], at) for at in parts),
            )  # fmt: skip
            terms = frozenset().union(*(content.parts(node)[at] for at in parts))
            yield _Draft((node,), wording(each, parts), (cell,), terms)


def _new_parts(content: EventContent, node: claims.Node, most: float) -> tuple[int, ...]:
    """The propositions of a sentence that no other article holds the words of; never all."""
    others = [held for place, held in enumerate(content.everything) if place != node[0]]
    parts = content.parts(node)
    found = tuple(
        at
        for at, terms in enumerate(parts)
        if len(terms) >= FEWEST and all(share(terms, held) <= most for held in others)
    )
    return found if len(found) < len(parts) else ()


def _rest(
    content: EventContent,
    fresh: Mapping[claims.Node, tuple[int, ...]],
    article: int,
    indices: Sequence[int],
) -> tuple[tuple[int, int], ...]:
    """The propositions of an article's sentences that are in the claim, if not all of them."""
    if not any(fresh[article, index] for index in indices):
        return ()
    return tuple(
        (index, at)
        for index in indices
        for at in range(len(content.parts((article, index))))
        if at not in fresh[article, index]
    )


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Whether an article may tell a claim it has no cell in; ``near``: how many statements may."""

    unsure: bool
    near: int


def _doubts(
    claim: Claim,
    draft: _Draft,
    chances: Chances,
    places: Mapping[str, int],
    settings: ComparisonSettings,
) -> dict[str, _Doubt]:
    """The doubt about each article that has no cell in a claim."""
    carried = {cell.article for cell in claim.cells}
    # The scores are of sentences, and a part of one was found new by its words.
    nodes = () if len(claim.cells) == 1 and claim.cells[0].propositions else draft.nodes
    found = {}
    for id_, place in places.items():
        if id_ not in carried:
            chance, near = chances.of(nodes, place)
            held = near and chances.held(draft.terms, place) >= settings.covered
            found[id_] = _Doubt(chance >= settings.unsure or bool(held), near)
    return found


def _again(
    event: Event,
    bodies: Sequence[CleanedArticle],
    statements: Sequence[Sequence[Statement]],
    filled: Iterable[Sequence[Cell]],
    reprints: Sequence[tuple[CleanedArticle, Sequence[Statement]]],
) -> list[tuple[Cell, ...]]:
    """Per claim, the cells of reprints."""
    places = {
        body.article.id: {each.text: index for index, each in reversed(tuple(enumerate(of)))}
        for body, of in reprints
    }
    copies = [copy for copy in event.copies if copy.id in places]
    own = {body.article.id: of for body, of in zip(bodies, statements, strict=True)}
    return [carried(of, copies, own, places) for of in filled]


def _told(found: Iterable[Claim]) -> dict[str, set[str]]:
    """Per article, the claims it carries."""
    told: dict[str, set[str]] = {}
    for claim in found:
        for cell in (*claim.cells, *claim.reprints):
            told.setdefault(cell.article, set()).add(claim.id)
    return told


def _with_singles(
    content: EventContent,
    statements: Sequence[Sequence[Statement]],
    sets: Iterable[tuple[claims.Node, ...]],
    again: Iterable[claims.Node],
) -> list[tuple[claims.Node, ...]]:
    """The sets, and each sentence that is in none, nor repeats one, as a set of its own.

    A sentence without content of its own ("They did not.") claims nothing that can be left out.
    """
    known = list(sets)
    placed = {*again, *(node for members in known for node in members)}
    alone = [
        ((article, index),)
        for article, of in enumerate(statements)
        for index, each in enumerate(of)
        if each.parent is None
        and (article, index) not in placed
        and _claims_something(content.of((article, index)), each.text)
    ]
    return known + alone


def _claims_something(terms: frozenset[str], text: str) -> bool:
    """Whether a sentence that no other matches is a claim: one word is, if a stop ends it."""
    return len(terms) > 1 or (len(terms) == 1 and text.rstrip("\"”’')")[-1:] in ".!?。")


def _repeats(
    statements: Sequence[Sequence[Statement]], again: Mapping[claims.Node, claims.Node]
) -> dict[tuple[str, int], list[int]]:
    """Per article and sentence, where that sentence stands again."""
    found: dict[tuple[str, int], list[int]] = {}
    for (article, index), (_, first) in again.items():
        found.setdefault((statements[article][index].article, first), []).append(index)
    return found


def _repeated(
    filled: Iterable[Cell], again: Mapping[tuple[str, int], Sequence[int]]
) -> tuple[Cell, ...]:
    """The cells, each with every place where its sentences stand."""
    return tuple(
        replace(
            cell,
            statements=tuple(
                sorted(
                    at
                    for first in cell.statements
                    for at in (first, *again.get((cell.article, first), ()))
                )
            ),
        )
        for cell in filled
    )


def _compared(
    body: CleanedArticle,
    statements: Sequence[Statement],
    found: Sequence[Claim],
    told: Mapping[str, set[str]],
    given: Mapping[str, Article],
    copies: Mapping[str, Copy],
    doubts: Mapping[str, Mapping[str, _Doubt]],
) -> ComparedArticle:
    """One article; a reprint is none of those ``given``, and what it adds was not looked for."""
    article, own = body.article, told.get(body.article.id, set())
    read = article.id if article.id in given else _voice(article.id, copies)
    added: list[str] = []
    left_out: list[LeftOut] = []
    unsure: list[str] = []
    for claim in found:
        doubt = doubts[claim.id].get(read, _Doubt(unsure=False, near=0))
        if claim.id not in own and doubt.unsure:
            unsure.append(claim.id)
        elif claim.id not in own:
            known = _known(article, [given[each] for each in claim.tellers])
            left_out.append(LeftOut(claim.id, known, doubt.near))
        elif article.id in claim.tellers and _adds(article.id, claim, copies, given):
            others = [id_ for id_, each in doubts[claim.id].items() if each.unsure]
            sure = all(given[id_].source == article.source for id_ in others)
            (added if sure else unsure).append(claim.id)
    return ComparedArticle(
        article, tuple(statements), body.dropped, copies.get(article.id), tuple(added),
        tuple(left_out), tuple(unsure),
    )  # fmt: skip


def _adds(id_: str, claim: Claim, copies: Mapping[str, Copy], given: Mapping[str, Article]) -> bool:
    """Whether an article that tells a claim adds it.

    It does if no other source has any part of the claim, and what it copies does not tell it. A
    reprint of an article of this source that tells the claim is no other source of it.
    """
    voice, source = _voice(id_, copies), given[id_].source
    if id_ != voice and voice in claim.tellers:
        return False
    for cell in claim.cells:
        spoken = _voice(cell.article, copies)
        teller = spoken if spoken in claim.tellers else cell.article
        if source not in {given[cell.article].source, given[teller].source}:
            return False
    return True


def _voice(id_: str, copies: Mapping[str, Copy]) -> str:
    """The article whose words an article speaks: itself, or what it is a copy of."""
    copy = copies.get(id_)
    return id_ if copy is None or copy.kind == "partial" else copy.of


def _known(article: Article, carriers: Sequence[Article]) -> bool | None:
    """Whether another source had told it before; None where the dates cannot tell."""
    others = [carrier for carrier in carriers if carrier.source != article.source]
    if article.published is None:
        return None
    if not others:
        return False
    first, last = moment(article.published)
    spans = [moment(other.published) for other in others if other.published is not None]
    if any(ended < first for _, ended in spans):
        return True
    undated = len(spans) < len(others)
    return None if undated or any(began < last for began, _ in spans) else False
