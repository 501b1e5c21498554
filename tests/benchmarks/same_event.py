"""Is the verdict ``same-event`` right? Gold events, checked and stored in order of publication.

python -m tests.benchmarks.same_event GOLD... -o reports/evaluation/same_event.md
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from compare.copies.detection import publication_order
from compare.evaluation import gold
from compare.evaluation.metrics import f_score, ratio
from compare.index import open_index
from compare.settings import Settings
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import CheckMatch

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True)
class Answer:
    """The evidence of the best match, whether it is of the event, and whether any before is."""

    score: float
    right: bool
    known: bool


def answers(path: Path, settings: Settings) -> list[Answer]:
    """What an index says of each article when all before it are stored."""
    articles, events = gold.read_articles(path)
    event = dict(zip((article.id for article in articles), events, strict=True))
    lenient = replace(settings, events=replace(settings.events, threshold=0.0))
    found, before = [], set()
    with (
        tempfile.TemporaryDirectory() as folder,
        open_index(Path(folder) / "index", lenient, create=True) as index,
    ):
        for article in sorted(articles, key=publication_order):
            verdict, _ = index.check_and_add(article)
            mine, best = event[article.id], _best(verdict.matches)
            score = max((match.event_score or 1.0 for match in best), default=0.0)
            right = any(event[match.id] == mine for match in best)
            found.append(Answer(score, right, mine in before))
            before.add(mine)
    return found


def _best(matches: Sequence[CheckMatch]) -> Sequence[CheckMatch]:
    """The likeliest report of the event: an exact or near copy, else by its evidence."""
    whole = [match for match in matches if match.kind in {"exact", "near"}]
    scored = [match for match in matches if match.event_score is not None]
    return whole[:1] or sorted(scored, key=lambda match: -(match.event_score or 0.0))[:1]


def row(found: list[Answer], threshold: float) -> str:
    """Precision, recall and F1 of the verdict at a threshold."""
    said = [answer for answer in found if answer.score >= threshold]
    right = sum(answer.right for answer in said)
    precision = ratio(right, len(said))
    recall = ratio(right, sum(answer.known for answer in found))
    new = [answer for answer in found if not answer.known]
    alarms = ratio(sum(answer.score >= threshold for answer in new), len(new))
    f1 = f_score(precision, recall)
    return f"| {threshold:g} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {alarms:.3f} |"


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    asked = parser.parse_args()
    settings = Settings()
    lines = [
        "# The verdict same-event",
        "",
        "Each article of the gold is checked against an index of those published before it, then",
        "stored. *Precision*: share of verdicts whose best match is of the article's event.",
        "*Recall*: share of the articles with an earlier report of their event that such a verdict",
        "finds; an exact or near copy counts as found. *False alarms*: share of articles with none that get",
        f"one. The default is {settings.events.threshold:g}.",
        "",
        f"newscompare {__version__}, settings {settings.digest()} (the defaults),",
        f"{platform.machine()}, {os.cpu_count()} shared cores. Made by",
        "`python -m tests.benchmarks.same_event GOLD...`.",
    ]
    for path in asked.gold:
        found = answers(path, settings)
        lines += ["", f"## {path.name.split('.')[0]} ({len(found)} articles)", ""]
        lines += ["| from | precision | recall | F1 | false alarms |", "|---|---|---|---|---|"]
        lines += [row(found, threshold) for threshold in THRESHOLDS]
    asked.output.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
