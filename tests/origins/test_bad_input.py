"""Provenance of what newsrooms and collections get wrong: no dates, circles, two parents, updates."""

import pytest

from compare import compare_events, load_settings
from compare.model import Article, Comparison
from compare.origins import check_line, count_origins
from compare.origins.tracing import trace_alone
from tests.origins.samples import BODY, LEAD, OWN, TEXT, WIRE

TAX = (
    "The district council voted on Monday evening to double the levy on second homes from July.",
    "Nine members of the coalition and two of the opposition were in favour of the motion.",
    "The treasurer expects the levy to bring in four million crowns in its first full year.",
    "Owners who let a house for at least two hundred days will have half of it paid back.",
    "A petition against the levy was signed by seven hundred people in the course of a week.",
)


def _made(*articles: Article) -> Comparison:
    pairs = tuple((articles[0].id, each.id) for each in articles[1:])
    (made,), _ = compare_events(articles, load_settings(), must_link=pairs)
    return made


def _kinds(made: Comparison) -> dict[str, tuple[str, str | None]]:
    return {each.article: (each.kind, each.parent) for each in made.provenance}


@pytest.mark.parametrize("published", [None, "2031-05-01", "2031-05-01T08:00:00Z"])
def test_without_telling_times_two_copies_are_of_one_text_and_neither_is_the_parent(
    published: str | None,
) -> None:
    made = _made(
        Article("a", TEXT, "Sandor Herald", None, published),
        Article("b", TEXT, "Lodden Echo", None, published),
        Article("own", OWN, "Morning Call", None, published),
    )
    kinds = _kinds(made)
    assert kinds["a"] == kinds["b"] == ("reprint", None)
    assert kinds["own"] == ("independent", None)
    undirected = [each for each in made.origins if each.kind == "undirected"]
    assert [(each.origin, set(each.articles)) for each in undirected] == [(None, {"a", "b"})]
    assert count_origins(made.origins) == 2


def test_a_text_made_of_two_has_both_as_evidence_and_is_derived() -> None:
    both = "\n".join(line for pair in zip((LEAD, *BODY), TAX, strict=False) for line in pair)
    made = _made(
        Article("one", TEXT, "Sandor Herald", None, "2031-05-01"),
        Article("two", "\n".join(TAX), "Lodden Echo", None, "2031-05-01"),
        Article("both", both, "Morning Call", None, "2031-05-03"),
    )
    found = {each.article: each for each in made.provenance}["both"]
    assert found.kind == "derived"
    assert found.parent == found.evidence[0].parent
    assert {each.parent for each in found.evidence} == {"one", "two"}


def test_a_parent_that_is_updated_after_its_child_stays_the_parent() -> None:
    update = f"{WIRE}\nPolice said late on Monday that the driver of the crane had been questioned."
    made = _made(
        Article("client", TEXT, "Sandor Herald", None, "2031-05-01T10:00:00Z"),
        Article("update", update, "Coastal Wire", None, "2031-05-01T18:00:00Z"),
    )
    assert _kinds(made) == {"client": ("reprint", "update"), "update": ("wire", None)}


def test_circular_credits_make_no_circle() -> None:
    made = _made(
        Article("a", f"{TEXT}\nWith reports from Lodden Echo", "Sandor Herald", None, None),
        Article("b", f"{TEXT}\nWith reports from Sandor Herald", "Lodden Echo", None, None),
    )
    assert {parent for _, parent in _kinds(made).values()} == {None}
    assert count_origins(made.origins) == 1


def test_an_agency_text_in_two_languages_is_no_error_and_each_is_the_agency_s() -> None:
    german = (
        "SANDOR (Coastal Wire) — Ein Kran ist am Montag auf das Dach der Fischhalle von Sandor "
        "gestürzt und hat vier Händler verletzt.\nDie Halle bleibt geschlossen, bis das Dach "
        "geprüft ist.\nDer Besitzer des Krans sagte, seine Papiere seien in Ordnung."
    )
    made = _made(
        Article("en", WIRE, "Coastal Wire", None, "2031-05-01", None, "en"),
        Article("de", german, "Coastal Wire", None, "2031-05-01", None, "de"),
    )
    assert {kind for kind, _ in _kinds(made).values()} == {"wire"}
    assert count_origins(made.origins) == 1


def test_a_credit_of_a_text_that_is_not_here_is_said() -> None:
    alone = Article("x", f"SANDOR (AP) — {TEXT}", "Sandor Herald")
    found = trace_alone(alone, load_settings().origins)
    assert (found.kind, found.parent, found.credited) == ("reprint", None, "AP")
    assert check_line(found, None) == "credits AP; no AP text here"
    part = Article("x", f"{TEXT}\nThe Associated Press contributed to this report.", "Herald")
    assert trace_alone(part, load_settings().origins).kind == "mixed"


def test_two_clients_of_an_agency_that_is_not_here_have_one_origin() -> None:
    made = _made(
        Article("a", f"SANDOR (AP) — {TEXT}", "Sandor Herald", None, "2031-05-01"),
        Article("b", f"SANDOR (AP) — {TEXT}", "Lodden Echo", None, "2031-05-01"),
    )
    assert [(each.origin, each.name, each.kind) for each in made.origins] == [
        (None, "AP", "credit")
    ]


def test_an_article_without_a_sentence_is_independent_and_no_error() -> None:
    made = _made(
        Article("a", TEXT, "Sandor Herald", None, "2031-05-01"),
        Article("b", "...", "Lodden Echo", None, "2031-05-01"),
    )
    assert _kinds(made)["b"] == ("independent", None)


def test_outlets_of_one_publisher_are_one_witness_where_the_user_says_so() -> None:
    articles = (
        Article("a", TEXT, "Sandor Herald", None, "2031-05-01"),
        Article("own", OWN, "Morning Call", None, "2031-05-02"),
    )
    family = {"Sandor Herald": "Gull Media", "Morning Call": "Gull Media"}
    (made,), _ = compare_events(
        articles, load_settings(), must_link=(("a", "own"),), publishers=family
    )
    assert count_origins(made.origins) == 1
    assert count_origins(_made(*articles).origins) == 2
