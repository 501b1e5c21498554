"""Tables of comparisons: in memory as pyarrow tables, on disk as Parquet or CSV."""

from __future__ import annotations

import csv
import json
import tempfile
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from compare import files
from compare.errors import InputError, MissingExtraError, OutputError
from compare.research.columns import FORMAT, TABLES
from compare.research.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from compare.model import Comparison
    from compare.research.columns import Column
    from compare.research.rows import Row

__all__ = ["FORMATS", "TableFormat", "read_tables", "tables", "write_tables"]

TableFormat = Literal["parquet", "csv"]
FORMATS: tuple[TableFormat, ...] = ("parquet", "csv")
BATCH = 20_000
"""So many rows of a table are written at once."""
_ABOUT = "tables.json"


def tables(comparisons: Iterable[Comparison], *, pandas: bool = False) -> dict[str, Any]:
    """The tables of some comparisons, ``{"articles": …, "tellings": …}``, as pyarrow tables.

    >>> made = tables(compare_events(cup).comparisons)
    >>> made["tellings"].column_names[:4]
    ['event', 'claim', 'article', 'source']

    Args:
        comparisons: of events, as ``compare_events`` gives them.
        pandas: as pandas data frames instead; pandas must be installed.

    Raises:
        MissingExtraError: pyarrow, or pandas where asked for, is not installed.
    """
    pyarrow = _pyarrow()
    found: dict[str, list[Row]] = {name: [] for name in TABLES}
    for made in comparisons:
        for name, rows in rows_of(made).items():
            found[name] += rows
    made_tables = {
        name: pyarrow.Table.from_pylist(rows, schema=_schema(TABLES[name]))
        for name, rows in found.items()
    }
    return {name: _frame(table) for name, table in made_tables.items()} if pandas else made_tables


def _frame(table: Any) -> Any:  # noqa: ANN401  (pyarrow ships no types)
    try:
        return table.to_pandas()
    except ImportError as error:
        raise MissingExtraError("pandas is not installed; pip install pandas") from error


def write_tables(
    folder: Path,
    events: Iterable[Mapping[str, Sequence[Row]]],
    kind: TableFormat,
    made_by: tuple[str, str],
) -> dict[str, int]:
    """Write every table as a file of its own, event by event; how many rows each has.

    Nothing is moved into place before all is on disk.

    Args:
        folder: made where it is not there.
        events: the rows of one event after another, by table.
        kind: ``parquet`` or ``csv``.
        made_by: the version and the digest of the settings.

    Raises:
        MissingExtraError: Parquet is asked for and pyarrow is not installed.
        OutputError: the folder cannot be written; it is then as it was.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; name a folder")
    counts = dict.fromkeys(TABLES, 0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".newscompare-") as staging:
            with ExitStack() as stack:
                writers: dict[str, _Writer] = {}
                for name, columns in TABLES.items():
                    path = Path(staging) / f"{name}.{kind}"
                    writers[name] = stack.enter_context(_WRITERS[kind](path, columns))
                for event in events:
                    for name, rows in event.items():
                        writers[name].add(rows)
                        counts[name] += len(rows)
            (Path(staging) / _ABOUT).write_text(_about(kind, counts, made_by), "utf-8")
            for name in (*(f"{name}.{kind}" for name in TABLES), _ABOUT):
                (Path(staging) / name).replace(folder / name)
    except OSError as error:
        raise OutputError(
            f"{folder}: cannot be written ({error.strerror or error}); name another with --tables"
        ) from error
    return counts


def read_tables(folder: Path, names: Iterable[str]) -> dict[str, list[Row]]:
    """The rows of some tables that ``write_tables`` wrote; the files as they are written.

    Raises:
        InputError: a table is missing, is of another format, or lacks a column.
    """
    about = _read_about(folder)
    found = {}
    for name in names:
        path = folder / f"{name}.{about['kind']}"
        try:
            rows = _read_csv(path, name) if about["kind"] == "csv" else _read_parquet(path)
        except (OSError, ValueError, KeyError) as error:
            raise InputError(f"{path}: cannot be read as a table ({error})") from error
        missing = {column.name for column in TABLES[name]} - (rows[0].keys() if rows else set())
        if rows and missing:
            raise InputError(f"{path}: has no column {min(missing)}; export the tables again")
        found[name] = rows
    return found


def _about(kind: TableFormat, counts: Mapping[str, int], made_by: tuple[str, str]) -> str:
    about = {
        "format": FORMAT,
        "kind": kind,
        "version": made_by[0],
        "settings": made_by[1],
        "tables": {
            name: {
                "rows": counts[name],
                "columns": {column.name: column.type for column in columns},
            }
            for name, columns in TABLES.items()
        },
    }
    return json.dumps(about, indent=1) + "\n"


def _read_about(folder: Path) -> dict[str, Any]:
    path = folder / _ABOUT
    try:
        about = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path}: cannot be read ({error}); newscompare export --tables {folder} writes it"
        ) from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise InputError(f"{path}: is no {FORMAT}; export the tables again")
    return about


class _Writer(Protocol):
    def add(self, rows: Sequence[Row]) -> None: ...


class _Csv:
    """A CSV file that is open, and its columns."""

    def __init__(self, out: TextIO, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._rows = csv.writer(out, lineterminator="\n")
        self._rows.writerow([column.name for column in columns])

    def add(self, rows: Sequence[Row]) -> None:
        """Write some rows."""
        for row in rows:
            self._rows.writerow([_cell(row[column.name]) for column in self._columns])


@contextmanager
def _csv_writer(path: Path, columns: Sequence[Column]) -> Iterator[_Writer]:
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        yield _Csv(out, columns)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        # A spreadsheet would run it; the quotation mark is taken off again by ``read_tables``.
        return files.inert(value)
    return repr(value)


def _read_csv(path: Path, name: str) -> list[Row]:
    # A long claim is no fault of the file.
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8", newline="") as file:
        columns = TABLES[name]
        return [
            {column.name: _value(row[column.name], column) for column in columns}
            for row in csv.DictReader(file)
        ]


def _value(text: str, column: Column) -> object:
    if text == "" and column.nullable:
        return None
    match column.type:
        case "int":
            return int(text)
        case "float":
            return float(text)
        case "bool":
            return text == "true"
        case "timestamp":
            return datetime.fromisoformat(text).astimezone(UTC)
        case "string":
            return files.as_it_was(text)


class _Parquet:
    """A Parquet file that is open, with the rows that wait to be written."""

    def __init__(self, writer: Any, schema: Any) -> None:  # noqa: ANN401  (pyarrow ships no types)
        self._writer, self._schema = writer, schema
        self._waiting: list[Row] = []

    def add(self, rows: Sequence[Row]) -> None:
        """Take some rows; they are written when they are many."""
        self._waiting += rows
        if len(self._waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        rows = [{name: _encodable(value) for name, value in row.items()} for row in self._waiting]
        table = _pyarrow().Table.from_pylist(rows, schema=self._schema)
        self._writer.write_table(table)
        self._waiting.clear()


@contextmanager
def _parquet_writer(path: Path, columns: Sequence[Column]) -> Iterator[_Writer]:
    _pyarrow()
    from pyarrow.parquet import ParquetWriter

    schema = _schema(columns)
    with ParquetWriter(path, schema, compression="zstd") as writer:
        out = _Parquet(writer, schema)
        yield out
        out.flush()


_WRITERS = {"csv": _csv_writer, "parquet": _parquet_writer}


def _encodable(value: Any) -> Any:  # noqa: ANN401  (a cell)
    """A lone surrogate is no UTF-8; it is written as its escape."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _read_parquet(path: Path) -> list[Row]:
    _pyarrow()
    from pyarrow import ArrowException
    from pyarrow.parquet import read_table

    try:
        rows: list[Row] = read_table(path).to_pylist()
    except ArrowException as error:
        raise ValueError(str(error)) from error
    return rows


def _schema(columns: Sequence[Column]) -> Any:  # noqa: ANN401  (pyarrow ships no types)
    pyarrow = _pyarrow()
    types = {
        "string": pyarrow.string(),
        "int": pyarrow.int64(),
        "float": pyarrow.float64(),
        "bool": pyarrow.bool_(),
        "timestamp": pyarrow.timestamp("us", tz="UTC"),
    }
    return pyarrow.schema(
        [pyarrow.field(c.name, types[c.type], c.nullable, {"says": c.says}) for c in columns],
        metadata={"format": FORMAT},
    )


def _pyarrow() -> Any:  # noqa: ANN401  (pyarrow ships no types)
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError(
            "tables in memory and Parquet need pyarrow: pip install newscompare[parquet]; "
            "--format csv needs nothing"
        ) from error
    return pa
