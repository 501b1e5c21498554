"""The report in a real browser where it is hard: no script, small, on paper, hostile, by ear."""

import importlib.resources
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
EVENT = "good/e0123456789.html"


def test_it_reads_without_javascript(visit: Open) -> None:
    page = visit(EVENT, java_script_enabled=False)
    for view in ("brief", "added", "claims", "articles", "pair"):
        expect(page.locator(f"#{view}")).to_be_visible()
    expect(page.locator(".tools:visible")).to_have_count(0)
    expect(page.locator(".paper:visible")).to_have_count(4)
    expect(page.locator(".pairs tr.match")).to_have_count(3)


@pytest.mark.parametrize("name", [EVENT, "good/index.html", "bad/e0123456789.html"])
@pytest.mark.parametrize("hash_", ["", "#added", "#claims", "#articles", "#pair"])
def test_a_phone_needs_no_sideways_scrolling(visit: Open, name: str, hash_: str) -> None:
    page = visit(name, hash_, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_a_phone_who_else_tells_a_statement_comes_up_and_goes(visit: Open) -> None:
    page = visit(EVENT, "#articles", viewport={"width": 360, "height": 740}, has_touch=True)
    expect(page.locator("#who")).to_be_hidden()
    page.locator("#a1s1").tap()
    expect(page.locator("#who")).to_contain_text("Also told by 1 of 3 other sources")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.keyboard.press("Escape")
    expect(page.locator("#who")).to_be_hidden()


def test_it_prints(visit: Open) -> None:
    page = visit(EVENT, "#pair")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#added details:not([open])")).to_have_count(0)
    page.emulate_media(media="print")
    assert all(
        page.locator(f"#{view}").is_visible()
        for view in ("brief", "added", "claims", "articles", "pair")
    )
    assert page.pdf().startswith(b"%PDF")


HOSTILE = (
    "<script>document.title='run'</script>",
    '"></style><img src=x onerror="document.title=\'run\'">',
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "\ufffd a lone surrogate, right to left and \ufffd nothing",  # without the bidi override
    "w" * 100_000,
)


@pytest.mark.parametrize("javascript", [True, False])
def test_hostile_text_is_shown_as_text_and_runs_nothing(visit: Open, javascript: bool) -> None:  # noqa: FBT001  (a parameter of the test)
    for hash_ in ("", "#claims", "#articles", "#pair?fold=0"):
        page = visit("bad/e0123456789.html", hash_, java_script_enabled=javascript)
        expect(page).to_have_title(f"{HOSTILE[0]} · newscompare")
        expect(page.locator("img, main script, main style, [onerror]")).to_have_count(0)
        expect(page.locator('a[href^="javascript:" i]')).to_have_count(0)
    page = visit("bad/e0123456789.html", "#articles", java_script_enabled=javascript)
    said = page.locator("#a1 .st").evaluate_all("nodes => nodes.map(n => n.firstChild.data)")
    assert tuple(said) == HOSTILE
    page = visit("bad/e0123456789.html", "#pair?fold=0")
    expect(page.locator("#rows")).to_contain_text(HOSTILE[3])
    page.locator("#rows button.rel").first.click()
    expect(page.locator("#evidence")).to_contain_text(HOSTILE[0])
    page = visit("bad/index.html", java_script_enabled=javascript)
    expect(page).to_have_title("All events · newscompare")
    expect(page.locator("main")).to_contain_text(HOSTILE[3])
    expect(page.locator('img, main script, a[href^="javascript:" i]')).to_have_count(0)


@pytest.mark.parametrize(
    "hash_",
    [
        "#nowhere", "#%", "#claims?filter=nosuch&sort=nosuch&q=%ff", "#articles?base=a99",
        "#pair?left=99&right=-1", "#pair?right=x", '#"><img src=x>',
    ],
)  # fmt: skip
def test_a_link_to_nowhere_breaks_nothing(visit: Open, hash_: str) -> None:
    page = visit(EVENT, hash_)
    expect(page.locator(".view:visible")).to_have_count(1)
    expect(page.locator(".tools:visible, .glance:visible").first).to_be_visible()


def test_a_bidi_control_reaches_no_further_than_its_statement(visit: Open) -> None:
    page = visit("bad/e0123456789.html", "#articles")
    before, after = (
        page.locator(f"#a1s{at}").evaluate("node => getComputedStyle(node).unicodeBidi")
        for at in (3, 4)
    )
    assert before == after == "isolate"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "place",
    [
        EVENT,
        f"{EVENT}#added",
        f"{EVENT}#claims",
        f"{EVENT}#articles",
        f"{EVENT}#pair",
        "good/index.html",
    ],
)
def test_axe_finds_no_violation(visit: Open, place: str, scheme: str) -> None:
    name, _, hash_ = place.partition("#")
    page = visit(name, f"#{hash_}" if hash_ else "", color_scheme=scheme)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_what_opens(visit: Open, scheme: str) -> None:
    page = visit(EVENT, "#c1", color_scheme=scheme)
    assert violations(page) == []
    page.locator("#c1 .why").first.click()
    assert violations(page) == []
    page = visit(EVENT, "#articles", color_scheme=scheme)
    page.hover("#a1s1")
    assert violations(page) == []
    page = visit(EVENT, "#claims", color_scheme=scheme, viewport={"width": 360, "height": 740})
    assert violations(page) == []


def violations(page: Any) -> list[tuple[str, list[str]]]:
    script = (
        importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    )
    found = page.evaluate(f"{script}; axe.run()")
    return [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found["violations"]]
