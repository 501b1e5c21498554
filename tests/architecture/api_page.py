"""docs/api.md, made from the docstrings of the public names.

python -m tests.architecture.api_page
"""

import ast
import inspect
import textwrap
from pathlib import Path

import compare

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
HEAD = """# From Python

Made from the docstrings by `python -m tests.architecture.api_page`; every example is run by the
tests. They begin with

```python
from compare import *

articles = read_articles(["fixtures/articles"]).articles
cup = [article for article in articles if article.id.endswith("-cup")]  # reports of one match
path, folder = "seen.index", "report"  # where nothing stands yet
```
"""


def page() -> str:
    """The whole page."""
    names = [name for name in compare.__all__ if name != "__version__"]
    verbs = [name for name in names if inspect.isfunction(getattr(compare, name))]
    records = [name for name in names if name not in verbs]
    parts = [HEAD, "## Verbs\n", *map(_entry, verbs), "## Records and errors\n"]
    return "\n".join([*parts, *map(_entry, records)])


def methods(thing: object) -> dict[str, object]:
    """The public methods and properties that a class defines itself, as it orders them."""
    own = vars(thing) if inspect.isclass(thing) else {}
    return {
        name: found
        for name, found in own.items()
        if not name.startswith("_") and isinstance(found, property) | inspect.isfunction(found)
    }


def _entry(name: str) -> str:
    thing = getattr(compare, name)
    parts = [_section(f"### `{name}`", name, thing)]
    for method, found in methods(thing).items():
        parts.append(_section(f"#### `{name}.{method}`", method, found))
    return "\n".join(parts)


def _section(heading: str, name: str, thing: object) -> str:
    signature = _signature(name, thing) if inspect.isfunction(thing) else name
    docstring = inspect.getdoc(thing) or ""
    return f"{heading}\n\n```python\n{signature}\n```\n\n```text\n{docstring}\n```\n"


def _signature(name: str, thing: object) -> str:
    """The call as the source writes it, with the names of defaults and not their values."""
    source = textwrap.dedent(inspect.getsource(thing))  # type: ignore[arg-type]  # a function
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.FunctionDef)
    arguments = ast.unparse(definition.args).removeprefix("self, ").removeprefix("self")
    returns = f" -> {ast.unparse(definition.returns)}" if definition.returns else ""
    return f"{name}({arguments}){returns}"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), "utf-8")
