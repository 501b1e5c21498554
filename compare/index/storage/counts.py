"""What an index holds, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compare.index.storage.database import Database

__all__ = ["counts"]


def counts(database: Database) -> dict[str, Any]:
    """How much an open index holds. The caller holds the transaction."""

    def one(sql: str) -> Any:  # noqa: ANN401  (whatever SQLite counts)
        return database.run(sql).fetchone()[0]

    return {
        "articles": one("SELECT count(*) FROM articles"),
        "sources": one("SELECT count(DISTINCT source) FROM articles"),
        "first": one("SELECT min(published) FROM articles"),
        "last": one("SELECT max(published) FROM articles"),
        "postings": one("SELECT coalesce(sum(entries), 0) FROM segments"),
        "segments": one("SELECT count(*) FROM segments"),
        "crowded_keys": one("SELECT count(*) FROM crowded"),
        "unsettled": one("SELECT count(*) FROM articles WHERE settled = 0"),
        "bytes": one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
    }  # fmt: skip
