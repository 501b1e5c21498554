import pytest

from compare.relations import negation, word_diff
from compare.text import content_words as content


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The brakes had been checked.", "The brakes had not been checked."),
        ("No fuel has leaked from the hull.", "Some fuel has leaked from the hull."),
        ("She knew of the loan.", "She did not know of the loan."),
        ("The envoy failed to reach the camp.", "The envoy reached the camp."),
    ],
)
def test_one_denies_what_the_other_asserts(a: str, b: str) -> None:
    assert negation.contradicts(a, b)
    assert negation.contradicts(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The brakes had been checked.", "The firm denied the brakes had been checked."),
        ("Not only the bridge was closed.", "The bridge was closed."),
        ("No fuel has leaked.", "No fuel leaked from the hull."),
        ("He did not attend the funeral.", "He watched the funeral on television."),
        ("If the dam does not hold, they leave.", "The dam will hold."),
        # A fragment may have lost its denial; the other side may deny in other words.
        ("They did not play with fire.", "play with fire"),
        ("The envoy did not attend the wedding.", "The envoy would skip the wedding he attended."),
        ("The ship cannot leave until Monday.", "The ship will leave on Monday."),
        ("No town spends more on dams.", "The town spends much on dams."),
        ("The firm did not pay the fine.", "The court told the firm to pay the fine."),
        ("We are not thinking of rain, we are thinking of wind.", "We are thinking of wind."),
        ("He asked why she did not leave Orrin.", "She left Orrin."),
    ],
)
def test_no_contradiction(a: str, b: str) -> None:
    assert not negation.contradicts(a, b)
    assert not negation.contradicts(b, a)


def test_what_two_statements_deny_is_the_same_word() -> None:
    one = negation.denied("The council said the school will not close this year.")
    other = negation.denied("No plan was made to close it, the mayor said, and praised its staff.")
    assert {"close"} <= set(one) & set(other)
    assert negation.denied("The school will close.") == {}


def test_opposites_contradict_where_the_rest_is_alike() -> None:
    assert negation.opposed("The referee was right to go.", "The referee was wrong to go.", "en")
    assert not negation.opposed("The door was open.", "He was wrong and closed his shop.", "en")


@pytest.mark.parametrize(
    ("a", "b", "turned"),
    [
        ("The board will now open the pool.", "The board will now close the pool.", True),
        ("The board of the town did not reject the new offer for the pool on Friday in May.",
         "The board of the town rejected the new offer for the pool on Friday in May.", True),
        # Denied and turned is the same again; so is a denial said twice.
        ("The board of the town did not reject the new offer for the pool on Friday in May.",
         "The board of the town approved the new offer for the pool on Friday in May.", False),
        ("No, not in any way.", "Not in any way, no.", False),
        ("I cant speak for the board.", "I can't speak for the board.", False),
        ("Will the board open the pool?", "Will the board close the pool?", False),
        # Another one is meant.
        ("Shares in the Orla ferry firm rose on Monday.",
         "Shares in the Quist ferry firm fell on Monday.", False),
    ],
)  # fmt: skip
def test_one_word_turns_a_statement(a: str, b: str, *, turned: bool) -> None:
    assert negation.turned(a, b, word_diff.differing_spans(a, b) or ()) is turned
    assert negation.turned(b, a, word_diff.differing_spans(b, a) or ()) is turned


FILL = ("tram", "lorry", "church", "market", "river", "garden")
OTHER = ("school", "ferry", "winter", "harbour", "castle", "forest")


def test_a_negation_reaches_five_words_of_its_clause() -> None:
    (denial,) = negation.denials(f"The mayor did not open the {' '.join(FILL)}.")
    assert denial.terms == ("open", *(content.read(word).terms[0] for word in FILL[:4]))


@pytest.mark.parametrize(
    ("terms", "asserted", "meets"),
    [
        ("abc", "ab", True),  # two in three
        ("abcde", "abc", False),  # three in five
        ("abcde", "abcd", True),
        ("abcd", "ab", False),
        ("a", "a", True),
        ("abc", "bc", False),  # the verb is what is denied
    ],
)
def test_two_in_three_denied_words_are_asserted_and_the_verb(
    terms: str, asserted: str, *, meets: bool
) -> None:
    denial = negation.Denial(tuple(terms), frozenset("s"), verbal=True)
    assert negation._meets(denial, {*asserted, "s"}) is meets
    assert not negation._meets(denial, set(asserted))  # of another subject


def test_after_no_two_words_are_asserted_where_no_subject_stands_before() -> None:
    def denial(*terms: str) -> negation.Denial:
        return negation.Denial(terms, frozenset(), verbal=False)

    assert negation._meets(denial("a", "b"), {"a", "b"})
    assert negation._meets(denial("a", "b", "c"), {"b", "c"})
    assert not negation._meets(denial("a"), {"a"})


@pytest.mark.parametrize(("beside", "contradicted"), [(5, True), (6, False)])
def test_in_sentences_of_ten_words_half_are_shared(beside: int, *, contradicted: bool) -> None:
    a = f"Mayor Quist did not open the bridge, {', '.join(FILL[:beside])}."
    b = f"Mayor Quist opened the bridge, {', '.join(OTHER[:beside])}."
    assert negation.contradicts(a, b) is contradicted
    assert negation.contradicts(b, a) is contradicted


@pytest.mark.parametrize(("beside", "contradicted"), [(1, True), (2, False)])
def test_what_no_denies_is_asserted_by_a_statement_half_alike(
    beside: int, *, contradicted: bool
) -> None:
    a = f"No fuel leaked from the hull, {', '.join(FILL[:beside])}."
    b = f"Some fuel leaked, {', '.join(OTHER[: beside + 1])}."
    assert negation.contradicts(a, b) is contradicted


@pytest.mark.parametrize(
    ("denial", "said", "denies"),
    [
        ("The mayor denied that the council sold the hall.", "The council sold the hall.", True),
        ("The mayor denies having sold the old hall.", "The mayor sold the old hall.", True),
        (
            "Orrin dismissed as nonsense a report by the Pier that its crews had left the dam.",
            "Its crews left the dam of Orrin on Monday.",
            True,
        ),
        ("He denied taking the drug and offered an apology.", "He offered an apology.", False),
        (
            "Orrin dismissed claims that Mayor Ada Lund of Pier Town lied as absurd.",
            "A look back: Mayor Ada Lund of Pier Town.",
            False,
        ),
        ("The judge denied a motion to move the trial.", "The trial will move in May.", False),
        ("He denied that the council sold the hall.", "It did not sell the hall.", False),
        ("He denied that the council sold the hall.", "Did the council sell the hall?", False),
        ("He denied that the council sold the hall.", "The council met in the hall.", False),
    ],
)
def test_a_denial_that_is_reported_denies_what_the_other_says(
    denial: str,
    said: str,
    denies: bool,  # noqa: FBT001  (a parameter of the test)
) -> None:
    assert negation.denies_report(denial, said) is denies
    assert negation.denies_report(said, denial) is denies


def test_what_is_denied_is_told_in_english_terms_where_no_language_is_given() -> None:
    assert list(negation.denied("The mayor did not open the bridges.")) == ["open", "bridg"]
