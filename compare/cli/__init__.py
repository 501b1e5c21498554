"""The command line: parse, call one function, print.

Exit status: 0 done; 1 found something, only where asked for; 2 nothing done; 3 done, but some
input was refused; 130 interrupted; 141 whoever read the results wanted no more.
"""

from __future__ import annotations

import difflib
import errno
import importlib
import os
import signal
import sys
import textwrap
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

import click

from compare.cli.console import echo
from compare.cli.examples import epilog
from compare.errors import NewscompareError
from compare.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main"]

COMMANDS = {
    "report": "Write a page per event: what each source added or left out.",
    "check": "Is each article new, and what in it is?",
    "index": "The persistent index: one file with every article seen.",
    "dedup": "Keep one article of each set of copies; tell what copies what.",
    "events": "Group articles into events, and events into stories.",
    "align": "Put the statements of two or more articles side by side.",
    "origins": "Say who has it from whom, and how many know it.",
    "explain": "Say what speaks for and against two articles, or statements.",
    "label": "Ask about the pairs that matter most; no answer is ever lost.",
    "tune": "Show what each threshold would do by labels, and recommend one.",
    "evaluate": "Score the settings in use against gold answers.",
    "digest": "Write a page a day: new, grown, first, copied, missed.",
    "watch": "Take new articles from a folder or feed file.",
    "serve": "Serve pages for editors, and a JSON API.",
    "export": "Write articles, events, claims and who tells what as tables.",
    "profile": "Compare outlets over many events, with intervals.",
    "inspect": ("Show what was read of each file, and how."),
    "settings": "Print the effective settings as TOML, with what each means.",
}
"""In the order of a first day's work, with what ``--help`` says of each.

A command is imported from the module of its name, and only when it is asked for.
"""


_CLOSED_PIPE = 128 + getattr(signal, "SIGPIPE", 13)
"""As shells say it of what a closed pipe killed; the same where there is no such signal."""
_UNWRITTEN = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}


class Trouble(click.ClickException):
    """One line on stderr and exit status 2."""

    exit_code = 2

    def show(self, file: object = None) -> None:  # noqa: ARG002  (click's signature)
        """Print the message to stderr."""
        echo(f"newscompare: {self.message}", err=True)


class Interrupted(Trouble):
    """Ctrl-C, as shells tell it."""

    exit_code = 130


class Root(click.Group):
    """Loads commands by name and turns errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The commands in the order of a first day's work."""
        return list(COMMANDS)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  (click's signature)
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands without importing them."""
        limit = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, textwrap.shorten(says, limit, placeholder="..."))
                    for name, says in COMMANDS.items()
                ]
            )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module that holds the command."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        from compare.cli.options import limits, reads_files

        module = importlib.import_module(f"compare.cli.{cmd_name}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        command.epilog = epilog(cmd_name)
        for each in (command, *getattr(command, "commands", {}).values()):
            if reads_files(each):
                each.epilog = "\n\n".join(filter(None, [limits(), each.epilog]))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one there is."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"no command {args[0]}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the command; ``--help`` and ``--version`` print here."""
        with _in_words(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; without ``--debug`` no error shows a traceback."""
        with _in_words(ctx):
            return super().invoke(ctx)


@contextmanager
def _in_words(ctx: click.Context) -> Iterator[None]:
    """Whatever goes wrong in the block ends the run with one line and the right status."""
    try:
        yield
    except (click.Abort, KeyboardInterrupt) as error:
        raise Interrupted("interrupted; nothing half-written") from error
    except BrokenPipeError:
        _leave_quietly()
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise _in_one_line(error) from error
    except (click.ClickException, click.exceptions.Exit):
        raise
    except Exception as error:
        if ctx.meta.get("debug"):
            raise
        raise Trouble(_told(error)) from error


def _leave_quietly() -> NoReturn:
    """End as a program that the closed pipe killed: ``| head`` wants no more, and no word of it."""
    with suppress(OSError, ValueError):  # no real file where a test stands in for it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(_CLOSED_PIPE)


def _told(error: Exception) -> str:
    if isinstance(error, NewscompareError):
        return str(error)
    if isinstance(error, OSError) and error.errno in _UNWRITTEN and error.filename is None:
        # Every file of ours is written by code that names it; what is left is where results go.
        return f"cannot write to standard output: {error.strerror}"
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return f"unexpected {what} (--debug shows where; please report it)"


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
    if sys.stdout is None:
        echo("newscompare: cannot write to standard output: it is closed", err=True)
        sys.exit(Trouble.exit_code)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        # A lone surrogate in an article must not end a run: it is shown as its escape.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="newscompare")
