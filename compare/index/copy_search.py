"""What of an index an article copies: its candidates, compared with it word by word.

Any run of 30 words that an article shares with one of the index is found, always, unless it is
learned boilerplate: from 28 on (``passages.guaranteed``) the two share two neighbouring winnowed
grams, and each gram lists who holds it; from 30 on (``copies.passage``) what is shared counts as
a passage. Where very many articles hold the same run, it is found in the 48 that share most with
the one asked about. MinHash bands add what damage breaks up.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from compare.copies.verification import verify
from compare.index.copy_candidates import CopyCandidates
from compare.index.keys import keys_of
from compare.model import CheckMatch, Passage
from compare.text.word_hashes import hash_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.copies.shared_passages import Text
    from compare.copies.verification import PairEvidence
    from compare.index.keys import Keys
    from compare.index.storage import Store
    from compare.model import Article
    from compare.settings import Settings

__all__ = ["CopySearch"]

_ORDER = ("exact", "near", "partial")


class CopySearch:
    """The copies in an open index. Callers hold the transaction."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self._store = store
        self._settings = settings

    def copies(self, article: Article, keys: Keys | None = None) -> Sequence[CheckMatch]:
        """What an article copies, best first; itself is left out."""
        return self.matches(article, keys or self._keys(article))[0]

    def matches(self, article: Article, keys: Keys) -> tuple[Sequence[CheckMatch], Text]:
        """What an article copies, best first, and its text with its boilerplate marked."""
        candidates = CopyCandidates(self._store, self._settings)
        chosen = candidates.of(article, keys)
        stored = self._store.articles(holder.number for holder in chosen)
        others = [stored[holder.number] for holder in chosen]
        hashes = hash_words([article.text])[0]
        text = candidates.text(article, hashes, keys.grams, candidates.boilerplate)
        found = []
        for other, old in zip(others, candidates.texts(others), strict=True):
            evidence = verify(old, text, self._settings.copies)
            if evidence.kind is not None:
                found.append(_match(other, evidence, old, text))
        found.sort(key=lambda m: (_ORDER.index(m.kind), -m.containment, -m.jaccard, m.id))
        return found, text

    def without_boilerplate(self, article: Article) -> Article:
        """The article without the passages of its text that were learned to be boilerplate."""
        (text,) = CopyCandidates(self._store, self._settings).texts([article])
        return replace(article, text=text.own)

    def _keys(self, article: Article) -> Keys:
        return keys_of([article], self._settings, terms=False)[0]


def _match(other: Article, evidence: PairEvidence, old: Text, text: Text) -> CheckMatch:
    assert evidence.kind is not None
    passages = tuple(
        Passage(
            *text.span(shared.other_start, shared.other_end), *old.span(shared.start, shared.end)
        )
        for shared in sorted(evidence.shared, key=lambda shared: shared.other_start)
    )  # fmt: skip
    return CheckMatch(
        other.id, other.source, other.published, evidence.kind,
        evidence.jaccard, evidence.containment, None, passages,
    )  # fmt: skip
