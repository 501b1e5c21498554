"""Tables hold what their schema says, whatever the format, and can be read back."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

import compare
from compare import schemas
from compare.cli import cli
from compare.errors import InputError, OutputError
from compare.model import Comparison
from compare.research import columns
from compare.research.columns import TABLES
from compare.research.rows import rows_of
from compare.research.tables import FORMATS, TableFormat, read_tables, tables, write_tables
from tests.sample import hostile, sample

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "fixtures" / "articles"
MADE_BY = ("0.0.0", "0123456789ab")


@pytest.fixture(scope="module")
def compared() -> tuple[Comparison, ...]:
    return compare.compare_events(compare.read_articles([ARTICLES]).articles).comparisons


def export(folder: Path, *args: object) -> dict[str, Any]:
    result = CliRunner().invoke(cli, ["export", *map(str, args), "--tables", str(folder)])
    assert result.exit_code == 0, result.stderr
    about: dict[str, Any] = json.loads((folder / "tables.json").read_text("utf-8"))
    return about


def test_the_page_of_the_tables_is_made_from_the_columns() -> None:
    written = (ROOT / "docs" / "tables.md").read_text("utf-8")
    assert written == columns.markdown(), (
        "python -c 'from compare.research import columns as c; print(c.markdown(), end=\"\")' "
        "> docs/tables.md writes it anew"
    )


def test_every_row_has_the_columns_of_its_table_and_their_types(
    compared: tuple[Comparison, ...],
) -> None:
    kinds = {"string": str, "int": int, "float": float, "bool": bool}
    seen = set()
    for made in compared:
        for table, rows in rows_of(made).items():
            for row in rows:
                assert list(row) == [column.name for column in TABLES[table]]
                for column in TABLES[table]:
                    value = row[column.name]
                    if value is None:
                        assert column.nullable, (table, column.name)
                    elif column.type in kinds:
                        assert type(value) is kinds[column.type], (table, column.name)
                seen.add(table)
    assert seen >= set(TABLES) - {"origins"}


def test_parquet_has_the_types_and_meanings_of_the_columns(tmp_path: Path) -> None:
    about = export(tmp_path / "t", ARTICLES)
    Draft202012Validator(schemas.load("tables")).validate(about)
    for name, expected in TABLES.items():
        table = pyarrow.parquet.read_table(tmp_path / "t" / f"{name}.parquet")
        assert table.column_names == [column.name for column in expected]
        assert table.num_rows == about["tables"][name]["rows"]
        for column in expected:
            field = table.schema.field(column.name)
            assert field.nullable == column.nullable
            assert field.metadata[b"says"].decode() == column.says
            assert columns._PARQUET[column.type].replace(", UTC", ", tz=UTC") == str(field.type)


def test_articles_events_claims_and_tellings_refer_to_each_other(tmp_path: Path) -> None:
    export(tmp_path / "t", ARTICLES)
    found = read_tables(tmp_path / "t", TABLES)
    articles = {row["article"]: row for row in found["articles"]}
    assert len(articles) == len(found["articles"]) == 54
    events = {row["event"]: row for row in found["events"]}
    assert {row["event"] for row in found["articles"]} == set(events)
    claims = {(row["event"], row["claim"]) for row in found["claims"]}
    assert len(claims) == len(found["claims"])
    # A claim stands against every article of its event.
    pairs = {(row["event"], row["claim"], row["article"]) for row in found["tellings"]}
    assert len(pairs) == len(found["tellings"])
    assert len(pairs) == sum(events[event]["articles"] for event, _ in claims)
    for row in found["tellings"]:
        has_any = row["telling"] in {"told", "in part", "differs"}
        assert has_any == (row["probability"] is not None) == (row["start"] is not None)
    for row in found["claims"]:
        told = [t for t in found["tellings"] if (t["event"], t["claim"]) == (row["event"], row["claim"])
                and t["telling"] == "told" and not t["reprint"]]  # fmt: skip
        assert len(told) == row["tellers"]
        assert len({t["source"] for t in told}) == row["sources"]


def test_offsets_point_at_the_text(tmp_path: Path) -> None:
    texts = {a.id: a.text for a in compare.read_articles([ARTICLES]).articles}
    export(tmp_path / "t", ARTICLES)
    found = read_tables(tmp_path / "t", ["quotations", "tellings"])
    assert found["quotations"]
    for row in found["quotations"]:
        assert texts[row["article"]][row["start"] : row["end"]] == row["text"]
    spans = [row for row in found["tellings"] if row["spans"]]
    assert spans
    assert all(row["spans"].split()[0] == f"{row['start']}-{row['end']}" for row in spans)


def test_both_formats_hold_the_same_and_an_index_gives_what_its_files_give(tmp_path: Path) -> None:
    index = tmp_path / "seen.index"
    assert (
        CliRunner().invoke(cli, ["index", "add", str(ARTICLES), "--index", str(index)]).exit_code
        == 0
    )
    export(tmp_path / "p", ARTICLES)
    export(tmp_path / "c", ARTICLES, "--format", "csv")
    assert read_tables(tmp_path / "p", TABLES) == read_tables(tmp_path / "c", TABLES)
    export(tmp_path / "i", "--index", index, "--format", "csv")
    rows = read_tables(tmp_path / "i", ["articles"])["articles"]
    assert {row["article"] for row in rows} == {
        row["article"] for row in read_tables(tmp_path / "c", ["articles"])["articles"]
    }


@pytest.mark.slow
def test_processes_give_the_same_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compare.cli.export._WORTH", 0)
    monkeypatch.setattr("compare.cli.export._AT_ONCE", 7)
    index = tmp_path / "seen.index"
    CliRunner().invoke(cli, ["index", "add", str(ARTICLES), "--index", str(index)])
    for jobs in ("1", "2"):
        export(tmp_path / jobs, "--index", index, "--format", "csv", "--jobs", jobs)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / jobs).iterdir()} for jobs in "12"
    )
    assert one == two


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_rows_give_the_same_bytes(
    tmp_path: Path, compared: tuple[Comparison, ...], kind: TableFormat
) -> None:
    for name in ("a", "b"):
        write_tables(tmp_path / name, map(rows_of, compared), kind, MADE_BY)
    for table in TABLES:
        one, two = (tmp_path / name / f"{table}.{kind}" for name in ("a", "b"))
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("kind", FORMATS)
def test_no_text_an_outlet_could_write_breaks_a_table(tmp_path: Path, kind: TableFormat) -> None:
    made = hostile()
    rows = rows_of(made)
    rows["claims"][0]["text"] = "=HYPERLINK(1)"
    rows["claims"][1]["text"] = "'=2"
    write_tables(tmp_path, [rows], kind, MADE_BY)
    found = read_tables(tmp_path, ["claims", "articles"])
    assert [row["text"] for row in found["claims"]][:2] == ["=HYPERLINK(1)", "'=2"]
    assert len(found["articles"]) == 4
    if kind == "csv":
        assert not any(
            line.startswith("=") for line in (tmp_path / "claims.csv").read_text("utf-8").split(",")
        )


def test_in_memory_they_are_pyarrow_or_pandas() -> None:
    made = tables([sample()])
    assert set(made) == set(TABLES)
    assert isinstance(made["tellings"], pa.Table)
    told = made["tellings"].filter(pyarrow.compute.field("telling") == "told")
    assert told.num_rows == sum(len(claim.tellers) for claim in sample().claims)
    pandas = pytest.importorskip("pandas")
    frames = tables([sample()], pandas=True)
    assert isinstance(frames["articles"], pandas.DataFrame)
    assert len(frames["articles"]) == 4


def test_of_two_who_tell_it_the_earlier_is_first_and_a_date_alone_cannot_tell() -> None:
    rows = rows_of(sample())
    by_claim = {row["claim"]: row for row in rows["claims"]}
    assert by_claim["c2"]["first_article"] == "wire"
    first = {(row["claim"], row["article"]): row["first"] for row in rows["tellings"]}
    assert first["c2", "wire"] is True
    assert first["c2", "gazette"] is False
    assert first["c2", "post"] is None  # denies it
    assert by_claim["c6"]["first_article"] is None  # its only teller has no date


def test_a_folder_that_is_a_file_and_a_table_that_is_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="is a file"):
        write_tables(tmp_path / "file", [], "csv", MADE_BY)
    with pytest.raises(InputError, match=r"tables\.json"):
        read_tables(tmp_path, ["articles"])
    write_tables(tmp_path / "t", [], "csv", MADE_BY)
    (tmp_path / "t" / "articles.csv").write_text("article\nx\n", "utf-8")
    with pytest.raises(InputError, match="articles"):
        read_tables(tmp_path / "t", ["articles"])


def test_an_article_in_no_event_of_two_is_a_row_and_claims_nothing(tmp_path: Path) -> None:
    article = {
        "id": "a",
        "text": "The bees of Orrin gave much honey this year.",
        "source": "Sentinel",
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(article) + "\n", "utf-8")
    export(tmp_path / "t", path, "--format", "csv")
    found = read_tables(tmp_path / "t", TABLES)
    assert [(row["article"], row["told"], row["compared"]) for row in found["articles"]] == [
        ("a", 0, False)
    ]
    assert (len(found["events"]), found["claims"], found["tellings"]) == (1, [], [])
