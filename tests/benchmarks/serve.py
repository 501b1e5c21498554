"""Load on the local application: 50 readers and one writer on loopback, bounded in time.

    python -m tests.benchmarks.serve ARTICLES --readers 50 --seconds 30 -o reports/benchmarks/serve.md

Each reader asks for pages and JSON one after the other over its own connection, with the pause of
a person who reads between them; the writer adds articles as fast as it is answered. Afterwards
the index is verified and must hold every article that was said to be stored.
"""

import argparse
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

from compare import __version__
from compare.index import open_index
from compare.model import Article
from compare.pipeline import read_articles

NULL = "null request"
"""What asks for next to nothing: the version, and how many articles there are."""
READING = 1.0
"""Seconds a reader looks at an answer."""


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    articles = read_articles(given.articles).articles
    kept, coming = articles[: len(articles) * 2 // 3], articles[len(articles) * 2 // 3 :]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "seen.index"
        with open_index(index, create=True) as opened:
            opened.add(kept)
        server = subprocess.Popen(
            [sys.executable, "-m", "compare", "serve", "--index", str(index), "--port", "0"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline().strip().rstrip("/").rpartition(":")[2])
            times, failed, stored = measure(port, coming, given.readers, given.seconds)
        finally:
            server.terminate()
            server.wait(30)
        with open_index(index) as opened:
            known = {id_ for id_, _, _ in opened.entries()}
            lost = [id_ for id_ in stored if id_ not in known]
            faults = list(opened.verify())
    text = table(times, failed, stored, lost, faults, len(kept), given)
    print(text)
    if given.output:
        given.output.write_text(text, "utf-8")


def measure(
    port: int, coming: tuple[Article, ...], readers: int, seconds: float
) -> tuple[dict[str, list[float]], int, list[str]]:
    """Seconds of each answer by what was asked, how many failed, and the ids stored."""
    paths = _paths(port)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    for path in sorted({path for _, path in paths}):
        connection.request("GET", path)
        connection.getresponse().read()
    times: dict[str, list[float]] = defaultdict(list)
    failed, stored = [0], []
    end = time.monotonic() + seconds

    def read(number: int) -> None:
        dice = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        time.sleep(dice.random() * READING)
        while time.monotonic() < end:
            kind, path = dice.choice(paths)
            start = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            times[kind].append(time.perf_counter() - start)
            failed[0] += answer.status >= 400
            time.sleep(READING * 2 * dice.random())

    def write() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for article in coming:
            if time.monotonic() > end:
                return
            body = {"id": article.id, "text": article.text, "source": article.source,
                    "title": article.title, "published": article.published}  # fmt: skip
            start = time.perf_counter()
            connection.request("POST", "/api/articles", json.dumps(body),
                               {"content-type": "application/json"})  # fmt: skip
            answer = connection.getresponse()
            answer.read()
            times["write"].append(time.perf_counter() - start)
            if answer.status == 201:
                stored.append(article.id)
            else:
                failed[0] += 1

    threads = [threading.Thread(target=read, args=(n,)) for n in range(readers)]
    threads.append(threading.Thread(target=write))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, failed[0], stored


def _paths(port: int) -> list[tuple[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", "/api/events?limit=500")
    events = json.loads(connection.getresponse().read())["events"]
    several = [event["id"] for event in events if len(event["articles"]) > 1][:20]
    connection.request("GET", "/api/days")
    days = [day["day"] for day in json.loads(connection.getresponse().read())][:20]
    return [
        *(("event page", f"/days/events/{event}.html") for event in several),
        *(("day page", f"/days/{day}.html") for day in days),
        *[("list of events", "/days/events/index.html?since=2024-01-01")] * 5,
        *[("list of days", "/days/index.html")] * 5,
        *[("start page", "/")] * 5,
        *[(NULL, "/api/health")] * 5,
    ]


def table(
    times: dict[str, list[float]], failed: int, stored: list[str], lost: list[str],
    faults: list[str], kept: int, given: argparse.Namespace,
) -> str:  # fmt: skip
    """The page of results."""
    lines = [
        "# The local application under load", "",
        (f"newscompare {__version__}, two x86-64 cores shared with other work, so seconds say little "
        "and the order of rows more."), "",
        (f"    python -m tests.benchmarks.serve ARTICLES --readers {given.readers} "
        f"--seconds {given.seconds:.0f} -o THIS"), "",
        (f"{kept} articles in the index; {given.readers} readers, each pausing {READING:.0f} s on "
        "average between two pages (each was asked for once before), and one writer without a "
        f"pause, for {given.seconds:.0f} s. Failed: {failed}. Stored: {len(stored)}; lost of these: "
        f"{len(lost)}; faults `index verify` finds: {len(faults)}."), "",
        "| asked for | answers | median s | p95 s | p99 s |", "|---|---|---|---|---|",
    ]  # fmt: skip
    reads = [value for kind, own in times.items() if kind not in {"write", NULL} for value in own]
    for kind, own in [*sorted(times.items()), ("all reads", reads)]:
        row = " | ".join(f"{_percentile(own, share):.3f}" for share in (0.5, 0.95, 0.99))
        lines.append(f"| {kind} | {len(own)} | {row} |")
    null, pages = (_percentile(own, 0.99) for own in (times[NULL], reads))
    ratio = f"p99 of all reads is {pages / null:.1f} times that of a null request"
    lines += ["", f"{ratio}, which asks for the version alone and waits for the same machine."]
    return "\n".join(lines) + "\n"


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


if __name__ == "__main__":
    main()
