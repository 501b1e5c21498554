"""Publisher families: from a file, from feeds, and the hint of outlets that always agree."""

from pathlib import Path

import pytest

from compare.errors import SettingsError
from compare.model import Article
from compare.origins.publishers import from_feeds, read_publishers


def _file(folder: Path, text: str) -> Path:
    path = folder / "owners.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_names_the_publisher_of_each_outlet(tmp_path: Path) -> None:
    found = read_publishers(
        _file(tmp_path, "\ufeffoutlet,publisher\nHerald,Gull Media\nEcho,Gull Media\n")
    )
    assert found.of == {"Herald": "Gull Media", "Echo": "Gull Media"}
    assert found.warnings == ()


def test_a_doubled_outlet_keeps_its_first_publisher_and_is_warned_of(tmp_path: Path) -> None:
    path = _file(tmp_path, "outlet,publisher\nHerald,Gull\nHerald,Tern\nHerald,Gull\n,Tern\n")
    found = read_publishers(path)
    assert found.of == {"Herald": "Gull"}
    assert found.warnings == (
        "owners.csv:3: Herald is of Gull by an earlier line; Tern is left out",
        "owners.csv:5: left out, it does not name an outlet and a publisher",
    )


def test_outlets_that_no_article_is_of_are_named(tmp_path: Path) -> None:
    found = read_publishers(_file(tmp_path, "publisher,outlet\nGull,Herald\nGull,Lodden Echo\n"))
    assert found.unknown({"Herald"}) == (
        "no article is of Lodden Echo, which the publishers file names"
    )
    assert found.unknown({"Herald", "Lodden Echo"}) is None


@pytest.mark.parametrize("text", ["", "outlet,owner\nHerald,Gull\n"])
def test_a_file_without_the_columns_is_refused_with_what_to_write(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(SettingsError, match="outlet,publisher"):
        read_publishers(_file(tmp_path, text))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_publishers(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(b"outlet,publisher\nH\xe9rald,Gull\n")
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_publishers(tmp_path / "latin.csv")


def test_a_feed_names_the_publisher_unless_feeds_disagree() -> None:
    def of(source: str, publisher: str) -> Article:
        return Article(source + publisher, "x", source, extra={"publisher": publisher})

    articles = [of("Herald", "Gull"), of("Herald", "Gull"), of("Echo", "Gull"), of("Echo", "Tern")]
    assert from_feeds(articles) == {"Herald": "Gull"}
