"""Articles as compressed bytes and back: zstd, with a dictionary trained on the index's own."""

from __future__ import annotations

import json
import zlib
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from compare.index.storage.database import LARGEST
from compare.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import zstandard

    from compare.index.storage.database import Database

__all__ = ["Dictionary", "Packer", "train", "unpacked"]

ENOUGH = 300
"""Articles a dictionary is trained on; with fewer there is none."""
_TAUGHT = 3000
"""The most articles it is trained on."""
_SIZE = 112_640
_LEVEL = 3


class Dictionary:
    """The packer of an open file, as the file has it now. Callers hold the transaction."""

    def __init__(self, database: Database) -> None:
        """Take the open file."""
        self._database = database
        self._known: tuple[int, Packer] = (0, Packer(None))

    def packer(self) -> Packer:
        """The packer with the file's dictionary, which another process may have changed."""
        row = self._database.run("SELECT number FROM dictionaries").fetchone()
        number = row[0] if row else 0
        if number != self._known[0]:
            content = self._database.run("SELECT content FROM dictionaries").fetchone()
            self._known = number, Packer(content[0] if content else None)
        return self._known[1]

    def learn(self, articles: Iterable[Article]) -> None:
        """Train a dictionary, if there is none and the articles are enough."""
        if self.packer().dictionary is None:
            self._train(articles, 1)

    def renew(self, articles: Iterable[Article]) -> Packer:
        """Train another one, and forget the old."""
        last = self._database.run("SELECT max(number) FROM dictionaries").fetchone()[0] or 0
        # They are read before the dictionary they are packed with is gone.
        self._train(articles, last + 1)
        self._database.run("DELETE FROM dictionaries WHERE number <= ?", (last,))
        return self.packer()

    def _train(self, articles: Iterable[Article], number: int) -> None:
        content = train(list(islice(articles, _TAUGHT)))
        if content is not None:
            self._database.run("INSERT INTO dictionaries VALUES (?, ?, 0)", (number, content))

    @property
    def stale(self) -> bool:
        """Whether it may hold pieces of articles that were removed."""
        found = self._database.run("SELECT 1 FROM dictionaries WHERE stale").fetchone()
        return found is not None

    def spoil(self) -> None:
        """Note that an article is removed of which it may hold pieces."""
        self._database.run("UPDATE dictionaries SET stale = 1")


class Packer:
    """Packs what a row of ``articles`` does not hold: text, title and all other fields."""

    def __init__(self, dictionary: bytes | None) -> None:
        """Take the index's dictionary, or None while it has none."""
        self.dictionary = dictionary

    def pack(self, article: Article) -> bytes:
        """The bytes of an article."""
        return self._compressor.compress(_plain(article, with_row=True))

    def unpack(self, blob: bytes, row: Sequence[Any]) -> Article:
        """The article of these bytes and its id, source and published.

        Raises:
            ValueError: they are no bytes that ``pack`` made.
        """
        id_, source, published = row
        fields = json.loads(unpacked(blob, self._decompressor))
        if not isinstance(fields, dict) or fields.pop("row", None) != _row_check(*row):
            raise ValueError("its row was changed")
        _refuse_other_types(fields)
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
    samples: list[bytes | bytearray | memoryview] = [_plain(article) for article in articles]
    try:
        return zstandard.train_dictionary(_SIZE, samples).as_bytes()
    except zstandard.ZstdError:
        return None


def unpacked(blob: bytes, decompressor: zstandard.ZstdDecompressor) -> bytes:
    """What zstd packed, if it is no more than ``LARGEST`` bytes.

    Raises:
        ValueError: it is larger, or damaged.
    """
    import zstandard

    try:
        size = zstandard.frame_content_size(blob)
        if size > LARGEST:
            raise ValueError(f"unpacks to {size:,} bytes")
        return decompressor.decompress(blob, max_output_size=LARGEST)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error


def _plain(article: Article, *, with_row: bool = False) -> bytes:
    fields = {
        "text": article.text,
        "title": article.title,
        "url": article.url,
        "language": article.language,
        "extra": dict(article.extra),
    }
    kept: dict[str, object] = {name: value for name, value in fields.items() if value}
    kept["text"] = article.text
    if with_row:
        kept["row"] = _row_check(article.id, article.source, article.published)
    text = json.dumps(kept, ensure_ascii=False, default=str)
    # A lone surrogate has no UTF-8; JSON's escape for it has.
    return text.encode("utf-8", "backslashreplace")


def _row_check(id_: str, source: str, published: str | None) -> int:
    """By this a text knows the row of ``articles`` it belongs to."""
    return zlib.crc32(json.dumps([id_, source, published]).encode())


def _refuse_other_types(fields: dict[str, Any]) -> None:
    strings = (fields.get(name) for name in ("title", "url", "language"))
    if not (
        isinstance(fields.get("text"), str)
        and all(value is None or isinstance(value, str) for value in strings)
        and isinstance(fields.get("extra", {}), dict)
    ):
        raise ValueError("holds other fields than an article's")
