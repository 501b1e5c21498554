"""Average linkage on a sparse graph is what a slow, obvious one computes."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.events.linkage import apart, average_linkage, grouped
from compare.settings import EventSettings

Pair = tuple[int, int]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, dict[Pair, float]]:
    size = draw(st.integers(1, 9))
    pairs = list(combinations(range(size), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    # Distinct powers give distinct means, so no tie is left to a rounding error.
    return size, {pair: 0.99 ** (1 + place) for place, pair in enumerate(chosen)}


def _slow(size: int, scores: dict[Pair, float], threshold: float) -> list[list[int]]:
    clusters = [[i] for i in range(size)]

    def mean(a: list[int], b: list[int]) -> float:
        return sum(scores.get((min(i, j), max(i, j)), 0) for i in a for j in b) / len(a) / len(b)

    while len(clusters) > 1:
        a, b = max(combinations(clusters, 2), key=lambda pair: mean(*pair))
        if mean(a, b) < threshold:
            break
        clusters = [c for c in clusters if c not in (a, b)] + [sorted(a + b)]
    return sorted(clusters)


@given(graphs(), st.sampled_from([0.123, 0.456, 0.789]))
def test_it_equals_the_textbook(graph: tuple[int, dict[Pair, float]], threshold: float) -> None:
    assert average_linkage(*graph, threshold) == _slow(*graph, threshold)


def test_a_bridge_joins_no_groups() -> None:
    left, right = [(0, 1), (0, 2), (1, 2)], [(4, 5), (4, 6), (5, 6)]
    scores = dict.fromkeys([*left, *right], 0.8) | {(2, 3): 0.7, (3, 4): 0.7}
    joined = average_linkage(7, scores, 0.3)
    assert not any({2, 4} <= set(cluster) for cluster in joined)


def test_one_strong_bridge_joins_no_groups_where_the_rest_is_unlike() -> None:
    scores = dict.fromkeys([(0, 1), (2, 3)], 0.9) | {(1, 2): 0.8, (1, 3): 0.8}
    assert average_linkage(4, scores, 0.3) == [[0, 1, 2, 3]]
    assert average_linkage(4, scores, 0.3, unbridged=0.1) == [[0, 1], [2, 3]]
    assert average_linkage(4, scores | {(0, 3): 0.3}, 0.3, unbridged=0.1) == [[0, 1, 2, 3]]


@given(graphs(), st.data())
def test_given_pairs_are_obeyed(graph: tuple[int, dict[Pair, float]], data: st.DataObject) -> None:
    size, scores = graph
    pairs = list(combinations(range(size), 2))
    if not pairs:
        return
    must = data.draw(st.lists(st.sampled_from(pairs), max_size=3))
    cannot = data.draw(st.lists(st.sampled_from(pairs), max_size=3))
    clusters = average_linkage(size, scores, 0.2, must=must, cannot=cannot)
    assert sorted(i for cluster in clusters for i in cluster) == list(range(size))
    forced = {tuple(cluster) for cluster in average_linkage(size, {}, 1.0, must=must)}
    home = {i: place for place, cluster in enumerate(clusters) for i in cluster}
    assert all(home[a] == home[b] for a, b in must)
    for a, b in cannot:
        if not any({a, b} <= set(cluster) for cluster in forced):
            assert home[a] != home[b]


@pytest.mark.parametrize(
    ("scores", "pair", "rule"),
    [
        ({(0, 1): 0.05}, (0, 1), "mean"),
        ({(0, 1): 1.0, (0, 2): 0.3}, (1, 2), "bridge"),
    ],
)  # fmt: skip
def test_what_keeps_two_apart_is_told(
    scores: dict[tuple[int, int], float], pair: tuple[int, int], rule: str
) -> None:
    settings = EventSettings(threshold=0.07)
    clusters = grouped(4, scores, settings)
    assert not any(set(pair) <= set(cluster) for cluster in clusters)
    told = apart(4, scores, settings, *pair)
    assert told.rule == rule
    assert (told.mean < told.needed) == (rule != "bridge")


@pytest.mark.parametrize(("rest", "joined"), [(0.25, True), (0.24, False)])
def test_a_bridge_joins_what_reaches_half_the_threshold_without_it(
    rest: float, *, joined: bool
) -> None:
    scores = {(0, 1): 0.9, (2, 3): 0.9, (1, 2): 0.875, (1, 3): 0.875, (0, 2): rest, (0, 3): rest}
    events = grouped(4, scores, EventSettings())
    assert events == ([[0, 1, 2, 3]] if joined else [[0, 1], [2, 3]])


@pytest.mark.parametrize(("score", "joined"), [(0.5, True), (0.49, False)])
def test_articles_join_an_event_from_even_odds_on(score: float, *, joined: bool) -> None:
    assert len(grouped(2, {(0, 1): score}, EventSettings())) == 2 - joined
