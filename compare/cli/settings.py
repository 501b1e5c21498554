"""``newscompare settings``: the effective settings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from compare.cli.console import echo, print_json
from compare.cli.options import Run, as_json, command_options
from compare.settings import describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compare.settings import Setting, Settings

__all__ = ["settings_command"]


@click.command("settings")
@click.option("--diff", is_flag=True, help="Only what differs from the defaults.")
@click.option("--methods", "as_methods", is_flag=True,
              help="Words on method to paste, with measured accuracy.")  # fmt: skip
@as_json
@command_options
def settings_command(
    run: Run,
    diff: bool,  # noqa: FBT001  (click's)
    as_methods: bool,  # noqa: FBT001  (click's)
    as_json: bool,  # noqa: FBT001  (click's)
) -> None:
    """Print the effective settings as TOML, with what each means."""
    if as_methods:
        if diff or as_json:
            raise click.UsageError("--methods prints words; leave out --diff and --json")
        from compare.research.methods import methods

        echo(methods(run.settings))
        return
    rows = [row for row in describe(run.settings) if not diff or row.value != row.default]
    if as_json:
        stages: dict[str, dict[str, object]] = {}
        for row in rows:
            stages.setdefault(row.stage, {})[row.key] = row.value
        print_json({"settings": stages, "digest": run.settings.digest()})
        return
    echo("\n".join(_toml(rows, run.settings)))


def _toml(rows: list[Setting], settings: Settings) -> Iterator[str]:
    yield f"# digest {settings.digest()}"
    stage = None
    for row in rows:
        if row.stage != stage:
            stage = row.stage
            yield f"\n[{stage}]"
        default = "" if row.value == row.default else f" (default {json.dumps(row.default)})"
        yield f"{row.key} = {json.dumps(row.value)}  # {row.says}{default}"
