"""What an index is made by."""

from dataclasses import replace

import pytest

from compare.index.keys import stamps
from compare.settings import Settings


@pytest.mark.parametrize(
    ("stage", "key", "stamp"),
    [
        ("fingerprints", "permutations", "permutations"),
        ("fingerprints", "bands", "bands"),
        ("fingerprints", "seed", "seed"),
        ("passages", "gram", "gram"),
        ("passages", "window", "window"),
        ("index", "terms", "terms"),
    ],
)
def test_every_setting_that_an_index_is_made_by_stands_in_its_stamps(
    stage: str, key: str, stamp: str
) -> None:
    used = Settings()
    other = replace(getattr(used, stage), **{key: 7})
    before, after = stamps(used), stamps(replace(used, **{stage: other}))
    assert {name for name in before if before[name] != after[name]} == {stamp}
    assert "7" in after[stamp]
