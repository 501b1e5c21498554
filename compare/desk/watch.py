"""Take articles as they arrive in a folder or file that somebody else fills.

Each file is read once it has come to rest, each article checked, stored and reported, in this
order: nothing is reported that is not stored, and what a file holds that the index has already is
passed over. An article whose line had not been told when the program was ended is reported by the
next run, marked ``again``: of all lines one may come twice, and none is lost.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compare.desk.day import day_of
from compare.desk.novelty import assess, to_dict
from compare.errors import IndexFileError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path
    from threading import Event as Flag

    from compare.desk.spool import Spool
    from compare.index import Arrival, Index
    from compare.ingest.files import InputFile
    from compare.model import Article, Verdict

__all__ = ["Watcher"]

TICK = 0.5
"""Seconds between two looks while files are coming to rest."""
RESCAN = 60
"""Ticks after which everything is looked at again, for no system tells of every change."""
TROUBLE = 5.0
"""Seconds to wait where the index cannot be written or the folder is gone."""


@dataclass(slots=True)
class Watcher:
    """Takes what a spool has that is due.

    Args:
        index: an open index.
        spool: what is watched.
        report: called with the line of each new article, as ``check --json`` has it, with its file.
        warn: called with what went wrong, in words.
        after: called with the days of the articles of a round, when it is over.
    """

    index: Index
    spool: Spool
    report: Callable[[dict[str, Any]], None]
    warn: Callable[[str], None]
    after: Callable[[set[date]], None] = lambda _: None
    _days: set[date] = field(default_factory=set)
    _fresh: bool = False

    def run(self, stop: Flag, *, once: bool = False) -> None:
        """Take what comes until ``stop`` is set; ``once``: until nothing is waiting any more.

        Raises:
            MissingExtraError: watchfiles is not installed.
        """
        changes = _changes(self.spool.place, stop)
        changed: set[Path] | None = None
        while not stop.is_set():
            if not self.spool.there():
                self._wait_for_folder(stop)
                changes, changed = _changes(self.spool.place, stop), None
                continue
            try:
                taken = self.take(changed)
            except IndexFileError as error:
                self.warn(f"{error}; what is not stored is tried again")
                stop.wait(TROUBLE)
                changed = None
                continue
            if once and not taken and not self.spool.waiting:
                return
            try:
                changed = next(changes)
            except StopIteration:  # the folder went, or the system tells of no changes there
                stop.wait(TICK)
                changes, changed = _changes(self.spool.place, stop), None

    def _wait_for_folder(self, stop: Flag) -> None:
        self.warn(f"{self.spool.place}: is gone; waiting for it to come back")
        while not stop.is_set() and not self.spool.there():
            stop.wait(TICK)
        if not stop.is_set():
            self.warn(f"{self.spool.place}: is back")

    def take(self, changed: set[Path] | None = None) -> int:
        """Take the files that are due; how many articles were new.

        Raises:
            IndexFileError: the index cannot be written; what is stored by then is safe.
        """
        taken = 0
        for file, signature in self.spool.due(changed):
            for article in self._take_file(file):
                taken += 1
                self._fresh = True
                if day := day_of(article.published):
                    self._days.add(day)
            self._note(file, signature)
        if self._fresh:
            self.index.settle()
            self.after(self._days)
            self._days, self._fresh = set(), False
        return taken

    def _note(self, file: InputFile, signature: Any) -> None:  # noqa: ANN401  (the spool's)
        try:
            self.spool.done(file, signature)
        except OSError as error:
            self.warn(f"{file.name}: is taken, but that cannot be noted ({error.strerror})")

    def _take_file(self, file: InputFile) -> Iterator[Article]:
        """Check, store and report each article of a file that the index has not."""
        from compare.copies.detection import publication_order

        reading = self.spool.read(file, self.index.settings.ingest)
        for refused in reading.refused:
            line = f":{refused.line}" if refused.line else ""
            self.warn(f"refused: {refused.file}{line}: {refused.reason}")
        stored = self.index.articles_by_id(article.id for article in reading.articles)
        for article in sorted(reading.articles, key=publication_order):
            known = stored.get(article.id)
            if known is not None and known.text == article.text:
                if self.spool.journal.is_untold(article.id):
                    self._tell(article, self.index.check(article), file, again=True)
                    yield article
                continue
            if known is not None and _completes(article, known):
                self.index.remove([article.id])
            verdict, odd = self._store(article)
            for refused in odd:
                self.warn(f"refused: {file.name}: {refused.id}: {refused.reason}")
            if odd:
                self._note_told(article)
            else:
                self._tell(article, verdict, file)
                yield article

    def _store(self, article: Article) -> Arrival:
        """Check and store an article, which is noted before.

        Raises:
            IndexFileError: it cannot be noted or stored.
        """
        try:
            self.spool.journal.storing(article.id)
        except OSError as error:
            raise IndexFileError(
                f"{self.spool.journal.path}: cannot be written ({error.strerror})"
            ) from error
        return self.index.check_and_add(article)

    def _tell(
        self, article: Article, verdict: Verdict, file: InputFile, *, again: bool = False
    ) -> None:
        """Report an article that is stored; ``again``: perhaps for the second time."""
        line = to_dict(verdict, assess(self.index, article, verdict)) | {"file": file.name}
        self.report(line | {"again": True} if again else line)
        self._note_told(article)

    def _note_told(self, article: Article) -> None:
        with suppress(OSError):  # it may then be told again
            self.spool.journal.told(article.id)


def _completes(article: Article, known: Article) -> bool:
    """Whether what is stored is the beginning of the article: it was read while being written."""
    return article.source == known.source and article.text.startswith(known.text.rstrip())


def _changes(place: Path, stop: Flag) -> Iterator[set[Path] | None]:
    """Yield what changed, an empty set where nothing did, and None when all is to be looked at."""
    try:
        from watchfiles import watch
    except ImportError as error:
        raise MissingExtraError("watch needs watchfiles: pip install newscompare[watch]") from error
    from pathlib import Path

    folder = place if place.is_dir() else place.parent
    if not folder.exists():
        return
    rounds = watch(
        folder, stop_event=stop, yield_on_timeout=True, rust_timeout=int(TICK * 1000),
        debounce=200, raise_interrupt=False, watch_filter=None, ignore_permission_denied=True,
    )  # fmt: skip
    try:
        for number, changes in enumerate(rounds, 1):
            paths = {Path(name) for _, name in changes}
            yield None if number % RESCAN == 0 else paths
    except (OSError, RuntimeError):
        return  # the folder went away; ``run`` looks whether it is there
