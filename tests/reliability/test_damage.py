"""No damage to an index is passed over, and none ends a command with an error that is not ours."""

from collections import Counter
from pathlib import Path

import pytest

from tests.reliability.damage import FAILURES, KINDS, damaged_copies, make_sound, outcome


def outcomes(folder: Path, count: int, seed: int) -> Counter[str]:
    sound = make_sound(folder)
    found: Counter[str] = Counter()
    for kind, path in damaged_copies(sound, count, seed):
        what, why = outcome(sound, path)
        assert what not in FAILURES, (kind, what, why)
        found[what] += 1
    return found


def test_each_kind_of_damage_is_refused_detected_or_harmless(tmp_path: Path) -> None:
    found = outcomes(tmp_path, 3 * len(KINDS), seed=20)
    assert found["refused"]
    assert found["detected"]


@pytest.mark.slow
def test_so_is_much_more_damage(tmp_path: Path) -> None:
    found = outcomes(tmp_path, 150, seed=21)
    assert found["detected"] > 20


def test_the_sound_file_has_no_fault(tmp_path: Path) -> None:
    sound = make_sound(tmp_path, most=12)
    assert outcome(sound, sound.path) == ("harmless", "")
