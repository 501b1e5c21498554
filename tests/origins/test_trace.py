"""The provenance of articles of one event, from the comparison to its origins."""

from compare import compare_events, load_settings
from compare.model import Article, Comparison
from compare.origins import count_origins, told_by
from compare.origins.prose import Prose, prose_of
from compare.pipeline import clean_articles
from compare.statements.split import split
from tests.origins.samples import BODY, LEAD, OWN, WIRE


def _made(*articles: Article) -> Comparison:
    pairs = tuple((articles[0].id, each.id) for each in articles[1:])
    (made,), _ = compare_events(articles, load_settings(), must_link=pairs)
    return made


def _articles(days: dict[str, str | None]) -> list[Article]:
    texts = {"wire": WIRE, "herald": "\n".join((LEAD, *BODY)), "own": OWN}
    sources = {"wire": "Coastal Wire", "herald": "Sandor Herald", "own": "Morning Call"}
    return [Article(id_, texts[id_], sources[id_], None, day) for id_, day in days.items()]


def test_a_reprint_has_it_from_the_agency_and_a_reporter_from_nobody() -> None:
    made = _made(*_articles({"wire": "2031-05-01", "herald": "2031-05-02", "own": "2031-05-02"}))
    found = {each.article: each for each in made.provenance}
    assert (found["wire"].kind, found["wire"].parent) == ("wire", None)
    assert (found["herald"].kind, found["herald"].parent) == ("reprint", "wire")
    assert (found["own"].kind, found["own"].parent) == ("independent", None)
    assert [(each.origin, set(each.articles)) for each in made.origins] == [
        ("wire", {"wire", "herald"}), ("own", {"own"}),
    ]  # fmt: skip
    assert count_origins(made.origins) == 2
    assert told_by(made) == (
        "told by 3 outlets, from 2 origins: Coastal Wire (2: 1 its own, 1 reprint), Morning Call"
    )


def test_each_claim_is_counted_by_origin() -> None:
    made = _made(*_articles({"wire": "2031-05-01", "herald": "2031-05-02", "own": "2031-05-02"}))
    shared = [c for c in made.claims if {each.article for each in c.reprints} == {"herald"}]
    assert len(shared) > len(BODY) / 2
    for claim in shared:
        told = {"wire", "herald"} & {id_ for each in claim.origins for id_ in each.articles}
        assert told in (set(), *(set(each.articles) for each in claim.origins))


def test_an_agency_is_the_parent_though_its_text_is_dated_later() -> None:
    made = _made(*_articles({"herald": "2031-05-01", "wire": "2031-05-02"}))
    assert {each.article: each.parent for each in made.provenance} == {
        "wire": None,
        "herald": "wire",
    }


def test_a_tweet_set_without_marks_is_speech_but_an_author_s_own_voice_is_not() -> None:
    tweet = "I have told the harbour master that my crane will never again be lifted over a market."
    said = _prose(f"{LEAD}\n{BODY[0]}\n{tweet}\n{BODY[1]}")
    column = _prose(f"{tweet}\n{OWN.splitlines()[1]}\nI went home. My boots were full of scales.")
    spoken = [
        said.article.text[a:b] for (a, b), own in zip(said.spans, said.own, strict=True) if not own
    ]
    assert spoken == tweet.rstrip(".").split()
    assert column.own.all()


def _prose(text: str) -> Prose:
    settings = load_settings()
    (body,) = clean_articles([Article("x", text, "Herald", None, None, None, "en")], settings)
    return prose_of(body.article, split(body, settings.statements))
