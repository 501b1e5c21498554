"""The digest: facts of a day, its pages, and what goes wrong around it."""

import json
import threading
import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.exceptions import BadParameter
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from compare import schemas
from compare.cli import cli
from compare.cli.digest import day_named
from compare.desk.day import day_facts
from compare.desk.day_pages import atom, day_markdown, day_page
from compare.desk.digest import MOST_DAYS, write_digest
from compare.errors import InputError, OutputError
from compare.index import Index, open_index
from compare.model import Article
from compare.report import comparison
from tests.sample import MALICE, sample

MADE_BY = ("0.0.0", "0123456789ab")
FIRE, AFTER = date(2024, 4, 11), date(2024, 4, 12)
ATOM = "{http://www.w3.org/2005/Atom}"


def facts_of(day: int, *ours: str) -> Any:
    """The sample's day: wire and gazette on the 4th, post on the 5th, abend without a date."""
    made = json.loads(json.dumps(comparison(sample())))
    made["differences"] = [
        {"kind": "number", "claim": "c1", "values": [
            {"article": "wire", "text": "Twelve people", "value": "Twelve", "newer": False},
            {"article": "post", "text": "At least 21", "value": "21", "newer": True},
        ]},
    ]  # fmt: skip
    return day_facts(date(2031, 3, day), [made], [], ours, MADE_BY)


def test_an_event_is_new_on_its_first_day_and_grows_on_the_next() -> None:
    (first,), (second,) = facts_of(4)["events"], facts_of(5)["events"]
    assert (first["kind"], [a["id"] for a in first["articles"]]) == ("new", ["wire", "gazette"])
    assert (second["kind"], second["earlier"]) == ("grown", 2)
    assert [a["id"] for a in second["articles"]] == ["post"]
    assert first["first"]["source"] == "The Wire"


def test_a_day_is_told_as_it_stood_at_its_end() -> None:
    """What the Post told a day later is no part of the 4th; what has no date is."""
    (event,) = facts_of(4)["events"]
    assert event["sources"] == ["The Abend", "The Gazette", "The Wire"]
    assert event["by_then"] == 3
    assert event["numbers"] == []


def test_who_was_first_with_what_is_told_where_several_sources_tell_it() -> None:
    claims = {c["claim"]: c for c in facts_of(4)["events"][0]["claims"]}
    assert claims["c2"]["first"]["source"] == "The Wire"
    assert claims["c4"]["first"] is None
    assert claims["c4"]["sources"] == ["The Wire"]


def test_a_new_number_names_the_old_one() -> None:
    ((number,),) = [event["numbers"] for event in facts_of(5)["events"]]
    assert number["since"] == "before"
    assert [(v["source"], v["value"], v["newer"]) for v in number["values"]] == [
        ("The Wire", "Twelve", False), ("The Post", "21", True),
    ]  # fmt: skip


def test_what_others_have_and_we_have_not() -> None:
    (event,) = facts_of(5, "The Post")["events"]
    assert event["ours"] == "told"
    missing = {claim["claim"] for claim in event["missing"]}
    # c4 came near to a match with something of ours (LeftOut.close), so nobody can say.
    assert missing == {"c5", "c6", "c7"}
    assert event["unsure"] == 1


def test_what_only_we_have_is_what_no_other_source_has_any_part_of() -> None:
    (event,) = facts_of(4, "The Wire")["events"]
    assert [claim["claim"] for claim in event["only_ours"]] == ["c4"]


def test_an_event_without_us_is_missed() -> None:
    facts = facts_of(4, "The Post")
    assert facts["missed"] == [facts["events"][0]["id"]]
    assert (facts["events"][0]["ours"], facts["events"][0]["missing"]) == ("missed", [])


def test_a_day_without_articles_says_so() -> None:
    facts = facts_of(9)
    assert (facts["articles"], facts["events"]) == (0, [])
    assert b"No article of this day is in the index." in day_page(facts)
    assert b"no article of this day" in day_markdown(facts)


def test_a_reprint_is_told_of_on_its_day() -> None:
    (event,) = facts_of(4)["events"]
    assert [(c["source"], c["of_source"]) for c in event["copies"]] == [("The Gazette", "The Wire")]
    assert facts_of(5)["events"][0]["copies"] == []


def test_the_same_index_gives_the_same_bytes_and_the_schema_holds(
    fixtures_index: Index, tmp_path: Path
) -> None:
    folder, again = tmp_path / "a", tmp_path / "b"
    for place in (folder, folder, again):
        days = write_digest(fixtures_index, place, FIRE, AFTER, ["Corriden Tribune"])
    assert [day["articles"] for day in days] == [3, 1]
    for path in folder.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (again / path.relative_to(folder)).read_bytes(), path
    validator = Draft202012Validator(schemas.load("digest"))
    for day in days:
        validator.validate(json.loads((folder / f"{day['day']}.json").read_text("utf-8")))
        validator.validate(facts_of(5, "The Post"))
    for day in days:
        page = (folder / f"{day['day']}.html").read_text("utf-8")
        for event in day["events"]:
            assert f'href="events/{event["id"]}.html"' in page
            assert (folder / "events" / f"{event['id']}.html").exists()
    assert {"index.html", "feed.xml", "2024-04-11.md"} <= {p.name for p in folder.iterdir()}


def test_days_of_another_period_stay_in_the_list(fixtures_index: Index, tmp_path: Path) -> None:
    write_digest(fixtures_index, tmp_path / "d", FIRE, FIRE)
    before = (tmp_path / "d" / "2024-04-11.html").read_bytes()
    write_digest(fixtures_index, tmp_path / "d", AFTER, AFTER)
    page = (tmp_path / "d" / "index.html").read_text("utf-8")
    assert page.index("2024-04-12.html") < page.index("2024-04-11.html")
    assert (tmp_path / "d" / "2024-04-11.html").read_bytes() == before


def test_the_feed_is_atom_with_ids_that_stay(fixtures_index: Index, tmp_path: Path) -> None:
    days = write_digest(fixtures_index, tmp_path / "d", FIRE, AFTER)
    feed = ET.fromstring((tmp_path / "d" / "feed.xml").read_bytes())
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == sum(len(day["events"]) for day in days) == 2
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{name}")
        at = element.findtext(f"{ATOM}updated") or ""
        assert datetime.fromisoformat(at).tzinfo == UTC


def test_no_text_an_outlet_could_write_breaks_a_page_or_the_feed() -> None:
    facts = facts_of(5, "The Post")
    (event,) = facts["events"]
    for at, text in enumerate(MALICE):
        event["title"] = text
        event["claims"] = event["missing"] = [
            {"claim": "c1", "text": text, "importance": 1.0, "sources": [text], "first": None}
        ]
        event["first"]["source"] = MALICE[at - 1]
        page = day_page(facts).decode()
        assert "<script>document.title" not in page
        assert 'onerror="' not in page
        ET.fromstring(atom([facts]))
        assert "<script>" not in day_markdown(facts).decode()


def test_an_unknown_outlet_of_ours_is_named_with_the_nearest(
    fixtures_index: Index, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"Corridan Tribune.*did you mean 'Corriden Tribune'"):
        write_digest(fixtures_index, tmp_path / "d", FIRE, FIRE, ["Corridan Tribune"])
    assert not (tmp_path / "d").exists()


def test_a_clock_that_jumped_back_and_a_period_without_end_are_refused(
    fixtures_index: Index, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="no day is both"):
        write_digest(fixtures_index, tmp_path / "d", AFTER, FIRE)
    with pytest.raises(InputError, match=f"at most {MOST_DAYS:,}"):
        write_digest(fixtures_index, tmp_path / "d", date(1, 1, 1), AFTER)


def test_a_period_without_articles_has_a_page_that_says_so(
    index_file: Path, tmp_path: Path
) -> None:
    args = ["digest", "--index", str(index_file), "--since", "1999-01-01", "--until", "1999-01-02",
            "-o", str(tmp_path / "d")]  # fmt: skip
    result = CliRunner().invoke(cli, args)
    assert result.exit_code == 0, result.stderr
    page = (tmp_path / "d" / "1999-01-02.html").read_text("utf-8")
    assert "No article since 1999-01-01 is in the index." in page
    assert "no article since 1999-01-01" in (tmp_path / "d" / "index.html").read_text("utf-8")
    assert not (tmp_path / "d" / "1999-01-01.html").exists()


def test_days_without_articles_have_no_page_and_are_a_line_in_the_list(
    fixtures_index: Index, tmp_path: Path
) -> None:
    days = write_digest(fixtures_index, tmp_path, date(2024, 3, 1), date(2024, 4, 30))
    assert all(day["articles"] for day in days)
    pages = sorted(path.stem for path in tmp_path.glob("2024-*.html"))
    assert pages == [day["day"] for day in days]
    assert 0 < len(pages) < 30
    listed = (tmp_path / "index.html").read_text("utf-8")
    assert "days not written: no articles, or not asked for" in listed


def test_a_day_that_lost_its_articles_says_so(fixtures_index: Index, tmp_path: Path) -> None:
    write_digest(fixtures_index, tmp_path, FIRE, AFTER)
    gone = [id_ for id_, _, at in fixtures_index.entries() if (at or "").startswith(str(AFTER))]
    fixtures_index.remove(gone)
    write_digest(fixtures_index, tmp_path, FIRE, AFTER)
    page = (tmp_path / f"{AFTER}.html").read_text("utf-8")
    assert "No article of this day is in the index." in page


def test_the_events_of_most_sources_are_compared_and_the_rest_are_listed(
    fixtures_index: Index, tmp_path: Path
) -> None:
    """A morning of very many articles ends; what is not compared is told, and why."""
    since, until = date(2024, 4, 1), date(2024, 4, 30)
    full = write_digest(fixtures_index, tmp_path / "all", since, until, ["Corriden Tribune"])
    few = write_digest(fixtures_index, tmp_path / "few", since, until, ["Corriden Tribune"], most=0)
    assert any(event["claims"] for day in full for event in day["events"])
    same = ("id", "title", "kind", "articles", "earlier", "by_then", "sources", "first", "ours",
            "copies")  # fmt: skip
    for one, other in zip(full, few, strict=True):
        assert one["articles"] == other["articles"]
        told = {event["id"]: event for event in one["events"]}
        for event in other["events"]:
            assert not event["compared"]
            assert event["claims"] == event["missing"] == []
            assert {n: event[n] for n in same} == {n: told[event["id"]][n] for n in same}
    page = (tmp_path / "few" / f"{FIRE}.html").read_text("utf-8")
    assert "More sources report the events above; these have no page." in page
    assert 'href="events/e' not in page
    assert not list((tmp_path / "few" / "events").glob("e*"))
    assert "## Not compared" in (tmp_path / "few" / f"{FIRE}.md").read_text("utf-8")
    Draft202012Validator(schemas.load("digest")).validate(json.loads(json.dumps(few[0])))


@pytest.mark.parametrize(
    ("text", "day"),
    [("today", 10), ("Yesterday", 9), ("3 days ago", 7), ("1 day ago", 9), ("2031-03-02", 2)],
)
def test_days_are_named_as_people_do(text: str, day: int) -> None:
    assert day_named(text, date(2031, 3, 10)) == date(2031, 3, day)


@pytest.mark.parametrize("text", ["", "last week", "2031-02-30", "yesterday!"])
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadParameter, match="is no day"):
        day_named(text, date(2031, 3, 10))


def test_a_digest_runs_while_another_writes(index_file: Path, tmp_path: Path) -> None:
    """Articles come and go under it; nothing breaks, and what was there is told."""
    stop, faults = threading.Event(), []

    def write() -> None:
        try:
            with open_index(index_file) as index:
                for n in range(200):
                    if stop.is_set():
                        return
                    text = f"A barge loaded with coal number {n} sank in the lock of Orrin at dawn."
                    index.add([Article(f"barge{n}", text, "Wire", None, "2024-04-11")])
                    index.remove([f"barge{n - 2}"])
        except Exception as error:  # noqa: BLE001  (told below, in the thread that can fail the test)
            faults.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with open_index(index_file) as index:
            for _ in range(2):
                (day,) = write_digest(index, tmp_path / "d", FIRE, FIRE)
                told = {each["id"] for event in day["events"] for each in event["articles"]}
                assert {"northwire-fire", "ellery-fire", "tribune-fire"} <= told
    finally:
        stop.set()
        writer.join()
    assert faults == []


def test_a_file_where_the_folder_should_be(fixtures_index: Index, tmp_path: Path) -> None:
    (tmp_path / "d").write_text("x", "utf-8")
    with pytest.raises(OutputError):
        write_digest(fixtures_index, tmp_path / "d", FIRE, FIRE)


def test_an_index_of_another_version_is_one_line(tmp_path: Path, index_file: Path) -> None:
    data = bytearray(index_file.read_bytes())
    data[60:64] = (999).to_bytes(4, "big")
    (tmp_path / "old.index").write_bytes(data)
    for command in (
        ["digest", "-o", str(tmp_path / "d")],
        ["export", "--tables", str(tmp_path / "t")],
    ):
        result = CliRunner().invoke(cli, [*command, "--index", str(tmp_path / "old.index")])
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1), result.stderr
        assert "version 999" in result.stderr
