"""The persistent store of articles seen: one SQLite file, opaque keys in, holders out."""

from compare.index.storage.counts import counts
from compare.index.storage.event_table import EventTable, Follows, LedgerEntry, Partition
from compare.index.storage.records import Entry, Holder
from compare.index.storage.store import Store

__all__ = [
    "Entry",
    "EventTable",
    "Follows",
    "Holder",
    "LedgerEntry",
    "Partition",
    "Store",
    "counts",
]
