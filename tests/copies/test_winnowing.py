"""Winnowing keeps its promise: a long shared run shares a mark, whatever stands around it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from compare import arrays
from compare.copies import winnowing as passages
from compare.settings import PassageSettings
from compare.text import word_hashes as hashes

SETTINGS = PassageSettings()
WORDS = st.sampled_from(
    ["a", "b", "c", "the", "port", "opened", "on", "monday", "after", "talks", "9"]
)
TEXT = st.lists(WORDS, max_size=60).map(" ".join)


def _slow(row: list[int], settings: PassageSettings) -> set[int]:
    grams = []
    for start in range(len(row) - settings.gram + 1):
        total = 0
        for value in row[start : start + settings.gram]:
            total = (total * int(passages._STEP) + value) % (1 << 64)
        grams.append(int(arrays.mix(np.array([total], np.uint64))[0]))
    windows = range(max(1, len(grams) - settings.window + 1)) if grams else ()
    return {min(grams[start : start + settings.window]) for start in windows}


def test_the_default_promise_is_no_more_than_thirty_words() -> None:
    assert passages.guaranteed(SETTINGS) <= 30


@given(
    before=TEXT, after=TEXT, other_before=TEXT, other_after=TEXT,
    run=st.lists(st.text("abcdefgh", min_size=1, max_size=3) | WORDS,
                 min_size=passages.guaranteed(SETTINGS), max_size=40),
)  # fmt: skip
def test_a_long_shared_run_shares_a_mark(
    before: str, after: str, other_before: str, other_after: str, run: list[str]
) -> None:
    texts = [
        f"{before} {', '.join(run)}. {after}",
        f"{other_before} {' '.join(run).upper()} {other_after}",
    ]
    found = passages.winnow(hashes.hash_words(texts), SETTINGS)
    (first, _), (second, _) = found.of(0), found.of(1)
    assert set(first.tolist()) & set(second.tolist())


@given(st.lists(TEXT, max_size=6), st.integers(1, 6), st.integers(1, 9))
def test_marks_are_those_of_the_textbook(texts: list[str], gram: int, window: int) -> None:
    settings = PassageSettings(gram=gram, window=window)
    hashed = hashes.hash_words(texts)
    found = passages.winnow(hashed, settings)
    assert len(found) == len(texts)
    for index in range(len(texts)):
        values, positions = found.of(index)
        assert set(values.tolist()) == _slow(hashed[index].tolist(), settings)
        assert positions.tolist() == sorted(positions.tolist())
        assert all(0 <= position <= len(hashed[index]) - gram for position in positions)
    assert found.owners.tolist() == [i for i in range(len(texts)) for _ in found.of(i)[0]]


def test_one_word_over_and_over_has_two_marks() -> None:
    found = passages.winnow(hashes.hash_words(["ho " * 5_000]), SETTINGS)
    assert len(found.values) == 2
