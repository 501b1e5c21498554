"""An index that was filled by processes that were killed holds the events of one that was not."""

import os
import random
from pathlib import Path

import pytest

from tests.reliability.kills import STEPS, killed_run, peaceful_run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be forked here")


def test_killed_at_every_commit_it_ends_in_the_same_events(tmp_path: Path) -> None:
    steps = STEPS[:3]
    wanted = peaceful_run(tmp_path / "peaceful", steps)
    kills, found = killed_run(tmp_path / "killed", random.Random(1), steps, at_commits=True)
    assert kills >= 6
    assert found == wanted


@pytest.mark.slow
@pytest.mark.parametrize("at_commits", [True, False])
def test_so_it_does_through_removal_decisions_and_compacting(
    tmp_path: Path,
    at_commits: bool,  # noqa: FBT001  (a parameter of the test)
) -> None:
    wanted = peaceful_run(tmp_path / "peaceful")
    kills, found = killed_run(tmp_path / "killed", random.Random(2), at_commits=at_commits)
    assert kills >= 5
    assert found == wanted
