"""The winnowed grams of an index that were learned to be boilerplate, and who showed it."""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from compare.index.storage.database import Database
    from compare.index.storage.postings import Postings

__all__ = ["EVERYWHERE", "BoilerplateTable"]

EVERYWHERE = 0
"""Stands for all sources."""
_SHORT = np.uint64(24)


class BoilerplateTable:
    """The learned boilerplate of an open file; grams are uint64. Callers hold the transaction."""

    def __init__(self, database: Database) -> None:
        """Take the open file."""
        self._database = database

    def known(self, grams: NDArray[np.uint64]) -> NDArray[np.int64]:
        """What was learned of these grams: rows of the first 40 bits of a gram, and a source."""
        rows = self._database.run(
            "SELECT gram, source FROM json_each(?) CROSS JOIN boilerplate ON gram = value",
            (json.dumps((grams >> _SHORT).tolist()),),
        )
        return np.array(rows.fetchall(), np.int64).reshape(-1, 2)

    def add(self, grams: NDArray[np.uint64], source: int, witness: int) -> None:
        """Learn that grams, which article ``witness`` holds, count for nothing in a source."""
        added = self._database.many(
            "INSERT OR IGNORE INTO boilerplate VALUES (?1, ?2, ?3, crc(?1, ?2, ?3))",
            ((gram, source, witness) for gram in (grams >> _SHORT).tolist()),
        )
        self._database.tally("boilerplate", added)

    def shown_by(self, numbers: Iterable[int]) -> dict[int, NDArray[np.uint64]]:
        """The first 40 bits of the grams that each of these articles showed, if it showed any."""
        rows = self._database.run(
            "SELECT number, gram FROM boilerplate "
            "WHERE number IN (SELECT value FROM json_each(?)) ORDER BY 1, 2",
            (json.dumps(list(numbers)),),
        )
        return {
            number: np.array([gram for _, gram in own], np.uint64)
            for number, own in groupby(rows, key=itemgetter(0))
        }

    def faults(self) -> Iterator[str]:
        """Yield the sources that are counted for and that there are not."""
        for (source,) in self._database.run(
            "SELECT DISTINCT source FROM boilerplate "
            "WHERE source != 0 AND source NOT IN (SELECT number FROM sources)"
        ):
            yield f"boilerplate: of source {source}, which is none"

    def witnesses(self, most: int) -> list[tuple[int, int]]:
        """The articles that showed most of it, by number, and how many grams each showed."""
        return self._database.run(
            "SELECT number, count(*) FROM boilerplate JOIN articles USING (number) "
            "GROUP BY number ORDER BY 2 DESC, 1 LIMIT ?", (most,)
        ).fetchall()  # fmt: skip

    def forget_witness(self, number: int, postings: Postings) -> None:
        """What a removed article showed is shown by another that holds it, or forgotten."""
        rows = self._database.run(
            "SELECT DISTINCT gram FROM boilerplate WHERE number = ?", (number,)
        ).fetchall()
        grams = np.array([row[0] for row in rows], np.uint64)
        which, numbers = postings.holders(grams << _SHORT)
        others = dict(zip(which.tolist(), numbers.tolist(), strict=True))
        for at, gram in enumerate(grams.tolist()):
            if at in others:
                self._database.run(
                    "UPDATE boilerplate SET number = ?1, crc = crc(gram, source, ?1) "
                    "WHERE gram = ?2 AND number = ?3",
                    (others[at], gram, number),
                )
        gone = self._database.run("DELETE FROM boilerplate WHERE number = ?", (number,))
        self._database.tally("boilerplate", -gone.rowcount)

    def forget_sources(self, numbers: Iterable[int]) -> None:
        """Forget what was learned of sources that are gone."""
        gone = self._database.many(
            "DELETE FROM boilerplate WHERE source = ?", ((n,) for n in numbers)
        )
        self._database.tally("boilerplate", -gone)
