"""Articles as compressed bytes and back: zstd, with a dictionary trained on the index's own."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from compare.model import Article

if TYPE_CHECKING:
    from collections.abc import Sequence

    import zstandard

__all__ = ["Packer", "train"]

ENOUGH = 300
"""Articles a dictionary is trained on; with fewer there is none."""
_SIZE = 112_640
_LEVEL = 9


class Packer:
    """Packs what a row of ``articles`` does not hold: text, title and all other fields."""

    def __init__(self, dictionary: bytes | None) -> None:
        """Take the index's dictionary, or None while it has none."""
        self.dictionary = dictionary

    def pack(self, article: Article) -> bytes:
        """The bytes of an article."""
        return self._compressor.compress(_plain(article))

    def unpack(self, blob: bytes, row: Sequence[Any]) -> Article:
        """The article of these bytes and its id, source and published."""
        fields = json.loads(self._decompressor.decompress(blob))
        id_, source, published = row
        return Article(
            id_, fields["text"], source, fields.get("title"), published,
            fields.get("url"), fields.get("language"), fields.get("extra", {}),
        )  # fmt: skip

    @cached_property
    def _trained(self) -> zstandard.ZstdCompressionDict | None:
        import zstandard

        if self.dictionary is None:
            return None
        return zstandard.ZstdCompressionDict(self.dictionary)

    @cached_property
    def _compressor(self) -> zstandard.ZstdCompressor:
        import zstandard

        return zstandard.ZstdCompressor(level=_LEVEL, dict_data=self._trained, write_checksum=True)

    @cached_property
    def _decompressor(self) -> zstandard.ZstdDecompressor:
        import zstandard

        return zstandard.ZstdDecompressor(dict_data=self._trained)


def train(articles: Sequence[Article]) -> bytes | None:
    """A dictionary for articles like these; None where they are too few or too alike."""
    import zstandard

    if len(articles) < ENOUGH:
        return None
    samples: list[bytes | bytearray | memoryview] = [
        _plain(article) for article in articles[: 10 * ENOUGH]
    ]
    try:
        return zstandard.train_dictionary(_SIZE, samples).as_bytes()
    except zstandard.ZstdError:
        return None


def _plain(article: Article) -> bytes:
    fields = {
        "text": article.text,
        "title": article.title,
        "url": article.url,
        "language": article.language,
        "extra": dict(article.extra),
    }
    kept = {name: value for name, value in fields.items() if value}
    text = json.dumps(kept | {"text": article.text}, ensure_ascii=False, default=str)
    # A lone surrogate has no UTF-8; JSON's escape for it has.
    return text.encode("utf-8", "backslashreplace")
