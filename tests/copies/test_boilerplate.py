"""What recurs in unrelated articles is learned; what copies repeat is not."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from compare.copies.boilerplate import learn, recurs, words_in
from compare.copies.winnowing import winnow
from compare.settings import CopySettings, PassageSettings
from compare.text.word_hashes import hash_words

PASSAGES, COPIES = PassageSettings(), CopySettings()
FOOTER = " ".join(f"sign{number}" for number in range(60))


def _own(number: int) -> str:
    return " ".join(f"own{number}x{word}" for word in range(40))


@given(st.integers(0, 12), st.integers(1, 12), st.integers(1, 4))
def test_a_footer_is_known_from_enough_unrelated_articles(
    articles: int, voices: int, sources: int
) -> None:
    texts = [f"{_own(number)} {FOOTER}" for number in range(articles)]
    names = [f"s{number % sources}" for number in range(articles)]
    told = np.arange(articles) % voices
    found = winnow(hash_words(texts), PASSAGES)
    known = learn(found, told, names, COPIES)
    footer = hash_words([FOOTER])[0]
    for name in {*names, "another"}:
        own = len({told[at] for at in range(articles) if names[at] == name})
        expected = recurs(len(set(told.tolist())), own, COPIES)
        assert words_in(footer, known.of(name), PASSAGES).any() == expected
    held = known.holds(found, names)
    assert held.tolist() == [
        value in set(known.of(names[owner]).tolist())
        for value, owner in zip(found.values.tolist(), found.owners.tolist(), strict=True)
    ]


def test_boilerplate_is_the_footer_and_hardly_more() -> None:
    texts = [f"{_own(number)} {FOOTER}" for number in range(9)]
    hashed = hash_words(texts)
    known = learn(winnow(hashed, PASSAGES), np.arange(9), ["s"] * 9, COPIES)
    inside = words_in(hashed[0], known.of("s"), PASSAGES)
    assert not inside[:40].any()
    assert inside[40 + PASSAGES.window + PASSAGES.gram :].all()


def test_a_stock_phrase_is_no_boilerplate() -> None:
    texts = [f"{_own(2 * n)} for the first time in {_own(2 * n + 1)}" for n in range(20)]
    hashed = hash_words(texts)
    known = learn(winnow(hashed, PASSAGES), np.arange(20), ["s"] * 20, COPIES)
    assert not words_in(hashed[0], known.of("s"), PASSAGES).any()
