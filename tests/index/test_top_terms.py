"""The weightiest terms of many articles are those of each one counted plainly."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from compare.index.top_terms import top_terms
from compare.model import Article
from compare.text import document_frequencies as background
from compare.text.terms import language_code, terms
from compare.text.word_hashes import letters, word_hash

WORDS = st.lists(
    st.sampled_from(
        ["The", "the", "rivers", "River", "Größe", "14", "東京", "京都", "x_y", "1", "⒈"]
    ),
    max_size=20,
).map(" ".join)
ARTICLES = st.builds(
    Article,
    id=st.just("a"),
    text=WORDS,
    source=st.just("s"),
    title=st.none() | WORDS,
    language=st.sampled_from([None, "en", "de-AT"]),
)


def plainly(article: Article, most: int) -> list[tuple[int, float]]:
    code = language_code(article.language)
    found = terms(article.text, code) + 3 * terms(article.title or "", code)
    held = Counter(map(letters, found))
    table = background.load(code)
    weighed = [
        (word_hash(term), often / (often + 1.5) * table.idf(term)) for term, often in held.items()
    ]
    return sorted(weighed, key=lambda one: (-one[1], one[0]))[:most]


@given(st.lists(ARTICLES, min_size=1, max_size=5), st.integers(1, 12))
def test_a_batch_gives_what_each_article_gives(articles: list[Article], most: int) -> None:
    for article, (hashes, weights) in zip(articles, top_terms(articles, most), strict=True):
        expected = plainly(article, most)
        assert hashes.tolist() == [hash_ for hash_, _ in expected]
        assert np.allclose(weights, [weight for _, weight in expected])


def test_terms_come_from_the_beginning_of_a_text() -> None:
    text = "word " * 400 + "Schönbrunn"
    found = {hash_ for hashes, _ in top_terms([Article("a", text, "s")], 20) for hash_ in hashes}
    assert found == {word_hash("word")}
