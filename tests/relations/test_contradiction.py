"""What denies or differs is never told: the five faults of the project's own demo, and more."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.relations import contradiction
from compare.relations.contradiction import contradict


@pytest.mark.parametrize(
    ("a", "b", "language"),
    [
        ("The car was not travelling too fast.", "The car was going too fast.", "en"),
        (
            "The operator, Imber Line, said the vessel had not been travelling too fast.",
            "But passengers said the ship had been going too fast for the fog.",
            "en",
        ),
        ("Nobody had to stay in hospital.", "Two would stay in hospital for some days.", "en"),
        ("Shares fell 1.2 percent in Oslo.", "Shares rose 0.3 percent in Oslo.", "en"),
        ("He denied that he set the fire.", "He set the fire.", "en"),
        ("Die Bank hat nicht zugestimmt.", "Die Bank hat zugestimmt.", "de"),
        ("El banco no aprobó el crédito.", "El banco aprobó el crédito.", "es"),
        ("La banque n'a pas approuvé le crédit.", "La banque a approuvé le crédit.", "fr"),
        ("Nearly 1,400 people were detained.", "Police arrested more than 750 people.", "en"),
        ("About 13,000 troops are stationed there.", "About 14,000 US troops are there.", "en"),
        ("The bank could raise its rates in May.", "The bank raised its rates in May.", "en"),
        ("The mayor may sell the old hall.", "The mayor sold the old hall.", "en"),
        ("The cause of the fire is not known.", "A candle caused the fire in the mill.", "en"),
        ("1,475 migrant children were lost track of.", "Of 1,488 children none is known.", "en"),
    ],
)
def test_what_denies_or_differs_contradicts(a: str, b: str, language: str) -> None:
    assert contradict(a, b, language)
    assert contradict(b, a, language)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The mill burned down.", "The old mill burned down on Monday."),
        ("The mill did not burn down.", "The old mill never burned down."),
        ("Shares did not rise.", "Shares fell."),
        ("Not only the mill burned.", "The mill burned."),
        ("At least 20 were hurt.", "Some 21 people were hurt."),
        ("The cause of the fire is not known.", "What started the fire is still unclear."),
        ("The bank could raise rates.", "The bank said it might raise rates in May."),
        ("He would have paid the fee.", "He asked who would have paid it."),
        ("The council will close the pool.", "The council would close the pool in June."),
        ("The mill burned, but nobody was hurt.", "The mill burned on Monday."),
    ],
)
def test_what_fits_together_does_not(a: str, b: str) -> None:
    assert not contradict(a, b)
    assert not contradict(b, a)


CLAUSES = st.sampled_from(
    ["The mill burned", "prices rose by 3 percent", "12 people were hurt", "nobody was hurt",
     "it did not rain", "the council accepted the plan", "shares fell on Monday"]
)  # fmt: skip


@given(st.lists(CLAUSES, min_size=1, max_size=3, unique=True).map(", and ".join))
def test_nothing_contradicts_itself(text: str) -> None:
    assert not contradict(text, text)


@given(CLAUSES, CLAUSES)
def test_contradiction_has_no_direction(a: str, b: str) -> None:
    assert contradict(a, b) is contradict(b, a)


def clause(*terms: int) -> contradiction._Clause:
    words = frozenset(map(str, terms))
    return contradiction._Clause(words, denied=False, lemmas=words)


@pytest.mark.parametrize(
    ("a", "b", "about"),
    [
        (range(20), range(10, 40), True),
        (range(25), range(13, 40), False),
        ((1, 2, 3), (1, 2, 4), True),
        ((1, 2), (1, 4), False),
        ((1,), (1, 4), True),
        ((), (), False),
    ],
)
def test_clauses_of_one_thing_share_two_words_and_half_of_the_shorter(
    a: Iterable[int], b: Iterable[int], *, about: bool
) -> None:
    assert contradiction._is_about(clause(*a), clause(*b)) is about
    assert contradiction._is_about(clause(*b), clause(*a)) is about
