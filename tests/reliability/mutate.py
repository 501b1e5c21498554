"""Files of every format with bytes changed at random: each is read or refused, and ends in time."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import zstandard

from compare.ingest import read
from compare.settings import IngestSettings

__all__ = ["FORMATS", "mutant", "samples", "what_becomes_of"]

PROSE = "The mill at Orrin closed on Friday. Sixty people lost their work, the owner said."
ROWS = [{"id": f"r{n}", "text": f"{PROSE} {n}", "published": "2031-02-03"} for n in range(8)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
PAGE = f"<!doctype html><html lang=en><head><title>Mill</title></head><body><article>{f'<p>{PROSE}</p>' * 5}</article></body></html>"
RSS = "".join(
    f"<item><guid>g{n}</guid><title>Mill {n}</title><description>{PROSE} {n}</description></item>"
    for n in range(6)
)
NITF = f"<nitf><body><body.head><hedline><hl1>Mill</hl1></hedline></body.head><body.content><p>{PROSE}</p></body.content></body></nitf>"
NEWSML = f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="x"><itemMeta><provider literal="p"/></itemMeta><contentSet><inlineXML><html><body><p>{PROSE}</p></body></html></inlineXML></contentSet></newsItem>'
ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><content type="html">{PROSE}</content></entry></feed>'


def _warc() -> bytes:
    response = f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}"
    record = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://o.example/{n}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(response)}\r\n\r\n{response}\r\n\r\n"
    )
    return "".join(record.replace("{n}", str(n)) for n in range(3)).encode()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/mill.txt", PROSE)
        archive.writestr("rows.jsonl", LINES)
    return out.getvalue()


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in (("a/mill.txt", PROSE.encode()), ("rows.jsonl", LINES)):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(ROWS), out)
    return out.getvalue()


def _csv() -> bytes:
    return b"id,text\n" + b"".join(f'r{n},"{PROSE} {n}"\n'.encode() for n in range(8))


FORMATS: dict[str, Callable[[], bytes]] = {
    "txt": PROSE.encode, "html": PAGE.encode, "json": lambda: json.dumps(ROWS).encode(),
    "jsonl": lambda: LINES, "utf16.jsonl": lambda: LINES.decode().encode("utf-16"), "csv": _csv,
    "parquet": _parquet, "rss.xml": f"<rss><channel>{RSS}</channel></rss>".encode,
    "atom.xml": ATOM.encode, "nitf.xml": NITF.encode, "newsml.xml": NEWSML.encode, "warc": _warc,
    "zip": _zip, "tar": _tar, "jsonl.gz": lambda: gzip.compress(LINES),
    "jsonl.zst": lambda: zstandard.compress(LINES), "warc.gz": lambda: gzip.compress(_warc()),
}  # fmt: skip
"""A whole file of each format, by its suffix."""
_HOSTILE = (
    b"\0", b"\xff", b"<", b"&", b'"', b"{", b"[", b"\\u d800", b"\\ud800", b"NaN", b"1e999", b"-",
    b"]]>", b"<!DOCTYPE x [<!ENTITY a '&a;&a;'>]>", b"\x1b[2J", b"\r\n", b"\xed\xa0\x80", b"9" * 400,
    b"[" * 3000, b"<div>" * 1000,
)  # fmt: skip


def samples() -> dict[str, bytes]:
    """A whole file of each format."""
    return {name: make() for name, make in FORMATS.items()}


def mutant(data: bytes, rng: random.Random) -> bytes:
    """The file with one to four changes: bytes flipped, taken out, doubled, put in, or cut off."""
    made = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(made) + 1)
        size = rng.choice([1, 1, 2, 8, 64])
        match rng.randrange(6):
            case 0 if at < len(made):
                made[at] ^= 1 << rng.randrange(8)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size]
            case 3:
                made[at:at] = rng.choice(_HOSTILE)
            case 4:
                made[at : at + size] = rng.randbytes(size)
            case _ if rng.random() < 0.2:
                del made[at:]
    return bytes(made)


def what_becomes_of(folder: Path, suffix: str, data: bytes) -> str:
    """``read`` or ``refused``; a file that is good is read beside it.

    Raises:
        Exception: reading does, which is a fault; also where the good file was lost.
    """
    (folder / f"mutant.{suffix}").write_bytes(data)
    (folder / "good.txt").write_text(PROSE, "utf-8")
    reading = read([folder], IngestSettings(max_page_seconds=10))
    if "good" not in [article.id for article in reading.articles]:
        raise AssertionError("a good file was lost")
    for article in reading.articles:
        json.dumps([article.id, article.source, dict(article.extra)], allow_nan=False).encode()
    return "read" if len(reading.articles) > 1 else "refused"
