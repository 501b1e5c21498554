"""The language of an article, told from its text where the input does not say."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from compare.model import Article

__all__ = ["common_language", "detect", "with_language"]

_PREFIX = 600
_FEWEST_LETTERS = 20
_LEAST_PROBABILITY = 0.6
DEFAULT = "en"


def detect(text: str) -> str | None:
    """The ISO 639-1 code of a text by langid (Lui and Baldwin 2012); None where it is unsure."""
    sample = text[:_PREFIX]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS and not _has_unspaced(sample):
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= _LEAST_PROBABILITY else None


def _has_unspaced(sample: str) -> bool:
    from compare.text import tokens as words

    return sum(map(words.is_unspaced, sample)) >= _FEWEST_LETTERS // 4


@cache
def _identifier() -> Any:  # noqa: ANN401  (the library is untyped)
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def with_language(articles: Iterable[Article]) -> tuple[Article, ...]:
    """The articles, each with a language where one could be told."""
    return tuple(
        article if article.language else replace(article, language=detect(article.text))
        for article in articles
    )


def common_language(articles: Sequence[Article]) -> str:
    """The language most of the articles are in, the first by code of equals; English for none."""
    known = [article.language for article in articles if article.language]
    return min(known, key=lambda code: (-known.count(code), code)) if known else DEFAULT
