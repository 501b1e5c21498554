"""Fit ``data/origins.json``: how much of a text is another's, on pairs marked by reading.

    python -m compare.training.origins PAIRS.jsonl --articles FILE... --made FILE -o origins.json

PAIRS has ``a``, ``b`` (ids), ``level``, ``parent`` (``a``, ``b``, ``third`` or null), ``sure`` (2
clear, 1 arguable) and ``half``; only ``develop`` is fitted on. The rewrites are what
``tests/make_rewrites.py`` makes, of which the half by a hash of the source's id is taken. Texts
are read from the files and kept nowhere.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.model import Article
from compare.origins.credits import credits_in
from compare.origins.levels import LEVELS
from compare.origins.pair_evidence import FEATURES
from compare.origins.prose import prose_of
from compare.origins.tracing import link_pair
from compare.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from compare.origins.provenance import Link

__all__ = ["MADE_LEVELS", "MarkedPair", "fit", "in_develop", "link_articles", "made_rows",
           "marked_pairs", "read_articles", "read_rows"]  # fmt: skip

REGULARIZATION = 1.0
MADE_WEIGHT = 40.0
"""The made rewrites weigh together as much as so many clear pairs."""
MADE_LEVELS = {
    "reprint": "derived", "cut": "derived", "reorder": "derived", "paraphrase-1": "derived",
    "paraphrase-2": "derived", "paraphrase-3": "derived", "own-added": "mixed",
}  # fmt: skip
_ARGUABLE = 0.5
Row = tuple["Sequence[float]", str, float]
"""The features of a child and a parent, the level, and the weight."""


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """A pair marked by reading, with what newscompare finds of it, each article as the child."""

    mark: Mapping[str, Any]
    links: tuple[Link, Link]

    def rows(self) -> Iterator[Row]:
        """One row where a child is marked or may be told; else the pair both ways."""
        weight = 1.0 if self.mark["sure"] > 1 else _ARGUABLE
        child = {"a": 1, "b": 0}.get(self.mark["parent"])
        level = self.mark["level"]
        if child is None and level != LEVELS[-1]:
            child = max((0, 1), key=lambda at: sum(self.links[at].evidence.features))
        chosen = self.links if child is None else (self.links[child],)
        for link in chosen:
            yield link.evidence.features, level, weight / len(chosen)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file, compressed or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def read_articles(paths: Iterable[Path]) -> dict[str, Article]:
    """The articles of some files by id."""
    return {row["id"]: as_article(row) for path in paths for row in read_rows(path)}


def as_article(row: Mapping[str, Any]) -> Article:
    """An article of its record."""
    return Article(row["id"], row["text"], row["source"], row.get("title"), row.get("published"))


def link_articles(one: Article, two: Article, settings: Settings) -> tuple[Link, Link]:
    """What two articles have in common: the first as the child, then the second."""
    from compare.alignment.align import align
    from compare.pipeline import clean_articles
    from compare.statements.split import split
    from compare.text.language import common_language

    bodies = clean_articles([one, two], settings)
    statements = [split(body, settings.statements) for body in bodies]
    articles = [body.article for body in bodies]
    matches = align(statements, settings.alignment, language=common_language(articles))
    proses = [prose_of(*each) for each in zip(articles, statements, strict=True)]
    named = {one.source, two.source}
    credits_of = [credits_in(each.text, each.source, named) for each in articles]
    return link_pair(
        (proses[0], proses[1]),
        [(match.a[1], match.b[1], match.score) for match in matches],
        (credits_of[0], credits_of[1]),
    )


def marked_pairs(
    marks: Iterable[Mapping[str, Any]], articles: Mapping[str, Article], settings: Settings
) -> list[MarkedPair]:
    """The marked pairs with what newscompare finds of each."""
    return [
        MarkedPair(mark, link_articles(articles[mark["a"]], articles[mark["b"]], settings))
        for mark in marks
    ]


def in_develop(id_: str) -> bool:
    """Whether rewrites of the article of this id are fitted on; the others are measured on."""
    return int(hashlib.sha256(f"rewrite {id_}".encode()).hexdigest(), 16) % 2 == 0


def made_rows(made: Iterable[Mapping[str, Any]], settings: Settings) -> list[Row]:
    """The rows of made rewrites, which together weigh ``MADE_WEIGHT``."""
    kept = [each for each in made if each["kind"] in MADE_LEVELS]
    rows: list[Row] = []
    for each in kept:
        child = Article("child", each["child"], "a client")
        link, _ = link_articles(child, as_article(each["parent"]), settings)
        rows.append((link.evidence.features, MADE_LEVELS[each["kind"]], MADE_WEIGHT / len(kept)))
    return rows


def fit(rows: Sequence[Row]) -> dict[str, Any]:
    """The table of ``data/origins.json``: coefficients by level and feature."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=REGULARIZATION, max_iter=5000)
    model.fit(
        np.array([features for features, _, _ in rows]),
        [LEVELS.index(level) for _, level, _ in rows],
        sample_weight=[weight for _, _, weight in rows],
    )
    return {
        "levels": {
            level: {
                "intercept": round(float(model.intercept_[at]), 4),
                "coefficients": {
                    name: round(float(value), 4)
                    for name, value in zip(FEATURES, model.coef_[at], strict=True)
                },
            }
            for at, level in enumerate(LEVELS)
        }
    }


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--made", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    settings = Settings()
    marks = [mark for mark in read_rows(options.pairs) if mark["half"] == "develop"]
    pairs = marked_pairs(marks, read_articles(options.articles), settings)
    made = [each for each in read_rows(options.made) if in_develop(each["parent"]["id"])]
    rows = [row for pair in pairs for row in pair.rows()] + made_rows(made, settings)
    note = "made by python -m compare.training.origins; see reports/evaluation/origins.md"
    table = {"note": note, "pairs": len(marks), "made": len(made), **fit(rows)}
    options.output.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
