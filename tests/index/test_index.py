"""Is an article new: verdicts, the guarantee of long runs, boilerplate, and the index's verbs."""

import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from compare.copies.shared_passages import Text
from compare.copies.verification import verify
from compare.copies.winnowing import guaranteed
from compare.errors import IndexFileError
from compare.index import Index, export, open_index
from compare.model import Article
from compare.settings import Settings, load_settings

SETTINGS = Settings()
COPIES = load_settings(overrides=["events.threshold=1"])
"""Random words are alike as events: these settings tell copies alone."""
WORDS = [
    a + b + c for a, b, c in itertools.product("bdfgklmn", "aeiou", ["ra", "st", "le", "nk", "mo"])
]


def text(seed: int, size: int = 200) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(size))


def article(id_: str, words: str, source: str = "gazette", day: int = 4) -> Article:
    return Article(id_, words, source, title=None, published=f"2031-03-{day:02}")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with open_index(tmp_path / "i", COPIES, create=True) as opened:
        yield opened


def test_the_guarantee_is_no_more_than_thirty_words() -> None:
    assert guaranteed(SETTINGS.passages) <= 30


@given(
    st.randoms(use_true_random=False),
    st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60),
    st.integers(1, len(WORDS)), st.integers(3, 12), st.integers(2, 7),
)  # fmt: skip
@hypothesis_settings(max_examples=30, deadline=None)
def test_every_long_shared_run_is_found(
    rng: random.Random, before: int, after: int, head: int, tail: int,
    vocabulary: int, window: int, gram: int,
) -> None:  # fmt: skip
    def some(size: int) -> list[str]:
        return [rng.choice(WORDS[:vocabulary]) for _ in range(size)]

    settings = load_settings(overrides=[
        "events.threshold=1", "copies.passage=10",
        f"passages.window={window}", f"passages.gram={gram}",
    ])  # fmt: skip
    run = some(max(guaranteed(settings.passages), settings.copies.passage))
    old = " ".join([*some(before), *run, *some(after)])
    new = " ".join([*some(head), *map(str.upper, run), *some(tail)]).replace(" ", ", ")
    with (
        TemporaryDirectory() as folder,
        open_index(Path(folder) / "i", settings, create=True) as index,
    ):
        index.add([article("old", old), *(article(f"n{n}", text(n)) for n in range(5))])
        verdict = index.check(article("new", new, "post"))
    assert "old" in {match.id for match in verdict.matches}
    assert verdict.verdict in {"exact", "near", "partial"}


def test_each_kind_of_copy_is_told_with_its_passages(index: Index) -> None:
    old = text(1, 300)
    index.add([article("old", old, day=1), article("other", text(2, 300))])
    for kind, new in {
        "exact": old.upper(),
        "near": " ".join(old.split()[:200]),
        "partial": f"{text(3)} {' '.join(old.split()[100:160])} {text(4)}",
        "new": text(5),
    }.items():
        verdict = index.check(article("asked", new, "post"))
        assert verdict.verdict == kind
        assert [match.id for match in verdict.matches] == ([] if kind == "new" else ["old"])
        for match in verdict.matches:
            assert (match.source, match.published) == ("gazette", "2031-03-01")
            for passage in match.passages:
                ours, theirs = (
                    new[passage.start : passage.end],
                    old[passage.other_start : passage.other_end],
                )
                assert ours.casefold() == theirs.casefold()


REPORT = (
    "The tram left its rails in Orrin on Monday and twelve passengers were hurt, the operator said."
)
RETOLD = (
    "Twelve passengers were hurt on Monday as a tram of the operator derailed in Orrin's rails."
)


def test_another_report_of_one_event_is_told_near_in_time(tmp_path: Path) -> None:
    other = article("other", "Apple growers expect a small harvest.")
    with open_index(tmp_path / "i", create=True) as index:
        index.add([article("first", REPORT), other])
        verdict = index.check(article("again", RETOLD, "post", day=5))
        late = index.check(Article("late", RETOLD, "post", published="2033-03-05"))
    assert (verdict.verdict, [match.id for match in verdict.matches]) == ("same-event", ["first"])
    assert verdict.matches[0].event_score is not None
    assert late.verdict == "new"


@pytest.mark.parametrize(
    ("before", "now", "found"),
    [
        ("2031-03-04", None, True),
        (None, "2031-03-04", True),
        (None, None, True),
        ("2031-03-04", "2031-03-14", True),
        ("2031-03-04", "2032-03-04", False),
    ],
)
def test_a_missing_date_hides_no_report_and_a_far_one_does(
    tmp_path: Path,
    before: str | None,
    now: str | None,
    found: bool,  # noqa: FBT001  (a parameter of the test)
) -> None:
    told = "The ferry Aurora ran aground off Kelpholm with 212 passengers, coastguards said."
    again = "Coastguards lifted all 212 passengers from the ferry Aurora off Kelpholm."
    with open_index(tmp_path / "i", SETTINGS, create=True) as index:
        index.add([Article("first", told, "gazette", None, before)])
        verdict = index.check(Article("second", again, "post", None, now))
    assert verdict.verdict == ("same-event" if found else "new")


def test_a_shared_passage_hides_no_report_of_the_event(tmp_path: Path) -> None:
    quote = text(1, 40)
    report = "The mill at Orrin burned down on Saturday and two firemen of Brackwater were hurt."
    stored = [
        Article("quoting", f"{text(2, 60)} {quote}", "gazette", None, "2031-03-04"),
        Article("report", report, "post", None, "2031-03-04"),
    ]
    new = f"Two Brackwater firemen hurt: Orrin mill destroyed, burned down on Saturday. {quote}"
    with open_index(tmp_path / "i", SETTINGS, create=True) as index:
        index.add(stored)
        verdict = index.check(Article("new", f"{new} {text(3, 40)}", "herald", None, "2031-03-04"))
    kinds = {match.id: match.kind for match in verdict.matches}
    assert kinds == {"quoting": "partial", "report": "same-event"}
    assert verdict.verdict == "partial"


def test_an_article_is_not_compared_with_itself(index: Index) -> None:
    assert not index.check(article("one", text(1))).stored
    index.add([article("one", text(1))])
    verdict = index.check(article("one", text(1)))
    assert (verdict.verdict, verdict.stored) == ("new", True)


def test_a_footer_is_learned_as_it_comes_and_then_counts_for_nothing(index: Index) -> None:
    footer = text(999, 150)
    verdicts = [
        index.check_and_add(article(f"a{n}", f"{text(n)} {footer}", day=n + 1))[0].verdict
        for n in range(12)
    ]
    assert verdicts[2:] == ["new"] * 10
    (passage, *_) = index.stats()["boilerplate"]
    assert " ".join(footer.split()[20:120]) in passage["text"]
    copy = article("copy", f"{text(3)} {footer}", "post")
    assert [match.id for match in index.check(copy).matches] == ["a3"]


def test_a_story_printed_by_many_is_no_boilerplate(index: Index) -> None:
    story = text(7, 300)
    for n in range(12):
        index.check_and_add(article(f"r{n}", f"By writer {n} {story}", f"paper {n}"))
    verdict = index.check(article("late", story, "post"))
    assert verdict.verdict == "near"
    assert len(verdict.matches) == 12


def test_a_removed_article_is_found_no_more(index: Index) -> None:
    index.add(article(f"a{n}", text(n)) for n in range(20))
    assert index.remove(["a3", "unknown"]) == ["a3"]
    assert index.check(article("copy", text(3))).verdict == "new"
    assert index.check(article("copy", text(4))).verdict == "exact"
    assert len(index) == 19
    assert list(index.verify()) == []


@pytest.mark.slow
def test_removing_and_compacting_gives_the_space_back(tmp_path: Path) -> None:
    path = tmp_path / "i"
    with open_index(path, SETTINGS, create=True) as index:
        index.add(article(f"a{n}", text(n, 400)) for n in range(400))
        index.compact()
        full = path.stat().st_size
        index.remove(f"a{n}" for n in range(390))
        index.compact()
        assert path.stat().st_size < full / 3
        assert list(index.verify()) == []


@pytest.mark.slow
def test_nothing_of_a_removed_article_stays_in_the_compacted_file(tmp_path: Path) -> None:
    path = tmp_path / "i"
    secret = "zq7xkvw9 the unpublished name"
    with open_index(path, COPIES, create=True) as index:
        for batch in range(2):
            index.add(
                article(f"a{batch}-{n}", f"{secret} {text(n)} {secret}", "hidden outlet")
                for n in range(400)
            )
        index.add(article(f"b{n}", text(1000 + n)) for n in range(400))
        index.compact()
        assert secret.encode() in path.read_bytes()
        removed = index.remove(f"a{batch}-{n}" for batch in range(2) for n in range(400))
        assert len(removed) == 800
        index.compact()
        assert list(index.verify()) == []
        assert index.stats()["boilerplate"] == []
        assert index.check(article("copy", text(1003), "post")).verdict == "exact"
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for gone in (secret, "zq7xkvw9", "hidden outlet", "a1-7"):
        assert gone.encode() not in left
    assert {each.id for each in export(path, COPIES)} == {f"b{n}" for n in range(400)}


def test_boilerplate_stays_learned_when_the_article_that_showed_it_goes(index: Index) -> None:
    footer = text(999, 150)
    for n in range(8):
        index.check_and_add(article(f"a{n}", f"{text(n)} {footer}", day=n + 1))
    index.remove(["a2", "a3"])
    assert index.check(article("new", f"{text(50)} {footer}", day=9)).verdict == "new"
    (shown, *_) = index.stats()["boilerplate"]
    assert " ".join(footer.split()[20:120]) in shown["text"]


def test_an_article_whose_text_is_damaged_is_named_and_can_be_removed(index: Index) -> None:
    index.add(article(f"a{n}", text(n)) for n in range(3))
    index.store.database.run("UPDATE texts SET body = x'0102' WHERE number = 2")
    with pytest.raises(IndexFileError, match="'a1' is damaged"):
        list(index.articles())
    assert any("'a1' is damaged" in fault for fault in index.verify())
    assert index.remove(["a1"]) == ["a1"]
    assert list(index.verify()) == []


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE sketches SET grams = x'00000000' WHERE number = 2", "'a1'.*sketch"),
        ("DELETE FROM sketches WHERE number = 2", "'a1'"),
        ("DELETE FROM blocks", "postings are missing"),
        ("DELETE FROM texts WHERE number = 2", "'a1'.*texts"),
    ],
)
def test_verify_names_what_is_wrong(index: Index, damage: str, told: str) -> None:
    index.add(article(f"a{n}", text(n)) for n in range(3))
    assert list(index.verify()) == []
    index.store.database.run(damage)
    faults = "\n".join(index.verify())
    with pytest.raises(AssertionError, match=told):
        raise AssertionError(faults)


def test_what_was_added_comes_back_and_makes_the_same_index(tmp_path: Path) -> None:
    odd = Article(
        "odd", "A lone \ud800 surrogate.", "s", "T", None, "http://a/", "en", {"desk": [1]}
    )
    given_articles = [odd, *(article(f"a{n}", text(n)) for n in range(5))]
    with open_index(tmp_path / "i", SETTINGS, create=True) as index:
        assert index.add(given_articles) == (tuple(each.id for each in given_articles), ())
        assert index.add(given_articles) == ((), ())
        _, refused = index.add([article("a1", "Other words.")])
        assert [one.id for one in refused] == ["a1"]
    assert list(export(tmp_path / "i", SETTINGS)) == given_articles


def test_an_index_of_other_settings_is_refused(tmp_path: Path) -> None:
    from dataclasses import replace

    open_index(tmp_path / "i", SETTINGS, create=True).store.close()
    other = replace(SETTINGS, passages=replace(SETTINGS.passages, window=9))
    with pytest.raises(IndexFileError, match=r"window = 12.*window = 9"):
        open_index(tmp_path / "i", other)


@pytest.mark.parametrize("words", ["", "one", "…", "12 12 12", "同一个词同一个词"])
def test_short_and_odd_texts_are_taken(index: Index, words: str) -> None:
    index.add([article("odd", words)])
    assert index.check(article("new", words)).verdict in {"new", "exact"}
    assert list(index.verify()) == []


KINDS = ("exact", "near", "partial")
BLOCKS_OF = st.lists(st.integers(0, 11), min_size=1, max_size=5, unique=True).map(tuple)
BLOCKS = [text(5000 + n, 40) for n in range(12)]
UNLEARNED = load_settings(
    overrides=["events.threshold=1", "copies.recurs=1000", "copies.recurs_in_source=1000"]
)


class IndexAgreesWithComparingAll(RuleBasedStateMachine):
    """Texts of a few blocks of forty words: what shares a block is a copy, nothing else is."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.model: dict[str, tuple[int, ...]] = {}
        self.open()

    def open(self) -> None:
        self.index = open_index(Path(self.folder.name) / "i", UNLEARNED, create=True)

    def teardown(self) -> None:
        self.index.__exit__()
        self.folder.cleanup()

    @staticmethod
    def article(id_: str, blocks: tuple[int, ...]) -> Article:
        return article(id_, " ".join(BLOCKS[block] for block in blocks), f"source {len(blocks)}")

    @rule(given=st.dictionaries(st.sampled_from("abcdefgh"), BLOCKS_OF, max_size=4))
    def add(self, given: dict[str, tuple[int, ...]]) -> None:
        new, refused = self.index.add(self.article(id_, given[id_]) for id_ in given)
        assert list(new) == [id_ for id_ in given if id_ not in self.model]
        assert {one.id for one in refused} == {
            id_ for id_, blocks in given.items() if self.model.get(id_, blocks) != blocks
        }
        self.model = given | self.model

    @rule(ids=st.sets(st.sampled_from("abcdefgh"), max_size=4))
    def remove(self, ids: set[str]) -> None:
        assert self.index.remove(ids) == sorted(ids & self.model.keys())
        self.model = {id_: blocks for id_, blocks in self.model.items() if id_ not in ids}

    @rule(id_=st.sampled_from("ax"), blocks=BLOCKS_OF)
    def check(self, id_: str, blocks: tuple[int, ...]) -> None:
        asked = self.article(id_, blocks)
        expected = {}
        for other, its in self.model.items():
            evidence = verify(
                Text(self.article(other, its).text), Text(asked.text), UNLEARNED.copies
            )
            if other != id_ and evidence.kind is not None:
                assert set(its) & set(blocks)
                expected[other] = evidence.kind
        verdict = self.index.check(asked)
        assert {match.id: match.kind for match in verdict.matches} == expected
        assert verdict.verdict == min(expected.values(), key=KINDS.index, default="new")

    @rule()
    def reopen(self) -> None:
        self.index.__exit__()
        self.open()

    @rule()
    def compact(self) -> None:
        self.index.compact()

    @invariant()
    def holds_the_same(self) -> None:
        held = {each.id: each for each in self.index.articles()}
        assert held == {id_: self.article(id_, blocks) for id_, blocks in self.model.items()}
        assert len(self.index) == len(held)
        assert list(self.index.verify()) == []


TestIndexAgreesWithComparingAll = pytest.mark.slow(IndexAgreesWithComparingAll.TestCase)
TestIndexAgreesWithComparingAll.settings = hypothesis_settings(
    max_examples=25, stateful_step_count=20, deadline=None
)
