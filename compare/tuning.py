"""Tuning: label files and a pool to scored labels, and a new threshold to what it would change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from compare import banding, labels, pools
from compare.changes import changes
from compare.errors import InputError
from compare.gold import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from compare.labels import Label
    from compare.model import Article, Event, Progress
    from compare.pools import Pool
    from compare.settings import Settings

__all__ = ["Gathered", "bands_in_use", "effect", "gather"]

SAMPLE = 1500


@dataclass(frozen=True, slots=True)
class Gathered:
    """The labels that can be used, all of one kind, and what was wrong with the rest."""

    kind: Kind
    labels: tuple[Label, ...]
    warnings: tuple[str, ...]


def gather(
    paths: Iterable[Path], kind: Kind | None, settings: Settings, pool: Pool | None = None
) -> Gathered:
    """Read label files and give every label its score: the pool's, else the one it was asked with.

    Raises:
        InputError: a file cannot be read; the kind is not told; no label has a score.
    """
    logs = [labels.read(path) for path in paths]
    warnings = [line for log in logs for line in log.warnings]
    found = [label for log in logs for label in log.labels]
    kind = kind or _kind(found)
    mine = [label for label in found if label.kind in {None, kind}]
    known = None if pool is None or kind == "statements" else pool.texts.keys()
    settled = labels.settle(mine, known)
    warnings += settled.warnings
    scored, blank, stale = [], 0, 0
    scores = {} if pool is None else {frozenset((p.a, p.b)): p.score for p in pool.pairs}
    for label in settled.labels:
        if pool is not None:
            # A pair too unlike to be in the pool is under every threshold.
            scored.append(replace(label, score=scores.get(label.key, 0.0)))
        elif label.score is None:
            blank += 1
        else:
            stale += label.settings not in {None, settings.digest()}
            scored.append(label)
    if blank:
        warnings.append(f"{blank} labels carry no score; give the articles with --on or --index")
    if stale:
        warnings.append(
            f"{stale} labels were made under other settings: their scores of that time are used; "
            "--on with the articles scores them anew"
        )
    if settled.labels and not scored:
        raise InputError("no label carries a score: give the articles with --on or --index")
    return Gathered(kind, tuple(scored), tuple(warnings))


def effect(
    kind: Kind, articles: Sequence[Article], settings: Settings, thresholds: Iterable[float],
    progress: Progress | None = None,
) -> list[tuple[float, str]]:  # fmt: skip
    """What each threshold would change against the settings in use, in words."""
    before = _groups(kind, articles, settings, progress)
    told = []
    for threshold in sorted(set(thresholds)):
        after = _groups(kind, articles, pools.with_threshold(kind, settings, threshold), progress)
        told.append((threshold, str(changes(before, after))))
    return told


def bands_in_use(
    articles: Sequence[Article], settings: Settings, wanted: float
) -> tuple[list[float], dict[str, Any]]:
    """What the bands find on a sample of the articles, measured against every pair of it.

    Returns:
        The exact Jaccard similarity of every two articles that share a shingle, and the arguments
        of ``tuneview.banding_view``: ``now``, ``misses``, ``suggested`` (for a recall ``wanted``).
    """
    from compare.fingerprints import band_keys, pairs_sharing, signatures
    from compare.hashes import hash_words

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

    from compare.fingerprints import shingle_hashes

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
