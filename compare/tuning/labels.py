"""Labels: the answers of a person about pairs, and the file they are kept in.

The file is a log: every answer is on disk before the next question, and an answer taken back
is one more line. ``weights`` weighs chosen answers back to all pairs (post-stratification,
Cochran 1977, ch. 5A).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, Any, Literal, get_args

from compare.errors import InputError, OutputError
from compare.evaluation.gold import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from compare.tuning.sampling import Question

__all__ = [
    "FORMAT",
    "Answer",
    "Label",
    "Log",
    "append",
    "make_sure",
    "read",
    "record",
    "settle",
    "weights",
]

FORMAT = "newscompare/labels/1"
Answer = Literal["yes", "no", "unsure", "skip", "undo"]
LABELS: dict[str, int | None] = {"yes": 1, "no": 0, "unsure": None, "skip": None}


@dataclass(frozen=True, slots=True)
class Label:
    """An answer about one pair: 1 they belong together, 0 they do not, None unsure or skipped.

    ``score``, ``settings`` (a digest) and the band are those of the moment it was asked; None
    where the label came from elsewhere.
    """

    kind: Kind | None
    a: str
    b: str
    label: int | None
    score: float | None = None
    settings: str | None = None
    band: tuple[float, float] | None = None
    band_size: int | None = None

    @property
    def key(self) -> frozenset[str]:
        """The pair without its order."""
        return frozenset((self.a, self.b))


@dataclass(frozen=True, slots=True)
class Log:
    """What a label file holds: the answers that stand, in order, and what was kept out and why."""

    labels: tuple[Label, ...] = ()
    refused: tuple[str, ...] = ()
    asked: frozenset[frozenset[str]] = field(default=frozenset())


def append(path: Path, record: Mapping[str, Any]) -> None:
    """Add one line and wait until it is on disk; a half-written last line is closed, not touched.

    Raises:
        OutputError: the file cannot be written.
    """
    line = json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace")
    try:
        with path.open("ab+") as stream:
            stream.seek(0, os.SEEK_END)
            if stream.tell():
                stream.seek(-1, os.SEEK_END)
                line = line if stream.read(1) == b"\n" else b"\n" + line
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error


def make_sure(path: Path) -> None:
    """Find out before the first question that answers can be kept; leaves all as it was.

    Raises:
        OutputError: the file cannot be written.
    """
    new = not path.exists()
    try:
        path.open("ab").close()
        if new:
            path.unlink()
    except OSError as error:
        raise OutputError(f"{path}: cannot be written ({error.strerror})") from error


def record(kind: Kind, question: Question, answer: Answer, settings: str) -> dict[str, Any]:
    """The line of the label file for an answer; ``undo`` takes the pair's last answer back."""
    pair = question.pair
    line: dict[str, Any] = {"format": FORMAT, "kind": kind, "a": pair.a, "b": pair.b,
                            "answer": answer}  # fmt: skip
    if answer == "undo":
        return line
    place = {"band": [question.low, question.high], "band_size": question.band_size}
    return line | {"label": LABELS[answer], "score": pair.score, "settings": settings} | place


def read(path: Path) -> Log:
    """The answers that stand in a file of labels: JSON Lines, a JSON list, or CSV.

    A line that cannot be read is listed in ``refused`` and left where it is.

    Raises:
        InputError: the file cannot be read at all.
    """
    try:
        # A process killed while writing may cut a character: that line alone is left out.
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    rows, refused = _rows(path, text)
    standing: dict[tuple[object, ...], Label] = {}
    for number, row in rows:
        label = _label(row)
        if label is None:
            refused.append(f"{path}:{number}: is no label (needs a, b and label 0 or 1, or answer)")
        elif row.get("answer") == "undo":
            mine = [key for key in standing if key[:2] == (label.kind, label.key)]
            for key in mine[-1:]:
                del standing[key]
        else:
            standing[label.kind, label.key, number] = label
    kept = tuple(standing.values())
    return Log(kept, tuple(refused), frozenset(label.key for label in kept))


def settle(labels: Iterable[Label], known: Iterable[str] | None = None) -> Log:
    """One label per pair: contradictory ones and unknown ids are listed and kept out.

    Args:
        labels: of one kind, from any number of files.
        known: the ids there are; None takes every id.
    """
    ids = None if known is None else frozenset(known)
    by_pair: dict[frozenset[str], list[Label]] = {}
    unknown: Counter[str] = Counter()
    for label in labels:
        strange = [name for name in (label.a, label.b) if ids is not None and name not in ids]
        unknown.update(strange)
        if label.label is not None and not strange:
            by_pair.setdefault(label.key, []).append(label)
    refused = [f"{name}: no article has this id; labels kept out: {count}"
               for name, count in sorted(unknown.items())]  # fmt: skip
    settled = []
    for answers in by_pair.values():
        if len({answer.label for answer in answers}) > 1:
            refused.append(f"{answers[0].a} and {answers[0].b}: labelled both 1 and 0, kept out")
        else:
            settled.append(answers[-1])
    return Log(tuple(settled), tuple(refused), frozenset(by_pair))


def weights(labels: Sequence[Label]) -> list[float]:
    """How many pairs each label stands for; 1 where nothing is known of its drawing."""
    drawn = Counter((label.settings, label.band) for label in labels)
    return [
        1.0 if label.band_size is None
        else max(1.0, label.band_size / drawn[label.settings, label.band])
        for label in labels
    ]  # fmt: skip


def _rows(path: Path, text: str) -> tuple[list[tuple[int, Any]], list[str]]:
    if path.suffix.lower() in {".csv", ".tsv"}:
        import csv

        delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
        reader = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
        return [(reader.line_num, row) for row in reader], []
    if text.lstrip().startswith("["):
        try:
            return list(enumerate(json.loads(text), 1)), []
        except json.JSONDecodeError as error:
            raise InputError(f"{path}: is not JSON ({error.msg})") from error
    rows, refused = [], []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rows.append((number, json.loads(line)))
        except json.JSONDecodeError:
            cut = number == len(lines)
            what = "stops half-way (a killed process?)" if cut else "is not JSON"
            refused.append(f"{path}:{number}: {what}; the line is left out")
    return rows, refused


def _label(row: Any) -> Label | None:  # noqa: ANN401  (JSON)
    """The label of a row; None where it is none. CSV gives numbers as text."""
    if not isinstance(row, dict) or not (row.get("a") and row.get("b")):
        return None
    answer, value = (row.get(key) if row.get(key) not in {None, ""} else None
                     for key in ("answer", "label"))  # fmt: skip
    if answer is not None and answer not in {*LABELS, "undo"}:
        return None
    value = LABELS.get(answer) if value is None and answer is not None else value
    if str(value) not in ({"0", "1"} if answer is None else {"0", "1", "None"}):
        return None
    try:
        score = None if row.get("score") in {None, ""} else float(row["score"])
        band = tuple(map(float, row["band"])) if row.get("band") else None
        size = int(row["band_size"]) if row.get("band_size") else None
    except (TypeError, ValueError):
        return None
    label = None if value is None else int(value)
    pair = (band[0], band[1]) if band and len(band) == 2 else None  # noqa: PLR2004  (low and high)
    # Gold of copies says with ``kind`` which copy it is: that is another field.
    kind = row.get("kind") if row.get("kind") in get_args(Kind) else None
    digest = row.get("settings") or None
    return Label(kind, str(row["a"]), str(row["b"]), label, score, digest, pair, size)
