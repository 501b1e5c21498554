"""Processes killed as they work on an index, and whether its events are those of one left alone.

A *plan* adds articles in several calls, checks and adds others, settles events, removes, decides
and compacts. It is run once in peace. Then each step is run in a process of its own that is
killed (``kill -9``): at a commit, just before or just after it, or at a random moment; what was
killed is run again, until it ends. Every step can be run twice, as a person would.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from compare.index import Index, open_index
from compare.index.storage.database import Database
from compare.ingest import read
from compare.model import Article
from compare.settings import Settings

__all__ = ["STEPS", "events_of", "killed_run", "peaceful_run"]

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "fixtures" / "articles"
FAILED = 3


@cache
def _all() -> tuple[Article, ...]:
    return read([ARTICLES], Settings().ingest).articles


def _adds(first: int, last: int) -> Callable[[Index], object]:
    return lambda index: index.add(_all()[first:last])


def _checks(first: int, last: int) -> Callable[[Index], object]:
    return lambda index: [index.check_and_add(article) for article in _all()[first:last]]


def _settles(index: Index) -> object:
    return index.settle()


def _removes(index: Index) -> object:
    return index.remove([article.id for article in _all()[4:7]])


def _decides(index: Index) -> None:
    index.ledger.bind([(_all()[0].id, _all()[9].id)], together=False)


def _compacts(index: Index) -> None:
    index.compact()


Steps = tuple[Callable[[Index], object], ...]
STEPS: Steps = (
    _adds(0, 8), _settles, _adds(8, 14), _checks(14, 20), _settles, _removes, _settles,
    _adds(20, 26), _settles, _decides, _compacts, _adds(26, 32), _settles,
)  # fmt: skip


def events_of(path: Path) -> str:
    """The events of an index, their ledger, and what is wrong with the file."""
    with open_index(path) as index:
        events = sorted((event.id, *sorted(event.articles)) for event in index.events())
        ledger = [repr(entry) for entry in index.ledger.changes()]
        return json.dumps([events, ledger, list(index.verify())], indent=1)


def peaceful_run(path: Path, steps: Steps = STEPS) -> str:
    """Every step, with nobody disturbing it; what it ends in."""
    for step in steps:
        with open_index(path, create=True) as index:
            step(index)
    return events_of(path)


def killed_run(
    path: Path, rng: random.Random, steps: Steps = STEPS, *, at_commits: bool
) -> tuple[int, str]:
    """Every step, killed again and again until it ends; how often, and what it ends in.

    With ``at_commits`` a step is killed just before its first commit, then just after it, then
    before the next one, and so on; else at random moments of its time.
    """
    kills = 0
    for step in steps:
        for turn in range(30):
            when = float(turn) if at_commits else rng.random() * 0.04 * (1 + turn)
            if not _killed(path, step, when, at_commits=at_commits):
                break
            kills += 1
        else:  # it never came to its end before it was killed
            with open_index(path, create=True) as index:
                step(index)
    return kills, events_of(path)


def _killed(path: Path, step: Callable[[Index], object], when: float, *, at_commits: bool) -> bool:
    """Run a step in a process of its own; whether it was killed before it ended."""
    _all()
    sys.stdout.flush()
    child = os.fork()
    if not child:
        try:
            if at_commits:
                _die_at_commit(int(when))
            with open_index(path, create=True) as index:
                step(index)
            os._exit(0)
        except BaseException as error:  # noqa: BLE001  (it goes to the parent as a status)
            print(repr(error), file=sys.stderr)  # noqa: T201  (and for people)
            os._exit(FAILED)
    if not at_commits:
        time.sleep(when)
        os.kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in {0, -signal.SIGKILL}, f"the step ended with status {status}"
    return status != 0


def _die_at_commit(turn: int) -> None:
    """Kill this process just before the commit ``turn // 2``, or just after if ``turn`` is odd."""
    run, seen = Database.run, 0

    def counted(self: Database, sql: str, *rest: Any) -> Any:
        nonlocal seen
        if sql != "COMMIT":
            return run(self, sql, *rest)
        if seen * 2 == turn:
            os.kill(os.getpid(), signal.SIGKILL)
        found = run(self, sql, *rest)
        if seen * 2 + 1 == turn:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1
        return found

    Database.run = counted  # type: ignore[method-assign,assignment]
