"""Publisher families: outlets of one owner or network, which are one voice where a user says so."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

from compare.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from compare.model import Article, Comparison

__all__ = ["Publishers", "always_agreeing", "from_feeds", "read_publishers"]

AGREEING = 5
"""In so many events two outlets must have the same texts, and in none others, to be suspected."""
_COLUMNS = ("outlet", "publisher")
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Publishers:
    """The publisher of each outlet that a file names, and what in the file was left out and why."""

    of: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def unknown(self, outlets: Iterable[str]) -> str | None:
        """A line naming the file's outlets that no article is of, or None."""
        lost = sorted(set(self.of) - set(outlets))
        if not lost:
            return None
        more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
        return f"no article is of {', '.join(lost[:_NAMED])}{more}, which the publishers file names"


def read_publishers(path: Path) -> Publishers:
    """Read a CSV file with the columns ``outlet`` and ``publisher``.

    An outlet named twice keeps its first publisher, and a line without both is left out; each such
    line is a warning.

    Raises:
        SettingsError: the file cannot be read, is not UTF-8, or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            names = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
            if missing := [name for name in _COLUMNS if name not in names]:
                raise SettingsError(
                    f"{path}: has no column {' or '.join(missing)}; "
                    "the first line names the columns: outlet,publisher"
                )
            outlet, publisher = (names[name] for name in _COLUMNS)
            rows = [(reader.line_num, row[outlet], row[publisher]) for row in reader]
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8") from error
    except csv.Error as error:
        raise SettingsError(f"{path}: is no CSV ({error})") from error
    return _checked(path.name, rows)


def _checked(name: str, rows: Iterable[tuple[int, str | None, str | None]]) -> Publishers:
    of: dict[str, str] = {}
    warnings = []
    for line, given, of_whom in rows:
        outlet, publisher = (given or "").strip(), (of_whom or "").strip()
        if not (outlet and publisher):
            warnings.append(f"{name}:{line}: left out, it does not name an outlet and a publisher")
        elif of.setdefault(outlet, publisher) != publisher:
            warnings.append(
                f"{name}:{line}: {outlet} is of {of[outlet]} by an earlier line; "
                f"{publisher} is left out"
            )
    return Publishers(of, tuple(warnings))


def from_feeds(articles: Iterable[Article]) -> dict[str, str]:
    """The publisher of each outlet whose articles came in a feed that names it (RSS ``<source>``).

    An outlet that feeds give to several publishers has none.
    """
    named: defaultdict[str, set[str]] = defaultdict(set)
    for article in articles:
        publisher = article.extra.get("publisher")
        if isinstance(publisher, str) and publisher.strip():
            named[article.source].add(publisher.strip())
    return {outlet: min(of) for outlet, of in sorted(named.items()) if len(of) == 1}


def always_agreeing(comparisons: Sequence[Comparison]) -> tuple[tuple[str, str, int], ...]:
    """Pairs of outlets whose texts of every event they share are one text, and of how many events.

    It is a hint for whoever writes the publishers file, and joins nobody: two clients of one
    agency look the same.
    """
    together: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for made in comparisons:
        source = {e.article.id: e.article.source for e in (*made.articles, *made.reprints)}
        same = {
            frozenset((source[copy.id], source[copy.of]))
            for copy in made.event.copies
            if copy.kind != "partial" and copy.of in source and copy.id in source
        }
        for pair in combinations(sorted(set(source.values())), 2):
            together[pair].append(frozenset(pair) in same)
    return tuple(
        (*pair, len(agreed))
        for pair, agreed in sorted(together.items())
        if len(agreed) >= AGREEING and all(agreed)
    )
