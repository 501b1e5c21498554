"""``newscompare origins``: from paths, from an index, with publishers."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from compare import schemas
from compare.cli import cli

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"
WIRE = ARTICLES / "northline-wire.jsonl"
PAPERS = ARTICLES / "papers.jsonl"
FEED = """<rss version="2.0"><channel><title>All</title>
<item><guid>a1</guid><title>Crane falls</title><link>https://herald.example/1</link>
<source url="https://gull.example/feed">Gull Media</source>
<description>A crane fell on the market on Monday and hurt four traders, police said.</description></item>
</channel></rss>"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["origins", *map(str, arguments)])


def printed(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--json", "--quiet")
    assert result.exit_code == 0, result.output
    out: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(schemas.load("origins")).validate(out)
    return out


def herring(out: dict[str, Any]) -> dict[str, Any]:
    return next(
        e for e in out["events"] if any(a["id"] == "northwire-herring" for a in e["articles"])
    )


def test_a_table_of_events_and_one_of_outlets() -> None:
    result = run(WIRE, PAPERS)
    assert result.exit_code == 0
    assert "from 1 origin: Northline Wire (4: 1 its own, 1 reprint, 2 rewritten)" in result.stdout
    (row,) = [line for line in result.stdout.splitlines() if line.startswith("Varnes Courier")]
    assert row.split()[-1] == "0%"


def test_json_has_what_its_schema_names_and_every_article_once() -> None:
    out = printed(ARTICLES)
    found = herring(out)
    assert (found["outlets"], found["independent"]) == (7, 3)
    ids = [article["id"] for event in out["events"] for article in event["articles"]]
    assert len(ids) == len(set(ids)) == sum(each["articles"] for each in out["outlets"])


def test_an_index_says_the_same_as_its_articles(tmp_path: Path) -> None:
    index = tmp_path / "seen.index"
    added = CliRunner().invoke(cli, ["index", "add", str(WIRE), str(PAPERS), "--index", str(index)])
    assert added.exit_code == 0
    one, two = printed(WIRE, PAPERS), printed("--index", index)
    for out in (one, two):
        kinds = {a["id"]: a["provenance"]["kind"] for a in herring(out)["articles"]}
        assert kinds == {
            "northwire-herring": "wire", "brack-herring": "reprint", "post-herring": "derived",
            "courier-herring": "derived",
        }  # fmt: skip


def test_days_choose_the_articles() -> None:
    out = printed(ARTICLES, "--since", "2024-06-27", "--until", "2024-06-28")
    assert {a["published"][:10] for e in out["events"] for a in e["articles"]} == {
        "2024-06-27", "2024-06-28",
    }  # fmt: skip


def test_outlets_of_one_publisher_are_one_voice(tmp_path: Path) -> None:
    owners = tmp_path / "owners.csv"
    owners.write_text(
        "outlet,publisher\nThe Ellery Gazette,Gull\nCorriden Tribune,Gull\nMorning Call,Gull\n",
        "utf-8",
    )
    result = run(ARTICLES, "--publishers", owners, "--json")
    assert "no article is of Morning Call" in result.stderr
    found = herring(json.loads(result.stdout))
    assert (found["outlets"], found["publishers"], found["independent"]) == (7, 6, 2)
    assert found["told_by"].startswith("told by 7 outlets of 6 publishers, from 2 origins")


def test_a_feed_names_a_publisher(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    out = printed(tmp_path / "feed.xml")
    assert [each["publisher"] for each in out["outlets"]] == ["Gull Media"]


@pytest.mark.parametrize("arguments", [(), (WIRE, "--index", "x.index")])
def test_paths_or_an_index_and_not_both(arguments: tuple[object, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "give paths, or an index with --index" in result.stderr


def test_refused_input_is_named_and_the_rest_goes_on() -> None:
    bad = Path(__file__).parents[1] / "data" / "bad"
    result = run(WIRE, bad, "--json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["refused"]
