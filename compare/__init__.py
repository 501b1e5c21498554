"""newscompare: which outlet said what, who copied whom, what each added or left out.

The tour, bottom to top: a module imports only what stands above it in this list. The wings
import floor 0 only, and no floor below the journey imports a wing.

Floor 0, words
    errors        the one root of all errors
    model         the records that travel: articles, statements, copies, events, comparisons
    settings      one frozen dataclass per stage, from TOML
    verdicts      what an index says of one article
    words         the one tokenizer: offsets, folding, stems
    imprint       by what newscompare knows the files it wrote itself
    output        files written whole or not at all
    spread        values in parts, wherever they lie: the verbs every engine has

Floor 1, reading: files to articles, articles to statements
    period        the articles of a period
    language      which language an article is in
    noise         lines that are no article, told by their form
    clean         an article's body, and the reason for all that was dropped
    lexicon       closed lists of words: abbreviations, titles, verbs of saying
    marks         which quotation marks open and which close
    sentences     where a sentence ends and the next begins
    names         names with the titles and roles around them
    voices        whether a phrase is one that can speak
    cast          the people of one article, and whom a phrase or pronoun means
    phrases       the noun phrase before or behind a token
    attributions  the words that say who said it
    quotations    quotations, and the words that attribute them
    speakers      who says each quotation and each reported sentence
    statements    sentences and the quotations in them, as statements

Floor 2, numbers: texts to signatures, passage marks and vectors
    terms         what a vector counts: stems, or pairs of characters
    background    in how many of many articles a term occurs, shipped as counts
    days          when an article was published, and which weekdays it names
    counting      how often terms occur in articles, and in how many
    vectors       TF-IDF rows of articles, of words, pairs of words and leads
    hashes        texts to word hashes, without a Python object per word
    fingerprints  word hashes to MinHash signatures, band keys, candidate pairs
    passages      winnowed marks: every long shared run is found
    boilerplate   marks that recur in unrelated articles and count for nothing
    overlap       what two texts share: runs, damage, slots
    sketches      what a text is searched by: signature, bands, marks, digest
    shelves       articles on numbered shelves, and how two of them meet

Floor 3, who belongs together: copies and events
    candidates    pairs of articles worth comparing word by word
    verification  two texts compared: exact, near, partial or no copy
    related       texts that are one story by their marks
    keeping       which articles are kept, decided from verdicts on pairs
    judging       pairs compared on their shelves, and the records of copies
    copies        which article is a copy, exact, near or partial, of which
    bodies        articles in parts, cleaned where they lie
    vocabulary    the vectors of articles on shelves
    crowding      how alike an article is to articles that report other events
    pairing       which articles are compared as to their event
    similarity    what speaks for and against two articles reporting one event
    akin          pairs of articles on shelves, compared as to their event
    reasons       every part of the event score of two articles, and what would flip it
    clusters      average linkage over a sparse graph of scores
    arrivals      events when articles come one by one, in any order
    events        which articles report the same event, and which events are of one story
    gathering     the events of a batch whose articles lie in parts

Floor 4, who says what: matches, relations, claims
    acronyms      names written out and short, in one way
    content       the words of a statement that carry its proposition
    quantities    numbers with units, ranges and rounding
    tags          who a statement says it is from, and what it says
    wording       two statements in the same words, and the slots where they differ
    figures       whether two statements give one thing in different numbers
    negation      what a statement denies
    meanings      how close two words are in use, from a small table of vectors
    encoder       vectors of whole statements, from a model that a package carries
    rows          sparse rows of counts, and what two rows share
    anchors       which statement of the other article a word points to
    evidence      what speaks for two statements sharing a proposition, as numbers
    context       what the pairs around a pair of statements tell about it
    grounds       what each kind of evidence adds to a match, in words
    relations     in which way two matched statements say the same
    fitted        the coefficients of alignment that ship, and how right they were
    alignment     which statements of an event's articles say the same
    claims        what sets of matched sentences say, without drift
    cells         whose words tell a claim, who tells it, and who a part of it
    reprints      copies that are told with what they copy, and not compared
    comparison    claims by articles: what each added and left out

Wings, of floor 0 only
    ingest/       readers of files, chosen by suffix: text, HTML, JSON, tables, news XML, archives
    index/        the store of articles seen, one SQLite file
    engines/      where a batch is worked on: this process, or Spark
    report/       comparisons in, pages and JSON out

Floor 5, the journey
    pipeline      joins floors and wings: read, deduplicate, group, align, compare, report
    heaviest      the weightiest terms of many articles at once, as hashes
    keys          by what an article is found again in an index
    lessons       the boilerplate an index has learned, and what it learns of more articles
    suspects      the articles of an index a new one is compared with
    nearest       the articles of an index that share most terms with another
    weighing      how alike articles of an index are, by the numbers of their terms
    tellings      the articles of an index that report the same event
    seen          an index file: is this article new?
    tally         in how many of an index's first articles each term occurs
    neighbours    whom each article of an index is likest to, as articles arrive
    ledger        the events of an index as articles arrive, every change on record
    explanation   what a score rests on, and what would flip it
    chronicle     the events of an index, listed, explained and reported

Floor 6, is it any good
    metrics       scores of groupings and rankings, with bootstrap intervals
    gold          articles with their event, labelled pairs, marked article pairs
    evaluate      the stages' answers on gold as scores, and floors to keep
    answers       what the stages answer on gold, pair by pair
    marking       gold lines with the answers, and their scores
    questions     which pairs to ask a person about
    labels        the file of the answers, and what each stands for
    curves        precision, recall and counts of labelled pairs over the threshold
    tune          the threshold to take by the labels, or why none can be told
    changes       what another threshold does to events and pairs
    banding       what bands and rows of a signature find, and the cheapest that do
    pools         the pairs that may be asked about, with their scores
    tuning        label files to scored labels, a threshold to its effects
    tuneview      all the tuning page shows, as plain values
    tomlfile      one value changed in the owner's TOML, all else kept

Floor 7, the command line
    cli           parse, call one function, print
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compare.pipeline import (
        align_articles,
        compare_events,
        deduplicate,
        group_events,
        read_articles,
        write_report,
    )
    from compare.seen import open_index
    from compare.settings import load_settings

__version__ = "0.1.0"

__all__ = [
    "__version__",
    "align_articles",
    "compare_events",
    "deduplicate",
    "group_events",
    "load_settings",
    "open_index",
    "read_articles",
    "write_report",
]

_HOMES = {"load_settings": "settings", "open_index": "seen"}


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that ``import compare`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'compare' has no attribute {name!r}")
    return getattr(import_module(f"compare.{_HOMES.get(name, 'pipeline')}"), name)
