"""One frozen dataclass of settings per stage, read from TOML and checked by name and range.

``newscompare.toml`` holds a table per stage::

    [copies]
    near = 0.6

A stage is passed its own dataclass and nothing else.
"""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_type_hints

from compare.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = [
    "DEFAULTS",
    "FILENAME",
    "MAX_PAGE_DEPTH",
    "AlignmentSettings",
    "CleanSettings",
    "ComparisonSettings",
    "CopySettings",
    "EventSettings",
    "FingerprintSettings",
    "IndexSettings",
    "IngestSettings",
    "OriginSettings",
    "PassageSettings",
    "Setting",
    "Settings",
    "StatementSettings",
    "VectorSettings",
    "describe",
    "find",
    "load_settings",
]

FILENAME = "newscompare.toml"
MAX_PAGE_DEPTH = 400
"""Elements of a page open at once, from which it is refused; no setting, for readers recurse."""
T = TypeVar("T")


def _option(default: T, says: str, low: float | None = None, high: float | None = None) -> T:
    """A dataclass field that knows its meaning and its inclusive range."""
    # The field stands for its value in the class body, as with dataclasses.field itself.
    return field(default=default, metadata={"says": says, "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """Reading files into articles."""

    max_characters: int = _option(5_000_000, "a longer text is refused", 1)
    max_megabytes: int = _option(
        2000, "a larger file is refused where it is read whole, unpacked (not JSON Lines, WARC)", 1
    )
    max_page_megabytes: int = _option(5, "a larger page of HTML is refused", 1)
    max_page_seconds: int = _option(20, "a page that takes longer to read is refused; 0: never", 0)
    map: str = _option("", "what fields of JSON and CSV are called: text=body,source=outlet")


@dataclass(frozen=True, slots=True)
class CleanSettings:
    """Finding the text that is no part of the article."""

    recurring: int = _option(3, "a line in this many articles of one source is the page's", 2)


@dataclass(frozen=True, slots=True)
class StatementSettings:
    """Cutting an article into statements."""

    min_quotation_words: int = _option(
        4, "a quotation with fewer words is no statement of its own (a title, a scare quote)", 1
    )


@dataclass(frozen=True, slots=True)
class FingerprintSettings:
    """Shingles, MinHash signatures and bands."""

    permutations: int = _option(96, "values in a MinHash signature", 2, 1024)
    bands: int = _option(32, "bands a signature is cut into; more find less alike texts", 1, 1024)
    seed: int = _option(1, "seed of the MinHash permutations", 0)


@dataclass(frozen=True, slots=True)
class PassageSettings:
    """Winnowed grams of shared passages; a shared run of 2 window + gram - 1 words is found."""

    gram: int = _option(5, "words in a gram", 2, 50)
    window: int = _option(12, "neighbouring grams of which one is kept", 1, 200)


@dataclass(frozen=True, slots=True)
class CopySettings:
    """When two articles are copies."""

    near: float = _option(0.5, "share of the shorter text from which a copy is near", 0, 1)
    same: float = _option(0.8, "Jaccard similarity that is always a copy, boilerplate too", 0, 1)
    passage: int = _option(30, "words a shared passage must have for a partial copy", 10, 10000)
    slots: float = _option(
        4.0, "changed places per 100 shared words from which a text is a filled-in form", 0, 100
    )
    recurs: int = _option(5, "unrelated articles that make a passage boilerplate", 2, 1000000)
    recurs_in_source: int = _option(3, "the same within one source", 2, 1000000)


@dataclass(frozen=True, slots=True)
class VectorSettings:
    """TF-IDF vectors of articles."""

    lead_terms: int = _option(60, "so many first terms of an article count twice", 0)
    title_weight: int = _option(3, "how often a term of the title counts", 0)
    background_weight: float = _option(
        100.0, "the background frequencies weigh as much as so many articles of the batch", 0
    )


@dataclass(frozen=True, slots=True)
class EventSettings:
    """When two articles report one event."""

    threshold: float = _option(
        0.5, "articles join an event from this mean probability that they report one on", 0, 1
    )
    story_threshold: float = _option(
        0.5, "events join a story from this mean probability that they are of one affair on", 0, 1
    )
    window: int = _option(
        14, "days around an article of an index in which its event is looked for", 0, 3650
    )


@dataclass(frozen=True, slots=True)
class AlignmentSettings:
    """When two statements say the same."""

    threshold: float = _option(0.25, "two statements match from this probability on", 0, 1)
    further: float = _option(
        0.34, "the same for a pair of which each has a better partner in the other's article", 0, 1
    )
    floor: float = _option(0.1, "pairs whose term cosine is lower are not looked at", 0, 1)
    cross_encoder_pairs: int = _option(
        500, "pairs of an event that the cross-encoder reads at most (English only; 0: none)", 0
    )


@dataclass(frozen=True, slots=True)
class ComparisonSettings:
    """How matched statements become claims."""

    agreement: float = _option(
        0.67, "a sentence joins a claim if it matches such a share of its members", 0, 1
    )
    part: float = _option(
        0.6, "an article has a part of a claim from this probability on; under it, unsure", 0, 1
    )
    sure: float = _option(
        0.924,
        "an article tells a claim, not just a part, from this probability on; less if either has "
        "many of the other's words",
        0.01,
        0.999,
    )
    unsure: float = _option(
        0.12, "it may tell a claim from this chance on that any of its statements does", 0, 1
    )
    covered: float = _option(0.75, "or if all its words hold such a share of the claim's", 0, 1)
    new: float = _option(
        0.25, "a clause is new if no other article holds more than such a share of its words", 0, 1
    )


@dataclass(frozen=True, slots=True)
class OriginSettings:
    """Who has it from whom."""

    reprint: float = _option(
        0.8, "a text with such a share of its words from another is a reprint of it", 0, 1
    )
    sure: float = _option(0.5, "what an article is, is told from this probability on", 0, 1)


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """The persistent index."""

    terms: int = _option(24, "weightiest terms by which an article is found again", 1, 100)
    compared: int = _option(6, "articles compared as to their event", 1, 1000)


@dataclass(frozen=True, slots=True)
class Settings:
    """All stages' settings; ``digest`` names their values in every report.

    >>> Settings().copies.near
    0.5
    """

    ingest: IngestSettings = IngestSettings()
    clean: CleanSettings = CleanSettings()
    statements: StatementSettings = StatementSettings()
    fingerprints: FingerprintSettings = FingerprintSettings()
    passages: PassageSettings = PassageSettings()
    copies: CopySettings = CopySettings()
    vectors: VectorSettings = VectorSettings()
    events: EventSettings = EventSettings()
    alignment: AlignmentSettings = AlignmentSettings()
    comparison: ComparisonSettings = ComparisonSettings()
    origins: OriginSettings = OriginSettings()
    index: IndexSettings = IndexSettings()

    def digest(self) -> str:
        """The first 12 hex digits of the SHA-256 of the values."""
        text = json.dumps(dataclasses.asdict(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


DEFAULTS = Settings()
"""What every public verb goes by where it is given no settings."""


def find(folder: Path) -> Path | None:
    """The nearest ``newscompare.toml`` in ``folder`` or above it."""
    return next(
        (place / FILENAME for place in (folder, *folder.parents) if (place / FILENAME).is_file()),
        None,
    )


def load_settings(path: Path | None = None, overrides: Iterable[str] = ()) -> Settings:
    """The defaults, changed by a TOML file, then by ``stage.key=value`` overrides.

    Raises:
        SettingsError: a file that cannot be read, an unknown key, a wrong type or range.

    >>> load_settings(overrides=["copies.near=0.6"]).copies.near
    0.6
    """
    settings = Settings()
    if path is not None:
        settings = _apply(settings, _read(path), str(path))
    for override in overrides:
        settings = _apply(settings, _parse_override(override), "--set")
    return settings


class Setting(NamedTuple):
    """One setting as a person reads it."""

    stage: str
    key: str
    value: Any
    default: Any
    says: str


def describe(settings: Settings) -> Iterator[Setting]:
    """Yield every setting, in order."""
    for stage in dataclasses.fields(settings):
        values = getattr(settings, stage.name)
        for key in dataclasses.fields(values):
            value, says = getattr(values, key.name), key.metadata["says"]
            yield Setting(stage.name, key.name, value, key.default, says)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: is not TOML ({error})") from error


def _parse_override(override: str) -> dict[str, Any]:
    name, equals, value = override.partition("=")
    stage, dot, key = name.strip().partition(".")
    if not (equals and dot and key):
        raise SettingsError(f"--set {override}: write it as stage.key=value")
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        parsed = value.strip()
    return {stage: {key: parsed}}


def _apply(settings: Settings, tables: Mapping[str, Any], where: str) -> Settings:
    changed = {}
    for stage, table in tables.items():
        _known(stage, [known.name for known in dataclasses.fields(settings)], where)
        if not isinstance(table, dict):
            raise SettingsError(f"{where}: {stage} is a table; write [{stage}] and keys under it")
        changed[stage] = _apply_stage(getattr(settings, stage), stage, table, where)
    return dataclasses.replace(settings, **changed)


def _apply_stage(values: Any, stage: str, table: Mapping[str, Any], where: str) -> Any:  # noqa: ANN401
    keys = {known.name: known for known in dataclasses.fields(values)}
    for key in table:
        _known(f"{stage}.{key}", [f"{stage}.{known}" for known in keys], where)
    types = get_type_hints(type(values))
    checked = {key: _checked(keys[key], types[key], f"{stage}.{key}", value, where)
               for key, value in table.items()}  # fmt: skip
    return dataclasses.replace(values, **checked)


def _known(name: str, names: list[str], where: str) -> None:
    if name in names:
        return
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"known are: {', '.join(names)}"
    raise SettingsError(f"{where}: unknown setting {name}; {hint}")


def _checked(known: dataclasses.Field[Any], kind: Any, name: str, value: Any, where: str) -> Any:  # noqa: ANN401
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        raise SettingsError(f"{where}: {name} = {value!r} is no {kind.__name__}")
    low, high = known.metadata["low"], known.metadata["high"]
    if (low is not None and not value >= low) or (high is not None and not value <= high):
        span = f"{'-∞' if low is None else low} to {'∞' if high is None else high}"
        raise SettingsError(f"{where}: {name} = {value!r} is out of range ({span})")
    return value
