"""The command line as the contract has it: streams, exit status, refusal, order, bytes."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from compare.cli import cli

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"


def run(*args: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin)


def article(id_: str, text: str, **fields: object) -> str:
    return json.dumps({"id": id_, "source": id_, "text": text, **fields}) + "\n"


LIGHTHOUSE = (
    "The harbour board of Port Ellery voted on Monday to sell the old lighthouse to a trust for "
    "340,000 crowns. Chairwoman Dana Holm said the trust would keep the tower open to visitors "
    "all year. Two of the nine members voted against the sale because of the low price. "
    "The lighthouse has stood empty since a storm in 1998 broke its lamp and flooded the stairs."
)
ORCHARD = (
    "Apple growers in the Welland valley expect the smallest harvest in twenty years after frost "
    "in late April killed most of the blossom. The growers' union asked the ministry for loans."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text(
        article("first", LIGHTHOUSE, published="2031-03-04")
        + article("again", LIGHTHOUSE, published="2031-03-05")
        + article("other", ORCHARD),
        "utf-8",
    )
    return path


def test_dedup_says_which_article_a_copy_copies(corpus: Path) -> None:
    result = run("dedup", corpus, "--json")
    out = json.loads(result.stdout)
    assert result.exit_code == 0
    assert out["kept"] == ["first", "other"]
    assert [(c["id"], c["of"], c["kind"]) for c in out["copies"]] == [("again", "first", "exact")]


def test_dedup_writes_the_kept_articles_back_with_their_extra_fields(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(article("first", LIGHTHOUSE, desk="coast"), "utf-8")
    assert run("dedup", source, "-o", tmp_path / "kept.jsonl").exit_code == 0
    (row,) = map(json.loads, (tmp_path / "kept.jsonl").read_text("utf-8").splitlines())
    assert (row["id"], row["text"], row["desk"]) == ("first", LIGHTHOUSE, "coast")


def test_the_kept_articles_go_to_standard_output_where_asked(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("dedup", corpus, "-o", "-")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["first", "other"]
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
    assert run("dedup", corpus, "-o", "-", "--json").exit_code == 2


@pytest.mark.parametrize(
    ("command", "target", "says"),
    [
        ("dedup", ".", "is a folder"),
        ("report", "in.jsonl", "is a file"),
        ("report", "-", "standard output"),
        ("dedup", "", "an empty path"),
        ("report", "", "an empty path"),
    ],
)
def test_an_output_of_the_wrong_kind_is_told_before_any_work(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, command: str, target: str, says: str
) -> None:
    monkeypatch.chdir(corpus.parent)
    result = run(command, "in.jsonl", "-o", target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_events_lists_what_is_related_below_and_apart(corpus: Path) -> None:
    strict = ("--set", "events.threshold=1")
    pairs = json.loads(run("events", corpus, *strict, "--json").stdout)["related"]
    shown = run("events", corpus, *strict).stdout
    assert ("related, perhaps one event" in shown) == bool(pairs)
    _, _, below = shown.partition("related, perhaps one event")
    assert all(pair["a"] in below and pair["b"] in below for pair in pairs)


@pytest.mark.parametrize("command", ["events", "dedup", "report", "align"])
def test_an_empty_path_is_not_the_working_directory(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(corpus.parent)
    result = run(command, "")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "an empty path" in result.stderr


def test_results_go_to_stdout_and_all_else_to_stderr(corpus: Path) -> None:
    result = run("events", corpus, "--json")
    assert json.loads(result.stdout)["format"] == "newscompare/events/1"
    assert "articles: 3" in result.stderr
    assert run("events", corpus, "--json", "--quiet").stderr == ""


def test_standard_input_is_json_lines(corpus: Path) -> None:
    result = run("dedup", "-", "--json", stdin=corpus.read_text("utf-8"))
    assert json.loads(result.stdout)["kept"] == ["first", "other"]


def test_refused_input_never_stops_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(article("a", LIGHTHOUSE) + "{broken\n" + article("b", ORCHARD), "utf-8")
    result = run("events", path, tmp_path / "nowhere", "--json")
    out = json.loads(result.stdout)
    assert result.exit_code == 3
    assert sorted(e["articles"] for e in out["events"]) == [["a"], ["b"]]
    assert {(Path(r["file"]).name, r["line"]) for r in out["refused"]} == {
        ("in.jsonl", 2),
        ("nowhere", None),
    }
    assert "in.jsonl:2:" in result.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["dedup", "nowhere"], "nowhere"),
        (["dedup"], "PATH"),
        (["events", ".", "--set", "events.treshold=1"], "events"),
        (["events", ".", "--settings", "none.toml"], "none.toml"),
        (["report", ".", "--format", "pdf"], "pdf"),
        (["align", "only"], "only"),
        (["nonsense"], "nonsense"),
    ],
)
def test_trouble_is_one_clear_line_and_status_2(
    args: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert says in result.stderr
    (line,) = (line for line in result.stderr.splitlines() if not line.startswith("refused: "))
    assert line.startswith("newscompare: ")


def test_an_empty_folder_is_trouble(tmp_path: Path) -> None:
    result = run("report", tmp_path, "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (2, "")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_named(corpus: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.touch()
    result = run("report", corpus, "-o", blocked / "reports")
    assert result.exit_code == 2
    assert str(blocked) in result.stderr


def test_python_m_compare_is_the_same_command(corpus: Path) -> None:
    command = [sys.executable, "-m", "compare", "dedup", str(corpus), "--json"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert out == run("dedup", corpus, "--json").stdout


def test_align_offsets_are_into_the_text_as_given() -> None:
    paths = sorted(ARTICLES.rglob("*.txt"))[:2]
    out: dict[str, Any] = json.loads(run("align", *paths, "--json").stdout)
    texts = {path.stem: path.read_text("utf-8") for path in paths}
    assert [len(row["statements"]) > 5 for row in out["articles"]] == [True, True]
    for row in out["articles"]:
        for statement in row["statements"]:
            assert texts[row["id"]][statement["start"] : statement["end"]] == statement["text"]


def test_min_score_0_lists_every_pair_of_sentences(corpus: Path) -> None:
    out = json.loads(run("align", corpus, "--min-score", "0", "--json").stdout)
    pairs = {(tuple(m["a"]), tuple(m["b"])) for m in out["matches"]}
    sizes = [sum(s.get("parent") is None for s in row["statements"]) for row in out["articles"]]
    every = sum(sizes[i] * sizes[j] for i in range(3) for j in range(i + 1, 3))
    assert len(pairs) >= every


def test_align_fits_80_columns(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = run("align", corpus).stdout.splitlines()
    assert lines
    assert max(map(len, lines)) <= 80


def test_align_says_where_two_articles_have_no_statement_in_common(corpus: Path) -> None:
    # "first" and "again" share all, "other" nothing with either.
    assert run("align", corpus).stdout.count("no statement in common") == 2


@pytest.mark.slow
def test_shuffled_input_gives_the_same_bytes(tmp_path: Path) -> None:
    files = sorted(p for p in ARTICLES.rglob("*") if p.is_file())
    first, second = tmp_path / "first", tmp_path / "second"
    assert run("report", *files, "-o", first, "--quiet").exit_code == 0
    random.Random(7).shuffle(files)
    assert run("report", *files, "-o", second, "--quiet").exit_code == 0
    names = sorted(p.name for p in first.iterdir())
    assert names == sorted(p.name for p in second.iterdir())
    assert [n for n in names if (first / n).read_bytes() != (second / n).read_bytes()] == []


@pytest.mark.slow
def test_the_same_input_elsewhere_gives_the_same_bytes(tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "articles"
    shutil.copytree(ARTICLES, moved)
    outs = [run("events", place, "--json").stdout for place in (ARTICLES, moved)]
    assert outs[0] == outs[1]


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        (["--since", "2031-03-05", "--until", "2031-03-04"], "no day is both"),
        (["--since", "yesterday"], "'yesterday' is no date"),
        (["--until", ""], "is no date"),
    ],
)
def test_bounds_that_no_day_fits_are_refused(corpus: Path, bounds: list[str], says: str) -> None:
    result = run("events", corpus, *bounds)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr
    assert "isoformat" not in result.stderr


def test_one_day_is_a_span(corpus: Path) -> None:
    out = run("events", corpus, "--since", "2031-03-04", "--until", "2031-03-04", "--json").stdout
    assert [event["articles"] for event in json.loads(out)["events"]] == [["first"]]


def test_the_day_in_the_readme_finds_events_in_the_fixtures() -> None:
    readme = (ARTICLES.parent.parent / "README.md").read_text("utf-8")
    (since,) = re.findall(r"newscompare events \S+ --since (\S+)", readme)
    published = re.findall(r'"published": "(\S+?)"', (ARTICLES / "papers.jsonl").read_text("utf-8"))
    assert min(published) < since < max(published)


def failing(error: BaseException) -> Callable[..., None]:
    def echo(*_: object, err: bool = False, **__: object) -> None:
        if not err:
            raise error

    return echo


def test_results_that_cannot_be_written_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    full = failing(OSError(28, "No space left on device"))

    def echo(message: object = "", **options: Any) -> None:
        full(**options)
        told.append(message)

    monkeypatch.setattr(click, "echo", echo)
    assert run("settings").exit_code == 2
    assert told == ["newscompare: cannot write to standard output: No space left on device"]


def test_standard_output_that_is_closed_is_one_line(corpus: Path) -> None:
    command = f"exec '{sys.executable}' -m compare dedup '{corpus}' >&-"
    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr == "newscompare: cannot write to standard output: it is closed\n"


@pytest.mark.parametrize("command", [["--help"], ["settings"], ["events"], ["index", "list"]])
def test_a_reader_that_wants_no_more_is_left_quietly(
    corpus: Path, tmp_path: Path, command: list[str]
) -> None:
    index = tmp_path / "seen.index"
    run("index", "add", corpus, "--index", index)
    about = {"events": [corpus, "-q"], "index": ["--index", index]}.get(command[0], [])
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [sys.executable, "-m", "compare", *command, *map(str, about)],
        stdout=writing, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (result.returncode, result.stderr) == (141, b"")


def test_ctrl_c_is_one_line_and_the_status_of_shells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compare.cli.settings.describe", failing(KeyboardInterrupt()))
    result = run("settings")
    told = "newscompare: interrupted; nothing half-written\n"
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", told)


def test_tables_that_nobody_looks_at_are_a_line_a_row(corpus: Path, tmp_path: Path) -> None:
    long = " ".join(f"name{n}" for n in range(60))
    text = article("an-id-of-some-length" * 8, ORCHARD, title=f"{long}\x1b[31m\u202e", source="Ä b")
    corpus.write_text(corpus.read_text("utf-8") + text, "utf-8")
    index = tmp_path / "seen.index"
    checked = run("check", corpus, "--index", index, "--add").stdout.splitlines()
    assert [line.split()[:2] for line in checked] == [
        ["article", "verdict"], ["first", "new"], ["again", "exact"],
        ["an-id-of-some-length" * 8, "new"], ["other", "exact"],
    ]  # fmt: skip
    assert "first (first, 4 March 2031)" in checked[2]
    assert "0 % of its words: 0 of" in checked[2]
    listed = run("index", "list", "--index", index).stdout.splitlines()
    assert [line.split()[-1] for line in listed] == [
        "published",
        "2031-03-04",
        "2031-03-05",
        "b",
        "other",
    ]
    events = run("events", corpus).stdout
    assert (len(events.splitlines()), long in events) == (3, True)
    assert not set("\x1b\u202e") & set(events)
    assert len(run("dedup", corpus).stdout.splitlines()) == 3


def test_tables_for_80_columns_break_no_id(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ids = ("northline-20310304-harbour", "gazette-20310304-harbour-2")
    corpus.write_text(
        "".join(
            article(id_, LIGHTHOUSE, published=f"2031-03-0{day}T09:40:00+00:00",
                    source="The Port Ellery Intelligencer and Harbour Advertiser")
            for day, id_ in enumerate(ids, 1)
        ),
        "utf-8",
    )  # fmt: skip
    out = run("check", corpus, "--index", tmp_path / "seen.index", "--add").stdout
    assert max(map(len, out.splitlines())) <= 80
    assert all(id_ in out for id_ in ids)
    assert "T09:40" not in out


def test_one_article_is_no_articles(tmp_path: Path) -> None:
    one = tmp_path / "one.jsonl"
    one.write_text(article("first", LIGHTHOUSE), "utf-8")
    index = tmp_path / "seen.index"
    said = [
        run("check", one, "--index", index, "--add").stderr,
        run("index", "verify", "--index", index).stderr,
        run("index", "remove", "first", "--index", index).stderr,
        run("index", "add", one, "--index", index).stderr,
    ]
    assert all("1 article " in line for line in said)


def test_a_report_says_what_became_of_the_articles(corpus: Path, tmp_path: Path) -> None:
    corpus.write_text(corpus.read_text("utf-8") + "{broken\n", "utf-8")
    result = run("report", corpus, "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert "1 event of two or more articles, 1 article in none, 1 refused" in result.stderr


def test_settings_complete_in_bash() -> None:
    result = subprocess.run(
        [sys.executable, "-c", "from compare.cli import main; main()"], text=True, check=True,
        capture_output=True, env={
            **os.environ, "_NEWSCOMPARE_COMPLETE": "bash_complete", "COMP_CWORD": "3",
            "COMP_WORDS": "newscompare events --set ev",
        },
    )  # fmt: skip
    found = [line.removeprefix("plain,") for line in result.stdout.splitlines()]
    assert found
    assert all(line.startswith("events.") for line in found)
    assert run("settings", *(f"--set={line}" for line in found), "--diff", "-q").exit_code == 0


def test_settings_are_toml_that_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / "newscompare.toml"
    path.write_text(run("settings", "--set", "fingerprints.seed=5").stdout, "utf-8")
    out = json.loads(run("settings", "--settings", path, "--diff", "--json").stdout)
    assert out["settings"] == {"fingerprints": {"seed": 5}}


def test_check_and_the_index_keep_to_the_contract(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "seen.index"
    assert run("check", corpus, "--index", file).exit_code == 2
    checked = run("check", corpus, "--index", file, "--add", "--json", "--exit-code")
    verdicts = {out["id"]: out["verdict"] for out in map(json.loads, checked.stdout.splitlines())}
    assert (checked.exit_code, verdicts) == (1, {"first": "new", "again": "exact", "other": "new"})
    assert run("index", "add", corpus, "--index", file).exit_code == 0
    assert len(run("index", "list", "--index", file, "--json").stdout.splitlines()) == 3
    assert json.loads(run("index", "stats", "--index", file, "--json").stdout)["articles"] == 3
    exported = run("index", "export", "--index", file).stdout
    assert [json.loads(line)["id"] for line in exported.splitlines()] == ["first", "again", "other"]
    assert run("index", "remove", "again", "--index", file).exit_code == 0
    assert run("index", "remove", "again", "--index", file).exit_code == 3
    assert run("index", "verify", "--index", file).exit_code == 0
    assert run("index", "compact", "--index", file).exit_code == 0
    assert run("index", "verify", "--index", tmp_path / "none").exit_code == 2


def test_verify_exits_with_2_when_something_is_wrong(corpus: Path, tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    file = tmp_path / "seen.index"
    run("index", "add", corpus, "--index", file)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("DELETE FROM blocks")
    result = run("index", "verify", "--index", file)
    assert (result.exit_code, "'first'" in result.stdout) == (2, True)


def test_articles_that_a_day_leaves_out_for_want_of_a_date_are_told(tmp_path: Path) -> None:
    rows = [{"id": "a", "text": "A ferry ran aground.", "published": "2031-03-05"},
            {"id": "b", "text": "A bank raised its rate."}]  # fmt: skip
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = CliRunner().invoke(cli, ["events", str(path), "--since", "2031-01-01", "--json"])
    assert "left out, for they have no date: 1 article" in done.stderr
    assert [event["articles"] for event in json.loads(done.stdout)["events"]] == [["a"]]


def test_an_article_alone_is_listed_by_its_first_words_where_it_has_no_title(
    tmp_path: Path,
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x17.txt").write_text("Bees returned to Orrin.\n\nThe keeper was glad.")
    CliRunner().invoke(cli, ["report", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    assert "Bees returned to Orrin." in (tmp_path / "out" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("group", [[], ["index"]])
def test_no_command_is_told_of_in_half_a_sentence(group: list[str]) -> None:
    told = CliRunner().invoke(cli, [*group, "--help"]).stdout.partition("Commands:")[2]
    assert told.strip()
    assert "..." not in told


def test_what_is_read_is_not_written_over(tmp_path: Path) -> None:
    given = tmp_path / "in.jsonl"
    given.write_text(json.dumps({"id": "a", "text": "Bees returned to Orrin."}) + "\n", "utf-8")
    before = given.read_bytes()
    for paths in ([str(given)], [str(tmp_path)]):
        done = CliRunner().invoke(cli, ["dedup", *paths, "-o", str(given)])
        assert done.exit_code == 2
        assert "is among what is read; write to another file" in done.stderr
    assert given.read_bytes() == before
    kept = CliRunner().invoke(cli, ["dedup", str(given), "-o", str(tmp_path / "kept.jsonl")])
    assert kept.exit_code == 0


def test_links_with_unknown_ids_are_told(tmp_path: Path) -> None:
    given, pairs = tmp_path / "in.jsonl", tmp_path / "pairs"
    given.write_text(json.dumps({"id": "a", "text": "Bees returned to Orrin."}) + "\n", "utf-8")
    pairs.write_text("a,nobody\n", "utf-8")
    done = CliRunner().invoke(cli, ["events", str(given), "--must-link", str(pairs)])
    assert done.exit_code == 0
    assert "no article has the id nobody; pairs with it were left out" in done.stderr
