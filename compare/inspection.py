"""What was read of some input, and how: an article at a time, and all together.

>>> found = inspect(["fixtures/articles"])
>>> found.articles[0].kept > 0, found.refused
(True, ())
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from compare.ingest import read_in_batches
from compare.ingest.cleaning import clean
from compare.settings import Settings
from compare.statements.split import split
from compare.text.language import with_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from compare.ingest import Reading
    from compare.model import CleanedArticle, Progress, Refused

__all__ = ["DroppedText", "InspectedArticle", "Inspection", "inspect"]


@dataclass(frozen=True, slots=True)
class DroppedText:
    """A span of an article's text that is none of its statements, and why."""

    start: int
    end: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class InspectedArticle:
    """What was read of one article.

    ``place`` is its file, and its line where that has one. ``detected`` says that the language is
    what its text looks like, for none was given. ``characters`` are those of the text as given,
    ``kept`` those of them that lie in paragraphs of the article.
    """

    place: str
    id: str
    source: str
    title: str | None
    published: str | None
    url: str | None
    language: str | None
    detected: bool
    extra: tuple[str, ...]
    characters: int
    kept: int
    statements: int
    quotations: int
    dropped: tuple[DroppedText, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was read, what was refused, and what was odd."""

    articles: tuple[InspectedArticle, ...]
    refused: tuple[Refused, ...]
    warnings: tuple[str, ...]

    def summary(self) -> dict[str, Any]:
        """Counts over all articles: by source, language and reason, and what is not known."""
        dropped: Counter[str] = Counter()
        for article in self.articles:
            for one in article.dropped:
                dropped[one.reason] += one.end - one.start
        return {
            "articles": len(self.articles),
            "refused": len(self.refused),
            "warnings": len(self.warnings),
            "statements": sum(article.statements for article in self.articles),
            "undated": sum(article.published is None for article in self.articles),
            "untitled": sum(article.title is None for article in self.articles),
            "characters": sum(article.characters for article in self.articles),
            "dropped": dict(sorted(dropped.items())),
            "sources": _counted(article.source for article in self.articles),
            "languages": _counted(article.language or "unknown" for article in self.articles),
        }

    def to_dict(self) -> dict[str, Any]:
        """As ``newscompare/inspect/1``."""
        return {
            "format": "newscompare/inspect/1",
            "articles": [asdict(article) for article in self.articles],
            "refused": [asdict(refused) for refused in self.refused],
            "warnings": list(self.warnings),
            "summary": self.summary(),
        }


def _counted(names: Iterator[str]) -> dict[str, int]:
    counts = Counter(names)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def inspect(
    paths: Sequence[str | Path],
    settings: Settings | None = None,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Inspection:
    """Read some paths and say what was read, and how.

    Lines that recur in a source are found among the articles of one batch of 4,000.

    Raises:
        InputError: a path is empty.
    """
    settings = settings or Settings()
    articles: list[InspectedArticle] = []
    refused: list[Refused] = []
    warnings: list[str] = []
    for reading in read_in_batches(paths, settings.ingest, stdin, progress):
        articles += _inspected(reading, settings)
        refused += reading.refused
        warnings += reading.warnings
    return Inspection(tuple(articles), tuple(refused), tuple(warnings))


def _inspected(reading: Reading, settings: Settings) -> Iterator[InspectedArticle]:
    cleaned = clean(with_language(reading.articles), settings.clean)
    for given, body, place in zip(reading.articles, cleaned, reading.places, strict=True):
        yield _article(body, place, settings, detected=given.language is None)


def _article(
    body: CleanedArticle, place: str, settings: Settings, *, detected: bool
) -> InspectedArticle:
    article, statements = body.article, split(body, settings.statements)
    return InspectedArticle(
        place=place,
        id=article.id,
        source=article.source,
        title=article.title,
        published=article.published,
        url=article.url,
        language=article.language,
        detected=detected and article.language is not None,
        extra=tuple(sorted(article.extra)),
        characters=len(article.text),
        kept=sum(end - start for start, end in body.spans),
        statements=len(statements),
        quotations=sum(statement.quote for statement in statements),
        dropped=tuple(
            DroppedText(one.start, one.end, one.reason, article.text[one.start : one.end])
            for one in body.dropped
        ),
    )
