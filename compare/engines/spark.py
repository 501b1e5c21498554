"""Apache Spark: each part is one element of an RDD, and exchanges are its shuffles.

Spark is taken as it is set up (``spark-submit``, ``spark-defaults.conf``, ``PYSPARK_SUBMIT_ARGS``,
a session that is open already); where nothing is, it runs on all cores of this machine. The
workers need newscompare installed, in the same version. ``spark-submit`` sends what a program says
on standard error to standard output too; ``--quiet`` or ``-o`` keep results apart.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from compare.engines.base import Partitioned
from compare.errors import EngineError, MissingExtraError
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["SparkEngine", "SparkPartitioned", "session"]

T = TypeVar("T")
U = TypeVar("U")
FEW, MANY = 20, 10_000
"""Articles of a part, at least and at most, about; between them Spark's parallelism decides."""
INSTALL = "install it with: pip install 'newscompare[spark]'"
JAVA = "install a Java 17 (or later) runtime, as Debian's openjdk-17-jre-headless"


class SparkPartitioned(Partitioned[T]):
    """A value in an RDD with one element in each partition."""

    def __init__(self, engine: SparkEngine, rdd: Any) -> None:  # noqa: ANN401  (Spark's is untyped here)
        """Take the RDD."""
        self._engine, self.rdd = engine, rdd

    def map(self, work: Callable[[T], U], /) -> SparkPartitioned[U]:
        """Do something with each part."""
        return SparkPartitioned(self._engine, self.rdd.map(work))

    def zip(self, other: Partitioned[U], /) -> SparkPartitioned[tuple[T, U]]:
        """Each part beside the other's part of the same number."""
        assert isinstance(other, SparkPartitioned)
        return SparkPartitioned(self._engine, self.rdd.zip(other.rdd))

    def shuffle(self, cut: Callable[[T], Iterable[tuple[int, U]]], /) -> SparkPartitioned[list[U]]:
        """Send pieces to parts; each part has its pieces in the order of their senders."""

        def send(sender: int, parts: Iterable[T]) -> Iterator[tuple[int, tuple[int, int, U]]]:
            for part in parts:
                for place, (target, piece) in enumerate(cut(part)):
                    yield target, (sender, place, piece)

        def receive(sent: Iterable[tuple[int, tuple[int, int, U]]]) -> Iterator[list[U]]:
            pieces = sorted((piece for _, piece in sent), key=lambda piece: piece[:2])
            yield [piece for _, _, piece in pieces]

        sent = self.rdd.mapPartitionsWithIndex(send)
        brought = sent.partitionBy(self._engine.parts, int)
        return SparkPartitioned(self._engine, brought.mapPartitions(receive))

    def persist(self) -> SparkPartitioned[T]:
        """Keep the parts in the workers' memory, and on their disks what finds no room."""
        from pyspark import StorageLevel

        self._engine.kept.append(self.rdd.persist(StorageLevel.MEMORY_AND_DISK))
        return self

    def collect(self) -> list[T]:
        """All parts, in order.

        Raises:
            EngineError: a worker failed.
        """
        try:
            found: list[T] = self.rdd.collect()
        except Exception as error:
            raise EngineError(f"Spark could not do its work: {_cause(error)}") from error
        return found


class SparkEngine:
    """Hands parts to a Spark context."""

    remote = True

    def __init__(self, context: Any, articles: int) -> None:  # noqa: ANN401
        """Take the context; ``articles`` tells how many parts are fit."""
        from pyspark.serializers import CPickleSerializer

        self._context = context
        # Parts are single values: Spark need not batch them, nor batch them anew to zip them.
        self._batching, context.serializer = context.serializer, CPickleSerializer()
        wanted = max(context.defaultParallelism, -(-articles // MANY))
        self.parts = max(1, min(wanted, -(-articles // FEW)))
        self.kept: list[Any] = []

    def parallelize(self, parts: Sequence[T], /) -> SparkPartitioned[T]:
        """Hand out a value that was cut here."""
        return SparkPartitioned(self, self._context.parallelize(parts, len(parts)))

    def ask_versions(self) -> None:
        """Ask the workers which newscompare they have; another may find otherwise.

        Raises:
            EngineError: they have none, or another than this process.
        """
        places = range(self._context.defaultParallelism)
        asked = self._context.parallelize(places, len(places)).map(lambda _: _version())
        if others := set(SparkPartitioned[str](self, asked).collect()) - {__version__}:
            theirs = ", ".join(sorted(others))
            raise EngineError(f"Spark's workers have newscompare {theirs}, here is {__version__}")

    def close(self) -> None:
        """Free what was kept."""
        self._context.serializer = self._batching
        for rdd in self.kept:
            rdd.unpersist()


@contextmanager
def session(articles: int) -> Iterator[SparkEngine]:
    """The session that is open, else a new one, stopped behind the block.

    Raises:
        MissingExtraError: PySpark or Java is not installed.
        EngineError: Spark does not start.
    """
    try:
        from pyspark import SparkContext
    except ImportError as error:
        raise MissingExtraError(f"--engine spark needs PySpark; {INSTALL}") from error
    was_open = SparkContext._active_spark_context is not None  # noqa: SLF001  (no other way to ask)
    context = _context()
    engine = SparkEngine(context, articles)
    root, its = logging.getLogger(), logging.getLogger("py4j")
    level = its.level
    root.addFilter(_not_of_py4j)
    its.setLevel(logging.CRITICAL)
    try:
        if not str(context.master).startswith("local["):
            engine.ask_versions()
        yield engine
    finally:
        engine.close()
        if not was_open:
            context.stop()
        root.removeFilter(_not_of_py4j)
        its.setLevel(level)


def _context() -> Any:  # noqa: ANN401
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    if SparkContext._active_spark_context is not None:  # noqa: SLF001
        return SparkContext._active_spark_context  # noqa: SLF001
    if not _has_java():
        raise MissingExtraError(f"--engine spark needs Java; {JAVA}")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("newscompare")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    with tempfile.TemporaryFile() as said:
        try:
            with _stderr_to(said.fileno()), _own_interrupt():
                context = builder.getOrCreate().sparkContext
                context.setLogLevel("ERROR")
        except Exception as error:
            hint = f"; {JAVA}" if "gateway" in str(error).lower() else ""
            raise EngineError(f"Spark does not start: {_cause(error)}{hint}") from error
    if str(context.master).startswith("local"):
        root = str(Path(__file__).parents[2])
        known = context.environment.get("PYTHONPATH")
        context.environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, known)))
    return context


def _not_of_py4j(record: logging.LogRecord) -> bool:
    """Its errors are raised too; it logs them besides, each with a traceback."""
    return "py4j" not in record.pathname


def _version() -> str:
    """Of the newscompare that is imported where this runs."""
    return __version__


def _has_java() -> bool:
    # spark-submit has started Java already, and says where.
    if "PYSPARK_GATEWAY_PORT" in os.environ:
        return True
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=f"{home}/bin" if home else None) is not None


@contextmanager
def _stderr_to(file: int) -> Iterator[None]:
    """What Java says while it starts goes elsewhere, and so does all it says later."""
    before = os.dup(2)
    os.dup2(file, 2)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)


@contextmanager
def _own_interrupt() -> Iterator[None]:
    """Spark's handler of Ctrl-C talks to Java in the midst of talking to it; keep what was set."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, before)


def _cause(error: Exception) -> str:
    """The line of an error that tells what happened: the last of a worker's traceback."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("at ", "File ", "..."))]
    raised = [line for line in told if "Error: " in line or "Exception: " in line]
    line = (raised or told or [type(error).__name__])[-1]
    if "module named 'compare" in line:
        line += "; install newscompare on Spark's workers too"
    return line
