"""Size and speed of the report's pages: python -m tests.benchmarks.report -o FILE.

One event of 30 articles and 800 claims, one of five articles, and an index of 2,000 events, all
made here; timed in headless Chromium. First paint is the browser's own ``first-contentful-paint``;
an interaction runs from the event to the frame after it, and its CPU time is that of the page's
main thread, which other work on the machine does not stretch. Medians of five.
"""

import argparse
import os
import random
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from compare.model import (
    Article,
    Cell,
    Claim,
    ComparedArticle,
    Comparison,
    Event,
    LeftOut,
    Match,
    Statement,
)
from compare.report import write
from compare.version import __version__

WORDS = [
    "harbour",
    "council",
    "tram",
    "minister",
    "rails",
    "storm",
    "bridge",
    "vote",
    "mayor",
    "police",
    "river",
    "school",
]
RUNS = 5
INTERACT = """async ([selector, value]) => {
  const node = document.querySelector(selector);
  const started = performance.now();
  if (value === null) node.click();
  else {
    node.value = value;
    node.dispatchEvent(new Event("input", { bubbles: true }));
    node.dispatchEvent(new Event("change", { bubbles: true }));
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - started;
}"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def event(articles: int, claims: int, seed: int = 1) -> Comparison:
    """An event of so many articles and claims; each claim is told by one to all of them."""
    draw = random.Random(seed)
    statements: list[list[Statement]] = [[] for _ in range(articles)]
    texts = ["" for _ in range(articles)]
    made, matches = [], []
    for number in range(1, claims + 1):
        said = f"{' '.join(draw.choices(WORDS, k=18)).capitalize()} {number}."
        carriers = sorted(
            draw.sample(range(articles), min(articles, 1 + int(draw.expovariate(0.9))))
        )
        cells = []
        for order, at in enumerate(carriers):
            start = len(texts[at])
            texts[at] += said + "\n"
            statements[at].append(Statement(f"a{at}", start, start + len(said), said))
            index = len(statements[at]) - 1
            cells.append(Cell(f"a{at}", "partial" if order else "verbatim", (index,), 0.8))
            if order:
                first = carriers[0], cells[0].statements[0]
                matches.append(Match(first, (at, index), 0.8, "partial", {"cosine": 0.5}))
        made.append(Claim(f"c{number}", said, tuple(cells)))
    compared = []
    for at in range(articles):
        told = {c.id for c in made if any(cell.article == f"a{at}" for cell in c.cells)}
        article = Article(
            f"a{at}",
            texts[at] or "x",
            f"Outlet {at}",
            f"Headline {at}",
            f"2031-03-{at % 28 + 1:02}",
        )
        alone = tuple(c.id for c in made if c.id in told and len(c.cells) == 1)
        left = tuple(LeftOut(c.id, known=True) for c in made if c.id not in told)
        compared.append(ComparedArticle(article, tuple(statements[at]), (), None, alone, left))
    ids = tuple(f"a{at}" for at in range(articles))
    about = Event(
        f"e{seed:010x}", f"s{seed:010x}", f"Event {seed}", "2031-03-01", "2031-03-28", ids
    )
    return Comparison(
        about, tuple(compared), tuple(made), tuple(matches), 0.25, "bench", __version__
    )


def measure(browser: Any, url: str, touch: tuple[str, str | None]) -> tuple[float, float, float]:
    """First paint, one interaction (a value set, or a click), and its CPU time, milliseconds."""
    paints, touches, busy = [], [], []
    for _ in range(RUNS):
        page = browser.new_page()
        page.goto(url)
        page.wait_for_timeout(700)
        paints.append(page.evaluate(PAINT))
        wire = page.context.new_cdp_session(page)
        wire.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = worked(wire)
        touches.append(page.evaluate(INTERACT, list(touch)))
        busy.append(1000 * (worked(wire) - before))
        page.close()
    return median(paints), median(touches), median(busy)


def worked(wire: Any) -> float:
    """Seconds of CPU that the page's main thread has used."""
    metrics = wire.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")


def main() -> None:
    """Make the pages, time them, write the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("-o", "--output", type=Path, default=Path("reports/benchmarks/report.md"))
    output = options.parse_args().output
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        five, thirty = event(5, 60, 1), event(30, 800, 2)
        many = [
            replace(five, event=replace(five.event, id=f"e{n:010x}", title=f"Event {n}"))
            for n in range(2000)
        ]
        write(folder / "two", [five, thirty], [], [], (__version__, "bench"), ("html",))
        write(folder / "many", many, [], [], (__version__, "bench"), ("html",))
        small, large = (folder / "two" / f"{made.event.id}.html" for made in (five, thirty))
        index = folder / "many" / "index.html"
        pages: tuple[tuple[str, Path, str, tuple[str, str | None]], ...] = (
            ("event, 5 articles, 60 claims: search", small, "#claims", ("#search", "tram 7")),
            ("event, 30 articles, 800 claims: search", large, "#claims", ("#search", "tram 7")),
            ("the same: filter", large, "#claims", ("#filter", "shared")),
            ("the same: sort", large, "#claims", ("#sort", "order")),
            ("the same: a claim's evidence", large, "#claims", (".grid summary", None)),
            ("the same: to the claims", large, "", ('.views a[href="#claims"]', None)),
            ("the same: to the articles", large, "", ('.views a[href="#articles"]', None)),
            ("the same: another article", large, "#articles", ("#base", "a9")),
            ("the same: side by side", large, "#pair", ("#right", "7")),
            ("the same: to added and left out", large, "#pair", ('.views a[href="#added"]', None)),
            ("index, 2,000 events: search", index, "", ("#search", "event 17")),
            ("the same: sort", index, "", ("#sort", "start")),
        )
        rows = []
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for label, path, hash_, touch in pages:
                paint, interaction, cpu = measure(browser, path.as_uri() + hash_, touch)
                rows.append(
                    f"| {label} | {path.stat().st_size / 1000:.0f} | {paint:.0f} | {interaction:.0f} | {cpu:.0f} |"
                )
            browser.close()
    text = "\n".join(
        [
            "# Report pages: size and speed", "",
            f"newscompare {__version__}, headless Chromium, two shared x86-64 cores, medians of {RUNS};",
            f"load average at the end {os.getloadavg()[0]:.1f} (above 2 others were working too).", "",
            "    python -m tests.benchmarks.report -o THIS", "",
            "| page | size, kB | first paint, ms | interaction, ms | CPU of it, ms |", "|---|---|---|---|---|", *rows, "",
        ]
    )  # fmt: skip
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
