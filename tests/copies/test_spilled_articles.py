"""Copies are the same where texts lie on disk, whatever chunk they are read in and by how many."""

import gc
import json
import random
from pathlib import Path

import pytest

from compare import compiled
from compare.copies import spilled_articles
from compare.copies.detection import find_copies
from compare.copies.spilled_articles import SpilledArticles
from compare.errors import OutputError
from compare.ingest.reading import read, stream
from compare.model import Article, Copy, Refused
from compare.settings import IngestSettings, Settings
from tests.copies.test_detection import story

SETTINGS = Settings()


def _articles() -> list[Article]:
    """Stories, some of them reprinted, cut, or in part, with a footer each."""
    rng = random.Random(3)
    made = []
    for n in range(30):
        text = story(n, 30)
        for again in range(rng.choice((1, 1, 2, 3))):
            cut = text[: len(text) // rng.choice((1, 1, 2))]
            body = cut if rng.random() < 0.7 else f"{story(n + 100)}\n{cut[:900]}"
            day = f"2024-03-{rng.randint(1, 28):02}" if rng.random() < 0.8 else None
            footer = "Läs mer om detta — på vår webbplats, anmäl dig till vårt nyhetsbrev i dag."
            source = rng.choice("pqr")
            made.append(Article(f"{n}-{again}", f"{body}\n{footer}", source, published=day))
    rng.shuffle(made)
    return [*made, Article("none", "…", "p"), Article("half", "a \ud800 b", "p")]


def _spilled(articles: list[Article], jobs: int = 1) -> tuple[Copy, ...]:
    with SpilledArticles(SETTINGS.fingerprints, SETTINGS.passages, jobs) as spilled:
        for at, article in enumerate(articles):
            spilled.add(article, Refused("a.jsonl", "", at + 1))
        assert spilled.finish() == []
        assert list(spilled.ids()) == [article.id for article in articles]
        return spilled.find_copies(SETTINGS.copies)


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("jobs", [1, 3])
def test_copies_are_those_of_articles_in_memory(
    monkeypatch: pytest.MonkeyPatch,
    jobs: int,
    plain: bool,  # noqa: FBT001
) -> None:
    monkeypatch.setattr(spilled_articles, "_CHUNK", 7)
    monkeypatch.setattr(spilled_articles, "_AT_ONCE", 300)
    monkeypatch.setattr(compiled, "load", lambda _: None)
    if plain:
        monkeypatch.setattr(compiled, "kernels", lambda: None)
    articles = _articles()
    expected = find_copies(articles, SETTINGS.fingerprints, SETTINGS.passages, SETTINGS.copies)
    assert {copy.kind for copy in expected} == {"exact", "near", "partial"}
    assert _spilled(articles, jobs) == expected


def test_of_two_with_one_id_the_first_by_its_place_is_taken(tmp_path: Path) -> None:
    text = story(1)
    for name, its in (("b", text), ("a", story(2)), ("c", text)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": "x", "text": its}) + "\n")
    paths = [tmp_path / f"{name}.jsonl" for name in "bac"]
    expected = read(paths, IngestSettings())
    reading = stream(paths, IngestSettings())
    with SpilledArticles(
        SETTINGS.fingerprints, SETTINGS.passages, record=lambda article: article.text.encode()
    ) as spilled:
        for article, where in reading.articles:
            spilled.add(article, where)
        refused = spilled.finish()
        assert len(spilled) == 1
        assert spilled.find_copies(SETTINGS.copies) == ()
        assert [line.decode() for line in spilled.records({"x"})] == [story(2)]
    assert sorted(refused, key=lambda one: one.file) == list(expected.refused)


def _held() -> int:
    every = (one for one in gc.get_objects() if isinstance(one, Article))
    return sum(article.source == "held?" for article in every)


def test_no_text_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spilled_articles, "_CHUNK", 5)
    with SpilledArticles(SETTINGS.fingerprints, SETTINGS.passages, jobs=2) as spilled:
        for n in range(40):
            spilled.add(Article(str(n), story(n), "held?"), Refused("a", "", n))
        assert _held() <= 5 * 4
        spilled.finish()
        assert not _held()


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(OutputError, match=r"No space left on device.*TMPDIR"):
        SpilledArticles(SETTINGS.fingerprints, SETTINGS.passages)
