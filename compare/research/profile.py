"""Outlet profiles: what each outlet tells, leaves out and has first, over many events.

Every share is a ratio of counts summed over events, with an interval from a bootstrap over events
(Efron 1979), for claims of one event are no independent observations. Each outlet stands beside
its *base rate*: the same share of the other outlets in the same events. Differences carry the
probability of being this large by chance, corrected for their number (Benjamini and Hochberg
1995).

How often the aligner is wrong is part of the interval. A match's score is a calibrated
probability, so the expected number of claims an outlet tells is the sum of the scores of those it
is said to tell. What the aligner misses of statements that clearly match (measured on articles
marked by reading) is made up for by that share, which is drawn anew in each resample from its own
uncertainty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from compare.model import Accuracy
    from compare.research.rows import Row

__all__ = ["FEW", "MEASURES", "Estimate", "Measure", "OutletProfile", "Profile", "profile"]

RESAMPLES = 2000
SEED = 20240305
FEW = 20
"""With fewer events an interval is rough, and said to be."""
LEAST = 5
"""With fewer events no interval is given."""
MOST = 30
"""So many outlets, those with most events, stand in the matrices."""
INTERVAL = (2.5, 97.5)
FROM_OTHERS = {"reprint", "derived"}
"""Kinds of provenance of a text that is not the outlet's own reporting."""


class Measure(NamedTuple):
    """A share that is measured: of what, and whether the aligner's error is carried into it."""

    name: str
    title: str
    says: str
    adjusted: bool


MEASURES = (
    Measure("tells", "Tells what others share",
            "of the claims that two or more others tell in events it reports", adjusted=True),
    Measure("leaves_out", "Leaves out what it could have known",
            "of the claims that another outlet had told before it appeared", adjusted=True),
    Measure("first", "Is first",
            "of the claims that it and another tell, where the times can say who was first",
            adjusted=False),
    Measure("taken_up", "Exclusives taken up",
            "of the claims that it told before all others, those another tells too", adjusted=True),
    Measure("wire", "Has it from others",
            "of its articles, those that are copies or rewritten from another outlet's",
            adjusted=False),
)  # fmt: skip
"""What a profile holds, in order."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One share of one outlet.

    ``count`` of ``total`` is what was counted, ``observed`` their ratio; ``share`` is corrected for
    the aligner's error where that is known, and ``low`` to ``high`` its 95 % interval (None with
    fewer than ``LEAST`` events). ``base`` is the base rate, corrected alike; ``p`` the probability
    of so large a difference by chance, ``q`` the same with many comparisons in view.
    ``events``: in which there was something to count.
    """

    measure: str
    count: int
    total: int
    events: int
    observed: float
    share: float
    low: float | None
    high: float | None
    base: float | None
    p: float | None = None
    q: float | None = None
    few: bool = False


@dataclass(frozen=True, slots=True)
class OutletProfile:
    """An outlet: its articles and events, and an estimate per measure that can be told."""

    source: str
    articles: int
    events: int
    estimates: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two outlets in the events both report.

    ``agreement``: of the claims either tells, those both tell. ``omission``: of the claims ``a``
    tells and ``b`` could have known, those ``b`` has no part of. Each with its interval.
    """

    a: str
    b: str
    events: int
    agreement: float | None
    agreement_low: float | None
    agreement_high: float | None
    omission: float | None
    omission_low: float | None
    omission_high: float | None


@dataclass(frozen=True, slots=True)
class Profile:
    """All outlets, and each pair of those with most events."""

    outlets: tuple[OutletProfile, ...]
    pairs: tuple[Pairing, ...]
    events: int
    articles: int
    accuracy: Accuracy | None
    resamples: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """The fields of ``newscompare/profile/1``, without what made it."""
        return asdict(self)


class _Cell(NamedTuple):
    """What an outlet has of a claim, by all of its articles.

    ``telling``: the probability of the likeliest statement that tells it; ``carrying``: of the
    likeliest that has any part of it; 0 where there is none.
    """

    telling: float
    carrying: float
    told: bool
    absent: bool
    known_before: bool | None


@dataclass(slots=True)
class _Counts:
    """Per event and outlet: what was counted, what is expected to be true, and out of how many."""

    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    total: NDArray[np.float64]


def profile(
    tables: Mapping[str, Sequence[Row]],
    accuracy: Accuracy | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Profile:
    """The profile of every outlet in some tables.

    Args:
        tables: the rows of ``articles``, ``claims`` and ``tellings``.
        accuracy: what was measured of the aligner; None leaves its error out of the intervals.
        resamples: of the bootstrap.
        seed: of its random numbers; the same seed and rows give the same profile.
    """
    articles = tables["articles"]
    sources = sorted({row["source"] for row in articles})
    events = sorted({row["event"] for row in articles})
    at = {event: n for n, event in enumerate(events)}
    column = {source: n for n, source in enumerate(sources)}
    counts = {measure.name: _empty(len(events), len(sources)) for measure in MEASURES}
    _count_wire(counts["wire"], articles, at, column)
    cells = _cells(tables["tellings"])
    firsts = {(row["event"], row["claim"]): row["first_source"] for row in tables["claims"]}
    for (event, claim), by_source in cells.items():
        _count_claim(counts, at[event], column, by_source, firsts.get((event, claim)))
    random = np.random.default_rng(seed)
    weights = _weights(len(events), resamples, random)
    missed = _missed(accuracy, resamples, random)
    estimates = _corrected({
        source: [
            found for measure in MEASURES
            if (found := _estimate(measure, counts[measure.name], n, weights, missed, accuracy))
        ]
        for source, n in column.items()
    })  # fmt: skip
    outlets = tuple(
        OutletProfile(
            source,
            sum(row["source"] == source for row in articles),
            len({row["event"] for row in articles if row["source"] == source}),
            tuple(estimates[source]),
        )
        for source in sources
    )
    pairs = tuple(_pairs(cells, at, _widest(outlets), weights))
    return Profile(outlets, pairs, len(events), len(articles), accuracy, resamples, seed)


def _weights(events: int, resamples: int, random: np.random.Generator) -> NDArray[np.int64]:
    """How often each resample drew each event."""
    if not events:
        return np.zeros((resamples, 0), np.int64)
    return random.multinomial(events, np.full(events, 1 / events), resamples)


def _empty(events: int, sources: int) -> _Counts:
    return _Counts(*(np.zeros((events, sources)) for _ in range(3)))


def _count_wire(
    counts: _Counts, articles: Iterable[Row], at: Mapping[str, int], column: Mapping[str, int]
) -> None:
    outlet = {row["article"]: row["source"] for row in articles}
    for row in articles:
        place = at[row["event"]], column[row["source"]]
        copied = (
            row["copy_kind"] in {"exact", "near"} and outlet.get(row["copy_of"]) != row["source"]
        )
        counts.observed[place] += copied or row["provenance"] in FROM_OTHERS
        counts.total[place] += 1
    counts.expected[:] = counts.observed


def _cells(tellings: Iterable[Row]) -> dict[tuple[str, str], dict[str, _Cell]]:
    """Per claim and outlet what the outlet has of it."""
    rows: defaultdict[tuple[str, str], defaultdict[str, list[Row]]]
    rows = defaultdict(lambda: defaultdict(list))
    for row in tellings:
        rows[row["event"], row["claim"]][row["source"]].append(row)
    return {
        claim: {source: _cell(own) for source, own in by_source.items()}
        for claim, by_source in rows.items()
    }


def _cell(rows: Sequence[Row]) -> _Cell:
    known = [row["known_before"] for row in rows]
    return _Cell(
        max(row["probability"] or 0.0 if row["telling"] == "told" else 0.0 for row in rows),
        max(row["probability"] or 0.0 for row in rows),
        any(row["telling"] == "told" for row in rows),
        all(row["telling"] == "absent" for row in rows),
        # It could have known if any of its articles could; it could not if none could.
        True if True in known else None if None in known else False,
    )


def _count_claim(
    counts: Mapping[str, _Counts],
    event: int,
    column: Mapping[str, int],
    by_source: Mapping[str, _Cell],
    first: str | None,
) -> None:
    telling = {source for source, cell in by_source.items() if cell.told}
    for source, cell in by_source.items():
        place, others = (event, column[source]), telling - {source}
        if len(others) > 1:
            _add(counts["tells"], place, cell.told, cell.telling)
        if others and cell.known_before is True:
            _add(counts["leaves_out"], place, cell.absent, 1 - cell.carrying)
        if cell.told and others and first is not None:
            _add(counts["first"], place, first == source, float(first == source))
        if cell.told and cell.known_before is False:
            likeliest = max((by_source[each].telling for each in others), default=0.0)
            _add(counts["taken_up"], place, bool(others), likeliest)


def _add(counts: _Counts, place: tuple[int, int], observed: bool, expected: float) -> None:  # noqa: FBT001  (a count of 0 or 1)
    counts.observed[place] += observed
    counts.expected[place] += expected
    counts.total[place] += 1


def _missed(
    accuracy: Accuracy | None, resamples: int, random: np.random.Generator
) -> NDArray[np.float64]:
    """For each resample the share of what both tell that the aligner reports as one side's.

    Its uncertainty is that of so many articles as were marked (Jeffreys' interval): statements of
    one article are no independent observations.
    """
    if accuracy is None:
        return np.zeros(resamples)
    n, share = accuracy.pairs, accuracy.left_out_wrongly
    return random.beta(share * n + 0.5, (1 - share) * n + 0.5, resamples)


def _estimate(
    measure: Measure,
    counts: _Counts,
    column: int,
    weights: NDArray[np.int64],
    missed: NDArray[np.float64],
    accuracy: Accuracy | None,
) -> Estimate | None:
    """One share with its interval and base rate; None where there is nothing to count."""
    own = counts.total[:, column] > 0
    events = int(own.sum())
    if not events:
        return None
    drawn = weights[:, own]
    mean = accuracy.left_out_wrongly if accuracy and measure.adjusted else 0.0
    share_missed = missed if measure.adjusted else np.zeros(len(missed))
    others = np.delete(np.arange(counts.total.shape[1]), column)
    mine, total = counts.expected[own, column], counts.total[own, column]
    theirs = counts.expected[np.ix_(own, others)].sum(axis=1)
    their_total = counts.total[np.ix_(own, others)].sum(axis=1)
    invert = measure.name == "leaves_out"
    share = _true_share(mine.sum(), total.sum(), mean, invert=invert)
    base = _true_share(theirs.sum(), their_total.sum(), mean, invert=invert)
    resampled = _true_share(drawn @ mine, drawn @ total, share_missed, invert=invert)
    differences = resampled - _true_share(
        drawn @ theirs, drawn @ their_total, share_missed, invert=invert
    )
    low, high = _interval(resampled) if events >= LEAST else (None, None)
    spread = low is not None and high is not None and low < high
    if events >= LEAST and not spread:
        low, high = _exact(float(share), events)
    counted, out_of = counts.observed[own, column].sum(), total.sum()
    return Estimate(
        measure.name, int(counted), int(out_of), events, float(counted / out_of), float(share),
        low, high, None if np.isnan(base) else float(base),
        _chance(differences) if spread else None, None, events < FEW,
    )  # fmt: skip


def _true_share(expected: Any, total: Any, missed: Any, *, invert: bool) -> Any:  # noqa: ANN401  (numbers or arrays)
    """The share, made up for what is missed; NaN where there is nothing to count.

    ``invert``: what is counted is what the outlet has *not*, so what was missed is taken off it.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.asarray(expected, float) / np.asarray(total, float)
        true = 1 - (1 - share) / (1 - missed) if invert else share / (1 - missed)
    return np.clip(true, 0.0, 1.0)


def _interval(resampled: NDArray[np.float64]) -> tuple[float | None, float | None]:
    known = resampled[~np.isnan(resampled)]
    if not len(known):
        return None, None
    low, high = np.percentile(known, INTERVAL)
    return float(low), float(high)


def _exact(share: float, events: int) -> tuple[float, float]:
    """The interval of a share that is the same in every event: that of so many coin tosses.

    A bootstrap of equal values has no spread and would claim to be certain (Clopper and Pearson
    1934 do not).
    """
    from scipy.stats import binomtest

    found = binomtest(round(share * events), events).proportion_ci(0.95)
    return float(found.low), float(found.high)


def _chance(differences: NDArray[np.float64]) -> float | None:
    """Two-sided: how often the resampled difference lies on the other side of none."""
    known = differences[~np.isnan(differences)]
    if not len(known):
        return None
    below, above = (known <= 0).sum() + 1, (known >= 0).sum() + 1
    return float(min(1.0, 2 * min(below, above) / (len(known) + 1)))


def _corrected(estimates: Mapping[str, Sequence[Estimate]]) -> dict[str, list[Estimate]]:
    """The estimates with ``q``, over all outlets and measures at once."""
    from dataclasses import replace

    from scipy.stats import false_discovery_control

    asked = [(source, n) for source, own in estimates.items() for n, one in enumerate(own)
             if one.p is not None]  # fmt: skip
    found = {source: list(own) for source, own in estimates.items()}
    if asked:
        values = false_discovery_control([estimates[source][n].p for source, n in asked])
        for (source, n), q in zip(asked, values, strict=True):
            found[source][n] = replace(found[source][n], q=float(q))
    return found


def _widest(outlets: Sequence[OutletProfile]) -> list[str]:
    ordered = sorted(outlets, key=lambda outlet: (-outlet.events, outlet.source))
    return sorted(outlet.source for outlet in ordered[:MOST])


def _pairs(
    cells: Mapping[tuple[str, str], Mapping[str, _Cell]],
    at: Mapping[str, int],
    sources: Sequence[str],
    weights: NDArray[np.int64],
) -> Iterable[Pairing]:
    """Every ordered pair of outlets with an event in common."""
    counts: defaultdict[tuple[str, str], NDArray[np.float64]]
    counts = defaultdict(lambda: np.zeros((4, len(at))))
    wanted = set(sources)
    for (event, _), by_source in cells.items():
        here = sorted(wanted & by_source.keys())
        for a in here:
            for b in here:
                if a != b:
                    _count_pair(counts[a, b][:, at[event]], by_source[a], by_source[b])
    for (a, b), (both, either, lacking, could) in sorted(counts.items()):
        if either.any():
            yield Pairing(
                a, b, int((either > 0).sum()),
                *_ratio(both, either, weights), *_ratio(lacking, could, weights),
            )  # fmt: skip


def _count_pair(counts: NDArray[np.float64], a: _Cell, b: _Cell) -> None:
    counts[0] += a.told and b.told
    counts[1] += a.told or b.told
    if a.told and b.known_before is True:
        counts[2] += b.absent
        counts[3] += 1


def _ratio(
    part: NDArray[np.float64], total: NDArray[np.float64], weights: NDArray[np.int64]
) -> tuple[float | None, float | None, float | None]:
    """A share and its interval over events; none where there is nothing, or too few events."""
    if not total.any():
        return None, None, None
    share = float(part.sum() / total.sum())
    if (total > 0).sum() < LEAST:
        return share, None, None
    with np.errstate(invalid="ignore", divide="ignore"):
        resampled = (weights @ part) / (weights @ total)
    return share, *_interval(resampled)
