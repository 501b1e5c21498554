"""The persistent store of articles seen: one SQLite file, opaque keys in, holders out."""

from compare.index.counts import counts
from compare.index.store import Entry, Holder, Store

__all__ = ["Entry", "Holder", "Store", "counts"]
