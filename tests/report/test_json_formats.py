"""Each JSON format has the fields its schema in ``compare/schemas`` names, on the fixtures."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from compare import schemas
from compare.cli import cli

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT.parent / "fixtures" / "articles"


def check(name: str, value: Any) -> None:
    Draft202012Validator(schemas.load(name)).validate(value)


def printed(*args: object) -> Any:
    result = CliRunner().invoke(cli, [*map(str, args), "--json", "--quiet"])
    assert result.exit_code in {0, 3}, result.stderr
    return json.loads(result.stdout)


@cache
def comparisons() -> list[Any]:
    from compare.pipeline import compare_events, read_articles
    from compare.report import comparison
    from compare.settings import load_settings

    settings = load_settings()
    made, _ = compare_events(read_articles([ARTICLES], settings).articles, settings)
    return [json.loads(json.dumps(comparison(each))) for each in made]


def test_dedup() -> None:
    out = printed("dedup", ARTICLES, ROOT / "data" / "bad")
    check("dedup", out)
    assert out["refused"]
    assert {copy["of"] for copy in out["copies"]} <= set(out["kept"])


def test_check(tmp_path: Path) -> None:
    options = ["--index", tmp_path / "seen.index", "--add", "--json", "--quiet"]
    result = CliRunner().invoke(cli, [*map(str, ["check", ARTICLES, *options])])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(lines) == 54
    for line in lines:
        check("check", line)
    assert {"near", "same-event", "new"} <= {line["verdict"] for line in lines}


def test_events() -> None:
    out = printed("events", ARTICLES)
    check("events", out)
    members = [id_ for event in out["events"] for id_ in event["articles"]]
    assert len(members) == len(set(members)) == 54


def test_align() -> None:
    out = printed("align", *sorted(ARTICLES.rglob("*fire*")))
    check("align", out)
    assert out["matches"]
    for match in out["matches"]:
        for article, statement in (match["a"], match["b"]):
            assert out["articles"][article]["statements"][statement]


def test_comparisons_refer_to_what_is_there() -> None:
    assert len(comparisons()) >= 6
    for out in comparisons():
        check("comparison", out)
        claims = {claim["id"] for claim in out["claims"]}
        ids = [article["id"] for article in out["articles"]]
        assert ids == out["event"]["articles"]
        assert set(out["by_article"]) == set(ids)
        for told in out["by_article"].values():
            assert set(told["added"]) <= claims
            assert {left["claim"] for left in told["left_out"]} <= claims


def test_the_comparisons_looked_at_have_claims() -> None:
    assert sum(len(out["claims"]) for out in comparisons()) > 100


def test_a_claim_is_carried_or_left_out_by_every_article_and_never_both() -> None:
    for out in comparisons():
        for claim in out["claims"]:
            carriers = {cell["article"] for cell in claim["cells"]}
            without = {
                id_
                for id_, told in out["by_article"].items()
                if claim["id"] in {left["claim"] for left in told["left_out"]}
            }
            assert carriers.isdisjoint(without)
            unsure = {
                id_ for id_, told in out["by_article"].items() if claim["id"] in told["unsure"]
            }
            assert unsure.isdisjoint(without)
            assert carriers | without | unsure == set(out["by_article"])


def test_statements_are_the_text_they_point_at() -> None:
    from compare.pipeline import read_articles
    from compare.settings import load_settings

    texts = {a.id: a.text for a in read_articles([ARTICLES], load_settings()).articles}
    assert all(article["statements"] for out in comparisons() for article in out["articles"])
    for out in comparisons():
        for article in out["articles"]:
            for each in article["statements"]:
                assert texts[article["id"]][each["start"] : each["end"]] == each["text"]


@pytest.mark.parametrize("name", schemas.names())
def test_the_schemas_are_schemas_and_named_by_their_format(name: str) -> None:
    schema = schemas.load(name)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == schema["properties"]["format"]["const"] == f"newscompare/{name}/1"


def test_an_unknown_format_has_no_schema() -> None:
    with pytest.raises(KeyError):
        schemas.load("../settings")
