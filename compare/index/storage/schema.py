"""The schema of an index file, its version, and the history of versions."""

__all__ = ["APPLICATION", "PAGE_SIZE", "SCHEMA", "VERSION"]

APPLICATION = 0x4E435049
"""SQLite's application id: "NCPI", a newscompare index."""
VERSION = 3
"""SQLite's user version.

History:
    1  articles, sources, texts, sketches, dictionaries, segments, blocks, crowded,
       boilerplate, events, members, likest, frequencies, bindings, ledger
    2  likest: weekdays
    3  sketches: signature, grams; boilerplate: gram; reviewed
"""
PAGE_SIZE = 8192

SCHEMA = """
CREATE TABLE stamps (            -- what the rows were made with; another is refused
    name TEXT PRIMARY KEY,       -- such as "hashing", "passages.window"
    value TEXT NOT NULL          -- compared as it stands
) WITHOUT ROWID;

CREATE TABLE sources (           -- the outlets
    number INTEGER PRIMARY KEY,  -- of the outlet, in this file
    name TEXT NOT NULL UNIQUE    -- as the articles give it
);

CREATE TABLE articles (          -- one row per article
    number INTEGER PRIMARY KEY AUTOINCREMENT,        -- order of adding; never used twice
    id TEXT NOT NULL UNIQUE,                         -- as the user knows it
    source INTEGER NOT NULL REFERENCES sources,      -- its outlet
    published TEXT,                                  -- ISO 8601 as given; NULL if unknown
    settled INTEGER NOT NULL DEFAULT 0               -- 1 once it was given an event
);
CREATE INDEX unsettled ON articles (number) WHERE settled = 0;

CREATE TABLE texts (             -- apart from articles, so that listing reads no text
    number INTEGER PRIMARY KEY REFERENCES articles,  -- the article
    body BLOB NOT NULL                               -- zstd of JSON: text, title, all other fields
);

CREATE TABLE sketches (          -- what candidates are judged by before their text is read
    number INTEGER PRIMARY KEY REFERENCES articles,  -- the article
    signature BLOB NOT NULL,     -- the low byte of each value of its MinHash signature
    grams BLOB NOT NULL          -- its winnowed grams in order, the high 32 bits of each
);

CREATE TABLE dictionaries (      -- for zstd; a body names its dictionary by number
    number INTEGER PRIMARY KEY,  -- of the one there is; no row while articles are few
    content BLOB NOT NULL,       -- trained on articles, and holding pieces of their texts
    stale INTEGER NOT NULL       -- 1 once an article was removed that it may hold a piece of
);

CREATE TABLE segments (          -- sorted runs of postings, the newest last, each far smaller
    number INTEGER PRIMARY KEY AUTOINCREMENT,        -- never used twice
    bits INTEGER NOT NULL,       -- it has 2^bits blocks, chosen by the first bits of a key
    entries INTEGER NOT NULL     -- postings in it
);

CREATE TABLE blocks (            -- the postings: which article holds which key
    place INTEGER PRIMARY KEY,   -- segment number * 2^32 + block; empty blocks have no row
    entries BLOB NOT NULL        -- ascending uint64: 40 bits of key, 24 bits of article number
);

CREATE TABLE crowded (           -- keys of which only the first articles are kept as postings
    key INTEGER PRIMARY KEY      -- 40 bits
);

CREATE TABLE boilerplate (       -- winnowed grams that unrelated articles hold
    gram INTEGER NOT NULL,       -- its high 40 bits
    source INTEGER NOT NULL,     -- the outlet in which it counts for nothing; 0 for all
    number INTEGER NOT NULL,     -- an article that held it when it was learned
    PRIMARY KEY (gram, source)
) WITHOUT ROWID;

CREATE TABLE events (            -- every event id ever given, so that none is given twice
    id TEXT PRIMARY KEY          -- "e" and hex digits, from the id of its first article
) WITHOUT ROWID;

CREATE TABLE members (           -- the event of each settled article
    number INTEGER PRIMARY KEY REFERENCES articles,  -- the article
    event TEXT NOT NULL REFERENCES events,           -- its event
    follows INTEGER,             -- the article it copies, which speaks for it; NULL if it speaks
    kind TEXT,                   -- how it copies it: exact or near
    jaccard REAL,                -- of the two
    containment REAL             -- of the two
);
CREATE INDEX members_of ON members (event);
CREATE INDEX members_after ON members (follows) WHERE follows IS NOT NULL;

CREATE TABLE likest (            -- what each article that speaks was scored by
    number INTEGER PRIMARY KEY REFERENCES articles,  -- the article
    weekdays INTEGER NOT NULL DEFAULT 0,             -- those it names: a bit each, Monday lowest
    others BLOB NOT NULL         -- whom it is likest to: 4 bytes of number, 4 of float likeness
);

CREATE TABLE frequencies (       -- in how many of the first settled articles each term occurs
    language TEXT PRIMARY KEY,   -- of the articles counted
    documents INTEGER NOT NULL,  -- how many
    counts BLOB NOT NULL         -- zstd of lines: term, tab, count
) WITHOUT ROWID;

CREATE TABLE reviewed (          -- when all events were last asked about
    only INTEGER PRIMARY KEY CHECK (only = 1),       -- there is one row
    voices INTEGER NOT NULL      -- articles that were scored then: a tenth more, and it is due
);

CREATE TABLE bindings (          -- what a person decided about two articles
    first INTEGER NOT NULL,      -- the lower number
    second INTEGER NOT NULL,     -- the higher number
    together INTEGER NOT NULL,   -- 1 must be one event, 0 must not
    PRIMARY KEY (first, second)
) WITHOUT ROWID;

CREATE TABLE ledger (            -- every change to events that is more than a new member
    entry INTEGER PRIMARY KEY AUTOINCREMENT,         -- in order
    kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'move', 'undo')),
    before TEXT NOT NULL,        -- JSON: {event: [article numbers]} before
    after TEXT NOT NULL,         -- JSON: {event: [article numbers]} after
    undone INTEGER               -- the entry that undid it; NULL if none
);
"""
