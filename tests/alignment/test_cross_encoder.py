"""The cross-encoder: what it is given, what it tells, and when it is asked."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.alignment import align as alignment
from compare.alignment import cross_encoder, evidence_kinds
from compare.alignment import model as fitted
from compare.model import Statement
from compare.settings import AlignmentSettings

READS = AlignmentSettings()
PLAIN = replace(READS, cross_encoder_pairs=0)
DOCTOR = "The doctor treated the child."
PHYSICIAN = "A physician cared for the boy."
RAIN = "Rain fell on the port."


def both(one: list[str], other: list[str]) -> list[list[Statement]]:
    return [
        [Statement(name, 99 * place, 99 * place + len(text), text) for place, text in enumerate(of)]
        for name, of in (("a", one), ("b", other))
    ]


def test_what_is_said_in_other_words_is_likelier_than_what_is_not_said() -> None:
    same, other = cross_encoder.log_odds([(DOCTOR, PHYSICIAN), (DOCTOR, RAIN)])
    assert same[cross_encoder.EVENT] > other[cross_encoder.EVENT]
    assert same[cross_encoder.PARAPHRASE] > other[cross_encoder.PARAPHRASE]


def test_an_answer_hangs_neither_on_the_order_nor_on_the_pairs_beside_it() -> None:
    pairs = [(DOCTOR, PHYSICIAN), ("", ""), ("Yes.", "word " * 400), ("桥梁", RAIN)]
    together = cross_encoder.log_odds(pairs)
    assert together.shape == (4, 2)
    assert np.isfinite(together).all()
    cross_encoder._read.cache_clear()
    turned = [cross_encoder.log_odds([(b, a)])[0] for a, b in reversed(pairs)][::-1]
    assert (together == np.array(turned)).all()
    assert cross_encoder.log_odds([]).shape == (0, 2)


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_the_row_of_pieces_holds_both_and_marks_what_they_share(a: str, b: str) -> None:
    reader = cross_encoder._load()[0]
    ids, kinds = reader.pair(a, b)
    assert len(ids) == len(kinds)
    assert (ids, kinds) == reader.pair(b, a)
    stops = [place for place, id_ in enumerate(ids) if id_ == ids[-1]]
    assert len(stops) == 2, "one behind each statement"
    assert {kind % 2 for kind in kinds[: stops[0] + 1]} == {0}
    assert {kind % 2 for kind in kinds[stops[0] + 1 :]} == {1}
    if a == b:
        assert kinds[1 : stops[0]] == [kind - 1 for kind in kinds[stops[0] + 1 : -1]]


def test_words_that_both_have_are_marked_by_their_stems_and_function_words_are_not() -> None:
    _, kinds = cross_encoder._load()[0].pair("The mayors speak.", "The mayor spoke again.")
    assert kinds.count(2) == kinds.count(3) == 1, "the mayor, and no function word"


@pytest.mark.parametrize("language", ["de", "ja"])
def test_it_is_asked_about_english_only(language: str) -> None:
    sides = both(["Der Arzt half dem Kind."], ["Ein Mediziner sah nach dem Jungen."])
    plain, read = (alignment.align(sides, each, 0.0, language=language) for each in (PLAIN, READS))
    assert plain == read


def _table(reads: int) -> alignment.Table:
    sides = both([DOCTOR, RAIN, "Two boats sank."], [PHYSICIAN, "It rained on the port."])
    flat = [each for side in sides for each in side]
    return alignment.tabulate(flat, fitted.load(), -1.0, reads=reads)


def test_only_open_pairs_are_read_and_the_least_sure_if_there_are_too_many() -> None:
    plain, one, every = _table(0), _table(1), _table(99)
    assert np.isnan(plain.read).all()
    is_open = plain.scores >= alignment.OPEN
    assert is_open.any()
    assert not is_open.all()
    assert (~np.isnan(every.read) == is_open).all()
    assert (every.scores[~is_open] == plain.scores[~is_open]).all()
    (row,) = np.flatnonzero(~np.isnan(one.read))
    assert abs(plain.scores[row] - alignment.EVEN) == min(
        abs(plain.scores[is_open] - alignment.EVEN)
    )


def test_the_parts_of_a_score_add_up_to_its_log_odds_read_or_not() -> None:
    sides = both([DOCTOR, RAIN], [PHYSICIAN, "It rained on the port."])
    for options, named in ((PLAIN, False), (READS, True)):
        matches = alignment.align(sides, options, 0.0)
        assert len(matches) == 4
        for match in matches:
            assert sum(match.parts.values()) == pytest.approx(
                math.log(match.score / (1 - match.score)), abs=1e-6
            )
        assert any("read side by side" in match.parts for match in matches) is named
    assert "read side by side" in evidence_kinds.KINDS
