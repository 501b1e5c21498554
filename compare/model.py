"""The records that travel through every stage: frozen, slotted, and nothing but values.

Every offset is a character index into ``Article.text`` as given, so ``text[start:end]`` is
what the reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Literal

__all__ = [
    "Accuracy",
    "Alignment",
    "Article",
    "Cell",
    "CheckMatch",
    "Claim",
    "CleanedArticle",
    "ComparedArticle",
    "Comparison",
    "Copy",
    "CopyKind",
    "Corrected",
    "Credit",
    "CreditKind",
    "Difference",
    "DifferenceKind",
    "DifferenceValue",
    "Dropped",
    "Event",
    "LeftOut",
    "Link",
    "Match",
    "Origin",
    "OriginKind",
    "ParentEvidence",
    "Passage",
    "Progress",
    "Proposition",
    "Provenance",
    "ProvenanceKind",
    "Refused",
    "Relation",
    "Span",
    "Statement",
    "Verdict",
    "VerdictKind",
    "moment",
]

CopyKind = Literal["exact", "near", "partial"]
Relation = Literal[
    "verbatim", "paraphrase", "partial", "number-changed", "negated", "attribution-changed"
]
DifferenceKind = Literal["number", "denial", "speaker"]
"""Two numbers for one thing; said and denied; one quotation given to two speakers."""
VerdictKind = Literal["exact", "near", "partial", "same-event", "new"]
ProvenanceKind = Literal["wire", "reprint", "derived", "mixed", "independent", "unsure"]
OriginKind = Literal["text", "credit", "undirected", "unsure"]
CreditKind = Literal["byline", "contributor", "named"]
Span = tuple[int, int]
"""Half-open ``(start, end)`` in characters of the article's text as given."""
Progress = Callable[[str, int, int], None]
"""Called as ``progress(stage, done, total)``; the command line draws it."""


@dataclass(frozen=True, slots=True)
class Article:
    """One text of one source (an outlet).

    ``published`` is ISO 8601, a date alone allowed, or None where unknown; ``moment`` reads it.
    ``extra`` holds every other field of the input and comes back on export.

    >>> article = Article("a", "The bridge was shut.", "Tribune", published="2024-03-05")
    >>> article.source, article.title
    ('Tribune', None)
    """

    id: str
    text: str
    source: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Refused:
    """Input that was not taken, and why. ``line`` counts from 1; None where a file has none.

    >>> Refused("in.jsonl", "has no text", line=7).line
    7
    """

    file: str
    reason: str
    line: int | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A span of an article that is no statement of it: a byline, a caption, a link list."""

    article: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class CleanedArticle:
    """An article with the spans of its text that are the article, in order (paragraphs)."""

    article: Article
    spans: tuple[Span, ...]
    dropped: tuple[Dropped, ...] = ()

    @property
    def text(self) -> str:
        """The kept paragraphs, one a line. Offsets into this are not offsets of the article."""
        return "\n".join(self.article.text[start:end] for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class Proposition:
    """What one clause of a statement asserts, apart from who says it.

    ``spans`` are the words of the clause in order, more than one where another clause stands
    inside it. ``subject`` is the span of the words it is about where they stand in another
    clause ("He fell *and died*"), else None. ``source`` are the spans that say who says it, where
    and when. ``person`` is the name of whom a pronoun as its subject means, where that is known.
    """

    spans: tuple[Span, ...]
    subject: Span | None = None
    source: tuple[Span, ...] = ()
    person: str | None = None

    @property
    def start(self) -> int:
        """Where its first word starts."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or a quotation inside one.

    ``parent`` is the index, among the article's statements, of the sentence a quotation stands
    in; None for sentences. A sentence wholly inside a quotation is ``quote`` itself. ``speaker``
    is who is said to say it, as the article names them, or None. ``propositions`` are what its
    clauses assert, in order of their first words; empty where it was made without reading it.

    >>> statement = align_articles(articles[:2]).statements[0][0]
    >>> statement.text == articles[0].text[statement.start : statement.end]
    True
    """

    article: str
    start: int
    end: int
    text: str
    quote: bool = False
    speaker: str | None = None
    parent: int | None = None
    propositions: tuple[Proposition, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that stands in two articles, with its span in each."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Copy:
    """Article ``id`` holds text of article ``of``.

    ``exact``: the same words; ``near``: most of the shorter text stands in the other;
    ``partial``: a passage is shared and each has a story of its own. ``jaccard`` and
    ``containment`` (of the smaller one) are exact, over word shingles, 0 to 1. ``via``: the dropped
    copy of ``of`` in which the passages stand, if not in ``of``. ``covered``, on which ``near`` is
    decided: the share of the shorter one's own words in the other, 0 if these are one part of it.

    >>> copy = deduplicate(articles).copies[0]
    >>> 0 <= copy.jaccard <= copy.containment <= 1
    True
    """

    id: str
    of: str
    kind: CopyKind
    jaccard: float
    containment: float
    passages: tuple[Passage, ...] = ()
    via: str | None = None
    covered: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles of one event and their event score, 0 to 1."""

    a: str
    b: str
    score: float


@dataclass(frozen=True, slots=True)
class Event:
    """What a group of articles reports; events of one ``story`` belong to one affair.

    ``links`` are the pairs of its articles with the probability that both report one event;
    ``related`` those of its articles (``a``) with articles of other events that are similar and
    not surely of one event, the most probable first.

    >>> events = group_events(articles)
    >>> sum(len(event.articles) for event in events) == len(articles)
    True
    """

    id: str
    story: str
    title: str
    start: str | None
    end: str | None
    articles: tuple[str, ...]
    copies: tuple[Copy, ...] = ()
    links: tuple[Link, ...] = ()
    related: tuple[Link, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The event as it stands among the ``events`` of ``newscompare/events/1``."""
        from compare.report import json_formats

        return json_formats.event_of(self)

    def rows(self) -> list[dict[str, str | None]]:
        """A row per article, for a table: the event it is in, and which article it copies.

        >>> rows = [row for event in group_events(articles) for row in event.rows()]
        >>> list(rows[0])
        ['event', 'story', 'title', 'start', 'end', 'article', 'copy_of']
        >>> len(rows) == len(articles)
        True
        """
        original = {copy.id: copy.of for copy in self.copies}
        about = {"event": self.id, "story": self.story, "title": self.title,
                 "start": self.start, "end": self.end}  # fmt: skip
        return [about | {"article": id_, "copy_of": original.get(id_)} for id_ in self.articles]


@dataclass(frozen=True, slots=True)
class Match:
    """Two statements of two articles that say the same, in a relation.

    ``a`` and ``b`` are ``(article, statement)`` indices. ``score`` is a probability that both say
    the same, ``parts`` the evidence it was made from. ``extra_a`` and ``extra_b`` are the spans
    only that side says (for ``partial``), in article offsets.

    >>> match = align_articles(cup).matches[0]
    >>> match.a[0] < match.b[0], 0 <= match.score <= 1
    (True, True)
    """

    a: tuple[int, int]
    b: tuple[int, int]
    score: float
    relation: Relation
    parts: Mapping[str, float] = field(default_factory=dict, hash=False)
    extra_a: tuple[Span, ...] = ()
    extra_b: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """The statements of some articles and the matches between them.

    ``statements[i]`` are those of ``articles[i]``; matches are sorted by their indices.

    >>> alignment = align_articles(cup)
    >>> len(alignment.articles) == len(alignment.statements) == len(cup)
    True
    >>> alignment.to_dict()["format"]
    'newscompare/align/1'
    """

    articles: tuple[str, ...]
    statements: tuple[tuple[Statement, ...], ...]
    matches: tuple[Match, ...]
    dropped: tuple[Dropped, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``align --json`` (``newscompare/align/1``)."""
        from compare.report import json_formats

        return json_formats.align(self)


@dataclass(frozen=True, slots=True)
class Cell:
    """How one article carries a claim: with which of its statements, in which relation.

    ``told``: likely it says most of the claim; else it has a part, another number, or denies it.
    ``propositions`` are the ``(statement, proposition)`` indices the claim is made of where that is
    not all of the statements: the new half of a sentence whose other half others tell.
    """

    article: str
    relation: Relation
    statements: tuple[int, ...]
    score: float
    told: bool = True
    propositions: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Credit:
    """Words of an article that name whom its text is from, with their span in the text.

    ``name`` is the agency's usual name, or the outlet's as the article has it. ``byline``: the
    text is theirs (a byline, a dateline, "Source: Reuters"); ``contributor``: a part may be ("AP
    contributed to this report"); ``named``: the prose names them ("according to the Times").
    """

    start: int
    end: int
    name: str
    kind: CreditKind


@dataclass(frozen=True, slots=True)
class ParentEvidence:
    """Why an article is said to have its text from ``parent``; its own spans and indices first.

    ``levels``: the probabilities of ``derived``, ``mixed`` and ``independent``, which sum to 1.
    ``matched``: statements of both that say the same; ``in_order``: the share of them that stand
    in the parent's order. ``narration``: the share of the words outside quotations that stand in
    the parent word for word. ``same_quotations``: quotations cut at the same words;
    ``same_numbers``: numbers both have outside quotations. ``direction``: why the parent comes
    first, in words; empty where nothing tells, and then ``parent`` may as well be the child.
    """

    parent: str
    levels: Mapping[str, float] = field(hash=False)
    passages: tuple[Passage, ...] = ()
    matched: tuple[tuple[int, int], ...] = ()
    in_order: float = 0.0
    narration: float = 0.0
    same_quotations: int = 0
    same_numbers: int = 0
    direction: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Whose text an article is.

    ``wire``: an agency's own; ``reprint``: a copy; ``derived``: rewritten from another, wholly or
    mostly; ``mixed``: in part, with reporting of its own; ``independent``: from no text here;
    ``unsure``: the evidence does not tell. ``parent`` is the article it has it from; None where
    there is none, where nothing tells which of two came first, or where that text is not here and
    a credit names whose it is (``credited``). ``share``: of the words of its statements, how much
    is the parent's and was nobody's before. ``score``: the probability of ``kind``. ``evidence``:
    of each article it may have text from, the parent first.
    """

    article: str
    kind: ProvenanceKind
    parent: str | None = None
    share: float = 0.0
    score: float = 1.0
    credited: str | None = None
    credits: tuple[Credit, ...] = ()
    evidence: tuple[ParentEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The articles that have it from one text or one reporter: they are one witness.

    ``text``: from article ``origin``; ``credit``: from a text of
    ``name`` that is not here; ``undirected``: of one text, and nothing tells whose; ``unsure``:
    no origin is told, and these count for none. ``name`` is whom to name: an outlet or agency.
    """

    origin: str | None
    articles: tuple[str, ...]
    name: str
    kind: OriginKind = "text"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a set of matched statements says: a cell per article, and per reprint, that says it.

    >>> claim = compare_events(cup).comparisons[0].claims[0]
    >>> set(claim.tellers) <= {cell.article for cell in claim.cells}
    True
    """

    id: str
    text: str
    cells: tuple[Cell, ...]
    reprints: tuple[Cell, ...] = ()
    origins: tuple[Origin, ...] = ()

    @property
    def tellers(self) -> tuple[str, ...]:
        """The compared articles that tell it, and not a part of it alone."""
        return tuple(cell.article for cell in self.cells if cell.told)


@dataclass(frozen=True, slots=True)
class DifferenceValue:
    """One side of a difference: a statement's ``text``, and what differs in it (``value``).

    ``newer``: the article appeared after all others of the difference that say otherwise, so that
    it may know better.
    """

    article: str
    text: str
    value: str
    newer: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """Two or more articles that tell one claim and cannot all be right, each with its words."""

    kind: DifferenceKind
    claim: str
    values: tuple[DifferenceValue, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A claim of which an article carries nothing; ``close`` counts its statements near to a match.

    ``known``: whether another source had told it before this article; None if dates cannot tell.
    """

    claim: str
    known: bool | None
    close: int = 0


@dataclass(frozen=True, slots=True)
class ComparedArticle:
    """One article inside a comparison, with what it adds and what it leaves out.

    ``unsure`` are the claims of which it is not sure whether the article tells them, or, where it
    does, whether another source tells them too; they are in neither of the other two.
    """

    article: Article
    statements: tuple[Statement, ...]
    dropped: tuple[Dropped, ...]
    copy: Copy | None
    added: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How right an alignment was on ``pairs`` articles marked by reading, held out; each 0 to 1.

    ``left_out_wrongly``: of statements with a clear match, those reported as told by one side.
    """

    pairs: int
    precision: float
    recall: float
    left_out_wrongly: float


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reader's corrections that a comparison obeys: the names of their files, and each pair.

    A pair is two ``(article, statement)`` indices, and whether both say the same.
    """

    files: tuple[str, ...]
    pairs: tuple[tuple[tuple[int, int], tuple[int, int], bool], ...]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Comparison:
    """An event's claims by articles: all a report needs, and nothing to compute.

    ``matches`` index ``articles`` and their statements; ``settings`` is the digest of the
    settings that made it, ``threshold`` the score from which a match counts, ``accuracy`` what was
    measured of the alignment there. ``reprints`` are copies carrying what they share, uncompared.
    ``differences`` are those one can be sure of; the relations of cells also hold what is a guess.
    ``provenance`` has one entry per article of the event, in its order; ``origins`` are the groups
    these make. Both are empty until ``compare.origins.trace`` has looked. ``corrected``: what a
    reader said of it and was obeyed; None for nothing.

    >>> comparison = compare_events(cup).comparisons[0]
    >>> comparison.to_dict()["format"]
    'newscompare/comparison/1'
    >>> {row["event"] for row in comparison.rows()} == {comparison.event.id}
    True
    """

    event: Event
    articles: tuple[ComparedArticle, ...]
    claims: tuple[Claim, ...]
    matches: tuple[Match, ...]
    threshold: float
    settings: str
    version: str
    accuracy: Accuracy | None = None
    reprints: tuple[ComparedArticle, ...] = ()
    differences: tuple[Difference, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    origins: tuple[Origin, ...] = ()
    corrected: Corrected | None = None

    def __hash__(self) -> int:
        """By its event, for all that it holds is much to hash."""
        return hash(self.event.id)

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``EVENT.json`` (``newscompare/comparison/1``)."""
        from compare.report import json_formats

        return json_formats.comparison(self)

    def rows(self) -> list[dict[str, str]]:
        """A row per claim and article that has it: the columns and words of the report's CSV."""
        from compare.report import csv_markdown

        return csv_markdown.rows(self)


def moment(published: str) -> tuple[datetime, datetime]:
    """The first and last instant (UTC) that ``published`` may mean: a date alone is a whole day.

    A time without a zone is read as UTC. Any other text raises ValueError.
    """
    if len(published) == len("2020-01-02"):
        day = date.fromisoformat(published)
        return datetime.combine(day, time.min, UTC), datetime.combine(day, time.max, UTC)
    at = datetime.fromisoformat(published)
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at, at


@dataclass(frozen=True, slots=True)
class CheckMatch:
    """An article of the index that a checked one copies, or reports the same event as.

    ``jaccard`` and ``containment`` are those of ``Copy``; ``event_score`` is the evidence for
    one event, 0 to 1, or None for a copy. Passages are spans of the checked article first.
    """

    id: str
    source: str
    published: str | None
    kind: VerdictKind
    jaccard: float
    containment: float
    event_score: float | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an article is new to the index: the kind of its best match, or ``new``.

    ``stored``: whether the index has an article of this id, which was not compared with itself.

    >>> with open_index(path, create=True) as index:
    ...     added = index.add(articles[:1])
    ...     index.check(Article("again", articles[0].text, "Tribune")).verdict
    'exact'
    """

    id: str
    verdict: VerdictKind
    matches: tuple[CheckMatch, ...] = ()
    stored: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The JSON of one line of ``check --json`` (``newscompare/check/1``)."""
        from compare.report import json_formats

        return json_formats.check(self)
