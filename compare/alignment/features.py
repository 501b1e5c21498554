"""Evidence that two statements of one event share a proposition, as numbers.

What a statement says is compared apart from the words that say who says it, where and when:
these count only as far as the two say the same, so that no speaker makes two statements alike.
Every feature is symmetric in the two statements. Frequencies of the event tell what is special
inside it, background frequencies what is special at all; both are needed, for in one event the
names of its people are as frequent as function words.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.alignment import anchor_features as anchors
from compare.alignment import sparse as rows
from compare.relations.negation import denied
from compare.statements.attributed import attributed
from compare.text import content_words as content
from compare.text import document_frequencies as background
from compare.text import quantities
from compare.text import tokens as words
from compare.text import word_vectors as meanings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Ends = NDArray[np.int64]

__all__ = ["ALONE", "NAMES", "Batch", "features", "prepare"]

NAMES = (
    "cosine", "cosine_weighted", "cosine_background", "characters", "word_pairs",
    "covered_more", "covered_less", "shared", "shared_names", "shared_others", "shared_numbers",
    "others_covered", "source", "same_quantity", "other_quantity", "unmet_quantities", "shorter",
    "longer", "in_order", "in_order_of_shorter", "same_words", "word_runs", "letters",
    "meaning_more", "meaning_less", "meaning_shared", "meaning_whole", *anchors.NAMES,
    "distance", "lead",
)  # fmt: skip
"""The features, in the order of the columns that ``features`` returns."""
ALONE = tuple(name for name in NAMES if name not in {*anchors.NAMES, "distance", "lead"})
"""Those that need no article around the statements."""

WORD, NAME, NUMBER = 0, 1, 2
_REACH, _NEXT = 8, 4


@dataclass(frozen=True, slots=True)
class Batch:
    """Statements of one event, ready to be compared: sparse rows and a few columns.

    ``event``, ``weighted`` and ``background`` are unit rows of terms under three weightings;
    ``present`` holds 1 where a term stands in what a statement says, apart from who says it;
    ``everywhere`` where it stands in either. ``words`` and ``runs`` count all words
    and runs of three; ``sequences`` are the words as one character each, ``plain`` as letters.
    """

    event: Any
    weighted: Any
    background: Any
    characters: Any
    word_pairs: Any
    present: Any
    everywhere: Any
    reached: Any
    anchors: anchors.Anchors
    local: NDArray[np.float64]
    wholes: NDArray[np.float64]
    weights: NDArray[np.float64]
    kinds: NDArray[np.int8]
    words: Any
    runs: Any
    sequences: tuple[str, ...]
    plain: tuple[str, ...]
    quantities: tuple[tuple[quantities.Quantity, ...], ...]
    position: NDArray[np.float64]
    order: NDArray[np.int64]


def prepare(
    texts: Sequence[str],
    orders: Sequence[int],
    lengths: Sequence[int],
    language: str = "en",
    pools: Ends | None = None,
) -> Batch:
    """Read the statements of one event.

    Args:
        texts: the statements of all articles.
        orders: each statement's index among its article's statements.
        lengths: how many statements that article has.
        language: whose stems and background frequencies are used.
        pools: twice the number of each statement's article, and 1 more for a quotation inside a
            sentence; None where the texts are of no one event, so that frequencies mean nothing.
    """
    parted = [attributed(text) for text in texts]
    sources = [content.read(each.source, language).terms for each in parted]
    texts = [each.content for each in parted]
    read = [content.read(text, language) for text in texts]
    count = len(texts)
    owners, terms, names = rows.numbered([*(each.terms for each in read), *sources])
    everywhere = rows.present(owners % max(count, 1), terms, count, len(names))
    own = owners < count  # the rest stand in the words that only say who says it
    owners, terms = owners[own], terms[own]
    present = rows.present(owners, terms, count, len(names))
    local = _local(present) if pools is not None else np.ones(present.shape[1])
    general = _general(names, language)
    vectors = meanings.load(language).of(names or [""])
    places = np.array([place for each in read for place in each.places], np.int64)
    pairs = _near_pairs(owners, terms, places, count)
    deniers, denials, apiece = rows.numbered([list(denied(text, language)) for text in texts])
    folded = [words.folded(text) for text in texts]
    holders, forms, vocabulary = rows.numbered(folded)
    counts = rows.counts(holders, forms, count, len(vocabulary))
    reached = meanings.reached(present, meanings.nearness(vectors))
    denied_terms = rows.present(deniers, denials, count, len(apiece))
    kinds = _kinds(names, read)
    apart = 2 * np.arange(count) if pools is None else pools
    rarity = rows.by_rarity if pools is not None else rows.as_is
    return Batch(
        event=rows.unit(rows.scaled(present, local)),
        weighted=rows.unit(rows.scaled(present, local * general)),
        background=rows.unit(rows.scaled(present, general)),
        characters=rows.unit(rarity(counts @ _grams(vocabulary))),
        word_pairs=rows.unit(rarity(pairs)),
        words=counts,
        runs=_runs(holders, forms, count),
        sequences=_sequences(forms, [len(each) for each in folded]),
        plain=tuple(" ".join(each) for each in folded),
        present=present,
        everywhere=everywhere,
        reached=reached,
        anchors=anchors.prepare(present, reached, pairs, denied_terms, kinds, apart),
        local=local,
        wholes=_wholes(rows.scaled(present, local * general), vectors, centred=pools is not None),
        weights=local * general,
        kinds=kinds,
        quantities=tuple(quantities.find(text) for text in texts),
        position=np.asarray(orders, float) / np.maximum(np.asarray(lengths, float), 1),
        order=np.asarray(orders, np.int64),
    )


def features(batch: Batch, left: Ends, right: Ends) -> NDArray[np.float64]:
    """One row per pair of statements, one column per name of ``NAMES``."""
    columns = _terms(batch, left, right) | _wording(batch, left, right)
    columns |= _quantities(batch, left, right) | _meaning(batch, left, right)
    columns |= anchors.features(batch.anchors, left, right)
    columns["distance"] = np.abs(batch.position[left] - batch.position[right])
    columns["lead"] = 1 / (1 + batch.order[left]) + 1 / (1 + batch.order[right])
    return np.column_stack([columns[name] for name in NAMES])


def _terms(batch: Batch, left: Ends, right: Ends) -> dict[str, NDArray[np.float64]]:
    """What content the two have in common, in all and relative to either."""
    shared = rows.shared(batch.present, left, right)
    weights, kinds = batch.weights, batch.kinds
    total, others = batch.present @ weights, batch.present @ (weights * (kinds == WORD))
    both, both_others = shared @ weights, shared @ (weights * (kinds == WORD))
    more, less = _sorted(total, left, right)
    covered = both / (less + 0.5)
    heard = rows.shared(batch.everywhere, left, right) @ weights - both
    longer, shorter = _sorted(np.log1p(batch.present.sum(axis=1)), left, right)
    return {
        "cosine": rows.dot(batch.event, left, right),
        "cosine_weighted": rows.dot(batch.weighted, left, right),
        "cosine_background": rows.dot(batch.background, left, right),
        "characters": rows.dot(batch.characters, left, right),
        "word_pairs": rows.dot(batch.word_pairs, left, right),
        "covered_more": covered,
        "covered_less": both / (more + 0.5),
        "shared": np.log1p(both),
        "shared_names": np.log1p(shared @ (weights * (kinds == NAME))),
        "shared_others": np.log1p(both_others),
        "shared_numbers": np.log1p(shared @ (weights * (kinds == NUMBER))),
        "others_covered": both_others / (np.minimum(others[left], others[right]) + 0.5),
        "source": np.log1p(heard) * covered,
        "shorter": shorter,
        "longer": longer,
    }


def _meaning(batch: Batch, left: Ends, right: Ends) -> dict[str, NDArray[np.float64]]:
    """What content of each the other comes near to, and how near they are as wholes."""
    weighted = rows.scaled(batch.present, batch.local)
    total = np.asarray(weighted.sum(axis=1)).ravel() + 0.5
    ours = rows.cross(weighted, batch.reached, left, right)
    theirs = rows.cross(weighted, batch.reached, right, left)
    return {
        "meaning_more": np.maximum(ours / total[left], theirs / total[right]),
        "meaning_less": np.minimum(ours / total[left], theirs / total[right]),
        "meaning_shared": np.log1p(ours) + np.log1p(theirs),
        "meaning_whole": np.einsum("ij,ij->i", batch.wholes[left], batch.wholes[right]),
    }


def _wording(batch: Batch, left: Ends, right: Ends) -> dict[str, NDArray[np.float64]]:
    """How alike the two are as strings of all their words, in order."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import LCSseq
    from rapidfuzz.process import cpdist

    lengths = np.array([max(len(each), 1) for each in batch.sequences], float)
    runs = np.maximum(lengths - 2, 1)
    longer, shorter = _sorted(lengths, left, right)
    ours = [batch.sequences[index] for index in left]
    theirs = [batch.sequences[index] for index in right]
    order = cpdist(ours, theirs, scorer=LCSseq.similarity, workers=1).astype(float)
    ours, theirs = ([batch.plain[index] for index in ends] for ends in (left, right))
    letters = cpdist(ours, theirs, scorer=fuzz.ratio, workers=1) / 100
    return {
        "in_order": order / longer,
        "in_order_of_shorter": order / shorter,
        "same_words": rows.common(batch.words, left, right) / longer,
        "word_runs": rows.common(batch.runs, left, right) / _sorted(runs, left, right)[1],
        "letters": letters.astype(float),
    }


def _sorted(values: Any, left: Ends, right: Ends) -> tuple[NDArray[Any], NDArray[Any]]:  # noqa: ANN401
    """The larger and the smaller value of each pair."""
    return np.maximum(values[left], values[right]), np.minimum(values[left], values[right])


def _wholes(weighted: Any, vectors: Any, *, centred: bool) -> NDArray[np.float64]:  # noqa: ANN401
    """Unit vectors of statements; in one event without what all its statements have in common."""
    sums = _normal(np.asarray(weighted @ vectors[: weighted.shape[1]], float))
    return _centred(sums) if centred else sums


def _centred(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return _normal(vectors - vectors.mean(axis=0)) if len(vectors) else vectors


def _normal(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9))


def _local(present: Any) -> NDArray[np.float64]:  # noqa: ANN401
    """Rarity among the statements of the event, 1 for a term that stands in one."""
    texts, spread = present.shape[0], np.asarray(present.sum(axis=0), float).ravel()
    rarity = np.log((1 + texts) / (1 + spread)) + 1
    return np.asarray(np.minimum(rarity / (math.log((1 + texts) / 2) + 1), 1.0), np.float64)


def _sequences(forms: Ends, lengths: Sequence[int]) -> tuple[str, ...]:
    """Each word as one character of the private planes, so that a string matcher sees words."""
    characters = (0xF0000 + forms % 0x1FFFE).astype("<u4").tobytes().decode("utf-32-le")
    ends = np.cumsum([0, *lengths]).tolist()
    return tuple(characters[start:end] for start, end in pairwise(ends))


def _runs(owners: Ends, forms: Ends, count: int) -> Any:  # noqa: ANN401
    """The runs of three words of each text, counted."""
    inside = np.flatnonzero(owners[2:] == owners[:-2])
    width = int(forms.max(initial=0)) + 1
    keys = (forms[inside] * width + forms[inside + 1]) * width + forms[inside + 2]
    return rows.hashed(owners[inside], keys, count)


def _near_pairs(owners: Ends, terms: Ends, places: Ends, count: int) -> Any:  # noqa: ANN401
    """Pairs of content terms that stand near each other, in either order: 1 where there is one."""
    width = int(terms.max(initial=0)) + 1
    found = []
    for step in range(1, _NEXT + 1):
        near = owners[step:] == owners[:-step]
        near &= places[step:] - places[:-step] <= _REACH
        one, other = terms[:-step][near], terms[step:][near]
        keys = np.minimum(one, other) * width + np.maximum(one, other)
        found.append((owners[step:][near], keys))
    rows_, keys = (np.concatenate(each) for each in zip(*found, strict=True))
    result = rows.hashed(rows_, keys, count)
    result.data[:] = 1.0
    return result


def _general(terms: Sequence[str], language: str) -> NDArray[np.float64]:
    """Rarity in the background, 0 to 1; 1 for all where the language has no table."""
    table = background.load(language)
    if not table.documents:
        return np.ones(max(len(terms), 1))
    rarest = math.log(table.documents + 1)
    return np.array([table.idf(term) / rarest for term in terms] or [1.0])


def _kinds(terms: Sequence[str], read: Sequence[content.Content]) -> NDArray[np.int8]:
    """Whether a term is a number, (part of) a name, being mostly capitalised, or another word."""
    capital = Counter(term for each in read for term in each.capitals)
    small = Counter(term for each in read for term in set(each.terms) - each.capitals)
    kinds = [
        NUMBER if term[0].isdigit() else NAME if 0 < capital[term] >= 0.5 * small[term] else WORD
        for term in terms
    ]
    return np.array(kinds or [0], np.int8)


def _grams(vocabulary: Sequence[str]) -> Any:  # noqa: ANN401
    """A row per word, a column per run of 3 to 5 characters: how often it stands in the word."""
    codes = [_word_grams(word) for word in vocabulary] or [np.zeros(0, np.int64)]
    owners = np.repeat(np.arange(len(codes)), [len(each) for each in codes])
    return rows.hashed(owners, np.concatenate(codes), len(codes))


@lru_cache(maxsize=1 << 16)
def _word_grams(word: str) -> NDArray[np.int64]:
    """Hashes of the runs of 3 to 5 characters of a word with a blank on both sides."""
    from xxhash import xxh3_64_intdigest

    padded = f" {word} "
    grams = [
        padded[start : start + size]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    ]
    return np.array([xxh3_64_intdigest(gram.encode()) for gram in grams], np.uint64).view(np.int64)


def _quantities(batch: Batch, left: Ends, right: Ends) -> dict[str, NDArray[np.float64]]:
    """Whether both name an equal quantity, whether none is equal, and how many find no equal."""
    same, other, unmet = (np.zeros(len(left)) for _ in range(3))
    counted = np.array([len(each) for each in batch.quantities])
    for index in np.flatnonzero((counted[left] > 0) & (counted[right] > 0)):
        ours, theirs = batch.quantities[left[index]], batch.quantities[right[index]]
        equal = quantities.any_equal(ours, theirs)
        (same if equal else other)[index] = 1
        unmet[index] = min(len(part) for part in quantities.unmet(ours, theirs))
    return {"same_quantity": same, "other_quantity": other, "unmet_quantities": unmet}
