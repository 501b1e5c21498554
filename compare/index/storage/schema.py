"""The schema of an index file, its version, and the history of versions."""

__all__ = ["APPLICATION", "CHECKED", "PAGE_SIZE", "SCHEMA", "TALLIED", "VERSION"]

APPLICATION = 0x4E435049
"""SQLite's application id: "NCPI", a newscompare index."""
VERSION = 6
"""SQLite's user version.

History:
    1  articles, sources, texts, sketches, dictionaries, segments, blocks, crowded,
       boilerplate, events, members, likest, frequencies, bindings, ledger
    2  likest: weekdays
    3  strict tables with constraints; sketches: signature, grams; boilerplate: gram; reviewed
    4  likest: the log odds of the texts, for likeness
    5  likest is named nearest; reviewed: scored, for voices
    6  tallies
"""
PAGE_SIZE = 8192
CHECKED = {
    "boilerplate": "gram, source, number",
    "members": "number, event, follows, kind, jaccard, containment",
    "nearest": "number, weekdays, others",
    "frequencies": "language, documents, counts",
    "reviewed": "only, scored",
    "bindings": "first, second, together",
    "ledger": "kind, before, after, undone",
}
"""What no text can give again, and what the ``crc`` of its rows is made of."""
TALLIED = ("bindings", "boilerplate", "events", "frequencies", "reviewed")
"""Tables of which no other row would miss a row that is lost."""

SCHEMA = """
CREATE TABLE stamps (            -- what the rows were made with; another is refused
    name TEXT PRIMARY KEY,       -- such as "hashing", "passages.window"
    value TEXT NOT NULL          -- compared as it stands
) WITHOUT ROWID, STRICT;

CREATE TABLE tallies (           -- how many rows a table has whose rows no others name
    name TEXT PRIMARY KEY,       -- of the table
    rows INTEGER NOT NULL        -- so many were written and not taken out
) WITHOUT ROWID, STRICT;

CREATE TABLE sources (           -- the outlets
    number INTEGER PRIMARY KEY,  -- of the outlet, in this file
    name TEXT NOT NULL UNIQUE    -- as the articles give it
) STRICT;

CREATE TABLE articles (          -- one row per article
    number INTEGER PRIMARY KEY AUTOINCREMENT,        -- order of adding; never used twice
    id TEXT NOT NULL UNIQUE,                         -- as the user knows it
    source INTEGER NOT NULL REFERENCES sources,      -- its outlet
    published TEXT,                                  -- ISO 8601 as given; NULL if unknown
    settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1))  -- 1 once it has an event
) STRICT;
CREATE INDEX unsettled ON articles (number) WHERE settled = 0;

CREATE TABLE texts (             -- apart from articles, so that listing reads no text
    number INTEGER PRIMARY KEY REFERENCES articles,  -- the article
    body BLOB NOT NULL                               -- zstd of JSON: text, title, all other fields
) STRICT;

CREATE TABLE sketches (          -- what candidates are judged by before their text is read
    number INTEGER PRIMARY KEY REFERENCES articles,  -- the article
    signature BLOB NOT NULL,     -- the low byte of each value of its MinHash signature
    -- its winnowed grams in order, the high 32 bits of each
    grams BLOB NOT NULL CHECK (length(grams) % 4 = 0)
) STRICT;

CREATE TABLE dictionaries (      -- for zstd; a body names its dictionary by number
    number INTEGER PRIMARY KEY,  -- of the one there is; no row while articles are few
    content BLOB NOT NULL,       -- trained on articles, and holding pieces of their texts
    -- 1 once an article was removed that it may hold a piece of
    stale INTEGER NOT NULL CHECK (stale IN (0, 1))
) STRICT;

CREATE TABLE segments (          -- sorted runs of postings, the newest last, each far smaller
    number INTEGER PRIMARY KEY AUTOINCREMENT,        -- never used twice
    -- it has 2^bits blocks, chosen by the first bits of a key
    bits INTEGER NOT NULL CHECK (bits BETWEEN 0 AND 32),
    entries INTEGER NOT NULL     -- postings in it
) STRICT;

CREATE TABLE blocks (            -- the postings: which article holds which key
    place INTEGER PRIMARY KEY,   -- segment number * 2^32 + block; empty blocks have no row
    -- ascending uint64: 40 bits of key, 24 bits of article number
    entries BLOB NOT NULL CHECK (length(entries) % 8 = 0)
) STRICT;

CREATE TABLE crowded (           -- keys of which only the first articles are kept as postings
    key INTEGER PRIMARY KEY      -- 40 bits
) STRICT;

CREATE TABLE boilerplate (       -- winnowed grams that unrelated articles hold
    gram INTEGER NOT NULL,       -- its high 40 bits
    source INTEGER NOT NULL,     -- the outlet in which it counts for nothing; 0 for all
    number INTEGER NOT NULL REFERENCES articles,  -- an article that held it when it was learned
    crc INTEGER NOT NULL,        -- of the rest of the row
    PRIMARY KEY (gram, source)
) WITHOUT ROWID, STRICT;

CREATE TABLE events (            -- every event id ever given, so that none is given twice
    -- "e" and hex digits, from the id of its first article
    id TEXT PRIMARY KEY CHECK (id GLOB 'e??????????' AND id NOT GLOB '*[^0-9a-f]*')
) WITHOUT ROWID, STRICT;

CREATE TABLE members (           -- the event of each settled article
    number INTEGER PRIMARY KEY REFERENCES articles,  -- the article
    event TEXT NOT NULL REFERENCES events,           -- its event
    follows INTEGER REFERENCES members,  -- the article it copies; NULL if it speaks for itself
    kind TEXT CHECK (kind IN ('exact', 'near')),     -- how it copies it: exact or near
    jaccard REAL CHECK (jaccard BETWEEN 0 AND 1),    -- of the two
    containment REAL CHECK (containment BETWEEN 0 AND 1),  -- of the two
    crc INTEGER NOT NULL,        -- of the rest of the row
    CHECK ((follows IS NULL) = (kind IS NULL))
) STRICT;
CREATE INDEX members_of ON members (event);
CREATE INDEX members_after ON members (follows) WHERE follows IS NOT NULL;

CREATE TABLE nearest (           -- of each article that copies none: the articles nearest to it
    number INTEGER PRIMARY KEY REFERENCES articles,  -- the article
    weekdays INTEGER NOT NULL DEFAULT 0,             -- those it names: a bit each, Monday lowest
    -- the nearest: 4 bytes of number, 4 of log odds that both report one event, by their texts
    others BLOB NOT NULL CHECK (length(others) % 8 = 0),
    crc INTEGER NOT NULL         -- of the rest of the row
) STRICT;

CREATE TABLE frequencies (       -- in how many of the first settled articles each term occurs
    language TEXT PRIMARY KEY,   -- of the articles counted
    documents INTEGER NOT NULL,  -- how many
    counts BLOB NOT NULL,        -- zstd of lines: term, tab, count
    crc INTEGER NOT NULL         -- of the rest of the row
) WITHOUT ROWID, STRICT;

CREATE TABLE reviewed (          -- when all events were last asked about
    only INTEGER PRIMARY KEY CHECK (only = 1),       -- there is one row
    scored INTEGER NOT NULL,     -- articles that were scored then: a tenth more, and it is due
    crc INTEGER NOT NULL         -- of the rest of the row
) STRICT;

CREATE TABLE bindings (          -- what a person decided about two articles
    first INTEGER NOT NULL REFERENCES articles,      -- the lower number
    second INTEGER NOT NULL REFERENCES articles,     -- the higher number
    together INTEGER NOT NULL CHECK (together IN (0, 1)),  -- 1 must be one event, 0 must not
    crc INTEGER NOT NULL,        -- of the rest of the row
    PRIMARY KEY (first, second)
) WITHOUT ROWID, STRICT;

CREATE TABLE ledger (            -- every change to events that is more than a new member
    entry INTEGER PRIMARY KEY AUTOINCREMENT,         -- in order
    kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'move', 'undo')),
    before TEXT NOT NULL,        -- JSON: {event: [article numbers]} before
    after TEXT NOT NULL,         -- JSON: {event: [article numbers]} after
    undone INTEGER REFERENCES ledger,-- the entry that undid it; NULL if none
    crc INTEGER NOT NULL         -- of the rest of the row
) STRICT;
"""
