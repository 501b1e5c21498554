"""Several processes give what one gives, in the same order, and say so when one is ended."""

import os
from pathlib import Path

import pytest

from compare import pipeline
from compare.engines.workers import Workers, all_cores, workers
from compare.errors import EngineError
from compare.settings import Settings

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"


def test_results_are_in_order_and_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    with workers(2) as some:
        made = some.map(
            len,
            ["a", "bbb", "cc"],
            costs=[1, 3, 2],
            worth=0,
            progress=lambda *step: told.append(step),
            stage="counting",
        )
    assert made == [1, 3, 2]
    assert told == [("counting", done, 3) for done in (1, 2, 3)]


@pytest.mark.parametrize(("costs", "jobs"), [([4, 5], 2), ([5, 5], 1)])
def test_little_work_and_one_job_start_no_process(costs: list[float], jobs: int) -> None:
    some = Workers(jobs)
    assert some.map(lambda item: item, ["a", "b"], costs=costs, worth=10) == ["a", "b"]
    assert some._pool is None


def test_a_process_that_is_ended_is_said() -> None:
    with workers(2) as some, pytest.raises(EngineError, match="--jobs 1"):
        some.map(os._exit, [3, 3], costs=[1, 1], worth=0)


def test_there_is_a_core_to_work_on() -> None:
    assert 1 <= all_cores() <= (os.cpu_count() or 1)


@pytest.mark.slow
def test_a_report_is_the_same_for_any_number_of_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = pipeline.read_articles([ARTICLES]).articles
    formats = ("html", "json", "csv", "md")
    pipeline.write_report(articles, tmp_path / "one", Settings(), formats=formats)
    monkeypatch.setattr(pipeline, "_WORTH_ARTICLES", 0)
    monkeypatch.setattr(pipeline, "_WORTH_CHARACTERS", 0)
    monkeypatch.setattr(pipeline, "_AT_ONCE", 7)
    monkeypatch.setattr("compare.report.writer._WORTH_ARTICLES", 0)
    pipeline.write_report(articles, tmp_path / "two", Settings(), formats=formats, jobs=2)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert len(one) > len(formats)
    assert one == two
