"""Take the README's pictures: python -m tests.benchmarks.screenshots REPORT_FOLDER OUT_FOLDER."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

EVENT = "Ferry runs aground"
# Name, place, width, height, colours, and what is pointed at.
SHOTS = (
    ("event", "", 1180, 860, "light", ""),
    ("claims", "#c1", 1180, 860, "light", ""),
    ("article", "#articles", 1180, 860, "light", ".paper:not([hidden]) .st.differs"),
    ("pair-dark", "#pair", 1180, 860, "dark", ""),
    ("phone", "", 360, 740, "light", ""),
)


def main(report: Path, out: Path) -> None:
    """Photograph the report's index and one of its events."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.goto((report / "index.html").resolve().as_uri())
        page.set_viewport_size({"width": 1180, "height": 860})
        page.screenshot(path=out / "index.png")
        first = page.locator(".events h2 a", has_text=EVENT).get_attribute("href")
        assert first
        for name, hash_, width, height, scheme, hovered in SHOTS:
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page.goto((report / first).resolve().as_uri() + hash_)
            if hovered:
                page.locator(hovered).first.hover()
            page.screenshot(path=out / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
