"""Count in how many articles each term occurs, for the shipped table of a language.

    python -m compare.training.document_frequencies ARTICLES -o compare/data/background-en.tsv

ARTICLES is JSON Lines with ``title`` and ``text``, which may be compressed (.gz).
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

from compare.text.document_frequencies import count, dump

if TYPE_CHECKING:
    from collections.abc import Iterator


def _texts(path: Path) -> Iterator[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield f"{article.get('title') or ''}\n{article['text']}"


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--language", default="en")
    parser.add_argument("--least", type=int, default=3, help="leave out rarer terms")
    parser.add_argument("--least-pair", type=int, default=50, help="leave out rarer pairs")
    given = parser.parse_args()
    table = count(_texts(given.articles), given.language, given.least, given.least_pair)
    given.output.write_text(dump(table), "utf-8")


if __name__ == "__main__":
    _main()
