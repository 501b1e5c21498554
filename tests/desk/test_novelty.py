"""What of an article nobody had told before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from compare.desk.novelty import COMPARED, Novelty, assess
from compare.index import Index, open_index
from compare.model import Article

FERRY = (
    "A passenger ferry ran aground in thick fog outside Tarnholm harbour on Tuesday.\n"
    "Twelve people were injured, the coastguard said.\n"
    "Divers found no leak in the hull of the ship.\n"
)
OWN = "The shipyard at Port Ellery laid off ninety welders in the same week.\n"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path / "seen.index", create=True) as opened:
        yield opened


def told(id_: str, text: str, day: int, source: str = "Wire") -> Article:
    return Article(id_, text, source, f"Ferry aground, {id_}", f"2031-03-0{day}", language="en")


def ask(index: Index, article: Article) -> Novelty:
    return assess(index, article, index.check(article))


def test_of_an_article_nothing_in_the_index_reports_all_is_new(index: Index) -> None:
    novelty = ask(index, told("a", FERRY, 4))
    assert (novelty.share, novelty.first, novelty.compared) == (1.0, None, ())
    assert [each.status for each in novelty.statements] == ["new"] * 3
    assert novelty.new[0].text.startswith("A passenger ferry")


def test_of_an_exact_copy_nothing_is_new_and_who_was_first_is_named(index: Index) -> None:
    index.add([told("a", FERRY, 4)])
    novelty = ask(index, told("b", FERRY, 5, "Herald"))
    assert novelty.share == 0
    assert novelty.first is not None
    assert (novelty.first.id, novelty.first.source) == ("a", "Wire")
    assert {each.by for each in novelty.statements} == {("a",)}


def test_the_one_sentence_of_its_own_is_what_is_new(index: Index) -> None:
    index.add([told("a", FERRY, 4)])
    article = told("b", FERRY + OWN, 5, "Herald")
    novelty = ask(index, article)
    assert [each.text for each in novelty.new] == [OWN.strip()]
    assert novelty.share == pytest.approx(13 / 44, abs=0.05)
    for each in novelty.statements:
        assert article.text[each.start : each.end] == each.text


def test_the_earlier_of_two_is_itself_the_first(index: Index) -> None:
    index.add([told("late", FERRY, 6)])
    novelty = ask(index, told("early", FERRY + OWN, 2, "Herald"))
    assert novelty.first is not None
    assert novelty.first.id == "early"


def test_what_a_later_article_of_the_event_tells_is_known_too(index: Index) -> None:
    """The verdict names the nearest; the others of its event are read as well."""

    index.add([told("a", FERRY, 4), told("c", FERRY + OWN, 4, "Post")])
    index.events()
    novelty = ask(index, told("b", FERRY + OWN, 5, "Herald"))
    assert novelty.new == ()
    assert novelty.event is not None


def test_an_article_is_not_compared_with_itself(index: Index) -> None:
    article = told("a", FERRY, 4)
    index.add([article])
    assert ask(index, article).share == 1


def test_no_more_are_compared_than_is_said(index: Index) -> None:
    index.add([told(f"a{n}", FERRY + f"Number {n} of the crew went home.\n", 4, f"S{n}")
               for n in range(COMPARED + 4)])  # fmt: skip
    assert len(ask(index, told("b", FERRY + OWN, 5, "Herald")).compared) <= COMPARED


def test_an_article_without_a_sentence_has_no_share(index: Index) -> None:
    novelty = ask(index, Article("a", "***", "Wire"))
    assert (novelty.share, novelty.new) == (None, ())


def test_a_footer_the_index_has_learned_is_not_new(index: Index) -> None:
    footer = (
        "Subscribers can read every issue since 1961 in the digital archive of this newspaper, and "
        "anyone may ask at a newsagent about home delivery, or write to the desk of the readers, "
        "which answers all letters that are signed with a name and a street.\n"
    )
    stories = [
        "The council of Orrin bought a new organ for the chapel by the river on Monday.\n",
        "A heron was seen on the roof of the savings bank in Barley Street this week.\n",
        "Two runners from Pellworth won the marathon across the salt flats in heavy rain.\n",
        "The beekeepers of Corriden counted more hives than in any of the last ten years.\n",
    ]
    index.add([told(f"s{n}", story + footer, n + 1, "Sentinel") for n, story in enumerate(stories)])
    novelty = ask(index, told("b", FERRY + footer, 9, "Sentinel"))
    assert footer.strip() not in {each.text for each in novelty.new}
