"""Seen: is this article new? An index file, joined with the stages that fill and question it.

    with open_index(path, settings, create=True) as index:
        index.add(articles)
        verdict = index.check(article)

Any run of 30 words that a checked article shares with one of the index is found, always, unless
it is learned boilerplate: from 28 on (``passages.guaranteed``) the two share two neighbouring
winnowed marks, and each mark lists who holds it; from 30 on (``copies.passage``) what is shared
counts as a passage. Where very many articles hold the same run, it is found in the 48 that share
most with the checked one. MinHash bands add what damage breaks up. Every candidate is then
compared word by word.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from compare.copies.verification import verify
from compare.errors import IndexFileError
from compare.index.boilerplate import Lessons
from compare.index.copy_candidates import Suspects
from compare.index.keys import keys_of, stamps
from compare.index.same_event import Tellings
from compare.index.storage import Entry, Store, counts
from compare.model import CheckMatch, Passage, Refused, Verdict
from compare.settings import Settings
from compare.text.word_hashes import hash_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from compare.copies.shared_passages import Text
    from compare.copies.verification import PairEvidence
    from compare.index.keys import Keys
    from compare.model import Article, Progress

__all__ = ["Index", "export", "open_index"]

BATCH, _LOOKED = 4000, 500
"""Articles in a transaction, and articles verified at once."""
_ORDER = ("exact", "near", "partial", "same-event", "new")
# Named here, for in the class ``list`` is a method.
_Strings = list[str]
_Refusals = list[Refused]


def open_index(
    path: str | Path, settings: Settings | None = None, *, create: bool = False
) -> Index:
    """Open an index file.

    Args:
        path: the file.
        settings: the defaults if not given.
        create: make the file where there is none.

    Raises:
        IndexFileError: missing, foreign, damaged, or made with other hashes or settings.
    """
    settings = settings or Settings()
    return Index(Store(Path(path), stamps(settings), create=create), settings)


def export(path: Path, settings: Settings) -> Iterator[Article]:
    """Every article of an index, whatever hashes and settings it was made with.

    Raises:
        IndexFileError: missing, foreign, damaged, or of another version.
    """
    with Index(Store(path, None), settings) as index:
        yield from index.articles()


class Index:
    """An open index; see ``open_index``. Use as a context manager."""

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self.store = store
        self.settings = settings
        self._tellings = Tellings(store, settings)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.store.close()

    def __len__(self) -> int:
        """How many articles."""
        return len(self.store)

    def add(
        self, articles: Iterable[Article], progress: Progress | None = None
    ) -> tuple[Sequence[str], Sequence[Refused]]:
        """Store articles, a transaction a batch.

        Returns:
            The ids that were new, and what was refused: another text under a stored id. An
            article that is stored already is passed over.
        """
        added: _Strings = []
        refused: _Refusals = []
        done = 0
        for batch, keys in self._keyed(articles):
            new, other = self._add(batch, keys)
            added += new
            refused += other
            done += len(batch)
            if progress:
                progress("adding", done, done)
        return added, refused

    def _keyed(
        self, articles: Iterable[Article]
    ) -> Iterator[tuple[Sequence[Article], Sequence[Keys]]]:
        """Batches with their keys, which are made while the batch before is stored."""
        source = iter(articles)
        batch = list(islice(source, BATCH))
        with ThreadPoolExecutor(1) as pool:
            keys = pool.submit(keys_of, batch, self.settings)
            while batch:
                following = list(islice(source, BATCH))
                coming = pool.submit(keys_of, following, self.settings)
                yield batch, keys.result()
                batch, keys = following, coming

    def check(self, article: Article) -> Verdict:
        """Is an article new, and if not, what in the index says so. Itself does not count."""
        return self._check(article, keys_of([article], self.settings, terms=False)[0])

    def copies(self, article: Article) -> Sequence[CheckMatch]:
        """What of the index an article copies, best first."""
        with self.store.database.reading():
            return self._copies(article, keys_of([article], self.settings, terms=False)[0])[0]

    def without_boilerplate(self, article: Article) -> Article:
        """The article without the passages of its text that were learned to be boilerplate."""
        with self.store.database.reading():
            return replace(article, text=self._suspects().texts([article])[0].own)

    def check_and_add(self, article: Article) -> tuple[Verdict, Sequence[Refused]]:
        """Check an article, then store it, with what was learned of boilerplate."""
        keys = keys_of([article], self.settings)[0]
        verdict = self._check(article, keys)
        return verdict, self._add([article], [keys])[1]

    def remove(self, ids: Iterable[str]) -> Sequence[str]:
        """Remove articles with all that was made from them; the ids that were there."""
        database = self.store.database
        with database.writing():
            numbers = self.store.numbers(ids)
            for number in sorted(numbers.values()):
                self.store.remove(number, self._stored_keys(number))
                self._tellings.forget(number)
        return sorted(numbers)

    def articles(self) -> Iterator[Article]:
        """Every article as it was given, in order of adding."""
        with self.store.database.reading():
            for _, article in self.store.all():
                yield article

    def list(self) -> Iterator[tuple[str, str, str | None]]:
        """Id, source and time of publication of every article, in order of adding."""
        with self.store.database.reading():
            yield from self.store.listed()

    def stats(self) -> dict[str, Any]:
        """Counts and sizes, and the boilerplate that most articles hold."""
        with self.store.database.reading():
            return counts(self.store.database) | {"boilerplate": self._suspects().passages()}

    def verify(self, progress: Progress | None = None) -> Iterator[str]:
        """Yield what is wrong: every row is compared with what its text gives."""
        yield from self.store.database.damage()
        with self.store.database.reading():
            numbers = self.store.all_numbers()
            for done in range(0, len(numbers), _LOOKED):
                yield from self._faults(numbers[done : done + _LOOKED])
                if progress:
                    progress("verifying", min(done + _LOOKED, len(numbers)), len(numbers))
            yield from self.store.faults()

    def compact(self) -> None:
        """Leave nothing of what was removed, and give unused space back to the disk."""
        self.store.compact()

    def _add(
        self, articles: Sequence[Article], keys: Sequence[Keys]
    ) -> tuple[Sequence[str], Sequence[Refused]]:
        first = {article.id: at for at, article in reversed(tuple(enumerate(articles)))}
        entries = [
            Entry(articles[at], keys[at].all, keys[at].row, _high(keys[at].marks))
            for at in sorted(first.values())
        ]
        with self.store.database.writing():
            new, refused = self.store.add(entries)
            Lessons(self.store, self.settings).learn(new, [keys[first[id_]] for id_ in new])
        odd = {*refused, *(a.id for at, a in enumerate(articles)
                           if articles[first[a.id]].text != a.text)}  # fmt: skip
        reason = "the index has another text under this id; remove that one or change the id"
        return tuple(new), [
            Refused(self.store.database.path.name, reason, id=id_) for id_ in sorted(odd)
        ]

    def _check(self, article: Article, keys: Keys) -> Verdict:
        with self.store.database.reading():
            matches, text = self._copies(article, keys)
            if all(match.kind == "partial" for match in matches):
                matches = _joined(matches, self._tellings.of(replace(article, text=text.own)))
            stored = bool(self.store.numbers([article.id]))
        return Verdict(article.id, matches[0].kind if matches else "new", tuple(matches), stored)

    def _stored_keys(self, number: int) -> NDArray[np.uint64] | None:
        """The keys an article was stored under; None where its text cannot be read."""
        try:
            articles = self.store.articles([number])
        except IndexFileError:
            return None
        return keys_of([*articles.values()], self.settings)[0].all if articles else None

    def _suspects(self) -> Suspects:
        return Suspects(self.store, self.settings)

    def _copies(self, article: Article, keys: Keys) -> tuple[Sequence[CheckMatch], Text]:
        suspects = self._suspects()
        chosen = suspects.of(article, keys)
        stored = self.store.articles(holder.number for holder in chosen)
        others = [stored[holder.number] for holder in chosen]
        text = suspects.text(article, hash_words([article.text])[0], keys.marks, suspects.dull)
        found = []
        for other, old in zip(others, suspects.texts(others), strict=True):
            evidence = verify(old, text, self.settings.copies)
            if evidence.kind is not None:
                found.append(_match(other, evidence, old, text))
        found.sort(key=lambda m: (_ORDER.index(m.kind), -m.containment, -m.jaccard, m.id))
        return found, text

    def _faults(self, numbers: Sequence[int]) -> Iterator[str]:
        try:
            articles = self.store.articles(numbers)
        except IndexFileError as error:
            if len(numbers) == 1:
                yield str(error)
            else:
                for number in numbers:
                    yield from self._faults([number])
            return
        # What has no text is told by ``Store.faults``.
        keys = dict(zip(articles, keys_of([*articles.values()], self.settings), strict=True))
        holders = self.store.holders(articles)
        missing = self.store.missing_keys({number: own.all for number, own in keys.items()})
        for number, article in articles.items():
            own, holder = keys[number], holders.get(number)
            if holder is None or not (
                np.array_equal(holder.row, own.row)
                and np.array_equal(holder.marks, _high(own.marks))
            ):
                yield f"article {article.id!r}: its sketch is not what its text gives"
            if gone := missing[number]:
                yield f"article {article.id!r}: {gone} of its {len(own.all)} postings are missing"


def _joined(copies: Sequence[CheckMatch], reports: Sequence[CheckMatch]) -> list[CheckMatch]:
    """Partial copies with the evidence for one event, then the other reports of the event."""
    evidence = {report.id: report.event_score for report in reports}
    partial = [replace(copy, event_score=evidence.pop(copy.id, None)) for copy in copies]
    return [*partial, *(report for report in reports if report.id in evidence)]


def _high(marks: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (marks >> np.uint64(32)).astype(np.uint32)


def _match(other: Article, evidence: PairEvidence, old: Text, text: Text) -> CheckMatch:
    assert evidence.kind is not None
    passages = tuple(
        Passage(
            text.spans[shared.other_start][0], text.spans[shared.other_end - 1][1],
            old.spans[shared.start][0], old.spans[shared.end - 1][1],
        )
        for shared in sorted(evidence.shared, key=lambda shared: shared.other_start)
    )  # fmt: skip
    return CheckMatch(
        other.id, other.source, other.published, evidence.kind,
        evidence.jaccard, evidence.containment, None, passages,
    )  # fmt: skip
