"""The engines beside one another: writes reports/benchmarks/engines.md.

    python -m tests.benchmarks.engines ARTICLES --sizes 3000 12000 24000 --events 3000

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
    from collections.abc import Mapping, Sequence

MASTER = "--master local[2] --driver-memory 4g pyspark-shell"
TEXT = """\
# Engines, measured

`python -m tests.benchmarks.engines ARTICLES {arguments}`

Articles of a news crawl, {words} words on average; beyond {size:,} they are made of two halves.
Default settings; Spark is `{master}`, started anew for
each run, its workers on the same two cores as `local`. Every row is the whole command, reading and
writing included, on a machine shared with other work, so that wall times hang on it (load {load:.1f} at
the end); memory is the most that all its processes held together (pages that several share count
for each). Both engines wrote the same bytes in every row.

| command | articles | engine | wall s | CPU s | times local (wall) | peak memory GB |
|---|---|---|---|---|---|---|
{rows}

{read}"""
READ = """\
On one machine Spark is slower, and will be: it does the same work, and besides starts Java, hands
every text and array from process to process and sorts what is exchanged. Some twenty seconds of a run
are its start and its forty-odd stages, whatever the size. It pays where one machine is not enough:
where the word-by-word comparison, which is most of the time, takes longer than one wants to wait,
or signatures, marks and postings fill the memory. While one machine suffices, use `local`: Spark
comes nearer where much is compared, as in the largest batch here, of which each made article is a
partial copy of two. What it gains with more machines was not measured, for there was one.

The command reads its input before an engine is opened, so the driver's machine holds the texts, and
its Java once more, to hand them out: input larger than that is best cut by period, and each
part deduplicated and then all that is kept. What else the driver holds is said in `compare/copies.py`,
`compare/gathering.py` and `compare/akin.py`.

## Tried, and left out

`local` with a second process (forked) for the word-by-word comparison: 8.8 s instead of 11.0 s for
12,000 articles, twice each, the same bytes (an exploration, without a command here). Signatures and marks are made on two threads already. A
fifth of the time is no clear win for what forking costs: it is unsafe beside threads (progress bars
are drawn by one) and on macOS, and what was found has to be sent back; a process started afresh has
to be sent the texts. It grows with the share of copies; a batch that large is what Spark is for.
"""


class Run(NamedTuple):
    seconds: float
    busy: float
    gigabytes: float
    digest: str


def timed(command: str, path: Path, engine: str) -> Run:
    """Run the command line on a file; the most memory of it and all it started."""
    arguments = [sys.executable, "-m", "compare", command, str(path), "--json", "--engine", engine]
    environment = os.environ | {"PYSPARK_SUBMIT_ARGS": MASTER}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(arguments, stdout=out, env=environment)
        peak, busy = [0], dict[int, float]()
        watch = threading.Thread(target=_watch, args=(process.pid, peak, busy))
        watch.start()
        if process.wait():
            raise SystemExit(f"{' '.join(arguments)} failed")
        watch.join()
        seconds = time.perf_counter() - start
        out.seek(0)
        digest = hashlib.sha256(out.read()).hexdigest()
    return Run(seconds, sum(busy.values()), peak[0] / 1e9, digest)


def _watch(pid: int, peak: list[int], busy: dict[int, float]) -> None:
    while True:
        try:
            root = psutil.Process(pid)
            family = [root, *root.children(recursive=True)]
            peak[0] = max(peak[0], sum(map(_held, family)))
            busy |= {one.pid: _worked(one, busy) for one in family}
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


def _worked(process: psutil.Process, before: Mapping[int, float]) -> float:
    try:
        return float(sum(process.cpu_times()[:2]))
    except psutil.NoSuchProcess:
        return before.get(process.pid, 0.0)


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
                f"| {command} | {size:,} | {engine} | {run.seconds:.0f} | {run.busy:.0f} | {times:.1f} "
                f"| {run.gigabytes:.1f} |"
            )
            sys.stderr.write(rows[-1] + "\n")
    return rows


def main() -> None:
    """Measure, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[3000, 12000, 24000])
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
        size=12_000, load=os.getloadavg()[0], master=MASTER, rows="\n".join(rows), read=READ,
    )  # fmt: skip
    write(ROOT / "benchmarks" / "engines.md", text.rstrip())
    print(text)


if __name__ == "__main__":
    main()
