"""Pages of the events of an index: made once, again only when they change, and at one address."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from compare.cli import cli
from compare.comparison.corrections import Correction
from compare.desk.event_pages import read_comparison, update_pages
from compare.errors import InputError, OutputError
from compare.index import Index, open_index
from compare.model import Article
from compare.settings import load_settings


@pytest.fixture
def index(fixtures_index: Index) -> Index:
    return fixtures_index


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.iterdir()}


def test_a_second_run_makes_no_page_again_and_leaves_the_same_bytes(
    index: Index, tmp_path: Path
) -> None:
    folder = tmp_path / "pages"
    first = update_pages(index, index.events(), folder)
    before = snapshot(folder)
    again = update_pages(index, index.events(), folder)
    assert len(first.made) >= 8
    assert (again.made, again.unchanged) == ((), first.made)
    after = snapshot(folder)
    assert {name: data for name, (_, data) in after.items()} == {
        name: data for name, (_, data) in before.items()
    }
    for event in first.made:
        assert after[f"{event}.html"][0] == before[f"{event}.html"][0]
        assert read_comparison(folder, event)["event"]["id"] == event


def test_one_more_article_makes_one_page_again(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    update_pages(index, index.events(), folder)
    (wire,) = [a for a in index.articles() if a.id == "northwire-cup"]
    index.add([Article("late-cup", wire.text + "\nThe mayor gave a dinner for both teams.",
                       "Late Paper", wire.title, wire.published)])  # fmt: skip
    done = update_pages(index, index.events(), folder)
    (event,) = done.made
    assert "late-cup" in read_comparison(folder, event)["event"]["articles"]


def test_a_missing_page_or_format_is_made_again(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    events = index.events()
    first = update_pages(index, events, folder).made
    (folder / f"{first[0]}.html").unlink()
    assert update_pages(index, events, folder).made == (first[0],)
    assert update_pages(index, events, folder, ("html", "json", "md")).made == first


def test_another_setting_makes_all_again(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    first = update_pages(index, index.events(), folder).made
    settings = load_settings(None, ["alignment.threshold=0.3"])
    with open_index(tmp_path / "seen.index", settings) as other:
        assert update_pages(other, other.events(), folder).made == first


@pytest.mark.parametrize(
    "damage", ["", "[]", '{"format": "newscompare/pages/1", "pages": {"e": 1}}']
)
def test_a_damaged_list_of_pages_only_means_work(index: Index, tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "pages"
    events = [event for event in index.events() if len(event.articles) == 2]
    first = update_pages(index, events, folder).made
    (folder / "pages.json").write_text(damage, "utf-8")
    assert update_pages(index, events, folder).made == first
    assert first


def test_an_event_that_went_up_in_another_keeps_its_address(index: Index, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    update_pages(index, index.events(), folder)
    home = {id_: e.id for e in index.events() for id_ in e.articles}
    assert home["northwire-cup"] != home["northwire-tram"]
    pairs = [(a, b) for a in home for b in home
             if (home[a], home[b]) == (home["northwire-cup"], home["northwire-tram"])]  # fmt: skip
    events = index.events(must_link=pairs)
    done = update_pages(index, events, folder)
    (gone,) = done.moved
    (kept,) = {home["northwire-cup"], home["northwire-tram"]} - {gone}
    page = (folder / f"{gone}.html").read_text("utf-8")
    assert f'href="{kept}.html"' in page
    assert not (folder / f"{gone}.json").exists()
    assert f'href="{gone}.html"' not in (folder / "index.html").read_text("utf-8")
    with pytest.raises(InputError, match=f"went up in {kept}"):
        index.events(ids=[gone])


def test_a_second_selection_leaves_the_pages_of_the_first(tmp_path: Path, index: Index) -> None:
    several = [event.id for event in index.events() if len(event.articles) > 1]
    folder = tmp_path / "pages"
    for ids in (several[:2], several[2:3]):
        args = [part for id_ in ids for part in ("--event", id_)]
        result = CliRunner().invoke(
            cli, ["report", "--index", str(tmp_path / "seen.index"), *args, "-o", str(folder)]
        )
        assert result.exit_code == 0, result.stderr
        assert f"{len(ids)} page" in result.stderr
    page = (folder / "index.html").read_text("utf-8")
    for id_ in several[:3]:
        assert (folder / f"{id_}.html").exists()
        assert f'href="{id_}.html"' in page
    listed = json.loads((folder / "pages.json").read_text("utf-8"))["pages"]
    assert set(listed) == set(several[:3])


def test_a_period_chooses_events(tmp_path: Path, index: Index) -> None:
    folder = tmp_path / "pages"
    args = ["report", "--index", str(tmp_path / "seen.index"), "-o", str(folder)]
    result = CliRunner().invoke(cli, [*args, "--since", "2024-03-05", "--until", "2024-03-05"])
    assert result.exit_code == 0
    some = len(list(folder.glob("e*.html")))
    assert 0 < some < len([e for e in index.events() if len(e.articles) > 1])
    result = CliRunner().invoke(cli, [*args, "--since", "2020-01-01", "--until", "2020-01-02"])
    assert (result.exit_code, "0 pages made" in result.stderr) == (0, True)
    both = CliRunner().invoke(cli, [*args, "--since", "2020-01-01", "--event", "e1"])
    assert both.exit_code == 2


def test_a_file_is_no_folder(index: Index, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="is a file"):
        update_pages(index, (), tmp_path / "file")


def test_processes_make_the_same_pages(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compare.desk.event_pages._WORTH", 0)
    events = [event for event in index.events() if len(event.articles) == 2]
    for name, jobs in (("one", 1), ("two", 2)):
        update_pages(index, events, tmp_path / name, jobs=jobs)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    assert len(one) > 4


def test_a_run_that_is_stopped_is_taken_up_where_it_was(index: Index, tmp_path: Path) -> None:
    events = [event for event in index.events() if len(event.articles) == 2]

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update_pages(index, events, tmp_path, progress=stop)
    done = update_pages(index, events, tmp_path)
    assert len(done.unchanged) == 1
    assert len(done.made) == len(events) - 1


def test_a_correction_makes_its_event_again_and_no_other(index: Index, tmp_path: Path) -> None:
    events = [event for event in index.events() if len(event.articles) == 2]
    update_pages(index, events, tmp_path)
    event = events[0].id
    made = read_comparison(tmp_path, event)
    told = next(claim for claim in made["claims"] if len(claim["cells"]) == 2)
    statements = {each["id"]: each["statements"] for each in made["articles"]}
    a, b = (
        (cell["article"], (each["start"], each["end"]), "")
        for cell in told["cells"]
        for each in [statements[cell["article"]][cell["statements"][0]]]
    )
    wrong = Correction(a, b, same=False, file="mine.jsonl")
    done = update_pages(index, events, tmp_path, corrections=[wrong])
    assert done.made == (event,)
    assert b"mine.jsonl" in (tmp_path / f"{event}.html").read_bytes()
    assert update_pages(index, events, tmp_path, corrections=[wrong]).made == ()
    assert update_pages(index, events, tmp_path).made == (event,)


def test_the_list_of_pages_is_that_of_a_report_of_files(index: Index, tmp_path: Path) -> None:
    """A line of finding per event, what is worth reading first, filters and search."""
    events = [event for event in index.events() if len(event.articles) == 2]
    update_pages(index, events, tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert page.count('<p class="finding">') == len(events)
    assert 'id="search"' in page
    assert "2 sources" in page
    update_pages(index, events[:1], tmp_path)
    assert (tmp_path / "index.html").read_text("utf-8") == page
