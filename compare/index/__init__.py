"""The persistent store of articles seen: one SQLite file, opaque keys in, holders out."""

from compare.index.counts import counts
from compare.index.events import EventTable, Follows, LedgerEntry, Partition
from compare.index.records import Entry, Holder
from compare.index.store import Store

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
