"""Every format is read; every fault is one clear record and never stops the rest."""

import gzip
import io
import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from compare.errors import InputError
from compare.ingest import Reading, read
from compare.ingest.dates import normalise
from compare.settings import IngestSettings

BAD = Path(__file__).parents[1] / "data" / "bad"
SETTINGS = IngestSettings()
PROSE = "The mill at Orrin closed on Friday. Sixty people lost their work, the owner said."


def taken(*paths: Path | str, stdin: bytes = b"") -> Reading:
    return read([str(path) for path in paths], SETTINGS, io.BytesIO(stdin))


def reasons(reading: Reading) -> dict[tuple[str, int | None], str]:
    return {(Path(r.file).name, r.line): r.reason for r in reading.refused}


def test_plain_text_takes_its_name_from_the_file_and_its_source_from_the_folder(
    tmp_path: Path,
) -> None:
    (tmp_path / "gazette").mkdir()
    (tmp_path / "gazette" / "mill.txt").write_text(f"Mill closes\n\n{PROSE}\n", "utf-8")
    (tmp_path / "alone.md").write_text(PROSE, "utf-8")
    alone, mill = taken(tmp_path).articles
    assert (mill.id, mill.source, mill.title) == ("mill", "gazette", "Mill closes")
    assert (alone.id, alone.source, alone.title) == ("alone", "alone", None)
    assert mill.text == f"Mill closes\n\n{PROSE}\n"


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Updated January 02, 2031 07:53 PM", "2031-01-02T19:53:00"),
        ("date 2031-01-02 ORR", "2031-01-02"),
        ("2 January 2031", "2031-01-02"),
        ("On January 2, 2031 the mill closed.", None),
        ("Chapter 2031-01-02-17", None),
    ],
)
def test_a_date_on_a_line_of_its_own_near_the_top_is_the_articles(
    tmp_path: Path, line: str, iso: str | None
) -> None:
    (tmp_path / "mill.txt").write_text(f"Mill closes\n\n{line}\n\n{PROSE}\n", "utf-8")
    assert [a.published for a in taken(tmp_path).articles] == [iso]


def test_json_lines_keep_other_fields_and_fill_the_defaults() -> None:
    row = {
        "url": "https://www.orrin.example/mill",
        "text": PROSE,
        "desk": "work",
        "language": "en-GB",
    }
    (article,) = taken("-", stdin=json.dumps(row).encode()).articles
    assert article.id == "https://www.orrin.example/mill"
    assert article.source == "orrin.example"
    assert article.language == "en"
    assert dict(article.extra) == {"desk": "work"}


def test_an_article_without_any_name_is_named_by_its_text() -> None:
    (article,) = taken("-", stdin=json.dumps({"text": PROSE}).encode()).articles
    assert article.id.startswith("sha256:")
    assert len(article.id) == len("sha256:") + 64


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps({"id": "x", "text": PROSE})),
        ("a.json", json.dumps([{"id": "x", "text": PROSE}])),
        ("a.json", json.dumps({"articles": [{"id": "x", "text": PROSE}]}, indent=1)),
        ("a.jsonl", json.dumps({"id": "x", "text": PROSE}) + "\n\n"),
        ("a", json.dumps({"id": "x", "text": PROSE})),
        ("a.csv", f'id,text\nx,"{PROSE}"\n'),
        ("a.tsv", f"id\ttext\nx\t{PROSE}\n"),
        ("x.txt", PROSE),
        ("x", PROSE),
    ],
)
@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_each_plain_format_in_each_packing(
    tmp_path: Path, name: str, content: str, packing: str
) -> None:
    packers: dict[str, Callable[[bytes], bytes]] = {
        "": bytes,
        ".gz": gzip.compress,
        ".zst": zstandard.compress,
    }
    pack = packers[packing]
    (tmp_path / (name + packing)).write_bytes(pack(content.encode()))
    reading = taken(tmp_path)
    assert reading.refused == ()
    assert [(a.id, a.text) for a in reading.articles] == [("x", PROSE)]


def test_a_page_gives_its_text_title_date_and_language(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{PROSE} This is paragraph number {n} of them.</p>" for n in range(5))
    (tmp_path / "mill.html").write_text(
        '<!doctype html><html lang="en"><head><title>Mill closes</title>'
        '<meta property="article:published_time" content="2021-02-03T04:05:06+00:00">'
        '<meta property="og:site_name" content="The Orrin Gazette"></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>Mill closes</h1>{paragraphs}</article>"
        "</body></html>",
        "utf-8",
    )
    (article,) = taken(tmp_path).articles
    assert (article.id, article.source, article.language) == ("mill", "The Orrin Gazette", "en")
    assert article.published == "2021-02-03T04:05:06+00:00"
    assert "paragraph number 3" in article.text
    assert "Home" not in article.text


FEEDS = {
    "rss": f"""<rss version="2.0"><channel><title>Orrin</title><item><guid>x</guid>
      <title>Mill closes</title><link>https://orrin.example/mill</link>
      <pubDate>Mon, 03 Feb 2031 04:05:06 GMT</pubDate>
      <description>&lt;p&gt;{PROSE}&lt;/p&gt;</description></item></channel></rss>""",
    "atom": f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Orrin</title><entry><id>x</id>
      <title>Mill closes</title><published>2031-02-03T04:05:06Z</published>
      <link href="https://orrin.example/mill"/><content type="html">{PROSE}</content></entry></feed>""",
    "nitf": f"""<nitf><head><docdata><doc-id id-string="x"/><date.issue norm="2031-02-03T04:05:06Z"/>
      </docdata></head><body><body.head><hedline><hl1>Mill closes</hl1></hedline></body.head>
      <body.content><p>{PROSE}</p></body.content></body></nitf>""",
    "newsml": f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="x"><itemMeta>
      <firstCreated>2031-02-03T04:05:06Z</firstCreated></itemMeta><contentMeta>
      <headline>Mill closes</headline></contentMeta><contentSet><inlineXML><html><body><p>{PROSE}</p>
      </body></html></inlineXML></contentSet></newsItem>""",
}


@pytest.mark.parametrize("kind", FEEDS)
def test_each_news_xml(tmp_path: Path, kind: str) -> None:
    (tmp_path / "feed.xml").write_text('<?xml version="1.0"?>' + FEEDS[kind], "utf-8")
    reading = taken(tmp_path)
    (article,) = reading.articles
    assert (article.id, article.title, article.text) == ("x", "Mill closes", PROSE)
    assert (article.published or "")[:19] == "2031-02-03T04:05:06"


def test_xml_reads_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hidden words", "utf-8")
    (tmp_path / "feed.xml").write_text(
        f'<!DOCTYPE r [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
        f"<rss><channel><item><guid>x</guid><description>{PROSE} &s;</description></item></channel></rss>",
        "utf-8",
    )
    (article,) = taken(tmp_path / "feed.xml").articles
    assert "hidden words" not in article.text


def test_parquet_and_web_archives(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"id": ["x"], "text": [PROSE]}), tmp_path / "a.parquet")
    (article,) = taken(tmp_path).articles
    assert (article.id, article.text) == ("x", PROSE)


def test_the_responses_of_a_web_archive(tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="the extra [warc] is not installed")
    page = f"<html><body><article>{f'<p>{PROSE}</p>' * 4}</article></body></html>"
    response = f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
    (tmp_path / "a.warc").write_text(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://orrin.example/mill\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(response)}\r\n\r\n{response}\r\n\r\n",
        "utf-8",
        newline="",
    )
    (article,) = taken(tmp_path).articles
    assert (article.url, article.source) == ("https://orrin.example/mill", "orrin.example")


def test_the_bad_files_are_refused_each_with_its_place_and_reason() -> None:
    found = reasons(taken(BAD, "nowhere"))
    assert found[("nowhere", None)] == "cannot be read: No such file or directory"
    assert found[("empty.txt", None)] == "is empty"
    assert "binary" in found[("binary.txt", None)]
    assert found[("line7.jsonl", 7)].startswith("is not JSON")
    assert len([key for key in found if key[0] == "line7.jsonl"]) == 1
    assert "another text" in found[("duplicate-ids.jsonl", 2)]
    assert "'text'" in found[("missing-text.jsonl", 2)]
    assert "blank" in found[("missing-text.jsonl", 3)]
    assert "half.json" in {name for name, _ in found}


@pytest.mark.parametrize("name", ["deep.json", "deep.jsonl", "deep"])
def test_json_that_is_nested_too_deep_is_refused_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("[" * 100_000, "utf-8")
    (tmp_path / "x.txt").write_text(PROSE, "utf-8")
    reading = taken(tmp_path)
    assert [article.id for article in reading.articles] == ["x"]
    assert [r.reason for r in reading.refused] == ["is not an article: nested too deep"]


def test_one_line_with_a_number_of_too_many_digits_is_refused_alone() -> None:
    lines = f'{{"text": {"9" * 5000}}}\n{json.dumps({"id": "x", "text": PROSE})}\n'
    reading = taken("-", stdin=lines.encode())
    assert [article.id for article in reading.articles] == ["x"]
    assert reasons(reading) == {("-", 1): "holds a number of too many digits"}


def test_what_newscompare_wrote_itself_is_no_news(tmp_path: Path) -> None:
    from compare import load_settings, open_index
    from compare.report import write
    from tests.sample import sample

    (tmp_path / "x.txt").write_text(PROSE, "utf-8")
    write(tmp_path / "reports", [sample()], [], [], ("0", "0"), ("html", "json", "csv", "md"))
    (tmp_path / "newscompare.toml").write_text("[copies]\nnear = 0.6\n", "utf-8")
    (tmp_path / "labels.jsonl").write_text('{"format": "newscompare/labels/1"}\n', "utf-8")
    with open_index(tmp_path / "seen.index", load_settings(), create=True) as index:
        index.add(taken(tmp_path / "x.txt").articles)
        reading = taken(tmp_path)  # and what SQLite keeps beside an open index
    assert [article.id for article in reading.articles] == ["x"]
    assert reading.refused == ()
    own = len(list(tmp_path.rglob("*.*"))) - 1
    assert own >= 9
    assert [w for w in reading.warnings if "newscompare's own files" in w]


def test_an_article_that_speaks_of_newscompare_is_news(tmp_path: Path) -> None:
    text = f'A page with <meta name="generator" content="newscompare"> in it. {PROSE}'
    (tmp_path / "x.txt").write_text(text, "utf-8")
    assert [article.id for article in taken(tmp_path).articles] == ["x"]


def test_a_file_has_one_source_however_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("gazette", "courier"):
        (tmp_path / "articles" / folder).mkdir(parents=True)
        (tmp_path / "articles" / folder / f"{folder}-mill.txt").write_text(PROSE, "utf-8")
    monkeypatch.chdir(tmp_path)
    files = sorted(Path("articles").rglob("*.txt"))
    for paths in (["articles"], [tmp_path / "articles"], files, [files[1], "articles"]):
        reading = taken(*paths)
        assert {a.id: a.source for a in reading.articles} == {
            "courier-mill": "courier", "gazette-mill": "gazette",
        }  # fmt: skip
    for file in files:
        assert [a.source for a in taken(file).articles] == [file.parent.name]


def test_a_folder_that_tells_no_file_from_another_names_no_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("gazette", "courier"):
        (tmp_path / f"{name}.txt").write_text(PROSE, "utf-8")
    files = sorted(tmp_path.iterdir())
    assert [a.source for a in taken(tmp_path).articles] == ["courier", "gazette"]
    assert [a.source for a in taken(*files).articles] == ["courier", "gazette"]
    monkeypatch.chdir(tmp_path)
    assert [a.source for a in taken("courier.txt").articles] == ["courier"]


def test_a_link_to_nothing_and_a_pipe_in_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.txt").write_text(PROSE, "utf-8")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "in" / "folder").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    reading = taken(tmp_path / "in")
    assert [article.id for article in reading.articles] == ["x"]
    assert reasons(reading) == {
        ("gone.txt", None): "is a link to nothing",
        ("folder", None): "is a link to a folder; give that folder",
        ("pipe.txt", None): "is no regular file",
    }


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.warc", ""), ("a.jsonl", "\n"), ("a.json", "[]"), ("a.csv", "id,text\n")],
)
def test_a_file_that_holds_no_article_is_refused(tmp_path: Path, name: str, content: str) -> None:
    if name.endswith("warc"):
        pytest.importorskip("warcio", reason="the extra [warc] is not installed")
    (tmp_path / name).write_text(content, "utf-8")
    assert reasons(taken(tmp_path)) == {(name, None): "holds no article"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_tables_with_any_separator_and_names_in_any_case(tmp_path: Path, separator: str) -> None:
    head = separator.join(("ID", "Title", "Text", "Source", "Published", "Desk"))
    row = separator.join(("x", "Mill closes", f'"{PROSE}"', "Orrin Post", "2031-01-02", "work"))
    (tmp_path / "a.csv").write_text(f"{head}\n{row}\n", "utf-8")
    (article,) = taken(tmp_path).articles
    assert (article.id, article.title, article.text) == ("x", "Mill closes", PROSE)
    assert (article.source, article.published) == ("Orrin Post", "2031-01-02")
    assert dict(article.extra) == {"Desk": "work"}


@pytest.mark.parametrize("start", ["x,", 'x,"'])
def test_a_table_without_a_header_shows_no_whole_article(tmp_path: Path, start: str) -> None:
    (tmp_path / "a.csv").write_text(start + PROSE * 20, "utf-8")
    (reason,) = reasons(taken(tmp_path)).values()
    assert "has no column 'text'" in reason
    assert len(reason) < 180


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": 7}', "its text is a number, not a string"),
        ("null", "is null, not an object"),
        ("[]", "is a list, not an object"),
        ('{"text": "a\tb"}', "is not JSON: Invalid control character at character 12"),
    ],
)
def test_reasons_are_in_words(line: str, reason: str) -> None:
    assert reasons(taken("-", stdin=line.encode())) == {("-", 1): reason}


def test_an_empty_path_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="an empty path"):
        taken("")


def test_text_that_is_not_utf_8_is_read_with_a_warning() -> None:
    reading = taken(BAD / "latin1.txt")
    assert len(reading.articles) == 1
    assert "not UTF-8" in reading.warnings[0]


def test_accents_that_several_encodings_share_are_read_as_the_web_reads_them(
    tmp_path: Path,
) -> None:
    text = "Café crème was served to the ministers on Monday in Liège, the mayor said."
    (tmp_path / "liege.txt").write_bytes(text.encode("cp1252"))
    assert taken(tmp_path).articles[0].text == text


def test_utf_16_is_read_and_what_only_begins_like_it_is_not(tmp_path: Path) -> None:
    (tmp_path / "wide.txt").write_bytes(PROSE.encode("utf-16"))
    (tmp_path / "odd.txt").write_bytes(b"\xff\xfe\x00\x01\x02")
    reading = taken(tmp_path)
    assert [a.text for a in reading.articles] == [PROSE]
    assert "binary" in reasons(reading)[("odd.txt", None)]


def test_unreadable_dates_are_unknown_with_a_warning() -> None:
    reading = taken(BAD / "bad-dates.jsonl")
    assert reading.refused == ()
    told = [warning.split(":")[1] for warning in reading.warnings if "cannot be read" in warning]
    assert told == ["2", "3", "4"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_text(PROSE, "utf-8")
    path.chmod(0)
    assert "Permission denied" in reasons(taken(path))[("closed.txt", None)]


def test_a_huge_single_line_is_refused(tmp_path: Path) -> None:
    (tmp_path / "huge.jsonl").write_bytes(b'{"text": "' + b"word " * 10_000_000 + b'"}')
    (tmp_path / "huge.txt").write_bytes(b"word " * 10_000_000)
    (tmp_path / "x.txt").write_text(PROSE, "utf-8")
    reading = taken(tmp_path)
    assert [a.id for a in reading.articles] == ["x"]
    assert set(reasons(reading)) == {("huge.jsonl", 1), ("huge.txt", None)}


@pytest.mark.parametrize(
    ("name", "data"), [("a.jsonl.gz", b"\x1f\x8b\x08garbage"), ("a.txt.zst", b"no zst")]
)
def test_damaged_packing_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert reasons(taken(tmp_path)).keys() == {(name, None)}


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(PROSE, "utf-8")
    reading = taken(tmp_path, tmp_path / "x.txt")
    assert (len(reading.articles), reading.refused) == (1, ())


def test_which_of_two_articles_is_refused_does_not_depend_on_the_order(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        row = {"id": "same", "text": f"{PROSE} {name}"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row), "utf-8")
    files = sorted(tmp_path.iterdir())
    outcomes = set()
    for seed in range(6):
        random.Random(seed).shuffle(files)
        reading = taken(*files)
        outcomes.add((reading.articles, reading.refused))
    assert len(outcomes) == 1


@given(st.binary(max_size=200))
def test_any_bytes_give_articles_or_reasons(data: bytes) -> None:
    reading = taken("-", stdin=data)
    assert all(article.text.strip() for article in reading.articles)
    assert all(refused.reason for refused in reading.refused)


@pytest.mark.parametrize(
    ("given_", "iso"),
    [
        ("2031-02-03", "2031-02-03"),
        ("2031-02-03T04:05:06Z", "2031-02-03T04:05:06+00:00"),
        ("Mon, 03 Feb 2031 04:05:06 GMT", "2031-02-03T04:05:06+00:00"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01.790000"),
        ("January 2, 2020", "2020-01-02"),
        ("2 January 2020", "2020-01-02"),
        ("03/04/2031", None),
        ("13/04/2031", "2031-04-13"),
        ("January 2020", None),
        ("yesterday", None),
        ("12:30", None),
        ("2024-13-40", None),
        ("1900-01-01", "1900-01-01"),
    ],
)
def test_dates_are_read_and_never_guessed(given_: str, iso: str | None) -> None:
    assert normalise(given_) == iso
