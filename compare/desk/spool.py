"""A folder or file that others fill, and what of it was taken already.

Nothing here trusts a clock: a file is *settled* when two looks some seconds of a monotonic clock
apart find the same size and time of change, whatever day that time claims to be.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, NamedTuple

from compare import ingest
from compare.ingest import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from compare.ingest import Reading
    from compare.ingest.files import InputFile
    from compare.settings import IngestSettings

__all__ = ["Journal", "Signature", "Spool"]

_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp", "~")
"""What programs call a file that they are still writing."""


class Signature(NamedTuple):
    """What tells one state of a file from the next."""

    size: int
    mtime_ns: int


class Journal:
    """Which files were taken, in which state: a line of JSON each, appended once all of it is safe.

    A last line cut off by a crash is left out, and its file is taken again; the index knows its
    articles, so nothing comes of it twice.
    """

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one."""
        self.path = path
        self._known = dict(_entries(path))

    def has(self, name: str, signature: Signature) -> bool:
        """Whether the file was taken in this state."""
        return self._known.get(name) == signature

    def add(self, name: str, signature: Signature) -> None:
        """Note that all of a file is in the index.

        Raises:
            OSError: it cannot be written; the file is then taken again after a restart.
        """
        self._known[name] = signature
        line = json.dumps([name, *signature]) + "\n"
        with self.path.open("a", encoding="utf-8") as out:
            out.write(line)


def _entries(path: Path) -> Iterator[tuple[str, Signature]]:
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            name, size, mtime_ns = json.loads(line)
        except ValueError:
            continue
        yield name, Signature(size, mtime_ns)


class Spool:
    """A watched folder or file: which files are due, once they have come to rest."""

    def __init__(
        self,
        place: Path,
        journal: Journal,
        settle: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Look at ``place``; a file is due after ``settle`` seconds without a change."""
        self.place = place
        self._journal = journal
        self._settle, self._clock = settle, clock
        self._seen: dict[str, tuple[Signature, float]] = {}

    @property
    def waiting(self) -> bool:
        """Whether files were seen that have yet to come to rest."""
        return bool(self._seen)

    def there(self) -> bool:
        """Whether the folder or file is there at all."""
        return self.place.exists()

    def due(self, changed: Iterable[Path] | None = None) -> Iterator[tuple[InputFile, Signature]]:
        """Yield the files that are to be read, in sorted order.

        Args:
            changed: look at these only, and at those still waiting; at all where None.
        """
        found = files.walk([self.place]) if changed is None else self._some(changed)
        for file in found:
            signature = self._signature_of(file)
            if signature is None or self._journal.has(file.name, signature):
                self._seen.pop(file.name, None)
            elif self._rests(file.name, signature):
                yield file, signature

    def done(self, file: InputFile, signature: Signature) -> None:
        """Note that all of a file is in the index. Raises as ``Journal.add``."""
        self._seen.pop(file.name, None)
        self._journal.add(file.name, signature)

    def read(self, file: InputFile, settings: IngestSettings) -> Reading:
        """The articles of a file, named as where its whole folder is read."""
        return ingest.read_files([file], settings)

    def _signature_of(self, file: InputFile) -> Signature | None:
        """The state of a file; None for what is gone, is still written, or is our own notes."""
        if file.path is None or file.name.endswith(_UNFINISHED):
            return None
        if file.path.name == self._journal.path.name:
            return None
        try:
            stat = file.path.stat()
        except OSError:
            return None
        return Signature(stat.st_size, stat.st_mtime_ns)

    def _rests(self, name: str, signature: Signature) -> bool:
        now = self._clock()
        before, since = self._seen.get(name, (None, now))
        if before != signature:
            since = now
        self._seen[name] = signature, since
        return now - since >= self._settle

    def _some(self, changed: Iterable[Path]) -> list[InputFile]:
        if self.place.is_file():
            return list(files.walk([self.place]))
        root = self.place.resolve()
        paths = {path for path in changed if path.is_relative_to(root)}
        names = {str(self.place / path.relative_to(root)) for path in paths} | self._seen.keys()
        below = (files.inside(self.place, type(self.place)(name)) for name in sorted(names))
        return [file for file in below if file is not None]
