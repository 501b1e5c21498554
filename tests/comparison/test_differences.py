"""Differences: the values of one claim that cannot all be right, and which is newer."""

import pytest

from compare.comparison.differences import differences
from compare.model import Article, Cell, Claim, Match, Relation, Statement

TOLD: dict[str, tuple[str, str | None]] = {
    "a": ("Police detained 750 people in Linden.", "2031-05-01"),
    "b": ("Nearly 1,400 people were detained in Linden.", "2031-05-02"),
}


def found(
    texts: dict[str, tuple[str, str | None]], relation: Relation = "number-changed"
) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    articles = [Article(id_, text, id_, published=date) for id_, (text, date) in texts.items()]
    statements = [[Statement(each.id, 0, len(each.text), each.text)] for each in articles]
    cells = tuple(Cell(each.id, relation, (0,), 0.9) for each in articles)
    claims = [Claim("c1", articles[0].text, cells)]
    matches = [Match((0, 0), (1, 0), 0.9, relation)]
    return [
        (each.kind, each.claim, [(v.article, v.value, v.newer) for v in each.values])
        for each in differences(claims, articles, statements, matches, "en")
    ]


def test_both_numbers_are_shown_and_the_later_larger_one_is_newer() -> None:
    assert found(TOLD) == [("number", "c1", [("a", "750", False), ("b", "1,400", True)])]


@pytest.mark.parametrize(
    "texts",
    [
        {"a": (TOLD["a"][0], "2031-05-02"), "b": (TOLD["b"][0], "2031-05-01")},
        {"a": (TOLD["a"][0], "2031-05-02"), "b": (TOLD["b"][0], "2031-05-02")},
        {"a": TOLD["a"], "b": (TOLD["b"][0], None)},
        {
            "a": ("The plan costs $5 billion for the wall.", "2031-05-01"),
            "b": ("The plan costs $5.7 billion for the wall.", "2031-05-02"),
        },
    ],
)
def test_no_number_is_newer_that_is_smaller_undated_or_does_not_grow(
    texts: dict[str, tuple[str, str | None]],
) -> None:
    ((kind, _, values),) = found(texts)
    assert kind == "number"
    assert not any(newer for _, _, newer in values)


def test_who_denies_is_shown_with_who_says_it() -> None:
    texts: dict[str, tuple[str, str | None]] = {
        "a": ("The mill burned down.", None),
        "b": ("The mill did not burn down.", None),
    }
    assert found(texts, "negated") == [
        ("denial", "c1", [(id_, text, False) for id_, (text, _) in texts.items()])
    ]
    assert found(texts, "partial") == []
