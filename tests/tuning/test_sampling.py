from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from compare.tuning.sampling import Pair, bands, next_question

if TYPE_CHECKING:
    import random

POOLS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(10, 19), st.floats(0, 1)),
    max_size=40,
    unique_by=lambda row: row[:2],
).map(lambda rows: [Pair(f"a{a}", f"b{b}", score) for a, b, score in rows])


def _asked(pool: list[Pair], threshold: float = 0.3, most: int = 1000) -> list[Pair]:
    cut = bands(pool, threshold)
    asked: list[Pair] = []
    while len(asked) < most:
        question = next_question(cut, frozenset(frozenset((p.a, p.b)) for p in asked))
        if question is None:
            break
        asked.append(question.pair)
    return asked


@given(POOLS)
def test_every_pair_is_asked_once_and_then_there_is_no_more(pool: list[Pair]) -> None:
    asked = _asked(pool)
    assert sorted(asked, key=str) == sorted(pool, key=str)


@given(POOLS, st.randoms(use_true_random=False))
def test_the_order_of_the_pool_has_no_effect(pool: list[Pair], shuffle: random.Random) -> None:
    mixed = list(pool)
    shuffle.shuffle(mixed)
    assert _asked(mixed) == _asked(pool)


@given(POOLS, st.floats(0, 1))
def test_bands_part_the_pool(pool: list[Pair], threshold: float) -> None:
    cut = bands(pool, threshold)
    assert sum(len(band.pairs) for band in cut) == len(pool)
    assert all(band.low <= pair.score <= band.high for band in cut for pair in band.pairs)


def test_half_the_questions_are_near_the_threshold_and_every_band_has_some() -> None:
    pool = [Pair(f"a{n}", f"b{n}", (n % 1000) / 1000) for n in range(5000)]
    asked = _asked(pool, 0.3, 100)
    near = sum(abs(pair.score - 0.3) <= 0.1 for pair in asked)
    assert 45 <= near <= 75
    assert {int(pair.score * 10) for pair in asked} == set(range(10))
