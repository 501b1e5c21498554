"""Propositions: what the clauses of a sentence assert, apart from who says it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.model import Article, CleanedArticle
from compare.settings import StatementSettings
from compare.statements.propositions import propositions, words_of
from compare.statements.split import split
from compare.text import content_words

SENTENCES = {
    "coordinated clauses": (
        "Police said two men were killed and 12 were injured when a truck hit a bus on Monday.",
        ["two men were killed", "and 12 were injured", "when a truck hit a bus on Monday"],
    ),
    "a verb that shares the subject, an aside and a participle": (
        "The mayor, who was elected in 2019, visited the site and met residents, promising help.",
        [
            "The mayor visited the site",
            "The mayor who was elected in 2019",
            "The mayor and met residents",
            "The mayor promising help",
        ],
    ),
    "a semicolon": (
        "The budget passed 216-212; Democrats objected to it.",
        ["The budget passed 216-212", "Democrats objected to it"],
    ),
    "a negation with a short form": (
        "She didn't come to court, but her brother did come to the trial.",
        ["She didn't come to court", "but her brother did come to the trial"],
    ),
    "who says it stands behind": (
        "The storm destroyed 40 homes, killing three people, according to officials.",
        ["The storm destroyed 40 homes", "The storm killing three people"],
    ),
    "nouns joined by and are one": (
        "The fire destroyed homes and shops in the old town.",
        ["The fire destroyed homes and shops in the old town"],
    ),
    "a clause too short to assert anything": (
        "He stayed at the pier, as it was.",
        ["He stayed at the pier, as it was"],
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_clauses_are_told_apart(name: str) -> None:
    sentence, wanted = SENTENCES[name]
    assert [words_of(sentence, each) for each in propositions(sentence)] == wanted


def test_clauses_of_german_open_with_its_own_words() -> None:
    sentence = (
        "Der Bürgermeister sagte, dass die Brücke gesperrt werde, weil sie beschädigt worden sei, "
        "und die Polizei leitet den Verkehr um."
    )
    assert [words_of(sentence, each) for each in propositions(sentence, "de")] == [
        "dass die Brücke gesperrt werde",
        "weil sie beschädigt worden sei",
        "und die Polizei leitet den Verkehr um",
    ]


def test_without_lists_of_its_language_a_sentence_is_one_proposition() -> None:
    sentence = "A ponte foi fechada porque estava danificada, e a polícia desvia o trânsito."
    (only,) = propositions(sentence, "pt")
    assert (only.start, only.end, only.subject) == (0, len(sentence) - 1, None)


def test_a_pronoun_is_the_person_the_article_named() -> None:
    text = "Anna Quist, the mayor, came on Monday. She said the pier was shut and left the town."
    body = CleanedArticle(Article("a", text, "s"), ((0, len(text)),))
    second = split(body, StatementSettings())[1]
    assert [each.person for each in second.propositions][-1] in {"Anna Quist", None}


words = st.sampled_from(
    [
        "the",
        "mayor",
        "said",
        "and",
        "who",
        "was",
        "hit",
        ",",
        ";",
        "but",
        "fire",
        "killed",
        "three",
        "men",
        "after",
        "when",
        "leaving",
        "homes",
        "it",
        "“",
        "”",
        ".",
        "that",
        "police",
        "according",
        "to",
        "police",
    ]
)


@given(st.lists(words, min_size=1, max_size=40).map(" ".join))
def test_propositions_hold_every_word_but_those_of_the_source(sentence: str) -> None:
    found = propositions(sentence)
    assert found
    spans = sorted(span for each in found for span in each.spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(0 <= start < end <= len(sentence) for start, end in spans)
    source = {span for each in found for span in each.source}
    left = "".join(
        char
        for at, char in enumerate(sentence)
        if not any(start <= at < end for start, end in [*spans, *source])
    )
    assert not content_words.read(left).terms
