"""A batch's vectors are those of each article alone, with the batch's own frequencies."""

import numpy as np
import pytest

from compare.events.tfidf import Frequencies, Vectors, vector, vectorise
from compare.model import Article, CleanedArticle
from compare.settings import VectorSettings

SETTINGS = VectorSettings()
TEXTS = (
    ("The ferry Aurora ran aground off Kelpholm on Tuesday night.", "Ferry aground", "en"),
    ("Die Fähre lief am Dienstag vor Kelpholm auf Grund.", None, "de"),
    ("渡轮星期二晚上在克尔霍姆附近搁浅。", "渡轮搁浅", "zh"),
    ("Coastguards lifted passengers from the ferry Aurora.", "", None),
)


def _bodies() -> list[CleanedArticle]:
    return [CleanedArticle(Article(str(i), text, "Outlet", title, "2024-03-05", language=language),
                 ((0, len(text)),))
            for i, (text, title, language) in enumerate(TEXTS)]  # fmt: skip


def _row(vectors: Vectors, index: int) -> dict[str, float]:
    row = vectors.words[[index]]
    found = {vectors.terms[i]: float(w) for i, w in zip(row.indices, row.data, strict=True)}
    return {term: weight for term, weight in found.items() if weight}


def test_rows_have_length_one() -> None:
    vectors = vectorise(_bodies(), SETTINGS)
    for matrix in (vectors.words, vectors.lead):
        assert np.sqrt((matrix**2).sum(axis=1)) == pytest.approx(1)


@pytest.mark.parametrize("index", [0, 1, 2, 3])
def test_the_batch_agrees_with_one_article_alone(index: int) -> None:
    bodies = _bodies()
    own = [body for body in bodies if (body.article.language or "en") ==
           (bodies[index].article.language or "en")]  # fmt: skip
    counts: dict[str, int] = {}
    for body in own:
        for term in vector(body, SETTINGS).words:
            counts[term] = counts.get(term, 0) + 1
    alone = vector(bodies[index], SETTINGS, Frequencies(len(own), counts))
    assert _row(vectorise(bodies, SETTINGS), index) == pytest.approx(alone.words, rel=1e-4)


def test_a_repeated_pair_is_kept_and_a_lone_one_only_lengthens() -> None:
    vectors = vectorise(_bodies(), SETTINGS)
    assert vectors.pairs.shape[1] == 2  # "ferri aurora" and "the ferri" stand in two articles
    assert (vectors.pairs[[0]] ** 2).sum() < 1


def test_an_empty_batch_has_no_rows() -> None:
    assert vectorise([], SETTINGS).words.shape == (0, 0)
