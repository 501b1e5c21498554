"""The models are scikit-learn's in the features' own units, and no fold sees its own pairs."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from compare.alignment import context_features as context
from compare.alignment import features as evidence
from compare.alignment import model as fitted
from compare.evaluation import gold
from compare.training import alignment as training

FIXTURES = Path("fixtures/gold")
MARKED = gold.read_marked(FIXTURES / "statements.jsonl")


def test_a_model_needs_no_scaler_at_run_time() -> None:
    random = np.random.default_rng(0)
    columns = random.normal(5, [1, 100, 0.01], (400, 3))
    labels = (columns[:, 0] + columns[:, 1] / 100 + random.normal(0, 1, 400) > 5.0).astype(int)
    model = training.logistic(columns, labels, ("a", "b", "c"), 1e-6)
    chance = 1 / (1 + np.exp(-model.logits(columns)))
    assert chance.mean() == pytest.approx(labels.mean(), abs=1e-4)
    # Where a logistic regression is at its optimum, no column explains what is left.
    assert columns.T @ (chance - labels) / 400 == pytest.approx([0, 0, 0], abs=1e-2)


def test_a_heavier_penalty_gives_smaller_coefficients() -> None:
    columns = np.array([[0.0], [1.0], [2.0], [3.0]] * 5)
    labels = np.array([0, 0, 1, 1] * 5)
    light, heavy = (training.logistic(columns, labels, ("x",), penalty) for penalty in (1, 100))
    assert light.coefficients[0] > heavy.coefficients[0] > 0


def test_no_article_pair_is_scored_by_a_model_that_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = training.read_rows(MARKED[:4])
    places = {id(row): place for place, row in enumerate(rows)}
    seen: list[set[int]] = []
    fit = training.fit_event

    def recorded(given: list[training.Marked], names: tuple[str, ...]) -> training.Fitted:
        seen.append({places[id(row)] for row in given})
        return fit(given, names)

    monkeypatch.setattr(training, "fit_event", recorded)
    first, final = training.cross_validated(rows)
    assert sorted(sorted({0, 1, 2, 3} - fold) for fold in seen) == [[0], [1], [2], [3]]
    assert [len(each) for each in final] == [len(row.labels) for row in rows]
    assert [len(each) for each in first] == [len(row.labels) for row in rows]


def test_perfect_scores_are_measured_as_perfect() -> None:
    rows = training.read_rows(MARKED[:2])
    scores = [(row.labels != 0).astype(float) for row in rows]
    found = training.measures(scores, rows, 0.5)
    assert training.average_precision(scores, rows) == 1
    assert found["precision"] == found["recall"] == found["F1"] == 1
    assert found["with a clear match, reported as one-sided"] == 0
    assert found["marked as only one side's, reported so"] == 1


def test_the_command_writes_a_file_that_alignment_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for name, rows in (("statements", 5), ("statement_pairs", 100)):
        lines = (FIXTURES / f"{name}.jsonl").read_text("utf-8").splitlines()[:rows]
        files.append(tmp_path / name)
        files[-1].write_text("\n".join(lines), "utf-8")
    read = {
        f"pair{at}": row.labels + 0.0
        for at, row in enumerate(training.read_rows(gold.read_marked(files[0])))
    }
    np.savez(tmp_path / "read.npz", allow_pickle=False, alone=np.zeros(100), **read)
    out = tmp_path / "alignment.json"
    files.append(tmp_path / "read.npz")
    monkeypatch.setattr(sys, "argv", ["fit", *map(str, files), "-o", str(out)])
    training._main()
    written = json.loads(out.read_text("utf-8"))
    models = fitted.read(written)
    assert models["event"].names == evidence.NAMES
    assert models["read"].coefficients[1] > 0, "what is read tells what was marked"
    assert models["context"].names == context.NAMES
    assert written["measured"]["pairs"] == 5
