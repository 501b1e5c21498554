"""Cross-encoder: reads two English statements side by side, every word of one beside the other's.

Four layers of MiniLM-L6 (Wang et al. 2020; Reimers and Gurevych 2019; Apache-2.0), trained further
by ``compare.training.cross_encoder`` and shipped with weights of eight bits. It costs some five
milliseconds a pair, so ``align`` shows it only the pairs that the regressions leave open.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.text import content_words as content
from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["EVENT", "LANGUAGE", "MODEL", "PARAPHRASE", "Reader", "log_odds", "word_pieces"]

LANGUAGE = "en"
"""The language of the statements that it was trained on."""
EVENT, PARAPHRASE = 0, 1
"""What a column of ``log_odds`` tells: one proposition of one event in both, or a paraphrase."""
LONGEST = 72
"""Word pieces of a statement that are read."""
MODEL, PIECES = "cross-encoder-en.onnx", "wordpieces.txt"


class Reader:
    """Cuts two statements into the ids of one row of word pieces."""

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401  (it ships no types)
        """``tokenizer`` is a ``tokenizers.Tokenizer`` that knows ``[CLS]`` and ``[SEP]``."""
        self._tokenizer = tokenizer
        self._edges = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
        self._pieces = lru_cache(maxsize=1 << 13)(self._cut)

    def pair(self, a: str, b: str) -> tuple[list[int], list[int]]:
        """The word pieces of both, the longer statement first, and their kinds.

        A piece's kind is its side, 0 or 1, and 2 more if the other statement has its word too.
        """
        sides = sorted((self._pieces(text) for text in sorted((a, b))), key=lambda it: -len(it[0]))
        (first, ours), (second, theirs) = sides
        both = set(ours) & set(theirs) - {""}
        kinds = [2 * (stem in both) for stem in ours], [1 + 2 * (stem in both) for stem in theirs]
        edge, stop = self._edges
        return [edge, *first, stop, *second, stop], [0, *kinds[0], 0, *kinds[1], 1]

    def _cut(self, text: str) -> tuple[list[int], list[str]]:
        """The ids of a statement's word pieces, and the stem of the content word each stands in."""
        found = self._tokenizer.encode(text, add_special_tokens=False)
        stems: dict[int, str] = {}
        for start, end in words.spans(text):
            carried = content.carry(text[start:end], LANGUAGE)
            if carried is not None:
                stems |= dict.fromkeys(range(start, end), carried[1])
        return found.ids[:LONGEST], [stems.get(start, "") for start, _ in found.offsets[:LONGEST]]


def log_odds(pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    """The log odds that two statements say the same, not calibrated.

    Args:
        pairs: two English statements each; which of them stands first has no effect.

    Returns:
        Shape ``(pairs, 2)``: a column for ``EVENT`` and one for ``PARAPHRASE``.
    """
    return np.array([_read(*pair) for pair in pairs], np.float64).reshape(-1, 2)


@lru_cache(maxsize=1 << 15)
def _read(a: str, b: str) -> tuple[float, float]:
    """One pair at a time: in a batch, the scale of the eight bits would hang on the others."""
    reader, session = _load()
    ids, kinds = reader.pair(a, b)
    given = {"ids": np.array([ids], np.int64), "kinds": np.array([kinds], np.int64)}
    event, paraphrase = session.run(None, given)[0][0].tolist()
    return event, paraphrase


def word_pieces() -> Any:  # noqa: ANN401  (it ships no types)
    """The word pieces of BERT (Devlin et al. 2019, Apache-2.0) that news has use for."""
    import tokenizers

    listed = _data(PIECES).read_text("utf-8").split("\n")[:-1]
    ids = {piece: index for index, piece in enumerate(listed)}
    pieces = tokenizers.Tokenizer(tokenizers.models.WordPiece(ids, unk_token="[UNK]"))  # noqa: S106  (a word piece)
    pieces.normalizer = tokenizers.normalizers.BertNormalizer()
    pieces.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    return pieces


@lru_cache(maxsize=1)
def _load() -> tuple[Reader, Any]:
    """The reader, and the model on one thread: a sum of floats does not hang on how many."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = _data(MODEL).read_bytes()
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return Reader(word_pieces()), session


def _data(name: str) -> Any:  # noqa: ANN401  (its type is private)
    return resources.files("compare").joinpath("data", name)
