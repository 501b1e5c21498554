from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compare.model import Event, Link
from compare.tuning.curves import Labelled
from compare.tuning.effects import around, bridges, changes

EDGES = st.sets(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda e: e[0] < e[1]), max_size=14
)


def _parts(edges: set[tuple[int, int]]) -> int:
    home = {node: node for edge in edges for node in edge}
    for _ in home:
        for a, b in edges:
            home[a] = home[b] = min(home[a], home[b])
    return len(set(home.values()))


@given(EDGES)
def test_a_bridge_is_an_edge_whose_removal_parts_the_graph(edges: set[tuple[int, int]]) -> None:
    nodes = {(n, n) for edge in edges for n in edge}
    slow = {edge for edge in edges if _parts(edges - {edge} | nodes) > _parts(edges)}
    assert bridges(edges) == slow


def _event(name: str, articles: str, *links: str) -> Event:
    pairs = tuple(Link(link[0], link[1], 0.4) for link in links)
    return Event(name, "s", "", None, None, tuple(articles), (), pairs)


def test_merges_splits_and_bridges_are_counted() -> None:
    before = [_event("1", "ab", "ab"), _event("2", "cd", "cd"), _event("3", "efg", "ef", "fg")]
    after = [_event("1", "abcd", "ab", "bc", "cd"), _event("3", "ef", "ef"), _event("4", "g")]
    found = changes(before, after)
    assert (found.merged, found.split) == (2, 1)
    assert (found.largest_before, found.largest_after) == (3, 4)
    assert found.bridges == (("b", "c"),)
    assert found.in_words() == "merges 2 events, splits 1; largest 3 → 4; 1 link is a bridge"


def test_two_links_between_old_events_are_no_bridge() -> None:
    before = [_event("1", "ab", "ab"), _event("2", "cd", "cd")]
    after = [_event("1", "abcd", "ab", "bc", "ad", "cd")]
    assert changes(before, after).bridges == ()
    assert changes(before, before).in_words() == (
        "merges no events, splits none; largest 2 → 2; no links are bridges"
    )


def test_pairs_that_change_sides_stand_first() -> None:
    rows = [Labelled(str(n), "k", 0, n / 10) for n in range(10)]
    under, over = around(rows, 0.5, 0.7, most=3)
    assert [row.score for row in under] == [0.4, 0.3, 0.2]
    assert [row.score for row in over] == [0.5, 0.6, 0.7]
    under, _ = around(rows, 0.5, 0.3, most=3)
    assert {row.score for row in under[:2]} == {0.3, 0.4}
