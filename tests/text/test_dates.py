"""When an article was published, and which weekdays its opening names."""

import pytest

from compare.model import Article, CleanedArticle
from compare.text.dates import OPENING, When, day_of, weekday_names, weekdays_in, when

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
