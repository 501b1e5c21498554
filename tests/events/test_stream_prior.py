"""How common one event is in a stream moves the score of all its pairs, within bounds."""

import numpy as np
import pytest

from compare.events.stream_prior import HALF, MOST, prior_shift

SHARE = 0.025


def _stream(same: float, size: int = 1000) -> np.ndarray:
    """The log odds of pairs of which such a share is plainly of one event."""
    of_one = int(same * size)
    return np.append(np.full(of_one, 4.0), np.full(size - of_one, -6.0))


def test_a_usual_stream_adds_nothing() -> None:
    assert prior_shift(_stream(SHARE), 10_000, SHARE) == pytest.approx(0, abs=0.01)


def test_a_stream_without_events_adds_nothing() -> None:
    assert prior_shift(_stream(0.0), 10_000, SHARE) == pytest.approx(0, abs=0.01)


def test_a_folder_of_few_events_adds_and_is_bounded() -> None:
    some, all_ = (prior_shift(_stream(same), 10_000, SHARE) for same in (0.2, 1.0))
    assert 1 < some <= all_ == pytest.approx(MOST, rel=0.01)


@pytest.mark.parametrize(("size", "counts"), [(HALF, 0.5), (9 * HALF, 0.9)])
def test_a_small_batch_tells_less(size: int, counts: float) -> None:
    assert prior_shift(_stream(1.0), size, SHARE) == pytest.approx(counts * MOST, rel=0.01)


def test_where_nothing_is_compared_nothing_is_added() -> None:
    assert prior_shift(np.empty(0), 1000, SHARE) == 0


def test_the_order_of_pairs_has_no_effect() -> None:
    pairs = _stream(0.2)
    assert prior_shift(pairs[::-1], 500, SHARE) == pytest.approx(prior_shift(pairs, 500, SHARE))
