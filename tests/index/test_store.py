"""The store keeps what it was told, whatever happens to the process, the disk or the file."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from compare.errors import IndexFileError
from compare.index.storage import Entry, Store
from compare.index.storage.postings import CROWD
from compare.index.storage.schema import VERSION
from compare.model import Article

STAMPS = {"hashing": "test/1"}


def keys_of(number: int, size: int = 12) -> np.ndarray:
    """Keys that neighbours share in part."""
    rng = random.Random(number // 3)
    shared = [rng.getrandbits(64) for _ in range(size // 2)]
    rng = random.Random(number + 10**6)
    return np.array(sorted({*shared, *(rng.getrandbits(64) for _ in range(size // 2))}), np.uint64)


def entry(number: int) -> Entry:
    text = f"Article {number} says that {number * 7} trams ran."
    article = Article(f"a{number}", text, f"s{number % 3}", published="2031-03-04")
    return Entry(
        article, keys_of(number), np.full(8, number % 256, np.uint8), np.arange(5, dtype=np.uint32)
    )


def open_store(path: Path) -> Store:
    return Store(path, STAMPS, create=True)


class StoreAgreesWithADictionary(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(self.folder / "t.index")
        self.model: dict[str, int] = {}

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(numbers=st.lists(st.integers(0, 30), max_size=8, unique=True))
    def add(self, numbers: list[int]) -> None:
        with self.store.database.writing():
            new, refused = self.store.add([entry(number) for number in numbers])
        assert refused == []
        assert set(new) == {f"a{number}" for number in numbers} - set(self.model)
        self.model |= {f"a{number}": number for number in numbers}

    @rule(number=st.integers(0, 30))
    def remove(self, number: int) -> None:
        with self.store.database.writing():
            for stored in self.store.numbers([f"a{number}"]).values():
                self.store.remove(stored, keys_of(number))
        self.model.pop(f"a{number}", None)

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.folder / "t.index")

    @rule()
    def compact(self) -> None:
        with self.store.database.writing():
            self.store.postings.merge_all()
        self.store.database.compact()

    @rule(number=st.integers(0, 30))
    def look_up(self, number: int) -> None:
        keys = keys_of(number)
        which, found = self.store.postings.holders(keys)
        ids = {stored: id_ for id_, stored in self.store.numbers(self.model).items()}
        told = {
            (int(keys[at]), ids[one])
            for at, one in zip(which.tolist(), found.tolist(), strict=True)
        }
        assert told == {
            (key, id_)
            for id_, n in self.model.items()
            for key in keys.tolist()
            if key in keys_of(n)
        }

    @invariant()
    def holds_the_same(self) -> None:
        held = {article.id: article for _, article in self.store.all()}
        assert held == {id_: entry(number).article for id_, number in self.model.items()}
        assert list(self.store.faults()) == []


TestStore = StoreAgreesWithADictionary.TestCase
TestStore.settings = hypothesis_settings(max_examples=25, stateful_step_count=20, deadline=None)


def test_segments_stay_few(tmp_path: Path) -> None:
    with open_store(tmp_path / "i") as store:
        for batch in range(40):
            with store.database.writing():
                store.add([entry(batch * 5 + at) for at in range(5)])
            assert len(store.postings.segments()) <= 5
        for number in range(200):
            which, found = store.postings.holders(keys_of(number))
            assert set(which[found == number + 1].tolist()) == set(range(12))


def test_of_a_crowded_key_the_first_are_kept(tmp_path: Path) -> None:
    key = np.array([1 << 50], np.uint64)
    with open_store(tmp_path / "i") as store, store.database.writing():
        numbers = np.arange(1, CROWD + 50)
        store.postings.add(np.repeat(key, len(numbers)), numbers)
        assert store.postings.holders(key)[1].tolist() == numbers[:CROWD].tolist()
        assert store.postings.crowded(np.append(key, np.uint64(5))).tolist() == [True, False]


def test_another_text_under_a_stored_id_is_refused(tmp_path: Path) -> None:
    changed = entry(1)
    other = Entry(
        Article("a1", "Other words.", "s1"), changed.keys, changed.signature, changed.grams
    )
    with open_store(tmp_path / "i") as store:
        for given, expected in ((changed, []), (changed, []), (other, ["a1"])):
            with store.database.writing():
                assert store.add([given])[1] == expected


@pytest.mark.parametrize("content", [b"some text", b"SQLite format 3\0" + b"x" * 200, b"x" * 5000])
def test_a_foreign_file_is_refused_and_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "i"
    path.write_bytes(content)
    with pytest.raises(IndexFileError, match="not touched"):
        open_store(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def filled(path: Path) -> bytes:
    """The bytes of an index of fifty articles."""
    with open_store(path) as store:
        with store.database.writing():
            store.add([entry(number) for number in range(50)])
        store.database.compact()
    return path.read_bytes()


def read_all(path: Path) -> list[Article]:
    with Store(path, STAMPS) as store, store.database.reading():
        list(store.holders(store.all_numbers()))
        store.postings.holders(keys_of(3))
        return [article for _, article in store.all()]


@pytest.mark.parametrize("at", range(100))
def test_a_damaged_header_is_refused_and_not_touched_or_does_no_harm(
    tmp_path: Path, at: int
) -> None:
    path = tmp_path / "i"
    data = bytearray(filled(path))
    data[at] ^= 0xFF
    path.write_bytes(data)
    try:
        assert len(read_all(path)) == 50
    except IndexFileError:
        assert path.read_bytes() == bytes(data)


def test_each_damaged_page_is_told_and_nothing_wrong_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "i"
    data = filled(path)
    right = {article.id: article for article in read_all(path)}
    for page in range(len(data) // 8192):
        for junk in (bytes(8192), bytes(range(256)) * 32):
            path.write_bytes(data[: page * 8192] + junk + data[(page + 1) * 8192 :])
            before = path.read_bytes()
            try:
                with Store(path, STAMPS) as store:
                    faults = [*store.database.damage(), *store.faults()]
                found = read_all(path)
            except IndexFileError:
                pass
            else:
                assert faults or found == [*right.values()]
                assert all(right[article.id] == article for article in found)
            assert path.read_bytes() == before


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.99])
def test_a_cut_file_is_told_and_not_touched(tmp_path: Path, share: float) -> None:
    path = tmp_path / "i"
    data = filled(path)[: int(share * len(filled(path)))]
    path.write_bytes(data)
    with pytest.raises(IndexFileError):
        assert read_all(path) == []
    assert path.read_bytes() == data


def test_other_stamps_are_refused_by_both_names_with_the_way_out(tmp_path: Path) -> None:
    open_store(tmp_path / "i").close()
    with pytest.raises(IndexFileError, match=r"test/1, but hashing = test/2.*index export") as told:
        Store(tmp_path / "i", {"hashing": "test/2"})
    assert "index add" in str(told.value)
    Store(tmp_path / "i", None).close()


def test_another_version_is_refused_by_both_numbers(tmp_path: Path) -> None:
    path = tmp_path / "i"
    open_store(path).close()
    data = bytearray(path.read_bytes())
    data[60:64] = (99).to_bytes(4, "big")
    path.write_bytes(data)
    with pytest.raises(IndexFileError, match=rf"version 99.*version {VERSION}"):
        open_store(path)


def test_a_missing_file_is_not_made_by_asking(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="no index"):
        Store(tmp_path / "i", STAMPS)
    assert list(tmp_path.iterdir()) == []


def test_a_reader_sees_one_state_while_another_writes(tmp_path: Path) -> None:
    with open_store(tmp_path / "i") as writer, open_store(tmp_path / "i") as reader:
        with reader.database.reading():
            assert len(list(reader.all())) == 0
            with writer.database.writing():
                writer.add([entry(number) for number in range(20)])
            assert len(list(reader.all())) == 0
        assert len(list(reader.all())) == 20


def test_a_failed_batch_leaves_nothing(tmp_path: Path) -> None:
    def fails(store: Store) -> None:
        with store.database.writing():
            store.add([entry(2)])
            raise KeyboardInterrupt

    with open_store(tmp_path / "i") as store:
        with store.database.writing():
            store.add([entry(1)])
        with pytest.raises(KeyboardInterrupt):
            fails(store)
        assert [article.id for _, article in store.all()] == ["a1"]
        assert list(store.faults()) == []


WRITER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[5:]
from tests.index.test_store import entry, open_store
path, first, batches = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
if int(sys.argv[4]):
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
from compare.errors import IndexFileError
try:
    with open_store(path) as store:
        for batch in range(batches):
            with store.database.writing():
                store.add([entry(first + batch * 20 + at) for at in range(20)])
            print(batch, flush=True)
except IndexFileError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
"""
ROOT = str(Path(__file__).parents[2])


def writer(path: Path, first: int, batches: int, limit: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(first), str(batches), str(limit), ROOT],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


def sound(path: Path) -> set[str]:
    """The ids of an index in which every row is right."""
    with open_store(path) as store:
        assert store.database.damage() == []
        assert list(store.faults()) == []
        held = dict(store.all())
        expected = {number: entry(int(article.id[1:])) for number, article in held.items()}
        assert held == {number: each.article for number, each in expected.items()}
        found = np.concatenate([np.empty(0, np.uint64), *store.postings.all()])
        stored = {*found.tolist()}
        for number, each in expected.items():
            assert stored.issuperset(((each.keys >> 24 << 24) | number).tolist())
        return {article.id for article in held.values()}


@pytest.mark.slow
def test_kill_at_any_moment_leaves_the_batches_reported(tmp_path: Path) -> None:
    rng = random.Random(5)
    for turn in range(50):
        if turn % 10 == 0:
            path, done = tmp_path / f"{turn}", 0
        process = writer(path, done * 20, 100_000)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(rng.random() * 0.15)
        os.kill(process.pid, signal.SIGKILL)
        # Not communicate(), which would lose the lines that readline read ahead.
        done += len((first + process.stdout.read()).splitlines())
        process.communicate()
        held = sound(path)
        whole = {f"a{number}" for number in range(done * 20)}
        # The last batch may have been stored and killed before it was reported.
        assert (
            whole <= held <= whole | {f"a{number}" for number in range(done * 20, done * 20 + 20)}
        )
        done = len(held) // 20


@pytest.mark.slow
def test_two_processes_adding_at_once_both_succeed(tmp_path: Path) -> None:
    path = tmp_path / "i"
    both = [writer(path, 0, 15), writer(path, 10_000, 15)]
    for process in both:
        _, error = process.communicate()
        assert (process.returncode, error) == (0, "")
    assert len(sound(path)) == 600


@pytest.mark.slow
def test_a_full_disk_is_told_and_leaves_all_batches_before(tmp_path: Path) -> None:
    path = tmp_path / "i"
    process = writer(path, 0, 100_000, limit=1_000_000)
    out, error = process.communicate()
    assert process.returncode == 2
    assert "disk is full" in error
    assert len(sound(path)) == 20 * len(out.splitlines())
