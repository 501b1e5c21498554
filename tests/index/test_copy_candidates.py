"""Which stored articles a new one is compared with: each rule on both sides of its line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from compare.index import open_index
from compare.index.copy_candidates import CopyCandidates, _some
from compare.index.keys import Keys
from compare.index.storage import Entry, Store
from compare.model import Article
from compare.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

RANDOM = np.random.default_rng(13)
GRAMS = RANDOM.integers(0, 1 << 63, 40).astype(np.uint64)
OWN = RANDOM.integers(0, 1 << 63, 40).astype(np.uint64)
BAND = RANDOM.integers(0, 1 << 63, 1).astype(np.uint64)
NONE = np.empty(0, np.uint64)


def asked(grams: NDArray[np.uint64], bands: NDArray[np.uint64] = NONE) -> Keys:
    return Keys(NONE, bands, grams, np.zeros(100, np.uint8), NONE)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "i", {}, create=True) as opened:
        yield opened


def candidates(store: Store, stored: Keys, new: Keys, agreeing: int) -> list[str]:
    """The ids an article of keys ``new`` is compared with, where one is stored.

    Of 100 values of their signatures ``agreeing`` are the same.
    """
    signature = np.ones(100, np.uint8)
    signature[:agreeing] = 0
    keys = replace(stored, signature=signature)
    entry = Entry(Article("old", "Old.", "gazette"), keys.all, signature, keys.stored_grams)
    with store.database.writing():
        store.add([entry])
        found = CopyCandidates(store, Settings()).of(Article("new", "New.", "post"), new)
    return [holder.id for holder in found]


def scattered(count: int) -> NDArray[np.uint64]:
    """Grams of another text, of which so many stand far apart in ``GRAMS``."""
    return np.concatenate([OWN[:9], GRAMS[:40:8][:count]])


@pytest.mark.parametrize(("shared", "found"), [(1, []), (2, ["old"]), (3, ["old"])])
def test_two_scattered_grams_make_a_candidate_and_one_does_not(
    store: Store, shared: int, found: list[str]
) -> None:
    assert candidates(store, asked(scattered(shared)), asked(GRAMS), agreeing=8) == found


@pytest.mark.parametrize(("agreeing", "found"), [(7, []), (8, ["old"])])
def test_scattered_grams_need_signatures_that_agree_a_little(
    store: Store, agreeing: int, found: list[str]
) -> None:
    assert candidates(store, asked(scattered(4)), asked(GRAMS), agreeing) == found


@pytest.mark.parametrize(("agreeing", "found"), [(39, []), (40, ["old"])])
def test_a_shared_band_needs_signatures_that_agree_in_two_fifths(
    store: Store, agreeing: int, found: list[str]
) -> None:
    assert candidates(store, asked(OWN, BAND), asked(GRAMS, BAND), agreeing) == found


@pytest.mark.parametrize(("shared", "found"), [([3, 5], []), ([3, 4], ["old"])])
def test_two_neighbouring_grams_need_no_agreement(
    store: Store, shared: list[int], found: list[str]
) -> None:
    stored = asked(np.concatenate([OWN, GRAMS[shared]]))
    assert candidates(store, stored, asked(GRAMS), agreeing=0) == found


def test_beyond_forty_eight_only_those_with_a_run_of_their_own_are_compared() -> None:
    ranked = list(range(52))
    runs = {number: {7} for number in range(48)} | {49: {7}, 50: {7, 8}, 51: {8}}
    assert _some(ranked, runs) == [*range(48), 50]
    assert _some(ranked[:48], {}) == ranked[:48]


def test_a_passage_that_many_copies_crowd_out_is_found_all_the_same(tmp_path: Path) -> None:
    words = [f"w{n}" for n in range(4000)]
    story, other = " ".join(words[:300]), " ".join(words[300:340])
    copies = [Article(f"c{n}", f"{story} own{n} words{n}", f"paper{n}") for n in range(60)]
    holder = Article("holder", f"{other} {' '.join(words[400:700])}", "post")
    with open_index(tmp_path / "i", create=True) as index:
        index.add([*copies, holder])
        verdict = index.check(Article("new", f"{story} {other}", "tribune"))
    found = {match.id for match in verdict.matches}
    assert "holder" in found
    assert len(found & {copy.id for copy in copies}) == 48
