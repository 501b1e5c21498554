"""The persistent store of articles seen: one SQLite file, opaque keys in, holders out.

The only place that speaks SQL: ``Store`` holds the articles and is found by key, its ``postings``
who holds which key, its ``boilerplate`` what was learned to be it, its ``events`` who is in which.
"""

from compare.index.storage.event_table import EventTable, Follows, LedgerEntry, Partition
from compare.index.storage.store import Entry, Holder, Store

__all__ = ["Entry", "EventTable", "Follows", "Holder", "LedgerEntry", "Partition", "Store"]
