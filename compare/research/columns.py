"""What every column of every table means: the one schema that files, docs and tests are made from.

Bump ``FORMAT`` when a column changes its meaning or goes; new columns may be added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["FORMAT", "TABLES", "Column", "ColumnType", "markdown"]

FORMAT = "newscompare/tables/1"
ColumnType = Literal["string", "int", "float", "bool", "timestamp"]
"""In Parquet: string (UTF-8), int64, double, bool, timestamp in microseconds, UTC."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, whether it may be empty, and what it says."""

    name: str
    type: ColumnType
    says: str
    nullable: bool = False


def _s(name: str, says: str) -> Column:
    return Column(name, "string", says)


def _n(name: str, says: str) -> Column:
    return Column(name, "int", says)


def _b(name: str, says: str) -> Column:
    return Column(name, "bool", says)


def _maybe(name: str, kind: ColumnType, says: str) -> Column:
    return Column(name, kind, says, nullable=True)


_EVENT = _s("event", "id of the event; key into `events`")
_ARTICLE = _s("article", "id of the article; key into `articles`")
_SOURCE = _s("source", "its outlet, as the input names it")
_CLAIM = _s("claim", "id of the claim, unique within the event; with `event` the key into `claims`")

TABLES: dict[str, tuple[Column, ...]] = {
    "articles": (
        _ARTICLE,
        _EVENT,
        _SOURCE,
        _maybe("title", "string", "its headline"),
        _maybe("published", "string", "time of publication as given, ISO 8601"),
        _maybe("published_first", "timestamp", "the first instant this may mean (a date alone is a whole day)"),
        _maybe("published_last", "timestamp", "the last instant it may mean"),
        _maybe("url", "string", "its address"),
        _maybe("language", "string", "as given or detected"),
        _n("characters", "length of its text as given"),
        _n("sentences", "sentences that are statements of it"),
        _n("quotations", "quotations that are statements of it"),
        _n("words", "words in these sentences, separated by blanks"),
        _n("dropped", "characters that are no statement: bylines, captions, link lists"),
        _b("compared", "whether it was compared; false for a further reprint of a compared one, and for the only article of an event"),
        _maybe("copy_of", "string", "the article of which it is a copy"),
        _maybe("copy_kind", "string", "exact, near or partial"),
        _n("told", "claims it tells"),
        _n("added", "claims no other source has any part of; 0 where it was not compared"),
        _n("left_out", "claims it has no part of"),
        _n("left_out_known", "of these, those another source had told before it appeared"),
        _maybe("provenance", "string", "wire, reprint, derived, mixed, independent or unsure; empty where origins were not traced"),
        _maybe("parent", "string", "the article it has its text from"),
        _maybe("parent_share", "float", "share of its words that are the parent's, 0 to 1"),
    ),
    "events": (
        _EVENT,
        _s("story", "id of the affair; events of one story share it"),
        _s("title", "headline that stands for the event"),
        _maybe("start", "string", "the earliest time of publication"),
        _maybe("end", "string", "the latest"),
        _n("articles", "articles, copies included"),
        _n("sources", "different outlets among them"),
        _n("originals", "articles that are no exact or near copy of another"),
        _n("claims", "claims of the event; 0 for an event of one article"),
        _n("shared", "claims that two or more sources tell"),
        _maybe("origins", "int", "independent origins of the event; empty where they were not traced"),
        _maybe("threshold", "float", "probability from which a match counted"),
        _s("settings", "digest of the settings that made the comparison"),
        _s("version", "of newscompare"),
    ),
    "claims": (
        _EVENT,
        _CLAIM,
        _s("text", "the statement that words it best"),
        _n("articles", "articles with any part of it, reprints included"),
        _n("tellers", "compared articles that tell it"),
        _n("sources", "different outlets that tell it"),
        _maybe("first_article", "string", "the article that told it first; empty where dates cannot tell"),
        _maybe("first_source", "string", "its outlet"),
        _maybe("first_published", "string", "its time of publication as given"),
        _maybe("origins", "int", "independent origins of the claim; empty where they were not traced"),
    ),
    "tellings": (
        _EVENT,
        _CLAIM,
        _ARTICLE,
        _SOURCE,
        _s("telling", "`told`: probably most of the claim; `in part`: less; `differs`: another number, speaker or a denial, as a rule guessed; `unsure`: statements came near to it; `absent`: none did"),
        _maybe("probability", "float", "that its statement and the claim's say the same, 0 to 1; empty where it has none"),
        _maybe("relation", "string", "verbatim, paraphrase, partial, number-changed, negated, attribution-changed; empty where it has none"),
        _maybe("start", "int", "where the first of its statements begins, a character of the text as given"),
        _maybe("end", "int", "where that statement ends"),
        _maybe("spans", "string", "all its statements, `start-end` with blanks between"),
        _maybe("first", "bool", "whether it told the claim first; empty where dates cannot tell, or it does not tell it"),
        _maybe("known_before", "bool", "whether another source had told the claim before this article appeared; empty where dates cannot tell"),
        _b("reprint", "whether the article was not compared itself, but carries this as a copy"),
    ),
    "copies": (
        _EVENT,
        _ARTICLE,
        _SOURCE,
        _s("of", "the article it copies"),
        _s("of_source", "that one's outlet"),
        _s("kind", "exact: the same words; near: most of the shorter one; partial: a passage"),
        _maybe("jaccard", "float", "Jaccard similarity of their word shingles, 0 to 1"),
        _maybe("containment", "float", "share of the smaller one's shingles, 0 to 1"),
        _maybe("minutes", "float", "minutes from the original's publication to this one's; empty unless both have a time of day"),
    ),
    "quotations": (
        _EVENT,
        _ARTICLE,
        _SOURCE,
        _n("start", "where it begins, a character of the text as given"),
        _n("end", "where it ends"),
        _s("text", "the quotation"),
        _maybe("speaker", "string", "who is said to say it, as the article names them"),
        _maybe("claim", "string", "the claim it is part of"),
    ),
    "origins": (
        _EVENT,
        _maybe("claim", "string", "the claim; empty for the origins of the whole event"),
        _n("group", "number of the origin within the event or claim, from 1"),
        _maybe("origin", "string", "the article the others have it from; empty where that is not here, or nothing tells"),
        _s("name", "the outlet or agency to name"),
        _s("kind", "text, credit, undirected or unsure"),
        _ARTICLE,
        _SOURCE,
    ),
}  # fmt: skip
"""Per table its columns, in order; one row per thing."""
_ROW = {
    "articles": "One row per article and event (an article is in exactly one).",
    "events": "One row per event, events of one article included.",
    "claims": "One row per claim of an event of two or more articles.",
    "tellings": "One row per claim and article of its event: also where the article lacks it.",
    "copies": "One row per article that copies another of its event.",
    "quotations": "One row per quotation that is a statement of an article.",
    "origins": "One row per article in each origin of an event or claim; none where not traced.",
}
_PARQUET = {
    "string": "string",
    "int": "int64",
    "float": "double",
    "bool": "bool",
    "timestamp": "timestamp[us, UTC]",
}

_ABOUT = (
    "`newscompare export PATHS --tables DIR --format parquet|csv` and "
    "`compare.tables(comparisons)` give these tables. This page is made from "
    "`compare/research/columns.py`, and a test holds the files to it."
)
_FORMATS = (
    f"Format `{FORMAT}`; `tables.json` beside the files names it with the version of "
    "newscompare, the digest of the settings and the rows of each table. New columns may be "
    "added; none changes its meaning under this name. An empty cell is a value that is not "
    "known or does not apply. In CSV, times are ISO 8601 in UTC, truth is `true` or `false`, "
    "and text that a spreadsheet would run as a formula is preceded by `'`; Parquet holds it "
    "as it is."
)


def markdown() -> str:
    """The page that documents the tables, ``docs/tables.md``."""
    lines = [
        "# Tables for research",
        "",
        _ABOUT,
        "",
        _FORMATS,
        "",
    ]
    for table, columns in TABLES.items():
        lines += [f"## {table}", "", _ROW[table], "", "| column | type | may be empty | meaning |"]
        lines += ["| --- | --- | --- | --- |"]
        lines += [f"| `{c.name}` | {_PARQUET[c.type]} | {'yes' if c.nullable else 'no'} | {c.says} |"
                  for c in columns]  # fmt: skip
        lines.append("")
    return "\n".join(lines)
