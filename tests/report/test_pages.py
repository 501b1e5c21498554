"""A comparison in, exact bytes out; written whole or not at all."""

import csv
import io
import json
import os
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.errors import OutputError
from compare.model import Accuracy, Article, Comparison, Link, Refused
from compare.report import csv_markdown, html, json_formats, phrasing, write
from compare.report.bidi import shown
from compare.report.folder import article_line, write_lines
from compare.report.views import annotated_text, cards, claim_lists, pair
from compare.report.views.event import event_view, safe_url
from compare.report.views.index import index_view
from compare.report.views.pair import pair_view
from tests.sample import ALONE, MALICE, hostile, sample

GOLDEN = Path(__file__).parent / "golden"
REFUSED = [Refused("in.jsonl", "is not JSON", 7), Refused("nowhere", "cannot be read")]
MADE_BY = ("0.0.0", "0123456789ab")


def golden(name: str, data: bytes) -> None:
    """Compare with the kept file; NEWSCOMPARE_ACCEPT=1 keeps what came out, to be read in a diff."""
    kept = GOLDEN / name
    if os.environ.get("NEWSCOMPARE_ACCEPT"):
        kept.write_bytes(data)
    assert data == kept.read_bytes()


def test_the_pages_are_the_golden_ones() -> None:
    golden("event.html", html.event_page(sample()))
    golden("index.html", html.index_page([sample()], ALONE, REFUSED, MADE_BY))


def test_the_tables_are_the_golden_ones() -> None:
    golden("event.md", csv_markdown.event_markdown(sample()))
    golden("event.csv", csv_markdown.event_csv(sample()))
    golden("index.md", csv_markdown.index_markdown([sample()], ALONE, REFUSED, MADE_BY))


def holding(event: str, *ids: str, title: str = "Another") -> Comparison:
    """An event of articles of some ids, of which nothing was found."""
    made = sample()
    bare = replace(made.articles[0], added=(), left_out=(), copy=None)
    articles = tuple(replace(bare, article=replace(bare.article, id=id_)) for id_ in ids)
    about = replace(made.event, id=event, title=title, articles=ids, copies=(), links=())
    return replace(made, event=about, articles=articles, claims=(), matches=(), differences=())


def test_a_report_is_its_files_and_clean_takes_away_only_its_own(tmp_path: Path) -> None:
    (tmp_path / "mine.html").write_text("keep", "utf-8")
    (tmp_path / "e0000000000.html").write_text("a page that another program made", "utf-8")
    (tmp_path / "e0000000000.csv").write_text("a,b", "utf-8")
    every = ("html", "json", "csv", "md")
    write(tmp_path, [holding("effffffffff", "x", "y")], ALONE, REFUSED, MADE_BY, every)
    assert len(list(tmp_path.glob("effffffffff.*"))) == 4
    page, pages = write(tmp_path, [sample()], ALONE, REFUSED, MADE_BY, every, clean=True)
    assert page == tmp_path / "index.html"
    assert pages == ((), (), ("effffffffff",))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "e0000000000.csv", "e0000000000.html",
        "e0123456789.csv", "e0123456789.html", "e0123456789.json", "e0123456789.md",
        "index.html", "index.md", "mine.html",
    ]  # fmt: skip


def test_a_second_report_keeps_the_pages_of_the_first_and_names_them(tmp_path: Path) -> None:
    bridge = holding("effffffffff", "x", "y", title="A <b>bridge</b>")
    write(tmp_path, [bridge], [], [], MADE_BY)
    _, pages = write(tmp_path, [sample()], [], [], MADE_BY)
    assert pages == ((), ("effffffffff",), ())
    index = (tmp_path / "index.html").read_text("utf-8")
    assert '<a href="effffffffff.html">A &lt;b&gt;bridge&lt;/b&gt;</a>' in index
    assert write(tmp_path, [sample()], [], [], MADE_BY).pages.replaced == ("e0123456789",)


def test_an_event_keeps_its_address_when_articles_are_added(tmp_path: Path) -> None:
    write(tmp_path, [holding("e1111111111", "b", "c")], [], [], MADE_BY)
    _, pages = write(tmp_path, [holding("e2222222222", "a", "b", "c")], [], [], MADE_BY)
    assert pages == (("e1111111111",), (), ())
    assert not (tmp_path / "e2222222222.html").exists()


def test_the_page_of_an_event_that_went_up_in_another_says_in_which(tmp_path: Path) -> None:
    write(tmp_path, [holding("e1111111111", "a", "b"), holding("e2222222222", "c", "d", "e")],
          [], [], MADE_BY)  # fmt: skip
    both = holding("e1111111111", "a", "b", "c", "d", "e", title="All of it")
    write(tmp_path, [both], [], [], MADE_BY)
    moved = (tmp_path / "e1111111111.html").read_text("utf-8")
    assert "What stood here is now told with" in moved
    assert '<a href="e2222222222.html">All of it</a>' in moved
    assert "<h1" in (tmp_path / "e2222222222.html").read_text("utf-8")


def test_a_report_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, [sample()], [], [], MADE_BY)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left"):
        write(tmp_path, [sample()], ALONE, [], MADE_BY)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_articles_that_cannot_be_written_leave_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file"):
        write_lines(tmp_path / "file" / "kept.jsonl", [article_line(ALONE[0][1])])


def test_a_lone_surrogate_survives_the_round_trip(tmp_path: Path) -> None:
    write_lines(tmp_path / "kept.jsonl", [article_line(Article("x", MALICE[3], "s"))])
    assert json.loads((tmp_path / "kept.jsonl").read_bytes())["text"] == MALICE[3]


def test_the_page_asks_nothing_of_the_network_and_runs_only_its_own_script() -> None:
    page = html.event_page(sample()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    loads = re.findall(r'(?:src|href)="((?:https?:)?//[^"]*)"', page)
    assert {url.split("/")[2] for url in loads} == {
        f"{n}.example" for n in ("wire", "gazette", "post", "abend")
    }
    assert all(
        'rel="noopener noreferrer"' in link for link in re.findall(r"<a href=\"http[^>]*>", page)
    )


def test_hostile_text_is_shown_as_text() -> None:
    page = html.event_page(hostile()).decode()
    assert page.count("<script") == 2
    assert page.count("</style>") == 1
    assert "<img" not in page
    assert "javascript:" not in re.sub(r'<script type="application/json".*?</script>', "", page)
    assert "{{ 7 * 7 }}" in page
    assert "\0" not in page


@pytest.mark.parametrize(
    ("text_", "shown_"),
    [
        ("plain", "plain"),
        ("a \u202ebackwards", "a backwards"),
        ("a \u202ebackwards\u202c on", "a backwards on"),
        ("a \u202bשלום\u202c on", "a \u202bשלום\u202c on"),
        ("a \u2067שלום\u2069 on", "a \u2067שלום\u2069 on"),
        ("a \u2067\u202eb\u2069 on", "a \u2067b\u2069 on"),
        ("a \u2067b\u202c on\u2066", "a b on"),
        ("\u2069\u202ca", "a"),
    ],
)
def test_no_control_turns_what_stands_behind_it(text_: str, shown_: str) -> None:
    assert shown(text_) == shown_


@given(st.text(alphabet="a\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", max_size=12))
def test_what_is_shown_is_balanced_and_says_the_same(given_: str) -> None:
    out = str(shown(given_))
    assert out.count("a") == given_.count("a")
    assert len(re.findall("[\u202a\u202b]", out)) == out.count("\u202c")
    assert len(re.findall("[\u2066-\u2068]", out)) == out.count("\u2069")
    assert shown(out) == out


def test_the_page_shows_no_override_and_the_data_keeps_it() -> None:
    turned = "Tram\u202e derails"
    made = sample()
    made = replace(made, event=replace(made.event, title=turned))
    assert "\u202e" not in html.event_page(made).decode()
    assert json_formats.comparison(made)["event"]["title"] == turned


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "http://[", None],
)
def test_only_web_links_are_links(url: str | None) -> None:
    assert safe_url(url) is None


def test_csv_cells_are_no_formulas() -> None:
    made = hostile()
    rows = list(csv.reader(io.StringIO(csv_markdown.event_csv(made).decode(), newline="")))
    assert rows[0][0] == "event"
    assert len({len(row) for row in rows}) == 1
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_markdown_cells_stay_cells() -> None:
    lines = csv_markdown.event_markdown(hostile()).decode().splitlines()
    grid = [line for line in lines if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in grid}) == 1


def test_left_out_says_who_had_it_how_long_before() -> None:
    (group,) = event_view(sample()).articles[1].card.left_out
    assert group.heading == "not here, though published before"
    assert (group.count, group.more) == (3, "")
    assert [item.note.partition(";")[0] for item in group.items.shown] == [
        f"told by {name}" for name in ("The Abend", "The Abend", "The Wire")
    ]


def test_what_one_source_alone_tells_is_counted_in_a_long_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cards, "SHORT", 2)
    (group,) = event_view(sample()).articles[1].card.left_out
    assert (group.items.shown, group.more) == ((), "and 3 claims that one source alone tells")


def test_in_an_event_of_few_articles_all_that_is_left_out_is_listed_with_who_had_it() -> None:
    made = sample()
    kept = {article.article.id for article in made.articles[:3]}
    few = replace(made, articles=made.articles[:3], claims=tuple(
        replace(claim, cells=cells) for claim in made.claims
        if (cells := tuple(cell for cell in claim.cells if cell.article in kept))
    ))  # fmt: skip
    few = replace(few, articles=tuple(
        replace(each, left_out=tuple(out for out in each.left_out if out.claim < "c6"))
        for each in few.articles
    ), matches=made.matches[:3])  # fmt: skip
    (group,) = event_view(few).articles[1].card.left_out
    assert [(item.claim, item.note) for item in group.items.shown] == [
        (
            "c4",
            "told by The Wire; The Wire had published it 5 hours earlier; may be there: 1 statement came close",
        )
    ]


def test_a_statement_says_who_else_tells_it_how_and_who_does_not() -> None:
    first = [piece.says for piece in event_view(sample()).articles[0].strip]
    assert first == [
        "also told by The Gazette, The Post perhaps with another number; in part by The Abend",
        "also told by The Gazette; perhaps denied by The Post; not by The Abend",
        "also told by The Gazette, The Post perhaps with another speaker; not by The Abend",
        "told by no other source",
    ]


def test_the_card_says_what_an_article_perhaps_denies_and_counts_it() -> None:
    shown = event_view(sample())
    post = shown.articles[2].card
    assert post.counts == (
        "tells 2 of 7 claims", "1 perhaps denied",
    )  # fmt: skip
    assert [(group.heading, group.count) for group in post.guessed] == [
        ("perhaps denied", 1),
        ("perhaps with another number", 1),
        ("perhaps with another speaker", 1),
    ]
    (line,) = post.guessed[0].items.shown
    assert (line.claim, line.note) == ("c2", "told by The Wire and The Gazette")
    page = html.index_page([sample()], [], [], MADE_BY).decode()
    assert "4 sources, 3 agree; they differ in 2 places</b>" in page


def test_a_claim_says_who_told_it_first() -> None:
    firsts = [claim.first for claim in event_view(sample()).claims]
    assert (
        firsts[0]
        == "First told by The Wire, 4 March 2031, 08:00 UTC; in part perhaps before by The Abend"
    )
    assert firsts[1] == "First told by The Wire, 4 March 2031, 08:00 UTC"
    assert firsts[-1] == ""


def test_a_copy_is_named_with_its_share() -> None:
    made = sample()
    assert event_view(made).articles[1].note == "reprints The Wire (97 %), adding 1 claim"
    own = replace(made.articles[1], article=replace(made.articles[1].article, source="The Wire"))
    made = replace(made, articles=(made.articles[0], own, *made.articles[2:]))
    assert event_view(made).articles[1].note == "updates The Wire (1) (97 %), adding 1 claim"


def test_of_two_texts_nearly_the_same_the_words_that_differ_are_marked() -> None:
    runs = annotated_text.compared(
        "The tram left its rails there at dawn.", "The tram left the rails there."
    )
    assert "".join(piece for piece, _ in runs) == "The tram left its rails there at dawn."
    assert [piece.strip() for piece, mark in runs if mark == "ins"] == ["its", "at dawn"]


def test_of_two_other_texts_the_words_they_share_are_marked() -> None:
    runs = annotated_text.compared(
        "Twelve people were hurt when the tram left its rails.",
        "At least 21 people were injured as a tram derailed in Orrin.",
    )
    assert [piece.strip() for piece, mark in runs if mark] == ["people"]
    assert {mark for _, mark in runs} == {"", "mark"}


@pytest.mark.parametrize(
    ("share", "words"), [(0.0, "0 %"), (0.621, "62 %"), (0.999, "99 %"), (1.0, "100 %")]
)
def test_a_share_is_all_only_where_it_is_all(share: float, words: str) -> None:
    assert phrasing.percent(share) == words


def test_articles_of_one_source_are_told_apart() -> None:
    made = sample()
    twice = replace(made.articles[2], article=replace(made.articles[2].article, source="The Wire"))
    named = replace(made, articles=(*made.articles[:2], twice, made.articles[3]))
    assert list(phrasing.labels(named).values()) == [
        "The Wire (1)", "The Gazette", "The Wire (2)", "The Abend",
    ]  # fmt: skip


def test_two_articles_of_one_source_count_once() -> None:
    made = sample()
    own = replace(made.articles[1], article=replace(made.articles[1].article, source="The Wire"))
    shown = event_view(replace(made, articles=(made.articles[0], own, *made.articles[2:])))
    assert shown.summary.startswith("4 articles of 3 sources, ")
    assert [piece.says for piece in shown.articles[0].strip][:2] == [
        "also told by The Post perhaps with another number; in part by The Abend",
        "told by no other source; perhaps denied by The Post; not by The Abend",
    ]
    assert [piece.badge for piece in shown.articles[0].strip][:2] == ["2/3", "1/3"]
    assert [(shown.filters[at][0], shown.filters[at][2]) for at in (1, 2)] == [
        ("shared", 2), ("only", 4),
    ]  # fmt: skip


def test_a_source_that_says_otherwise_itself_is_no_other_source() -> None:
    made = sample()
    own = replace(made.articles[2], article=replace(made.articles[2].article, source="The Wire"))
    first = event_view(replace(made, articles=(*made.articles[:2], own, made.articles[3])))
    piece = first.articles[0].strip[0]
    assert piece.says.endswith("by The Wire itself perhaps with another number")
    assert (piece.level, piece.badge) == ("differs", "2/3")


def test_a_match_that_is_likelier_none_is_marked_in_words() -> None:
    cell = event_view(sample()).claims[0].cells[3]
    assert cell is not None
    assert (cell.words, cell.part, cell.unsure) == ("in part", True, True)
    assert "in part?" in csv_markdown.event_markdown(sample()).decode()


def test_the_page_says_how_right_the_alignment_was_where_that_was_measured() -> None:
    measured = replace(sample(), accuracy=Accuracy(48, 0.62, 0.71, 0.15))
    assert "71 % of the statements that say the same were found" in event_view(measured).accuracy
    assert "15 % of what both articles clearly tell" in html.event_page(measured).decode()
    assert "71 %" in csv_markdown.event_markdown(measured).decode()
    assert event_view(sample()).accuracy == ""


def test_the_timeline_says_how_long_after_the_first_and_who_was_first_with_what() -> None:
    shown = event_view(sample())
    wire, gazette, post, abend = shown.lineage.rows
    assert (wire.later, gazette.later, post.later) == ("", "5 hours later", "1 day later")
    assert (wire.note, gazette.note, abend.later) == ("", "reprints The Wire, 97 %", "")
    assert shown.lineage.line == (
        "The Gazette reprints The Wire. 3 articles of 4 in words of their own."
    )
    assert [len(path) > 0 for path, _ in shown.lineage.arcs] == [True]
    assert [line.claim for line in shown.articles[0].card.first.shown] == ["c2", "c3"]


def test_what_each_says_alone_stands_side_by_side_between_matches() -> None:
    rows = pair_view(sample()).rows
    assert [row.relation for row in rows] == [
        "number-changed", "negated", "attribution-changed", "",
    ]  # fmt: skip
    assert [len(rows[-1].a), len(rows[-1].b)] == [1, 0]


def test_two_statements_overlap_and_an_article_tells_a_claim_in_part() -> None:
    made = sample()
    kept = tuple(replace(made.articles[at], added=(), left_out=()) for at in (0, 3))
    match = replace(made.matches[-1], b=(1, 0))
    cells = tuple(cell for cell in made.claims[0].cells if cell.article in {"wire", "abend"})
    claims = (replace(made.claims[0], cells=cells),)
    made = replace(made, articles=kept, claims=claims, matches=(match,))
    (row, _) = pair_view(made).rows
    assert (row.relation, row.icon, row.words) == ("partial", "∩", "overlap")
    cell = event_view(made).claims[0].cells[1]
    assert cell is not None
    assert cell.words == "in part"


def test_what_its_own_source_alone_tells_is_apart_from_what_an_article_left_out() -> None:
    made = sample()
    own = replace(made.articles[2], article=replace(made.articles[2].article, source="The Wire"))
    cards_ = [each.card for each in event_view(
        replace(made, articles=(*made.articles[:2], own, made.articles[3]))
    ).articles]  # fmt: skip
    assert [(group.heading, group.count) for group in cards_[2].left_out] == [
        (phrasing.HEADINGS["known"], 3), (phrasing.HEADINGS["own"], 1),
    ]  # fmt: skip
    assert "perhaps denied" in [group.heading for group in cards_[2].guessed]


def test_a_long_list_shows_its_first_claims_and_keeps_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(claim_lists, "FIRST", 0)
    (group,) = event_view(sample()).articles[1].card.left_out
    assert (len(group.items.shown), len(group.items.rest)) == (0, 3)
    assert "<summary>3 more</summary>" in html.event_page(sample()).decode()


@given(st.permutations(range(7)))
def test_what_moved_is_the_fewest_that_break_the_order(places: list[int]) -> None:
    kept = pair._in_order(places)
    order = [place for place in places if place in kept]
    assert order == sorted(order)
    longest = max(
        len(some) for size in range(8) for some in combinations(places, size)
        if list(some) == sorted(some)
    )  # fmt: skip
    assert len(kept) == longest


def test_each_script_imports_only_what_stands_before_it_and_no_two_names_meet() -> None:
    folder = Path(html.__file__).parent / "assets"
    seen: list[str] = []
    names: list[str] = []
    for script in html.SCRIPTS:
        code = (folder / script).read_text("utf-8")
        assert set(re.findall(r'from "\./(.+)"', code)) <= set(seen)
        seen.append(script)
        names += re.findall(r"^(?:export )?(?:function|const|let) (\w+)", code, re.MULTILINE)
    assert len(names) == len(set(names))
    assert seen == list(html.SCRIPTS)
    page = html.event_page(sample()).decode()
    assert not re.search(r"^(import|export) ", page, re.MULTILINE)


def test_the_index_links_the_other_events_of_a_story() -> None:
    first = sample()
    other = replace(first, event=replace(first.event, id="e2", title="<b>An inquiry</b>"))
    alien = replace(first, event=replace(first.event, id="e3", story="s3"))
    alone = [(replace(event, story=first.event.story), article) for event, article in ALONE]
    page = html.index_page([first, other, alien], alone, [], MADE_BY).decode()
    assert page.count("Same story") == 2
    assert '<a href="e2.html" dir="auto">&lt;b&gt;An inquiry&lt;/b&gt;</a>' in page
    assert page.count('<a href="#ex" dir="auto">Bees do well</a>') == 2
    assert page.count('<li id="ex"') == 1


def test_a_story_has_a_page_where_any_two_of_its_articles_stand_side_by_side(
    tmp_path: Path,
) -> None:
    made = sample()
    story = replace(made, event=replace(made.event, id=made.event.story))
    write(tmp_path, [made, holding("effffffffff", "x", "y")], [], [], MADE_BY, stories=[story])
    page = (tmp_path / "s0123456789.html").read_text("utf-8")
    assert page.count('<option value="3">') == 2
    index = (tmp_path / "index.html").read_text("utf-8")
    assert index.count('<a href="s0123456789.html#pair">any two side by side</a>') == 2
    assert write(tmp_path, [made], [], [], MADE_BY).pages == (
        ("e0123456789",), ("effffffffff",), (),
    )  # fmt: skip


def test_pairs_that_are_perhaps_one_event_stand_below_the_list() -> None:
    related = [Link("wire", "x", 0.3), Link("x", "wire", 0.2), Link("wire", "post", 0.9)]
    view = index_view([sample(), holding("effffffffff", "x", "y")], [], [], related=related)
    assert view.related == (
        (("e0123456789.html", "Tram derails, says wire"), ("effffffffff.html", "Another")),
    )


def test_a_long_story_is_named_in_part() -> None:
    first = sample()
    others = [replace(first, event=replace(first.event, id=f"e{at}")) for at in range(12)]
    page = html.index_page([first, *others], [], [], MADE_BY).decode()
    assert page.count("and 2 more") == 13
