"""What browser tests share: one Chromium, and a page that reports every error and request."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from compare.model import Article, Refused
from tests.sample import ALONE, MALICE, by_itself, hostile, sample

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
             "--no-first-run", "--disable-component-update"]  # fmt: skip


# No verdict depends on how busy the machine is.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless Chromium; without one the test is skipped, but never in CI."""
    path = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: .ci/run installs it")
        pytest.skip("no Chromium on PATH; install Debian's package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the sample and one of the hostile sample."""
    from compare.report import write

    made_by = ("0.0.0", "0123456789ab")
    folder = tmp_path_factory.mktemp("site")
    write(folder / "good", [sample()], ALONE, [Refused("in.jsonl", "is not JSON", 7)], made_by)
    harm = Article("h", MALICE[4], MALICE[1], MALICE[0], url="javascript:document.title='run'")
    write(
        folder / "bad",
        [hostile()],
        [(by_itself(harm), harm)],
        [Refused(MALICE[1], MALICE[3])],
        made_by,
    )
    return folder


@pytest.fixture
def visit(chromium: Any, site: Path) -> Iterator[Callable[..., Any]]:
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
