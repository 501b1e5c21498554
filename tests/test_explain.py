from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from compare.alignment import evidence_kinds as grounds
from compare.cli import cli
from compare.cli.explain import _flips
from compare.errors import InputError
from compare.evaluation import gold
from compare.events.explanation import Explanation
from compare.events.outcome import Outcome
from compare.explain import (
    AROUND,
    explain_among,
    explain_articles,
    explain_statements,
)
from compare.index import Index, open_index
from compare.ingest.cleaning import clean
from compare.model import Article
from compare.pipeline import group_events, read_articles
from compare.settings import Settings
from tests.evidence import score_pairs

FIXTURES = Path(__file__).parent.parent / "fixtures"
ARTICLES = {article.id: article for article in
            gold.read_articles(FIXTURES / "gold" / "events.jsonl")[0]}  # fmt: skip
SAME = ("The mill at Orrin burned down on Saturday.", "On Saturday the mill at Orrin burned down.")


def test_articles_are_explained_by_what_they_share() -> None:
    found = explain_articles(ARTICLES["northwire-cup"], ARTICLES["sentinel-cup"], Settings())
    assert found.together
    names = [part.name for part in found.parts if part.share > 0]
    assert {"Oduro", "Larkin"} & set(names)
    assert {part.kind for part in found.parts} >= {"name"}
    assert list(found.parts) == sorted(found.parts, key=lambda p: (-abs(p.share), p.name))


def test_what_would_flip_a_pair_flips_it() -> None:
    one, two = ARTICLES["northwire-successor"], ARTICLES["tribune-successor"]
    settings = Settings()
    whole = explain_articles(one, two, settings).score
    strict = _with_threshold(settings, whole - 0.01)
    found = explain_articles(one, two, strict)
    assert found.together
    assert found.flip
    apart = explain_articles(one, two, _with_threshold(settings, whole + 0.01))
    lone = {part.name for part in apart.parts if part.only}
    assert not apart.together
    assert lone >= set(apart.flip)


def test_the_score_explained_is_the_score_that_groups() -> None:
    one, two = ARTICLES["northwire-successor"], ARTICLES["tribune-successor"]
    bodies = clean([one, two], Settings().clean)
    (link,) = score_pairs(bodies, Settings().vectors)
    found = explain_articles(one, two, Settings())
    assert found.score == pytest.approx(link.score, rel=1e-5)
    summed = sum(part.share for part in found.parts if not part.only)
    assert found.score == pytest.approx(1 / (1 + math.exp(-summed)))


def test_among_others_the_score_is_that_of_the_link() -> None:
    """Frequencies, surroundings, prior and copies are those that events were grouped by."""
    settings, articles = Settings(), tuple(ARTICLES.values())
    events = group_events(articles, settings)
    home = {name: event.id for event in events for name in event.articles}
    links = [link for event in events for link in event.links]
    assert len(links) > 20
    for link in links[::7]:
        found = explain_among(link.a, link.b, articles[::-1], settings)
        assert min(found.score, 1.0) == pytest.approx(link.score, abs=2e-4)
        assert found.outcome is not None
        assert found.outcome.one_event
        assert bool(found.outcome.why) == (link.score < settings.events.threshold)
    names = sorted(home)
    for a, b in zip(names[::9], names[5::9], strict=False):
        outcome = explain_among(a, b, articles, settings).outcome
        assert outcome is not None
        assert outcome.one_event == (home[a] == home[b])
    copy = next(copy for event in events for copy in event.copies)
    outcome = explain_among(copy.id, copy.of, articles, settings).outcome
    assert outcome is not None
    assert outcome.why.startswith(copy.id)


def test_statements_that_stand_alone_have_no_partners_nor_places() -> None:
    found = explain_statements(*SAME, Settings())
    odds = {part.name for part in found.parts if part.kind == "log odds"}
    assert grounds.KINDS.keys() > AROUND
    assert not odds & AROUND


def _with_threshold(settings: Settings, threshold: float) -> Settings:
    from compare.tuning.pools import with_threshold

    return with_threshold("events", settings, min(1.0, max(0.0, threshold)))


def test_statements_are_explained_with_the_evidence() -> None:
    found = explain_statements(*SAME, Settings())
    assert found.together
    assert {"log odds", "name"} <= {part.kind for part in found.parts}
    odds = math.fsum(part.share for part in found.parts if part.kind == "log odds")
    assert found.score == pytest.approx(1 / (1 + math.exp(-odds)))
    far = explain_statements(SAME[0], "Bread costs more, bakers said.", Settings())
    assert not far.together
    assert far.flip == ()


def test_the_order_of_the_two_has_no_effect() -> None:
    there = explain_statements(*SAME, Settings())
    back = explain_statements(SAME[1], SAME[0], Settings())
    assert abs(there.score - back.score) < 1e-9


def test_the_command_prints_a_table_or_json() -> None:
    folder = FIXTURES / "articles"
    names = ("orrin-sentinel/sentinel-bees.txt", "gaslight-review/gaslight-essay.html")
    two = [str(folder / name) for name in names]
    run = CliRunner()
    done = run.invoke(cli, ["explain", *two])
    assert done.exit_code == 0, done.output
    assert "below the threshold" in done.stdout
    shown = json.loads(run.invoke(cli, ["explain", "--text", *SAME, "--json"]).stdout)
    assert shown["format"] == "newscompare/explanation/1"
    assert shown["together"] is True
    assert run.invoke(cli, ["explain", "--text", "one"]).exit_code == 2
    assert run.invoke(cli, ["explain", two[0]]).exit_code == 2
    assert run.invoke(cli, ["explain", "--text", "", ""]).exit_code == 2
    assert "scored alone" in done.stdout


def test_the_command_explains_ids_of_a_batch_or_an_index(tmp_path: Path) -> None:
    folder, index = FIXTURES / "articles", tmp_path / "seen.index"
    run = CliRunner()
    two = ["explain", "northwire-tram", "post-tram-opinion"]
    told = run.invoke(cli, [*two, "--on", str(folder)])
    assert told.exit_code == 0, told.output
    assert "among the others two events" in told.stdout
    assert "scored alone" not in told.stdout
    assert run.invoke(cli, ["index", "add", str(folder), "--index", str(index)]).exit_code == 0
    batch, kept = (
        json.loads(run.invoke(cli, [*two, "--json", *where]).stdout)
        for where in (("--on", str(folder)), ("--index", str(index)))
    )
    # An index leaves out the boilerplate it has learned, and so counts a few terms less.
    assert kept["score"] == pytest.approx(batch["score"], abs=0.005)
    assert {part["name"] for part in kept["parts"]} == {part["name"] for part in batch["parts"]}
    lost = run.invoke(cli, ["explain", "northwire-tram", "nowhere", "--on", str(folder)])
    assert lost.exit_code == 2
    assert "nowhere: neither an id of these articles nor a file" in lost.stderr
    a_file = str(folder / "orrin-sentinel/sentinel-bees.txt")
    shown = run.invoke(cli, ["explain", "northwire-tram", a_file, "--on", str(folder), "--json"])
    assert json.loads(shown.stdout)["one_event"] is False


def _indexed(path: Path, articles: list[Article]) -> Index:
    index = open_index(path, Settings(), create=True)
    index.add(articles)
    return index


def test_an_index_explains_as_it_groups(tmp_path: Path) -> None:
    articles = read_articles([FIXTURES / "articles"], Settings()).articles
    with _indexed(tmp_path / "i", [*articles]) as index:
        links = {(link.a, link.b): link.score for event in index.events() for link in event.links}
        assert len(links) > 20
        for (a, b), score in links.items():
            found = index.explain(a, b)
            assert found.score == pytest.approx(score, abs=0.02)
            assert found.outcome == Outcome(one_event=True)


def test_an_index_explains_copies_decisions_and_what_it_lacks(tmp_path: Path) -> None:
    text = "The ferry Aurora ran aground off Kelpholm with 212 passengers, coastguards said. "
    bees = "Beekeepers of Orrin counted forty new hives this spring, the most in a decade. "
    first = [
        Article(name, text * 3, name, None, f"2031-04-0{at}") for at, name in enumerate("abc", 1)
    ]
    with _indexed(
        tmp_path / "i", [*first, Article("d", bees * 3, "d", None, "2031-04-01")]
    ) as index:

        def outcome(a: str, b: str) -> Outcome | None:
            return index.explain(a, b).outcome

        assert outcome("c", "a") == Outcome(one_event=True, why="c is a copy of a and follows it")
        assert outcome("b", "c") == Outcome(
            one_event=True, why="b and c are copies of a and follow it"
        )
        assert outcome("d", "a") == Outcome(one_event=False)
        index.events(must_link=[("a", "d")])
        why = "a person decided about their events"
        assert outcome("a", "d") == Outcome(one_event=True, why=why)
        with pytest.raises(InputError, match="nowhere: is not in the index"):
            index.explain("a", "nowhere")


def test_a_long_list_of_words_is_cut() -> None:
    found = Explanation(0.3, 0.1, (), tuple("abcdefghijkl"))
    assert list(_flips(found, "two events")) == [
        "without a, b, c, d, e, f, g, h and 4 more they would be two events by themselves"
    ]
    dated = replace(found, flip_days=6)
    assert list(_flips(dated, "two events")) == [
        "6 days or more apart they would be two events by themselves"
    ]
