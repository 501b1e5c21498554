"""The bodies of articles that lie in parts: their language is told and their text cleaned there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import xxhash

from compare.arrays import keys_of
from compare.engines.partitions import Columns, aggregate_by_key
from compare.ingest.cleaning import clean, count_lines
from compare.text.language import with_language

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from compare.engines.base import Partitioned
    from compare.ingest.cleaning import Counts
    from compare.model import Article, CleanedArticle
    from compare.settings import CleanSettings

    Part = tuple[int, tuple[Article, ...]]

__all__ = ["bodies_in_parts", "digest_of"]


def bodies_in_parts(
    parts: int, articles: Partitioned[Part], settings: CleanSettings
) -> Partitioned[tuple[CleanedArticle, ...]]:
    """The body of each article, as ``clean`` gives it for the whole batch.

    Args:
        parts: of the engine.
        articles: the number of each part and its articles.
        settings: when a line of a source recurs.
    """
    told = articles.map(lambda own: (own[0], with_language(own[1]))).persist()
    lines = told.map(lambda own: (own[0], count_lines(own[1]))).persist()
    totals = aggregate_by_key(parts, lines.map(_rows), _summed)
    return told.zip(lines.zip(totals)).map(partial(_cleaned, settings=settings))


def digest_of(text: str) -> bytes:
    """128 bits that stand for a text, and nothing for an empty one."""
    return xxhash.xxh3_128_digest(text.encode("utf-8", "surrogatepass")) if text else b""


def _rows(own: tuple[int, Counts]) -> tuple[int, Columns]:
    """The digest of every line of every source, and in how many articles of the part it stands."""
    part, counts = own
    told = [
        (digest_of(f"{source}\n{line}"), count)
        for source, lines in counts.items()
        for line, count in lines.items()
    ]
    digests = np.array([digest for digest, _ in told], "S16")
    return part, (keys_of(digests), digests, np.array([count for _, count in told], np.int64))


def _summed(columns: Columns) -> NDArray[np.int64]:
    _, digests, counts = columns
    _, inverse = np.unique(digests, return_inverse=True)
    return np.bincount(inverse, counts).astype(np.int64)[inverse]


def _cleaned(
    both: tuple[Part, tuple[tuple[int, Counts], NDArray[np.int64]]], settings: CleanSettings
) -> tuple[CleanedArticle, ...]:
    (_, articles), ((_, counts), totals) = both
    told = iter(totals.tolist())
    for lines in counts.values():
        for line in lines:
            lines[line] = next(told)
    return clean(articles, settings, counts)
