"""The tools a user could pick instead, on the same articles and cores: reports/benchmarks/peers.md.

    python -m tests.benchmarks.peers ARTICLES.jsonl[.gz] --copies DIR --envs FOLDER
        [--sizes 1000 4000 12000 37554] [--runs 5] [--check]

Texts in, groups of copies out, a whole process each, every tool in turn before the next run. Each
peer is installed from PyPI into a folder of its own below FOLDER, once. DIR holds ``articles.jsonl``
and ``gold.jsonl`` (``a``, ``b``, ``label``: 1 a made copy, 0 a trap). A size beyond ARTICLES is
reached by *enlargement*: the articles again, each word exchanged for another about as frequent, so
that lengths, frequencies and recurring passages stay and no text is a copy of what it came from.
``--check`` compares with the figures that are kept and fails where a ratio fell by a quarter.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

REPORT = Path("reports/benchmarks/peers.md")
FIGURES, PLOT = REPORT.with_suffix(".json"), REPORT.with_suffix(".svg")
WORD = re.compile(r"[A-Za-z]+")
BLOCK = 64
ALLOWED = 1.25
REFERENCE = "daft"
OURS = "newscompare"
HEAD = """\
# Beside other tools

`python -m tests.benchmarks.peers ARTICLES --copies DIR --envs FOLDER` ({runs} runs, medians; {cores} cores; Python {python};
{machine}). Whole processes: JSON Lines in, groups of copies out. Settings of the peers: lower-cased word 3-grams, 125 to
128 permutations, 25 bands of 5 (rensa 32 of 4), connected components; gaoya, rensa and datasketch check the estimated
Jaccard similarity from .5 on. newscompare: its defaults. Ratios are to Daft in the same run.

"""
LARGEST = "## {size:,} articles of {words} words\n\n"
COPIES = """
## Made copies

{copies:,} made copies (reprinted, cut, added to, thinned, damaged, lifted) and {traps} traps among {articles:,} articles: how
many copies are in one group with their original, and how many traps were put together.

"""
GROWTH = """
## Growth

![CPU seconds by articles](peers.svg)

CPU seconds and peak memory (MB); the exponent is the slope between the two largest sizes, both logarithms.

"""

_COMPONENTS = """
def components(pairs):
    root = {}
    def find(x):
        while root.setdefault(x, x) != x:
            root[x] = root[root[x]]; x = root[x]
        return x
    for a, b in pairs:
        a, b = find(a), find(b)
        if a != b: root[max(a, b)] = min(a, b)
    groups = {}
    for x in list(root): groups.setdefault(find(x), []).append(x)
    return [g for g in groups.values() if len(g) > 1]
"""
_READ = """
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
ids = [row["id"] for row in rows]; texts = [row["text"].lower() for row in rows]; del rows
"""
_SHINGLES = """
import re
word = re.compile(r"\\\\w+")
def shingles(text):
    w = word.findall(text)
    return [" ".join(w[i:i+3]) for i in range(max(1, len(w) - 2))]
"""
_WRITE = """
json.dump([[ids[at] for at in group] for group in components(pairs)], open(sys.argv[2], "w"))
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool: what pip installs, which package names its version, and a program for its Python."""

    name: str
    installs: tuple[str, ...]
    program: str


PEERS = (
    Peer("daft", ("daft", "pyarrow", "numpy"), _COMPONENTS + """
import json, sys, daft, numpy as np, pyarrow as pa
from daft import col
K, R, B = 125, 5, 25
rows = daft.read_json(sys.argv[1]).select("id", "text")
rows = rows.with_column("n", daft.functions.monotonically_increasing_id())
rows = rows.with_column("h", col("text").lower().minhash(num_hashes=K, ngram_size=3, seed=1, hash_function="xxhash"))
rows = rows.select("id", "n", "h").collect()
@daft.func.batch(return_dtype=daft.DataType.list(daft.DataType.uint64()))
def bands(h):
    a = np.asarray(h.to_arrow().flatten()).reshape(-1, K)
    keys = np.empty((len(a), B), np.uint64)
    for b in range(B):
        key = np.full(len(a), b + 1, np.uint64)
        for r in range(R): key = key * np.uint64(0x9E3779B97F4A7C15) + a[:, b * R + r].astype(np.uint64)
        keys[:, b] = key
    return pa.ListArray.from_arrays(pa.array(np.arange(0, len(a) * B + 1, B), pa.int32()), pa.array(keys.ravel()))
banded = rows.select("n", bands(col("h")).alias("b")).explode("b")
first = banded.groupby("b").agg(col("n").min().alias("first"))
edges = banded.join(first, on="b").where(col("n") != col("first")).select("n", "first").distinct().to_pydict()
ids = dict(zip(*rows.select("n", "id").to_pydict().values()))
pairs = zip(edges["n"], edges["first"])
""" + _WRITE),
    Peer("gaoya", ("gaoya",), _COMPONENTS + _READ + """
from gaoya.minhash import MinHashStringIndex
index = MinHashStringIndex(hash_size=32, jaccard_threshold=0.5, num_bands=25, band_size=5, num_hashes=125,
                           analyzer="word", lowercase=True, ngram_range=(3, 3))
index.par_bulk_insert_docs(list(range(len(texts))), texts)
pairs = ((at, other) for at, found in enumerate(index.par_bulk_query(texts)) for other in found if other != at)
""" + _WRITE),
    Peer("rensa", ("rensa",), _COMPONENTS + _READ + _SHINGLES + """
from rensa import RMinHash, RMinHashLSH
lsh, rows, pairs = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32), [], []
for at, text in enumerate(texts):
    row = RMinHash(num_perm=128, seed=1); row.update(shingles(text)); row.digest()
    for other in lsh.query(row):
        if row.jaccard(rows[other]) >= 0.5: pairs.append((at, other))
    lsh.insert(at, row); rows.append(row)
""" + _WRITE),
    Peer("datasketch", ("datasketch", "xxhash"), _COMPONENTS + _READ + _SHINGLES + """
from datasketch import MinHash, MinHashLSH
import xxhash
rows = MinHash.bulk(([s.encode() for s in shingles(text)] for text in texts),
                    hashfunc=xxhash.xxh32_intdigest, num_perm=125, seed=1)
lsh = MinHashLSH(num_perm=125, params=(25, 5))
with lsh.insertion_session() as session:
    for at, row in enumerate(rows): session.insert(at, row)
pairs = ((at, other) for at, row in enumerate(rows) for other in lsh.query(row)
         if other < at and row.jaccard(rows[other]) >= 0.5)
""" + _WRITE),
    Peer("text-dedup", ("text-dedup",), """
import json, os, pickle, subprocess, sys, tempfile
with tempfile.TemporaryDirectory() as folder:
    bare = os.path.join(folder, "bare.jsonl")
    ids = []
    with open(sys.argv[1], encoding="utf-8") as lines, open(bare, "w", encoding="utf-8") as out:
        for line in lines:
            row = json.loads(line); ids.append(row["id"])
            out.write(json.dumps({"text": row["text"].lower()}, ensure_ascii=False) + "\\\\n")
    subprocess.run([sys.executable, "-m", "text_dedup.minhash", "--path", "json", "--data_files", bare, "--split", "train",
        "--cache_dir", folder, "--output", os.path.join(folder, "out"), "--column", "text", "--batch_size", "1000",
        "--ngram", "3", "--num_perm", "128", "--threshold", "0.5", "--hash_func", "xxh3", "--debug"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    union = pickle.load(open(os.path.join(folder, "out", "uf.pkl"), "rb"))
groups = {}
for at in list(union.parent): groups.setdefault(union.find(at), []).append(ids[at])
json.dump([group for group in groups.values() if len(group) > 1], open(sys.argv[2], "w"))
"""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of wall and of all cores, megabytes at the peak, and the groups of ids."""

    wall: float
    cpu: float
    peak: float
    groups: list[list[str]]


def enlarge(articles: Sequence[dict[str, str]], size: int) -> Iterator[dict[str, str]]:
    """So many articles: these, then these with every word exchanged, by another rule each time."""
    counts = Counter(word for each in articles for word in WORD.findall(each["text"].lower()))
    order = sorted(counts, key=lambda word: (-counts[word], word))
    table: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match.group()
        found = table[word.lower()]
        return found.capitalize() if word[0].isupper() else found

    for number in range(size):
        turn, at = divmod(number, len(articles))
        if not turn:
            yield articles[at]
            continue
        if not at:
            for start in range(0, len(order), BLOCK):
                block = order[start : start + BLOCK]
                by = turn * 7 % len(block)
                table.update(zip(block, block[by:] + block[:by], strict=True))
        text = WORD.sub(other, articles[at]["text"])
        yield {**articles[at], "id": f"{articles[at]['id']}-{turn}", "text": text}


def installed(peer: Peer, envs: Path) -> tuple[Path, str]:
    """The Python of a peer, made where it is not there, and the peer's version."""
    folder = envs / peer.name
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *peer.installs], check=True)
    ask = f"from importlib.metadata import version; print(version({peer.installs[0]!r}))"
    told = subprocess.run([python, "-c", ask], check=True, capture_output=True, text=True)
    return python, told.stdout.strip()


def measured(command: Sequence[str | Path], output: Path) -> Run:
    """Run a process to its end; its children count too."""
    quiet = {**os.environ, "DAFT_PROGRESS_BAR": "0", "TQDM_DISABLE": "1"}
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, env=quiet)  # fmt: skip
    assert process.stderr is not None
    said = process.stderr.read().decode(errors="replace")
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{command[0]} failed: {said.strip()[-600:]}")
    peak = used.ru_maxrss / (1 << 10 if sys.platform == "linux" else 1 << 20)
    return Run(wall, used.ru_utime + used.ru_stime, peak, json.loads(output.read_text("utf-8")))


def run_ours(articles: Path, output: Path) -> Run:
    """Our own command; groups are made of its copies afterwards."""
    code = (
        "import sys, json\n"
        "from compare.cli import main\n"
        "sys.argv = ['newscompare', 'dedup', sys.argv[1], '--json', '-q']\n"
        "main()"
    )
    program = f"import sys\nout = open({str(output)!r}, 'w')\nsys.stdout = out\n{code}"
    return measured([sys.executable, "-c", program, articles], output)


def run_peer(peer: Peer, python: Path, articles: Path, output: Path) -> Run:
    """A peer's program, in its own environment."""
    return measured([python, "-c", peer.program.replace("\\\\", "\\"), articles, output], output)


def groups_of(found: object) -> list[list[str]]:
    """The groups of a peer as they are; of ours, what its copies join, lifted passages too."""
    if isinstance(found, list):
        return found
    assert isinstance(found, dict)
    sets: defaultdict[str, set[str]] = defaultdict(set)
    for copy in found["copies"]:
        joined = sets[copy["id"]] | sets[copy["of"]] | {copy["id"], copy["of"]}
        for id_ in joined:
            sets[id_] = joined
    return [sorted(group) for group in {id(group): group for group in sets.values()}.values()]


def recall(groups: Iterable[Sequence[str]], gold: Sequence[dict[str, object]]) -> tuple[int, int]:
    """How many made copies are in one group with their original, and how many traps."""
    number = {id_: at for at, group in enumerate(groups) for id_ in group}
    together = [
        row for row in gold if number.get(str(row["a"]), -1) == number.get(str(row["b"]), -2)
    ]
    return sum(row["label"] == 1 for row in together), sum(row["label"] == 0 for row in together)


def _read(path: Path) -> list[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _median(runs: Sequence[Run]) -> dict[str, float]:
    return {
        name: statistics.median(getattr(run, name) for run in runs)
        for name in ("wall", "cpu", "peak")
    }


def _exponent(by_size: dict[int, dict[str, float]], figure: str) -> float:
    from math import log

    small, large = sorted(by_size)[-2:]
    return log(by_size[large][figure] / by_size[small][figure]) / log(large / small)


def _plot(figures: dict[str, dict[int, dict[str, float]]]) -> str:
    """CPU seconds by articles, both axes logarithmic, as an SVG that needs nothing else."""
    from math import log10

    sizes = sorted({size for own in figures.values() for size in own})
    values = [row["cpu"] for own in figures.values() for row in own.values()]
    left, right, top, bottom = 60, 500, 20, 320
    low, high = log10(min(values)) - 0.1, log10(max(values)) + 0.1

    def x(size: int) -> float:
        span = log10(sizes[-1]) - log10(sizes[0]) or 1
        return left + (right - left) * (log10(size) - log10(sizes[0])) / span

    def y(value: float) -> float:
        return bottom - (bottom - top) * (log10(value) - low) / (high - low)

    colours = ("#b3261e", "#3b6ea5", "#3f7d4e", "#8a6d1d", "#6a4c93", "#555555")
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" font-family="sans-serif"',
        'font-size="12" role="img" aria-label="CPU seconds by number of articles">',
        f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#888"/>',
        f'<text x="{left}" y="14">CPU seconds</text>',
    ]
    parts += [
        f'<text x="{x(size):.0f}" y="{bottom + 18}" text-anchor="middle">{size:,}</text>'
        for size in sizes
    ]
    for (name, own), colour in zip(figures.items(), colours, strict=False):
        points = [(x(size), y(own[size]["cpu"])) for size in sorted(own)]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        last = own[max(own)]["cpu"]
        parts.append(
            f'<text x="{points[-1][0] + 6:.0f}" y="{points[-1][1] + 4:.0f}" fill="{colour}">{name} {last:.1f}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _table(rows: Iterable[Sequence[str]]) -> str:
    head, *rest = rows
    lines = [head, ["---"] * len(head), *rest]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def main() -> None:
    """Measure, and write or check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--copies", type=Path, required=True)
    parser.add_argument("--envs", type=Path, required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 4000, 12000, 37554])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", nargs="+", default=[peer.name for peer in PEERS])
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    wanted = [REFERENCE] if args.check else args.peers
    chosen = [peer for peer in PEERS if peer.name in wanted]
    found = {peer.name: installed(peer, args.envs.resolve()) for peer in chosen}
    base = _read(args.articles)
    gold = _read(args.copies / "gold.jsonl")
    names = [OURS, *found]
    times: dict[str, dict[int, dict[str, float]]] = {name: {} for name in names}
    told: dict[str, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "groups.json"

        def once(name: str, path: Path) -> Run:
            if name == OURS:
                return run_ours(path, output)
            return run_peer(
                next(peer for peer in PEERS if peer.name == name), found[name][0], path, output
            )

        for size in args.sizes:
            path = Path(folder) / f"{size}.jsonl"
            with path.open("w", encoding="utf-8") as out:
                out.writelines(
                    json.dumps(row, ensure_ascii=False) + "\n" for row in enlarge(base, size)
                )
            runs: dict[str, list[Run]] = {name: [] for name in names}
            for _ in range(args.runs):
                for name in names:
                    runs[name].append(once(name, path))
                    print(f"{size:>7} {name:<12} {runs[name][-1].wall:7.2f} s {runs[name][-1].cpu:7.2f} CPU s "
                          f"{runs[name][-1].peak:6.0f} MB", file=sys.stderr, flush=True)  # fmt: skip
            for name in names:
                times[name][size] = _median(runs[name])
            path.unlink()
        for name in () if args.check else names:
            made = once(name, args.copies / "articles.jsonl")
            told[name] = recall(groups_of(made.groups), gold)
    versions = {name: version for name, (_, version) in found.items()}
    ratios = {str(size): _ratios(times, size) for size in args.sizes}
    if args.check:
        _check(ratios)
        return
    words = round(statistics.mean(len(row["text"].split()) for row in base))
    articles = sum(1 for _ in (args.copies / "articles.jsonl").open(encoding="utf-8"))
    REPORT.write_text(_report(times, told, versions, gold, (args.runs, words, articles)), "utf-8")
    PLOT.write_text(_plot(times), "utf-8")
    FIGURES.write_text(
        json.dumps(ratios, indent=1) + "\n",
        "utf-8",
    )


def _ratios(times: dict[str, dict[int, dict[str, float]]], size: int) -> dict[str, float]:
    """Our figures at a size, each as a share of the reference's in the same run."""
    reference = times.get(REFERENCE) or next(own for name, own in times.items() if name != OURS)
    return {
        figure: round(times[OURS][size][figure] / reference[size][figure], 3)
        for figure in ("wall", "cpu", "peak")
    }


def _check(ratios: dict[str, dict[str, float]]) -> None:
    """Fail where a ratio is worse by a quarter than the one that is kept."""
    kept = json.loads(FIGURES.read_text("utf-8"))
    worse = [
        f"{name} at {size} articles {kept[size][name]} → {value}"
        for size in ratios.keys() & kept.keys()
        for name, value in ratios[size].items()
        if value > kept[size][name] * ALLOWED
    ]
    if worse:
        raise SystemExit(f"slower beside {REFERENCE} than {FIGURES} says: {', '.join(worse)}")
    print(f"no ratio to {REFERENCE} fell by a quarter: {ratios}")


def _report(
    times: dict[str, dict[int, dict[str, float]]],
    told: dict[str, tuple[int, int]],
    versions: dict[str, str],
    gold: Sequence[dict[str, object]],
    counts: tuple[int, int, int],
) -> str:
    from compare.version import __version__

    versions = {OURS: __version__, **versions}
    runs, words, articles = counts
    size = max(times[OURS])
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    head = HEAD.format(
        runs=runs, cores=cores, python=platform.python_version(), machine=platform.machine()
    )
    reference = times.get(REFERENCE, times[OURS])[size]
    largest = _table([
        ("tool", "wall s", "CPU s", "peak MB", "wall of Daft", "CPU of Daft"),
        *((f"{name} {versions[name]}", f"{own[size]['wall']:.2f}", f"{own[size]['cpu']:.2f}", f"{own[size]['peak']:.0f}",
           f"{own[size]['wall'] / reference['wall']:.2f}", f"{own[size]['cpu'] / reference['cpu']:.2f}")
          for name, own in times.items()),
    ])  # fmt: skip
    made = sum(row["label"] == 1 for row in gold)
    copies = _table(
        [
            ("tool", "copies found", "traps"),
            *((name, f"{right:,}", str(wrong)) for name, (right, wrong) in told.items()),
        ]
    )
    growth = _table([
        ("tool", *(f"{each:,}" for each in sorted(times[OURS])), "exponent CPU", "exponent memory"),
        *((name, *(f"{own[each]['cpu']:.2f} / {own[each]['peak']:.0f}" for each in sorted(own)),
           f"{_exponent(own, 'cpu'):.2f}", f"{_exponent(own, 'peak'):.2f}") for name, own in times.items()),
    ])  # fmt: skip
    return (
        head + LARGEST.format(size=size, words=words) + largest
        + COPIES.format(copies=made, traps=len(gold) - made, articles=articles) + copies + GROWTH + growth
    )  # fmt: skip


if __name__ == "__main__":
    main()
