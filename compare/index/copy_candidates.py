"""Copy candidates: the articles of an index that a new one is compared with word by word.

The rules are those of ``candidates``, asked of postings: a shared band where signatures agree, a
shared run key, or two shared winnowed grams where signatures agree a little. What is boilerplate is
learned by ``boilerplate.learn`` from the article and those that share its grams, so it needs no
rebuild.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from compare.arrays import distinct, member
from compare.copies.boilerplate import words_in
from compare.copies.shared_passages import Text
from compare.copies.winnowing import winnow
from compare.index.boilerplate import LOOKED_AT, LearnedBoilerplate
from compare.text.word_hashes import hash_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from compare.index.keys import Keys
    from compare.index.storage import Holder, Store
    from compare.model import Article
    from compare.settings import Settings

__all__ = ["CopyCandidates"]

_ALIKE, _AGREE, _SCATTERED = 0.4, 0.08, 2
_MOST = 48
"""So many are compared, and beyond them any that holds a run that none of these holds."""
_HIGH, _NUMBER = np.uint64(32), np.int64(32)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who shares the winnowed grams of an article: number ``numbers[i]`` the gram at ``places[i]``.

    ``once`` says of each gram whether it stands there for the first time.
    """

    once: NDArray[np.bool_]
    places: NDArray[np.int64]
    numbers: NDArray[np.int64]

    def without(self, dropped: NDArray[np.bool_]) -> Sharing:
        """The same without some of the grams, as if they did not stand there."""
        place = np.cumsum(~dropped) - 1
        kept = ~dropped[self.places]
        return Sharing(self.once[~dropped], place[self.places[kept]], self.numbers[kept])


class CopyCandidates:
    """What one article has to be compared with. Callers hold the transaction.

    ``boilerplate`` (uint64, ascending), after ``of``, are those of the article's grams that are it.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self._store = store
        self._settings = settings
        self._learned = LearnedBoilerplate(store, settings.copies)
        self.boilerplate = np.empty(0, np.uint64)

    def of(self, article: Article, keys: Keys) -> list[Holder]:
        """The articles to compare, those that share most first."""
        self.boilerplate = self._learned.learned(keys.grams, [article.source]).of(article.source)
        run = keys.grams[~member(keys.grams, self.boilerplate)]
        twins, banded, sharing = self._sharing(article, keys, run)
        self._learn_here(article, keys, sharing)
        runs, counts = _runs(sharing.without(member(run, self.boilerplate)))
        holders = self._store.holders(
            {*twins, *banded, *runs, *(n for n, often in counts.items() if often >= _SCATTERED)}
        )
        agree = {
            n: float((holder.signature == keys.signature).mean()) for n, holder in holders.items()
        }
        chosen = {*twins, *runs} & holders.keys()
        chosen |= {n for n in banded if agree.get(n, 0) >= _ALIKE}
        chosen |= {n for n in agree if counts[n] >= _SCATTERED and agree[n] >= _AGREE}
        ranked = sorted(chosen, key=lambda n: (n not in twins, -counts[n] - banded[n], n))
        return [holders[n] for n in _some(ranked, runs)]

    def texts(self, articles: Sequence[Article]) -> list[Text]:
        """Stored articles' texts with their boilerplate marked, after ``of``."""
        hashed = hash_words([article.text for article in articles])
        found = winnow(hashed, self._settings.passages)
        known = self._learned.learned(found.values, {article.source for article in articles})
        return [
            self.text(article, hashed[at], found.of(at)[0], known.of(article.source))
            for at, article in enumerate(articles)
        ]

    def text(
        self, article: Article, hashes: NDArray[np.uint64], own: NDArray[np.uint64],
        known: NDArray[np.uint64],
    ) -> Text:  # fmt: skip
        """A text with its boilerplate marked, given its grams and which are known to be it."""
        boilerplate = distinct(own[member(own, known) | member(own, self.boilerplate)])
        return Text(article.text, hashes, words_in(hashes, boilerplate, self._settings.passages))

    def passages(self, most: int = 10) -> list[dict[str, object]]:
        """The longest learned passages: their text, and in how many grams it was seen."""
        found = self._store.boilerplate.witnesses(most)
        articles = self._store.articles(number for number, _ in found)
        shown = []
        for number, count in found:
            article = articles[number]
            text = self.texts([article])[0]
            edges = np.flatnonzero(np.diff(text.boilerplate, prepend=False, append=False))
            if len(edges):
                sizes = edges[1::2] - edges[::2]
                at = int(sizes.argmax())
                start, end = text.span(edges[2 * at], edges[2 * at + 1])
                span = article.text[start:end]
                shown.append({"source": article.source, "marks": count, "text": span})
        return shown

    def _sharing(
        self, article: Article, keys: Keys, run: NDArray[np.uint64]
    ) -> tuple[set[int], Counter[int], Sharing]:
        """Who has the same words, how many bands each shares, and who holds which gram."""
        first, after = len(keys.digest), len(keys.digest) + len(keys.bands)
        which, numbers = self._store.postings.holders(
            np.concatenate([keys.digest, keys.bands, run])
        )
        itself = self._store.numbers([article.id]).get(article.id, -1)
        which, numbers = which[numbers != itself], numbers[numbers != itself]
        twins, bands = which < first, (which >= first) & (which < after)
        own = which >= after
        once = np.zeros(len(run), bool)
        once[np.unique(run, return_index=True)[1]] = True
        return (
            set(numbers[twins].tolist()),
            Counter(numbers[bands].tolist()),
            Sharing(once, which[own] - after, numbers[own]),
        )

    def _learn_here(self, article: Article, keys: Keys, sharing: Sharing) -> None:
        """Add to ``boilerplate`` what recurs, this article counted too."""
        settings = self._settings.copies
        first = sharing.once[sharing.places]
        places, numbers = sharing.places[first], sharing.numbers[first]
        rank = np.arange(len(places)) - np.searchsorted(places, places)
        places, numbers = places[rank < LOOKED_AT], numbers[rank < LOOKED_AT]
        held = np.bincount(places, minlength=len(sharing.once)) + 1
        often = held >= settings.recurs
        some = (~often & (held >= settings.recurs_in_source))[places]
        if some.any():
            of = self._store.sources_of(numbers[some])
            source = self._store.source_numbers([article.source]).get(article.source)
            here = np.array([of.get(number) == source for number in numbers[some].tolist()])
            within = np.bincount(places[some][here], minlength=len(often)) + 1
            often |= within >= settings.recurs_in_source
        involved = distinct(numbers[often[places]]).tolist()
        if not involved:
            return
        holders = [(article.source, keys.signature, keys.stored_grams)]
        # What recurs in other sources alone is not asked for: they count as one.
        other = f"not {article.source}"
        holders += [
            (h.source if h.source == article.source else other, h.signature, h.grams)
            for h in self._store.holders(involved).values()
        ]
        known = self._learned.recurring(holders).of(article.source)
        here = keys.grams[member(keys.grams >> _HIGH, known)]
        self.boilerplate = distinct(np.concatenate([self.boilerplate, here]))


def _runs(sharing: Sharing) -> tuple[dict[int, set[int]], Counter[int]]:
    """Where each article shares two neighbouring grams, and how many grams it shares."""
    counts = Counter(sharing.numbers[sharing.once[sharing.places]].tolist())
    codes = np.sort((sharing.numbers << _NUMBER) | sharing.places)
    after = codes[1:][codes[1:] == codes[:-1] + 1]
    runs: defaultdict[int, set[int]] = defaultdict(set)
    for code in after.tolist():
        runs[code >> 32].add(code & 0xFFFFFFFF)
    return runs, counts


def _some(ranked: Sequence[int], runs: Mapping[int, set[int]]) -> list[int]:
    """The first, and of the rest those that hold a run nobody before them holds."""
    chosen = list(ranked[:_MOST])
    covered = {at for number in chosen for at in runs.get(number, ())}
    for number in ranked[_MOST:]:
        if not runs.get(number, set()) <= covered:
            covered |= runs[number]
            chosen.append(number)
    return chosen
