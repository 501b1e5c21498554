"""What ``compare`` exports: a sorted list, each name documented by an example that runs."""

import doctest
import importlib
import inspect
from pathlib import Path

import pytest

import compare
from compare.errors import NewscompareError
from tests.architecture import api_page

NAMES = sorted(set(compare.__all__) - {"__version__"})
MODULES = ["errors", "model", "settings", "text.tokens", "pipeline"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def articles() -> tuple[compare.Article, ...]:
    return compare.read_articles([ROOT / "fixtures" / "articles"]).articles


@pytest.fixture
def names(
    articles: tuple[compare.Article, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, object]:
    """What the examples may use: every public name, and the values docs/api.md begins with."""
    monkeypatch.chdir(ROOT)
    return {
        **{name: getattr(compare, name) for name in NAMES},
        "articles": articles,
        "cup": [article for article in articles if article.id.endswith("-cup")],
        "path": tmp_path / "seen.index",
        "folder": tmp_path / "report",
    }


def run_examples(thing: object, name: str, names: dict[str, object]) -> int:
    """Run the examples of a docstring; how many there are."""
    docstring = inspect.getdoc(thing) or ""
    examples = doctest.DocTestParser().get_doctest(docstring, names, name, None, 0)
    report: list[str] = []
    doctest.DocTestRunner(verbose=False).run(examples, out=report.append)
    assert report == []
    return len(examples.examples)


@pytest.mark.parametrize("name", NAMES)
def test_each_public_name_has_an_example_that_holds(name: str, names: dict[str, object]) -> None:
    assert run_examples(getattr(compare, name), name, names), f"{name} has no example"


METHODS = {
    f"{name}.{method}": found
    for name in NAMES
    for method, found in api_page.methods(getattr(compare, name)).items()
}


@pytest.mark.parametrize("name", METHODS)
def test_each_public_method_is_documented_and_its_examples_hold(
    name: str, names: dict[str, object]
) -> None:
    assert inspect.getdoc(METHODS[name]), f"{name} has no docstring"
    run_examples(METHODS[name], name, names)


def test_every_verb_of_an_index_has_an_example() -> None:
    asked = ("add", "check", "check_and_add", "events", "explain", "ledger", "remove", "settle",
             "signature", "articles_by_id", "event_ids", "articles_of", "similar")  # fmt: skip
    for verb in asked:
        docstring = inspect.getdoc(METHODS[f"Index.{verb}"]) or ""
        assert doctest.DocTestParser().get_examples(docstring), f"Index.{verb} has no example"


def test_the_page_of_the_api_is_made_from_the_code() -> None:
    written = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert written == api_page.page(), "python -m tests.architecture.api_page writes it anew"


def test_the_public_names_are_sorted() -> None:
    assert compare.__all__ == sorted(compare.__all__)


def test_types_are_shipped() -> None:
    assert (Path(compare.__file__).parent / "py.typed").exists()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such"):
        compare.no_such  # noqa: B018  (the access is the test)


@pytest.mark.parametrize("name", MODULES)
def test_each_module_lists_what_it_offers(name: str) -> None:
    module = importlib.import_module(f"compare.{name}")
    assert sorted(module.__all__) == sorted(set(module.__all__))
    assert all(hasattr(module, public) for public in module.__all__)


def test_every_error_has_the_one_root() -> None:
    errors = importlib.import_module("compare.errors")
    assert all(issubclass(getattr(errors, name), NewscompareError) for name in errors.__all__)
