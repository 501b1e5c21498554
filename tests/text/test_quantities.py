import pytest

from compare.text import quantities


def one(text: str) -> quantities.Quantity:
    (found,) = quantities.find(text)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high", "kind"),
    [
        ("12 people", 12, 12, "count"),
        ("Twelve people", 12, 12, "count"),
        ("twenty-one cows", 21, 21, "count"),
        ("at least 12 people", 12, float("inf"), "count"),
        ("up to 12 people", 0, 12, "count"),
        ("between 12 and 15 cows", 12, 15, "count"),
        ("12 to 15 cows", 12, 15, "count"),
        ("$1.3 trillion", 1.25e12, 1.35e12, "money"),
        ("4.4 percent", 4.35, 4.45, "percent"),
        ("a fifth of them", 19.5, 20.5, "percent"),
        ("1,100 points", 1050, 1150, "count"),
        ("in 2019", 2019, 2019, "date"),
        ("on Dec. 17", 17, 17, "date"),
    ],
)
def test_reads(text: str, low: float, high: float, kind: str) -> None:
    found = one(text)
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.kind == kind


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("about a dozen sheep", "11 sheep", True),
        ("at least 12 sheep", "12 sheep", True),
        ("12 sheep", "21 sheep", False),
        ("nearly 1,200 points", "more than 1,100 points", True),
        ("a fifth of it", "20 percent", True),
        ("21.3 percent", "21 percent", True),
        ("20 dollars", "20 sheep", False),
        ("one woman", "two women", False),
    ],
)
def test_equal(a: str, b: str, equal: bool) -> None:  # noqa: FBT001  (a table's column)
    assert quantities.equal(one(a), one(b)) is equal


def test_one_of_them_is_no_quantity() -> None:
    assert quantities.find("one of the men who was the one") == ()


def test_units_tell_what_is_counted() -> None:
    assert quantities.same_unit(one("12 people"), one("14 passengers"))
    assert not quantities.same_unit(one("12 rockets"), one("14 passengers"))


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        ("3 percent", "2 percent", False), ("300 ships", "340 ships", False),
        ("3 percent", "2.9 percent", True), ("$1.3 million", "$1.34 million", True),
        ("$1.3 million", "$1.2 million", False), ("about 300 ships", "320 ships", True),
        ("more than 300 ships", "400 ships", True), ("more than 300 ships", "200 ships", False),
        ("12 to 15 ships", "14 ships", True), ("12 to 15 ships", "12 to 16 ships", False),
        ("a dozen ships", "12 ships", True), ("$3", "3 percent", False),
    ],
)  # fmt: skip
def test_numbers_agree_where_one_can_stand_for_the_other(a: str, b: str, *, agree: bool) -> None:
    (one,), (other,) = quantities.find(a), quantities.find(b)
    assert quantities.agree(one, other) is quantities.agree(other, one) is agree


@pytest.mark.parametrize(("number", "agrees"), [(88, True), (87, False)])
def test_nearly_a_number_is_an_eighth_less_at_most(number: int, *, agrees: bool) -> None:
    (nearly,) = quantities.find("nearly 100 men")
    (other,) = quantities.find(f"{number} men")
    assert quantities.agree(nearly, other) is quantities.agree(other, nearly) is agrees
