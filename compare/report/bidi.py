"""Text as it may be shown: nothing in it turns the direction of what stands behind it."""

from __future__ import annotations

import re

__all__ = ["shown"]

_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_EMBEDDING, _OVERRIDE, _ISOLATE = "\u202a\u202b", "\u202d\u202e", "\u2066\u2067\u2068"
_POP, _POP_ISOLATE = "\u202c", "\u2069"


def shown(value: object) -> object:
    """A text without the bidirectional controls that nothing closes, any other value as it is.

    Overrides go even where they are closed: they show other words than were compared.
    """
    if type(value) is not str or not _CONTROL.search(value):
        return value
    kept = _balanced(value)
    return "".join(char for at, char in enumerate(value) if at in kept or not _CONTROL.match(char))


def _balanced(text: str) -> set[int]:
    """Where the controls stand that open a direction that is closed, and that close it."""
    kept: set[int] = set()
    opened: list[int] = []
    for found in _CONTROL.finditer(text):
        at, char = found.start(), found[0]
        if char not in _POP + _POP_ISOLATE:
            opened.append(at)
        elif char == _POP:
            if opened and text[opened[-1]] not in _ISOLATE:
                start = opened.pop()
                kept |= {start, at} if text[start] in _EMBEDDING else set()
        elif any(text[start] in _ISOLATE for start in opened):
            while text[start := opened.pop()] not in _ISOLATE:
                pass  # what an isolate holds ends with it
            kept |= {start, at}
    return kept
