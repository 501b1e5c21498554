"""Terms are counted in the first articles of an index, whichever process adds them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from compare.events.tfidf import Frequencies
from compare.index import Index, open_index
from compare.index import term_frequencies as tally
from compare.index.term_frequencies import TermFrequencies
from compare.model import Article

FERRY = Article("f", "The ferry ran aground. The ferry sank.", "s", language="en-GB")
BANK = Article("b", "The bank ran dry.", "s", language="en")
BOOT = Article("d", "Das Boot sank.", "s", language="de")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path / "i", create=True) as opened:
        yield opened


def counted(index: Index, *articles: Article) -> dict[str, Frequencies]:
    """Count articles in a tally of their own, as a process of its own would."""
    with index.store.database.writing():
        own = TermFrequencies(index.store.events, index.settings)
        for article in articles:
            own.count(article)
        own.keep()
        return own.known


def test_an_article_counts_once_for_each_of_its_terms_and_pairs(index: Index) -> None:
    english = counted(index, FERRY, BANK)["en"]
    assert english.documents == 2
    assert (english.counts["ferri"], english.counts["ran"]) == (1, 2)
    assert (english.counts["the ferri"], english.counts["ferri ran"]) == (1, 1)


def test_languages_are_counted_apart(index: Index) -> None:
    known = counted(index, FERRY, BOOT)
    assert (known["en"].documents, known["de"].documents) == (1, 1)
    assert "boot" not in known["en"].counts


def test_what_was_counted_is_there_again(index: Index) -> None:
    counted(index, FERRY)
    assert counted(index, BANK, BOOT) == counted(index)
    with index.store.database.reading():
        assert TermFrequencies(index.store.events, index.settings).known["en"].documents == 2


def test_only_the_first_articles_count_and_what_is_met_once_is_dropped(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tally, "COUNTED", 2)
    known = counted(index, FERRY, BANK, BANK)["en"]
    assert known == Frequencies(2, {"the": 2, "ran": 2})
    assert counted(index, FERRY)["en"] == known
