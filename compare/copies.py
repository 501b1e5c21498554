"""Which article is a copy of which, and which one of each set of copies is kept.

Nothing is called a copy before both texts were compared word by word.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from compare.boilerplate import learn, words_in
from compare.candidates import candidates, sketch, voices
from compare.hashes import hash_words
from compare.model import Copy, Passage, moment
from compare.overlap import Text
from compare.verification import Evidence, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from compare.model import Article, Progress
    from compare.settings import CopySettings, FingerprintSettings, PassageSettings

__all__ = ["find_copies", "publication_order"]

Pair = tuple[int, int]


def publication_order(article: Article) -> tuple[bool, float, int, str]:
    """Sorts first what is kept: the earliest published, then the longest, then the first id."""
    try:
        instant = moment(article.published)[0].timestamp() if article.published else None
    except ValueError:
        instant = None
    return instant is None, instant or 0.0, -len(article.text), article.id


def find_copies(
    articles: Iterable[Article],
    fingerprint_settings: FingerprintSettings,
    passage_settings: PassageSettings,
    copy_settings: CopySettings,
    progress: Progress | None = None,
) -> tuple[Copy, ...]:
    """Every copy among ``articles``, sorted by ``id`` and ``of``.

    ``of`` is always a kept article: one that is no exact or near copy here. An article is an
    exact or near copy of at most one other, and may be a partial copy of several.
    """
    ordered = sorted(articles, key=publication_order)
    batch = sketch(
        [article.text for article in ordered], fingerprint_settings, passage_settings, progress
    )
    twin_of = _twins(batch.digests)
    singles = sorted(set(twin_of))
    chosen, batch = [ordered[at] for at in singles], batch.take(singles)
    sources = [article.source for article in chosen]
    told = voices(batch, copy_settings)
    known = learn(batch.marks, told, sources, copy_settings)

    @lru_cache(maxsize=512)
    def text(at: int) -> Text:
        hashes = hash_words([chosen[at].text])[0]
        dull = words_in(hashes, known.of(sources[at]), passage_settings)
        return Text(chosen[at].text, hashes, dull)

    @cache
    def judge(first: int, second: int) -> Evidence:
        return verify(text(first), text(second), copy_settings)

    pairs = candidates(batch, told, known, sources)
    found = _compare(pairs.tolist(), judge, progress)
    kept = _kept(len(chosen), found, judge, copy_settings)
    copies = [
        *_dropped(kept, chosen, judge, text),
        *_partial(kept, found, chosen, judge, text),
    ]
    copies += _repeated(ordered, twin_of, copies)
    return tuple(sorted(copies, key=lambda copy: (copy.id, copy.of)))


def _twins(digests: Sequence[bytes]) -> list[int]:
    """The first text with the same words as each; a text without words is like no other."""
    first: dict[bytes, int] = {}
    return [first.setdefault(digest, at) if digest else at for at, digest in enumerate(digests)]


def _compare(
    pairs: Sequence[Pair], judge: Callable[[int, int], Evidence], progress: Progress | None
) -> dict[Pair, Evidence]:
    """The evidence of the pairs that are copies; two copies of one earlier text are skipped."""
    found = {}
    copied: dict[int, int] = {}
    for done, (first, second) in enumerate(pairs, 1):
        if progress is not None:
            progress("comparing", done, len(pairs))
        if first in copied and copied[first] == copied.get(second):
            continue
        evidence = judge(first, second)
        if evidence.kind is not None:
            found[first, second] = evidence
        if evidence.kind == "near":
            copied.setdefault(second, first)
    return found


def _kept(
    size: int,
    found: Mapping[Pair, Evidence],
    judge: Callable[[int, int], Evidence],
    settings: CopySettings,
) -> list[int]:
    """The kept text of each text's set of near copies; its own number where it is kept.

    A set grows from its kept text along near copies. What is reached over another copy alone
    (two cuts of one story) must share a passage with the kept text itself, unless the two are
    all but the same: a round-up holds many stories and must not make them one.
    """
    near: list[list[tuple[int, bool]]] = [[] for _ in range(size)]
    for (first, second), evidence in found.items():
        if evidence.kind == "near":
            same = evidence.jaccard >= settings.same
            near[first].append((second, same))
            near[second].append((first, same))
    kept = [-1] * size
    for root in range(size):
        if kept[root] >= 0:
            continue
        kept[root] = root
        queue = deque([root])
        while queue:
            for other, same in sorted(near[queue.popleft()]):
                if kept[other] < 0 and (same or judge(root, other).kind is not None):
                    kept[other] = root
                    queue.append(other)
    return kept


def _dropped(
    kept: Sequence[int],
    articles: Sequence[Article],
    judge: Callable[[int, int], Evidence],
    text: Callable[[int], Text],
) -> Iterator[Copy]:
    for at, of in enumerate(kept):
        if of != at:
            evidence = replace(judge(of, at), kind="near")
            yield _copy(articles[at], articles[of], evidence, text(at), text(of))


def _partial(
    kept: Sequence[int],
    found: Mapping[Pair, Evidence],
    articles: Sequence[Article],
    judge: Callable[[int, int], Evidence],
    text: Callable[[int], Text],
) -> Iterator[Copy]:
    said: set[Pair] = set()
    # A passage that stands in the kept article itself is said before one in a copy of it.
    for holder, at in sorted(found, key=lambda pair: (pair[1], pair[0] != kept[pair[0]], pair)):
        of = kept[holder]
        if of == kept[at] or (of, at) in said:
            continue
        said.add((of, at))
        evidence = replace(judge(of, at), kind="partial")
        if evidence.shared:
            yield _copy(articles[at], articles[of], evidence, text(at), text(of))
        else:
            evidence = replace(evidence, shared=judge(holder, at).shared)
            yield replace(
                _copy(articles[at], articles[of], evidence, text(at), text(holder)),
                via=articles[holder].id,
            )


def _copy(article: Article, of: Article, evidence: Evidence, copy: Text, other: Text) -> Copy:
    """The record of evidence that was gathered as (other, copy)."""
    assert evidence.kind is not None
    passages = tuple(
        Passage(
            copy.spans[shared.other_start][0],
            copy.spans[shared.other_end - 1][1],
            other.spans[shared.start][0],
            other.spans[shared.end - 1][1],
        )
        for shared in evidence.shared
    )
    return Copy(
        article.id, of.id, evidence.kind, evidence.jaccard, evidence.containment,
        tuple(sorted(passages, key=lambda passage: passage.start)), covered=evidence.covered,
    )  # fmt: skip


def _repeated(
    articles: Sequence[Article], twin_of: Sequence[int], copies: Sequence[Copy]
) -> Iterator[Copy]:
    """The exact repetitions of kept and of dropped articles."""
    dropped = {copy.id: copy for copy in copies if copy.kind == "near"}
    for at, twin in enumerate(twin_of):
        if at == twin:
            continue
        article, first = articles[at], articles[twin]
        whole = Passage(0, len(article.text), 0, len(first.text))
        near = dropped.get(first.id)
        if near is None:
            yield Copy(article.id, first.id, "exact", 1.0, 1.0, (whole,), covered=1.0)
        else:
            yield replace(near, id=article.id, passages=_moved(near.passages, first, article))


def _moved(passages: Sequence[Passage], first: Article, twin: Article) -> tuple[Passage, ...]:
    """Passages of one article as they stand in another of the same words."""
    spans, others = Text(first.text).spans, Text(twin.text).spans
    starts = {one[0]: two[0] for one, two in zip(spans, others, strict=True)}
    ends = {one[1]: two[1] for one, two in zip(spans, others, strict=True)}
    return tuple(
        replace(passage, start=starts[passage.start], end=ends[passage.end]) for passage in passages
    )
