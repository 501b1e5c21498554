"""``label``, ``tune`` and ``evaluate`` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from compare.cli import cli

if TYPE_CHECKING:
    from click.testing import Result

GOLD = Path(__file__).parents[2] / "fixtures" / "gold"
EVENTS = str(GOLD / "events.jsonl")
TRUTH = {
    row["id"]: row["event"]
    for row in map(json.loads, (GOLD / "events.jsonl").read_text("utf-8").splitlines())
}


def _run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], input=typed)


def _label(path: Path, keys: str) -> Result:
    return _run("label", EVENTS, "-o", path, typed="".join(f"{key}\n" for key in keys))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _taught(path: Path, count: int) -> Path:
    """Label as the gold would, asking the command itself what it asks."""
    _label(path, "n" * count)
    rows = _lines(path)
    for row in rows:
        row["label"] = int(TRUTH[row["a"]] == TRUTH[row["b"]])
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_answers_are_kept_and_going_on_asks_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    first = _label(path, "ynus")
    assert first.exit_code == 0
    assert "(score" not in first.stdout
    assert [row["answer"] for row in _lines(path)] == ["yes", "no", "unsure", "skip"]
    assert "goes on after 4 answers" in _label(path, "yyf").stderr
    pairs = [frozenset((row["a"], row["b"])) for row in _lines(path)]
    assert len(set(pairs)) == 6


def test_what_a_readers_corrections_say_is_not_asked(tmp_path: Path) -> None:
    said = tmp_path / "corrections.jsonl"
    path = tmp_path / "labels.jsonl"
    _label(path, "ynn")
    first = [frozenset((row["a"], row["b"])) for row in _lines(path)]
    rows = [{"a": row["a"], "b": row["b"], "label": 1} for row in _lines(path)]
    said.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    other = tmp_path / "other.jsonl"
    done = _run("label", EVENTS, "-o", other, "--corrections", said, typed="y\nf\n")
    assert done.exit_code == 0, done.output
    (asked,) = [frozenset((row["a"], row["b"])) for row in _lines(other)]
    assert asked not in first


def test_going_back_asks_the_same_pair_again(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    _label(path, "yy")
    _label(path, "bbn")
    rows = _lines(path)
    assert [row["answer"] for row in rows] == ["yes", "yes", "undo", "undo", "no"]
    assert (rows[4]["a"], rows[4]["b"]) == (rows[0]["a"], rows[0]["b"])
    assert "nothing to take back" in _label(tmp_path / "none.jsonl", "b").stderr


def test_keys_that_mean_nothing_ask_again(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    done = _label(path, "x?y")
    assert len(_lines(path)) == 1
    assert done.stderr.count("press y, n, u, s, b or f") == 2
    # The question stands once for the two keys, and once more after the answer.
    assert done.stdout.count("report the same event?") == 2


def test_quick_keys_on_a_terminal_answer_with_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    from compare.cli import label

    keys = iter(["\r", "y\r", "NY"])
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("click.getchar", lambda echo: next(keys))  # noqa: ARG005  (click's)
    assert [label._typed(), label._typed()] == ["y", "n"]


def test_a_file_that_cannot_be_written_is_told_before_the_first_question(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "labels.jsonl", Path("-")):
        done = _label(path, "y")
        assert done.exit_code == 2
        assert "same event?" not in done.stdout
    fresh = tmp_path / "labels.jsonl"
    _label(fresh, "f")
    assert not fresh.exists()


def test_statements_are_shown_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    done = _run("label", EVENTS, "-o", path, "--kind", "statements", typed="n\n")
    row = _lines(path)[0]
    articles = [json.loads(line) for line in Path(EVENTS).read_text("utf-8").splitlines()]
    for side in "ab":
        home = [article for article in articles if row[side] in article["text"]]
        assert any(article["source"].split()[0] in done.stdout for article in home)
    assert "T00:" not in done.stdout


def test_tune_recommends_shows_and_writes_only_what_it_decided(tmp_path: Path) -> None:
    path = _taught(tmp_path / "labels.jsonl", 60)
    toml = tmp_path / "newscompare.toml"
    toml.write_text("# ours\n[events]\nthreshold = 0.99  # far too high\n[copies]\nnear = 0.5\n")
    page = tmp_path / "tuning.html"
    asked = ["tune", path, "--on", EVENTS, "--settings", toml, "--write", toml, "-o", page]
    dry = _run(*asked, "--dry-run")
    assert dry.exit_code == 0, dry.output
    assert "0.99  # far too high" in toml.read_text()
    done = _run(*asked)
    assert "-threshold = 0.99  # far too high" in done.stdout
    after = toml.read_text()
    assert "# far too high" in after
    assert "threshold = 0.7 " not in after
    assert after.startswith("# ours\n[events]\n")
    assert "merges" in done.stdout
    assert "<title>Threshold for articles of one event" in page.read_text("utf-8")
    shown = json.loads(_run("tune", path, "--json").stdout)
    assert shown["format"] == "newscompare/tuning/1"


def test_an_index_serves_as_its_articles_do(tmp_path: Path) -> None:
    path = _taught(tmp_path / "labels.jsonl", 60)
    index = tmp_path / "seen.index"
    assert _run("index", "add", EVENTS, "--index", index).exit_code == 0
    told = [_run("tune", path, *given, "--set", "events.threshold=0.7")
            for given in (("--on", EVENTS), ("--index", index))]  # fmt: skip
    assert "merges" in told[1].stdout
    assert told[0].stdout == told[1].stdout
    assert _run("tune", path, "--on", EVENTS, "--index", index).exit_code == 2


def test_three_labels_are_too_few_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    _label(path, "yny")
    toml = tmp_path / "newscompare.toml"
    done = _run("tune", path, "--write", toml)
    assert done.exit_code == 0
    assert "too few labels to tell" in done.stdout
    assert "precision" not in done.stdout
    assert "nothing is written" in done.stderr
    assert not toml.exists()


def test_gold_of_copies_is_read_whole() -> None:
    done = _run("tune", GOLD / "copies.jsonl", "--kind", "copies", "--on", EVENTS, "--json")
    assert done.exit_code == 0, done.output
    rows = _lines(GOLD / "copies.jsonl")
    labels = json.loads(done.stdout)["labels"]
    assert labels["yes"] == sum(row["label"] == 1 for row in rows)
    assert labels["yes"] + labels["no"] == len(rows)


def test_labels_that_were_kept_out_are_status_3(tmp_path: Path) -> None:
    path = _taught(tmp_path / "labels.jsonl", 12)
    with path.open("a") as stream:
        stream.writelines('{"kind": "events", "a": "x"}\n' for _ in range(60))
    done = _run("tune", path)
    assert done.exit_code == 3
    assert done.stderr.count("refused:") == 6
    assert "and 55 more" in done.stderr
    only = tmp_path / "only.csv"
    only.write_text("a,b,label\nx,,1\n")
    assert _run("tune", only, "--kind", "events").exit_code == 2


def test_what_tune_wrote_makes_its_labels_no_strangers(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    _label(path, "yn" * 3)
    assert "other settings" not in _run("tune", path, "--set", "events.threshold=0.3").stderr
    assert "other settings" in _run("tune", path, "--set", "vectors.title_weight=2").stderr


def test_bands_are_suggested_without_labels() -> None:
    done = _run("tune", "--suggest", "--on", EVENTS, "--min-recall", "0.9")
    assert done.exit_code == 0, done.output
    assert "cheapest:" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["tune"], "give label files"),
        (["tune", "none.jsonl"], "none.jsonl: cannot be read"),
        (["tune", "x", "--dry-run"], "--dry-run needs --write"),
        (["tune", "x", "--suggest"], "--suggest needs articles"),
        (["tune", "x", "--suggest", "--kind", "events", "--on", EVENTS], "bands find no events"),
        (["tune", "x", "--min-recall", "0.9", "--min-precision", "0.9"], "choose one of"),
        (["evaluate", "events", "none.jsonl"], "none.jsonl: cannot be read"),
        (["evaluate", "copies", GOLD / "copies.jsonl"], "--articles"),
        (["evaluate", "events", EVENTS, "--update"], "--baseline"),
        (["evaluate", "events", EVENTS, "--baseline", "no.json"], "--update makes it"),
    ],
)
def test_trouble_is_one_line_and_status_2(arguments: list[object], says: str) -> None:
    done = _run(*arguments)
    assert done.exit_code == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_scores_every_kind_and_gives_every_line_its_score(tmp_path: Path) -> None:
    out = tmp_path / "scores.jsonl"
    for kind, name, field in (
        ("events", "events.jsonl", "predicted"),
        ("copies", "copies.jsonl", "score"),
        ("statements", "statements.jsonl", "scores"),
        ("statements", "statement_pairs.jsonl", "score"),
    ):
        done = _run("evaluate", kind, GOLD / name, "--articles", EVENTS, "--scores", out, "--json")
        assert done.exit_code == 0, done.output
        result = json.loads(done.stdout)
        assert result["format"] == "newscompare/evaluation/1"
        assert all(0 <= score["value"] <= 1 for score in result["sets"][0]["scores"].values())
        rows = _lines(out)
        assert len(rows) == len(_lines(GOLD / name))
        assert all(field in row for row in rows)


def test_evaluate_takes_a_folder_of_articles_and_says_what_scores_mean() -> None:
    folder = GOLD.parent / "articles"
    done = _run("evaluate", "copies", GOLD / "copies.jsonl", "--articles", folder)
    assert done.exit_code == 0, done.output
    shown = _run("evaluate", "statements", GOLD / "statements.jsonl").stdout
    assert "only kept" not in shown
    assert "sentences of one side alone, reported so" in shown


def test_a_fallen_score_is_status_1(tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    held = ["evaluate", "copies", GOLD / "copies.jsonl", "--articles", EVENTS, "--baseline", floors]
    assert _run(*held).exit_code == 2
    assert _run(*held, "--update").exit_code == 0
    assert _run(*held).exit_code == 0
    spoilt = json.loads(floors.read_text())
    spoilt["floors"]["copies/copies.jsonl/f1"] = 1.5
    floors.write_text(json.dumps(spoilt))
    done = _run(*held)
    assert done.exit_code == 1
    assert "copies/copies.jsonl/f1 fell from 1.500" in done.stderr
    floors.write_text("[]")
    assert _run(*held).exit_code == 2
