"""What ``compare`` exports is a sorted list, and every name of it is there and documented."""

import importlib

import pytest

import compare
from compare.errors import NewscompareError

MODULES = ["errors", "model", "settings", "text.tokens", "pipeline"]


def test_the_public_names_are_sorted_and_documented() -> None:
    assert compare.__all__ == sorted(compare.__all__)
    for name in set(compare.__all__) - {"__version__"}:
        assert getattr(compare, name).__doc__, name


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
