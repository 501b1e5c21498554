"""Articles weighed by the numbers of their terms are as alike as their vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.events.similarity import cosines as of_vectors
from compare.events.tfidf import Frequencies, vector
from compare.index.term_weights import TermWeigher, cosines
from compare.ingest.cleaning import clean
from compare.model import Article
from compare.settings import Settings

SETTINGS = Settings()
WORDS = st.lists(
    st.sampled_from(["The", "river", "rose", "by", "two", "metres", "in", "Oberau", "14", "東京"]),
    max_size=30,
).map(" ".join)
ARTICLES = st.builds(
    Article,
    id=st.just("a"),
    text=WORDS,
    source=st.just("s"),
    title=st.none() | WORDS,
    published=st.sampled_from([None, "2026-03-01", "2026-03-09", "soon"]),
    language=st.sampled_from([None, "en", "de"]),
)


COUNTS = st.dictionaries(
    st.sampled_from(["river", "rose", "river rose", "two metr", "14", "東京", "东京 14"]),
    st.integers(1, 40),
)
FREQUENCIES = st.dictionaries(
    st.sampled_from(["en", "de"]), st.builds(Frequencies, st.integers(40, 2000), COUNTS)
)


@given(st.lists(ARTICLES, min_size=2, max_size=4), FREQUENCIES)
def test_the_cosines_are_those_of_the_vectors(
    articles: list[Article], known: dict[str, Frequencies]
) -> None:
    weigher = TermWeigher(SETTINGS, known)
    weighed = [weigher.weigh(article) for article in articles]
    vectors = [
        vector(body, SETTINGS.vectors, known.get(one.language or "en"))
        for one in articles
        for body in clean([one], SETTINGS.clean)
    ]
    for mine, plain in zip(weighed, vectors, strict=True):
        expected = pytest.approx(of_vectors(plain, vectors[0]), abs=1e-6)
        assert cosines(mine, weighed[0]) == expected
        assert mine.terms == len(plain.words)


def test_what_is_counted_meanwhile_weighs_less_in_what_comes_then() -> None:
    """A term that all articles of the index hold makes two of them less alike."""
    known: dict[str, Frequencies] = {}
    weigher = TermWeigher(SETTINGS, known)
    texts = ("Kelpholm ferry aground", "Kelpholm bank robbed")
    articles = [Article(text, text, "s", language="en") for text in texts]
    before = cosines(*map(weigher.weigh, articles))["words"]
    known["en"] = Frequencies(100, {"kelpholm": 100})
    assert 0 < cosines(*map(weigher.weigh, articles))["words"] < before
