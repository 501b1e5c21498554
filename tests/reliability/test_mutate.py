"""No change to the bytes of a file ends a run or loses the file beside it."""

import random
from pathlib import Path

import pytest

from tests.reliability.mutate import FORMATS, mutant, what_becomes_of

EXTRAS = {"parquet": "pyarrow", "warc": "warcio", "warc.gz": "warcio"}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_changed_file_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    if suffix in EXTRAS:
        pytest.importorskip(EXTRAS[suffix], reason="its extra is not installed")
    whole = FORMATS[suffix]()
    assert what_becomes_of(tmp_path, suffix, whole) == "read"
    rng = random.Random(suffix)
    for _ in range(15):
        assert what_becomes_of(tmp_path, suffix, mutant(whole, rng)) in {"read", "refused"}


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
def test_many_changed_files_are(tmp_path: Path, suffix: str) -> None:
    if suffix in EXTRAS:
        pytest.importorskip(EXTRAS[suffix], reason="its extra is not installed")
    whole, rng = FORMATS[suffix](), random.Random(f"{suffix} again")
    for _ in range(60):
        what_becomes_of(tmp_path, suffix, mutant(whole, rng))
