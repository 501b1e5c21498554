import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.comparison import claims as cells
from compare.comparison.coverage import EventContent, read_content
from compare.model import Article, CleanedArticle, Match, Relation, Statement
from compare.settings import ComparisonSettings

TEXTS = st.lists(
    st.sampled_from(["mill", "burned", "river", "monday", "council", "drought", "orrin", "the"]),
    max_size=6,
).map(" ".join)


@given(TEXTS, TEXTS, TEXTS)
def test_more_text_never_covers_less(text: str, one: str, other: str) -> None:
    assert cells.covered(text, [text]) == 1
    assert 0 <= cells.covered(text, [one]) <= cells.covered(text, [one, other]) <= 1


def _content(statements: list[list[Statement]]) -> EventContent:
    bodies = [CleanedArticle(Article(of[0].article, of[0].text, "s"), ()) for of in statements]
    return read_content(bodies, statements, "en")


def _cell(a: str, b: str, score: float, relation: Relation) -> bool:
    statements = [[Statement("a", 0, 9, a)], [Statement("b", 0, 9, b)]]
    linked = {(0, 0): {(1, 0): Match((0, 0), (1, 0), score, relation)}}
    linked[1, 0] = {(0, 0): linked[0, 0][1, 0]}
    _, cell = cells.cells_of(
        _content(statements), statements, linked, [(0, 0), (1, 0)], (0, 0), ComparisonSettings()
    )
    return cell.told


def test_to_tell_a_claim_takes_a_sure_match_or_much_of_its_words() -> None:
    claim, sure = "The mill on the river burned.", ComparisonSettings().sure
    assert _cell(claim, "Flames took the watermill.", sure, "paraphrase")
    assert not _cell(claim, "Flames took the watermill.", sure - 0.01, "paraphrase")
    assert _cell(claim, "On Monday the old mill by the Orrin burned.", 0.85, "partial")
    assert not _cell(claim, "Orrin was listed.", 0.85, "partial")
    assert not _cell(claim, "The mill on the river never burned.", 0.99, "negated")


def test_who_matches_others_of_the_claim_alone_tells_no_claim() -> None:
    text = "The mill on the river burned."
    statements = [[Statement(id_, 0, 9, text)] for id_ in "abc"]
    pairs = [Match((0, 0), (1, 0), 0.9, "verbatim"), Match((1, 0), (2, 0), 0.9, "verbatim")]
    linked: dict[tuple[int, int], dict[tuple[int, int], Match]] = {}
    for match in pairs:
        linked.setdefault(match.a, {})[match.b] = match
        linked.setdefault(match.b, {})[match.a] = match
    nodes = [(0, 0), (1, 0), (2, 0)]
    filled = cells.cells_of(
        _content(statements), statements, linked, nodes, (0, 0), ComparisonSettings()
    )
    assert [cell.told for cell in filled] == [True, True, False]


@pytest.mark.parametrize(
    ("claim", "said", "least"),
    [
        ("The mill on the river burned.", "The mill on the river burned.", 0.623),
        ("The mill on the river burned.", "The mill burned, and a barn in Orrin.", 0.791),
        ("The mill on the river burned.", "Flames took the watermill.", 0.924),
    ],
)
def test_the_shares_of_the_words_of_either_add_to_the_log_odds(
    claim: str, said: str, least: float
) -> None:
    assert _cell(claim, said, least + 0.002, "partial")
    assert not _cell(claim, said, least - 0.002, "partial")
