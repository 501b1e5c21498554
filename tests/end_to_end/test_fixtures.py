"""The fixtures' gold must agree with itself and with the articles, or it measures nothing."""

from __future__ import annotations

import csv
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from compare.model import CopyKind, Relation, moment

FIXTURES = Path(__file__).parents[2] / "fixtures"
RELATIONS = set(get_args(Relation))


def _gold(name: str) -> list[dict[str, Any]]:
    lines = (FIXTURES / "gold" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _texts() -> dict[str, str]:
    """The text of every article as its file has it; web pages are left out."""
    texts = {path.stem: path.read_text("utf-8").rstrip("\n")
             for path in FIXTURES.glob("articles/*/*.txt")}  # fmt: skip
    for path in FIXTURES.glob("articles/*.jsonl"):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        texts |= {row["id"]: row["text"] for row in rows}
    for path in FIXTURES.glob("articles/*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            texts |= {row["id"]: row["text"] for row in csv.DictReader(stream)}
    return texts


EVENTS = _gold("events.jsonl")
IDS = {row["id"] for row in EVENTS}
PAIRS = _gold("statements.jsonl")


def test_every_article_has_its_line_in_the_events_gold() -> None:
    pages = {path.stem for path in FIXTURES.glob("articles/*/*.html")}
    assert set(_texts()) | pages == IDS
    assert len(EVENTS) == len(IDS)


def test_an_event_belongs_to_one_story_and_dates_are_readable() -> None:
    story: dict[str, str] = {}
    for row in EVENTS:
        assert story.setdefault(row["event"], row["story"]) == row["story"]
        moment(row["published"])
    assert len({row["source"] for row in EVENTS}) > 10


def test_copies_name_articles_and_kinds() -> None:
    rows = _gold("copies.jsonl")
    pairs = [frozenset((row["a"], row["b"])) for row in rows]
    assert len(set(pairs)) == len(pairs)
    assert set().union(*pairs) <= IDS
    assert {row["kind"] for row in rows if row["label"] == 1} == set(get_args(CopyKind))
    assert {row["kind"] for row in rows if row["label"] == 0} == {None}


def test_noise_is_where_it_says() -> None:
    texts, rows = _texts(), _gold("noise.jsonl")
    assert len({row["id"] for row in rows}) > 10
    for row in rows:
        assert texts[row["id"]][row["start"] : row["end"]] == row["text"]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["pair"])
def test_a_marked_pair_accounts_for_every_sentence(pair: dict[str, Any]) -> None:
    texts = _texts()
    for place, side in enumerate("ab"):
        article = pair[side]
        assert article["id"] in IDS
        assert texts.get(article["id"], article["text"]) == article["text"]
        spans = article["sentences"]
        assert all(start < end for start, end in spans)
        assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
        between = "".join(article["text"][one[1] : two[0]]
                          for one, two in itertools.pairwise(spans))  # fmt: skip
        assert between.strip() == ""
        matched = {match[place] for match in pair["matches"]}
        parts = [matched, set(pair[f"only_{side}"]), set(pair[f"noise_{side}"])]
        assert sorted(i for part in parts for i in part) == list(range(len(spans)))
    assert {match[2] for match in pair["matches"]} <= RELATIONS
    assert {match[3] for match in pair["matches"]} <= {1, 2}


def test_every_relation_is_marked_often_enough() -> None:
    clear = Counter(match[2] for pair in PAIRS for match in pair["matches"] if match[3] == 2)
    assert set(clear) == RELATIONS
    assert min(clear.values()) >= 8


def test_single_pairs_are_labelled() -> None:
    for row in _gold("relations.jsonl"):
        assert (row["relation"] in RELATIONS) == (row["label"] == 1)
    rows = _gold("statement_pairs.jsonl")
    assert {row["label"] for row in rows} == {0, 1}
    assert {row["topic"] for row in rows} <= {row["event"] for row in EVENTS}
