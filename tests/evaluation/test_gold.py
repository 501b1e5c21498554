from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import zstandard

from compare.errors import InputError
from compare.evaluation import gold

FIXTURES = Path(__file__).parents[2] / "fixtures" / "gold"


def _write(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_the_fixtures_are_read() -> None:
    articles, events = gold.read_articles(FIXTURES / "events.jsonl")
    assert len(articles) == len(events)
    assert {pair.label for pair in gold.read_pairs(FIXTURES / "copies.jsonl")} == {0, 1}
    assert all(pair.topic for pair in gold.read_pairs(FIXTURES / "statement_pairs.jsonl"))
    for pair in gold.read_marked(FIXTURES / "statements.jsonl"):
        assert pair.only[0].isdisjoint(pair.noise[0])


def test_marked_pairs_are_told_from_labelled_ones() -> None:
    assert gold.is_marked(FIXTURES / "statements.jsonl")
    assert not gold.is_marked(FIXTURES / "statement_pairs.jsonl")


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_packed_files_are_unpacked(tmp_path: Path, suffix: str) -> None:
    data = b'{"a": "x", "b": "y", "label": 1}\n'
    packed = gzip.compress(data) if suffix == ".gz" else zstandard.compress(data)
    path = tmp_path / f"pairs.jsonl{suffix}"
    path.write_bytes(packed)
    assert gold.read_pairs(path) == [gold.LabelledPair("x", "y", 1)]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"a": "x", "b": "y"}, "has no label"),
        ({"a": "x", "b": "y", "label": 2}, "neither 0 nor 1"),
        ([1], "no JSON object"),
    ],
)
def test_a_bad_pair_is_named_with_its_line(tmp_path: Path, row: Any, reason: str) -> None:
    path = _write(tmp_path / "pairs.jsonl", {"a": "x", "b": "y", "label": 0}, row)
    with pytest.raises(InputError, match=f"pairs.jsonl:2: .*{reason}"):
        gold.read_pairs(path)


def test_bad_articles_are_named(tmp_path: Path) -> None:
    good = {"id": "x", "text": "A bell rang.", "event": "bell"}
    for row, reason in (
        ({**good}, "twice"),
        ({**good, "id": "y", "event": None}, "no event"),
        ({**good, "id": "y", "text": 3}, "no string"),
    ):
        with pytest.raises(InputError, match=reason):
            gold.read_articles(_write(tmp_path / "events.jsonl", good, row))


def test_a_mark_outside_its_article_is_refused(tmp_path: Path) -> None:
    side = {"id": "x", "text": "A bell rang.", "sentences": [[0, 12]]}
    path = _write(tmp_path / "m.jsonl", {"a": side, "b": side, "matches": [[0, 1, "partial", 2]]})
    with pytest.raises(InputError, match="outside"):
        gold.read_marked(path)


def test_what_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        gold.read_pairs(tmp_path / "none.jsonl")
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"a": 1}' * 99)[:30])
    with pytest.raises(InputError, match="cannot be read"):
        gold.read_pairs(tmp_path / "cut.jsonl.gz")
    (tmp_path / "latin.jsonl").write_bytes('{"a": "ü"}'.encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        gold.read_pairs(tmp_path / "latin.jsonl")
    (tmp_path / "half.jsonl").write_text('{"a": ')
    with pytest.raises(InputError, match=r"half\.jsonl:1: is not JSON"):
        gold.read_pairs(tmp_path / "half.jsonl")
