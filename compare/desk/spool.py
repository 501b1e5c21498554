"""A folder or file that others fill, and what of it was taken already.

Nothing here trusts a clock: a file is *settled* when two looks some seconds of a monotonic clock
apart find the same size and time of change, whatever day that time claims to be.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from compare import ingest
from compare.errors import OutputError
from compare.files import write
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
_STORING, _TOLD = "storing", "told"


class Signature(NamedTuple):
    """What tells one state of a file from the next."""

    size: int
    mtime_ns: int


class Journal:
    """What was taken: files, each in its state, and articles whose line is still to be told.

    A line of JSON each. A file is noted once all of it is safe, an article before it is stored and
    again when its line was told: what was stored by a run that ended before it said so is known.
    A last line cut off by a crash is left out, and its file is taken again; the index knows its
    articles, so nothing comes of it twice.
    """

    def __init__(self, path: Path) -> None:
        """Read the file, if there is one, and leave out of it what is of no use any more."""
        self.path = path
        self._known: dict[str, Signature] = {}
        self._untold: dict[str, None] = {}
        entries = list(_entries(path))
        for name, entry in entries:
            if isinstance(entry, Signature):
                self._known[name] = entry
            elif entry == _STORING:
                self._untold[name] = None
            else:
                self._untold.pop(name, None)
        if len(entries) > len(self._known) + len(self._untold):
            self._write_anew()

    def has(self, name: str, signature: Signature) -> bool:
        """Whether the file was taken in this state."""
        return self._known.get(name) == signature

    def add(self, name: str, signature: Signature) -> None:
        """Note that all of a file is in the index.

        Raises:
            OSError: it cannot be written; the file is then taken again after a restart.
        """
        self._known[name] = signature
        self._append([name, *signature])

    def is_untold(self, id_: str) -> bool:
        """Whether an article was to be stored and its line was not told."""
        return id_ in self._untold

    def storing(self, id_: str) -> None:
        """Note, and wait until it is on disk, that an article is about to be stored.

        Raises:
            OSError: it cannot be written.
        """
        self._untold[id_] = None
        self._append([id_, _STORING], wait=True)

    def told(self, id_: str) -> None:
        """Note that the line of an article was told. Raises as ``storing``."""
        self._untold.pop(id_, None)
        self._append([id_, _TOLD])

    def _append(self, entry: list[Any], *, wait: bool = False) -> None:
        with self.path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(entry) + "\n")
            if wait:
                out.flush()
                os.fsync(out.fileno())

    def _write_anew(self) -> None:
        lines: list[list[Any]] = [[name, *signature] for name, signature in self._known.items()]
        lines += [[id_, _STORING] for id_ in self._untold]
        with suppress(OutputError):  # a longer file says the same
            write(self.path, "".join(f"{json.dumps(line)}\n" for line in lines).encode())


def _entries(path: Path) -> Iterator[tuple[str, Signature | str]]:
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        match _parsed(line):
            case [str(name), int(size), int(mtime_ns)]:
                yield name, Signature(size, mtime_ns)
            case [str(id_), str(what)]:
                yield id_, what


def _parsed(line: str) -> Any:  # noqa: ANN401  (JSON)
    try:
        return json.loads(line)
    except ValueError:
        return None


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
        self.journal = journal
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
            if signature is None or self.journal.has(file.name, signature):
                self._seen.pop(file.name, None)
            elif self._rests(file.name, signature):
                yield file, signature

    def done(self, file: InputFile, signature: Signature) -> None:
        """Note that all of a file is in the index. Raises as ``Journal.add``."""
        self._seen.pop(file.name, None)
        self.journal.add(file.name, signature)

    def read(self, file: InputFile, settings: IngestSettings) -> Reading:
        """The articles of a file, named as where its whole folder is read."""
        return ingest.read_files([file], settings)

    def _signature_of(self, file: InputFile) -> Signature | None:
        """The state of a file; None for what is gone, is still written, or is our own notes."""
        if file.path is None or file.name.endswith(_UNFINISHED):
            return None
        if file.path.name == self.journal.path.name:
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
