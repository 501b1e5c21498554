"""newscompare: which outlet said what, who copied whom, what each added or left out.

>>> import compare
>>> shut = "The bridge in Oberau was shut on Monday, the mayor said. Two cars were lost."
>>> articles = [compare.Article("a", shut, "Tribune"), compare.Article("b", shut, "Gazette")]
>>> compare.deduplicate(articles).copies[0].kind
'exact'

Every verb takes articles and, if you like, settings; nothing is read from or written to the
disk unless a path is given. Names are imported on first use, so ``import compare`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from compare.version import __version__

if TYPE_CHECKING:
    from compare.errors import NewscompareError
    from compare.events.explanation import Explanation
    from compare.explain import explain_articles, explain_statements
    from compare.index import Index, open_index
    from compare.ingest import Reading
    from compare.model import (
        Alignment,
        Article,
        Claim,
        Comparison,
        Copy,
        Event,
        Match,
        Refused,
        Statement,
        Verdict,
    )
    from compare.pipeline import (
        Comparisons,
        Deduplication,
        align_articles,
        compare_events,
        deduplicate,
        group_events,
        read_articles,
        write_report,
    )
    from compare.research.tables import tables
    from compare.settings import Settings, load_settings

__all__ = [
    "Alignment",
    "Article",
    "Claim",
    "Comparison",
    "Comparisons",
    "Copy",
    "Deduplication",
    "Event",
    "Explanation",
    "Index",
    "Match",
    "NewscompareError",
    "Reading",
    "Refused",
    "Settings",
    "Statement",
    "Verdict",
    "__version__",
    "align_articles",
    "compare_events",
    "deduplicate",
    "explain_articles",
    "explain_statements",
    "group_events",
    "load_settings",
    "open_index",
    "read_articles",
    "tables",
    "write_report",
]

_HOMES = {
    "errors": ("NewscompareError",),
    "events.explanation": ("Explanation",),
    "explain": ("explain_articles", "explain_statements"),
    "index": ("Index", "open_index"),
    "ingest": ("Reading",),
    "model": (
        "Alignment", "Article", "Claim", "Comparison", "Copy", "Event", "Match", "Refused",
        "Statement", "Verdict",
    ),
    "pipeline": (
        "Comparisons", "Deduplication", "align_articles", "compare_events", "deduplicate",
        "group_events", "read_articles", "write_report",
    ),
    "research.tables": ("tables",),
    "settings": ("Settings", "load_settings"),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a public name on first use."""
    if name not in _HOME:
        raise AttributeError(f"module 'compare' has no attribute {name!r}")
    return getattr(import_module(f"compare.{_HOME[name]}"), name)
