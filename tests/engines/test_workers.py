"""Several processes give what one gives, in the same order, and say so when one is ended."""

import os
import signal
import subprocess
import sys
import time
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


OUTLIVED = """
import os, time
from compare.engines.workers import Workers
if __name__ == "__main__":
    some = Workers(2)
    print(some.run(os.getpid), flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc, as on Linux")
@pytest.mark.parametrize("sent", ["SIGTERM", "SIGKILL"])
def test_processes_end_with_the_one_that_started_them(tmp_path: Path, sent: str) -> None:
    (tmp_path / "outlived.py").write_text(OUTLIVED, "utf-8")
    command = [sys.executable, str(tmp_path / "outlived.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        assert _runs(worker)
        process.send_signal(getattr(signal, sent))
    end = time.monotonic() + 30
    while _runs(worker):
        assert time.monotonic() < end
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    """Whether there is such a process; one that ended and was not waited for is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


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
