import pytest

from compare.relations import word_diff


def shown(a: str, b: str) -> list[tuple[str, str]]:
    return [
        (a[slice(*slot.a)], b[slice(*slot.b)]) for slot in word_diff.differing_spans(a, b) or ()
    ]


@pytest.mark.parametrize(
    ("a", "b", "slots"),
    [
        ("The pier cost 1,300 kroner in all.", "The pier cost 1,400 kroner in all.",
         [("1,300", "1,400")]),
        ("The old pier cost the town a lot.", "The pier cost the town a lot.", [("old", "")]),
        ("The crew was on board the ship at noon, it said.",
         "The crew was onboard the ship at noon, it said.", []),
        ("She ruled out a vote in May.", "She wanted a vote in May.", [("ruled out", "wanted")]),
    ],
)  # fmt: skip
def test_slots_are_what_stands_between_shared_words(
    a: str, b: str, slots: list[tuple[str, str]]
) -> None:
    assert shown(a, b) == slots
    assert shown(b, a) == [(y, x) for x, y in slots]


def test_other_wordings_and_empty_texts_have_no_slots() -> None:
    assert word_diff.differing_spans("The pier is shut.", "A storm came by night.") is None
    assert word_diff.differing_spans("", "") is None


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        ("centre", "center", True), ("jewellery", "jewelry", True), ("closed", "closing", True),
        ("ostrager", "ostranger", True), ("iran", "iraq", False), ("austria", "australia", False),
        ("1998", "1999", False), ("rejected", "approved", False),
    ],
)  # fmt: skip
def test_spellings_are_told_from_other_words(a: str, b: str, *, alike: bool) -> None:
    assert word_diff.same_word(a, b) is word_diff.same_word(b, a) is alike
