"""Help that helps: two examples a command that parse, and the nearest name for a typing error."""

import shlex
from dataclasses import fields

import click
import pytest
from click.testing import CliRunner

from compare.cli import COMMANDS, cli
from compare.cli.examples import EXAMPLES
from compare.settings import MAX_PAGE_DEPTH, IngestSettings


def _words(example: str) -> list[str]:
    """The arguments of the command of an example, without a pipe before or a file after it."""
    call = example.rsplit("|", maxsplit=1)[-1].split(">", maxsplit=1)[0]
    return shlex.split(call)[1:]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_ends_its_help_with_two_examples(name: str) -> None:
    shown = CliRunner().invoke(cli, [name, "--help"], terminal_width=200).output
    assert len(EXAMPLES[name]) == 2
    assert all(example in shown for example in EXAMPLES[name])


@pytest.mark.parametrize("example", [each for name in COMMANDS for each in EXAMPLES[name]])
def test_an_example_names_only_options_there_are(example: str) -> None:
    name, *arguments = _words(example)
    group = cli.get_command(click.Context(cli), name)
    assert group is not None
    if isinstance(group, click.Group):
        name, *arguments = arguments
        command = group.get_command(click.Context(group), name)
    else:
        command = group
    assert command is not None
    command.make_context(name, arguments, resilient_parsing=True)


@pytest.mark.parametrize("command", [["report"], ["inspect"], ["index", "add"], ["dedup"]])
def test_a_command_that_reads_files_says_what_it_refuses_for_its_size(command: list[str]) -> None:
    shown = CliRunner().invoke(cli, [*command, "--help"]).output
    for limit in fields(IngestSettings):
        assert (f"{limit.name} = {limit.default}" in shown) == isinstance(limit.default, int)
    assert f"{MAX_PAGE_DEPTH} deep" in shown
    assert "Limits" not in CliRunner().invoke(cli, ["index", "stats", "--help"]).output


def test_an_unknown_command_is_answered_with_the_nearest() -> None:
    result = CliRunner().invoke(cli, ["reprot"])
    assert result.exit_code == 2
    assert "no command reprot; did you mean report?" in result.output
