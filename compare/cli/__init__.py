"""The command line: parse, call one function, print.

Exit status: 0 done; 1 found something, only where asked for; 2 nothing done; 3 done, but some
input was refused.
"""

from __future__ import annotations

import importlib
import sys

import click

from compare import __version__
from compare.errors import NewscompareError

__all__ = ["main"]

COMMANDS = {
    "report": "compare.cli.compare",
    "check": "compare.cli.index",
    "index": "compare.cli.index",
    "dedup": "compare.cli.batch",
    "events": "compare.cli.batch",
    "align": "compare.cli.compare",
    "explain": "compare.cli.explain",
    "label": "compare.cli.label",
    "tune": "compare.cli.tune",
    "evaluate": "compare.cli.evaluate",
    "settings": "compare.cli.settings",
}
"""Which module holds each command; imported only when the command is asked for."""


class Trouble(click.ClickException):
    """One line on stderr and exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002  (click's signature)
        """Print the message to stderr."""
        click.echo(f"newscompare: {self.message}", err=True)


class Root(click.Group):
    """Loads commands by name and turns errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The commands in the order of a first day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module that holds the command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command = getattr(importlib.import_module(COMMANDS[cmd_name]), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the command."""
        try:
            return super().parse_args(ctx, args)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise _in_one_line(error) from error

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; without ``--debug`` no error shows a traceback."""
        try:
            return super().invoke(ctx)
        except NewscompareError as error:
            if ctx.meta.get("debug"):
                raise
            raise Trouble(str(error)) from error
        except click.UsageError as error:
            raise _in_one_line(error) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.meta.get("debug"):
                raise
            what = f"{type(error).__name__}: {error}".splitlines()[0]
            raise Trouble(f"unexpected {what} (--debug shows where; please report it)") from error


def _in_one_line(error: click.UsageError) -> Trouble:
    command = error.ctx.command_path if error.ctx else "newscompare"
    what = " ".join(error.format_message().split()).rstrip(".")
    return Trouble(f"{what}; {command} --help shows how")


@click.command(cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="newscompare")
def cli() -> None:
    """Which outlet said what, who copied whom, and what each added or left out."""


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        # A lone surrogate in an article must not end a run: it is shown as its escape.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    cli(prog_name="newscompare")
