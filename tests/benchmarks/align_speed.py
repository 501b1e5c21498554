"""How long alignment takes: two articles, events of many, and how the time grows.

    python -m tests.benchmarks.align_speed EVENTS -o reports/benchmarks/alignment.md

EVENTS is JSON Lines (may be .gz) of articles with ``id``, ``event`` and ``text``. The events of
many are made of the articles of the largest: each stands there several times, with four in five of
its sentences drawn anew, so that far more matches than in real events of the size.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.alignment import align as alignment
from compare.evaluation import gold
from compare.model import Article, CleanedArticle
from compare.pipeline import align_articles
from compare.settings import Settings
from compare.statements.split import split
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from compare.model import Statement

SETTINGS = Settings()
WORDS = (700, 900)
PAIRS, ROUNDS = 20, 5
SIZES = (5, 10, 20, 35, 50)
KEPT, LONGEST = 0.8, 35


def read(path: Path) -> dict[str, list[Article]]:
    events: dict[str, list[Article]] = defaultdict(list)
    for _, record in gold.read_lines(path):
        events[record["event"]].append(Article(record["id"], record["text"], record["id"]))
    return events


def statements(article: Article) -> tuple[Statement, ...]:
    lines = tuple(found.span() for found in re.finditer(r"\S[^\n]*", article.text))
    return split(CleanedArticle(article, lines), SETTINGS.statements)


def many(events: dict[str, list[Article]], size: int) -> list[tuple[Statement, ...]]:
    """An event of so many articles, made of the largest there is."""
    chance = random.Random(0)
    largest = max(events.values(), key=len)[:10]
    found = []
    for number in range(size):
        own = [each for each in statements(largest[number % len(largest)]) if each.parent is None]
        text = "\n".join([each.text for each in own if chance.random() < KEPT][:LONGEST])
        found.append(statements(Article(f"a{number:02d}", text, "s")))
    return found


def milliseconds(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Processor time, the best of some rounds: what else the machine does only adds."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return 1000 * best


def reference(sides: Sequence[Sequence[Statement]]) -> Callable[[], Any]:
    """What the times are told in ratio to: scikit-learn's TF-IDF of characters and all cosines."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [each.text for side in sides for each in side]

    def work() -> Any:
        rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(texts)
        return (rows @ rows.T).toarray()

    return work


def forget() -> None:
    """Empty what is kept of texts, as for some never seen; what is kept of words stays."""
    from compare.relations import negation
    from compare.statements.attributed import attributed, source_spans
    from compare.text import content_words as content

    content.read.cache_clear()
    negation.denials.cache_clear()
    attributed.cache_clear()
    source_spans.cache_clear()


def two(events: dict[str, list[Article]]) -> list[str]:
    low, high = WORDS
    pairs = [
        pair
        for of in events.values()
        if len(pair := of[:2]) > 1 and all(low < len(each.text.split()) < high for each in pair)
    ][:PAIRS]
    alone, whole, ratios = [], [], []
    for pair in pairs:
        sides = [statements(article) for article in pair]

        def align(sides: Sequence[Sequence[Statement]] = sides) -> None:
            forget()
            alignment.align(sides, SETTINGS.alignment)

        alone.append(milliseconds(align))
        whole.append(milliseconds(lambda pair=pair: (forget(), align_articles(pair, SETTINGS))))
        ratios.append(alone[-1] / milliseconds(reference(sides)))
    lines = [
        f"| {name} | {statistics.median(values):.0f} | {max(values):.0f} |"
        for name, values in (("matching", alone), ("with cleaning and splitting", whole))
    ]
    ratio = statistics.median(ratios)
    return [
        f"{len(pairs)} pairs of articles of {low} to {high} words on one event, in a warm process, of",
        f"texts it has not seen; the best of {ROUNDS} rounds each.", "",
        "| two articles | median ms | longest ms |", "|---|---|---|", *lines, "",
        f"Matching takes {ratio:.2f} times as long (median) as scikit-learn's TF-IDF of characters",
        "(3 to 5) and all cosines of the same statements, measured in the same run.",
    ]  # fmt: skip


def growing(events: dict[str, list[Article]]) -> list[str]:
    lines = [
        "| articles | statements | pairs across articles | looked at | matches | seconds | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for size in SIZES:
        sides = many(events, size)
        flat = [each for side in sides for each in side]
        total = (len(flat) ** 2 - sum(len(side) ** 2 for side in sides)) // 2
        candidates = len(alignment.pair_up(flat, SETTINGS.alignment.floor)[1].left)
        matches = len(alignment.align(sides, SETTINGS.alignment))
        spent = milliseconds(lambda s=sides: alignment.align(s, SETTINGS.alignment), 1)
        ratio = spent / milliseconds(reference(sides), 2)
        lines.append(
            f"| {size} | {len(flat)} | {total} | {candidates} | {matches} | {spent / 1000:.2f} "
            f"| {ratio:.1f} |"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    events = read(given.events)
    lines = [
        "# Alignment: how long it takes", "",
        f"newscompare {__version__}, default settings; processor time on one of two shared x86-64 cores.", "",
        "    OMP_NUM_THREADS=1 python -m tests.benchmarks.align_speed EVENTS -o THIS", "",
        *two(events), "",
        "Events of many articles, made of the ten of the largest event in EVENTS: each several times,",
        "with four in five of its sentences drawn anew, so that there are far more matches than in a",
        "real event of the size. The last column is against the same reference.", "",
        *growing(events), "",
    ]  # fmt: skip
    text = "\n".join(lines)
    print(text)
    given.output.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
