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


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("a b c d e f g h i j", "a b c d e f g h y z", True),
        ("a b c d e f g h i", "a b c d e f g y z", False),
    ],
)
def test_one_wording_shares_four_words_in_five(a: str, b: str, *, one: bool) -> None:
    assert (word_diff.differing_spans(a, b) is not None) is one
    assert (word_diff.differing_spans(b, a) is not None) is one


@pytest.mark.parametrize(
    ("a", "b", "alike"), [("kelpholman", "kelparmon", False), ("kelpholman", "kelphormen", True),
                          ("kelpholma", "kelpharmo", False)]
)  # fmt: skip
def test_a_slip_of_the_pen_leaves_four_letters_in_five(a: str, b: str, *, alike: bool) -> None:
    assert word_diff.same_word(a, b) is word_diff.same_word(b, a) is alike


@pytest.mark.parametrize(("word", "other"), [("Rot", []), ("Blau", ["blau"])])
def test_words_of_three_letters_are_function_words_where_none_are_listed(
    word: str, other: list[str]
) -> None:
    one, two = f"Das Haus am alten Markt ist {word}", "Das Haus am alten Markt ist Gelb"
    (place,) = word_diff.differing_spans(one, two) or ()
    assert word_diff.other_words(one, two, place, "de") == (other, ["gelb"])
