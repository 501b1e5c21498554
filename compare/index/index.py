"""The persistent index: is this article new? An open file, and the verbs that fill and ask it.

with open_index(path, settings, create=True) as index:
    index.add(articles)
    verdict = index.check(article)
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from compare.errors import IndexFileError, InputError
from compare.index import maintenance
from compare.index.boilerplate import LearnedBoilerplate
from compare.index.copy_search import CopySearch
from compare.index.keys import keys_of, stamps
from compare.index.same_event import SameEvent
from compare.index.storage import Entry, Store
from compare.model import Refused, Verdict
from compare.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from datasketch import LeanMinHash
    from numpy.typing import NDArray

    from compare.index.keys import Keys
    from compare.model import Article, CheckMatch, Progress

__all__ = ["Index", "export", "open_index"]

BATCH = 4000
"""Articles in a transaction."""


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

    >>> with open_index(path, create=True) as index:
    ...     added = index.add(articles)
    ...     len(index) == len(articles)
    True
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
    """An open index; see ``open_index``. Use as a context manager.

    >>> with open_index(path, create=True) as index:
    ...     index.check(articles[0]).verdict
    'new'
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        """Take an open store."""
        self.store = store
        self.settings = settings
        self._copies = CopySearch(store, settings)
        self._same_event = SameEvent(store, settings)

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
        added: list[str] = []
        refused: list[Refused] = []
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
            return self._copies.copies(article)

    def without_boilerplate(self, article: Article) -> Article:
        """The article without the passages of its text that were learned to be boilerplate."""
        with self.store.database.reading():
            return self._copies.without_boilerplate(article)

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
                self._same_event.forget(number)
        return sorted(numbers)

    def articles(self) -> Iterator[Article]:
        """Every article as it was given, in order of adding."""
        with self.store.database.reading():
            for _, article in self.store.all():
                yield article

    def entries(self) -> Iterator[tuple[str, str, str | None]]:
        """Id, source and time of publication of every article, in order of adding."""
        with self.store.database.reading():
            yield from self.store.listed()

    def signature(self, id_: str) -> LeanMinHash:
        """The MinHash signature of a stored article, made anew from its text, for datasketch.

        Raises:
            InputError: no article has this id.
        """
        from compare.copies import signatures

        with self.store.database.reading():
            found = self.store.articles(self.store.numbers([id_]).values())
        if not found:
            raise InputError(f"{id_}: no article of this id in the index")
        return signatures([article.text for article in found.values()], self.settings.fingerprints)[
            0
        ]

    def stats(self) -> dict[str, Any]:
        """Counts and sizes, and the boilerplate that most articles hold."""
        return maintenance.stats(self.store, self.settings)

    def verify(self, progress: Progress | None = None) -> Iterator[str]:
        """Yield what is wrong: every row is compared with what its text gives."""
        return maintenance.verify(self.store, self.settings, progress)

    def compact(self) -> None:
        """Leave nothing of what was removed, and give unused space back to the disk."""
        self.store.compact()

    def _add(
        self, articles: Sequence[Article], keys: Sequence[Keys]
    ) -> tuple[Sequence[str], Sequence[Refused]]:
        first = {article.id: at for at, article in reversed(tuple(enumerate(articles)))}
        entries = [
            Entry(articles[at], keys[at].all, keys[at].signature, keys[at].stored_grams)
            for at in sorted(first.values())
        ]
        with self.store.database.writing():
            new, refused = self.store.add(entries)
            learned = LearnedBoilerplate(self.store, self.settings.copies)
            learned.learn(new, [keys[first[id_]] for id_ in new])
        odd = {*refused, *(a.id for at, a in enumerate(articles)
                           if articles[first[a.id]].text != a.text)}  # fmt: skip
        reason = "the index has another text under this id; remove that one or change the id"
        return tuple(new), [
            Refused(self.store.database.path.name, reason, id=id_) for id_ in sorted(odd)
        ]

    def _check(self, article: Article, keys: Keys) -> Verdict:
        with self.store.database.reading():
            matches, text = self._copies.matches(article, keys)
            if all(match.kind == "partial" for match in matches):
                matches = _joined(matches, self._same_event.of(replace(article, text=text.own)))
            stored = bool(self.store.numbers([article.id]))
        return Verdict(article.id, matches[0].kind if matches else "new", tuple(matches), stored)

    def _stored_keys(self, number: int) -> NDArray[np.uint64] | None:
        """The keys an article was stored under; None where its text cannot be read."""
        try:
            articles = self.store.articles([number])
        except IndexFileError:
            return None
        return keys_of([*articles.values()], self.settings)[0].all if articles else None


def _joined(copies: Sequence[CheckMatch], reports: Sequence[CheckMatch]) -> list[CheckMatch]:
    """Partial copies with the evidence for one event, then the other reports of the event."""
    evidence = {report.id: report.event_score for report in reports}
    partial = [replace(copy, event_score=evidence.pop(copy.id, None)) for copy in copies]
    return [*partial, *(report for report in reports if report.id in evidence)]
