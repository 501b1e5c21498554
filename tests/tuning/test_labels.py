from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from compare.errors import InputError, OutputError
from compare.tuning import labels
from compare.tuning.labels import Answer, Label
from compare.tuning.sampling import Pair, Question

if TYPE_CHECKING:
    from pathlib import Path


def _answer(path: Path, a: str, b: str, answer: Answer, size: int = 10) -> None:
    question = Question(Pair(a, b, 0.3), 0.25, 0.35, size)
    labels.append(path, labels.record("events", question, answer, "abc"))


def test_answers_come_back_in_order(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    for a, answer in (("x", "yes"), ("y", "no"), ("z", "unsure"), ("w", "skip")):
        _answer(path, a, "k", answer)  # type: ignore[arg-type]  # a literal in a loop
    log = labels.read(path)
    assert [(one.a, one.label) for one in log.labels] == [
        ("x", 1), ("y", 0), ("z", None), ("w", None)
    ]  # fmt: skip
    assert log.labels[0] == Label("events", "x", "k", 1, 0.3, "abc", (0.25, 0.35), 10)
    assert len(log.asked) == 4
    assert log.refused == ()


def test_an_answer_is_taken_back_any_number_of_times(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    for a in "xyz":
        _answer(path, a, "k", "yes")
    _answer(path, "z", "k", "undo")
    _answer(path, "y", "k", "undo")
    _answer(path, "y", "k", "no")
    assert [(one.a, one.label) for one in labels.read(path).labels] == [("x", 1), ("y", 0)]
    assert len(path.read_text().splitlines()) == 6


def test_a_half_written_line_is_told_and_kept_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    _answer(path, "x", "k", "yes")
    half = '{"kind": "events", "a": "Grün'.encode()[:-1]
    with path.open("ab") as stream:
        stream.write(half)
    log = labels.read(path)
    assert len(log.labels) == 1
    assert "stops half-way" in log.refused[0]
    _answer(path, "y", "k", "no")
    assert half in path.read_bytes()
    assert [one.a for one in labels.read(path).labels] == ["x", "y"]


def test_tables_and_lists_and_bare_pairs_are_read(tmp_path: Path) -> None:
    rows = [{"a": "x", "b": "y", "label": 1}, {"a": "x", "b": "z", "label": 0, "score": 0.5}]
    (tmp_path / "l.json").write_text(json.dumps(rows))
    (tmp_path / "l.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (tmp_path / "l.csv").write_text("a,b,label,score\nx,y,1,\nx,z,0,0.5\n")
    (tmp_path / "l.tsv").write_text("a\tb\tlabel\tscore\nx\ty\t1\t\nx\tz\t0\t0.5\n")
    read = [labels.read(tmp_path / f"l.{kind}").labels for kind in ("json", "jsonl", "csv", "tsv")]
    assert all(one == read[0] for one in read)
    assert [one.score for one in read[0]] == [None, 0.5]


def test_answers_alone_are_labels_and_tables_may_break_lines(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    path.write_text('\ufeffa,b,answer\nx,"y\nz",yes\nx,w,no\nx,v,unsure\nx,u,perhaps\n', "utf-8")
    log = labels.read(path)
    assert [(one.b, one.label) for one in log.labels] == [("y\nz", 1), ("w", 0), ("v", None)]
    assert [line.split(":")[1] for line in log.refused] == ["6"]
    path = tmp_path / "l.jsonl"
    path.write_text('{"a": "x", "b": "y", "answer": "no"}\n')
    assert [one.label for one in labels.read(path).labels] == [0]


def test_a_kind_that_is_none_of_labels_is_another_field(tmp_path: Path) -> None:
    """Gold of copies names with it which copy a pair is."""
    path = tmp_path / "l.jsonl"
    path.write_text('{"a": "x", "b": "y", "label": 1, "kind": "near"}\n')
    assert [(one.kind, one.label) for one in labels.read(path).labels] == [(None, 1)]


def test_lines_that_are_no_labels_are_told(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    path.write_text('{"a": "x"}\n[1]\n{"a": "x", "b": "y", "label": 7}\nnonsense\n'
                    '{"a": "x", "b": "y", "label": 1, "score": "high"}\n')  # fmt: skip
    log = labels.read(path)
    assert log.labels == ()
    assert len(log.refused) == 5


def test_contradictions_and_unknown_ids_are_told_and_kept_out() -> None:
    given = [
        Label("events", "x", "y", 1),
        Label("events", "y", "x", 0),
        Label("events", "x", "z", 1),
        Label("events", "x", "gone", 1),
        Label("events", "z", "w", None),
    ]
    log = labels.settle(given, {"x", "y", "z", "w"})
    assert log.labels == (given[2],)
    assert [line.split(":")[0] for line in log.refused] == ["gone", "x and y"]


def test_an_answer_stands_for_the_rest_of_its_band() -> None:
    few = [Label("events", str(n), "k", 1, 0.3, "abc", (0.2, 0.4), 100) for n in range(4)]
    rest = [Label("events", str(n), "k", 0, 0.1, "abc", (0.0, 0.2), 2) for n in range(4, 6)]
    loose = [Label(None, "p", "q", 1, 0.9)]
    assert labels.weights(few + rest + loose) == [25.0] * 4 + [1.0] * 2 + [1.0]


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        labels.read(tmp_path / "none.jsonl")
    with pytest.raises(OutputError, match="cannot be written"):
        labels.append(tmp_path / "no" / "folder.jsonl", {})
    (tmp_path / "l.json").write_text("[1, ")
    with pytest.raises(InputError, match="is not JSON"):
        labels.read(tmp_path / "l.json")
