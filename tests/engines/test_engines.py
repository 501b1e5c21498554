"""One contract for every engine: the same command gives the same bytes."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from compare.cli import cli
from compare.engines import ENGINES
from compare.pipeline import deduplicate
from compare.settings import Settings
from tests.engines.test_partitions import batch

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"
STORY = (
    "The harbour board of Port Ellery voted on Monday to sell the old lighthouse to a trust for "
    "340,000 crowns. Chairwoman Dana Holm said the trust would keep the tower open to visitors "
    "all year. Two of the nine members voted against the sale because of the low price. "
    "The lighthouse has stood empty since a storm in 1998 broke its lamp and flooded the stairs."
)
OTHER = (
    "Apple growers in the Welland valley expect the smallest harvest in twenty years after frost "
    "in late April killed most of the blossom. The growers' union asked the ministry for loans, "
    "and the minister, Per Aune, promised an answer before the end of May. Plums fared better."
)
INPUTS: dict[str, list[tuple[str, str]]] = {
    "one article": [("a", STORY)],
    "ten identical": [(f"{number}", STORY) for number in range(10)],
    "no words": [("a", "!!!"), ("b", "— … —"), ("c", "!!!"), ("d", "."), ("e", STORY)],
    "a roundup": [("a", STORY), ("b", OTHER), ("c", f"{STORY}\n{OTHER}"), ("d", OTHER)],
    "any character": [("a", f"{STORY} \ud800"), ("b", f"\0{STORY}"), ("\u202ec\n", STORY)],
    "made copies": [(article.id, article.text or ".") for article in batch(3, 40)],
}
Run = Callable[..., bytes]


def missing() -> str:
    """What Spark needs and this machine has not."""
    if find_spec("pyspark") is None:
        return "PySpark: pip install 'newscompare[spark]'"
    if shutil.which("java") is None:
        return "Java 17"
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', said)
    return "" if version and int(version[1]) >= 17 else f"Java 17; here is {said.strip()}"


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Commands in this process, where Spark stays up between them."""
    if lacks := missing():
        pytest.skip(f"Spark needs {lacks}")
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", "--master local[2] pyspark-shell")
    from compare.engines import open_engine

    def command(*args: object) -> bytes:
        done = CliRunner().invoke(cli, [str(arg) for arg in args])
        assert done.exit_code == 0, done.output
        return done.stdout_bytes

    with open_engine("spark", 0):
        yield command


@pytest.fixture(params=[*INPUTS, "fixtures"])
def articles(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param == "fixtures":
        return ARTICLES
    path = tmp_path / "in.jsonl"
    rows = ({"id": id_, "source": id_[:1], "text": text, "published": f"2031-03-{1 + at % 28:02}"}
            for at, (id_, text) in enumerate(INPUTS[request.param]))  # fmt: skip
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.mark.slow
@pytest.mark.spark
def test_dedup_gives_the_same_bytes(run: Run, articles: Path, tmp_path: Path) -> None:
    kept = [tmp_path / f"{engine}.jsonl" for engine in ENGINES]
    said = {
        run("dedup", articles, "--json", "--engine", engine, "--drop", "partial", "-o", file)
        for engine, file in zip(ENGINES, kept, strict=True)
    }
    assert len(said) == 1
    assert len({file.read_bytes() for file in kept}) == 1


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.parametrize("articles", ["fixtures", "no words", "made copies"], indirect=True)
def test_events_are_the_same_bytes(run: Run, articles: Path) -> None:
    assert len({run("events", articles, "--json", "--engine", engine) for engine in ENGINES}) == 1


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.usefixtures("run")
def test_an_empty_batch_has_no_copies() -> None:
    found = [deduplicate([], Settings(), engine=engine) for engine in ENGINES]
    assert found[0] == found[1]
    assert not found[0].kept
    assert not found[0].copies


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.usefixtures("run")
def test_every_field_of_a_copy_is_the_same() -> None:
    found = [deduplicate(batch(5, 60), Settings(), engine=engine) for engine in ENGINES]
    assert found[0] == found[1]


def test_an_index_has_no_engine(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli, ["events", "--index", str(tmp_path / "i"), "--engine", "spark", "--json"]
    )
    assert done.exit_code == 2
    assert "--engine is for paths" in done.stderr


def newscompare(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "compare", *map(str, args)],
        check=False, capture_output=True, text=True, env=os.environ | environment,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.spark
def test_spark_says_nothing_of_itself(run: Run) -> None:
    expected = run("dedup", ARTICLES, "--json")
    master = "--master local[2] pyspark-shell"
    done = newscompare("dedup", ARTICLES, "--json", "--engine", "spark", PYSPARK_SUBMIT_ARGS=master)
    assert done.stdout.encode() == expected
    assert done.stderr.splitlines()[-1].startswith("articles kept: ")
    assert "Spark" not in done.stderr
    assert "WARN" not in done.stderr


def test_without_java_it_is_said_what_to_install(tmp_path: Path) -> None:
    if find_spec("pyspark") is None:
        pytest.skip("PySpark is asked for first")
    done = newscompare("dedup", ARTICLES, "--engine", "spark", PATH=str(tmp_path), JAVA_HOME="")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith("newscompare: --engine spark needs Java")


@pytest.mark.slow
def test_a_java_that_does_not_start_is_one_line(tmp_path: Path) -> None:
    if find_spec("pyspark") is None:
        pytest.skip("PySpark is asked for first")
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho too old >&2\nexit 1\n", "utf-8")
    java.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = newscompare("dedup", ARTICLES, "--engine", "spark", PATH=path, JAVA_HOME="")
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("newscompare: Spark does not start: ")
    assert "Java 17" in line


def test_without_pyspark_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    done: Any = CliRunner().invoke(cli, ["dedup", str(ARTICLES), "--engine", "spark"])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "pip install 'newscompare[spark]'" in done.stderr.splitlines()[-1]


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.usefixtures("run")
def test_workers_of_another_version_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from compare.engines import open_engine
    from compare.engines.spark import SparkEngine
    from compare.errors import EngineError

    with open_engine("spark", 0) as engine:
        assert isinstance(engine, SparkEngine)
        engine.ask_versions()
        monkeypatch.setattr("compare.engines.spark.__version__", "another")
        with pytest.raises(EngineError, match="here is another"):
            engine.ask_versions()


@pytest.mark.slow
@pytest.mark.spark
@pytest.mark.usefixtures("run")
def test_a_failing_worker_is_one_line() -> None:
    from compare.engines import open_engine
    from compare.errors import EngineError

    with open_engine("spark", 0) as engine, pytest.raises(EngineError) as told:
        engine.parallelize(["part"] * engine.parts).map(len).map(
            lambda size: 1 // (size - 4)
        ).collect()
    assert "ZeroDivisionError" in str(told.value)
    assert "\n" not in str(told.value)
