"""The report in a real browser, as a reader uses it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from compare.cli import cli
from compare.model import Article, Refused
from compare.report import write
from tests.sample import hostile, sample

pytestmark = pytest.mark.browser
MADE_BY = ("0.0.0", "0123456789ab")
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    alone = [Article("x", "A text.", "The Orrin Times", "Bees do well", "2031-03-06")]
    write(folder / "good", [sample()], alone, [Refused("in.jsonl", "is not JSON", 7)], MADE_BY)
    write(folder / "bad", [hostile()], [], [], MADE_BY)
    return folder


@pytest.fixture
def visit(chromium: Any, site: Path) -> Iterator[Open]:
    """Open a page of the site; afterwards no error was logged and nothing was requested."""
    contexts, faults = [], []

    def go(name: str, hash_: str = "", **options: Any) -> Any:
        context = chromium.new_context(accept_downloads=True, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith(("file:", "data:", "blob:")) else faults.append(r.url)
            ),
        )
        page.goto(f"file://{site}/{name}{hash_}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []


EVENT = "good/e0123456789.html"


def test_every_view_opens_by_its_link_and_by_its_url(visit: Open) -> None:
    page = visit(EVENT)
    for view in ("claims", "articles", "pair", "added"):
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


def test_any_two_stand_side_by_side(visit: Open) -> None:
    page = visit(EVENT, "#pair")
    page.select_option("#right", "2")
    rows = page.locator(".pairs tr.match")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("other number")
    expect(rows.nth(0).locator("td").nth(2).locator("ins").first).to_have_text("At least 21")


def test_corrections_are_downloaded_as_labels(visit: Open) -> None:
    page = visit(EVENT, "#pair?right=2")
    page.locator(".pairs tr.match button.rel").first.click()
    expect(page.locator("#evidence")).to_contain_text("Probability 0.81")
    page.get_by_text("Wrong?").click()
    page.get_by_role("button", name="Close").click()
    with page.expect_download() as download:
        page.locator("#save").click()
    labels = Path(download.value.path())
    (row,) = map(json.loads, labels.read_text("utf-8").splitlines())
    assert (row["label"], row["kind"], row["a_article"], row["b_article"]) == (
        0,
        "statements",
        "wire",
        "post",
    )
    assert row["a"].startswith("Twelve people")
    assert (row["a_span"], row["score"]) == ([14, 86], 0.81)
    tuned = CliRunner().invoke(cli, ["tune", str(labels)])
    assert tuned.exit_code == 0
    assert "both are needed" in tuned.output


def test_the_keyboard_alone_is_enough(visit: Open) -> None:
    page = visit(EVENT)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#claims")).to_be_visible()


def test_it_reads_without_javascript(visit: Open) -> None:
    page = visit(EVENT, java_script_enabled=False)
    for view in ("added", "claims", "articles", "pair"):
        expect(page.locator(f"#{view}")).to_be_visible()
    expect(page.locator(".tools:visible")).to_have_count(0)
    expect(page.locator(".paper:visible")).to_have_count(4)
    expect(page.locator(".pairs tr.match")).to_have_count(3)


@pytest.mark.parametrize("name", [EVENT, "good/index.html", "bad/e0123456789.html"])
@pytest.mark.parametrize("hash_", ["", "#claims", "#articles", "#pair"])
def test_a_phone_needs_no_sideways_scrolling(visit: Open, name: str, hash_: str) -> None:
    page = visit(name, hash_, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_it_prints(visit: Open) -> None:
    page = visit(EVENT, "#pair")
    page.emulate_media(media="print")
    assert all(
        page.locator(f"#{view}").is_visible() for view in ("added", "claims", "articles", "pair")
    )
    assert page.pdf().startswith(b"%PDF")


def test_hostile_text_runs_nothing(visit: Open) -> None:
    for hash_ in ("", "#claims", "#articles", "#pair"):
        page = visit("bad/e0123456789.html", hash_)
        assert page.title() != "run"
    assert visit("bad/index.html").title() != "run"


def test_the_index_is_searched_and_sorted(visit: Open) -> None:
    page = visit("good/index.html")
    page.fill("#search", "abend")
    expect(page.locator("#count")).to_have_text("1 of 1")
    page.fill("#search", "zebra")
    expect(page.locator("#nothing")).to_be_visible()
    page.select_option("#sort", "start")
    expect(page.locator("main")).to_contain_text("Bees do well")
    expect(page.locator("main")).to_contain_text("in.jsonl:7")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "place", [EVENT, f"{EVENT}#claims", f"{EVENT}#articles", f"{EVENT}#pair", "good/index.html"]
)
def test_axe_finds_no_violation(visit: Open, place: str, scheme: str) -> None:
    import importlib.resources

    name, _, hash_ = place.partition("#")
    page = visit(name, f"#{hash_}" if hash_ else "", color_scheme=scheme)
    script = (
        importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    )
    found = page.evaluate(f"{script}; axe.run()")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]] == []
