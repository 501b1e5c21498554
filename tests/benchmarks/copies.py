"""How many copies are found, beside plain datasketch: writes reports/evaluation/copies.md.

    python -m tests.benchmarks.copies ARTICLES.jsonl[.gz] --copies DIR --seeds 1 2 3
        --reuters ARTICLES.jsonl.gz PAIRS.jsonl

``DIR/SEED/`` holds ``articles.jsonl`` and ``gold.jsonl`` (``a``, ``b``, ``label``, ``kind``):
label 1, ``b`` holds text of ``a``; label 0, a trap. PAIRS: ``a``, ``b``, ``jaccard``, exact over
shingles of five words. ARTICLES are timed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import platform
import resource
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare import arrays
from compare.copies import minhash as fingerprints
from compare.copies.detection import find_copies
from compare.model import Article
from compare.settings import Settings
from compare.text import tokens as words
from compare.text.word_hashes import hash_words
from compare.version import __version__
from tests.benchmarks.arrivals import as_they_come, indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

REPORT = Path("reports/evaluation/copies.md")
KINDS = ("reprint", "cut", "insert", "thin", "noise", "passage", "footer", "template")
SETTINGS = Settings()
DUPLICATE = 0.8
HOW = """\
newscompare {}, Python {}, {}, 2 cores shared with other work; times hang on it.
`python -m tests.benchmarks.copies ARTICLES --copies DIR --seeds … --reuters FILE PAIRS`.
Default settings:
"""
FOUND = """\
Found: in one set with the article it was made from, or, for a passage, a partial copy of that
set. Right: pairs of one set that gold joins too (a corpus's natural duplicates count as wrong).
"As they come": each article is checked against the earlier ones only, all in memory; "check
--add" does so on an index file, its seconds include looking for other reports of the event.
"""
READ = """\
## Read by hand

12,000 articles of 2012 to 2021, as scraped. Of 8 exact and near copies, 6 are reprints or
updates, one prints half of a document that the other prints whole, and one is wrong: two articles
of one outlet under the same two photo galleries. Of 50 partial copies drawn at random (of 942),
all share what they say: 28 a long quotation or a document, 8 paragraphs that were used again, and
14 link lists, captions and notes on the author that recur too seldom to be learned as boilerplate.

## Tried, and what lost

Candidates on seed 1 (4,090 articles; 32,000 pairs are those of two footers and go once these are
learned), before any comparison:

| candidates | pairs | cut | noise | passage |
|---|---|---|---|---|
| bands of 2 rows, 128 values, 3-shingles | 21,211 | .994 | .988 | .349 |
| bands of 4 rows | 1,561 | .689 | .506 | .000 |
| 64 single values, 5-shingles | 60,195 | 1.000 | 1.000 | .964 |
| marks of 8 words, window 16, one shared | 59,942 | 1.000 | .982 | 1.000 |
| marks of 5 words, window 12, one shared | 91,449 | 1.000 | 1.000 | 1.000 |
| marks of 5 words, window 12, two shared (taken, where signatures agree a little) | 41,592 | 1.000 | 1.000 | 1.000 |

Near from half of the shorter text and of its first half: 39 near copies among the 12,000, most of
them under one photo gallery; asking that the shared words be spread over the text, and learning
the galleries, leaves 7. Damage that may
change numbers: form letters of the wire (prices, rates, share splits) became near copies.
Boilerplate from 8 unrelated articles instead of 5: one footer trap in two of five seeds as
articles come one by one.
"""
Link = tuple[str, str, str]
"""Two articles and the kind of copy."""


@dataclass(frozen=True)
class Score:
    found: Counter[str]
    gold: Counter[str]
    right: int
    grouped: int
    seconds: float


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    cli.add_argument("articles", type=Path)
    cli.add_argument("--copies", type=Path, required=True)
    cli.add_argument("--seeds", nargs="+", default=["1"])
    cli.add_argument("--reuters", nargs=2, type=Path, required=True)
    args = cli.parse_args()
    lines = [
        *_made(args.copies, args.seeds),
        *_reuters(*args.reuters),
        *_timed(args.articles),
        READ,
    ]
    text = "\n".join([*_head(), *lines])
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(text, encoding="utf-8")
    print(text)


def _head() -> list[str]:
    values = {name: getattr(SETTINGS, name) for name in ("fingerprints", "passages", "copies")}
    return [
        "# Copies, measured",
        "",
        HOW.format(__version__, platform.python_version(), platform.machine()),
        "",
        *(f"- {value}" for value in values.values()),
        "",
    ]


def _made(folder: Path, seeds: Sequence[str]) -> list[str]:
    """The table of made copies: one row per seed and method."""
    methods: dict[str, Callable[[Sequence[Article]], list[Link]]] = {
        "ours, batch": batch,
        "ours, as they come": lambda articles: as_they_come(articles, SETTINGS),
        "ours, check --add": lambda articles: indexed(articles, SETTINGS),
        "datasketch 0.5": datasketch,
    }
    lines = [
        "## Made copies: share found, by kind; the last two kinds are traps",
        "",
        FOUND,
        "",
        "| seed | method | " + " | ".join(KINDS) + " | right pairs | s |",
        "|---|---|" + "---|" * (len(KINDS) + 2),
    ]
    for seed in seeds:
        articles = read_articles(folder / seed / "articles.jsonl")
        gold = read(folder / seed / "gold.jsonl")
        for name, method in methods.items():
            score = score_made(articles, gold, method)
            cells = [f"{score.found[kind] / max(1, score.gold[kind]):.3f}" for kind in KINDS]
            cells[-2:] = [f"{score.found[kind]} of {score.gold[kind]}" for kind in KINDS[-2:]]
            lines.append(
                f"| {seed} | {name} | {' | '.join(cells)} | {score.right} of {score.grouped} | "
                f"{score.seconds:.1f} |"
            )
    return [*lines, ""]


def score_made(
    articles: Sequence[Article],
    gold: Sequence[dict[str, Any]],
    method: Callable[[Sequence[Article]], list[Link]],
) -> Score:
    start = time.perf_counter()
    links = method(articles)
    seconds = time.perf_counter() - start
    mine = groups((a, b) for a, b, kind in links if kind != "partial")
    passages = {frozenset((mine(a), mine(b))) for a, b, kind in links if kind == "partial"}
    found: Counter[str] = Counter()
    for row in gold:
        a, b = mine(row["a"]), mine(row["b"])
        wanted = row["kind"] == "passage" or not row["label"]
        found[row["kind"]] += a == b or (wanted and frozenset((a, b)) in passages)
    told = groups((row["a"], row["b"]) for row in gold if row["label"])
    grouped = pairs_within(mine, articles)
    right = sum(told(a) == told(b) for a, b in grouped)
    return Score(found, Counter(row["kind"] for row in gold), right, len(grouped), seconds)


def groups(links: Iterable[tuple[str, str]]) -> Callable[[str], str]:
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.get(name, name) != name:
            name = parent[name]
        return name

    for a, b in links:
        parent[root(a)] = root(b)
    return root


def pairs_within(root: Callable[[str], str], articles: Iterable[Article]) -> list[tuple[str, str]]:
    members = defaultdict(list)
    for article in articles:
        members[root(article.id)].append(article.id)
    return [
        (a, b) for group in members.values() for at, a in enumerate(group) for b in group[at + 1 :]
    ]


def batch(articles: Sequence[Article]) -> list[Link]:
    found = find_copies(articles, SETTINGS.fingerprints, SETTINGS.passages, SETTINGS.copies)
    return [(copy.id, copy.of, copy.kind) for copy in found]


def datasketch(articles: Sequence[Article]) -> list[Link]:
    """MinHash of 128 over word 3-grams, LSH at 0.5: its documented use."""
    import xxhash
    from datasketch import MinHash, MinHashLSH

    def shingles(text: str) -> list[bytes]:
        folded = words.folded(text)
        return [" ".join(folded[i : i + 3]).encode() for i in range(max(1, len(folded) - 2))]

    index = MinHashLSH(threshold=0.5, num_perm=128)
    rows = MinHash.bulk(
        [shingles(article.text) for article in articles],
        num_perm=128,
        hashfunc=xxhash.xxh32_intdigest,
    )
    links = []
    for article, row in zip(articles, rows, strict=True):
        links += [(article.id, other, "near") for other in index.query(row)]
        index.insert(article.id, row)
    return links


def _reuters(articles_file: Path, pairs_file: Path) -> list[str]:
    articles, gold = read_articles(articles_file), read(pairs_file)
    high = [row for row in gold if row["jaccard"] >= DUPLICATE]
    lines = [
        f"## Wire stories: {len(articles):,} short ones, {len(high)} pairs of Jaccard ≥ {DUPLICATE}",
        "",
        "| method | found | s |",
        "|---|---|---|",
    ]
    for name, method in (("ours, batch", batch), ("datasketch 0.5", datasketch)):
        start = time.perf_counter()
        root = groups((a, b) for a, b, kind in method(articles) if kind != "partial")
        seconds = time.perf_counter() - start
        found = sum(root(row["a"]) == root(row["b"]) for row in high)
        lines.append(f"| {name} | {found} ({found / max(1, len(high)):.3f}) | {seconds:.1f} |")
    return [*lines, ""]


def _timed(path: Path) -> list[str]:
    articles = read_articles(path)
    size = sum(len(article.text) for article in articles)
    rows = [
        ("ours: signatures, bands, pairs", sketch_only),
        ("ours: all of it, compared word by word", batch),
        ("datasketch 0.5: signatures, bands, pairs", datasketch),
    ]
    lines = [
        f"## Time: {len(articles):,} articles, {size / 1e6:.0f} million characters, read already",
        "",
        "| | wall s | CPU s |",
        "|---|---|---|",
    ]
    for name, method in rows:
        wall, cpu = time.perf_counter(), time.process_time()
        method(articles)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        lines.append(f"| {name} | {wall:.1f} | {cpu:.1f} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*lines, "", f"Peak memory of the whole run: {peak:.0f} MB.", ""]


def sketch_only(articles: Sequence[Article]) -> int:
    """What the other does: signatures, bands and the pairs that share one."""
    import numpy as np

    hashed = hash_words([article.text for article in articles])
    rows = fingerprints.signatures(hashed, SETTINGS.fingerprints)
    bands = fingerprints.band_keys(rows, SETTINGS.fingerprints)
    owners = np.repeat(np.arange(len(bands)), bands.shape[1])
    return len(arrays.pairs_sharing(bands.ravel(), owners, 8))


def read(path: Path) -> list[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_articles(path: Path) -> list[Article]:
    return [
        Article(
            str(row["id"]),
            row["text"],
            row.get("source") or "unknown",
            row.get("title"),
            row.get("published"),
        )
        for row in read(path)
    ]


if __name__ == "__main__":
    main()
