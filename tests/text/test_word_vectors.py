import numpy as np
from scipy.sparse import csr_array

from compare.text import word_vectors as meanings


def test_words_of_like_use_are_near() -> None:
    near = meanings.nearness(meanings.load().of(["legisl", "bill", "abort", "qqq"])).toarray()
    assert np.allclose(np.diag(near), 1)
    assert near[0, 1] > near[0, 2]
    assert near[3, :3].max() == 0


def test_reached_is_the_nearest_term_of_each_statement() -> None:
    near = csr_array(np.array([[1, 0.5, 0], [0.5, 1, 0.2], [0, 0.2, 1]]))
    present = csr_array(np.array([[1, 0, 0], [1, 0, 1], [0, 0, 0]], float))
    oracle = np.array([[1, 0.5, 0], [1, 0.5, 1], [0, 0, 0]])
    assert np.allclose(meanings.reached(present, near).toarray(), oracle)


def test_a_language_without_a_table_knows_equal_words_only() -> None:
    near = meanings.nearness(meanings.load("xx").of(["a", "b"])).toarray()
    assert np.allclose(near, np.eye(2))
