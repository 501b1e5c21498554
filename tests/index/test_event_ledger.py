"""The events of an index: stable ids, every change on record, undone for good, copies led."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from click.testing import CliRunner

from compare.cli import cli
from compare.errors import InputError
from compare.evaluation import gold
from compare.evaluation.metrics import Grouping
from compare.evaluation.scores import event_of
from compare.index import Index, open_index
from compare.index.event_ledger import EventLedger
from compare.model import Article
from compare.pipeline import group_events
from compare.settings import Settings

FIXTURES = Path(__file__).parents[2] / "fixtures"
ARTICLES, EVENTS = gold.read_articles(FIXTURES / "gold" / "events.jsonl")
TRUTH = dict(zip((article.id for article in ARTICLES), EVENTS, strict=True))
FERRY = [
    "The ferry Aurora ran aground off Kelpholm on Tuesday with 212 passengers on board.",
    "Coastguards lifted all 212 passengers from the Aurora after the ferry hit Kelpholm rocks.",
    "An inquiry will ask why the Aurora, a ferry with 212 aboard, left the Kelpholm lane.",
]
BANK = [
    "The central bank of Norvia raised its interest rate to 4.5 percent, the sixth rise.",
    "Norvia's central bank lifted interest rates to 4.5 percent to slow inflation, it said.",
]

JOINED = [(f"f{f}", f"b{b}") for f in range(3) for b in range(2)]
"""All pairs of the two events: with these they are one."""


def report(id_: str, text: str) -> Article:
    return Article(id_, text, "Outlet", None, "2031-03-05")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path / "i", create=True) as opened:
        opened.add([*(report(f"f{n}", text) for n, text in enumerate(FERRY)),
                    *(report(f"b{n}", text) for n, text in enumerate(BANK))])  # fmt: skip
        yield opened


def homes(index: Index) -> dict[str, str]:
    return event_of(index.events())


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_any_order_ends_near_the_batch_and_every_change_is_on_record(
    tmp_path: Path, seed: int
) -> None:
    order = list(ARTICLES)
    random.Random(seed).shuffle(order)
    retired: set[str] = set()
    before: dict[str, str] = {}
    logged = 0
    with open_index(tmp_path / "i", create=True) as index:
        ledger = index.ledger
        for start in range(0, len(order), 4):
            index.add(order[start : start + 4])
            ledger.settle()
            now = homes(index)
            changes = ledger.changes()
            moved = {id_ for change in changes[logged:] for own in change.before.values()
                     for id_ in own}  # fmt: skip
            assert {name for name, event in before.items() if now[name] != event} <= moved
            retired |= set(before.values()) - set(now.values())
            assert not retired & set(now.values()), "an id came back"
            before, logged = now, len(changes)
        assert list(index.verify()) == []
    ids = [article.id for article in ARTICLES]
    online = Grouping([TRUTH[id_] for id_ in ids], [before[id_] for id_ in ids])
    batch_home = event_of(group_events(ARTICLES, Settings()))
    batch = Grouping([TRUTH[id_] for id_ in ids], [batch_home[id_] for id_ in ids])
    even = np.ones(len(ids))
    assert online.b_cubed(even)[2] >= batch.b_cubed(even)[2] - 0.02


def test_an_event_keeps_its_id_as_articles_join_it(tmp_path: Path) -> None:
    with open_index(tmp_path / "i", create=True) as index:
        index.add([report("f0", FERRY[0])])
        (first,) = index.events()
        index.add([report("f1", FERRY[1]), report("b0", BANK[0])])
        events = {event.id: event for event in index.events()}
        assert events[first.id].articles == ("f0", "f1")
        assert len(events) == 2
        assert index.ledger.changes() == ()


def test_of_a_split_the_larger_part_keeps_the_id(index: Index) -> None:
    before = homes(index)
    index.events(cannot_link=[("f0", "f1"), ("f0", "f2")])
    after = homes(index)
    assert after["f1"] == after["f2"] == before["f1"]
    assert after["f0"] not in set(before.values())


def test_of_a_merge_the_larger_part_gives_the_id(index: Index) -> None:
    before = homes(index)
    index.events(must_link=JOINED)
    assert set(homes(index).values()) == {before["f0"]}
    (change,) = index.ledger.changes()
    assert change.before == {before["f0"]: ("f0", "f1", "f2"), before["b0"]: ("b0", "b1")}
    assert index.ledger.heirs(before["b0"]) == (before["f0"],)
    assert index.ledger.heirs(before["f0"]) == ()


def test_a_change_names_what_was_removed_since_by_nothing(index: Index) -> None:
    home = homes(index)
    index.events(must_link=JOINED)
    index.remove(["b1"])
    (change,) = index.ledger.changes()
    assert change.before[home["b0"]] == ("b0", None)
    assert change.to_dict()["before"][home["b0"]] == ["b0"]


def test_events_as_they_stand_wait_for_nobody(index: Index) -> None:
    assert index.events(settle=False) == ()
    settled = index.events()
    index.add([report("late", "Beekeepers of Orrin counted forty hives.")])
    assert index.events(settle=False) == settled
    assert index.events(ids=[settled[0].id], settle=False) == settled[:1]
    assert index.settle() == 1


def test_a_bound_that_is_no_date_is_refused_before_anything_is_written(index: Index) -> None:
    with pytest.raises(InputError, match="is no date"):
        index.events(since="tomorrow", must_link=JOINED)
    assert index.events(settle=False) == ()


def test_an_event_that_went_up_in_another_says_so(index: Index) -> None:
    home = homes(index)
    index.events(must_link=JOINED)
    with pytest.raises(InputError, match=f"went up in {home['f0']}"):
        index.events(ids=[home["b0"]])
    with pytest.raises(InputError, match="no event of this id"):
        index.events(ids=["e000000000"])


def test_given_pairs_are_obeyed_from_then_on(index: Index) -> None:
    home = homes(index)
    assert home["f0"] == home["f1"] == home["f2"] != home["b0"] == home["b1"]
    index.events(must_link=[("f0", "b0")], cannot_link=[("f0", "f1"), ("no", "body")])
    index.add([report("late", "A ferry and a bank were both in the news of Kelpholm and Norvia.")])
    home = homes(index)
    assert home["f0"] == home["b0"]
    assert home["f0"] != home["f1"]
    assert len(index.ledger.changes()) >= 1


def test_what_is_undone_is_as_before_and_stays_so(index: Index) -> None:
    before = homes(index)
    assert len(set(index.events(must_link=JOINED))) == 1
    ledger = index.ledger
    (entry,) = ledger.changes()
    assert entry.kind == "merge"
    index.add([report("f3", "The ferry Aurora with 212 passengers off Kelpholm again.")])
    ledger.settle()
    done = ledger.undo(entry.entry)
    assert done.kind == "undo"
    assert ledger.changes()[0].undone == done.entry
    index.add([report("f4", "Aurora, the ferry off Kelpholm with 212 passengers, was towed.")])
    after = homes(index)
    assert {name: after[name] for name in before} == before
    for again in (entry.entry, done.entry, 99):
        with pytest.raises(InputError):
            ledger.undo(again)


def test_a_split_is_undone_too(index: Index) -> None:
    before = homes(index)
    index.events(cannot_link=[("f0", "f1"), ("f0", "f2")])
    ledger = index.ledger
    (entry,) = ledger.changes()
    assert (entry.kind, homes(index)["f0"] != homes(index)["f1"]) == ("split", True)
    ledger.undo(entry.entry)
    assert homes(index) == before


def test_a_later_change_must_be_undone_first(index: Index) -> None:
    before = homes(index)
    index.events(must_link=JOINED)
    ledger = index.ledger
    ledger.undo(1)
    index.events(cannot_link=[("f0", "f1"), ("f0", "f2")])
    first, undo, second = ledger.changes()
    assert (first.undone, undo.kind, second.kind) == (undo.entry, "undo", "split")
    index.events(must_link=[("f0", "f1"), ("f0", "f2")])
    with pytest.raises(InputError, match="undo that first"):
        ledger.undo(second.entry)
    ledger.undo(ledger.changes()[-1].entry)
    ledger.undo(second.entry)
    assert homes(index) == before


def test_a_copy_follows_and_is_settled_anew_without_its_original(tmp_path: Path) -> None:
    story = " ".join(FERRY * 3)
    with open_index(tmp_path / "i", create=True) as index:
        index.add([report("f0", story), report("copy", story.upper()), report("b0", BANK[0])])
        events = {event.articles: event for event in index.events()}
        (copy,) = events["copy", "f0"].copies
        assert (copy.id, copy.of, copy.kind) == ("copy", "f0", "exact")
        index.remove(["f0"])
        assert list(index.verify()) == []
        assert {event.articles for event in index.events()} == {("copy",), ("b0",)}
        assert list(index.verify()) == []


def test_an_index_without_articles_has_no_events(tmp_path: Path) -> None:
    with open_index(tmp_path / "i", create=True) as index:
        assert index.events() == ()


def _run(*args: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, [str(arg) for arg in args])
    return result.exit_code, result.stdout, result.stderr


def test_the_commands_list_log_undo_and_report(tmp_path: Path, index: Index) -> None:
    homes(index)
    file = tmp_path / "i"
    (tmp_path / "pairs.txt").write_text("".join(f"{a}\t{b}\n" for a, b in JOINED))
    code, out, _ = _run("events", "--index", file, "--must-link", tmp_path / "pairs.txt", "--json")
    (event,) = json.loads(out)["events"]
    assert (code, sorted(event["articles"])) == (0, ["b0", "b1", "f0", "f1", "f2"])
    assert _run("index", "events", "--index", file, "--json")[1] == out
    _, log, _ = _run("index", "events", "--index", file, "--log", "--json")
    entry = json.loads(log)
    assert (entry["format"], entry["kind"]) == ("newscompare/ledger/1", "merge")
    gone = next(name for name in entry["before"] if name not in entry["after"])
    code, _, err = _run("report", "--index", file, "--event", gone, "-o", tmp_path / "r")
    assert (code, f"went up in {event['id']}" in err) == (2, True)
    assert _run("index", "events", "--index", file, "--undo", entry["entry"])[0] == 0
    code, page, _ = _run("report", "--index", file, "--event", gone, "-o", tmp_path / "r")
    assert code == 0
    assert (tmp_path / "r" / f"{gone}.html").exists()
    assert Path(page.strip()).exists()


def test_since_and_until_choose_events_by_their_articles(tmp_path: Path) -> None:
    with open_index(tmp_path / "i", create=True) as index:
        index.add([report("old", FERRY[0]), Article("new", BANK[0], "Outlet", None, "2032-01-01")])
        assert [event.articles for event in index.events(since="2031-06-01")] == [("new",)]
        assert [event.articles for event in index.events(until="2031-06-01")] == [("old",)]


@pytest.mark.parametrize(
    "args",
    [
        ["events"],
        ["events", "x", "--index", "y"],
        ["report"],
        ["report", "x", "--index", "y", "--event", "e"],
        ["report", "--index", "y"],
        ["index", "events", "--index", "y", "--log", "--undo", "1"],
        ["index", "events", "--index", "nowhere"],
    ],
)
def test_what_cannot_be_asked_is_said(
    args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = _run(*args)
    assert (code, out) == (2, "")
    assert err


def test_what_stands_under_every_article_of_a_paper_joins_none(tmp_path: Path) -> None:
    paper = [replace(each, published=None) for each in ARTICLES if each.source == "Orrin Sentinel"]
    footers = [each.text.split("\n\n")[-3:] for each in paper]
    assert sum(footer == footers[0] for footer in footers) >= 5
    with open_index(tmp_path / "i", create=True) as opened:
        opened.add(paper[1:])
        assert all(len(event.articles) == 1 for event in opened.events())
        assert opened.check(paper[0]).verdict == "new"


def test_an_event_keeps_its_id_where_most_of_its_articles_stay() -> None:
    owner = SimpleNamespace(
        _store=SimpleNamespace(
            ids_and_dates=lambda numbers: {numbers[0]: (f"of {numbers[0]}", None)}
        ),
        _table=SimpleNamespace(new_event=lambda name: f"new {name}"),
    )
    now = {1: "e1", 2: "e1", 4: "e1", 5: "e2", 6: "e2"}

    def named(*clusters: list[int]) -> dict[int, str]:
        return EventLedger._named(cast("EventLedger", owner), clusters, now)

    assert named([1, 2], [4]) == {1: "e1", 2: "e1", 4: "new of 4"}
    assert named([4], [1, 2]) == {1: "e1", 2: "e1", 4: "new of 4"}
    # One cluster has most of both: the one that brought more gives the id.
    assert set(named([1, 2, 4, 5, 6]).values()) == {"e1"}
    assert named([7]) == {7: "new of 7"}
