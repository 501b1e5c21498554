"""Suspects: the articles of an index that a new one is compared with word by word.

The rules are those of ``candidates``, asked of postings: a shared band where signatures agree, a
shared run key, or two shared marks where signatures agree a little. What is boilerplate is
learned by ``boilerplate.learn`` from the article and those that share its marks, so it needs no
rebuild; what was learned when an article was added stays learned.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from compare.boilerplate import Boilerplate, learn, recurs, words_in
from compare.candidates import Sketch, voices
from compare.fingerprints import held_twice
from compare.hashes import distinct, hash_words, member
from compare.overlap import Text
from compare.passages import Marks, marks
from compare.verification import verify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from compare.index import Holder, Store
    from compare.keys import Keys
    from compare.model import Article
    from compare.settings import Settings
    from compare.verification import Evidence

__all__ = ["Suspects"]

_ALIKE, _AGREE, _SCATTERED = 0.4, 0.08, 2
_MOST = 48
"""So many are compared, and beyond them any that holds a run that none of these holds."""
_EACH = 24
"""Of the holders of one mark, so many of the first are looked at to tell whether it recurs."""
_FEW = 100
"""From so many new articles on, only marks that two of them hold are counted."""
_SHORT, _HIGH = np.uint64(24), np.uint64(32)
_SOURCE = np.int64(32)


class Suspects:
    """What one article has to be compared with. Callers hold the transaction.

    ``dull`` (uint64, ascending) are the marks of the article that are boilerplate, after ``of``.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self._store = store
        self._settings = settings
        self.dull = np.empty(0, np.uint64)

    def of(self, article: Article, keys: Keys) -> list[Holder]:
        """The articles to compare, those that share most first."""
        self.dull = self._learned(keys.marks, article.source)
        run = keys.marks[~member(keys.marks, self.dull)]
        shared, banded, twins = self._sharing(keys, np.unique(run))
        holders = self._store.holders(
            {*twins, *banded, *(n for own in shared.values() for n in own)}
        )
        holders = {n: holder for n, holder in holders.items() if holder.id != article.id}
        self._learn_here(article, keys, shared, holders)
        run = run[~member(run, self.dull)]
        runs, counts = _runs(run, shared)
        agree = {n: float((holder.row == keys.row).mean()) for n, holder in holders.items()}
        chosen = {n for n in holders if n in twins}
        chosen |= {n for n in runs if n in holders}
        chosen |= {n for n in banded if agree.get(n, 0) >= _ALIKE}
        chosen |= {n for n, count in counts.items()
                   if count >= _SCATTERED and agree.get(n, 0) >= _AGREE}  # fmt: skip
        ranked = sorted(chosen, key=lambda n: (n not in twins, -counts[n] - banded[n], n))
        return [holders[n] for n in _some(ranked, runs)]

    def text(self, article: Article, own: NDArray[np.uint64], dull: NDArray[np.uint64]) -> Text:
        """A text with its boilerplate told, given its marks and which marks are dull."""
        hashes = hash_words([article.text])[0]
        known = np.unique(own[member(own, dull)])
        return Text(article.text, hashes, words_in(hashes, known, self._settings.passages))

    def compare(self, holder: Holder, other: Article, text: Text) -> tuple[Evidence, Text]:
        """The evidence of a stored article (first) and a new one, and the stored one's text."""
        own = marks(hash_words([other.text]), self._settings.passages).values
        dull = np.union1d(self.dull, self._learned(own, holder.source))
        old = self.text(other, own, dull)
        return verify(old, text, self._settings.copies), old

    def learn(self, new: Mapping[str, int], keys: Sequence[Keys]) -> None:
        """Store which marks of new articles are boilerplate by now.

        Of many articles only what two of them hold is looked at: what recurs more rarely is
        learned in ``of``, when it is met.
        """
        values = _worth_asking([each.marks for each in keys])
        values = values[~member(values, self._learned(values, None))]
        which, numbers = self._store.postings.holders(values)
        often = self._may_be_dull(which, numbers, len(values))
        if not often.any():
            return
        holders = self._store.holders(_first(which, numbers, often))
        known = self._recurring([(h.source, h.row, h.marks) for h in holders.values()])
        if not (len(known.everywhere) or known.by_source):
            return
        rows = []
        sources = self._store.source_numbers()
        for each, number in zip(keys, new.values(), strict=True):
            holder = holders.get(number)
            if holder is None:
                continue
            for source, found in (
                (0, known.everywhere),
                (sources[holder.source], known.of(holder.source)),
            ):
                hit = each.marks[member(each.marks >> _HIGH, found)]
                rows += [(mark, source, number) for mark in (hit >> _SHORT).tolist()]
        self._store.database.many("INSERT OR IGNORE INTO boilerplate VALUES (?, ?, ?)", rows)

    def _may_be_dull(
        self, which: NDArray[np.int64], numbers: NDArray[np.int64], size: int
    ) -> NDArray[np.bool_]:
        """Which marks enough articles hold, given the holders of each."""
        settings = self._settings.copies
        counts = np.bincount(which, minlength=size)
        often = counts >= settings.recurs
        some = (~often & (counts >= settings.recurs_in_source))[which]
        of = self._store.sources_of(numbers[some])
        sources = np.array([of[number] for number in numbers[some].tolist()], np.int64)
        pairs, held = np.unique((which[some] << _SOURCE) | sources, return_counts=True)
        often[pairs[held >= settings.recurs_in_source] >> _SOURCE] = True
        return often

    def passages(self, most: int = 10) -> list[dict[str, object]]:
        """The longest learned passages: their text, and in how many marks it was told."""
        found = self._store.database.run(
            "SELECT number, count(*) FROM boilerplate JOIN articles USING (number) "
            "GROUP BY number ORDER BY 2 DESC, 1 LIMIT ?", (most,)
        ).fetchall()  # fmt: skip
        articles = self._store.articles(number for number, _ in found)
        told = []
        for number, count in found:
            article = articles[number]
            own = marks(hash_words([article.text]), self._settings.passages).values
            text = self.text(article, own, self._learned(own, article.source))
            edges = np.flatnonzero(np.diff(text.boilerplate, prepend=False, append=False))
            if len(edges):
                sizes = edges[1::2] - edges[::2]
                at = int(sizes.argmax())
                span = article.text[
                    text.spans[edges[2 * at]][0] : text.spans[edges[2 * at + 1] - 1][1]
                ]
                told.append({"source": article.source, "marks": count, "text": span})
        return told

    def _learned(self, values: NDArray[np.uint64], source: str | None) -> NDArray[np.uint64]:
        """Which marks were learned to be boilerplate everywhere, or in a source; ascending."""
        values = np.unique(values)
        rows = self._store.database.run(
            "SELECT mark FROM boilerplate WHERE mark IN (SELECT value FROM json_each(?)) AND "
            "source IN (0, (SELECT number FROM sources WHERE name = ?))",
            (json.dumps((values >> _SHORT).tolist()), source),
        )
        known = np.array(sorted({row[0] for row in rows}), np.uint64)
        return values[member(values >> _SHORT, known)]

    def _sharing(
        self, keys: Keys, run: NDArray[np.uint64]
    ) -> tuple[dict[int, list[int]], Counter[int], set[int]]:
        """Who holds each mark, how many bands each article shares, and who has the same words."""
        sizes = len(keys.digest), len(keys.bands)
        which, numbers = self._store.postings.holders(
            np.concatenate([keys.digest, keys.bands, run])
        )
        twin, band = which < sizes[0], (which >= sizes[0]) & (which < sum(sizes))
        shared: defaultdict[int, list[int]] = defaultdict(list)
        mark = which >= sum(sizes)
        for at, number in zip(
            (which[mark] - sum(sizes)).tolist(), numbers[mark].tolist(), strict=True
        ):
            shared[int(run[at])].append(number)
        return shared, Counter(numbers[band].tolist()), set(numbers[twin].tolist())

    def _learn_here(
        self, article: Article, keys: Keys, shared: Mapping[int, list[int]],
        holders: Mapping[int, Holder],
    ) -> None:  # fmt: skip
        """Add to ``dull`` what recurs, this article counted too."""
        often = {m: [n for n in own if n in holders][:_EACH] for m, own in shared.items()}
        often = {m: own for m, own in often.items() if self._may_recur(own, article, holders)}
        if not often:
            return
        involved = sorted({n for own in often.values() for n in own})
        high = (keys.marks >> _HIGH).astype(np.uint32)
        told = [(article.source, keys.row, high)]
        told += [(holders[n].source, holders[n].row, holders[n].marks) for n in involved]
        known = self._recurring(told).of(article.source)
        here = keys.marks[member(keys.marks >> _HIGH, known)]
        self.dull = np.union1d(self.dull, here)

    def _may_recur(
        self, own: Sequence[int], article: Article, holders: Mapping[int, Holder]
    ) -> bool:
        here = sum(holders[n].source == article.source for n in own)
        return recurs(len(own) + 1, here + 1, self._settings.copies)

    def _recurring(
        self, told: Sequence[tuple[str, NDArray[np.uint8], NDArray[np.uint32]]]
    ) -> Boilerplate:
        """The boilerplate of some articles: source, row and marks (high 32 bits) of each."""
        if not told:
            return Boilerplate()
        sizes = [len(own) for _, _, own in told]
        found = Marks(
            np.concatenate([own for _, _, own in told]).astype(np.uint64),
            np.concatenate([np.arange(size) for size in sizes]),
            np.concatenate([[0], np.cumsum(sizes)]),
        )
        rows = np.stack([row for _, row, _ in told]).astype(np.uint32)
        bands = np.empty((len(told), 0), np.uint64)
        batch = Sketch([b""] * len(told), rows, bands, found)
        sources = [source for source, _, _ in told]
        return learn(found, voices(batch, self._settings.copies), sources, self._settings.copies)


def _runs(
    run: NDArray[np.uint64], shared: Mapping[int, list[int]]
) -> tuple[dict[int, set[int]], Counter[int]]:
    """Where each article shares two neighbouring marks, and how many marks it shares."""
    counts: Counter[int] = Counter()
    for mark in set(run.tolist()):
        counts.update(shared.get(mark, ()))
    runs: defaultdict[int, set[int]] = defaultdict(set)
    before: set[int] = set()
    for at, mark in enumerate(run.tolist()):
        own = set(shared.get(mark, ()))
        for number in own & before:
            runs[number].add(at)
        before = own
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


def _worth_asking(marks: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """The marks of which holders are counted: all of few articles, what recurs in many."""
    values = np.concatenate([np.empty(0, np.uint64), *marks])
    if len(marks) <= _FEW:
        return distinct(values)
    held, _ = held_twice(values, np.repeat(np.arange(len(marks)), [*map(len, marks)]))
    return distinct(held[1:][held[1:] == held[:-1]])


def _first(
    which: NDArray[np.int64], numbers: NDArray[np.int64], often: NDArray[np.bool_]
) -> list[int]:
    """Of each key that is held often, the first holders and the last."""
    starts = np.searchsorted(which, which)
    ends = np.searchsorted(which, which, "right")
    rank = np.arange(len(which))
    near = (rank - starts < _EACH) | (ends - rank <= _EACH)
    chosen: list[int] = np.unique(numbers[near & often[which]]).tolist()
    return chosen
