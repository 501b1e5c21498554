"""Background: in how many of many articles a term occurs, shipped as counts.

A small batch's own document frequencies are poor: in five articles on one affair its names
look like stop words, and so do the verbs. The shipped tables were counted by

    python -m compare.training.document_frequencies ARTICLES -o compare/data/background-en.tsv

which keeps counts and no text. A table is tab-separated text: the first line holds the number
of articles, every further line a term, or a pair of neighbouring terms with a blank between
them, and the number of articles it occurs in.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

from compare.text.terms import language_code, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Background", "count", "dump", "load", "parse"]


@dataclass(frozen=True, slots=True)
class Background:
    """Document frequencies of terms in ``documents`` articles; rare terms are left out."""

    documents: int = 0
    counts: Mapping[str, int] = field(default_factory=dict, repr=False, hash=False)

    def share(self, term: str) -> float:
        """The share of articles that hold ``term``, 0 to 1.

        An empty table guesses from the length, for the commonest words of a language are its
        shortest (Zipf 1935): one letter 0.5, two 0.35, seven 0.06. Numbers and pairs of terms
        are taken as rare.
        """
        if self.documents:
            return self.counts.get(term, 0) / self.documents
        return 0.0 if not term.isalpha() or not term[0].islower() else 0.5 * 0.7 ** (len(term) - 1)

    def shares(self, terms: Iterable[str]) -> list[float]:
        """The ``share`` of each term, in order."""
        if not self.documents:
            return [self.share(term) for term in terms]
        counts, documents = self.counts, self.documents
        return [counts.get(term, 0) / documents for term in terms]

    def idf(self, term: str) -> float:
        """Inverse document frequency, ``ln((documents + 1) / (count + 1))``, 0 or more."""
        documents = self.documents or 1000
        return math.log((documents + 1) / (self.share(term) * documents + 1))


def count(
    texts: Iterable[str], language: str = "en", least: int = 1, least_pair: int | None = None
) -> Background:
    """Count in how many ``texts`` each term occurs.

    Terms of fewer than ``least`` texts are left out, and pairs of neighbouring terms of fewer
    than ``least_pair``, or all pairs where it is None.
    """
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    documents = 0
    for text in texts:
        found = terms(text, language)
        words.update(set(found))
        if least_pair is not None:
            pairs.update(set(pairwise(found)))
        documents += 1
    kept = {term: number for term, number in words.items() if number >= least}
    kept |= {" ".join(pair): number for pair, number in pairs.items()
             if number >= (least_pair or 1)}  # fmt: skip
    return Background(documents, dict(sorted(kept.items())))


def dump(background: Background) -> str:
    """The table as text; ``parse`` reads it back."""
    rows = (f"{term}\t{number}\n" for term, number in sorted(background.counts.items()))
    return f"{background.documents}\n{''.join(rows)}"


def parse(table: str) -> Background:
    """Read a table that ``dump`` wrote."""
    first, _, rest = table.partition("\n")
    cells = rest.strip("\n").replace("\n", "\t").split("\t") if rest else []
    return Background(int(first), dict(zip(cells[::2], map(int, cells[1::2]), strict=True)))


_LONGEST_CODE = 8


@lru_cache(maxsize=32)
def load(language: str | None = None) -> Background:
    """The shipped table of a language (English where None); an empty one where there is none."""
    code = language_code(language)
    if not (code.isascii() and code.isalpha() and len(code) <= _LONGEST_CODE):
        return Background()  # whatever it is, it names no file of ours
    file = resources.files("compare") / "data" / f"background-{code}.tsv"
    return parse(file.read_text("utf-8")) if file.is_file() else Background()
