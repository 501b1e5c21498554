"""When an article was published, and which weekdays its opening names."""

from datetime import date

import pytest

from compare.model import Article, CleanedArticle
from compare.text.dates import (
    CRAWLED,
    OPENING,
    When,
    day_of,
    newest_post,
    weekday_names,
    weekdays_in,
    when,
    when_of,
)

MONDAY, WEDNESDAY, SATURDAY = 1, 1 << 2, 1 << 5


@pytest.mark.parametrize("published", [None, "", "soon"])
def test_a_day_that_cannot_be_read_is_unknown(published: str | None) -> None:
    assert day_of(Article("a", "x", "Outlet", published=published)) is None


@pytest.mark.parametrize(
    ("language", "text", "named"),
    [
        ("en", "The ferry ran aground on Wednesday, after a MONDAY of storms.", MONDAY | WEDNESDAY),
        ("en-GB", "The ferry ran aground on Saturday's last trip.", SATURDAY),
        ("en", "Wednesdaylike weather; the satellites saw the sun and the moon.", 0),
        (
            "da",
            "Færgen gik på grund lørdag aften og mandagens afgang er aflyst.",
            MONDAY | SATURDAY,
        ),
        ("de", "Die Fähre lief am Mittwochabend auf Grund, am Sonnabend", WEDNESDAY | SATURDAY),
        ("es", "El ferri encalló el miércoles con 212 pasajeros.", WEDNESDAY),
        ("fr", "Le ferry s'est échoué mercredi avec 212 passagers.", WEDNESDAY),
        ("it", "Il traghetto si è incagliato mercoledì.", WEDNESDAY),
        ("ja", "フェリーは水曜日に座礁した。", WEDNESDAY),
        ("nl", "De veerboot liep woensdagavond vast.", WEDNESDAY),
        ("no", "Ferja gikk på grunn onsdag kveld.", WEDNESDAY),
        ("pt", "A balsa encalhou na quarta-feira, pela segunda vez.", WEDNESDAY),
        ("ru", "Паром сел на мель в среду.", WEDNESDAY),
        ("sv", "Färjan gick på grund på onsdagskvällen.", WEDNESDAY),
        ("zh", "渡轮周三搁浅，星期六脱险。", WEDNESDAY | SATURDAY),
        ("tlh", "Wednesday", 0),
    ],
)
def test_weekdays_are_read_in_the_language_of_the_text(
    language: str, text: str, named: int
) -> None:
    assert weekdays_in(text, language) == named


def test_only_the_opening_tells() -> None:
    assert weekdays_in("x" * OPENING + " Monday") == 0


def test_every_weekday_has_a_bit_of_its_own() -> None:
    week = "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday"
    assert [weekdays_in(name) for name in week.split(", ")] == [1 << at for at in range(7)]
    assert weekday_names(weekdays_in(week)) == week


def test_what_cleaning_dropped_tells_no_weekday() -> None:
    text = "Monday, 4 March 2024\nThe ferry ran aground on Saturday."
    body = CleanedArticle(Article("a", text, "Outlet", published="2024-03-05"), ((21, len(text)),))
    assert when(body) == When(738950, SATURDAY)


POSTS = """The mayor answered at once. The ferry is safe. pic.twitter.com/a1B2 March 4, 2024
Nobody was hurt, the harbour master wrote — Harbour (@harbour) Feb 28, 2024"""


def test_the_newest_post_that_an_article_shows() -> None:
    assert newest_post(POSTS) == date(2024, 3, 4).toordinal()
    assert newest_post("The ferry was built on March 4, 2014.") is None
    assert newest_post("Sunk! pic.twitter.com/a1 February 31, 2024") is None
    assert newest_post("Sunk! pic.twitter.com/a1 March 4, 0000") is None


@pytest.mark.parametrize(("later", "believed"), [(CRAWLED - 1, True), (CRAWLED, False)])
def test_a_date_long_after_every_post_is_that_of_a_crawl(later: int, believed: bool) -> None:  # noqa: FBT001  (a parameter of the test)
    newest = date(2024, 3, 4).toordinal()
    published = date.fromordinal(newest + later).isoformat()
    found = when(CleanedArticle(Article("a", POSTS, "Outlet", published=published), ((0, 9),)))
    assert found == When(newest + later if believed else None, 0, believed)
    assert when_of(newest + later, found.bits) == found


def test_bits_keep_the_weekdays_beside_a_date_that_is_not_believed() -> None:
    assert when_of(738950, When(None, SATURDAY, believed=False).bits) == When(None, SATURDAY, False)  # noqa: FBT003
    assert when_of(None, SATURDAY) == When(None, SATURDAY)
