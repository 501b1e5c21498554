"""The compiled loops give the same bytes as the plain path, whatever the texts."""

import json
import random
import sys
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from compare import arrays, compiled
from compare.copies.boilerplate import words_in
from compare.copies.detection import find_copies
from compare.copies.minhash import signatures
from compare.copies.winnowing import winnow
from compare.model import Article, Copy
from compare.settings import PassageSettings, Settings
from compare.text import tokens
from compare.text.word_hashes import Hashed, hash_words, word_spans

T = TypeVar("T")
DEFAULTS = Settings()
ODD = [
    "The", "don\u2019t", "café", "\u00a0", "\u2013", "ﬁnal", "Ⅷ", "⒈", "港町", "ไทย", "x\u0301y", "Straße",
    "ONE_TWO", "a.b", "\ud800", "😀", "\u200d", "\u2028", "naïve—text", "w" * 70, "Łódź,", "9,5", "É", "·",
]  # fmt: skip
SPACES = st.sampled_from([" ", "\n", "  ", "\t", "-", "", "\u2019", "\x1c", "\x85"])
TEXTS = st.lists(
    st.lists(st.tuples(st.sampled_from(ODD) | st.text(max_size=6), SPACES), max_size=30).map(
        lambda parts: "".join(word + space for word, space in parts)
    ),
    max_size=5,
)
WORDS = st.sampled_from([f"w{number}" for number in range(8)])


@pytest.fixture(scope="module", autouse=True)
def _loops() -> Iterator[None]:
    pytest.importorskip("numba", reason="the extra fast is not installed")
    loaded = "compare.kernels" in sys.modules
    compiled.load(compiled.WORTH)
    assert compiled.kernels() is not None
    yield
    if not loaded:
        del sys.modules["compare.kernels"]


def _both(work: Callable[[], T]) -> tuple[T, T]:
    """What the compiled loops give, and the plain path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "kernels", lambda: None)
        plain = work()
    return work(), plain


def _same(fast: Hashed, plain: Hashed) -> None:
    assert fast.hashes.tolist() == plain.hashes.tolist()
    assert fast.bounds.tolist() == plain.bounds.tolist()


@given(TEXTS)
@example(["a"] * 9)
@example(["é"] * 9)
def test_words_are_hashed_alike(texts: list[str]) -> None:
    _same(*_both(lambda: hash_words(texts)))


@given(TEXTS.filter(bool))
def test_words_stand_where_the_tokenizer_finds_them(texts: list[str]) -> None:
    for text in texts:
        assert [tuple(span) for span in word_spans(text).tolist()] == list(tokens.spans(text))
        assert len(word_spans(text)) == len(hash_words([text]).hashes)


@given(st.lists(st.lists(WORDS, max_size=60).map(" ".join), max_size=6))
def test_signatures_are_alike(texts: list[str]) -> None:
    hashed = hash_words(texts)
    fast, plain = _both(lambda: signatures(hashed, DEFAULTS.fingerprints).tolist())
    assert fast == plain


@given(
    st.lists(st.lists(WORDS, max_size=60).map(" ".join), max_size=6),
    st.integers(2, 7),
    st.integers(1, 20),
)
def test_winnowed_grams_are_alike(texts: list[str], gram: int, window: int) -> None:
    hashed = hash_words(texts)
    fast, plain = _both(lambda: winnow(hashed, PassageSettings(gram, window)))
    assert fast.values.tolist() == plain.values.tolist()
    assert fast.positions.tolist() == plain.positions.tolist()
    assert fast.bounds.tolist() == plain.bounds.tolist()
    assert fast.positions.dtype == plain.positions.dtype


@given(st.lists(WORDS, max_size=120).map(" ".join), st.data())
def test_boilerplate_is_found_alike(text: str, data: st.DataObject) -> None:
    settings = PassageSettings(3, 4)
    hashed = hash_words([text])
    grams = winnow(hashed, settings).values.tolist()
    known = data.draw(st.sets(st.sampled_from(grams)) if grams else st.just(set[int]()))
    table = np.array(sorted(known), np.uint64)
    fast, plain = _both(lambda: words_in(hashed.hashes, table, settings).tolist())
    assert fast == plain


@given(st.lists(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_membership_and_repetition_are_alike(values: list[int], table: set[int]) -> None:
    keys = arrays.mix(np.array(values, np.uint64))
    held = np.sort(arrays.mix(np.array(sorted(table), np.uint64)))
    fast, plain = _both(lambda: arrays.member(keys, held).tolist())
    assert fast == plain
    fast, plain = _both(lambda: sorted(arrays.repeated(keys).tolist()))
    assert fast == plain


def _batch(seed: int) -> list[Article]:
    """Articles that share runs, repeat themselves, are damaged, cut, and under one footer."""
    rng = random.Random(seed)
    words = [f"{rng.choice('abcdefgh')}{number}" for number in range(400)]
    prose = [" ".join(rng.choice(words) for _ in range(rng.randint(0, 160))) for _ in range(14)]
    footer = " ".join(rng.choice(words) for _ in range(60))
    texts = list(prose)
    for _ in range(30):
        one, two = rng.choice(prose).split(), rng.choice(prose).split()
        cut = rng.randint(0, len(one))
        piece = one[cut : cut + rng.randint(2, 90)]
        kind = rng.randrange(5)
        if kind == 0:
            two[len(two) // 2 : len(two) // 2] = piece
        elif kind == 1:
            two = [word + rng.choice(["", "", "", "x"]) for word in one]
        elif kind == 2:
            two = piece * rng.randint(1, 4)
        elif kind == 3:
            two = [*one[:cut], *two, *one[cut:], footer]
        else:
            two = [*two, footer]
        texts.append(" ".join(two))
    return [
        Article(f"a{at:02}", text, f"s{at % 3}", published=f"2024-01-{at % 28 + 1:02}")
        for at, text in enumerate(texts)
    ]


@hypothesis(max_examples=60)
@given(st.integers(0, 10**6))
def test_copies_are_alike(seed: int) -> None:
    articles = _batch(seed)

    def found() -> tuple[Copy, ...]:
        return find_copies(articles, DEFAULTS.fingerprints, DEFAULTS.passages, DEFAULTS.copies)

    fast, plain = _both(found)
    assert fast == plain
    assert json.dumps([copy.jaccard for copy in fast]) == json.dumps(
        [copy.jaccard for copy in plain]
    )


@pytest.mark.parametrize("jobs", [1, 3])
def test_threads_change_nothing(jobs: int) -> None:
    articles = _batch(7)
    stages = DEFAULTS.fingerprints, DEFAULTS.passages, DEFAULTS.copies
    found = find_copies(articles, *stages, jobs=jobs)
    assert found
    assert found == find_copies(articles, *stages)


def test_a_small_batch_does_not_load_them() -> None:
    sys.modules.pop("compare.kernels", None)
    compiled.load(compiled.WORTH - 1)
    assert compiled.kernels() is None
    compiled.load(compiled.WORTH)
    assert compiled.kernels() is not None
