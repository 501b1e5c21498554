"""From label files to scored labels, and from a new threshold to what it would change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from compare.errors import InputError
from compare.evaluation.gold import Kind
from compare.tuning import banding, labels, pools
from compare.tuning.effects import Changes, changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from compare.model import Article, Event, Progress
    from compare.settings import Settings
    from compare.tuning.labels import Label
    from compare.tuning.pools import Pool

__all__ = ["Gathered", "bands_in_use", "effect", "folded", "gather"]

SAMPLE = 1500
GROUPS: Mapping[Kind, str] = {
    "events": "events",
    "copies": "sets of copies",
    "statements": "sets of statements",
}
"""What a threshold of each kind merges and splits."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The labels that can be used, all of one kind, those that cannot, and what to know of them.

    ``refused`` has a line for everything that was kept out; ``warnings`` are of what was used.
    """

    kind: Kind
    labels: tuple[Label, ...]
    refused: tuple[str, ...]
    warnings: tuple[str, ...]


def gather(
    paths: Sequence[Path], kind: Kind | None, settings: Settings, pool: Pool | None = None
) -> Gathered:
    """Read label files and give every label its score: the pool's, else the one it was asked with.

    Raises:
        InputError: a file cannot be read; the kind is not known; no label can be used.
    """
    logs = [labels.read(path) for path in paths]
    empty = [f"{path}: is empty" for path, log in zip(paths, logs, strict=True)
             if not (log.labels or log.refused)]  # fmt: skip
    found = [label for log in logs for label in log.labels]
    refused = [line for log in logs for line in log.refused]
    if not found:
        raise InputError(_none_left([*empty, *refused]))
    kind = kind or _kind(found)
    mine = [label for label in found if label.kind in {None, kind}]
    known = None if pool is None or kind == "statements" else pool.texts.keys()
    settled = labels.settle(mine, known)
    scored, blank = _scored(settled.labels, pool)
    refused += [*settled.refused, *blank]
    warnings = [*empty, *_others(found, kind)]
    if not scored:
        unsure = sum(label.label is None for label in mine)
        asked = [f"unsure or skipped: {unsure}"] if unsure else []
        raise InputError(_none_left([*refused, *warnings, *asked]))
    # A report names all of its settings; scores from before the threshold was written serve too.
    whole = {settings.digest(), pools.undecided(kind, settings).digest()}
    current = {None, pools.digest(kind, settings), *whole}
    stale = sum(label.settings not in current for label in scored)
    if stale and pool is None:
        warnings.append(
            f"labels made under other settings: {stale}; their scores of that time are used, "
            "--on with the articles scores them anew"
        )
    return Gathered(kind, tuple(scored), tuple(refused), tuple(warnings))


def _none_left(refused: Sequence[str]) -> str:
    return f"no label can be used: {'; '.join(folded(refused))}"


def folded(lines: Sequence[str], most: int = 5) -> tuple[str, ...]:
    """The first lines, and how many more there are."""
    rest = len(lines) - most
    return (*lines[:most], f"and {rest} more") if rest > 0 else tuple(lines)


def _scored(settled: Sequence[Label], pool: Pool | None) -> tuple[list[Label], list[str]]:
    """The labels with the scores to judge by, and a word on those that have none."""
    if pool is None:
        scored = [label for label in settled if label.score is not None]
        blank = len(settled) - len(scored)
        left_out = f"labels without a score: {blank}; give the articles with --on or --index"
        return scored, [left_out] if blank else []
    score = pool.score_of()
    return [replace(label, score=score(label.a, label.b)) for label in settled], []


def _others(found: Iterable[Label], kind: Kind) -> list[str]:
    counts = Counter(label.kind for label in found if label.kind not in {None, kind})
    return [f"labels of {other}, not looked at: {count}" for other, count in sorted(counts.items())]


def effect(
    kind: Kind, articles: Sequence[Article], settings: Settings, thresholds: Iterable[float],
    progress: Progress | None = None,
) -> list[tuple[float, str]]:  # fmt: skip
    """What each threshold would change against the settings in use, in words."""
    before = _groups(kind, articles, settings, progress)
    effects = []
    for threshold in sorted(set(thresholds)):
        after = _groups(kind, articles, pools.with_threshold(kind, settings, threshold), progress)
        change = changes(before, after)
        higher = threshold > pools.current(kind, settings)
        words = change.in_words(GROUPS[kind])
        effects.append((threshold, f"{words}{_aside(change, higher=higher)}"))
    return effects


def _aside(change: Changes, *, higher: bool) -> str:
    """A word on changes that go against the threshold's own way."""
    if not (change.merged if higher else change.split):
        return ""
    against = "a higher one may also merge" if higher else "a lower one may also split"
    return f" (groups are formed anew at each threshold, so {against})"


def bands_in_use(
    articles: Sequence[Article], settings: Settings, wanted: float
) -> tuple[list[float], dict[str, Any]]:
    """What the bands find on a sample of the articles, measured against every pair of it.

    Returns:
        The exact Jaccard similarity of every two articles that share a shingle, and the arguments
        of ``tuneview.banding_view``: ``now``, ``misses``, ``suggested`` (for a recall ``wanted``).
    """
    from compare.arrays import pairs_sharing
    from compare.copies.minhash import band_keys, signatures
    from compare.text.word_hashes import hash_words

    some = sorted(articles, key=lambda article: article.id)[:: max(1, len(articles) // SAMPLE)]
    hashed = hash_words([article.text for article in some])
    keys = band_keys(signatures(hashed, settings.fingerprints), settings.fingerprints)
    owners = np.repeat(np.arange(len(some)), keys.shape[1])
    sharing = pairs_sharing(keys.ravel(), owners, len(some))
    exact = _exact(hashed)
    # Millions of pairs have few distinct similarities to three digits.
    scores, counts = np.unique(np.round([*exact.values()], 3), return_counts=True)
    per_band = settings.fingerprints.permutations // settings.fingerprints.bands
    near = settings.copies.near
    now = banding.expected(scores, near, settings.fingerprints.bands, per_band, counts)
    found = {(int(a), int(b)) for a, b in sharing}
    return list(exact.values()), {
        "now": now,
        "misses": banding.measured(exact, found, near),
        "suggested": banding.suggest(
            scores, near, wanted, settings.fingerprints.permutations, counts
        ),
    }


def _kind(found: Sequence[Label]) -> Kind:
    kinds = {label.kind for label in found if label.kind}
    if len(kinds) == 1:
        return next(iter(kinds))
    what = f"labels of {', '.join(sorted(kinds))}" if kinds else "labels that do not say their kind"
    raise InputError(f"{what}: choose with --kind {'|'.join(get_args(Kind))}")


def _groups(
    kind: Kind, articles: Sequence[Article], settings: Settings, progress: Progress | None
) -> Sequence[Event]:
    """Events, or sets of copies or of matched statements as events with their links."""
    from compare.model import Event, Link
    from compare.pipeline import deduplicate, group_events

    if kind == "events":
        return group_events(articles, settings, progress=progress)
    if kind == "copies":
        copies = deduplicate(articles, settings, progress=progress).copies
        ids = [article.id for article in articles]
        links = [Link(c.of, c.id, c.containment) for c in copies if c.kind != "partial"]
    else:
        pairs = pools.draw(kind, articles, settings, progress).pairs
        least = pools.current(kind, settings)
        ids = sorted({name for pair in pairs for name in (pair.a, pair.b)})
        links = [Link(pair.a, pair.b, pair.score) for pair in pairs if pair.score >= least]
    return [Event("", "", "", None, None, tuple(members), (), tuple(held))
            for members, held in _components(ids, links)]  # fmt: skip


def _components(ids: Sequence[str], links: Sequence[Any]) -> list[tuple[list[str], list[Any]]]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    place = {name: index for index, name in enumerate(ids)}
    ends = [[place[link.a] for link in links], [place[link.b] for link in links]]
    size = len(ids)
    graph = coo_array((np.ones(len(links)), ends), shape=(size, size))
    count, home = connected_components(graph, directed=False) if size else (0, [])
    parts: list[tuple[list[str], list[Any]]] = [([], []) for _ in range(count)]
    for name, index in place.items():
        parts[home[index]][0].append(name)
    for link in links:
        parts[home[place[link.a]]][1].append(link)
    return parts


def _exact(hashed: Any) -> Mapping[tuple[int, int], float]:  # noqa: ANN401  (Hashed)
    """The exact Jaccard similarity of every two texts that share a shingle."""
    from scipy.sparse import csr_array

    from compare.copies.minhash import shingle_hashes

    shingles, bounds = shingle_hashes(hashed)
    rows = [np.unique(shingles[start:end]) for start, end in pairwise(bounds)]
    _, columns = np.unique(np.concatenate(rows), return_inverse=True)
    sizes = np.array([len(row) for row in rows])
    pointer = np.concatenate([[0], np.cumsum(sizes)])
    matrix = csr_array((np.ones(len(columns)), columns, pointer))
    shared = (matrix @ matrix.T).tocoo()
    upper = shared.row < shared.col
    pairs = zip(shared.row[upper], shared.col[upper], shared.data[upper], strict=True)
    return {(int(a), int(b)): float(n / (sizes[a] + sizes[b] - n)) for a, b, n in pairs}
