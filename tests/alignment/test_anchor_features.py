"""Words are shared out by article, and a shared word counts as much as few statements have it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from compare.alignment import anchor_features as anchors

TERMS = 5
present = st.lists(
    st.lists(st.sampled_from([0.0, 1.0]), min_size=TERMS, max_size=TERMS), min_size=4, max_size=9
)


def test_a_word_of_one_statement_on_either_side_ties_more_than_one_of_many() -> None:
    # The first term stands in every statement of the second article, the second in one.
    table = csr_array(np.array([[1.0, 1], [0, 0], [1, 1], [1, 0], [1, 0]]))
    pools = np.array([0, 0, 2, 2, 2])
    found = anchors.prepare(table, table, table, table, np.array([0, 1]), pools)
    values = anchors.features(found, np.array([0, 0]), np.array([2, 3]))
    assert values["anchored_words"] == pytest.approx(np.log1p([1 / 3, 1 / 3]))
    assert values["anchored_names"] == pytest.approx(np.log1p([1, 0]))
    assert values["anchored_pairs"] == pytest.approx(np.log1p([1 + 1 / 3, 1 / 3]))
    assert values["anchored_denials"] == pytest.approx(values["anchored_pairs"])


@given(present, st.data())
def test_shares_are_what_is_left_of_a_word_per_article(
    table: list[list[float]], data: st.DataObject
) -> None:
    pools = np.array([data.draw(st.integers(0, 3)) for _ in table])
    found = anchors.shares(csr_array(np.array(table)), pools).toarray()
    for row, values in enumerate(table):
        for term, value in enumerate(values):
            sentences = [
                other[term]
                for other, pool in zip(table, pools, strict=True)
                if pool == pools[row] // 2 * 2
            ]
            assert found[row, term] == pytest.approx(value / max(sum(sentences), 1))


def test_a_quotation_inside_a_sentence_takes_no_share_of_its_words() -> None:
    table = csr_array(np.array([[1.0], [1.0]]))
    assert anchors.shares(table, np.array([0, 1])).toarray().tolist() == [[1], [1]]
    assert anchors.shares(table, np.array([0, 0])).toarray().tolist() == [[0.5], [0.5]]
