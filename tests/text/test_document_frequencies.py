"""A background table counts articles, not words, and comes back as it was written."""

from hypothesis import given
from hypothesis import strategies as st

from compare.text.document_frequencies import Background, count, dump, load, parse

TERM = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8)


def test_an_article_counts_once_for_a_term() -> None:
    assert count(["ships and ships", "a ship"]).counts == {"a": 1, "and": 1, "ship": 2}


def test_rare_terms_are_left_out() -> None:
    assert count(["a b", "b c"], least=2).counts == {"b": 2}


@given(st.dictionaries(TERM, st.integers(1, 10**9)), st.integers(0, 10**9))
def test_a_table_comes_back(counts: dict[str, int], documents: int) -> None:
    table = Background(documents, counts)
    assert parse(dump(table)) == table


def test_the_english_table_knows_common_from_rare() -> None:
    table = load("en-GB")
    assert table.documents > 1000
    assert table.idf("the") < 0.1 < table.idf("presid") < table.idf("volcano")
    assert table.idf("qqqqq") == max(table.idf(term) for term in ("qqqqq", "volcano"))


def test_without_a_table_short_words_are_taken_as_common() -> None:
    table = load("xx")
    assert table.idf("a") < table.idf("der") < table.idf("wort") < table.idf("wahlkampf")
    assert table.idf("2024") == table.idf("国会") > table.idf("wahlkampf")


def test_pairs_of_neighbours_are_counted_where_asked() -> None:
    assert count(["a b a b", "b a"], least=3, least_pair=1).counts == {"a b": 1, "b a": 2}


def test_no_language_is_english() -> None:
    assert load(None) == load("en")
