"""One bad record never ends a run, and no file takes more than it may."""

import io
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from compare.files import as_it_was, inert
from compare.ingest import Reading, read, read_in_batches
from compare.ingest.pages import page
from compare.model import moment
from compare.pipeline import clean_articles
from compare.settings import IngestSettings, Settings

PROSE = "The mill at Orrin closed on Friday. Sixty people lost their work, the owner said."
GOOD = {"id": "good", "text": PROSE}


def lines(*rows: object, **settings: Any) -> Reading:
    data = "\n".join(json.dumps(row) for row in rows).encode()
    return read(["-"], IngestSettings(**settings), io.BytesIO(data))


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        ({"id": "\ud800", "text": PROSE}, "half a character"),
        ({"source": "a\udfff", "text": PROSE}, "half a character"),
        ({"text": 5}, "not a string"),
        ({"text": {"a": PROSE}}, "not a string"),
        ([PROSE], "not an object"),
    ],
)
def test_a_record_that_is_no_article_is_refused_alone(odd: object, says: str) -> None:
    reading = lines(odd, GOOD)
    assert [article.id for article in reading.articles] == ["good"]
    assert [says in refused.reason and refused.line == 1 for refused in reading.refused] == [True]


@pytest.mark.parametrize("language", ["x" * 300, "../../etc/passwd", "e/n", "\0", "12", "engl ish"])
def test_what_is_no_language_is_unknown_and_read_on(language: str) -> None:
    reading = lines(GOOD | {"language": language})
    assert [article.language for article in reading.articles] == [None]
    assert "is no code, taken as unknown" in reading.warnings[0]
    assert clean_articles(reading.articles, Settings())


@pytest.mark.parametrize(
    "date", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00+23:59"]
)
def test_a_date_at_the_edge_of_the_calendar_is_unknown(date: str) -> None:
    reading = lines(GOOD | {"published": date})
    assert [article.published for article in reading.articles] == [None]
    assert "cannot be read, taken as unknown" in reading.warnings[0]


def test_what_is_no_number_is_no_json_and_is_null() -> None:
    raw = b'{"id": "a", "text": "words", "score": NaN, "deep": [Infinity, {"x": -Infinity}]}'
    (article,) = read(["-"], IngestSettings(), io.BytesIO(raw)).articles
    assert dict(article.extra) == {"score": None, "deep": [None, {"x": None}]}
    json.dumps(dict(article.extra), allow_nan=False)


def test_a_file_is_refused_by_the_name_of_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b" " * 1_100_000 + json.dumps([GOOD]).encode())
    (tmp_path / "b.html").write_bytes(b"<html>" + b"<p>words</p>" * 100_000)
    found = read([tmp_path], IngestSettings(max_megabytes=1, max_page_megabytes=1)).refused
    assert [refused.reason for refused in found] == [
        "is larger than 1,000,000 bytes; raise ingest.max_megabytes to read it",
        "is larger than 1,000,000 bytes; raise ingest.max_page_megabytes to read it",
    ]


def test_a_parquet_file_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    texts = pyarrow.array(["x" * 100_000] * 400).dictionary_encode()
    parquet.write_table(pyarrow.table({"text": texts}), tmp_path / "a.parquet", compression="zstd")
    assert (tmp_path / "a.parquet").stat().st_size < 20_000
    found = read([tmp_path], IngestSettings(max_megabytes=5))
    assert any("unpacks to more than 5,000,000 bytes" in one.reason for one in found.refused)


def test_a_page_that_takes_too_long_or_is_too_deep_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "nested more than" in page("<div>" * 2000 + PROSE)

    def endless(*_: object) -> str:
        while True:
            pass

    monkeypatch.setattr("compare.ingest.pages._article", endless)
    assert "took more than 1 seconds" in page("<p>x</p>", seconds=1)
    monkeypatch.setattr("compare.ingest.pages._article", lambda *_: 1 / 0)
    assert page("<p>x</p>") == "cannot be read as a page (ZeroDivisionError)"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root reads all folders")
def test_a_folder_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    assert read([tmp_path], IngestSettings()).refused


def test_a_folder_that_cannot_be_listed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text(PROSE)
    scandir = os.scandir

    def refusing(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    reading = read([tmp_path], IngestSettings())
    assert [article.id for article in reading.articles] == ["a"]
    (refused,) = reading.refused
    assert refused.file.endswith("closed")
    assert refused.reason == "cannot be read: Permission denied"


def test_a_large_file_is_read_in_the_memory_of_a_batch(tmp_path: Path) -> None:
    words = " ".join(f"w{n * 7919 % 1000}" for n in range(500))
    with (tmp_path / "a.jsonl").open("w") as out:
        for n in range(20_000):
            out.write(json.dumps({"id": f"a{n}", "text": f"{n} {words}"}) + "\n")
    told: list[tuple[str, int, int]] = []
    tracemalloc.start()
    total = 0
    batches = read_in_batches(
        [tmp_path], IngestSettings(), progress=lambda *step: told.append(step), size=500
    )
    for reading in batches:
        total += len(reading.articles)
        assert len(reading.articles) <= 500
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total == 20_000
    assert most < (tmp_path / "a.jsonl").stat().st_size / 4
    assert told[-1][0] == "read (MB)"
    assert told[-1][1] <= told[-1][2]


def test_a_file_of_nothing_but_faults_is_read_in_batches_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{bad\n" * 50)
    parts = [len(part.refused) for part in read_in_batches([tmp_path], IngestSettings(), size=20)]
    assert parts == [20, 20, 10]


def test_batches_hold_what_one_reading_holds(tmp_path: Path) -> None:
    for name in ("b.jsonl", "a.jsonl"):
        rows = [json.dumps({"id": f"{name}{n}", "text": f"words {n}"}) for n in range(7)]
        (tmp_path / name).write_text("\n".join([*rows, "{bad"]))
    whole = read([tmp_path], IngestSettings())
    parts = list(
        read_in_batches([tmp_path / "b.jsonl", tmp_path / "a.jsonl"], IngestSettings(), size=3)
    )
    assert [a.id for part in parts for a in part.articles] == [a.id for a in whole.articles]
    assert [r for part in parts for r in part.refused] == list(whole.refused)


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x", "rain;=1+1", 'a; "=1',
     "a;＝1", " =1", "'quoted", "a;'=1"],
)  # fmt: skip
def test_no_cell_is_a_formula_where_commas_or_semicolons_separate(cell: str) -> None:
    safe = inert(cell)
    for field in safe.split(";"):
        assert not field.strip(' "').startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert as_it_was(safe) == cell


@given(st.text(alphabet="=+-@;'\" \tax＝", max_size=12))
def test_a_cell_comes_back_as_it_was(cell: str) -> None:
    assert as_it_was(inert(cell)) == cell


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
names = st.sampled_from(
    ["id", "source", "title", "published", "url", "language", "text", "uri", "type", "body",
     "bodies", "headlines", "date", "publisher", "content", "lang", "x"]
)  # fmt: skip


@given(st.dictionaries(names, json_values, max_size=8))
@hypothesis_settings(max_examples=200, deadline=None)
def test_any_record_is_read_or_refused_and_the_next_is_read(record: dict[str, Any]) -> None:
    reading = lines(record, GOOD)
    assert len(reading.articles) + len(reading.refused) == 2
    assert any(article.text == PROSE for article in reading.articles)
    for article in reading.articles:
        assert article.text.strip()
        article.id.encode()
        article.source.encode()
        if article.published:
            moment(article.published)
        json.dumps([article.title, article.url, dict(article.extra)], allow_nan=False)
