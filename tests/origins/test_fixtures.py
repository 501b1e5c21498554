"""The fixtures' provenance and origins, as marked while writing them."""

import json
from functools import cache
from pathlib import Path

import pytest

from compare import compare_events, load_settings, read_articles
from compare.model import Comparison
from compare.origins import count_origins, told_by

FIXTURES = Path(__file__).parents[2] / "fixtures"
GOLD = {
    row["id"]: row
    for line in (FIXTURES / "gold" / "origins.jsonl").read_text("utf-8").splitlines()
    for row in [json.loads(line)]
}
SPEECH = "northwire-herring"


@cache
def comparisons() -> dict[str, Comparison]:
    settings = load_settings()
    articles = read_articles([FIXTURES / "articles"], settings).articles
    made = compare_events(articles, settings).comparisons
    return {id_: each for each in made for id_ in each.event.articles}


@pytest.mark.parametrize("id_", sorted(GOLD))
def test_an_article_has_its_marked_provenance(id_: str) -> None:
    found = {each.article: each for each in comparisons()[id_].provenance}[id_]
    assert (found.kind, found.parent) == (GOLD[id_]["kind"], GOLD[id_]["parent"])


def test_seven_outlets_have_it_from_three_origins() -> None:
    made = comparisons()[SPEECH]
    assert len({each.article.source for each in (*made.articles, *made.reprints)}) == 7
    assert count_origins(made.origins) == len(made.origins) == 3
    assert {each.origin for each in made.origins} == {
        SPEECH, "ellery-herring", "tribune-herring",
    }  # fmt: skip
    assert told_by(made) == (
        "told by 7 outlets, from 3 origins: Northline Wire (5: 1 its own, 2 reprints, "
        "2 rewritten), The Ellery Gazette, Corriden Tribune"
    )


def test_quotations_of_one_speech_are_no_evidence_of_one_text() -> None:
    made = comparisons()[SPEECH]
    quoted = "We have been taking fish that our grandchildren already own"
    holders = [each.article.id for each in made.articles if quoted in each.article.text]
    assert {"ellery-herring", "tribune-herring", SPEECH} <= set(holders)
    found = {each.article: each for each in made.provenance}
    assert found["ellery-herring"].score > 0.8
    assert found["tribune-herring"].score > 0.8


def test_evidence_names_passages_and_statements_with_their_places() -> None:
    made = comparisons()[SPEECH]
    texts = {each.article.id: each.article.text for each in (*made.articles, *made.reprints)}
    found = {each.article: each for each in made.provenance}["post-herring"]
    (evidence, *_) = found.evidence
    assert evidence.parent == SPEECH
    assert evidence.direction == ("Northline Wire is an agency", "published earlier")
    assert len(evidence.matched) > 5
    assert evidence.in_order > 0.7
    assert evidence.passages
    for passage in evidence.passages:
        own = texts["post-herring"][passage.start : passage.end]
        other = texts[SPEECH][passage.other_start : passage.other_end]
        assert set(own.lower().split()) & set(other.lower().split())


def test_a_credit_line_is_kept_as_evidence() -> None:
    made = comparisons()[SPEECH]
    found = {each.article: each for each in made.provenance}["courier-herring"]
    assert [(each.name, each.kind) for each in found.credits] == [("Northline", "contributor")]
    text = next(e.article.text for e in made.articles if e.article.id == "courier-herring")
    assert [text[each.start : each.end] for each in found.credits] == ["Northline"]


def test_a_claim_of_the_wire_and_its_clients_has_one_origin() -> None:
    made = comparisons()[SPEECH]
    claims = [c for c in made.claims if "112 boats" in c.text]
    assert claims
    assert all(count_origins(claim.origins) == 1 for claim in claims)
    assert any(len(claim.origins[0].articles) >= 3 for claim in claims)
