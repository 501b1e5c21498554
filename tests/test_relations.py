import pytest

from compare.model import Relation, Statement
from compare.relations import relate


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
