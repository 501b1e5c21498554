"""What of an article nobody had told before: its statements against those of the index.

An article is compared with what it copies, with the other reports of its event that ``check``
names, and with the rest of their events. A sentence is *known* if another article tells it, *in
part* if another tells less of it, *differs* if another has it with another number, speaker or a
denial, else *new*.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from compare.desk.stored import statements_of
from compare.model import Event, moment
from compare.origins import check_line, trace_alone
from compare.pipeline import clean_articles, compare_event
from compare.report import check, json_formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compare.index import Index
    from compare.model import Article, Comparison, Provenance, Statement, Verdict

__all__ = ["Known", "Novelty", "StatementNovelty", "assess", "to_dict"]

COMPARED = 16
"""With so many articles of the index one is compared, the best matches first."""
LEAD = 4
"""A sentence so far down counts half of what the first one of the same words does."""
_DIFFERS = {"number-changed", "negated", "attribution-changed"}
_DIGITS = 4
Status = Literal["known", "in part", "differs", "new"]


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the index, as a person names it."""

    id: str
    source: str
    title: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class StatementNovelty:
    """A sentence of the article: whether others have it, and who.

    ``newsworthy`` is 0 for what is known. Else it is the weight of the words that no compared
    article has (inverse document frequencies, over the square root of the sentence's words), more
    the nearer the sentence is to the article's beginning.
    """

    start: int
    end: int
    text: str
    status: Status
    by: tuple[str, ...] = ()
    newsworthy: float = 0.0


@dataclass(frozen=True, slots=True)
class Novelty:
    """How much of an article is new.

    ``share`` is that of its words which stand in new sentences, 0 to 1, and None where it has no
    sentence. ``matched`` are the articles of the verdict's matches, in that order; ``compared``
    those whose sentences were read. ``first`` is the earliest dated one among it and all of these,
    None where there are none; ``event`` is that of its best match, if it was given one.
    ``provenance`` is against the compared articles, and ``whose`` says in words whose text it is.
    """

    article: Article
    share: float | None
    statements: tuple[StatementNovelty, ...]
    compared: tuple[Known, ...]
    matched: tuple[Known, ...]
    first: Known | None
    event: str | None
    provenance: Provenance | None = None
    whose: str = ""

    @property
    def new(self) -> tuple[StatementNovelty, ...]:
        """The new sentences, the most newsworthy first."""
        found = [each for each in self.statements if each.status == "new"]
        return tuple(sorted(found, key=lambda each: (-each.newsworthy, each.start)))


def assess(index: Index, article: Article, verdict: Verdict) -> Novelty:
    """What of a checked article nobody in the index had told before.

    Args:
        index: an open index; the article may be in it, and is not compared with itself.
        article: the article.
        verdict: what ``index.check`` said of it.
    """
    matched = [match.id for match in verdict.matches]
    events = index.event_ids(matched)
    event = next((events[id_] for id_ in matched if id_ in events), None)
    others = [id_ for ids in index.articles_of(events.values()).values() for id_ in ids]
    wanted = [id_ for id_ in dict.fromkeys([*matched, *others]) if id_ != article.id]
    stored = index.articles_by_id(wanted)
    found = [stored[id_] for id_ in wanted if id_ in stored]
    compared = _different(found)[:COMPARED]
    statements, made = _judged(index, article, verdict, compared)
    provenance = made.provenance[0] if made else trace_alone(article, index.settings.origins)
    first = _first([article, *found]) if found else None
    return Novelty(
        article,
        _share(statements),
        statements,
        tuple(map(_named, compared)),
        tuple(_named(stored[id_]) for id_ in matched if id_ in stored),
        None if first is None else _named(first),
        event,
        provenance,
        check_line(provenance, stored.get(provenance.parent or "")),
    )


def _judged(
    index: Index, article: Article, verdict: Verdict, compared: Sequence[Article]
) -> tuple[tuple[StatementNovelty, ...], Comparison | None]:
    """Each sentence, but for what the index has learned to be the page's and not the article's."""
    made = None
    if compared and verdict.verdict != "exact":
        made = _compare(index, article, compared)
        said = _statements(made, made.articles[0].article.language)
    else:
        best = {match.id for match in verdict.matches[:1]}
        if same := [other for other in compared if other.id in best]:
            made = _compare(index, article, same)
        read, statements = statements_of(article, index.settings)
        sentences = [each for each in statements if each.parent is None]
        by = tuple(sorted(other.id for other in compared))
        said = _all_one(sentences, by, read.language)
    own = index.without_boilerplate(article).text
    return tuple(each for each in said if each.text in own), made


def _all_one(
    sentences: Sequence[Statement], by: tuple[str, ...], language: str | None
) -> tuple[StatementNovelty, ...]:
    """Sentences that all are known, or where nobody is named all new."""
    return tuple(
        StatementNovelty(each.start, each.end, each.text, "known", by)
        if by
        else StatementNovelty(
            each.start, each.end, each.text, "new", (), _newsworthy(each, at, set(), language)
        )
        for at, each in enumerate(sentences)
    )


def to_dict(verdict: Verdict, novelty: Novelty) -> dict[str, Any]:
    """One line of ``check --json``: the verdict, and what of the article is new."""
    article = novelty.article
    made = check(verdict)
    titles = {known.id: known.title for known in novelty.matched}
    matches = [match | {"title": titles.get(match["id"])} for match in made.pop("matches")]
    return made | {
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "event": novelty.event,
        "first": None if novelty.first is None else asdict(novelty.first),
        "provenance": None
        if novelty.provenance is None
        else json_formats.provenance(novelty.provenance),
        "whose": novelty.whose,
        "new_share": None if novelty.share is None else round(novelty.share, _DIGITS),
        "new_statements": [_new(each) for each in novelty.new],
        "statements": [
            {"start": each.start, "end": each.end, "status": each.status, "by": list(each.by)}
            for each in novelty.statements
        ],
        "compared": [each.id for each in novelty.compared],
        "matches": matches,
    }


def _new(each: StatementNovelty) -> dict[str, Any]:
    return {
        "start": each.start,
        "end": each.end,
        "text": each.text,
        "newsworthy": round(each.newsworthy, _DIGITS),
    }


def _named(article: Article) -> Known:
    return Known(article.id, article.source, article.title, article.published)


def _first(articles: Iterable[Article]) -> Article | None:
    # A date alone may mean any time of the day, and so comes after a time on it.
    dated = [(moment(article.published)[1], article.id, article)
             for article in articles if article.published]  # fmt: skip
    return min(dated)[2] if dated else None


def _different(articles: Sequence[Article]) -> list[Article]:
    """Each text once."""
    return list({article.text: article for article in reversed(articles)}.values())[::-1]


def _compare(index: Index, article: Article, others: Sequence[Article]) -> Comparison:
    """All as independent reports of one event, so that a copy is read sentence by sentence too."""
    bodies = clean_articles([article, *others], index.settings)
    ids = tuple(body.article.id for body in bodies)
    event = Event("", "", article.title or article.id, None, None, ids)
    return compare_event(event, {body.article.id: body for body in bodies}, index.settings)


def _statements(made: Comparison, language: str | None) -> tuple[StatementNovelty, ...]:
    own, others = made.articles[0], made.articles[1:]
    carriers = _carriers(made)
    known_terms = {term for other in others for each in other.statements
                   for term in _terms(each.text, language)}  # fmt: skip
    sentences = [(at, each) for at, each in enumerate(own.statements) if each.parent is None]
    found = []
    for place, (at, sentence) in enumerate(sentences):
        status, by = _status(carriers.get(at, {}))
        weight = 0.0 if status == "known" else _newsworthy(sentence, place, known_terms, language)
        found.append(
            StatementNovelty(sentence.start, sentence.end, sentence.text, status, by, weight)
        )
    return tuple(found)


def _carriers(made: Comparison) -> dict[int, dict[str, Status]]:
    """Per statement of the first article, the other articles with some of it, and how much."""
    own = made.articles[0].article.id
    found: dict[int, dict[str, Status]] = {}
    for claim in made.claims:
        mine = [cell for cell in claim.cells if cell.article == own]
        for at in {at for cell in mine for at in cell.statements}:
            holders = found.setdefault(at, {})
            for cell in claim.cells:
                if cell.article != own:
                    status = _worth(cell.relation, told=cell.told)
                    holders[cell.article] = min(
                        status, holders.get(cell.article, status), key=_ORDER.index
                    )
    return found


_ORDER: tuple[Status, ...] = ("known", "differs", "in part", "new")


def _worth(relation: str, *, told: bool) -> Status:
    if told:
        return "known"
    return "differs" if relation in _DIFFERS else "in part"


def _status(holders: Mapping[str, Status]) -> tuple[Status, tuple[str, ...]]:
    if not holders:
        return "new", ()
    best = min(holders.values(), key=_ORDER.index)
    return best, tuple(sorted(id_ for id_, status in holders.items() if status == best))


def _newsworthy(
    sentence: Statement, place: int, known_terms: set[str], language: str | None
) -> float:
    from compare.text.document_frequencies import load

    terms = _terms(sentence.text, language)
    if not terms:
        return 0.0
    frequencies = load(language)
    weight = sum(frequencies.idf(term) for term in set(terms) - known_terms)
    return weight / math.sqrt(len(terms)) * (0.5 + 0.5 * LEAD / (LEAD + place))


def _terms(text: str, language: str | None) -> tuple[str, ...]:
    from compare.text.content_words import read

    return read(text, language or "en").terms


def _share(statements: Sequence[StatementNovelty]) -> float | None:
    words = [len(each.text.split()) or 1 for each in statements]
    new = sum(n for n, each in zip(words, statements, strict=True) if each.status == "new")
    return new / sum(words) if words else None
