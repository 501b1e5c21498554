"""Events keep their ids from run to run, and what went up in another is known."""

from hypothesis import given
from hypothesis import strategies as st

from compare.events.identity import kept_ids, successors


def test_an_event_keeps_its_id_as_long_as_most_of_its_articles_stay_together() -> None:
    earlier = {"e1": ["a", "b", "c"]}
    assert kept_ids({"e9": ["new", "a", "b"], "e8": ["c"]}, earlier) == {"e9": "e1", "e8": "e8"}
    assert kept_ids({"e9": ["a", "new"], "e8": ["b"], "e7": ["c"]}, earlier) == {
        "e9": "e9", "e8": "e8", "e7": "e7",
    }  # fmt: skip


def test_half_is_not_most() -> None:
    assert kept_ids({"e9": ["a"], "e8": ["b"]}, {"e1": ["a", "b"]}) == {"e9": "e9", "e8": "e8"}


def test_of_two_events_that_join_the_larger_gives_the_id() -> None:
    earlier = {"e1": ["a"], "e2": ["b", "c"]}
    now = {"e1": ["a", "b", "c"]}
    assert kept_ids(now, earlier) == {"e1": "e2"}
    assert successors({"e2": ["a", "b", "c"]}, earlier) == {"e1": ["e2"]}


def test_an_event_of_which_no_article_is_here_is_not_said_to_be_gone() -> None:
    assert successors({"e2": ["b"]}, {"e1": ["a"]}) == {}


def test_an_id_that_another_event_kept_is_not_given_twice() -> None:
    found = kept_ids({"e1": ["c", "d"], "e9": ["a", "b"]}, {"e1": ["a", "b"]})
    assert found["e9"] == "e1"
    assert found["e1"] not in {"e1", "e9"}


_EVENTS = st.dictionaries(
    st.integers(0, 6).map("e{}".format),
    st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True), max_size=4,
)  # fmt: skip


@given(_EVENTS, _EVENTS)
def test_every_event_has_one_id_and_no_two_the_same(
    now: dict[str, list[str]], earlier: dict[str, list[str]]
) -> None:
    first = {article: event for event, of in reversed(now.items()) for article in of}
    apart = {event: [a for a in of if first[a] == event] for event, of in now.items()}
    found = kept_ids(apart, earlier)
    assert found.keys() == apart.keys()
    assert len(set(found.values())) == len(found)
