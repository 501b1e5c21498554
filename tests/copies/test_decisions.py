"""Both sides of every line at which something is, or is no, copy: named by what the line means."""

import hashlib
import itertools
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from compare import arrays
from compare.copies import candidates, minhash, reuse_groups, verification, winnowing
from compare.copies.boilerplate import learn_of, recurs, words_in
from compare.copies.detection import find_copies
from compare.copies.representatives import representatives
from compare.copies.shared_passages import Text, shared_passages, tiles_of
from compare.copies.verification import PairVerdict
from compare.copies.winnowing import WinnowedGrams, gram_hashes
from compare.engines.base import LOCAL
from compare.engines.partitions import Partition, Partitioning
from compare.model import Article
from compare.settings import CopySettings, PassageSettings, Settings
from compare.text.word_hashes import hash_words

if TYPE_CHECKING:
    from compare.copies.shared_passages import SharedPassage

SETTINGS = CopySettings()
_NUMBER = itertools.count()
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def words(count: int) -> list[str]:
    """Words that no other call gives, each unlike every other."""
    hexed = (
        hashlib.sha256(b"%d" % number).hexdigest() for number in itertools.islice(_NUMBER, count)
    )
    return [digits[:12].translate(_LETTERS) for digits in hexed]


def passages(first: list[str], second: list[str]) -> int:
    """How many passages two texts share."""
    return len(shared_passages(Text(" ".join(first)), Text(" ".join(second)), SETTINGS.passage))


def mask(*runs: tuple[int, bool]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.concatenate([np.full(count, held) for count, held in runs])


@pytest.mark.parametrize(
    ("own", "covered"),
    [
        (mask((18, True), (2, False)), 0.9),
        (mask((17, True), (3, False)), 0.0),
        (mask((25, True), (4, False)), 0.0),
    ],
)
def test_nearly_all_of_a_text_shorter_than_a_passage_must_be_shared(
    own: np.ndarray[tuple[int], np.dtype[np.bool_]], covered: float
) -> None:
    assert verification._covered(own, SETTINGS) == pytest.approx(covered)


@pytest.mark.parametrize(("each", "covered"), [(25, 0.25), (24, 0.0)])
def test_a_quarter_of_every_quarter_is_spread_over_the_text(each: int, covered: float) -> None:
    own = mask(*[(each, True), (100 - each, False)] * 4)
    assert verification._covered(own, SETTINGS) == pytest.approx(covered)


@pytest.mark.parametrize(("shared", "covered"), [(56, 0.7), (55, 0.0)])
def test_most_of_a_text_needs_no_end(shared: int, covered: float) -> None:
    own = mask((shared, True), (80 - shared, False))
    assert verification._covered(own, SETTINGS) == pytest.approx(covered)


@pytest.mark.parametrize(("shared", "covered"), [(5, 65 / 80), (4, 0.0)])
def test_most_of_a_text_needs_its_beginning(shared: int, covered: float) -> None:
    own = mask((shared, True), (20 - shared, False), (60, True))
    assert verification._covered(own, SETTINGS) == pytest.approx(covered)


def test_what_is_reached_over_a_copy_shares_a_passage_with_the_kept_or_is_all_but_the_same() -> (
    None
):
    near, same = PairVerdict.NEAR, PairVerdict.SAME
    found = {(0, 1): near, (1, 2): same, (1, 3): near, (1, 4): near}
    known = {**found, (0, 2): PairVerdict.NONE, (0, 3): PairVerdict.NONE,
             (0, 4): PairVerdict.PARTIAL}  # fmt: skip
    kept = representatives(5, found, dict(known), lambda _: [])
    assert kept == [0, 0, 0, 3, 0]


def test_a_key_of_many_pairs_each_with_its_last_and_the_first() -> None:
    owners = np.arange(5)
    pairs = arrays.pairs_sharing(np.zeros(5, np.uint64), owners, limit=2)
    before = [[first for first, second in pairs.tolist() if second == at] for at in (2, 3, 4)]
    assert before == [[0, 1], [0, 1, 2], [0, 2, 3]]


def test_two_shared_grams_make_a_candidate_and_one_does_not() -> None:
    found = np.array([7, 8]), np.array([2, 1]), np.array([True, True])
    assert candidates._scattered(found)[0].tolist() == [7]
    parted = np.array([7, 7]), np.array([1, 1]), np.array([True, True])
    assert candidates._scattered(parted)[0].tolist() == [7]


def _agreement(agree: int, least: float) -> int:
    """How many of one pair are left, whose signatures agree in so many of 100 places."""
    rows = np.zeros((2, 100), np.uint32)
    rows[1, agree:] = 1
    partitions = LOCAL.parallelize([Partition(0, np.arange(2), (rows,))])
    pairs = LOCAL.parallelize([(np.array([1], np.int64),)])
    (left,) = candidates._agreeing(Partitioning(1, 2), pairs, partitions, least).collect()
    return len(left)


def test_scattered_grams_need_a_little_agreement_and_bands_more() -> None:
    assert (_agreement(8, candidates._AGREE), _agreement(7, candidates._AGREE)) == (1, 0)
    assert (_agreement(40, candidates._ESTIMATE), _agreement(39, candidates._ESTIMATE)) == (1, 0)


def test_pairs_by_bands_and_by_scattered_grams_are_looked_at_where_signatures_agree(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, agreeing = [], candidates._agreeing

    def recorded(*given: Any) -> Any:
        asked.append(given[3])
        return agreeing(*given)

    monkeypatch.setattr(candidates, "_agreeing", recorded)
    used = Settings()
    articles = [Article(id_, " ".join(words(60)), "s") for id_ in "ab"]
    find_copies(articles, used.fingerprints, used.passages, used.copies)
    assert asked == [0.4, 0.08]


@pytest.mark.parametrize(("sharing", "paired"), [(8, True), (9, False)])
def test_texts_that_hold_a_gram_are_paired_up_to_eight_apart(sharing: int, paired: bool) -> None:  # noqa: FBT001
    owners = np.arange(20)
    keys, groups = np.zeros(20, np.uint64), np.arange(20)
    codes, _, near = candidates._sharing([(keys, owners, groups)])
    assert ((np.int64(10 - sharing) << np.int64(32)) | 10 in codes[near].tolist()) is paired


@pytest.mark.parametrize(("sharing", "paired"), [(32, True), (33, False)])
def test_texts_that_share_a_band_are_paired_up_to_thirty_two_apart(
    sharing: int,
    paired: bool,  # noqa: FBT001
) -> None:
    (codes,) = candidates._sharing_bands([(np.zeros(50, np.uint64), np.arange(50))])
    assert (int(np.int64(40 - sharing) << np.int64(32)) | 40 in codes.tolist()) is paired


@pytest.mark.parametrize(("apart", "inside"), [(4, True), (5, False)])
def test_two_known_grams_a_window_apart_are_a_passage(apart: int, inside: bool) -> None:  # noqa: FBT001
    settings = PassageSettings(gram=3, window=4)
    hashes = hash_words([" ".join(words(40))])[0]
    grams = gram_hashes(hashes, settings.gram)
    known = np.sort(grams[[15, 15 + apart]])
    found = words_in(hashes, known, settings)
    assert bool(found.any()) is inside
    if inside:
        assert np.flatnonzero(found).tolist() == list(range(15, 15 + apart + settings.gram))


@pytest.mark.parametrize(("rest", "inside"), [(4, True), (5, False)])
def test_a_window_of_words_beside_a_passage_belongs_to_it(rest: int, inside: bool) -> None:  # noqa: FBT001
    settings = PassageSettings(gram=3, window=4)
    hashes = hash_words([" ".join(words(40))])[0]
    known = np.sort(gram_hashes(hashes, settings.gram)[[rest, rest + 4]])
    assert bool(words_in(hashes, known, settings)[0]) is inside


@pytest.mark.parametrize(("gap", "count"), [(8, 1), (9, 2)])
def test_eight_other_words_are_a_slot_and_eight_left_out_are_passed_over(
    gap: int, count: int
) -> None:
    one, two = words(20), words(20)
    assert passages([*one, *words(gap), *two], [*one, *words(gap), *two]) == count
    assert passages([*one, *words(gap), *two], [*one, *two]) == count


@pytest.mark.parametrize(("gap", "count"), [(30, 1), (31, 2)])
def test_damage_is_bridged_up_to_thirty_words(gap: int, count: int) -> None:
    one, two, middle = words(20), words(20), words(gap)
    damaged = [f"{word[:-1]}y" for word in middle]
    assert passages([*one, *middle, *two], [*one, *damaged, *two]) == count


@pytest.mark.parametrize(("other", "damage"), [("abcdefgxyz", 1), ("abcdefwxyz", 0)])
def test_a_gap_is_damage_from_seven_tenths_alike(other: str, damage: int) -> None:
    one, two = words(20), words(20)
    first, second = (Text(" ".join([*one, gap, *two])) for gap in ("abcdefghij", other))
    (passage,) = shared_passages(first, second, SETTINGS.passage)
    assert (len(passage.damage), passage.slots) == (damage, 1 - damage)


@pytest.mark.parametrize(("shared", "count"), [(10, 1), (9, 0)])
def test_ten_words_are_a_passage(shared: int, count: int) -> None:
    run = words(shared)
    assert passages([*words(30), *run, *words(30)], [*words(40), *run, *words(40)]) == count


@pytest.mark.parametrize(("shared", "count"), [(6, 1), (5, 0)])
def test_a_run_of_six_words_stands_by_itself(shared: int, count: int) -> None:
    run = words(shared)
    first, second = (Text(" ".join([*words(50), *run, *words(50)])) for _ in range(2))
    assert len(tiles_of(first, second, SETTINGS.passage)) == count


@pytest.mark.parametrize(("moved", "count"), [(8, 2), (9, 0)])
def test_short_runs_bear_each_other_out_if_moved_by_eight_at_most(moved: int, count: int) -> None:
    one, two = words(4), words(4)
    first = Text(" ".join([*words(50), *one, *words(10), *two, *words(50)]))
    second = Text(" ".join([*words(50), *one, *words(10 + moved), *two, *words(50)]))
    assert len(tiles_of(first, second, SETTINGS.passage)) == count


@pytest.mark.parametrize(("apart", "count"), [(30, 2), (31, 0)])
def test_short_runs_bear_each_other_out_within_thirty_words(apart: int, count: int) -> None:
    one, two = words(4), words(4)
    first, second = (
        Text(" ".join([*words(50), *one, *words(apart), *two, *words(50)])) for _ in range(2)
    )
    assert len(tiles_of(first, second, SETTINGS.passage)) == count


def _story(first: list[int], second: list[int]) -> bool:
    """Whether two texts of these grams, one a word, are one story."""
    grams = reuse_groups._common(
        WinnowedGrams(
            np.array([*first, *second], np.uint64),
            np.concatenate([np.arange(len(first)), np.arange(len(second))]).astype(np.int32),
            np.array([0, len(first), len(first) + len(second)]),
        )
    )
    return bool(reuse_groups._related(grams, np.array([[0, 1]]))[0])


@pytest.mark.parametrize(("shared", "one"), [(14, True), (13, False)])
def test_seven_tenths_of_the_grams_from_the_beginning_on_are_one_story(
    shared: int,
    one: bool,  # noqa: FBT001
) -> None:
    assert _story(list(range(20)), [*range(shared), *range(100, 130)]) is one


def test_a_little_less_than_seven_tenths_of_the_grams_are_no_story() -> None:
    assert not _story(list(range(40)), [*range(27), *range(100, 150)])
    assert _story(list(range(40)), [*range(28), *range(100, 150)])


def test_seven_tenths_of_the_grams_without_the_beginning_are_no_story() -> None:
    assert not _story(list(range(20)), [*range(5, 20), *range(100, 130)])
    assert _story(list(range(20)), [*range(4, 20), *range(100, 130)])


@pytest.mark.parametrize(("quarter", "one"), [(1, True), (0, False)])
def test_grams_from_every_quarter_are_one_story(quarter: int, one: bool) -> None:  # noqa: FBT001
    first = list(range(40))
    shared = [at for start in (0, 10, 20) for at in range(start, start + 2)]
    shared += [30, 31][: 2 * quarter]
    assert _story(first, [*shared, *range(100, 150)]) is one


@pytest.mark.parametrize(("beginning", "one"), [(13, True), (14, False)])
def test_grams_of_one_story_are_spread_over_it(beginning: int, one: bool) -> None:  # noqa: FBT001
    shared = [*range(beginning), 20, 40, 60]
    assert _story(list(range(80)), [*shared, *range(100, 200)]) is one


@pytest.mark.parametrize(
    ("rest", "own"), [("One two three four. ", ""), ("A b c d e. ", "A b c d e. ")]
)
def test_four_words_beside_boilerplate_in_a_line_belong_to_it(rest: str, own: str) -> None:
    dull = np.array([False] * len(rest.split()) + [True] * 2)
    assert Text(f"{rest}FOO BAR", boilerplate=dull).own == own


def test_a_shingle_is_three_words() -> None:
    assert minhash.SHINGLE == 3
    two = hash_words(["a b", "a b c", "a b c d"])
    assert np.diff(minhash.shingle_hashes(two)[1]).tolist() == [1, 1, 2]


def _parts(*runs: tuple[int, int]) -> tuple[Text, Text]:
    """Two texts that share runs of so many words, each followed by so many of their own."""
    first, second = [], []
    for shared, own in runs:
        both = words(shared)
        first += [*both, *words(own)]
        second += [*both, *words(own + 1)]
    return Text(" ".join(first)), Text(" ".join(second))


@pytest.mark.parametrize(("last", "kind"), [(12, "near"), (11, None)])
def test_a_text_of_which_half_stands_in_another_is_a_near_copy(last: int, kind: str | None) -> None:
    first, second = _parts((13, 12), (12, 13), (13, 12), (last, 25 - last))
    assert verification.verify(first, second, SETTINGS).kind == kind


@pytest.mark.parametrize(("jaccard", "kind"), [(0.8, "near"), (0.79, None)])
def test_texts_four_fifths_alike_are_copies_though_all_is_boilerplate(
    jaccard: float, kind: str | None
) -> None:
    first, second = (Text(" ".join(words(40))) for _ in range(2))
    overlap = verification.Overlap(jaccard, jaccard, ())
    evidence = verification.weigh(overlap, first, second, SETTINGS)
    assert evidence.kind == kind
    assert verification.verdict(evidence, SETTINGS) == (
        PairVerdict.SAME if kind else PairVerdict.NONE
    )


@pytest.mark.parametrize(("shared", "kind"), [(30, "partial"), (29, None)])
def test_a_passage_of_thirty_words_is_a_partial_copy(shared: int, kind: str | None) -> None:
    first, second = _parts((shared, 170))
    assert verification.verify(first, second, SETTINGS).kind == kind


@pytest.mark.parametrize(
    ("slots", "longest", "form"), [(41, 29, True), (40, 29, False), (41, 30, False)]
)
def test_more_than_four_changed_places_in_a_hundred_words_are_a_form(
    slots: int, longest: int, *, form: bool
) -> None:
    passage = SimpleNamespace(slots=slots, start=0, end=1000, longest=longest)
    assert verification._is_form(cast("SharedPassage", passage), SETTINGS) is form


@pytest.mark.parametrize(
    ("unrelated", "in_source", "recurring"), [(5, 0, True), (4, 2, False), (3, 3, True)]
)
def test_a_gram_of_five_articles_or_three_of_one_source_is_boilerplate(
    unrelated: int, in_source: int, *, recurring: bool
) -> None:
    assert recurs(unrelated, in_source, SETTINGS) is recurring
    others = unrelated - in_source
    sources = ["here"] * in_source + [f"s{at}" for at in range(others)]
    names, codes = np.unique(sources, return_inverse=True)
    found = learn_of(
        np.full(unrelated, 7, np.uint64), np.arange(unrelated), codes, names.tolist(), SETTINGS
    )
    assert (7 in found.of("here")) is recurring
    assert (7 in found.of("elsewhere")) is (unrelated >= 5)


def test_a_run_of_twenty_eight_words_is_always_found() -> None:
    assert winnowing.guaranteed(PassageSettings()) == 28
    assert len(gram_hashes(hash_words([" ".join(words(10))]).hashes, PassageSettings().gram)) == 6


def test_a_signature_has_ninety_six_values_in_thirty_two_bands() -> None:
    used = Settings().fingerprints
    rows = minhash.signatures(hash_words([" ".join(words(40))]), used)
    assert rows.shape == (1, 96)
    assert minhash.band_keys(rows, used).shape == (1, 32)
