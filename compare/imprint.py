"""By what newscompare knows the files it wrote itself, so that none is read as news or lost."""

from __future__ import annotations

import re

__all__ = ["COLUMNS", "COMMENT", "HEAD", "is_ours"]

HEAD = 4096
"""So many bytes of a file's beginning tell."""
COLUMNS = ("event", "claim", "claim_text", "article", "source", "relation", "score", "statement",
           "told")  # fmt: skip
"""The first row of a report's CSV."""
COMMENT = "<!-- made by newscompare -->"
"""The first line of a report's Markdown."""

_PAGE = b'<meta name="generator" content="newscompare">'
_JSON = re.compile(rb'\s*\{\s*"format":\s*"newscompare/')
_SQLITE = b"SQLite format 3\0"
_APPLICATION = b"NCPI"


def is_ours(head: bytes) -> bool:
    """Whether a file that begins so was written by newscompare: a report, results, an index."""
    return (
        head.startswith((",".join(COLUMNS).encode(), COMMENT.encode()))
        or (head.startswith(b"<!doctype html>") and _PAGE in head[:HEAD])
        or _JSON.match(head) is not None
        # SQLite keeps the number of the program whose file it is at this place.
        or (head.startswith(_SQLITE) and head[68:72] == _APPLICATION)
    )
