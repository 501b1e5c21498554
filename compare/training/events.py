"""Fit the model of two articles reporting one event: writes ``data/events.json``.

    python -m compare.training.events SET... -o compare/data/events.json

A SET is a file of articles with an ``event`` per line, or a folder of such files, each a stream of
its own; ``story`` and ``unsure`` are read where they stand. ``--undated NAME`` disbelieves the
dates of a set, ``--usual NAME`` says which sets are usual streams, whose share of pairs of one
event the intercept is calibrated for. Coefficients are shipped, and no text.
"""

from __future__ import annotations

import argparse
import gzip
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from compare.evaluation.gold import read_articles
from compare.events.candidates import candidates, row_dots
from compare.events.model import FLOORS, read
from compare.events.surroundings import others_of, surroundings, weight_of
from compare.events.tfidf import FIELDS, vectorise
from compare.ingest.cleaning import clean
from compare.settings import CleanSettings, VectorSettings
from compare.text.language import with_language

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

    from compare.model import CleanedArticle

__all__ = ["Stream", "fit", "read_set"]

EVENT_DAYS, STORY_DAYS = (3.0, 40.0), (10.0, 60.0)
"""In how many days nearness fades, and farness grows, as to one event and to one story."""
WEIGHTS = {"ecbplus_1_35": 0.5, "events": 0.2}
"""How much a set counts, where not as 1: two topics a folder, and a small one."""
_TOTAL = 2000.0
_UNKNOWN, _ROUNDS, _KNOWN = -14.0, 6, 0.5
_STIFF = 3.0
"""So that the regularisation hardly touches the intercepts of the sets."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The compared pairs of one gold file, with what is known of each.

    ``same`` and ``story`` are the gold labels of the pairs, ``unsure`` those that count neither
    way, ``unsure_pairs`` the same as a square of all articles; ``stories`` those of the articles,
    if known; ``cosines`` a column per field, ``sizes`` the terms of each article.
    """

    bodies: tuple[CleanedArticle, ...]
    events: tuple[str, ...]
    pairs: tuple[NDArray[Any], NDArray[Any]]
    cosines: Mapping[str, NDArray[Any]]
    sizes: NDArray[Any]
    days: NDArray[Any]
    weekdays: NDArray[Any]
    same: NDArray[Any]
    stories: tuple[str, ...]
    story: NDArray[Any] | None
    unsure: NDArray[Any]
    unsure_pairs: NDArray[Any]

    def text_features(self) -> NDArray[Any]:
        """The columns that ``EventModel.text`` weighs."""
        a, b = (np.maximum(self.sizes[side], 1) for side in self.pairs)
        low, high = np.minimum(a, b), np.maximum(a, b)
        columns = [np.log(np.maximum(self.cosines[name], 0) + FLOORS[name]) for name in FIELDS]
        return np.stack([*columns, np.log(low), np.log(high / low)], axis=1)

    def around(self, spans: tuple[float, float]) -> NDArray[Any]:
        """The columns of days and weekdays that ``Circumstances`` weighs."""
        first, second = self.pairs
        apart = np.abs(self.days[first] - self.days[second])
        known = ~np.isnan(apart)
        apart = np.nan_to_num(apart)
        a, b = self.weekdays[first], self.weekdays[second]
        columns = (
            known * np.exp(-apart / spans[0]),
            known * (1 - np.exp(-apart / spans[1])),
            ~known,
            (a > 0) & (b > 0) & (a & b == 0),
            (a & b) > 0,
        )
        return np.stack([column.astype(float) for column in columns], axis=1)


def read_set(path: Path, *, undated: bool = False) -> list[Stream]:
    """The streams of one gold file, or of every file of a folder."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [_read(file, undated=undated) for file in files]


def _read(path: Path, *, undated: bool) -> Stream:
    articles, events = read_articles(path)
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        rows = {row["id"]: row for row in map(json.loads, lines)}
    bodies = clean(with_language(articles), CleanSettings())
    vectors = vectorise(bodies, VectorSettings())
    first, second = candidates(vectors.words, vectors.days)
    names = [body.article.id for body in bodies]
    unsure = _unsure(names, rows)
    stories = np.array([_story_of(rows[name]) for name in names])
    return Stream(
        bodies,
        tuple(events),
        (first, second),
        {field: row_dots(getattr(vectors, field), first, second) for field in FIELDS},
        np.diff(vectors.words.indptr),
        np.full(len(bodies), np.nan) if undated else vectors.days,
        vectors.weekdays,
        np.array(events)[first] == np.array(events)[second],
        tuple(stories.tolist()) if stories.all() else (),
        stories[first] == stories[second] if stories.all() else None,
        unsure[first, second],
        unsure,
    )


def _unsure(names: Sequence[str], rows: Mapping[str, Mapping[str, Any]]) -> NDArray[Any]:
    """Which pairs of all articles the gold leaves open."""
    place = {name: at for at, name in enumerate(names)}
    found = np.zeros((len(names), len(names)), bool)
    for name, at in place.items():
        for other in rows[name].get("unsure") or ():
            if other in place:
                found[at, place[other]] = found[place[other], at] = True
    return found


def _story_of(row: Mapping[str, Any]) -> str:
    """The story of a gold line, or the topic its event's name begins with (ECB+)."""
    topic, underscore, _ = row["event"].partition("_")
    return row.get("story") or (topic if underscore and topic.isdecimal() else "")


def fit(sets: Mapping[str, Sequence[Stream]], usual: Collection[str]) -> dict[str, Any]:
    """The table of ``data/events.json``, fitted on some sets.

    Args:
        sets: the streams of each set.
        usual: the sets whose intercepts are taken; all where none is among ``sets``.
    """
    texts = {name: [stream.text_features() for stream in own] for name, own in sets.items()}
    dates = _columns(sets, EVENT_DAYS)
    whole = {name: [np.hstack(both) for both in zip(texts[name], dates[name], strict=True)]
             for name in sets}  # fmt: skip
    coefficients, _ = _regression(sets, whole, usual, "same")
    width = len(FIELDS) + 2
    text = coefficients[:width]
    said = {name: [features @ text for features in own] for name, own in texts.items()}
    around, usually = _surroundings(sets, said)
    columns = {
        name: [np.column_stack(each) for each in zip(said[name], dates[name], around[name],
                                                     strict=True)]
        for name in sets
    }  # fmt: skip
    event = _circumstances(sets, columns, usual, "same", EVENT_DAYS)
    # Each stream once more as if it had no dates: a set without any has its own intercept.
    with_story = {
        name: [*own, *(replace(stream, days=np.full(len(stream.days), np.nan)) for stream in own)]
        for name, own in sets.items()
        if own[0].story is not None
    }
    later = _columns(with_story, STORY_DAYS)
    nothing = {
        name: [np.zeros((len(one.same), 2)) for one in own] for name, own in with_story.items()
    }
    columns = {
        name: [np.column_stack(each) for each in zip(said[name] * 2, later[name], nothing[name],
                                                     strict=True)]
        for name in with_story
    }  # fmt: skip
    story = _circumstances(with_story, columns, usual, "story", STORY_DAYS)
    names = (*FIELDS, "shorter", "longer_by")
    shares = [np.mean(np.concatenate([stream.same[~stream.unsure] for stream in own]))
              for name, own in sets.items() if name in usual]  # fmt: skip
    return {
        "text": dict(zip(names, text.round(4).tolist(), strict=True)),
        "usual": round(usually, 3),
        "share": round(float(np.mean(shares)) if shares else 0.03, 4),
        "event": event,
        "story": story,
    }


def _columns(
    sets: Mapping[str, Sequence[Stream]], spans: tuple[float, float]
) -> dict[str, list[NDArray[Any]]]:
    return {name: [stream.around(spans) for stream in own] for name, own in sets.items()}


def _surroundings(
    sets: Mapping[str, Sequence[Stream]], said: Mapping[str, Sequence[NDArray[Any]]]
) -> tuple[dict[str, list[NDArray[Any]]], float]:
    """Per pair, the surroundings of the more and of the less crowded one; and what is usual."""

    def told(usual: float) -> dict[str, list[NDArray[Any]]]:
        return {
            name: [
                surroundings(*stream.pairs, text, stream.days, usual)
                for stream, text in zip(own, said[name], strict=True)
            ]
            for name, own in sets.items()
        }

    usual = _UNKNOWN
    for _ in range(_ROUNDS):  # the mean hangs a little on what stands for articles not there
        beyond, weights = [], []
        for name, own in told(usual).items():
            for stream, one in zip(sets[name], own, strict=True):
                weight = weight_of(others_of(stream.days))
                known = weight > _KNOWN
                beyond.append(one[known] / weight[known])
                weights.append(np.full(known.sum(), 1 / max(known.sum(), 1)))
        if sum(map(len, beyond)):
            usual += float(np.average(np.concatenate(beyond), weights=np.concatenate(weights)))
    found = {
        name: [
            np.stack([np.maximum(one[stream.pairs[0]], one[stream.pairs[1]]),
                      np.minimum(one[stream.pairs[0]], one[stream.pairs[1]])], axis=1)
            for stream, one in zip(sets[name], own, strict=True)
        ]
        for name, own in told(usual).items()
    }  # fmt: skip
    return found, usual


def _circumstances(
    sets: Mapping[str, Sequence[Stream]],
    columns: Mapping[str, Sequence[NDArray[Any]]],
    usual: Collection[str],
    label: str,
    spans: tuple[float, float],
) -> dict[str, float]:
    found, intercept = _regression(sets, columns, usual, label)
    text, near, far, undated, other, same, crowded, both = found.round(4).tolist()
    return {
        "text": text, "near": near, "near_days": spans[0], "far": far, "far_days": spans[1],
        "undated": undated, "other_weekdays": other, "same_weekday": same,
        "crowded": crowded, "both_crowded": both, "intercept": round(intercept, 4),
    }  # fmt: skip


def _regression(
    sets: Mapping[str, Sequence[Stream]],
    columns: Mapping[str, Sequence[NDArray[Any]]],
    usual: Collection[str],
    label: str,
) -> tuple[NDArray[Any], float]:
    """Coefficients, and the mean intercept of the usual sets; every set counts as its weight."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows, labels, owners, weights = [], [], [], []
    for number, (name, own) in enumerate(sets.items()):
        kept = [~stream.unsure for stream in own]
        rows.append(np.concatenate([c[k] for c, k in zip(columns[name], kept, strict=True)]))
        truth = [getattr(stream, label)[k] for stream, k in zip(own, kept, strict=True)]
        labels.append(np.concatenate(truth))
        owners.append(np.full(len(labels[-1]), number))
        weights.append(np.full(len(labels[-1]), WEIGHTS.get(name, 1.0) * _TOTAL / len(labels[-1])))
    scaler = StandardScaler().fit(np.concatenate(rows))
    owner = _STIFF * np.eye(len(sets))[np.concatenate(owners)]
    features = np.hstack([scaler.transform(np.concatenate(rows)), owner])
    model = LogisticRegression(C=1.0, solver="newton-cholesky").fit(
        features, np.concatenate(labels), sample_weight=np.concatenate(weights)
    )
    width = features.shape[1] - len(sets)
    coefficients = model.coef_[0][:width] / scaler.scale_
    intercepts = dict(zip(sets, _STIFF * model.coef_[0][width:], strict=True))
    chosen = [intercepts[name] for name in sets if name in usual] or [*intercepts.values()]
    intercept = model.intercept_[0] - coefficients @ scaler.mean_ + np.mean(chosen)
    return coefficients, float(intercept)


def name_of(path: Path) -> str:
    """A set's name: that of its file or folder, without suffixes."""
    return path.name.split(".")[0]


def main() -> None:
    """Fit and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--undated", nargs="*", default=["giveme5w1h"])
    parser.add_argument("--usual", nargs="*", default=["allsides_train", "windows"])
    given = parser.parse_args()
    sets = {name_of(path): read_set(path, undated=name_of(path) in given.undated)
            for path in given.sets}  # fmt: skip
    table = {"made by": "python -m compare.training.events", **fit(sets, given.usual)}
    read(table)
    given.output.write_text(json.dumps(table, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
