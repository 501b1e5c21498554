import pytest

from compare.model import Relation, Statement
from compare.relations import relate, soften


def said(text: str, article: str = "a", speaker: str | None = None) -> Statement:
    return Statement(article, 100, 100 + len(text), text, speaker=speaker)


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("The bridge was closed at noon.", "The bridge was closed at noon.", "verbatim"),
        ("The bridge was closed at noon.", "The bridge was not closed at noon.", "negated"),
        (
            "Twelve men left the ship Orla.",
            "The Orla lost 21 men, who left ship.",
            "number-changed",
        ),
        ("At least 12 men left the ship.", "12 men left the ship.", "paraphrase"),
        ("The bridge reopens in May.", "The bridge will reopen in June.", "partial"),
    ],
)
def test_relation(a: str, b: str, relation: Relation) -> None:
    assert relate(said(a), said(b, "b"))[0] == relation
    assert relate(said(b), said(a, "b"))[0] == relation


def test_what_only_one_says_is_marked_in_article_offsets() -> None:
    a = "The bridge was closed at noon."
    b = "The bridge was closed at noon after divers found cracks in two of its piers."
    relation, extra_a, extra_b = relate(said(a), said(b, "b"))
    assert relation == "partial"
    assert extra_a == ()
    assert [b[start - 100 : end - 100] for start, end in extra_b] == [
        "divers found cracks in two of its piers"
    ]


@pytest.mark.parametrize(
    ("a", "b", "changed"),
    [
        (said('"It held," said Ann Quist.'), said('"It held," said Per Lund.'), True),
        (said('"It held," said pupil Ann Quist.'), said('"It held," said the mayor.'), True),
        # One side names nobody, or in other words; a speaker carried over, a slip of the pen.
        (said('"It held," said Ann Quist.'), said('"It held."', speaker="Per Lund"), False),
        (said('"It held," said Ann Quist.'), said('"It held," the Orrin mayor said.'), False),
        (said('"It held," she said.', speaker="Ida"), said('"It held," said Per Lund.'), False),
        (said('"It held," Ostrager wrote.'), said('"It held," Ostranger wrote.'), False),
        (said('"It held," she told Fox.', speaker="Quist"), said('"It held," Quist told CBS.'), False),
        (said('"It held," wrote Ann Quist.'), said('The letter said "it held".'), False),
    ],
)  # fmt: skip
def test_another_speaker_has_to_be_named_by_both(
    a: Statement, b: Statement, *, changed: bool
) -> None:
    assert (relate(a, b)[0] == "attribution-changed") is changed
    assert (relate(b, a)[0] == "attribution-changed") is changed


def test_what_accuses_is_softened_and_nothing_else() -> None:
    assert soften("negated") == soften("number-changed") == "partial"
    assert soften("attribution-changed") == "verbatim"
    assert soften("paraphrase") == "paraphrase"
