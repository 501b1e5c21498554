"""The brief of an event: what its sources agree on, where they differ, what only one has.

Nothing unsure is in it. A claim stands in *agreed* if two independent sources tell it; in *only*
if one source tells it and no statement of another comes near; in *left out* if every other source
has it, most of them whole, and this one has nothing that comes near.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from compare.comparison.by_source import DIFFERS, deniers, in_part, sources, tellers, witnesses
from compare.comparison.importance import importance, importances, overlap
from compare.comparison.kept import kept
from compare.relations.negation import denials
from compare.text import content_words, lexicon, tokens
from compare.text.language import common_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from compare.model import Claim, ComparedArticle, Comparison, Difference

__all__ = ["Brief", "brief", "is_unsure", "ranked"]

LEAST, FEWEST, MOST = 3, 5, 7
"""So many claims are listed as agreed: beyond the fewest only those that most sources tell; fewer
than the least are filled up with what one source tells and another surely has a part of."""
PER_SOURCE = 3
"""At most so many claims only one source has, and so many it alone leaves out."""
SURE = 0.5
"""Under this probability a match is likelier none."""
SAME = 0.6
"""Two claims that share so much of their content say nearly the same, and one is listed."""
NEAR = 0.5
"""A statement of another source that has so much of a claim's content may tell it."""
LACKS = 1 / 3
"""The same of a source said to leave a claim out, for any wording of the claim."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The ids of an event's claims by what an editor asks first, the most important first.

    ``differences`` are indices into ``Comparison.differences``. ``only`` and ``left_out`` are by
    source, without those that have none. ``unsure`` counts the claims that may be otherwise.
    """

    agreed: tuple[str, ...]
    differences: tuple[int, ...]
    only: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, tuple[str, ...]]
    unsure: int


@kept
def brief(made: Comparison) -> Brief:
    """The brief of a comparison."""
    order = ranked(made)
    every = sources(made)
    agreed = list(_agreed(made, order, len(every)))
    return Brief(
        agreed=tuple(claim.id for claim in agreed),
        differences=tuple(_differences(made, order)),
        only=_by_source(every, _only(made, order)),
        left_out=_by_source(every, _left_out(made, agreed, every)),
        unsure=sum(is_unsure(made, claim) for claim in made.claims),
    )


@kept
def ranked(made: Comparison) -> tuple[Claim, ...]:
    """The claims of an event, the most important first."""
    scores = {id_: each.score for id_, each in importances(made).items()}
    return tuple(
        sorted(made.claims, key=lambda claim: (-round(scores[claim.id], 6), int(claim.id[1:])))
    )


def is_unsure(made: Comparison, claim: Claim) -> bool:
    """Whether an article may or may not tell the claim, or perhaps tells it otherwise.

    What it tells otherwise for sure is a difference, and not unsure.
    """
    if any(claim.id in each.unsure for each in made.articles):
        return True
    sure = any(difference.claim == claim.id for difference in made.differences)
    return any(
        (cell.relation in DIFFERS and not sure) or (not cell.told and cell.score < SURE)
        for cell in claim.cells
    )


def _differences(made: Comparison, order: Sequence[Claim]) -> list[int]:
    """Those between sources that are sure, of the most important claims first.

    An update of one source is none; where all sides deny something, none surely denies the other;
    and what another difference has with more sides is told once.
    """
    source = {each.article.id: each.article.source for each in (*made.articles, *made.reprints)}
    language = common_language([each.article for each in made.articles])
    rank = {claim.id: at for at, claim in enumerate(order)}
    sides = [
        (each.kind, frozenset((value.article, value.value) for value in each.values))
        for each in made.differences
    ]
    sure = [
        at
        for at, each in enumerate(made.differences)
        if len({source.get(value.article) for value in each.values}) > 1
        and _is_sure(each, language)
        and not any(kind == each.kind and sides[at][1] < more for kind, more in sides)
    ]
    return sorted(sure, key=lambda at: (rank.get(made.differences[at].claim, len(rank)), at))


def _is_sure(each: Difference, language: str) -> bool:
    """Whether a difference is one on its face, for what is told first has to be right.

    Two denials do not deny each other, and "the company" and "the statement" are not two people.
    """
    if each.kind == "denial":
        return not all(_denies(value.text, language) for value in each.values)
    if each.kind == "speaker":
        return any(value.value != value.value.lower() or not value.value.isascii()
                   for value in each.values)  # fmt: skip
    return True


def _denies(text: str, language: str) -> bool:
    words = set(tokens.folded(text))
    return bool(denials(text, language)) or not words.isdisjoint(
        lexicon.words("verbs_of_denial", language)
    )


def _agreed(made: Comparison, order: Sequence[Claim], every: int) -> Iterator[Claim]:
    """What independent sources tell; where all print one text, what that text tells."""
    telling = {claim.id: witnesses(made, claim) for claim in order}
    if max(telling.values(), default=0) < 2:  # noqa: PLR2004  (two agree)
        telling = {claim.id: len(tellers(made, claim)) for claim in order}
    apart = {difference.claim for difference in made.differences}
    order = [
        claim
        for claim in order
        if claim.id not in apart and not deniers(made, claim) and _has_one_speaker(made, claim)
    ]
    shared = list(_distinct(claim for claim in order if telling[claim.id] > 1))
    if len(shared) < LEAST:
        partly = [c for c in order if telling[c.id] < 2 and _is_shared_in_part(made, c)]  # noqa: PLR2004
        shared = list(_distinct([*shared, *partly]))
    for place, claim in enumerate(shared):
        most = FEWEST if telling[claim.id] > 1 else LEAST
        if place < most or (place < MOST and 2 * telling[claim.id] > every):
            yield claim


def _has_one_speaker(made: Comparison, claim: Claim) -> bool:
    """Whether no two sources give the words of a claim to two people, as far as they name them."""
    articles = {each.article.id: each for each in made.articles}
    named = [
        {
            said.speaker.split()[-1].casefold()
            for at, said in enumerate(articles[cell.article].statements)
            if (at in cell.statements or said.parent in cell.statements)
            and said.quote
            and said.speaker
            and said.speaker.split()[-1][:1].isupper()
        }
        for cell in claim.cells
        if cell.told
    ]
    known = [names for names in named if names]
    return all(one & other for one in known for other in known)


def _is_shared_in_part(made: Comparison, claim: Claim) -> bool:
    """Whether another source surely has a part of what one tells, and nobody tells it otherwise."""
    if any(cell.relation in DIFFERS for cell in claim.cells) or not in_part(made, claim):
        return False
    if not importance(made, claim).complete:
        return False
    return any(not cell.told and cell.score >= SURE for cell in claim.cells)


def _only(made: Comparison, order: Sequence[Claim]) -> Iterator[tuple[str, Claim]]:
    """What one source adds and can be read without what stands around it."""
    source = {each.article.id: each.article.source for each in made.articles}
    added: dict[str, str] = {}
    for each in made.articles:
        added |= dict.fromkeys(each.added, source[each.article.id])
    for claim in order:
        readable = importance(made, claim).complete > 0
        if claim.id in added and readable and not is_unsure(made, claim):
            own = added[claim.id]
            others = [each for each in made.articles if each.article.source != own]
            if not any(_comes_near(each, claim, [claim.text], NEAR) for each in others):
                yield own, claim


def _left_out(
    made: Comparison, agreed: Sequence[Claim], every: Sequence[str]
) -> Iterator[tuple[str, Claim]]:
    """What one source alone has nothing of, of what the others agree on."""
    for claim in agreed:
        telling = tellers(made, claim)
        carrying = {*telling, *in_part(made, claim), *deniers(made, claim)}
        lacking = [source for source in every if source not in carrying]
        if len(lacking) == 1 and len(telling) > 1 and witnesses(made, claim) * 2 >= len(every):
            own = [each for each in made.articles if each.article.source == lacking[0]]
            said = _wordings(made, claim)
            if not any(_comes_near(each, claim, said, LACKS) for each in own):
                yield lacking[0], claim


def _by_source(
    every: Iterable[str], found: Iterable[tuple[str, Claim]]
) -> dict[str, tuple[str, ...]]:
    by: dict[str, list[Claim]] = {source: [] for source in every}
    for source, claim in found:
        by[source].append(claim)
    listed = {source: tuple(c.id for c in _distinct(own)) for source, own in by.items()}
    return {source: own[:PER_SOURCE] for source, own in listed.items() if own}


def _distinct(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims without those that say nearly what one before them says."""
    kept: list[Claim] = []
    for claim in claims:
        if all(overlap(claim.text, other.text) < SAME for other in kept):
            kept.append(claim)
            yield claim


def _wordings(made: Comparison, claim: Claim) -> list[str]:
    """The claim in the words of each statement that carries it."""
    articles = {each.article.id: each for each in made.articles}
    said = [articles[cell.article].statements[at].text for cell in claim.cells
            for at in cell.statements]  # fmt: skip
    return [claim.text, *said]


def _comes_near(each: ComparedArticle, claim: Claim, wordings: Iterable[str], share: float) -> bool:
    """Whether an article may tell a claim after all: a pair came close, or words are the same."""
    if claim.id in each.unsure:
        return True
    if any(out.claim == claim.id and out.close for out in each.left_out):
        return True
    language = each.article.language or "en"
    held = [_terms(said.text, language) for said in each.statements]
    return any(
        len(terms & own) >= share * len(terms)
        for terms in (_terms(text, language) for text in wordings)
        for own in held
    )


@lru_cache(maxsize=1 << 14)
def _terms(text: str, language: str) -> frozenset[str]:
    return frozenset(content_words.read(text, language).terms)
