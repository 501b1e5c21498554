"""Processes of this machine that share the work of one run.

Each is started afresh (``spawn``), so none inherits threads or open files. What is given and what
comes back is in order, so the number of processes changes nothing of the results.
"""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from compare.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import ProcessPoolExecutor

    from compare.model import Progress

__all__ = ["Workers", "all_cores", "workers"]

_ENDED = "a worker process was ended (out of memory?); --jobs 1 needs the least"
T = TypeVar("T")
U = TypeVar("U")


def all_cores() -> int:
    """How many cores this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Windows and macOS have no affinity
        return os.cpu_count() or 1


class Workers:
    """Some processes, or none where one is enough; see ``workers``."""

    def __init__(self, jobs: int) -> None:
        """Take how many; none is started before there is work that is worth it."""
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._starting = threading.Lock()

    def map(
        self,
        work: Callable[[T], U],
        items: Sequence[T],
        *,
        costs: Sequence[float],
        worth: float,
        progress: Progress | None = None,
        stage: str = "",
    ) -> list[U]:
        """What ``work`` makes of each item, in order.

        Args:
            work: a function of a module, for it is called in other processes.
            items: are pickled, and so are the results.
            costs: of the items, in any unit; the dearest are begun first.
            worth: below such a cost of all, the work is done in this process.
            progress: is told of each item that is done.
            stage: what the work is called.

        Raises:
            EngineError: a process was ended from outside.
        """
        made: list[U | None] = [None] * len(items)
        for done, (at, result) in enumerate(
            self.unordered(work, items, costs=costs, worth=worth), 1
        ):
            made[at] = result
            if progress is not None:
                progress(stage, done, len(items))
        return made  # type: ignore[return-value]  # every place is filled

    def run(self, work: Callable[..., U], *given: Any) -> U:  # noqa: ANN401  (what it takes)
        """What ``work`` makes of some values, in a process where there are several.

        May be called from many threads. Errors as in ``map``; the next call starts processes anew.
        """
        if self.jobs == 1:
            return work(*given)
        from concurrent.futures.process import BrokenProcessPool

        pool = self._started()
        try:
            return pool.submit(work, *given).result()
        except BrokenProcessPool as error:
            with self._starting:
                if self._pool is pool:
                    self._pool = None
            raise EngineError(_ENDED) from error

    def start(self, prepare: Callable[..., object], *given: object) -> None:
        """Start the processes, if there are to be several, and let each prepare; waits for none."""
        if self.jobs > 1:
            pool = self._started()
            for _ in range(self.jobs):
                pool.submit(prepare, *given)

    def unordered(
        self, work: Callable[[T], U], items: Sequence[T], *, costs: Sequence[float], worth: float
    ) -> Iterator[tuple[int, U]]:
        """Yield the place of each item and what ``work`` makes of it, as it is made.

        Arguments and errors as in ``map``.
        """
        if self.jobs == 1 or len(items) == 1 or sum(costs) < worth:
            yield from ((at, work(item)) for at, item in enumerate(items))
            return
        from concurrent.futures import as_completed
        from concurrent.futures.process import BrokenProcessPool

        pool = self._started()
        order = sorted(range(len(items)), key=lambda at: -costs[at])
        places = {pool.submit(work, items[at]): at for at in order}
        try:
            for future in as_completed(places):
                yield places.pop(future), future.result()
        except BrokenProcessPool as error:
            raise EngineError(_ENDED) from error

    def _started(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        with self._starting:
            if self._pool is None:
                context = get_context("spawn")
                self._pool = ProcessPoolExecutor(self.jobs, mp_context=context, initializer=_begin)
            return self._pool

    def close(self) -> None:
        """End the processes; what they have not begun is not done."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def workers(jobs: int) -> Iterator[Workers]:
    """So many processes at most, ended behind the block.

    >>> with workers(2) as some:
    ...     some.map(abs, [-2, 1], costs=[1, 1], worth=10)
    [2, 1]
    """
    some = Workers(jobs)
    try:
        yield some
    finally:
        some.close()


def _begin() -> None:
    """Set up a process: Ctrl-C ends it without a word, and its arithmetic keeps to one core.

    It does not outlive the one that started it, however that one ended.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _end_with_parent() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    if (parent := parent_process()) is not None:
        wait([parent.sentinel])
        os._exit(1)
