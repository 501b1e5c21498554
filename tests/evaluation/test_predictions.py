from __future__ import annotations

from pathlib import Path

from compare.evaluation import gold, predictions
from compare.evaluation.gold import LabelledPair
from compare.model import Article
from compare.settings import Settings

FIXTURES = Path(__file__).parents[2] / "fixtures" / "gold"


def test_a_marked_pair_is_answered_for_every_pair_of_sentences() -> None:
    pair = gold.read_marked(FIXTURES / "statements.jsonl")[0]
    same, rows = predictions.predict_marked(pair, Settings(), "here")
    assert same is pair
    width = len(pair.sentences[1])
    assert len(rows) == len(pair.sentences[0]) * width
    for i, j, relation, sure in pair.matches:
        row = rows[i * width + j]
        assert (row.label, row.relation) == (None if sure == 1 else 1, relation)
        assert row.predicted is not None
    assert sum(row.label == 0 for row in rows) == len(rows) - len(pair.matches)


def test_given_sentences_keep_their_place_and_learn_their_speaker() -> None:
    text = 'The bell rang. "It was loud and far too early," said Ada Finch, the baker.'
    spans = [(0, 14), (15, len(text))]
    found = predictions.given_statements(Article("x", text, "s"), spans, Settings())
    assert [(one.start, one.end, one.text) for one in found] == [
        (start, end, text[start:end]) for start, end in spans
    ]
    assert found[0].speaker is None


def test_labelled_pairs_come_back_in_order_alone_or_by_topic() -> None:
    same = "The mill burned down on Saturday evening."
    other = "The mill, empty since 2009, burned down on Saturday."
    far = "Bread will cost more from next week, bakers said."
    pairs = [
        LabelledPair(same, far, 0, "mill"),
        LabelledPair(same, other, 1),
        LabelledPair(same, other, 1, "mill"),
        LabelledPair(same, far, 0),
    ]
    rows = predictions.predict_statements(pairs, Settings())
    assert [row.label for row in rows] == [0, 1, 1, 0]
    assert rows[1].score > rows[3].score
    assert rows[2].score > rows[0].score
    assert rows[0].unit == rows[2].unit
    assert rows[1].unit != rows[3].unit


def test_a_pair_whose_relation_is_marked_is_told_its_relation() -> None:
    pairs = [
        LabelledPair("The bridge was closed at noon.", "The bridge was not closed at noon.", 1, None, "negated"),
        LabelledPair("Der Streik dauert bis Freitagabend.", "Bis Freitagabend dauert der Ausstand.", 1, None, "paraphrase"),
        LabelledPair("The bell rang at noon.", "Bread will cost more.", 0),
    ]  # fmt: skip
    rows = predictions.predict_statements(pairs, Settings())
    assert [row.predicted for row in rows] == ["negated", "paraphrase", None]
