"""Words: the one tokenizer every stage shares, with offsets into the text as given.

A word is a run of letters, digits and combining marks; a script written without spaces (Han,
kana, Thai, Lao, Khmer, Burmese) gives one word per character. Folding is Unicode case folding
after NFKC, so ``ＵＳ``, ``US`` and ``us`` are one word. ``VERSION`` changes whenever any text
could be cut or folded differently; the index stamps it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "VERSION", "fold", "folded", "has_unspaced", "has_word", "is_unspaced", "spans", "split",
    "stem", "stemmer_languages",
]  # fmt: skip

VERSION = "words/1"

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}][\u0300-\u036f\u0900-\u0dff]*)+")
# Most texts hold none of these, and then a far quicker pattern finds the same words.
_SPECIAL = re.compile(rf"[\u0300-\u036f\u0900-\u0dff{_UNSPACED}]")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_UNSPACED_CHAR = re.compile(rf"[{_UNSPACED}]")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open ``(start, end)`` of each word of ``text``, in order."""
    return map(re.Match.span, _words_of(text).finditer(text))


def has_word(text: str) -> bool:
    """Whether there is a word in ``text``."""
    return bool(_PLAIN_WORD.search(text)) or next(spans(text), None) is not None


def split(text: str) -> list[str]:
    """The words of ``text`` as they stand, in order, aligned with ``spans``."""
    return _words_of(text).findall(text)


def _words_of(text: str) -> re.Pattern[str]:
    return _WORD if _SPECIAL.search(text) else _PLAIN_WORD


@lru_cache(maxsize=1 << 18)
def fold(word: str) -> str:
    """The word as it is compared: NFKC, then Unicode case folding."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


def folded(text: str) -> list[str]:
    """The folded words of ``text``, in order, aligned with ``spans``."""
    return [fold(word) for word in split(text)]


def has_unspaced(text: str) -> bool:
    """Whether any character of ``text`` is of a script written without spaces."""
    return _UNSPACED_CHAR.search(text) is not None


def is_unspaced(word: str) -> bool:
    """Whether ``word`` is a character of a script written without spaces."""
    return _UNSPACED_CHAR.match(word) is not None


_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


def stemmer_languages() -> frozenset[str]:
    """The ISO 639-1 codes ``stem`` has a Snowball stemmer for (Porter 2001)."""
    return frozenset(_SNOWBALL)


@lru_cache(maxsize=1 << 18)
def stem(word: str, language: str = "en") -> str:
    """The Snowball stem of a folded word; the word itself where the language has no stemmer."""
    name = _SNOWBALL.get(language)
    if name is None or is_unspaced(word):
        return word
    return str(_stemmer(name).stemWord(word))


@lru_cache(maxsize=len(_SNOWBALL))
def _stemmer(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  (the library is untyped)
    import Stemmer

    return Stemmer.Stemmer(name, 0)  # ``stem`` remembers already
