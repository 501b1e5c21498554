"""What commands share: options, settings, progress bars and the reading of input."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compare.cli.console import echo, place
from compare.engines import ENGINES
from compare.engines.workers import all_cores
from compare.errors import InputError, SettingsError
from compare.settings import MAX_PAGE_DEPTH, Settings, describe, find, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from click.shell_completion import CompletionItem

    from compare.copies.spilled_articles import SpilledArticles
    from compare.ingest import Reading
    from compare.model import Article, Progress, Refused

__all__ = [
    "NamedPath",
    "Run",
    "a_file",
    "a_folder",
    "a_path",
    "articles_of",
    "as_json",
    "batches_or_stop",
    "command_options",
    "engine_option",
    "in_publication_order",
    "index_option",
    "jobs_option",
    "limits",
    "links",
    "pair_file",
    "paths_argument",
    "paths_or_index",
    "read_or_stop",
    "reads_files",
    "refuse_an_input",
    "said_of_links",
    "say_refused",
    "spill_or_stop",
]

SOME = 5
"""So many ids are named of those that a message is about."""


class NamedPath(click.Path):
    """A path that names something, and nothing of the other kind."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  (click's)
        """The path as given, or a usage error."""
        path = Path(value)
        if value == "":
            self.fail("an empty path (an unset variable?)", param, ctx)
        if not self.dir_okay and path.is_dir():
            self.fail(f"{value} is a folder; name a file", param, ctx)
        if not self.file_okay and value == "-":
            self.fail("- is standard output; name a folder", param, ctx)
        if not self.file_okay and path.exists() and not path.is_dir():
            self.fail(f"{value} is a file; name a folder", param, ctx)
        return super().convert(value, param, ctx)


a_file = NamedPath(dir_okay=False, allow_dash=True, readable=False, path_type=Path)


a_folder = NamedPath(file_okay=False, readable=False, path_type=Path)


# What cannot be read is refused by the reader, with its reason, and the rest goes on.
a_path = NamedPath(allow_dash=True, readable=False)


def _map(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    ctx.meta["map"] = value


map_option = click.option(
    "--map", expose_value=False, callback=_map, metavar="FIELD=NAME,...",
    help="What fields of JSON and CSV are called: text=body,source=outlet.name.",
)  # fmt: skip


def paths_argument(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``PATH...`` and ``--map``."""
    paths = click.argument("paths", nargs=-1, required=True, type=a_path, metavar="PATH...")
    return paths(map_option(command))


def paths_or_index(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``PATH...``, which may be left out where an index is given, and ``--map``."""
    paths = click.argument("paths", nargs=-1, type=a_path, metavar="PATH... | --index FILE")
    return paths(map_option(command))


def reads_files(command: click.Command) -> bool:
    """Whether it takes ``PATH...``."""
    return any(param.name == "map" for param in command.params)


def limits() -> str:
    """What a reading command refuses for its size, as its --help says it."""
    says = [(f"{row.key} = {row.default}", row.says) for row in describe(Settings())
            if row.stage == "ingest" and isinstance(row.default, int)]  # fmt: skip
    says.append(
        (f"{MAX_PAGE_DEPTH} deep", "a page of HTML whose elements are nested deeper is refused")
    )
    widest = max(len(name) for name, _ in says)
    lines = [f"  {name:<{widest}}  {what}" for name, what in says]
    return "\n".join(
        ["\b", "Limits of what is read (--set ingest.NAME=NUMBER moves them):", *lines]
    )


engine_option = click.option(
    "--engine", type=click.Choice(ENGINES), default="local", show_default=True,
    help="Where it is worked on; every engine gives the same results.",
)  # fmt: skip


jobs_option = click.option(
    "--jobs", "-j", type=click.IntRange(min=1), default=all_cores, show_default="all cores",
    metavar="N", help="Cores to work on; the results are the same for any number.",
)  # fmt: skip


index_option = click.option(
    "--index", "index_file", type=a_file, required=True,
    metavar="FILE", help="The index file.",
)  # fmt: skip
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")


def links(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--must-link`` and ``--cannot-link``."""
    says = "Pairs of ids that are {}one event: two ids a line, with a tab or a comma between."
    for name, word in (("--cannot-link", "not "), ("--must-link", "")):
        command = click.option(name, type=a_file, metavar="FILE", help=says.format(word))(command)
    return command


@dataclass(frozen=True, slots=True)
class Run:
    """How this run was asked to behave."""

    settings: Settings
    quiet: bool

    @contextmanager
    def progress(self) -> Iterator[Progress | None]:
        """Bars on stderr while the block runs; none when quiet or stderr is no terminal."""
        if self.quiet or not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn())
        with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
            yield _drawer(bars)

    def say(self, line: str) -> None:
        """A line for people on stderr, unless quiet."""
        if not self.quiet:
            echo(line, err=True)


def _drawer(bars: Any) -> Progress:  # noqa: ANN401  (rich's Progress shares our type's name)
    tasks: dict[str, Any] = {}

    def draw(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=total)
        bars.update(tasks[stage], completed=done, total=total)

    return draw


def command_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--settings --set --quiet --debug`` and pass them as one ``Run``."""

    @click.option("--settings", "settings_file", type=a_file,
                  help="Settings file; else newscompare.toml here or above.")  # fmt: skip
    @click.option("--set", "overrides", multiple=True, metavar="STAGE.KEY=VALUE",
                  shell_complete=_completed,
                  help="Change one setting; may be repeated.")  # fmt: skip
    @click.option("-q", "--quiet", is_flag=True, help="No progress, warnings or summary.")
    @click.option("--debug", is_flag=True, is_eager=True, expose_value=False, callback=_debug,
                  help="Show tracebacks.")  # fmt: skip
    @wraps(command)
    def wrapped(
        *args: object,
        settings_file: Path | None,
        overrides: tuple[str, ...],
        quiet: bool,
        **options: object,
    ) -> None:
        named = click.get_current_context().meta.get("map")
        mapped = (f"ingest.map={json.dumps(named)}",) if named else ()
        settings = load_settings(settings_file or find(Path.cwd()), (*overrides, *mapped))
        if settings.ingest.map:
            from compare.ingest.names import parse_map

            parse_map(settings.ingest.map)
        command(Run(settings, quiet), *args, **options)

    return wrapped


def _completed(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """The settings whose names begin so, each with its default to change."""
    from click.shell_completion import CompletionItem

    rows = ((f"{row.stage}.{row.key}={json.dumps(row.default)}", row.says)
            for row in describe(Settings()))  # fmt: skip
    return [CompletionItem(text, help=says) for text, says in rows if text.startswith(typed)]


def _debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click's)
    ctx.meta["debug"] = value


def read_or_stop(run: Run, paths: Sequence[str], progress: Progress | None) -> Reading:
    """Read the paths; say warnings and refusals on stderr.

    Raises:
        InputError: nothing could be read.
    """
    from compare.pipeline import read_articles

    reading = read_articles(paths, run.settings, sys.stdin.buffer, progress)
    for warning in reading.warnings:
        run.say(f"warning: {warning}")
    _say_unread(reading.refused)
    _some_or_stop(paths, len(reading.articles), reading.refused)
    return reading


def _say_unread(refused: Iterable[Refused]) -> None:
    for one in refused:
        echo(f"refused: {place(one)}: {one.reason}", err=True)


def _some_or_stop(paths: Sequence[str], found: int, refused: Sequence[Refused]) -> None:
    if not found and not refused:
        raise InputError(f"{', '.join(paths)}: no articles here; give a folder of them")
    if not found:
        raise InputError(f"{', '.join(paths)}: no article could be read, see above")


def spill_or_stop(
    run: Run,
    paths: Sequence[str],
    progress: Progress | None,
    spilled: SpilledArticles,
    refused: list[Refused],
) -> None:
    """Read the paths onto disk; say warnings as they come, and what is put into ``refused``.

    Raises:
        InputError: nothing could be read.
    """
    from compare.ingest.reading import place_order, stream

    reading = stream(list(paths), run.settings.ingest, sys.stdin.buffer, progress)
    try:
        for article, where in reading.articles:
            spilled.add(article, where)
            while reading.warnings:
                run.say(f"warning: {reading.warnings.pop(0)}")
    except KeyboardInterrupt:
        run.say(f"{len(spilled):,} articles read, none compared yet; nothing was written")
        raise
    for warning in reading.warnings:
        run.say(f"warning: {warning}")
    refused += sorted([*reading.refused, *spilled.finish()], key=place_order)
    _say_unread(refused)
    _some_or_stop(paths, len(spilled), refused)


def batches_or_stop(
    run: Run, paths: Sequence[str], progress: Progress | None, refused: list[Refused]
) -> Iterator[Sequence[Article]]:
    """The articles of the paths, a batch at a time, by publication within each.

    Warnings and refusals are said as they come, and one a batch is put into ``refused``, which
    decides the status: all of a large file's would fill the memory.

    Raises:
        InputError: nothing could be read.
    """
    from compare.ingest import read_in_batches

    found = 0
    for reading in read_in_batches(list(paths), run.settings.ingest, sys.stdin.buffer, progress):
        for warning in reading.warnings:
            run.say(f"warning: {warning}")
        _say_unread(reading.refused)
        refused += reading.refused[:1]
        found += len(reading.articles)
        yield in_publication_order(reading.articles)
    _some_or_stop(paths, found, refused)


def articles_of(
    run: Run, on: Sequence[str], index: Path | None, progress: Progress | None
) -> tuple[Sequence[Article], Sequence[Refused]]:
    """The articles of ``--on`` or ``--index``, none where neither is given; what was refused."""
    if on and index:
        raise click.UsageError("choose one of --on and --index")
    if index:
        from compare.index import export

        return tuple(export(index, run.settings)), ()
    reading = read_or_stop(run, on, progress) if on else None
    return (reading.articles, reading.refused) if reading else ((), ())


def in_publication_order(articles: Iterable[Article]) -> list[Article]:
    """The articles, the earliest published first."""
    from compare.copies.detection import publication_order

    return sorted(articles, key=publication_order)


def say_refused(refused: Sequence[Refused]) -> Sequence[Refused]:
    """Say what an index refused on stderr; the same again."""
    for one in refused:
        echo(f"refused: {place(one)}: {one.id}: {one.reason}", err=True)
    return refused


def pair_file(path: Path | None) -> tuple[tuple[str, str], ...]:
    """Pairs of ids, two ids a line with a tab or a comma between; ``#`` starts a comment.

    Raises:
        SettingsError: the file cannot be read, or a line is no pair.
    """
    if path is None:
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8") from error
    return tuple(
        _pair(line, f"{path}:{number}")
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    )


def said_of_links(run: Run, articles: Iterable[Article], *links: Iterable[tuple[str, str]]) -> None:
    """Say which ids of given pairs no article has."""
    named = {id_ for pairs in links for pair in pairs for id_ in pair}
    if unknown := sorted(named - {article.id for article in articles}):
        more = f" and {len(unknown) - SOME} more" if len(unknown) > SOME else ""
        named_ids = ", ".join(unknown[:SOME])
        run.say(f"no article has the id {named_ids}{more}; pairs with it were left out")


def refuse_an_input(output: Path | None, paths: Iterable[str]) -> None:
    """Refuse to write over what is read."""
    if output is None or not output.is_file():
        return
    place = output.resolve()
    for given in (Path(path).resolve() for path in paths if path != "-"):
        if place == given or given in place.parents:
            raise click.UsageError(f"{output}: is among what is read; write to another file")


def _pair(line: str, where: str) -> tuple[str, str]:
    first, _, second = line.partition("\t" if "\t" in line else ",")
    if not (first.strip() and second.strip()):
        raise SettingsError(f"{where}: {line!r} is no pair; write two ids with a tab between")
    return first.strip(), second.strip()
