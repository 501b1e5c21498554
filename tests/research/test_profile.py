"""Outlet profiles: what is counted, the intervals, and the page."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from scipy.stats import bootstrap

from compare import schemas
from compare.cli import cli
from compare.model import Accuracy
from compare.research.profile import FEW, LEAST, Estimate, Profile, profile
from compare.research.profile_page import profile_page

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"
MADE_BY = ("0.0.0", "0123456789ab")


class Tables:
    """Tables made by hand, event by event."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {"articles": [], "claims": [], "tellings": []}

    def article(self, event: str, source: str, **more: Any) -> None:
        row = {"article": f"{event}-{source}", "event": event, "source": source, "copy_kind": None,
               "copy_of": None, "provenance": None}  # fmt: skip
        self.rows["articles"].append(row | more)

    def claim(self, event: str, claim: str, first: str | None = None, **cells: str) -> None:
        """``cells``: per source ``told``, ``absent`` or ``in part``; ``!`` after it: known before."""
        self.rows["claims"].append({"event": event, "claim": claim, "first_source": first})
        for source, cell in cells.items():
            telling = cell.rstrip("!?")
            known = None if cell.endswith("?") else cell.endswith("!")
            self.rows["tellings"].append({
                "event": event, "claim": claim, "source": source, "article": f"{event}-{source}",
                "telling": telling, "known_before": known,
                "probability": None if telling in {"absent", "unsure"} else 1.0,
            })  # fmt: skip


def estimate(made: Profile, source: str, measure: str) -> Estimate | None:
    (outlet,) = [outlet for outlet in made.outlets if outlet.source == source]
    return next((each for each in outlet.estimates if each.measure == measure), None)


def counted(made: Profile, source: str, measure: str) -> tuple[int, int] | None:
    found = estimate(made, source, measure)
    return None if found is None else (found.count, found.total)


def events(count: int) -> Tables:
    """In each event A is first and B follows with half of it, leaving out the rest."""
    made = Tables()
    for n in range(count):
        event = f"e{n}"
        for source in "ABC":
            made.article(event, source)
        made.claim(event, "c1", first="A", A="told", B="told!", C="told!")
        made.claim(event, "c2", first="A", A="told", B="told!" if n % 2 else "absent!", C="told!")
        made.claim(event, "c3", A="told", B="absent!", C="absent?")
    return made


def test_what_an_outlet_tells_is_counted_among_what_two_others_share() -> None:
    made = profile(events(4).rows)
    assert counted(made, "B", "tells") == (6, 8)  # c1 and c2; c3 only one other tells
    assert counted(made, "A", "tells") == (6, 6)  # c2 where B tells it too


def test_left_out_counts_only_what_could_be_known() -> None:
    made = profile(events(4).rows)
    assert counted(made, "B", "leaves_out") == (6, 12)
    assert counted(made, "C", "leaves_out") == (0, 8)  # of c3 the dates cannot tell
    assert counted(made, "A", "leaves_out") is None  # nobody told it anything before


def test_first_and_exclusives_taken_up() -> None:
    made = profile(events(4).rows)
    assert counted(made, "A", "first") == (8, 8)
    assert counted(made, "B", "first") == (0, 6)
    assert counted(made, "A", "taken_up") == (8, 12)
    assert counted(made, "B", "taken_up") is None


def test_a_copy_of_another_outlet_is_no_reporting_of_its_own() -> None:
    made = Tables()
    made.article("e", "A")
    made.article("e", "B", copy_kind="near", copy_of="e-A")
    made.article("e", "C", provenance="derived")
    made.article("f", "A", copy_kind="exact", copy_of="e-A")  # its own text again
    made.article("f", "D", copy_kind="partial", copy_of="e-A")
    made.article("g", "W", provenance="wire")  # an agency's own
    found = profile(made.rows)
    assert {o.source: counted(found, o.source, "wire") for o in found.outlets} == {
        "A": (0, 2), "B": (1, 1), "C": (1, 1), "D": (0, 1), "W": (0, 1),
    }  # fmt: skip


def test_an_outlet_with_several_articles_tells_what_any_of_them_tells() -> None:
    made = events(1)
    made.claim("e0", "c9", A="told", C="told", B="absent!")
    made.rows["tellings"].append({
        "event": "e0", "claim": "c9", "source": "B", "article": "e0-B2", "telling": "told",
        "known_before": True, "probability": 0.9,
    })  # fmt: skip
    assert counted(profile(made.rows), "B", "leaves_out") == (2, 4)


def test_the_interval_is_that_of_a_bootstrap_over_events() -> None:
    """The oracle is SciPy's percentile bootstrap of the same ratio."""
    random = np.random.default_rng(1)
    made, told, total = Tables(), [], []
    for n in range(60):
        event, size = f"e{n}", int(random.integers(1, 9))
        for source in "ABC":
            made.article(event, source)
        tells = random.random(size) < random.beta(2, 3)
        for c, says in enumerate(tells):
            made.claim(event, f"c{c}", A="told" if says else "absent", B="told", C="told")
        told.append(tells.sum())
        total.append(size)
    found = estimate(profile(made.rows, resamples=4000), "A", "tells")
    oracle = bootstrap(
        (np.array(told), np.array(total)), lambda a, b, axis: a.sum(axis) / b.sum(axis),
        paired=True, vectorized=True, method="percentile", n_resamples=4000, rng=2,
    ).confidence_interval  # fmt: skip
    assert found is not None
    assert found.low == pytest.approx(oracle.low, abs=0.02)
    assert found.high == pytest.approx(oracle.high, abs=0.02)
    assert found.low is not None
    assert found.low < found.observed < (found.high or 0)


def test_the_aligners_error_moves_the_share_and_widens_the_interval() -> None:
    plain = estimate(profile(events(30).rows), "B", "leaves_out")
    wrong = Accuracy(48, 0.7, 0.7, 0.145)
    carried = estimate(profile(events(30).rows, wrong), "B", "leaves_out")
    assert plain is not None
    assert carried is not None
    assert plain.share == plain.observed == carried.observed == 0.5
    # Of what both tell, 14.5 % is reported as left out: 0.5 = x + 0.145 (1 - x).
    assert carried.share == pytest.approx(1 - 0.5 / 0.855)
    assert plain.low is not None
    assert carried.low is not None
    assert (carried.high or 0) - carried.low > (plain.high or 0) - plain.low


def test_a_match_that_is_hardly_likely_counts_as_what_it_is() -> None:
    made = events(1)
    for row in made.rows["tellings"]:
        if row["source"] == "B" and row["telling"] == "told":
            row["probability"] = 0.6
    found = estimate(profile(made.rows), "B", "tells")
    assert found is not None
    assert found.observed == 0.5
    assert found.share == pytest.approx(0.3)


def test_the_base_rate_is_that_of_the_others_in_the_same_events() -> None:
    made = events(4)
    made.article("x", "D")
    made.article("x", "E")
    made.claim("x", "c1", D="told", E="absent!")
    found = estimate(profile(made.rows), "B", "leaves_out")
    assert found is not None
    assert found.base == 0.0  # C's, not E's


def test_few_events_are_warned_of_and_fewer_get_no_interval() -> None:
    for count, few, interval in ((LEAST - 1, True, False), (LEAST, True, True), (FEW, False, True)):
        found = estimate(profile(events(count).rows), "B", "leaves_out")
        assert found is not None
        assert (found.few, found.low is not None) == (few, interval)


def test_a_share_that_never_varies_is_not_certain() -> None:
    found = estimate(profile(events(8).rows), "B", "first")
    assert found is not None
    assert (found.share, found.low, found.p) == (0.0, 0.0, None)
    assert found.high == pytest.approx(0.369, abs=0.001)  # Clopper and Pearson, 0 of 8


def test_q_is_never_smaller_than_p_and_chance_differences_are_no_finding() -> None:
    random = np.random.default_rng(3)
    made = Tables()
    sources = [f"S{n}" for n in range(8)]
    for n in range(80):
        for source in sources:
            made.article(f"e{n}", source)
        for c in range(4):
            cells = {source: "told" if random.random() < 0.5 else "absent!" for source in sources}
            made.claim(f"e{n}", f"c{c}", **cells)
    found = [each for outlet in profile(made.rows).outlets for each in outlet.estimates
             if each.q is not None]  # fmt: skip
    assert len(found) > 10
    assert all(
        each.p is not None and each.q is not None and each.q >= each.p - 1e-12 for each in found
    )
    assert sum(each.q < 0.05 for each in found if each.q is not None) == 0


def test_agreement_and_omission_of_two() -> None:
    made = profile(events(4).rows)
    pairs = {(pair.a, pair.b): pair for pair in made.pairs}
    assert pairs["A", "B"].agreement == pytest.approx(6 / 12)
    assert pairs["A", "B"].agreement == pairs["B", "A"].agreement
    assert pairs["A", "B"].omission == pytest.approx(6 / 12)
    assert pairs["B", "A"].omission is None  # A could have known nothing


def test_the_same_rows_and_seed_give_the_same_profile_and_no_rows_give_none() -> None:
    assert profile(events(7).rows) == profile(events(7).rows)
    empty = profile({"articles": [], "claims": [], "tellings": []})
    assert (empty.outlets, empty.pairs) == ((), ())
    assert b"nothing can be compared" in profile_page(empty, MADE_BY)


def test_tables_paths_and_an_index_give_the_same_outlets(tmp_path: Path) -> None:
    def run(*args: object) -> Any:
        result = CliRunner().invoke(cli, ["profile", *map(str, args), "--json", "-q"])
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    cup = [path for path in ARTICLES.rglob("*") if "cup" in path.name or path.suffix == ".jsonl"]
    made = run(*cup, "-o", tmp_path / "p")
    Draft202012Validator(schemas.load("profile")).validate(made)
    exported = CliRunner().invoke(cli, ["export", *map(str, cup), "--tables", str(tmp_path / "t")])
    assert exported.exit_code == 0
    assert run(tmp_path / "t", "-o", tmp_path / "q") == made
    assert (tmp_path / "p" / "index.html").read_bytes() == (
        tmp_path / "q" / "index.html"
    ).read_bytes()
    file = tmp_path / "seen.index"
    CliRunner().invoke(cli, ["index", "add", *map(str, cup), "--index", str(file)])
    indexed = run("--index", file, "-o", tmp_path / "r")
    assert [each["source"] for each in indexed["outlets"]] == [
        each["source"] for each in made["outlets"]
    ]


def test_the_page_has_a_plot_a_row_and_says_what_it_cannot_say() -> None:
    made = profile(events(FEW).rows, Accuracy(48, 0.7, 0.7, 0.145))
    page = profile_page(made, MADE_BY).decode()
    assert page.count("<svg") == 5
    assert "A difference is no intent" in page
    assert "48 pairs" in page
    assert page.count('<tr><th scope="row"') >= sum(len(o.estimates) for o in made.outlets)


def test_what_cannot_be_asked_is_said(tmp_path: Path) -> None:
    for args in ([], ["x", "--index", "y"]):
        assert CliRunner().invoke(cli, ["profile", *args]).exit_code == 2
    (tmp_path / "tables.json").write_text("{}", "utf-8")
    result = CliRunner().invoke(cli, ["profile", str(tmp_path), "-o", str(tmp_path / "o")])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


@pytest.mark.browser
def test_the_page_is_accessible_and_asks_nobody(chromium: Any, tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_bytes(profile_page(profile(events(7).rows, Accuracy(48, 0.7, 0.7, 0.145)), MADE_BY))
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(f"file://{path}")
    found = Axe().run(page).response["violations"]
    page.close()
    assert [(each["id"], each["nodes"][0]["html"][:90]) for each in found] == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
