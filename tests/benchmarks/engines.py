"""The engines beside one another: writes reports/benchmarks/engines.md.

    python -m tests.benchmarks.engines ARTICLES --sizes 3000 12000 36000 --events 3000

``ARTICLES``: an article per line; where more are asked than there are, new ones are made of two
halves. Every run is a process of its own, and all print the same bytes or the run fails.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil

from tests.benchmarks.events import ROOT, enlarged, write

if TYPE_CHECKING:
    from collections.abc import Sequence

MASTER = "--master local[2] --driver-memory 4g pyspark-shell"
TEXT = """\
# Engines, measured

`python -m tests.benchmarks.engines ARTICLES {arguments}`

Articles of a news crawl, {words} words on average; beyond {size:,} they are made of two halves.
Default settings; Spark is `{master}`, started anew for each run, its workers on the same two cores
as `local`. Every row is the whole command, reading and writing included; memory is the most that all
its processes held together (pages that several share count for each). Both engines wrote the same
bytes in every row.

| command | articles | engine | wall s | times local | peak memory GB |
|---|---|---|---|---|---|
{rows}

{read}"""
READ = """\
On one machine Spark is slower, and it always will be: it does the same work, and besides starts
Java, copies every text and array between processes and sorts what it exchanges. It pays where one
machine is not enough: where texts, signatures and marks (about 5 kB an article of this length) fill
its memory, or the word-by-word comparison takes longer than one wants to wait, for both are spread
over the workers. By these rows that is from some millions of articles on; below, use `local`.
"""


class Run(NamedTuple):
    seconds: float
    gigabytes: float
    digest: str


def timed(command: str, path: Path, engine: str) -> Run:
    """Run the command line on a file; the most memory of it and all it started."""
    arguments = [sys.executable, "-m", "compare", command, str(path), "--json", "--engine", engine]
    environment = os.environ | {"PYSPARK_SUBMIT_ARGS": MASTER}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(arguments, stdout=out, env=environment)
        peak = [0]
        watch = threading.Thread(target=_watch, args=(process.pid, peak))
        watch.start()
        if process.wait():
            raise SystemExit(f"{' '.join(arguments)} failed")
        watch.join()
        seconds = time.perf_counter() - start
        out.seek(0)
        return Run(seconds, peak[0] / 1e9, hashlib.sha256(out.read()).hexdigest())


def _watch(pid: int, peak: list[int]) -> None:
    while True:
        try:
            root = psutil.Process(pid)
            family = [root, *root.children(recursive=True)]
            peak[0] = max(peak[0], sum(map(_held, family)))
        except psutil.NoSuchProcess:
            return
        if root.status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.2)


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def table(articles: Path, command: str, sizes: Sequence[int], folder: Path) -> list[str]:
    """Two rows for each size."""
    rows = []
    for size in sizes:
        path = folder / f"{size}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for body in enlarged(articles, size):
                one = body.article
                row = {"id": one.id, "source": one.source, "title": one.title, "text": one.text}
                file.write(json.dumps(row | {"published": one.published}) + "\n")
        runs = {engine: timed(command, path, engine) for engine in ("local", "spark")}
        if len({run.digest for run in runs.values()}) > 1:
            raise SystemExit(f"{command} of {size} articles: the engines differ")
        for engine, run in runs.items():
            times = run.seconds / runs["local"].seconds
            rows.append(
                f"| {command} | {size:,} | {engine} | {run.seconds:.0f} | {times:.1f} "
                f"| {run.gigabytes:.1f} |"
            )
            sys.stderr.write(rows[-1] + "\n")
    return rows


def main() -> None:
    """Measure, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[3000, 12000, 36000])
    parser.add_argument("--events", type=int, nargs="*", default=[3000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = table(given.articles, "dedup", given.sizes, Path(folder))
        rows += table(given.articles, "events", given.events, Path(folder))
    bodies = enlarged(given.articles, 1000)
    text = TEXT.format(
        arguments=f"--sizes {' '.join(map(str, given.sizes))} "
        f"--events {' '.join(map(str, given.events))}",
        words=sum(len(body.text.split()) for body in bodies) // 1000,
        size=12_000, master=MASTER, rows="\n".join(rows), read=READ,
    )  # fmt: skip
    write(ROOT / "benchmarks" / "engines.md", text.rstrip())
    print(text)


if __name__ == "__main__":
    main()
