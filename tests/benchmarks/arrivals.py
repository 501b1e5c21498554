"""Articles checked one at a time, each against those before it: by an index, and in memory.

``as_they_come`` is what an index is to find, written plainly; ``indexed`` asks a real one.

A mark lists the first article of each voice that holds it, and is boilerplate once it has
enough of them; so no list grows long, and what is learned needs no second look.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from compare.copies import minhash as fingerprints
from compare.copies import winnowing as passages
from compare.copies.boilerplate import recurs, words_in
from compare.copies.detection import publication_order
from compare.copies.shared_passages import Text
from compare.copies.verification import verify
from compare.index import open_index
from compare.text.word_hashes import Hashed, hash_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Article
    from compare.settings import Settings

SCATTERED, AGREE, ALIKE = 2, 0.08, 0.4


class Seen:
    """What was seen so far."""

    def __init__(self, articles: Sequence[Article], settings: Settings) -> None:
        self.articles, self.settings = articles, settings
        self.hashed: Hashed = hash_words([article.text for article in articles])
        self.rows = fingerprints.signatures(self.hashed, settings.fingerprints)
        self.bands = fingerprints.band_keys(self.rows, settings.fingerprints)
        self.marks = passages.winnow(self.hashed, settings.passages)
        self.by_mark: dict[int, list[int]] = defaultdict(list)
        self.by_run: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.by_band: dict[int, list[int]] = defaultdict(list)

    def boilerplate(self, at: int, new: int = 0) -> set[int]:
        """The marks of an article that count for nothing by now; ``new``: 1 for one more."""
        source = self.articles[at].source
        return {
            mark
            for mark in set(self.marks.of(at)[0].tolist())
            if recurs(
                len(self.by_mark[mark]) + new,
                sum(self.articles[one].source == source for one in self.by_mark[mark]) + new,
                self.settings.copies,
            )
        }

    def text(self, at: int, dull: set[int]) -> Text:
        known = np.array(sorted(dull), np.uint64)
        inside = words_in(self.hashed[at], known, self.settings.passages)
        return Text(self.articles[at].text, self.hashed[at], inside)

    def candidates(self, at: int, dull: set[int]) -> set[int]:
        marks = [mark for mark in self.marks.of(at)[0].tolist() if mark not in dull]
        shared: dict[int, int] = defaultdict(int)
        for mark in set(marks):
            for other in self.by_mark[mark]:
                shared[other] += 1
        runs = {other for run in pairwise(marks) for other in self.by_run[run]}
        bands = {other for key in self.bands[at].tolist() for other in self.by_band[key]}
        agree = {other: (self.rows[at] == self.rows[other]).mean() for other in bands | set(shared)}
        scattered = {o for o, count in shared.items() if count >= SCATTERED and agree[o] >= AGREE}
        return runs | scattered | {other for other in bands if agree[other] >= ALIKE}

    def add(self, at: int, copies: Sequence[int]) -> None:
        marks = self.marks.of(at)[0].tolist()
        held = {mark for other in copies for mark in self.marks.of(other)[0].tolist()}
        for mark in set(marks) - held:
            self.by_mark[mark].append(at)
        for run in set(pairwise(marks)):
            if not held.issuperset(run):
                self.by_run[run].append(at)
        for key in set(self.bands[at].tolist()):
            self.by_band[key].append(at)


def as_they_come(articles: Sequence[Article], settings: Settings) -> list[tuple[str, str, str]]:
    """The copies each article is of the earlier ones: (id, of, kind)."""
    ordered = sorted(articles, key=publication_order)
    seen, links = Seen(ordered, settings), []
    for at, article in enumerate(ordered):
        dull = seen.boilerplate(at, new=1)
        copies, text = [], seen.text(at, dull)
        for other in sorted(seen.candidates(at, dull)):
            kind = verify(seen.text(other, seen.boilerplate(other)), text, settings.copies).kind
            if kind is not None:
                links.append((article.id, ordered[other].id, str(kind)))
            if kind in {"near", "exact"}:
                copies.append(other)
        seen.add(at, copies)
    return links


def indexed(articles: Sequence[Article], settings: Settings) -> list[tuple[str, str, str]]:
    """The same by ``check --add`` on an index file, in the order of publication."""
    links = []
    with (
        TemporaryDirectory() as folder,
        open_index(Path(folder) / "seen.index", settings, create=True) as index,
    ):
        for article in sorted(articles, key=publication_order):
            verdict, _ = index.check_and_add(article)
            links += [
                (article.id, match.id, str(match.kind))
                for match in verdict.matches
                if match.kind != "same-event"
            ]
    return links
