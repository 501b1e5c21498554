"""Signatures are datasketch's, bit for bit, and word hashes are those of the words."""

from collections import Counter

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash
from hypothesis import example, given
from hypothesis import strategies as st

from compare import arrays
from compare.copies import minhash as fingerprints
from compare.settings import FingerprintSettings
from compare.text import tokens as words
from compare.text import word_hashes as hashes

SETTINGS = FingerprintSettings()
TEXTS = st.lists(st.text(max_size=60), max_size=8)
WORDY = st.lists(
    st.lists(
        st.sampled_from(["the", "a", "harbour", "opened", "Łódź", "12", "港", "is"]), max_size=30
    ).map(" ".join),
    max_size=6,
)


def _shingles(text: str) -> list[bytes]:
    folded, size = words.folded(text), fingerprints.SHINGLE
    if not folded:
        return []
    return [" ".join(folded[i : i + size]).encode() for i in range(max(1, len(folded) - size + 1))]


@given(TEXTS)
@example(["“It’s”—done…", "ﬁne ½ Straße", "⒈ ⑴ x", "a\x1fb\xa0c\u2028d", "日本語 text", "\ud800"])
def test_hashes_are_those_of_the_folded_words(texts: list[str]) -> None:
    hashed = hashes.hash_words(texts)
    assert len(hashed) == len(texts)
    for index, text in enumerate(texts):
        folded = words.folded(text)
        assert hashed[index].tolist() == [hashes.word_hash(word) for word in folded]


@given(WORDY)
def test_signatures_are_those_of_datasketch(texts: list[str]) -> None:
    rows = fingerprints.signatures(hashes.hash_words(texts), SETTINGS)
    theirs = MinHash.bulk(
        [_shingles(text) for text in texts],
        hashfunc=fingerprints.shingle_hash,
        num_perm=SETTINGS.permutations,
        seed=SETTINGS.seed,
    )
    assert rows.dtype == np.uint32
    assert rows.tolist() == [minhash.hashvalues.tolist() for minhash in theirs]


def test_rows_load_as_lean_minhash() -> None:
    rows = fingerprints.signatures(
        hashes.hash_words(["one two three four", "one two three five"]), SETTINGS
    )
    first, second = (LeanMinHash(seed=1, hashvalues=row, scheme="affine32") for row in rows)
    assert first.jaccard(second) == pytest.approx((rows[0] == rows[1]).mean())


@given(WORDY, st.integers(0, 5))
def test_a_text_has_one_signature_in_any_company(texts: list[str], at: int) -> None:
    alone = [fingerprints.signatures(hashes.hash_words([text]), SETTINGS) for text in texts]
    rows = fingerprints.signatures(hashes.hash_words(texts), SETTINGS)
    assert [row.tolist() for row in rows] == [row[0].tolist() for row in alone]
    turned = texts[at:] + texts[:at]
    again = fingerprints.signatures(hashes.hash_words(turned), SETTINGS)
    assert sorted(map(tuple, again)) == sorted(map(tuple, rows))


def test_long_texts_cross_blocks() -> None:
    text = " ".join(f"word{number}" for number in range(60_000))
    hashed = hashes.hash_words([text, "", "short one"])
    assert [len(hashed[i]) for i in range(3)] == [60_000, 0, 2]
    assert hashed[0][-1] == hashes.word_hash("word59999")


def test_band_keys_are_equal_where_bands_are() -> None:
    rows = np.arange(256, dtype=np.uint32).reshape(2, 128)
    rows[1, :4] = rows[0, :4]
    keys = fingerprints.band_keys(rows, SETTINGS)
    assert keys.shape == (2, SETTINGS.bands)
    same = keys[0] == keys[1]
    per_band = SETTINGS.permutations // SETTINGS.bands
    assert same.tolist() == [band < 4 // per_band for band in range(SETTINGS.bands)]
    assert len(np.unique(keys[0])) == SETTINGS.bands


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 9)), max_size=40), st.integers(1, 3))
def test_pairs_are_those_that_share_keys(held: set[tuple[int, int]], least: int) -> None:
    ordered = sorted(held, key=lambda pair: pair[1])
    keys = np.array([key for key, _ in ordered], np.uint64)
    owners = np.array([owner for _, owner in ordered], np.int64)
    pairs = arrays.pairs_sharing(keys, owners, limit=100, least=least)
    naive = Counter((a, b) for k, a in held for j, b in held if k == j and a < b)
    assert [tuple(pair) for pair in pairs.tolist()] == sorted(
        pair for pair, shared in naive.items() if shared >= least
    )


def test_a_key_of_many_costs_no_square() -> None:
    owners = np.arange(10_000)
    pairs = arrays.pairs_sharing(np.zeros(10_000, np.uint64), owners, limit=4)
    assert len(pairs) < 60_000
    assert set(pairs.ravel().tolist()) == set(range(10_000))


def test_the_permutations_that_are_kept_are_datasketchs() -> None:
    count, seed = fingerprints.KEPT
    assert (count, seed) == (SETTINGS.permutations, SETTINGS.seed)
    theirs = MinHash(count, seed, scheme="affine32").permutations
    assert np.array_equal(np.stack(fingerprints._permutations(count, seed)), np.asarray(theirs))
