"""The tuning page: its values, its bytes, and how it behaves in a browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from compare.report import tuning_page
from compare.tuning import banding
from compare.tuning import page_view as tuneview
from compare.tuning import recommend as tune
from compare.tuning.curves import Labelled
from compare.tuning.recommend import Goal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NASTY = "</script><script>document.title = 'ran'</script>{{ 7*7 }}\ud800"


def _rows() -> list[Labelled]:
    return [Labelled(f"a{n}", f"b{n}", int((n >= 40) != (n % 9 == 0)), n / 100) for n in range(100)]


def _view(**more: Any) -> dict[str, Any]:
    rows = _rows()
    found = tune.recommend(rows, 0.7, Goal())
    pool = [n / 1000 for n in range(1000)]
    return tuneview.view("events", rows, pool, found, Goal(), **more)


def _full() -> dict[str, Any]:
    scores = [n / 50 for n in range(50)]
    bands = tuneview.banding_view(
        banding.expected(scores, 0.5, 20, 5),
        scores,
        0.5,
        banding.Misses(1, 25),
        banding.suggest(scores, 0.5, 0.95, 100),
    )
    effect = [(0.41, "merges 3 events, splits none"), (0.7, "nothing")]
    return _view(texts={"a50": NASTY}, changes=effect, banding=bands, warnings=[NASTY])


def test_the_grid_agrees_with_the_rates_at_a_threshold() -> None:
    grid = _view()["grid"]
    for place in (0, 20, 41, 70, 99):
        rates = tune.at(_rows(), grid["steps"][place])
        assert grid["lines"]["precision"][place] == pytest.approx(
            rates["precision"].value, abs=1e-3
        )
        assert grid["lines"]["recall"][place] == pytest.approx(rates["recall"].value, abs=1e-3)
        total = sum(grid["counts"][name][place] for name in ("tp", "fp", "fn", "tn"))
        assert total == pytest.approx(100)


def test_the_histogram_counts_every_pair_and_label() -> None:
    counts = _view()["histogram"]
    assert sum(counts["pool"]) == 1000
    assert sum(counts["yes"]) + sum(counts["no"]) == 100


def test_a_page_without_labels_says_so() -> None:
    found = tune.recommend([], 0.3, Goal())
    page = tuning_page.render(tuneview.view("copies", [], [], found, Goal()), "1")
    assert "No labels." in page
    assert "<svg" not in page


def test_the_page_asks_nothing_of_a_network_and_closes_no_tag() -> None:
    page = tuning_page.render(_full(), "1")
    assert not re.search(r"""(?:src|href)=["'](?!data:,"|#)|https?://|@import|url\(""", page)
    assert "default-src &#39;none&#39;" in page
    assert "<script>document.title" not in page
    assert "merges 3 events" in page
    assert "1 of 25 missed" in page
    assert page == tuning_page.render(_full(), "1")


def test_long_articles_make_no_long_page() -> None:
    texts = {f"{side}{n}": f"Head {n}\n\n{'word ' * 5000}" for side in "ab" for n in range(100)}
    page = tuning_page.render(_view(texts=texts), "1")
    assert len(page) < 200_000
    assert "Head 70" in page


def test_too_few_labels_draw_no_curves() -> None:
    rows = [Labelled("a", "b", 1, 0.8), Labelled("a", "c", 0, 0.1)]
    view = tuneview.view("events", rows, [], tune.recommend(rows, 0.3, Goal()), Goal())
    assert view["grid"] is None
    assert "1 yes, 1 no" in tuning_page.render(view, "1")


def test_both_axes_have_numbers_that_end_where_the_scores_do() -> None:
    page = tuning_page.render(_view(), "1")
    numbers = re.findall(r'<text x="([\d.]+)%" y="([\d.]+)%?"[^>]*>([\d.]+)</text>', page)
    assert {text for _, _, text in numbers} >= {"0", "0.2", "0.4", "0.6", "0.8", "1"}
    assert ("20.0", "14", "0.2") in numbers
    rows = [Labelled(r.a, r.b, r.label, r.score / 4) for r in _rows()]
    view = tuneview.view("events", rows, [], tune.recommend(rows, 0.2, Goal()), Goal())
    assert view["top"] == 0.3
    assert 'max="0.3"' in tuning_page.render(view, "1")


@pytest.mark.browser
def test_the_slider_stands_where_the_text_says(page: Any) -> None:
    view = _full()
    assert page.locator("#at").inner_text() == f"{view['threshold']:.3f}"
    assert float(page.locator("#slider").input_value()) == view["threshold"]


@pytest.fixture
def page(tmp_path: Path, chromium: Any) -> Iterator[Any]:
    path = tmp_path / "tuning.html"
    path.write_text(tuning_page.render(_full(), "1"), "utf-8")
    opened = chromium.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text))
    opened.goto(path.as_uri())
    yield opened
    opened.close()
    assert faults == []


@pytest.mark.browser
def test_dragging_moves_everything_together(page: Any) -> None:
    def joined() -> int:
        cells = page.locator('[data-count="tp"], [data-count="fp"]').all_inner_texts()
        return sum(int(cell) for cell in cells)

    assert joined() == sum(row.score >= 0.4 for row in _rows())
    box = page.locator("#chart").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.695, box["y"] + 60, steps=5)
    page.mouse.up()
    expect(page.locator("#at")).to_have_text(re.compile(r"0\.6(89|9[0-9])"))
    assert joined() in {30, 31}
    expect(page.locator(".changes .here")).to_contain_text("0.700")
    expect(page.locator(".around li:visible")).to_have_count(16)


@pytest.mark.browser
def test_the_keyboard_moves_the_line_and_boxes_show_curves(page: Any) -> None:
    before = page.locator("#chart .now").first.get_attribute("x1")
    page.locator("#slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#chart .now").first).not_to_have_attribute("x1", before)
    assert float(page.locator("#chart .now").first.get_attribute("x1")) > float(before)
    f2 = page.locator('polyline[data-measure="f2"]')
    expect(f2).to_be_hidden()
    page.locator('[data-toggle="f2"]').check()
    expect(f2).to_be_visible()


@pytest.mark.browser
def test_text_stays_text_and_the_page_is_accessible(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    assert page.title() == "Threshold for articles of one event – newscompare"
    assert "{{ 7*7 }}" in page.locator(".warnings").inner_text()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
