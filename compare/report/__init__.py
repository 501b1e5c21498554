"""A comparison in, bytes out: pages, JSON, CSV and Markdown. Nothing is compared here."""

from compare.report.folder import write_articles
from compare.report.json_formats import align, article, check, comparison, dedup, events
from compare.report.writer import write

__all__ = ["align", "article", "check", "comparison", "dedup", "events", "write", "write_articles"]
