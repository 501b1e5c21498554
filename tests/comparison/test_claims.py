from hypothesis import given, settings
from hypothesis import strategies as st

from compare.comparison import claims
from compare.model import Match, Statement

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
    for node, around in linked.items():
        assert any(node in members and set(around) & set(members) for members in sets)


@settings(deadline=None, max_examples=60)
@given(matches())
def test_full_agreement_makes_cliques(found: list[Match]) -> None:
    linked = claims.links(ARTICLES, found)
    for members in claims.claim_sets(ARTICLES, linked, 1.0):
        assert all(b in linked[a] for a in members for b in members if a[0] != b[0])


@given(matches())
def test_the_order_of_the_matches_changes_nothing(found: list[Match]) -> None:
    one, two = (claims.links(ARTICLES, order) for order in (found, found[::-1]))
    assert claims.claim_sets(ARTICLES, one, 0.67) == claims.claim_sets(ARTICLES, two, 0.67)


@settings(deadline=None, max_examples=60)
@given(matches())
def test_each_claim_has_a_member_that_none_before_it_has(found: list[Match]) -> None:
    placed: set[claims.Node] = set()
    for members in claims.claim_sets(ARTICLES, claims.links(ARTICLES, found), 0.67):
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
