import pytest

from compare.relations import number_change as figures


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The crew lost 12 men.", "The crew lost 21 men."),
        ("The vote was 52 to 47.", "The vote was 54 to 45."),
        ("The fire in Orrin killed two workers.", "Three workers died in the fire in Orrin."),
        ("The bridge cost $3 million.", "The bridge had cost $6 million, the mayor said."),
    ],
)
def test_one_thing_is_given_in_two_numbers(a: str, b: str) -> None:
    assert figures.differ(a, b)
    assert figures.differ(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # Of two persons, days, currencies, groups; what is planned, and what is a total.
        ("The judge jailed Ann Quist for ten years.", "The judge jailed Per Lund for 15 years."),
        ("In 2009, there were 350 claims.", "In 2018, there were 420 claims."),
        ("The thieves took jewels worth £80m.", "The thieves took jewels worth €95m."),
        ("The blast killed three men.", "The blast killed four women."),
        ("The flood killed five people.", "The flood injured nine people."),
        ("The harbour could take 30 ships.", "The harbour took 20 ships."),
        ("The navy seized six rifles.", "The navy has seized 14 rifles so far."),
        # A sum, a list, and what is too far apart to be the one thing.
        ("The jury found him guilty on eight counts.",
         "The jury found him guilty on five counts of fraud and three counts of theft."),
        ("The rally drew 6,200 people.", "The rally drew 10 million people."),
        ("Some 55 percent have no water and 5 percent no power.", "Some 90 percent have no power."),
        ("The bridge cost $3 million.", "The bridge cost about $3.1 million."),
    ],
)  # fmt: skip
def test_numbers_of_two_things_do_not_differ(a: str, b: str) -> None:
    assert not figures.differ(a, b)
    assert not figures.differ(b, a)


def test_days_are_named_or_near() -> None:
    assert figures.days("On Monday, 3 May 2031, and last week") == {
        "monday", "may", "2031", "last week",
    }  # fmt: skip


def test_numbers_of_nothing_named_differ_in_the_same_words_alone() -> None:
    assert not figures.differ(
        "Ann Quist was jailed for life when she was 16.",
        "The judge ordered the release of Ann Quist, 30, whom they jailed for life.",
    )
    assert figures.differ("The vote was 52.", "The vote was 54.")
