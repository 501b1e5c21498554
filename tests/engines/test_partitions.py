"""However many parts a batch is cut into, what is found is the same."""

import pickle
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.copies.detection import find_copies
from compare.engines.base import LOCAL, Partitioned
from compare.events.distributed import group_in_parts
from compare.model import Article
from compare.pipeline import deduplicate, group_events, read_articles
from compare.settings import Settings

T = TypeVar("T")
U = TypeVar("U")
ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"
DEFAULTS = Settings()
WORDS = [f"word{number}" for number in range(400)]


class Parts(Partitioned[T]):
    """Several parts in this process; what is sent is sent as bytes."""

    def __init__(self, parts: Sequence[T]) -> None:
        self.parts = pickle.loads(pickle.dumps(list(parts)))

    def map(self, work: Callable[[T], U], /) -> "Parts[U]":
        return Parts([work(part) for part in self.parts])

    def zip(self, other: Partitioned[U], /) -> "Parts[tuple[T, U]]":
        return Parts(list(zip(self.parts, other.collect(), strict=True)))

    def shuffle(self, cut: Callable[[T], Iterable[tuple[int, U]]], /) -> "Parts[list[U]]":
        sent: list[list[U]] = [[] for _ in self.parts]
        for part in self.parts:
            for target, piece in cut(part):
                sent[target].append(piece)
        return Parts(sent)

    def persist(self) -> "Parts[T]":
        return self

    def collect(self) -> list[T]:
        return list(self.parts)


class Cut:
    """An engine of so many parts."""

    remote = True

    def __init__(self, parts: int) -> None:
        self.parts = parts

    def parallelize(self, parts: Sequence[T], /) -> Parts[T]:
        assert len(parts) == self.parts
        return Parts(parts)


def batch(seed: int, size: int) -> list[Article]:
    """Invented texts that share: repeated, cut, put together, damaged, under one footer."""
    rng = random.Random(seed)
    footer = " ".join(rng.choices(WORDS, k=40))
    texts: list[list[str]] = []
    for _ in range(size):
        text = rng.choices(WORDS, k=rng.randint(0, 200))
        if texts:
            other = rng.choice(texts)
            kind = rng.randrange(7)
            start = rng.randrange(len(other) // 2 + 1)
            text = [
                text, other, other[start:], other[: 2 * start], [*text, *other[start : start + 60]],
                [*other, *rng.choice(texts)],
                [word if rng.random() < 0.95 else rng.choice(WORDS) for word in other],
            ][kind]  # fmt: skip
        texts.append(text)
    return [
        Article(
            f"{number:03}",
            " ".join(text) + (f"\n{footer}" if rng.random() < 0.3 else ""),
            f"s{number % 3}",
            published=f"2024-03-{rng.randint(1, 28):02}" if rng.random() < 0.9 else None,
        )
        for number, text in enumerate(texts)
    ]


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(0, 40), st.integers(1, 6))
def test_copies_are_the_same_in_any_number_of_parts(seed: int, size: int, parts: int) -> None:
    articles = batch(seed, size)
    stages = DEFAULTS.fingerprints, DEFAULTS.passages, DEFAULTS.copies
    expected = find_copies(articles, *stages, engine=LOCAL)
    assert find_copies(articles, *stages, engine=Cut(parts)) == expected


@pytest.mark.slow
@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(0, 40), st.integers(1, 6))
def test_events_are_the_same_in_any_number_of_parts(seed: int, size: int, parts: int) -> None:
    articles = batch(seed, size)
    must, cannot = (("000", "001"), ("002", "005")), (("000", "003"), ("002", "unknown"))
    expected = group_events(articles, DEFAULTS, must, cannot)
    copies = deduplicate(articles, DEFAULTS).copies
    assert group_in_parts(articles, copies, DEFAULTS, Cut(parts), must, cannot) == expected


def test_events_of_the_fixtures_are_the_same_in_parts() -> None:
    articles = read_articles([ARTICLES], DEFAULTS).articles
    expected = group_events(articles, DEFAULTS)
    copies = deduplicate(articles, DEFAULTS).copies
    assert group_in_parts(articles, copies, DEFAULTS, Cut(3)) == expected
    assert any(len(event.links) > 1 for event in expected)


def test_the_made_batch_holds_every_kind_of_copy() -> None:
    stages = DEFAULTS.fingerprints, DEFAULTS.passages, DEFAULTS.copies
    found = find_copies(batch(1, 40), *stages)
    assert {copy.kind for copy in found} == {"exact", "near", "partial"}
    assert any(copy.via for seed in range(20) for copy in find_copies(batch(seed, 40), *stages))
