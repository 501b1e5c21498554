"""What an index costs: writes reports/benchmarks/index.md.

    python -m tests.benchmarks.index ARTICLES.jsonl[.gz] --articles 10000 100000

Made articles have about 400 words of three of ARTICLES: a tenth of the sentences whole, the rest
in pieces of four or five words, shuffled; a thousand a day. Copies are of stored articles: the
same words, a half, with a paragraph put in, and a passage inside other words.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from compare.index import open_index
from compare.model import Article
from compare.version import __version__
from tests.benchmarks.copies import read_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REPORT = Path("reports/benchmarks/index.md")
WORDS, TOPICS, WHOLE, DAILY, SOURCES = 400, 3, 0.1, 1000, 200
ASKED, COLD = 400, 5
TIMES = "{0[0]:.1f} / {0[1]:.1f}; {0[2]:.1f} / {0[3]:.1f}"
ROWS = {
    "add": ("articles added a second; by CPU time", "≥ 1,500", "{0[0]:,.0f}; {0[1]:,.0f}"),
    "bytes": ("bytes an article, text included", "≤ 4,000", "{:,.0f}"),
    "open_ms": ("opening, ms", "< 50", "{:.1f}"),
    "open_bytes": ("bytes read by opening", "a few MB", "{:,.0f}"),
    "copy": ("check of a copy, ms: p50 / p99; of CPU", "≤ 5 / 30", TIMES),
    "new": ("check of a new article with same-event, ms: p50 / p99; of CPU", "≤ 25", TIMES),
    "found": ("copies told as copies", "1", "{:.3f}"),
    "resident_mb": ("memory of the process that checks, MB", "≤ 250", "{:.0f}"),
    "cold": ("`newscompare check` of a copy, s; of CPU", "≤ 0.6", "{0[0]:.2f}; {0[1]:.2f}"),
    "cold_new": ("the same of a new article", "≤ 0.6", "{0[0]:.2f}; {0[1]:.2f}"),
    "load": ("load average of the machine after the checks", "", "{:.1f}"),
}
LIMITS = """\
Wall-clock times hang on the other work: with a load of six, a process gets a third of a core.
CPU time is the process's own, though it too grows when both cores are taken.

What takes the time:

- Adding: both cores. Half of the work is hashing, signatures and terms, made by a second thread
  while the batch before is stored; the rest is compressing texts and merging segments, where each
  posting is written about seven times on the way to a million articles.
- A copy (its p50 misses the target beyond 10,000 articles): about a hundred keys are looked up in
  each of two to five segments, a row of SQLite each, some 3 µs; and in made articles nearly every
  phrase stands in many, so two or three are compared word by word, and what is boilerplate is told
  anew in nearly every check. Look-ups grow with the number of segments: the logarithm of the size.
- `same-event`: seven articles are cleaned, cut into terms and weighed, two thirds of such a check.
- The whole command: two thirds are imports of numpy, click and this package. A text not plainly
  English, with no language given, needs a language model: 0.4 s of CPU and 90 MB more.
"""


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    cli.add_argument("articles", type=Path)
    cli.add_argument("--articles", dest="sizes", type=int, nargs="+", default=[100_000])
    cli.add_argument("--note", default="", help="a sentence for the report's head")
    cli.add_argument("--folder", type=Path, help="where the files are made and kept")
    cli.add_argument("--probe", type=Path, help=argparse.SUPPRESS)
    args = cli.parse_args()
    if args.probe:
        print(json.dumps(probe(args.probe, args.articles)))
        return
    with TemporaryDirectory() as scratch:
        folder = args.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        texts = [article.text for article in read_articles(args.articles)]
        measured = [measure(folder, texts, size) for size in args.sizes]
    text = "\n".join(report(args.sizes, measured, args.note))
    REPORT.write_text(text.strip() + "\n", encoding="utf-8")
    print(text)


def report(sizes: Sequence[int], measured: Sequence[dict[str, Any]], note: str) -> list[str]:
    lines = [
        "# The index, measured",
        "",
        f"newscompare {__version__}, Python {platform.python_version()}, {platform.machine()},",
        "2 cores; default settings.",
        *([note] if note else []),
        "",
        f"`python -m tests.benchmarks.index ARTICLES --articles {' '.join(map(str, sizes))}`",
        "",
        *(__doc__ or "").split("\n\n", 2)[2].splitlines(),
        "",
        "| articles in the file | target | " + " | ".join(f"{size:,}" for size in sizes) + " |",
        "|---|---|" + "---|" * len(sizes),
    ]
    for name, (says, target, form) in ROWS.items():
        cells = " | ".join(form.format(one[name]) for one in measured)
        lines.append(f"| {says} | {target} | {cells} |")
    return [*lines, "", *LIMITS.splitlines()]


def measure(folder: Path, texts: Sequence[str], size: int) -> dict[str, Any]:
    path, asked = folder / f"{size}.index", folder / f"{size}.jsonl"
    told = folder / f"{size}.add"
    if not told.exists():
        path.unlink(missing_ok=True)
        told.write_text(json.dumps(fill(path, made(texts, 1, size), asked)), "utf-8")
    with asked.open("a", encoding="utf-8") as lines:
        if "new-0" not in asked.read_text("utf-8"):
            for number, article in enumerate(made(texts, 2, ASKED)):
                row = as_row(article) | {"id": f"new-{number}", "published": day(size)}
                print(json.dumps(row), file=lines)
    worker = [sys.executable, "-m", "tests.benchmarks.index", str(asked), "--probe", str(path)]
    found = subprocess.run(worker, check=True, capture_output=True, text=True).stdout
    load = os.getloadavg()[0]
    rows = asked.read_text("utf-8").splitlines()
    return json.loads(found) | {
        "add": [size / seconds for seconds in json.loads(told.read_text("utf-8"))],
        "bytes": path.stat().st_size / size,
        "cold": whole_command(rows[0], path),
        "cold_new": whole_command(rows[-1], path),
        "load": load,
    }


def whole_command(row: str, path: Path) -> tuple[float, float]:
    """The median of the seconds that checking one article takes, and the mean of CPU's."""
    one = path.with_name("one.jsonl")
    one.write_text(row + "\n", "utf-8")
    command = [sys.executable, "-m", "compare", "check", str(one), "--index", str(path)]
    seconds, used = [], _children()
    for _ in range(COLD):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    return sorted(seconds)[COLD // 2], (_children() - used) / COLD


def fill(path: Path, articles: Iterator[Article], asked: Path) -> tuple[float, float]:
    """Add the articles; write copies of some; the seconds adding took, and those of CPU."""
    rng = random.Random(3)
    seconds, cpu, number, kept = 0.0, 0.0, 0, []
    with open_index(path, create=True) as index:
        while batch := list(islice(articles, 10_000)):
            start, used = time.perf_counter(), time.process_time()
            index.add(batch)
            seconds += time.perf_counter() - start
            cpu += time.process_time() - used
            kept += rng.sample(batch, min(len(batch), ASKED))
            number += len(batch)
            print(f"{number:,} in {seconds:.0f} s, {cpu:.0f} of CPU", file=sys.stderr, flush=True)
    with asked.open("w", encoding="utf-8") as lines:
        for at, article in enumerate(rng.sample(kept, ASKED)):
            text = copy_of(article.text, rng.choice(kept).text, at % 4)
            row = as_row(article) | {"id": f"copy-{at}", "source": "copier", "text": text}
            print(json.dumps(row), file=lines)
    return seconds, cpu


def probe(path: Path, asked: Path) -> dict[str, Any]:
    """Open an index and check each article, in a process of its own."""
    articles = read_articles(asked)
    before, start = _read_bytes(), time.perf_counter()
    with open_index(path) as index:
        opened, read = time.perf_counter() - start, _read_bytes() - before
        index.check(articles[-1])
        times: dict[str, list[tuple[float, float]]] = {"copy": [], "new": []}
        found = 0
        for article in random.Random(4).sample(articles, len(articles)):
            kind = article.id.partition("-")[0]
            start, used = time.perf_counter(), time.process_time()
            verdict = index.check(article).verdict
            times[kind].append((time.perf_counter() - start, time.process_time() - used))
            found += kind == "copy" and verdict in {"exact", "near", "partial"}
    return {
        "open_ms": 1000 * opened,
        "open_bytes": read,
        **{kind: _percentiles(some) for kind, some in times.items()},
        "found": found / len(times["copy"]),
        "resident_mb": int(re.findall(r"VmHWM:\s+(\d+)", _proc("status"))[0]) / 1024,
    }


def _percentiles(times: list[tuple[float, float]]) -> list[float]:
    """Milliseconds: the median and the 99th of a hundred, then the same of CPU time."""
    ordered = [sorted(1000 * each for each in column) for column in zip(*times, strict=True)]
    return [column[int(share * len(column))] for column in ordered for share in (0.5, 0.99)]


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _read_bytes() -> int:
    return int(re.findall(r"rchar: (\d+)", _proc("io"))[0])


def _proc(name: str) -> str:
    return Path("/proc/self", name).read_text("utf-8")


def made(texts: Sequence[str], seed: int, size: int) -> Iterator[Article]:
    """Articles that are no copies of one another, of the words of some."""
    rng = random.Random(seed)
    sentences = [re.split(r"(?<=[.!?])\s+", text) for text in texts]
    for number in range(size):
        pool = [one for topic in rng.choices(sentences, k=TOPICS) for one in topic]
        rng.shuffle(pool)
        pieces, words = [], 0
        for sentence in pool:
            split = sentence.split()
            words += len(split)
            if rng.random() < WHOLE:
                pieces.append(sentence)
            else:
                pieces += [" ".join(split[at : at + 5]) for at in range(0, len(split), 5)]
            if words >= WORDS:
                break
        rng.shuffle(pieces)
        yield Article(
            f"{seed}-{number}", " ".join(pieces), f"source {rng.randrange(SOURCES)}",
            " ".join(pieces)[:60], day(number),
        )  # fmt: skip


def day(number: int) -> str:
    return (date(2020, 1, 1) + timedelta(days=number // DAILY)).isoformat()


def copy_of(text: str, other: str, kind: int) -> str:
    words, more = text.split(), other.split()
    return " ".join(
        (
            words,
            words[: len(words) // 2],
            [*words[:200], *more[:60], *words[200:]],
            [*more[:150], *words[100:160], *more[150:]],
        )[kind]
    )


def as_row(article: Article) -> dict[str, Any]:
    return {
        "id": article.id, "source": article.source, "title": article.title,
        "published": article.published, "text": article.text,
    }  # fmt: skip


if __name__ == "__main__":
    main()
