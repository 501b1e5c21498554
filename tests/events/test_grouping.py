"""Articles of one event come together, whatever their order, dates or number of reprints."""

import random
from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from compare.evaluation.gold import read_articles
from compare.events.grouping import RELATED, group, joined_at, related_pairs
from compare.model import Article, CleanedArticle, Copy, Dropped, Event
from compare.pipeline import group_events
from compare.settings import EventSettings, Settings, VectorSettings
from tests.evidence import score_pairs

FIXTURES = Path(__file__).parents[2] / "fixtures"

FERRY = (
    "The ferry Aurora ran aground off Kelpholm on Tuesday night with 212 passengers on board.",
    "Coastguards lifted all 212 passengers from the Aurora after the ferry hit rocks at Kelpholm.",
    "An inquiry will ask why the Aurora, a ferry with 212 people aboard, left the Kelpholm lane.",
)
BANK = (
    "The central bank of Norvia raised its interest rate to 4.5 percent, the sixth rise this year.",
    "Norvia's central bank lifted interest rates to 4.5 percent to slow inflation, it said.",
)


def _body(
    name: str, text: str, published: str | None = None, title: str | None = None
) -> CleanedArticle:
    return CleanedArticle(Article(name, text, "Outlet", title, published), ((0, len(text)),))


def _group(
    bodies: list[CleanedArticle], copies: tuple[Copy, ...] = (), **links: object
) -> tuple[Event, ...]:
    return group(bodies, copies, VectorSettings(), EventSettings(), **links)  # type: ignore[arg-type]  # forwarded


def _members(events: tuple[Event, ...]) -> set[frozenset[str]]:
    return {frozenset(event.articles) for event in events}


def _batch() -> list[CleanedArticle]:
    return [
        *(_body(f"f{i}", text, f"2024-03-0{5 + i}") for i, text in enumerate(FERRY)),
        *(_body(f"b{i}", text, f"2024-03-0{5 + i}") for i, text in enumerate(BANK)),
    ]


def test_two_events_are_told_apart() -> None:
    assert _members(_group(_batch())) == {frozenset({"f0", "f1", "f2"}), frozenset({"b0", "b1"})}


def test_order_of_input_has_no_effect() -> None:
    batch = _batch()
    expected = _group(batch)
    random.Random(1).shuffle(batch)
    assert _group(batch) == expected


def test_pairs_given_by_the_user_are_obeyed() -> None:
    events = _group(_batch(), must_link=[("f0", "b0")], cannot_link=[("f1", "f0"), ("f2", "f1")])
    home = {name: event.id for event in events for name in event.articles}
    assert home["f0"] == home["b0"]
    assert home["f1"] not in {home["f0"], home["f2"]}


def test_a_reprint_follows_the_kept_article() -> None:
    batch = [*_batch(), _body("r", FERRY[0], "2024-03-04")]
    copy = Copy("r", "f0", "exact", 1.0, 1.0)
    event = next(event for event in _group(batch, (copy,)) if "f0" in event.articles)
    assert event.articles == ("r", "f0", "f1", "f2")
    assert event.copies == (copy,)
    assert event.start == "2024-03-04"


def test_reprints_outvote_no_report() -> None:
    batch = [_body(f"f{i}", text, "2024-03-05", f"Title {i}") for i, text in enumerate(FERRY)]
    reprints = [_body(f"r{i}", FERRY[2], "2024-03-05", "Reprint") for i in range(9)]
    copies = tuple(Copy(body.article.id, "f2", "exact", 1.0, 1.0) for body in reprints)
    [alone], [event] = _group(batch), _group([*batch, *reprints], copies)
    assert event.title == alone.title
    assert set(event.articles) == {body.article.id for body in (*batch, *reprints)}


def test_a_headline_dropped_from_the_text_is_the_title() -> None:
    headline = "Ferry Aurora aground"
    article = Article("f", f"{headline}\n{FERRY[0]}", "Outlet")
    end = len(headline)
    body = CleanedArticle(
        article, ((end + 1, len(article.text)),), (Dropped("f", 0, end, "title"),)
    )
    assert _group([body])[0].title == headline
    bare = replace(body, dropped=())
    other = _body("g", "The Aurora is aground.")
    settings = VectorSettings()
    assert score_pairs([body, other], settings)[0].score > max(
        link.score for link in score_pairs([bare, other], settings)
    )


def test_a_partial_copy_is_a_voice_of_its_own() -> None:
    copy = Copy("b0", "f0", "partial", 0.1, 0.3)
    assert _members(_group(_batch(), (copy,))) == _members(_group(_batch()))


def test_odd_articles_make_sensible_events() -> None:
    odd = [
        _body("numbers", "1 2 3 4 5 6"),
        _body("line", "Yes."),
        _body("signs", "!!! ???", title=""),
        _body("old", FERRY[0], "1900-01-01"),
        _body("new", FERRY[1], "2100-01-01"),
        _body("bad-date", BANK[0], "soon"),
    ]
    events = _group(odd)
    assert sorted(name for event in events for name in event.articles) == sorted(
        body.article.id for body in odd
    )
    assert all(event.title for event in events)


def test_nothing_gives_no_events() -> None:
    assert _group([]) == ()


def test_pair_scores_are_those_of_the_links() -> None:
    pairs = {(link.a, link.b): link.score for link in
             score_pairs(reversed(_batch()), VectorSettings())}  # fmt: skip
    assert all(a < b and 1 >= score > 0 for (a, b), score in pairs.items())
    assert any(event.links for event in _group(_batch()))
    for event in _group(_batch()):
        for link in event.links:
            assert abs(pairs[link.a, link.b] - link.score) < 1e-3


def test_a_pair_is_joined_up_to_its_level() -> None:
    levels = (0.01, 0.05, 0.2, 0.9)
    found = {(link.a, link.b): link.score for link in
             joined_at(_batch(), VectorSettings(), EventSettings(), levels)}  # fmt: skip
    for threshold in levels:
        settings = replace(EventSettings(), threshold=threshold)
        together = {pair for event in group(_batch(), (), VectorSettings(), settings)
                    for pair in combinations(sorted(event.articles), 2)}  # fmt: skip
        assert {pair for pair, level in found.items() if level >= threshold} == together


def test_ten_thousand_identical_articles_are_one_event() -> None:
    batch = [*(_body(f"n{i:05}", FERRY[0]) for i in range(10_000)), *_batch()]
    events = _group(batch)
    assert max(len(event.articles) for event in events) >= 10_000


def test_an_event_of_eighty_articles_stays_whole() -> None:
    told = [
        f"{who} {what} {where}."
        for who in ("The ferry Aurora", "A Kelpholm ferry", "The Norvian ship", "Aurora, a ferry,")
        for what in ("ran aground", "hit rocks", "was stranded", "struck a reef", "got stuck")
        for where in ("off Kelpholm", "near Kelpholm", "in the Kelpholm lane", "at Kelpholm")
    ]
    chance = random.Random(2)
    texts = [" ".join(chance.sample(told, 5)) for _ in range(80)]
    events = _group([_body(f"n{i:02}", text) for i, text in enumerate(texts)] + _batch()[3:])
    assert max(len(event.articles) for event in events) >= 75


def test_a_roundup_joins_no_events() -> None:
    roundup = _body("roundup", " ".join((*FERRY, *BANK)), "2024-03-06")
    events = _group([*_batch(), roundup])
    assert not any({"f0", "b0"} <= set(event.articles) for event in events)


def test_events_of_three_languages_stay_apart_and_whole() -> None:
    spanish = (
        "El río Lema inundó anoche el barrio de San Telmo y obligó a evacuar a 300 vecinos.",
        "Trescientos vecinos de San Telmo, evacuados tras la crecida del río Lema de anoche.",
    )
    german = (
        "Die Stadtseilbahn in Oberlauen steht still, weil 220 Beschäftigte streiken.",
        "In Oberlauen streiken 220 Beschäftigte der Stadtseilbahn für mehr Lohn.",
    )
    chinese = (
        "临澜大桥星期五通车，渡轮公司宣布停止营运。",
        "临澜大桥通车后，渡轮船员将转到大桥公司工作。",
    )
    bodies = [
        CleanedArticle(
            Article(f"{language}{i}", text, "Outlet", language=language), ((0, len(text)),)
        )
        for language, texts in (("es", spanish), ("de", german), ("zh", chinese))
        for i, text in enumerate(texts)
    ]
    assert _members(_group(bodies)) == {
        frozenset({f"{language}0", f"{language}1"}) for language in ("es", "de", "zh")
    }


def _fixtures(*events: str) -> tuple[list[Article], dict[str, str]]:
    """The fixtures' articles of some events, or all, and the event of each by id."""
    articles, truth = read_articles(FIXTURES / "gold" / "events.jsonl")
    home = {article.id: event for article, event in zip(articles, truth, strict=True)}
    return [one for one in articles if not events or home[one.id] in events], home


def test_events_of_one_affair_are_one_story_though_days_lie_between() -> None:
    articles, home = _fixtures()
    stories: defaultdict[str, set[str]] = defaultdict(set)
    for event in group_events(articles, Settings()):
        stories[event.story] |= {home[name] for name in event.articles}
    assert {"ferry", "ferry-inquiry"} in stories.values()
    assert {"minister-resigns", "minister-successor"} in stories.values()


def test_a_handful_on_one_affair_is_told_apart_without_dates() -> None:
    articles, home = _fixtures("ferry", "ferry-inquiry")
    articles = [replace(article, published=None) for article in articles]
    events = group_events(articles, Settings())
    assert all(len({home[name] for name in event.articles}) == 1 for event in events)
    assert len({event.story for event in events}) == 1
    assert len(events) == 2


def test_two_unrelated_files_are_no_event_and_not_related() -> None:
    events = _group([_body("f", FERRY[0]), _body("b", BANK[0])])
    assert [len(event.articles) for event in events] == [1, 1]
    assert related_pairs(events) == ()


def test_a_folder_of_one_article_is_one_event() -> None:
    (event,) = _group([_body("f", FERRY[0])])
    assert (event.articles, event.links, event.related) == (("f",), (), ())


def test_what_is_akin_and_not_surely_one_event_is_related() -> None:
    strict = EventSettings(threshold=1.0)
    events = group(_batch(), (), VectorSettings(), strict)
    pairs = related_pairs(events)
    assert pairs
    assert {len(event.articles) for event in events} == {1}
    assert [link.score for link in pairs] == sorted((link.score for link in pairs), reverse=True)
    assert all(link.a < link.b and link.score >= RELATED for link in pairs)
    assert len({(link.a, link.b) for link in pairs}) == len(pairs)
    own = {link.a for event in events for link in event.related if "f0" in event.articles}
    assert own <= {"f0"}
