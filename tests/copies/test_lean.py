"""Signatures are datasketch's own objects, whichever side made them."""

import pickle
from pathlib import Path

import numpy as np
import pytest
from datasketch import LeanMinHash, MinHash

from compare.copies import lsh, minhash, signature_rows, signatures
from compare.errors import InputError, SettingsError
from compare.index import open_index
from compare.model import Article
from compare.settings import FingerprintSettings
from compare.text import tokens
from compare.text.word_hashes import hash_words

SETTINGS = FingerprintSettings()
TEXTS = [
    "The harbour of Aldby reopened on Monday after a storm had closed it for nine days.",
    "After nine days the harbour of Aldby reopened on Monday, the port office said.",
    "A new bridge over the Lenne will cost 340,000 crowns.",
]


def _theirs(text: str, **other: int) -> MinHash:
    made = MinHash(**{"num_perm": SETTINGS.permutations, "seed": SETTINGS.seed, **other},
                   hashfunc=minhash.shingle_hash)  # fmt: skip
    folded = tokens.folded(text)
    for at in range(len(folded) - 2):
        made.update(" ".join(folded[at : at + 3]).encode())
    return made


def test_signatures_go_out_as_datasketchs() -> None:
    made = signatures(TEXTS)
    assert [type(each) for each in made] == [LeanMinHash] * 3
    assert made == [LeanMinHash(_theirs(text)) for text in TEXTS]
    assert made[0].jaccard(_theirs(TEXTS[0])) == 1.0


def test_signatures_come_in() -> None:
    rows = minhash.signatures(hash_words(TEXTS), SETTINGS)
    assert np.array_equal(signature_rows(map(_theirs, TEXTS)), rows)
    assert np.array_equal(signature_rows(signatures(TEXTS)), rows)
    assert signature_rows([]).shape == (0, SETTINGS.permutations)


@pytest.mark.parametrize("other", [{"num_perm": 64}, {"seed": 2}])
def test_a_signature_made_otherwise_is_refused(other: dict[str, int]) -> None:
    with pytest.raises(SettingsError, match="make it anew"):
        signature_rows([_theirs(TEXTS[0], **other)])


def test_datasketch_answers_from_an_exported_index() -> None:
    index = pickle.loads(pickle.dumps(lsh(dict(zip("abc", TEXTS, strict=True)))))
    assert (index.b, index.r) == (SETTINGS.bands, SETTINGS.permutations // SETTINGS.bands)
    assert "a" in index.query(_theirs(TEXTS[0]))
    assert index.query(_theirs(TEXTS[2])) == ["c"]


def test_an_index_hands_out_signatures(tmp_path: Path) -> None:
    with open_index(tmp_path / "i", create=True) as index:
        index.add([Article("a", TEXTS[0], "gazette")])
        assert index.signature("a") == signatures([TEXTS[0]])[0]
        with pytest.raises(InputError, match="b: no article"):
            index.signature("b")
