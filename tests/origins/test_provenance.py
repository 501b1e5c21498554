"""What the evidence of pairs makes of an article, on both sides of each line."""

import numpy as np
import pytest

from compare.model import Article, Provenance
from compare.origins.direction import Direction
from compare.origins.pair_evidence import PairEvidence
from compare.origins.provenance import Link, provenances
from compare.origins.shared_wording import SharedWording
from compare.settings import OriginSettings

WORDS = 100
FIRST = Direction(2.0, ("published earlier",))


def _link(
    parent: int, derived: float, mixed: float, words: range, *, verbatim: bool = False,
    direction: Direction = FIRST,
) -> Link:  # fmt: skip
    carried = np.zeros(WORDS, bool)
    carried[words.start : words.stop] = True
    exact = carried if verbatim else np.zeros(WORDS, bool)
    wording = SharedWording((), exact, exact, exact, exact, 0)
    evidence = PairEvidence(wording, (), carried, 0.0, 0, 0, (0.0,) * 6)
    levels = {"derived": derived, "mixed": mixed, "independent": 1.0 - derived - mixed}
    return Link(parent, evidence, levels, direction)


def _child(*links: Link, days: tuple[str, ...] = ("2031-05-01", "2031-05-02")) -> Provenance:
    articles = [Article(str(n), "x", f"Paper {n}", None, day) for n, day in enumerate(days)]
    articles.append(Article("child", "x", "Herald", None, "2031-05-09"))
    nobody = [()] * len(articles)
    return provenances(articles, {len(days): list(links)}, nobody, OriginSettings())[-1]


@pytest.mark.parametrize(("words", "kind"), [(80, "reprint"), (79, "derived")])
def test_a_reprint_has_four_fifths_of_its_words_from_the_parent(words: int, kind: str) -> None:
    assert _child(_link(0, 0.9, 0.05, range(words), verbatim=True)).kind == kind


@pytest.mark.parametrize(
    ("derived", "mixed", "kind"),
    [(0.6, 0.3, "derived"), (0.3, 0.6, "mixed"), (0.4, 0.4, "unsure"), (0.2, 0.2, "independent")],
)
def test_a_kind_is_told_from_half_on(derived: float, mixed: float, kind: str) -> None:
    assert _child(_link(0, derived, mixed, range(40))).kind == kind


def test_half_of_a_doubt_is_no_independence() -> None:
    unclaimed = Direction()
    assert _child(_link(0, 0.3, 0.15, range(40), direction=unclaimed)).kind == "independent"
    assert _child(_link(0, 0.35, 0.2, range(40), direction=unclaimed)).kind == "unsure"


def test_two_parents_that_explain_three_quarters_together_make_it_derived() -> None:
    whole = _link(0, 0.1, 0.7, range(40)), _link(1, 0.1, 0.7, range(35, 75))
    less = _link(0, 0.1, 0.7, range(40)), _link(1, 0.1, 0.7, range(35, 74))
    assert _child(*whole).kind == "derived"
    assert _child(*less).kind == "mixed"


def test_the_parent_is_the_one_that_explains_most() -> None:
    found = _child(_link(0, 0.1, 0.7, range(30)), _link(1, 0.8, 0.1, range(60)))
    assert (found.parent, [each.parent for each in found.evidence]) == ("1", ["1", "0"])


def test_the_share_leaves_out_what_an_earlier_text_had_before_the_parent() -> None:
    parent = _link(1, 0.8, 0.1, range(60))
    earlier = _link(0, 0.05, 0.1, range(50, 70))
    assert _child(parent).share == pytest.approx(0.6)
    assert _child(parent, earlier).share == pytest.approx(0.5)
    assert _child(parent, earlier, days=("2031-05-02", "2031-05-02")).share == pytest.approx(0.6)


def test_parents_never_go_in_a_circle() -> None:
    articles = [Article(str(n), "x", f"Paper {n}") for n in range(3)]
    links = {n: [_link((n + 1) % 3, 0.9, 0.05, range(60))] for n in range(3)}
    found = provenances(articles, links, [()] * 3, OriginSettings())
    assert sum(each.parent is None for each in found) == 1
