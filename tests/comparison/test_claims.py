import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.comparison import claims
from compare.model import Match, Statement
from compare.settings import ComparisonSettings

ARTICLES = [
    [Statement(f"a{k}", 10 * n, 10 * n + 9, f"word{k}{n} said") for n in range(3)] for k in range(4)
]
NODES = st.tuples(st.integers(0, 3), st.integers(0, 2))


@st.composite
def matches(draw: st.DrawFn) -> list[Match]:
    pairs = draw(st.sets(st.tuples(NODES, NODES).filter(lambda pair: pair[0][0] < pair[1][0])))
    scores = st.sampled_from([0.3, 0.6, 0.9])
    return [Match(a, b, draw(scores), "partial") for a, b in sorted(pairs)]


@settings(deadline=None, max_examples=60)
@given(matches())
def test_every_matched_sentence_is_in_a_claim_with_one_it_matches(found: list[Match]) -> None:
    linked = claims.links(ARTICLES, found)
    sets = claims.claim_sets(ARTICLES, linked, 0.67)
    assert len(linked) >= 2 * bool(found)
    for node, around in linked.items():
        assert any(node in members and set(around) & set(members) for members in sets)


@settings(deadline=None, max_examples=60)
@given(matches())
def test_full_agreement_makes_cliques(found: list[Match]) -> None:
    linked = claims.links(ARTICLES, found)
    cliques = claims.claim_sets(ARTICLES, linked, 1.0)
    assert bool(cliques) is bool(found)
    for members in cliques:
        assert all(b in linked[a] for a in members for b in members if a[0] != b[0])


@given(matches())
def test_the_order_of_the_matches_changes_nothing(found: list[Match]) -> None:
    one, two = (claims.links(ARTICLES, order) for order in (found, found[::-1]))
    assert claims.claim_sets(ARTICLES, one, 0.67) == claims.claim_sets(ARTICLES, two, 0.67)


@settings(deadline=None, max_examples=60)
@given(matches())
def test_each_claim_has_a_member_that_none_before_it_has(found: list[Match]) -> None:
    placed: set[claims.Node] = set()
    sets = claims.claim_sets(ARTICLES, claims.links(ARTICLES, found), 0.67)
    assert bool(sets) is bool(found)
    for members in sets:
        assert set(members) - placed
        placed |= set(members)


def test_a_claim_does_not_drift_along_a_chain() -> None:
    found = [Match((k, 0), (k + 1, 0), 0.9, "partial") for k in range(3)]
    sets = claims.claim_sets(ARTICLES, claims.links(ARTICLES, found), 0.67)
    assert sets == [((k, 0), (k + 1, 0)) for k in range(3)]


def test_who_speaks_is_told_by_the_sentence_and_not_by_its_quotation() -> None:
    said = [
        [Statement(id_, 0, 20, text), Statement(id_, 1, 8, "It is so", quote=True, parent=0)]
        for id_, text in (("a", "“It is so,” said Ann."), ("b", "“It is so,” said Bob."))
    ]
    found = [
        Match((0, 0), (1, 0), 0.9, "attribution-changed"),
        Match((0, 1), (1, 1), 1.0, "verbatim"),
    ]
    for order in (found, found[::-1]):
        assert claims.links(said, order)[0, 0][1, 0].relation == "attribution-changed"


def _joins(members: int, matched: int, agreement: float) -> bool:
    """Whether a sentence joins a claim of so many sentences of which it matches so many."""
    articles = [[Statement(f"a{k}", 0, 9, f"word{k}")] for k in range(members + 1)]
    pairs = [(a, b) for b in range(members) for a in range(b)]
    found = [Match((a, 0), (b, 0), 0.9, "partial") for a, b in pairs]
    found += [Match((k, 0), (members, 0), 0.3, "partial") for k in range(matched)]
    first, *_ = claims.claim_sets(articles, claims.links(articles, found), agreement)
    return (members, 0) in first


def test_half_of_the_members_are_a_half() -> None:
    assert _joins(4, 2, 0.5)
    assert not _joins(4, 1, 0.5)


def test_a_sentence_joins_a_claim_if_it_matches_seven_in_ten_and_not_two_in_three() -> None:
    agreement = ComparisonSettings().agreement
    assert _joins(10, 7, agreement)
    assert not _joins(3, 2, agreement)


@pytest.mark.parametrize(("text", "joins"), [("abel bert xaver", True), ("abel bert x1 y1", False)])
def test_a_repetition_in_one_article_has_half_of_all_their_words(text: str, *, joins: bool) -> None:
    assert claims._repeats("abel bert carl", text) is joins


def test_sentences_kept_apart_are_in_no_claim_together() -> None:
    pair = (0, 0), (1, 0)
    found = [Match((a, 0), (b, 0), 0.9, "partial") for a in range(3) for b in range(a + 1, 3)]
    linked = claims.links(ARTICLES, found, {pair})
    sets = claims.claim_sets(ARTICLES, linked, 0.5, {pair})
    assert sets
    assert not any(set(pair) <= set(members) for members in sets)


def test_of_equal_sentences_the_shortest_is_the_centre() -> None:
    said = [[Statement(id_, 0, len(text), text)] for id_, text in
            (("a", "The old mill burned down."), ("b", "The mill burned down."))]  # fmt: skip
    linked = claims.links(said, [Match((0, 0), (1, 0), 0.9, "partial")])
    assert claims.with_centres(said, linked, [((0, 0), (1, 0))]) == [((1, 0), ((0, 0), (1, 0)))]
