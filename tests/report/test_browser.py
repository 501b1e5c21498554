"""The report in a real browser, as a reader uses it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from compare.cli import cli

pytestmark = pytest.mark.browser
MADE_BY = ("0.0.0", "0123456789ab")
Open = Callable[..., Any]


EVENT = "good/e0123456789.html"


def test_every_view_opens_by_its_link_and_by_its_url(visit: Open) -> None:
    page = visit(EVENT)
    for view in ("claims", "articles", "pair", "added", "brief"):
        page.click(f'.views a[href="#{view}"]')
        expect(page.locator(".view:visible")).to_have_id(view)
        expect(page.locator('.views a[aria-current="page"]')).to_have_attribute("href", f"#{view}")
    expect(visit(EVENT, "#pair").locator("#pair")).to_be_visible()


def test_back_goes_to_the_view_before(visit: Open) -> None:
    page = visit(EVENT)
    page.click('.views a[href="#claims"]')
    page.click('.views a[href="#pair"]')
    page.go_back()
    expect(page.locator(".view:visible")).to_have_id("claims")


def test_filters_and_search_count_what_they_leave(visit: Open) -> None:
    page = visit(EVENT, "#claims")
    page.select_option("#filter", "negated")
    expect(page.locator("#count")).to_have_text("1 of 7 claims")
    expect(page.locator(".grid tbody:visible")).to_have_count(1)
    expect(page).to_have_url(re.compile("filter=negated"))
    page.select_option("#filter", "")
    page.fill("#search", "friday")
    expect(page.locator(".grid tbody:visible")).to_contain_text("Service resumes")
    page.fill("#search", "nothing of the kind")
    expect(page.locator("#nothing")).to_be_visible()


def test_the_state_of_a_view_is_in_its_url(visit: Open) -> None:
    page = visit(EVENT, "#claims?filter=only&q=gazette")
    expect(page.locator("#count")).to_have_text("1 of 7 claims")
    expect(page.locator("#search")).to_have_value("gazette")


def test_the_filters_stay_in_the_url_from_view_to_view(visit: Open) -> None:
    page = visit(EVENT, "#claims?filter=only")
    page.click('.views a[href="#pair"]')
    page.click('.views a[href="#claims"]')
    expect(page).to_have_url(re.compile(r"#claims\?filter=only$"))
    expect(page.locator("#count")).to_have_text("4 of 7 claims")


def test_a_statement_has_a_link_of_its_own(visit: Open) -> None:
    page = visit(EVENT, "#a3s1")
    expect(page.locator("#a3s1")).to_be_visible()
    expect(page.locator("#base")).to_have_value("a3")
    expect(page.locator(".paper:visible")).to_have_count(1)


def test_a_mark_leads_to_its_evidence(visit: Open) -> None:
    page = visit(EVENT, "#articles")
    page.locator("#a1s1 .badge").click()
    expect(page.locator("#c2 .evidence")).to_be_visible()
    expect(page.locator("#c2 .evidence")).to_contain_text("denied")


def test_a_claim_says_why_each_statement_is_there(visit: Open) -> None:
    page = visit(EVENT, "#c1")
    page.locator("#c1 .evidence .why").nth(2).click()
    shown = page.locator("#evidence").inner_text()
    assert "other number" in shown
    assert "Probability 0.81" in shown
    assert "numbers" in shown


def test_the_base_article_is_switched(visit: Open) -> None:
    page = visit(EVENT, "#articles")
    page.select_option("#base", "a4")
    expect(page.locator(".paper:visible h3")).to_have_text("Tram derails, says abend")


def test_beside_a_statement_stands_who_else_tells_it_and_who_does_not(visit: Open) -> None:
    page = visit(EVENT, "#articles")
    aside = page.locator("#who")
    expect(aside).to_contain_text("Point at a statement")
    page.hover("#a1s1")
    expect(aside.locator("h4")).to_have_text(
        ["Also told by 1 of 3 other sources", "In part or perhaps denied by 1 of 3 other sources"]
    )
    expect(aside.locator("li").nth(1)).to_contain_text("denied? The Post")
    expect(aside.locator("li").nth(1).locator("q")).to_have_text(
        "The driver was speeding, the operator said."
    )
    expect(aside).to_contain_text("Not told by The Abend.")
    page.locator("#a1s3 .badge").focus()
    expect(aside.locator("h4")).to_have_text("Told by no other source")
    page.hover("#a1s0")
    aside.locator("li button").nth(1).click()
    expect(page.locator("#evidence")).to_contain_text("Probability 0.81")


def test_the_strip_is_a_map_to_scroll_by(visit: Open) -> None:
    page = visit(EVENT, "#articles", viewport={"width": 1000, "height": 420})
    strip = page.locator("#a1 .strip a")
    expect(strip).to_have_count(4)
    heights = strip.evaluate_all("links => links.map((link) => link.offsetHeight)")
    assert heights[0] > heights[3]
    strip.nth(3).click()
    expect(page.locator("#a1s3")).to_be_in_viewport()
    expect(strip.nth(3)).to_have_class("alone seen")


def test_any_two_stand_side_by_side(visit: Open) -> None:
    page = visit(EVENT, "#pair")
    page.select_option("#right", "2")
    rows = page.locator(".pairs tr.match")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("other number")
    expect(rows.nth(0).locator("td").nth(2).locator("mark").first).to_have_text("people")
    expect(rows.nth(1).locator("td").nth(0).locator("del")).to_have_text("not")


def test_what_is_the_same_is_folded_and_opens(visit: Open) -> None:
    page = visit(EVENT, "#pair?right=1")
    fold = page.get_by_role("button", name="3 statements in the same words")
    expect(page.locator(".pairs tr.match")).to_have_count(0)
    fold.press("Enter")
    expect(page.locator(".pairs tr.match")).to_have_count(3)
    page.uncheck("#fold")
    expect(page.locator(".pairs tr.match")).to_have_count(3)
    page.select_option("#right", "0")
    expect(page.locator("#rows")).to_contain_text("Choose two different articles.")


def test_a_card_lists_what_its_article_told_first(visit: Open) -> None:
    page = visit(EVENT, "#added")
    card = page.locator("#a1-card")
    card.get_by_text("told here first").click()
    card.get_by_role("link", name="The driver was not speeding").last.click()
    expect(page.locator("#c2 .evidence")).to_be_visible()


def test_the_brief_opens_first_and_leads_to_the_claim_and_the_difference(visit: Open) -> None:
    page = visit(EVENT)
    expect(page.locator(".view:visible")).to_have_id("brief")
    expect(page.locator(".values li").nth(1)).to_contain_text(
        "At least 21 people The Post 5 March (newer)"
    )
    page.locator(".values a").nth(1).click()
    expect(page.locator("#a3s0")).to_be_visible()
    page.click('.views a[href="#brief"]')
    page.get_by_role("link", name="2 claims are unsure").click()
    expect(page.locator("#count")).to_have_text("2 of 7 claims")


def test_a_column_of_the_picture_leads_to_its_claim(visit: Open) -> None:
    page = visit(EVENT)
    page.locator('.plan a[href="#c4"] path').first.click()
    expect(page.locator("#c4 .evidence")).to_be_visible()


def test_corrections_are_downloaded_as_labels_that_tune_reads(visit: Open) -> None:
    page = visit(EVENT, "#pair?right=2")
    expect(page.locator("#save")).to_be_hidden()
    for number, verdict in ((0, "Wrong?"), (1, "Right")):
        page.locator(".pairs tr.match button.rel").nth(number).click()
        page.get_by_role("button", name=verdict).click()
        expect(page.get_by_role("button", name=verdict)).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name="Close").click()
    with page.expect_download() as download:
        page.locator("#save").click()
    labels = Path(download.value.path())
    wrong, right = map(json.loads, labels.read_text("utf-8").splitlines())
    assert (wrong["label"], wrong["kind"], wrong["a_article"], wrong["b_article"]) == (
        0,
        "statements",
        "wire",
        "post",
    )
    assert wrong["a"].startswith("Twelve people")
    assert (wrong["a_span"], wrong["score"]) == ([14, 86], 0.81)
    assert (right["label"], right["score"]) == (1, 0.9)
    tuned = CliRunner().invoke(cli, ["tune", str(labels)])
    assert tuned.exit_code == 0, tuned.output
    assert "1 yes, 1 no" in tuned.output


def test_a_correction_is_taken_back(visit: Open) -> None:
    page = visit(EVENT, "#pair?right=2")
    page.locator(".pairs tr.match button.rel").first.click()
    wrong = page.get_by_role("button", name="Wrong?")
    wrong.click()
    expect(page.locator("#saved")).to_have_text("1")
    wrong.click()
    expect(page.locator("#save")).to_be_hidden()


def test_wrong_changes_the_page_at_once_and_back_and_stays(visit: Open) -> None:
    page = visit(EVENT, "#c3")
    line = page.locator("#brief .agreed li[data-claim=c3]")
    expect(line.locator(".by")).to_contain_text("told by 3 of 4: The Wire, The Gazette")
    for number in (1, 2):
        page.locator("#c3 .evidence .why").nth(number).click()
        page.get_by_role("button", name="Wrong?").click()
        page.get_by_role("button", name="Close").click()
        expect(page.locator("#c3 .evidence li").nth(number)).to_have_class("cut")
        expect(page.locator("#c3 td").nth(number)).to_have_class("cut")
    page.click('.views a[href="#brief"]')
    expect(line.locator(".by")).to_have_text("told by The Wire alone (your correction)")
    expect(line).to_have_class("gone")
    expect(page).to_have_url(re.compile("fix=n0.2-1.2_n0.2-2.2"))
    page.reload()
    expect(line).to_have_class("gone")
    expect(page.locator("#saved")).to_have_text("2")
    page.locator("#drop").click()
    expect(line.locator(".by")).to_contain_text("told by 3 of 4: The Wire, The Gazette")
    expect(page.locator("#save")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("fix"))


def test_a_link_a_reader_makes_counts_at_once(visit: Open) -> None:
    page = visit(EVENT, "#brief?fix=y1.3-3.1")
    line = page.locator("#brief .only li[data-claim=c5]")
    expect(line.locator(".by")).to_contain_text("told by 2 of 4: The Gazette and The Abend")
    expect(line).to_have_class("gone")
    expect(page.locator('.plan a[href="#c5"]')).to_have_class("corrected")


@pytest.mark.parametrize("fix", ["n9.9-0.0", "y0.0-0.1", "x", "n0.0", "y0.0-1.0_n0.0-2.0_%ff"])
def test_corrections_of_an_url_that_fit_nothing_break_nothing(visit: Open, fix: str) -> None:
    page = visit(EVENT, f"#claims?fix={fix}")
    expect(page.locator("#count")).to_have_text("7 of 7 claims")


def test_a_match_that_was_missed_is_named_by_its_two_statements(visit: Open) -> None:
    page = visit(EVENT, "#pair?right=3")
    left = page.locator("#rows td:first-child .missed").first
    right = page.locator("#rows td:last-child .missed").first
    left.press("Enter")
    expect(right).to_have_text("this says the same")
    right.press("Enter")
    expect(left).to_have_text("missed: undo")
    with page.expect_download() as download:
        page.locator("#save").click()
    (row,) = map(json.loads, Path(download.value.path()).read_text("utf-8").splitlines())
    assert (row["label"], row["score"], row["a_article"], row["b_article"]) == (
        1,
        None,
        "wire",
        "abend",
    )
    left.press("Enter")
    expect(page.locator("#save")).to_be_hidden()


def test_the_keyboard_alone_is_enough(visit: Open) -> None:
    page = visit(EVENT)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#claims")).to_be_visible()
    page.locator("#c1 summary").focus()
    page.keyboard.press("Enter")
    why = page.locator("#c1 .why").nth(2)
    why.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#evidence")).to_be_hidden()
    expect(why).to_be_focused()


def test_the_index_is_searched_and_sorted(visit: Open) -> None:
    page = visit("good/index.html")
    page.fill("#search", "abend")
    expect(page.locator("#count")).to_have_text("1 of 1")
    page.fill("#search", "zebra")
    expect(page.locator("#nothing")).to_be_visible()
    page.select_option("#sort", "start")
    expect(page.locator("main")).to_contain_text("Bees do well")
    expect(page.locator("main")).to_contain_text("in.jsonl:7")
