"""Streams that are no good streams: one outlet's archive, a wire's updates, few words, odd dates."""

import pytest

from compare.model import Article, Event
from compare.pipeline import group_events
from compare.settings import Settings
from tests.events.test_grouping import BANK, FERRY

COLUMNS = """
Leeks. Plant leeks in a trench and water them twice a week until the frost. Earth them up in
August for white stems. The variety from Brevik stands until April and seldom rusts.

Roses. Cut roses back to the third bud while the ground is still hard. Climbers are tied in fans
against the wall. Feed them in May with bone meal, and spray nothing while bees are about.

Beans. Runner beans climb anything; give them canes before the swifts return. Pick them young
every second day. Seed kept from the first pods keeps the strain true for thirty summers.

Compost. A heap wants air, so turn it with a fork and keep bones out. Layers of straw between
kitchen scraps stop the smell. By spring it is black and crumbles in the hand.

Apples. Thin the fruit to one a spur, and the tree will thank you in October. Russets keep until
Easter in a cool loft. Grafting is for February, with a sharp knife and raffia.

Slugs. Beer in a saucer drowns them; copper tape keeps them from lettuce. Hedgehogs eat more than
any pellet kills. Water in the morning, for wet evenings bring them out by dozens.
"""
FRAME = "By our gardener. {text} Readers' letters reach me at the usual address, and I read all."


def _group(*articles: Article) -> tuple[Event, ...]:
    return group_events(articles, Settings())


def _sizes(events: tuple[Event, ...]) -> list[int]:
    return sorted(len(event.articles) for event in events)


def test_an_archive_of_one_style_is_many_events() -> None:
    columns = [" ".join(column.split()) for column in COLUMNS.split("\n\n")]
    archive = [
        Article(f"{at}", FRAME.format(text=text), "Gazette", f"In the garden: {text.split('.')[0]}",
                f"2024-0{1 + at}-15")
        for at, text in enumerate(columns)
    ]  # fmt: skip
    assert _sizes(_group(*archive)) == [1] * len(archive)


def test_hourly_updates_of_a_wire_are_one_event() -> None:
    start = f"{FERRY[0]} {FERRY[1]}"
    later = ("Tugs are under way.", "Two passengers are in hospital.", "The captain was heard.")
    updates = [
        Article(
            f"{hour}", " ".join((start, *later[:hour])), "Wire", None, f"2024-03-05T1{hour}:00Z"
        )
        for hour in range(4)
    ]
    (event,) = _group(*updates)
    assert len(event.articles) == len(updates)


def test_two_languages_in_one_folder_keep_to_their_own() -> None:
    german = (
        "Die Seilbahn von Oberlauen steht seit Mittwoch still, weil 220 Beschäftigte streiken.",
        "Streik in Oberlauen: 220 Beschäftigte der Seilbahn legen seit Mittwoch die Arbeit nieder.",
    )
    articles = [
        *(Article(f"en{at}", text, "O", None, "2024-03-05", "en") for at, text in enumerate(BANK)),
        *(
            Article(f"de{at}", text, "O", None, "2024-03-05", "de")
            for at, text in enumerate(german)
        ),
    ]
    found = {frozenset(event.articles) for event in _group(*articles)}
    assert found == {frozenset({"en0", "en1"}), frozenset({"de0", "de1"})}


@pytest.mark.parametrize("dates", [(None,), ("2024-03-05",), ("1900-01-01", "2100-12-31")])
def test_odd_dates_stop_nothing(dates: tuple[str | None, ...]) -> None:
    texts = [*FERRY, *BANK]
    articles = [Article(f"{at}", text, "O", None, dates[at % len(dates)])
                for at, text in enumerate(texts)]  # fmt: skip
    events = _group(*articles)
    assert sorted(id_ for event in events for id_ in event.articles) == list("01234")
    ferry = {"0", "1", "2"}
    assert all(set(event.articles) <= ferry or not ferry & set(event.articles) for event in events)


def test_lines_and_numbers_alone_are_grouped_and_stop_nothing() -> None:
    short = [
        Article(f"l{at}", text, "O") for at, text in enumerate(("Fire.", "Rain.", "Fire out."))
    ]
    numbers = [Article(f"n{at}", f"{at} {at * 7} 1,{at}00.5 99%", "O") for at in range(5)]
    events = _group(*short, *numbers)
    assert sum(len(event.articles) for event in events) == 8
    assert all(len({id_[0] for id_ in event.articles}) == 1 for event in events)
