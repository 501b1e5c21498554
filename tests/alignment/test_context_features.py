"""Words a likelier pair claims are told from those it leaves, beside a slow count of the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from compare.alignment import context_features as context

UNCLAIMED = context.NAMES.index("unclaimed")
SIDE, TERMS = 3, 4
nearness = st.sampled_from([0.0, 0.0, 0.5, 1.0])
tables = st.lists(
    st.lists(nearness, min_size=TERMS, max_size=TERMS), min_size=2 * SIDE, max_size=2 * SIDE
)


def pairs(table: list[list[float]], side: int = SIDE) -> context.Pairs:
    """All pairs of the first ``side`` statements with the others."""
    ends = np.array([(i, j) for i in range(side) for j in range(side, len(table))])
    left, right = ends.T
    reached = csr_array(np.array(table))
    present = csr_array((np.array(table) == 1).astype(float))
    return context.Pairs(left, right, 0 * left, 0 * right + 2, present, reached)


def test_a_clause_that_the_better_partner_leaves_speaks_for_another() -> None:
    # The last statement has two words of its likelier partner and two more; the other partner
    # has these two in the first table, and those of the likelier one in the second.
    one, other, whole = [1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0], [1.0] * TERMS
    both, same = [one, other, whole], [one, one, whole]
    logits = np.array([3.0, -1.0])
    free, claimed = (
        context.features(pairs(table, 2), logits)[:, UNCLAIMED] for table in (both, same)
    )
    assert free == pytest.approx([2 / 2.5, 2 / 2.5])
    assert claimed[1] < 0.1 * free[1]


@given(tables, st.data())
def test_what_is_left_is_what_a_slow_count_leaves(
    table: list[list[float]], data: st.DataObject
) -> None:
    chances = data.draw(
        st.lists(st.floats(0.001, 0.999), min_size=SIDE * SIDE, max_size=SIDE * SIDE)
    )
    chance = dict(
        zip(((i, j) for i in range(SIDE) for j in range(SIDE, 2 * SIDE)), chances, strict=True)
    )
    logits = np.log(np.array(chances) / (1 - np.array(chances)))
    found = context.features(pairs(table), logits)[:, UNCLAIMED]
    for (left, right), value in zip(chance, found, strict=True):
        sides = [_left(table, chance, (left, right), turned=turned) for turned in (False, True)]
        likely = chance[left, right] >= context.LIKELY
        assert value == pytest.approx(max(sides) if likely else 0)


def _left(
    table: list[list[float]],
    chance: dict[tuple[int, int], float],
    pair: tuple[int, int],
    *,
    turned: bool,
) -> float:
    """The share of the words of one side that the other has and no other pair claims."""

    def shared(one: tuple[int, int], term: int) -> float:
        own, other = reversed(one) if turned else one
        return table[other][term] * (table[own][term] == 1)

    total = left = 0.0
    for term in range(TERMS):
        claims = [
            shared(one, term) * value
            for one, value in chance.items()
            if one != pair and set(one) & set(pair) and value >= context.LIKELY
        ]
        total += shared(pair, term)
        left += shared(pair, term) * (1 - max(claims)) if claims else shared(pair, term)
    return left / (total + context.SMOOTH)


def test_a_match_of_another_pool_lends_nothing_to_its_neighbours() -> None:
    # The second pair is one step on in both articles; only within one pool is it a neighbour.
    nothing = csr_array(np.zeros((4, 1)))
    left, right = np.array([0, 1]), np.array([2, 3])
    beside = context.NAMES.index("beside")
    same, other_left, other_right = (
        context.features(
            context.Pairs(left, right, np.array(lefts), np.array(rights), nothing, nothing),
            np.array([-3.0, 3.0]),
        )[0, beside]
        for lefts, rights in (((0, 0), (2, 2)), ((0, 1), (2, 2)), ((0, 0), (2, 3)))
    )
    assert same > 0.9
    assert other_left == other_right == 0


@given(st.data())
def test_rivals_sums_and_neighbours_are_what_a_slow_count_gives(data: st.DataObject) -> None:
    """Two articles; each has sentences and, in a pool of their own, quotations."""
    ends = [(i, j) for i in range(SIDE) for j in range(SIDE, 2 * SIDE)]
    ends = data.draw(st.lists(st.sampled_from(ends), min_size=1, unique=True))
    pool = data.draw(st.lists(st.integers(0, 1), min_size=2 * SIDE, max_size=2 * SIDE))
    value = st.floats(-9, 9)
    logits = np.array(data.draw(st.lists(value, min_size=len(ends), max_size=len(ends))))
    groups = {(i, j): (pool[i], 2 + pool[j]) for i, j in ends}
    left, right = np.array(ends).T
    of_left, of_right = np.array([groups[pair] for pair in ends]).T
    nothing = csr_array(np.zeros((2 * SIDE, 1)))
    found = context.features(
        context.Pairs(left, right, of_left, of_right, nothing, nothing), logits
    )
    odds = dict(zip(ends, logits.tolist(), strict=True))
    chance = {pair: 1 / (1 + np.exp(-value)) for pair, value in odds.items()}
    for (i, j), row in zip(ends, found.tolist(), strict=True):
        pools = groups[i, j]
        rows = [one for one in ends if one[0] == i and groups[one][1] == pools[1]]
        columns = [one for one in ends if one[1] == j and groups[one][0] == pools[0]]
        others = [odds[one] for one in (*rows, *columns) if one != (i, j)]
        sums = [sum(chance[one] for one in side) + 0.05 for side in (rows, columns)]
        near = [
            chance[one]
            for one in ends
            if one != (i, j) and groups[one] == pools and abs(one[0] - i) <= 1 >= abs(one[1] - j)
        ]
        assert row == pytest.approx([
            odds[i, j],
            max([-8, *others]),
            sum(np.log(chance[i, j] / each + 1e-4) for each in sums),
            0,
            max(near, default=0),
            sum(map(np.log, sums)),
        ])  # fmt: skip


@pytest.mark.parametrize(("chance", "claims"), [(0.0101, True), (0.0099, False)])
def test_a_pair_of_less_than_one_in_a_hundred_claims_no_words(
    chance: float, *, claims: bool
) -> None:
    logits = np.array([3.0, np.log(chance / (1 - chance))])
    found = context.features(pairs([[1.0], [1.0], [1.0]], 2), logits)[:, UNCLAIMED]
    assert found[0] == pytest.approx((1 - chance * claims) / 1.5)
    assert bool(found[1] > 0) is claims
