"""What cleaning drops, against sentences marked by hand as noise of the page.

python -m tests.benchmarks.clean ALIGNED_GOLD -o reports/evaluation/clean.md
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

from compare.ingest.cleaning import clean
from compare.model import Article, CleanedArticle
from compare.settings import CleanSettings
from compare.version import __version__


def share(body: CleanedArticle, span: list[int]) -> float:
    """How much of a span was dropped."""
    start, end = span
    gone = sum(max(0, min(end, drop.end) - max(start, drop.start)) for drop in body.dropped)
    return gone / (end - start)


def measure(rows: list[Any]) -> list[str]:
    """The lines of the table."""
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    seconds = 0.0
    for row in rows:
        for side in "ab":
            given = row[side]
            started = perf_counter()
            (body,) = clean(
                [Article(given["id"], given["text"], given["source"], given["title"])],
                CleanSettings(),
            )
            seconds += perf_counter() - started
            reasons.update(drop.reason for drop in body.dropped)
            for number, span in enumerate(given["sentences"]):
                kind = "noise" if number in row[f"noise_{side}"] else "prose"
                dropped = share(body, span) > 0.5
                counts[f"{kind} {dropped}"] += 1
                if dropped and kind == "prose":
                    wrong.update(
                        {d.reason for d in body.dropped if d.start < span[1] and d.end > span[0]}
                    )
    noise, prose = (counts[f"{kind} True"] + counts[f"{kind} False"] for kind in ("noise", "prose"))
    return [
        f"| marked as noise, dropped | {counts['noise True']} of {noise} |",
        f"| not marked, dropped | {counts['prose True']} of {prose} |",
        f"| of those, by reason | {', '.join(f'{name} {n}' for name, n in wrong.most_common())} |",
        f"| all spans dropped, by reason | {', '.join(f'{name} {n}' for name, n in reasons.most_common())} |",
        f"| articles a second | {2 * len(rows) / seconds:,.0f} |",
    ]


def main() -> None:
    """Read the gold, write the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("gold", type=Path)
    options.add_argument("-o", "--output", type=Path, default=Path("reports/evaluation/clean.md"))
    given = options.parse_args()
    rows = [json.loads(line) for line in given.gold.read_text("utf-8").splitlines()]
    text = "\n".join(
        [
            "# Cleaning: what is dropped as no part of the article", "",
            f"newscompare {__version__}, {len(rows)} pairs of articles with sentences marked by hand. Many marks are",
            "no noise of the page (halves of wrongly split sentences, tweets, rhetorical questions): those stay,",
            "on purpose. Most of what is dropped and not marked are captions and headlines, which the marks keep.", "",
            "    python -m tests.benchmarks.clean ALIGNED_GOLD -o THIS", "",
            "| measure | value |", "|---|---|", *measure(rows), "",
        ]
    )  # fmt: skip
    given.output.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
