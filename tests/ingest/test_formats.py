"""What newsrooms hold: feeds, agency XML, exports of other tools, archives, encodings."""

import gzip
import io
import json
import random
import tarfile
import zipfile
from pathlib import Path

import pytest

from compare.errors import SettingsError
from compare.ingest import Reading, read
from compare.ingest.names import named_as_ours, parse_map
from compare.model import Article
from compare.settings import IngestSettings

PROSE = "The mill at Orrin closed on Friday. Sixty people lost their work, the owner said."


def taken(path: Path, name: str, content: str | bytes, **settings: object) -> Reading:
    data = content if isinstance(content, bytes) else content.encode()
    (path / name).write_bytes(data)
    return read([path / name], IngestSettings(**settings))  # type: ignore[arg-type]


def one(path: Path, name: str, content: str | bytes) -> Article:
    reading = taken(path, name, content)
    assert reading.refused == ()
    (article,) = reading.articles
    return article


RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>World</title><language>en-gb</language><item>{}</item></channel></rss>"""


def test_a_photo_credit_of_media_rss_is_no_article(tmp_path: Path) -> None:
    item = f"""<title>Mill closes</title><link>https://www.theguardian.com/mill</link>
      <description>&lt;p&gt;{PROSE}&lt;/p&gt;</description><category>World news</category>
      <pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><guid>https://www.theguardian.com/mill</guid>
      <media:content width="140" url="https://i.example/1"><media:title>Another</media:title>
      <media:credit>Photograph: A. Body/Agency</media:credit></media:content>
      <dc:creator>Jo Body</dc:creator><dc:date>2024-03-05T11:00:00Z</dc:date>"""
    found = one(tmp_path, "feed.xml", RSS.format(item))
    assert (found.text, found.title, found.language) == (PROSE, "Mill closes", "en")
    assert (found.source, found.published) == ("theguardian.com", "2024-03-05T10:00:00+00:00")
    assert dict(found.extra) == {"author": "Jo Body", "keywords": ["World news"]}


def test_the_full_text_of_a_feed_is_taken_before_its_summary_without_captions(
    tmp_path: Path,
) -> None:
    item = f"""<guid isPermaLink="false">x</guid><dc:title>Mill closes</dc:title>
      <description>Short.</description><dc:publisher>The Orrin Gazette</dc:publisher>
      <content:encoded><![CDATA[<p>{PROSE}</p><figure><img src="a"><figcaption>A caption.
      </figcaption></figure><p>More.</p>]]></content:encoded>"""
    found = one(tmp_path, "feed.rss", RSS.format(item))
    assert (found.id, found.text, found.title) == ("x", f"{PROSE}\nMore.", "Mill closes")
    assert (found.source, found.url) == ("The Orrin Gazette", None)


def test_an_item_that_holds_a_whole_page_is_read(tmp_path: Path) -> None:
    page = f"<![CDATA[<!DOCTYPE html><html><head><title>t</title></head><body><p>{PROSE}</p></body></html>]]>"
    assert PROSE in one(tmp_path, "f.xml", RSS.format(f"<description>{page}</description>")).text


@pytest.mark.parametrize("bad", ["\x08", "&nbsp;", "&rsquo;", "&", "<br>", "\x00"])
def test_one_bad_character_does_not_lose_a_feed(tmp_path: Path, bad: str) -> None:
    items = f"<guid>1</guid><description>Odd {bad} words.</description></item><item><guid>2</guid><description>{PROSE}</description>"
    reading = taken(tmp_path, "f.xml", RSS.format(items))
    assert PROSE in [article.text for article in reading.articles]
    assert all("not well-formed XML" in warning for warning in reading.warnings)
    assert reading.warnings


def test_an_atom_entry_is_read_with_its_author_and_outlet(tmp_path: Path) -> None:
    found = one(tmp_path, "f.xml", f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"
      xmlns:media="http://search.yahoo.com/mrss/"><entry><id>x</id><title type="html">Mill &amp;amp; sea</title>
      <updated>2031-02-04T00:00:00Z</updated><published>2031-02-03T04:05:06Z</published>
      <link rel="self" href="https://a.example/self"/><link href="https://a.example/mill"/>
      <author><name>Jo</name></author><source><title>Gazette</title></source>
      <media:content>No words</media:content><summary>Short.</summary>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PROSE}</p></div></content>
      </entry></feed>""")  # fmt: skip
    assert (found.text, found.title, found.source) == (PROSE, "Mill & sea", "a.example")
    assert found.extra["publisher"] == "Gazette"
    assert (found.url, found.language, found.extra["author"]) == (
        "https://a.example/mill",
        "de",
        "Jo",
    )
    assert found.published == "2031-02-03T04:05:06+00:00"


def newsml(
    kind: str = "text", provider: str = '<provider qcode="nprov:dpa"/>', body: str = ""
) -> str:
    body = body or f"<p>{PROSE}</p><figure><img/><figcaption>A caption.</figcaption></figure>"
    return f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
      <newsItem guid="urn:newsml:x:1" xml:lang="de"><itemMeta><itemClass qcode="ninat:{kind}"/>
      {provider}<versionCreated>2031-02-03T05:00:00Z</versionCreated>
      <firstCreated>2031-02-03T04:05:06Z</firstCreated><pubStatus qcode="stat:usable"/></itemMeta>
      <contentMeta><infoSource literal="AFP"/><language tag="de-DE"/><keyword>Mühle</keyword>
      <keyword>Orrin</keyword><headline role="hld:sub">Later</headline><headline>Mill closes</headline>
      <by>Jo Body</by></contentMeta><contentSet><inlineXML contenttype="application/xhtml+xml">
      <html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{body}</body></html>
      </inlineXML></contentSet></newsItem></itemSet></newsMessage>"""


@pytest.mark.parametrize(
    ("provider", "source"),
    [
        ('<provider qcode="nprov:dpa"/>', "dpa"),
        ('<provider literal="dpa"/>', "dpa"),
        ('<provider uri="http://cv.iptc.org/newscodes/newsprovider/dpa"/>', "dpa"),
        ('<provider qcode="x:1"><name>dpa</name></provider>', "dpa"),
        ('<provider uri="http://cv.example.org/newsprovider/dpa/"/>', "dpa"),
        ("", "AFP"),
    ],
)
def test_an_item_of_newsml_is_of_its_provider(tmp_path: Path, provider: str, source: str) -> None:
    found = one(tmp_path, "item.xml", newsml(provider=provider))
    assert (found.id, found.source, found.language) == ("urn:newsml:x:1", source, "de")
    assert (found.title, found.text) == ("Mill closes", PROSE)
    assert found.published == "2031-02-03T04:05:06+00:00"
    assert found.extra["keywords"] == ["Mühle", "Orrin"]
    assert (found.extra["author"], found.extra["info_source"]) == ("Jo Body", "AFP")


AGENCY_MESSAGE = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/" xmlns:own="urn:agency">
  <header><sent>2031-02-03T06:00:00+01:00</sent><priority>3</priority><origin>desk</origin></header>
  <itemSet><newsItem standard="NewsML-G2" standardversion="2.8" conformance="power" xml:lang="de"
    version="2" guid="urn:newsml:agency.example:20310203:1"><catalogRef href="http://a.example/c.xml"/>
  <rightsInfo><copyrightHolder qcode="cprh:ag"><name>Agentur</name></copyrightHolder>
    <copyrightNotice>Copyright 2031</copyrightNotice></rightsInfo>
  <itemMeta><itemClass qcode="ninat:text"/><own:provider literal="no"/><provider qcode="nprov:ag">
    <name>Agentur</name></provider><versionCreated>2031-02-03T05:04:06+01:00</versionCreated>
    <embargoed/><pubStatus qcode="stat:usable"/><service qcode="svc:basis"><name>Basis</name></service>
    <title>Slug</title><edNote role="note:desk">Editors: no text</edNote>
    <link rel="irel:seeAlso" residref="urn:newsml:agency.example:20310203:0"/></itemMeta>
  <contentMeta><urgency>3</urgency><contentCreated>2031-02-03T05:04:06+01:00</contentCreated>
    <infoSource role="isrol:supplier" qcode="sup:ag"/><infoSource role="isrol:contentSource" literal="ag"/>
    <creator><name>Jo Body</name></creator><language tag="de"/><own:headline>Not this</own:headline>
    <subject qcode="medtop:04000000" rank="1"><name>Wirtschaft</name></subject>
    <keyword rank="1">Mill</keyword><headline rank="1">Mill closes</headline>
    <headline rank="2">Sixty lose work</headline><description role="drol:caption">Caption</description>
    </contentMeta>
  <contentSet><inlineXML contenttype="application/xhtml+xml" wordcount="16">
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title>Mill closes</title></head><body>
    <section class="main"><p>{PROSE}</p></section></body></html></inlineXML>
    <remoteContent contenttype="image/jpeg" href="1.jpeg"/></contentSet></newsItem></itemSet>
</newsMessage>"""


def test_a_whole_message_of_an_agency_gives_one_article_of_it(tmp_path: Path) -> None:
    found = one(tmp_path, "m.xml", AGENCY_MESSAGE)
    assert (found.source, found.title, found.text) == ("Agentur", "Mill closes", PROSE)
    assert (found.id, found.language) == ("urn:newsml:agency.example:20310203:1", "de")
    assert found.published == "2031-02-03T05:04:06+01:00"
    assert found.extra["keywords"] == ["Mill"]


ITEM = f"""<title>Mill closes</title><link>https://o.example/mill</link>
  <description>{PROSE}</description><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>
  <guid>https://o.example/mill</guid><category>Work</category><author>Jo</author>"""


@pytest.mark.parametrize("kind", ["rss", "newsml"])
def test_names_of_another_vocabulary_say_nothing_of_an_article(tmp_path: Path, kind: str) -> None:
    names = [
        "title",
        "link",
        "description",
        "encoded",
        "content",
        "pubDate",
        "guid",
        "category",
        "author",
        "language",
        "source",
        "date",
        "provider",
        "headline",
        "versionCreated",
        "firstCreated",
        "infoSource",
        "by",
        "keyword",
        "itemClass",
        "name",
    ]
    odd = "".join(f'<x:{n} xmlns:x="urn:x" literal="no" tag="no">no</x:{n}>' for n in names)
    rss, message = RSS.format(ITEM), newsml()
    plain = rss if kind == "rss" else message
    mixed = RSS.format(odd + ITEM + odd)
    if kind == "newsml":
        mixed = message
        for tag in ("<itemMeta>", "<contentMeta>", "<contentSet>"):
            mixed = mixed.replace(tag, tag + odd)
    assert one(tmp_path, "a.xml", mixed) == one(tmp_path, "a.xml", plain)


def test_a_picture_of_an_agency_is_no_article(tmp_path: Path) -> None:
    reading = taken(tmp_path, "p.xml", newsml(kind="picture"))
    assert [refused.reason for refused in reading.refused] == ["is a picture, no article"]


def test_newsml_may_hold_nitf_and_counts_once(tmp_path: Path) -> None:
    body = f"<nitf><body><body.head><hedline><hl1>Mill</hl1></hedline></body.head><body.content><p>{PROSE}</p></body.content></body></nitf>"
    assert one(tmp_path, "i.xml", newsml(body=body)).text == PROSE


def test_nitf_gives_its_paper_language_and_no_caption(tmp_path: Path) -> None:
    found = one(tmp_path, "i.xml", f"""<nitf xml:lang="nb"><head><title>Slug</title><docdata>
      <doc-id id-string="x" regsrc="NTB"/><date.issue norm="20310203T040506Z"/>
      <key-list><keyword key="mill"/></key-list></docdata><pubdata name="Orrin Gazette"/></head>
      <body><body.head><hedline><hl1>Mill closes</hl1><hl2>Sub</hl2></hedline><byline>By Jo Body</byline>
      <dateline>ORRIN</dateline></body.head><body.content><media media-type="image">
      <media-caption>A caption.</media-caption><media-producer>Photo: B</media-producer></media>
      <block><p>{PROSE}</p></block></body.content><body.end/></body></nitf>""")  # fmt: skip
    assert (found.title, found.text, found.source) == ("Mill closes", PROSE, "Orrin Gazette")
    assert (found.language, found.published) == ("nb", "2031-02-03T04:05:06+00:00")
    assert found.extra["keywords"] == ["mill"]


EXPORTS: dict[str, dict[str, object]] = {
    "ninjs 1": {"uri": "urn:x", "type": "text", "versioncreated": "2031-02-03T04:05:06Z",
                "language": "en-GB", "headline": "Mill closes", "copyrightholder": "Gazette",
                "body_xhtml": f"<div><p>{PROSE}</p></div>"},
    "ninjs 2": {"uri": "urn:x", "type": "text", "contentcreated": "2031-02-03T04:05:06Z",
                "language": "en", "headlines": [{"role": "main", "value": "Mill closes"}],
                "bodies": [{"role": "short", "contenttype": "text/plain", "value": "Short."},
                           {"role": "main", "contenttype": "text/html", "value": f"<p>{PROSE}</p>"}],
                "infosources": [{"name": "Gazette"}]},
    "news-please": {"maintext": PROSE, "title": "Mill closes", "date_publish": "2031-02-03 04:05:06",
                    "source_domain": "Gazette", "language": "en", "url": "https://g.example/x"},
    "newspaper4k": {"text": PROSE, "title": "Mill closes", "publish_date": "2031-02-03T04:05:06",
                    "source_url": "Gazette", "meta_lang": "en", "url": "https://g.example/x"},
    "Media Cloud": {"stories_id": 5, "media_name": "Gazette", "title": "Mill closes", "text": PROSE,
                    "publish_date": "2031-02-03 04:05:06", "language": "en"},
    "GDELT": {"url": "https://g.example/x", "title": "Mill closes", "seendate": "20310203T040506Z",
              "domain": "Gazette", "language": "English", "content": PROSE},
    "NewsAPI": {"source": {"id": None, "name": "Gazette"}, "title": "Mill closes", "content": PROSE,
                "publishedAt": "2031-02-03T04:05:06Z", "url": "https://g.example/x", "lang": "en"},
    "schema.org": {"@type": "NewsArticle", "headline": "Mill closes", "articleBody": PROSE,
                   "datePublished": "2031-02-03T04:05:06Z", "publisher": {"name": "Gazette"},
                   "inLanguage": "en", "@id": "x"},
    "JSON Feed": {"id": "x", "title": "Mill closes", "content_html": f"<p>{PROSE}</p>",
                  "date_published": "2031-02-03T04:05:06Z", "language": "en", "site_name": "Gazette"},
}  # fmt: skip


@pytest.mark.parametrize("tool", EXPORTS)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_the_export_of_another_tool_needs_no_mapping(tmp_path: Path, tool: str, name: str) -> None:
    found = one(tmp_path, name, json.dumps(EXPORTS[tool]))
    assert (found.text, found.title, found.source) == (PROSE, "Mill closes", "Gazette")
    assert (found.language, (found.published or "")[:19]) == ("en", "2031-02-03T04:05:06")


def test_names_of_ours_come_before_those_of_others_and_nothing_is_lost() -> None:
    given = {"text": "words", "content": "other", "date": "2031-01-01", "desk": "work", "id": "x"}
    assert named_as_ours(given) == {
        "text": "words", "content": "other", "published": "2031-01-01", "desk": "work", "id": "x",
    }  # fmt: skip


def test_a_list_of_gdelt_has_no_text_and_says_so(tmp_path: Path) -> None:
    reading = taken(
        tmp_path, "g.json", json.dumps({"articles": [{"url": "https://a.example", "title": "T"}]})
    )
    assert [refused.reason for refused in reading.refused] == ["has no field 'text'"]


def test_fields_are_mapped_by_name_and_by_path(tmp_path: Path) -> None:
    row = {"outlet": {"name": "Gazette"}, "body_of": PROSE, "head": "Mill closes", "text": "no"}
    where = "text=body_of, source=outlet.name,title=head"
    (found,) = taken(tmp_path, "a.jsonl", json.dumps(row), map=where).articles
    assert (found.text, found.source, found.title) == (PROSE, "Gazette", "Mill closes")
    (found,) = taken(
        tmp_path, "a.csv", f'who;was\nGazette;"{PROSE}"\n', map="text=was,source=who"
    ).articles
    assert (found.text, found.source) == (PROSE, "Gazette")


@pytest.mark.parametrize("wrong", ["text", "text=", "words=body", "=x"])
def test_a_map_that_names_no_field_of_ours_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsError, match="write FIELD=NAME"):
        parse_map(wrong)


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


MEMBERS = {
    "gazette/mill.txt": PROSE.encode(),
    "lines.jsonl.gz": gzip.compress(b'{"id": "g1", "text": "words of one"}\n{bad\n'),
    "feed.xml": RSS.format(f"<guid>f</guid><description>{PROSE}</description>").encode(),
    "__MACOSX/._mill.txt": b"junk",
    "inner.zip": zipped({"a.txt": b"x"}),
}


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a"])
def test_each_file_of_an_archive_is_read_as_what_it_is(tmp_path: Path, name: str) -> None:
    data = zipped(MEMBERS) if name in {"a.zip", "a"} else tarred(MEMBERS)
    reading = taken(tmp_path, name, gzip.compress(data) if name.endswith("gz") else data)
    assert {a.id for a in reading.articles} == {"mill", "g1", "f"}
    assert {a.source for a in reading.articles if a.id == "mill"} == {"gazette"}
    reasons = {Path(r.file).name: (r.line, r.reason) for r in reading.refused}
    assert reasons["lines.jsonl.gz"][0] == 2
    assert "archive in an archive" in reasons["inner.zip"][1]
    assert all(f"{name}/" in refused.file for refused in reading.refused)


def test_an_archive_that_is_cut_gives_what_was_whole(tmp_path: Path) -> None:
    data = tarred({f"{n}.txt": f"{PROSE} {n}".encode() * 200 for n in range(9)})
    reading = taken(tmp_path, "a.tar", data[: len(data) * 2 // 3])
    assert len(reading.articles) >= 4
    assert "damaged" in reading.refused[-1].reason
    broken = taken(tmp_path, "b.zip", zipped(MEMBERS)[:-40])
    assert "no ZIP archive" in broken.refused[0].reason


def test_gzip_that_is_cut_gives_the_whole_lines_and_says_so(tmp_path: Path) -> None:
    lines = b"".join(b'{"id": "c%d", "text": "words %d"}\n' % (n, n * 7919) for n in range(3000))
    rows = b"id,text\n" + b"".join(b"c%d,words %d\n" % (n, n * 7919) for n in range(3000))
    for name, data in (("a.jsonl.gz", lines), ("a.csv.gz", rows)):
        reading = taken(tmp_path, name, gzip.compress(data)[:-3000])
        assert 500 < len(reading.articles) < 3000
        assert all(a.text == f"words {int(a.id[1:]) * 7919}" for a in reading.articles)
        assert "damaged" in reading.refused[-1].reason


PAGE = f"<html><body><article>{f'<p>{PROSE}</p>' * 4}</article></body></html>"


def warc(*pages: tuple[str | None, str]) -> bytes:
    records = []
    for url, page in pages:
        target = f"WARC-Target-URI: {url}\r\n" if url else ""
        response = f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
        records.append(
            f"WARC/1.0\r\nWARC-Type: response\r\n{target}"
            f"Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(response.encode())}\r\n\r\n{response}\r\n\r\n"
        )
    return "".join(records).encode()


def test_a_response_without_an_address_is_read(tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="the extra [warc] is not installed")
    reading = taken(tmp_path, "a.warc", warc((None, PAGE), ("https://o.example/2", PAGE + " ")))
    assert len(reading.articles) == 2
    assert reading.articles[0].id.startswith("sha256:")


def test_a_web_archive_that_is_cut_says_so_and_gives_what_was_whole(tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="the extra [warc] is not installed")
    noise = [f"<!-- {random.Random(n).randbytes(4000).hex()} -->" for n in range(3)]
    data = warc(*((f"https://o.example/{n}", PAGE + noise[n]) for n in range(3)))
    for name, cut in (("a.warc", data[:-150]), ("b.warc.gz", gzip.compress(data)[:-400])):
        reading = taken(tmp_path, name, cut)
        assert len(reading.articles) == 2, name
        assert "cut short" in reading.refused[-1].reason or "damaged" in reading.refused[-1].reason


def test_an_arc_file_is_read(tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="the extra [warc] is not installed")
    about = "1 0 org\nURL IP-address Archive-date Content-type Archive-length\n"
    response = f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}"
    data = (
        f"filedesc://a.arc 0.0.0.0 20310203040506 text/plain {len(about)}\n{about}\n"
        f"https://o.example/1 1.2.3.4 20310203040506 text/html {len(response)}\n{response}\n"
    )
    (found,) = taken(tmp_path, "a.arc", data).articles
    assert found.url == "https://o.example/1"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_json_lines_in_wide_encodings(tmp_path: Path, encoding: str) -> None:
    lines = '{"id": "a", "text": "größe"}\n{"id": "b", "text": "žluť"}\n'
    reading = taken(tmp_path, "a.jsonl", lines.encode(encoding))
    assert [a.text for a in reading.articles] == ["größe", "žluť"]


RUSSIAN = (
    "Мельница в Оррине закрылась в пятницу. Шестьдесят человек потеряли работу, сказал владелец. "
)
POLISH = "Młyn w Orrinie został zamknięty w piątek. Sześćdziesiąt osób straciło pracę, powiedział właściciel. "
GERMAN = "Die Mühle in Orrin schloss am Freitag. Sechzig Leute verloren ihre Arbeit, sagte der Eigentümer über die Größe. "


@pytest.mark.parametrize(
    ("text", "encoding"), [(RUSSIAN, "koi8-r"), (POLISH, "iso8859-2"), (GERMAN, "cp850")]
)
def test_a_page_is_read_in_the_encoding_it_declares(
    tmp_path: Path, text: str, encoding: str
) -> None:
    paragraphs = f"<p>{text}</p>" * 4
    page = f'<html><head><meta charset="{encoding}"></head><body><article>{paragraphs}</article></body></html>'
    assert text.strip() in one(tmp_path, "a.html", page.encode(encoding)).text
    feed = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><description>{text}</description></item></channel></rss>'
    assert one(tmp_path, "a.xml", feed.encode(encoding)).text == text.strip()


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "koi8-r"), (POLISH, "iso8859-2")])
def test_plain_text_is_read_as_its_bytes_are_most_like(
    tmp_path: Path, text: str, encoding: str
) -> None:
    reading = taken(tmp_path, "a.txt", (text * 6).encode(encoding))
    assert reading.articles[0].text == text * 6
    assert "is not UTF-8, read as" in reading.warnings[0]


def test_what_a_page_declares_of_its_article_is_evidence(tmp_path: Path) -> None:
    declared = {"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "Gazette"},
        {"@type": ["NewsArticle"], "headline": "Mill &amp; river close", "inLanguage": "en-GB",
         "datePublished": "2031-02-03T04:05:06Z", "author": [{"name": "Jo"}, {"name": "Bo"}],
         "publisher": {"@type": "Organization", "name": "Orrin Gazette"},
         "articleBody": f"{PROSE} " * 30},
    ]}  # fmt: skip
    script = f'<script type="application/ld+json">{json.dumps(declared)}</script>'
    page = f"<html><head><title>Home - Gazette</title>{script}</head><body><p>Teaser words.</p></body></html>"
    found = one(tmp_path, "a.html", page)
    assert (found.title, found.source, found.language) == (
        "Mill & river close",
        "Orrin Gazette",
        "en",
    )
    assert found.published == "2031-02-03T04:05:06+00:00"
    assert found.text == (f"{PROSE} " * 30).strip()
    assert found.extra["author"] == "Jo, Bo"


def test_a_page_of_many_articles_declares_none(tmp_path: Path) -> None:
    two = [{"@type": "NewsArticle", "headline": name} for name in ("One", "Two")]
    script = f'<script type="application/ld+json">{json.dumps(two)}</script>'
    page = PAGE.replace("<body>", f"<head><title>Mill closes</title>{script}</head><body>")
    assert one(tmp_path, "a.html", page).title == "Mill closes"


@pytest.mark.parametrize("where", ["h1", "og:title", "JSON-LD"])
def test_a_page_made_as_papers_make_them_gives_its_title_and_all_of_its_story(
    tmp_path: Path, where: str
) -> None:
    story = [f"{PROSE} That was report {number} from the valley." for number in range(6)]
    said = {"@type": "NewsArticle", "headline": "Mill closes", "datePublished": "2031-02-03T04:05:06Z",
            "articleBody": " ".join(story)}  # fmt: skip
    head = {
        "h1": "", "og:title": '<meta property="og:title" content="Mill closes">',
        "JSON-LD": f'<script type="application/ld+json">{json.dumps(said)}</script>',
    }[where]  # fmt: skip
    page = f"""<!doctype html><html lang="en"><head><title>Mill closes | Orrin Gazette</title>{head}</head>
      <body><header><nav><a href="/">Home</a><a href="/work">Work</a></nav></header><main><article>
      <h1>Mill closes</h1><figure><img src="m.jpg"><figcaption>The mill. Photograph: A. Body</figcaption>
      </figure>{"".join(f"<p>{part}</p>" for part in story)}</article><aside><h2>Most read</h2><ul>
      <li><a href="/1">Rain floods the lower town</a></li></ul></aside></main>
      <footer>Copyright Orrin Gazette. All rights reserved.</footer></body></html>"""
    found = one(tmp_path, "a.html", page)
    assert found.title == "Mill closes"
    assert all(part in found.text for part in story)
    assert not any(word in found.text for word in ("Most read", "floods", "Copyright", "Home"))


def test_what_a_collector_links_to_is_of_the_outlet_it_names(tmp_path: Path) -> None:
    item = f"""<link>https://news.google.com/rss/articles/x</link><description>{PROSE}</description>
      <source url="https://g.example">Orrin Gazette</source>"""
    assert one(tmp_path, "f.xml", RSS.format(item)).source == "Orrin Gazette"
