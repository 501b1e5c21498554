import pytest

from compare.relations import number_change as figures
from compare.text import quantities
from compare.text.quantities import Quantity


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The crew lost 12 men.", "The crew lost 21 men."),
        ("The vote was 52 to 47.", "The vote was 54 to 45."),
        ("Turnout was 61 percent.", "Turnout reached 67 percent."),
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
        ("Turnout was 61 percent.", "Turnout in Orrin reached 67 percent, the board said."),
        ("He sold at least $180,000 of stock.", "He sold as much as $400,000 of stock."),
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


def quantity(text: str) -> Quantity:
    return quantities.find(text)[0]


@pytest.mark.parametrize(
    ("open_end", "number", "fits"),
    [
        ("more than 751", 938, True),
        ("more than 751", 939, False),
        ("fewer than 751", 601, True),
        ("fewer than 751", 599, False),
    ],
)
def test_an_open_number_may_be_a_quarter_more_or_less(
    open_end: str, number: int, *, fits: bool
) -> None:
    one, other = quantity(f"{open_end} men left."), quantity(f"{number} men left.")
    assert figures._fit(one, other) is figures._fit(other, one) is fits


@pytest.mark.parametrize(("number", "comparable"), [(50, True), (51, False)])
def test_numbers_more_than_five_times_apart_are_of_two_things(
    number: int, *, comparable: bool
) -> None:
    a, b = ((text, quantity(text)) for text in ("It lost 10 men.", f"It lost {number} men."))
    assert figures._is_comparable(a, b) is figures._is_comparable(b, a) is comparable


@pytest.mark.parametrize(("cost", "differs"), [("9", True), ("9.1", False)])
def test_in_other_words_three_times_as_much_is_of_the_one_thing(
    cost: str, *, differs: bool
) -> None:
    told = f"The bridge had cost ${cost} million, the mayor said."
    assert figures.differ("The bridge cost $3 million.", told) is differs


@pytest.mark.parametrize(("cost", "differs"), [("5", True), ("5.1", False)])
def test_money_a_quarter_more_needs_one_word_in_common(cost: str, *, differs: bool) -> None:
    told = f"The pier of the bridge was built for ${cost} million."
    assert figures.differ("The bridge cost $4 million.", told) is differs


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [(101, 111, True), (101, 112, False), (99, 108, False)],
)
def test_large_numbers_a_tenth_apart_need_their_unit_alone(
    one: int, other: int, *, differs: bool
) -> None:
    assert figures.differ(f"{one} homes burned.", f"{other} homes flooded.") is differs


@pytest.mark.parametrize(("costs", "differs"), [("5", True), ("5.1", False)])
def test_of_several_numbers_one_is_meant_that_is_a_quarter_more(
    costs: str, *, differs: bool
) -> None:
    several = f"The bridge cost ${costs} million and the tunnel cost $30 million."
    assert figures.differ("The bridge cost $4 million.", several) is differs


@pytest.mark.parametrize(
    ("clause", "shared"),
    [
        ("12 men left Orrin on the tram to Linden", True),
        ("12 men left Orrin on the tram past a castle to Linden", False),
    ],
)
def test_a_third_of_the_words_beside_two_numbers_is_shared(clause: str, *, shared: bool) -> None:
    own = "14 men left the tram, a church, a market and a river"
    a, b = ((text, quantity(text), text) for text in (own, clause))
    assert figures._shares_words(a, b, "en", 1) is shared
    assert not figures._shares_words(a, b, "en", 2)


def test_only_more_of_what_grows_is_newer() -> None:
    def grows(first: str, second: str, noun: str = "people were killed") -> bool:
        return figures.grows((f"{first} {noun}.", first), (f"{second} {noun}.", second))

    assert grows("12", "13")
    assert not grows("12", "12")
    assert not grows("13", "12")
    assert not grows("12", "13", "ferries were built")
