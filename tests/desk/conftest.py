"""An index of the fixtures, every article of which has its event: built once, copied per test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import compare
from compare.index import Index, open_index

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file; tests copy it and never write to it."""
    path = tmp_path_factory.mktemp("index") / "seen.index"
    with open_index(path, create=True) as index:
        index.add(compare.read_articles([ARTICLES]).articles)
        index.events()
        index.compact()
    return path


@pytest.fixture
def index_file(settled: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copy(settled, tmp_path / "seen.index"))


@pytest.fixture
def fixtures_index(index_file: Path) -> Iterator[Index]:
    """The copy, open."""
    with open_index(index_file) as index:
        yield index
