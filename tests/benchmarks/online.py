"""Articles one by one into an index, in a shuffled order, their events kept by its ledger."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from compare import open_index
from compare.evaluation.scores import event_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compare.model import Article
    from compare.settings import Settings


def group_one_by_one(articles: Sequence[Article], settings: Settings, seed: int) -> list[str]:
    """The event of each article, in order, when they have come in the order of ``seed``."""
    order = random.Random(seed).sample(list(articles), len(articles))
    with (
        TemporaryDirectory() as folder,
        open_index(Path(folder) / "seen.index", settings, create=True) as index,
    ):
        index.add(order)
        index.settle()
        home = event_of(index.events())
    return [home[article.id] for article in articles]
