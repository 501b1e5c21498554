"""The persistent index of articles seen: one file that answers whether an article is new.

``open_index`` opens or makes it; ``Index`` adds, checks, removes and verifies, and lists and
explains the events of what is in it. Below lies ``storage``, the one place with SQL; the rest
searches it for copies and for reports of one event.
"""

from compare.index.index import Added, Arrival, Index, export, open_index

__all__ = ["Added", "Arrival", "Index", "export", "open_index"]
