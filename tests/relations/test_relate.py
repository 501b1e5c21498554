import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.model import Relation, Statement
from compare.relations.relate import relate, soften


def said(text: str, article: str = "a", speaker: str | None = None) -> Statement:
    return Statement(article, 100, 100 + len(text), text, speaker=speaker)


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("The bridge was closed at noon.", "The bridge was closed at noon.", "verbatim"),
        ("The bridge was closed at noon.", "The bridge was not closed at noon.", "negated"),
        (
            "Twelve men left the ship Orla.",
            "The Orla lost 21 men, who left ship.",
            "number-changed",
        ),
        ("At least 12 men left the ship.", "12 men left the ship.", "paraphrase"),
        ("The bridge reopens in May.", "The bridge will reopen in June.", "partial"),
    ],
)
def test_relation(a: str, b: str, relation: Relation) -> None:
    assert relate(said(a), said(b, "b"))[0] == relation
    assert relate(said(b), said(a, "b"))[0] == relation


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("The council rejected the plan to close the pool.",
         "The council approved the plan to close the pool.", "negated"),
        ("Rents rose in Orrin to their highest level this year, the bank said.",
         "Rents fell in Orrin to their lowest level this year, the bank said.", "negated"),
        ("The owner denied that the doors were locked.",
         "The owner admitted that the doors were locked.", "negated"),
        ("The mayor confirmed that she would resign.",
         "The mayor ruled out that she would resign.", "negated"),
        ("The ferry company can pay for the new pier this year.",
         "The ferry company can't pay for the new pier this year.", "negated"),
        ("Orla stock fell 3 percent on the news.",
         "Orla stock fell 2 percent on the news.", "number-changed"),
        ("Orla stock fell 2 percent on the news.",
         "Orla stock fell 13 percent on the news.", "number-changed"),
        ("Orla cut 300 ferries on Monday.", "Orla cut 200 ferries on Monday.", "number-changed"),
        ("The pier cost the town $3 million.", "The pier cost the town $3 billion.",
         "number-changed"),
        ("The pier cost the town $1.3 million.", "The pier cost the town $13 million.",
         "number-changed"),
        ("The pier in Orrin was built in 1998.", "The pier in Orrin was built in 1989.",
         "number-changed"),
        ("Orla cut 300 ferries on Monday.", "Orla axed 300 ferries on Monday.", "paraphrase"),
        ("Orla cut 300 ferries on Monday.", "Orla cut 300 ferries on Tuesday.", "partial"),
        # Of two years, and in two currencies.
        ("In 2009 there were 350 claims in Orrin.", "In 2018 there were 420 claims in Orrin.",
         "partial"),
        ("The pier cost the town $3 million.", "The pier cost the town €4 million.", "paraphrase"),
        # Spelling, inflection and slips; a number in other words; words only left out.
        ("The theatre that they had organised was the jewellery of the whole old town of Orrin.",
         "The theater that they had organized was the jewelry of the whole old town of Orrin.",
         "verbatim"),
        ("All of the crew were on board the ferry when it left.",
         "All of the crew were onboard the ferry when it left.", "verbatim"),
        ("The executive board of the league fined the two clubs in the north on Friday night.",
         "The EB of the league fined the two clubs in the north on Friday night.", "verbatim"),
        ("The repair of the old ferry took a dozen days at the yard in Orrin.",
         "The repair of the old ferry took 12 days at the yard in Orrin.", "verbatim"),
        ("The old stone bridge was closed at noon.", "The stone bridge was closed at noon.",
         "verbatim"),
    ],
)  # fmt: skip
def test_one_wording_but_for_a_word(a: str, b: str, relation: Relation) -> None:
    assert relate(said(a), said(b, "b"))[0] == relation
    assert relate(said(b), said(a, "b"))[0] == relation


@given(st.integers(2, 40), st.integers(2, 40))
def test_two_whole_numbers_in_one_slot_are_taken_at_their_word(one: int, other: int) -> None:
    a, b = (f"The navy seized {n} rifles in the harbour on Monday." for n in (one, other))
    expected = "verbatim" if one == other else "number-changed"
    assert relate(said(a), said(b, "b"))[0] == expected


def test_what_only_one_says_is_marked_in_article_offsets() -> None:
    a = "The bridge was closed at noon."
    b = "The bridge was closed at noon after divers found cracks in two of its piers."
    relation, extra_a, extra_b = relate(said(a), said(b, "b"))
    assert relation == "partial"
    assert extra_a == ()
    assert [b[start - 100 : end - 100] for start, end in extra_b] == [
        "divers found cracks in two of its piers"
    ]


@pytest.mark.parametrize(
    ("a", "b", "changed"),
    [
        (said('"It held," said Ann Quist.'), said('"It held," said Per Lund.'), True),
        (said('"It held," said pupil Ann Quist.'), said('"It held," said the mayor.'), True),
        # One side names nobody, or in other words; a speaker carried over, a slip of the pen.
        (said('"It held," said Ann Quist.'), said('"It held."', speaker="Per Lund"), False),
        (said('"It held," said Ann Quist.'), said('"It held," the Orrin mayor said.'), False),
        (said('"It held," she said.', speaker="Ida"), said('"It held," said Per Lund.'), False),
        (said('"It held," Ostrager wrote.'), said('"It held," Ostranger wrote.'), False),
        (said('"It held," she told Fox.', speaker="Quist"), said('"It held," Quist told CBS.'), False),
        (said('"It held," wrote Ann Quist.'), said('The letter said "it held".'), False),
    ],
)  # fmt: skip
def test_another_speaker_has_to_be_named_by_both(
    a: Statement, b: Statement, *, changed: bool
) -> None:
    assert (relate(a, b)[0] == "attribution-changed") is changed
    assert (relate(b, a)[0] == "attribution-changed") is changed


def test_what_accuses_is_softened_and_nothing_else() -> None:
    assert soften("negated") == soften("number-changed") == "partial"
    assert soften("attribution-changed") == "verbatim"
    assert soften("paraphrase") == "paraphrase"


WORDS = (  # noqa: SIM905  (words read best as text)
    "tram lorry church market river garden school ferry winter harbour castle forest summer kitchen"
).split()


@pytest.mark.parametrize(
    ("ours", "theirs", "entire"), [(5, 5, True), (6, 6, False), (5, 3, True), (5, 2, False)]
)
def test_other_words_are_five_at_most_and_two_more_on_one_side(
    ours: int, theirs: int, *, entire: bool
) -> None:
    a = f"The mayor paints the {' '.join(WORDS[:ours])}."
    b = f"The mayor paints the {' '.join(WORDS[7 : 7 + theirs])}."
    assert relate(said(a), said(b, "b"))[0] == ("paraphrase" if entire else "partial")
    assert relate(said(b), said(a, "b"))[0] == ("paraphrase" if entire else "partial")


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (
            '"Tonight this town chose to move," Ms Lund told a crowd in the gallery.',
            '"Tonight this town chose to move," said Tom Voss, who drew the plans.',
            "attribution-changed",
        ),
        (
            '"Tonight this town chose to move," Ms Lund told a crowd in the gallery.',
            '"Tonight this town chose to move," said Ada Lund, who drew the plans.',
            None,
        ),
        (
            'After Ms Lund said she had moved, Voss joked, "Tonight this town chose to move."',
            '"Tonight this town chose to move," the mayor, Tom Voss, said.',
            None,
        ),
        (
            '"We pay for advice on standards of cost," Orrin Mill Industries said.',
            '"We pay for advice on standards of cost," OMI said.',
            None,
        ),
        (
            'Ada Lund released a statement saying, "Tonight this town chose to move," Orrin said.',
            '"Tonight this town chose to move," said Ada Lund, who drew the plans.',
            None,
        ),
        (
            '"Tonight this town chose to move," the statement continued.',
            '"Tonight this town chose to move," the company said.',
            None,
        ),
        (
            '"Tonight this town chose to move," the letter said.',
            'Ada Lund sent a letter, claiming: "Tonight this town chose to move."',
            None,
        ),
        ('"It was a scandal," Ms Lund told the crowd.', '"It was a scandal," said Tom Voss.', None),
        (
            '"Tonight this town chose to move," she told a crowd in the gallery.',
            '"Tonight this town chose to move," said Tom Voss, who drew the plans.',
            None,
        ),
    ],
)
def test_one_quotation_given_to_two_people(a: str, b: str, relation: str | None) -> None:
    found, _, _ = relate(Statement("a", 0, len(a), a), Statement("b", 0, len(b), b))
    assert found == relation or (relation is None and found != "attribution-changed")
