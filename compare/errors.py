"""Every error newscompare raises on purpose.

    NewscompareError
    ├── InputError      a path cannot be read, or nothing usable was in it
    ├── SettingsError   an unknown key, or a value out of range
    ├── OutputError     a file or folder cannot be written
    ├── IndexFileError  the index file is foreign, corrupt, of another scheme, or held by another
    ├── EngineError     an engine does not start, or its workers failed
    └── MissingExtraError  an optional dependency is not installed

A message says what went wrong, where, and what to do. One article's fault is never an
error: it becomes a ``Refused`` record and the rest goes on.
"""

__all__ = [
    "EngineError",
    "IndexFileError",
    "InputError",
    "MissingExtraError",
    "NewscompareError",
    "OutputError",
    "SettingsError",
]


class NewscompareError(Exception):
    """The root: catch this to catch all of ours and nothing else.

    >>> try:
    ...     load_settings(overrides=["copies.naer=0.6"])
    ... except NewscompareError as error:
    ...     print(error)
    --set: unknown setting copies.naer; did you mean copies.near?
    """


class InputError(NewscompareError):
    """A path cannot be read, or nothing usable was in it."""


class SettingsError(NewscompareError):
    """A settings key is unknown, or its value is of the wrong type or out of range."""


class OutputError(NewscompareError):
    """A file or folder cannot be written."""


class IndexFileError(NewscompareError):
    """The index file is foreign, corrupt, made under another scheme, or held by another."""


class EngineError(NewscompareError):
    """An engine does not start, or its workers failed."""


class MissingExtraError(NewscompareError):
    """An optional dependency is needed and not installed."""
