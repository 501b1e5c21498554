import pytest

from compare.statements import attributed as module


@pytest.mark.parametrize(
    ("text", "core", "tag"),
    [
        ("The mill burned, police said.", "The mill burned,", "police said"),
        ("“It burned,” Anna Quist said.", "“It burned,”", "Anna Quist said"),
        ("“It burned,” said the mayor, Anna Quist.", "“It burned,”", "said the mayor, Anna Quist"),
        ("Anna Quist said that it burned.", "it burned.", "Anna Quist said that"),
        (
            "It was “a heap of ash” when the sun rose over the river, police said.",
            "It was “a heap of ash” when the sun rose over the river,",
            "police said",
        ),
        ("According to police, it burned.", "it burned.", "According to police"),
        ("The mill burned.", "The mill burned.", ""),
        ("ALDBY (Wire) — The mill burned.", "The mill burned.", ""),
    ],
)
def test_who_says_it_is_taken_off(text: str, core: str, tag: str) -> None:
    found = module.attributed(text)
    assert (found.content.strip(" ,."), found.source) == (core.strip(" ,."), tag)


@pytest.mark.parametrize(
    ("a", "b", "other"),
    [
        ("Anna Quist said", "Quist told reporters", False),
        ("Anna Quist said", "said Ivo Bern", True),
        ("said the mayor, Anna Quist", "the mayor said", False),
        ("said the mayor", "a fisherman said", True),
        ("said the mayor, Anna Quist", "said pilot Ivo Bern", True),
        ("said an official who knew Quist", "an official who had met Bern said", False),
        ("said Anna Quist, who owns a shop", "said a shop assistant, Ivo Bern", True),
        ("sagte die Lehrerin Anna Quist", "sagte die Försterin Ida Bern", True),
        ("Quist said", "the mayor said", False),
        ("he said", "the mayor said", False),
        ("", "Anna Quist said", False),
    ],
)
def test_other_speaker(a: str, b: str, other: bool) -> None:  # noqa: FBT001  (a table's column)
    assert module.other_speaker(a, b) is other
    assert module.other_speaker(b, a) is other


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        ("Vale said at a Pentagon press conference that it rained.",
         ["Vale said at a Pentagon press conference that"]),
        ('"We go," he said.', ["he said"]),
        ("It rained, according to the ministry.", [", according to the ministry"]),
        ("Vale, who had come by train, said it rained.", ["Vale", "said"]),
        ("It rained.", []),
    ],
)  # fmt: skip
def test_attribution_words_are_told_apart(statement: str, wanted: list[str]) -> None:
    assert [statement[start:end] for start, end in module.source_spans(statement)] == wanted


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("County fire chief Ruben Quist said the cause was not known.", "the cause was not known."),
        ("The mayor, Anna Quist, said the siren had worked.", "the siren had worked."),
        ('"It burned," said the mayor, Anna Quist, who had come by train.', '"It burned," .'),
        ("The bank fell and police said it was down.", "The bank fell and it was down."),
    ],
)
def test_all_that_tells_who_speaks_is_taken_off(text: str, content: str) -> None:
    assert module.attributed(text).content == content
