"""A comparison in, bytes out: pages, JSON, CSV and Markdown. Nothing is compared here.

``write`` makes a report's folder; ``align``, ``article``, ``check``, ``comparison``, ``dedup`` and
``events`` give the contract's JSON. Names are imported on first use, so that a command that
prints one line does not load the templates.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compare.report.folder import article_line, write_lines
    from compare.report.json_formats import align, article, check, comparison, dedup, events
    from compare.report.writer import event_files, write

__all__ = [
    "align",
    "article",
    "article_line",
    "check",
    "comparison",
    "dedup",
    "event_files",
    "events",
    "write",
    "write_lines",
]

_HOMES = {
    "article_line": "folder",
    "event_files": "writer",
    "write": "writer",
    "write_lines": "folder",
}


def __getattr__(name: str) -> object:
    """Import a verb on first use."""
    if name not in __all__:
        raise AttributeError(f"module 'compare.report' has no attribute {name!r}")
    return getattr(import_module(f"compare.report.{_HOMES.get(name, 'json_formats')}"), name)
