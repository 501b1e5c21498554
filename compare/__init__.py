"""newscompare: which outlet said what, who copied whom, what each added or left out."""

from importlib import import_module
from typing import TYPE_CHECKING

from compare.version import __version__

if TYPE_CHECKING:
    from compare.index.index import open_index
    from compare.pipeline import (
        align_articles,
        compare_events,
        deduplicate,
        group_events,
        read_articles,
        write_report,
    )
    from compare.settings import load_settings

__all__ = [
    "__version__",
    "align_articles",
    "compare_events",
    "deduplicate",
    "group_events",
    "load_settings",
    "open_index",
    "read_articles",
    "write_report",
]

_HOMES = {"load_settings": "settings", "open_index": "index.index"}


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that ``import compare`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'compare' has no attribute {name!r}")
    return getattr(import_module(f"compare.{_HOMES.get(name, 'pipeline')}"), name)
