"""Credits are read from the text as given, and pictures credit no words."""

import pytest

from compare.origins.credits import agency_of, credits_in, is_agency, same_outlet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OSLO (Reuters) - It rained.", ("Reuters", "byline")),
        ("WASHINGTON, May 2 (AP) — It rained.", ("AP", "byline")),
        ("SANDOR (Coastal) — It rained.", ("Coastal", "byline")),
        ("By Ada Moss, Associated Press\nIt rained.", ("AP", "byline")),
        ("It rained.\nSource: Reuters", ("Reuters", "byline")),
        ("It rained.\nThe Associated Press contributed to this report.", ("AP", "contributor")),
        ("It rained.\nContributing: The Associated Press", ("AP", "contributor")),
        ("It rained.\nWith reports from dpa", ("dpa", "contributor")),
        ("It rained, the minister told Reuters.", ("Reuters", "named")),
        ("It rained, according to the Associated Press.", ("AP", "named")),
        ("AFP reported that it rained.", ("AFP", "named")),
    ],
)
def test_a_credit_is_found_with_its_kind_and_place(text: str, expected: tuple[str, str]) -> None:
    found = credits_in(text, "Morning Call")
    assert [(each.name, each.kind) for each in found] == [expected]
    assert agency_of(text[found[0].start : found[0].end]) in {expected[0], None}


@pytest.mark.parametrize(
    "text",
    [
        "Leah Millis/Reuters", "toggle caption Bikram Rai/AP", "Photo: AP", "© 2019 via AP Images",
        'Sen. Ted Cruz (R-TX): "It rained."', "The Accountability Office (GAO) — a watchdog — wrote.",
    ],
)  # fmt: skip
def test_pictures_parties_and_offices_are_no_credits(text: str) -> None:
    assert credits_in(text, "Morning Call") == ()


def test_an_agency_does_not_credit_itself() -> None:
    assert credits_in("OSLO (Reuters) - It rained.", "Reuters") == ()
    assert credits_in("SANDOR (Coastal) — It rained.", "Coastal Wire") == ()


def test_an_outlet_beside_it_is_found_by_name_in_prose() -> None:
    found = credits_in("The Sandor Herald first reported it.", "Morning Call", ["Sandor Herald"])
    assert [(each.name, each.kind) for each in found] == [("Sandor Herald", "named")]


def test_a_post_within_an_article_credits_the_post_alone() -> None:
    post = "OSLO (AP) — Judge rules. pic.example — Meg Reporter (@MegReporter) December 7, 2017"
    assert credits_in(f"A judge ruled.\n{post}\nHe was spared.", "Morning Call") == ()
    assert len(credits_in(f"OSLO (AP) — A judge ruled.\n{post}", "Morning Call")) == 1


def test_which_names_are_one_outlet() -> None:
    assert same_outlet("AP", "Associated Press")
    assert same_outlet("Coastal", "Coastal Wire")
    assert not same_outlet("Times", "New York Times")
    assert not same_outlet("AP", "Reuters")
    assert is_agency("Coastal Wire")
    assert is_agency("Xinhua")
    assert not is_agency("Morning Call")
