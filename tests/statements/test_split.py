"""Statements: offsets, order and nesting hold for any text."""

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from compare.model import Article, CleanedArticle
from compare.settings import StatementSettings
from compare.statements.split import split

MARKS = "\"“”„‘’'«»「」"
PIECES = [*MARKS, *".!?…,:;()[]- \n\u00a0aBé中。？\u202e\0\ud800", " said ", "He ", "U.S. "]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=120).map("".join),
)


def body_of(text: str) -> CleanedArticle:
    spans = [match.span() for match in re.finditer(r"[^\n]+", text)]
    kept = [(start, end) for start, end in spans if text[start:end].strip()]
    return CleanedArticle(Article("a", text, "s"), tuple(kept))


@given(TEXTS)
def test_statements_are_exact_sorted_nested_and_stable(text: str) -> None:
    body = body_of(text)
    found = split(body, StatementSettings(min_quotation_words=1))
    assert found == split(body, StatementSettings(min_quotation_words=1))
    for statement in found:
        assert (
            text[statement.start : statement.end] == statement.text == statement.text.strip() != ""
        )
        assert any(a <= statement.start and statement.end <= b for a, b in body.spans)
        if statement.parent is not None:
            parent = found[statement.parent]
            assert statement.quote
            assert parent.parent is None
            assert parent.start <= statement.start
            assert statement.end <= parent.end
    sentences = [statement for statement in found if statement.parent is None]
    assert all(a.end <= b.start for a, b in itertools.pairwise(sentences))
    assert [s.start for s in found] == sorted(s.start for s in found)


@given(TEXTS)
def test_every_word_of_a_body_stands_in_a_sentence(text: str) -> None:
    body = body_of(text)
    covered = {
        at
        for statement in split(body, StatementSettings())
        for at in range(statement.start, statement.end)
    }
    words = {at for a, b in body.spans for at in range(a, b) if not text[at].isspace()}
    assert words <= covered
