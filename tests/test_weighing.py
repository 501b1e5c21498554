"""Articles weighed by the numbers of their terms are as alike as their vectors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.clean import clean
from compare.model import Article
from compare.settings import Settings
from compare.similarity import likeness as of_vectors
from compare.vectors import vector
from compare.weighing import Weigher, likeness

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


@given(st.lists(ARTICLES, min_size=2, max_size=4))
def test_the_likeness_is_that_of_the_vectors(articles: list[Article]) -> None:
    weigher = Weigher(SETTINGS)
    weighed = [weigher.weigh(article) for article in articles]
    vectors = [vector(body, SETTINGS.vectors) for one in articles
               for body in clean([one], SETTINGS.clean)]  # fmt: skip
    for mine, plain in zip(weighed, vectors, strict=True):
        assert likeness(mine, weighed[0]) == pytest.approx(of_vectors(plain, vectors[0]))
