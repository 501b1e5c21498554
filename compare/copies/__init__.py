"""Which article is a copy of which: MinHash, winnowing, exact verification.

``find_copies`` is the verb; ``signatures``, ``signature_rows`` and ``lsh`` hand MinHash signatures
to datasketch and take them from it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compare.copies.detection import find_copies, publication_order
    from compare.copies.lean import lsh, signature_rows, signatures

__all__ = ["find_copies", "lsh", "publication_order", "signature_rows", "signatures"]


def __getattr__(name: str) -> object:
    """Import a verb on first use."""
    if name not in __all__:
        raise AttributeError(f"module 'compare.copies' has no attribute {name!r}")
    home = "detection" if name in {"find_copies", "publication_order"} else "lean"
    return getattr(import_module(f"compare.copies.{home}"), name)
