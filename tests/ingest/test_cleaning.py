"""What is no article is dropped with its reason, prose stays, and nothing is lost from sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.ingest.cleaning import clean
from compare.model import Article, CleanedArticle
from compare.settings import CleanSettings

SETTINGS = CleanSettings()
LEAD = "The council of Orrin voted on Monday to close the old mill."
MORE = "Sixty people will lose their work, the owner said, and the town a third of its income."


def body(
    text: str, title: str | None = None, source: str = "gazette", id_: str = "a"
) -> CleanedArticle:
    return clean([Article(id_, text, source, title)], SETTINGS)[0]


def dropped(text: str, title: str | None = None) -> dict[str, str]:
    return {text[d.start : d.end]: d.reason for d in body(text, title).dropped}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("By Dana Holm", "byline"),
        ("By Dana Holm and Per Arne Lund, Orrin Gazette", "byline"),
        ("Updated March 4, 2031 07:53 PM", "timestamp"),
        ("Wed, 01/01/2031 - 11:10", "timestamp"),
        ("date 2031-01-02 ORRIN", "timestamp"),
        ("FILE PHOTO: The mill in winter, seen from the bridge.", "caption"),
        ("In this March 3, 2031, photo, workers leave the mill.", "caption"),
        (
            "Mayor Ida Ross listens as Per Lund speaks at the mill, March 3, 2031, in Orrin.",
            "caption",
        ),
        ("The mill at dusk. (Photo by Per Lund/Getty Images)", "caption"),
        ("Share on Facebook", "share"),
        ("Follow Dana Holm on Twitter: @danaholm", "share"),
        ("Sign up for our morning newsletter", "subscription"),
        ("CLICK HERE TO GET THE GAZETTE APP", "subscription"),
        ("Disclaimer: No journalist of this paper was involved in this story.", "disclaimer"),
        ("(Except for the headline, this story has not been edited by our staff.)", "disclaimer"),
        ("Source » gazettewire", "source"),
        ("Copyright 2031 The Orrin Gazette. All rights reserved.", "copyright"),
        ("Per Lund contributed to this report.", "contributor"),
        ("(Reporting by Dana Holm; Editing by Per Lund)", "contributor"),
        ("READ MORE: Ten mills that closed before it", "related"),
        ("More From This Section", "related"),
        ("Mill owner is bound for court:Orrin prosecutors call three more witnesses", "related"),
        ("Why did Orrin lose its mill? The owner's story Read more", "related"),
        ("MAYOR OF ORRIN DEFENDS CALL FOR DELAY", "related"),
        ("MAYOR OF ORRIN 'NOT SORRY' FOR THE CALL THAT CLOSED A MILL AND A SCHOOL", "related"),
        ("WHO WILL PAY FOR THE MILL IN ORRIN?", "related"),
        ("(For more on the mills of Welland, see: example.org/mills)", "related"),
        ("(This story was refiled to fix a name in paragraph 3)", "disclaimer"),
        (
            "Media playback is unsupported on your device Media caption Ida Ross: 'I will stay'",
            "caption",
        ),
        ("Image copyright AFP", "caption"),
        ("Image copyright PER LUND/", "caption"),
        ("Image copyright Orrin Police Image caption The mill before the fire", "caption"),
        ("Play Video 0:31 Mill gates close in Orrin – video", "caption"),
        (
            "Facebook Twitter Pinterest The mill at dusk. Photograph: Per Lund/The Gazette",
            "caption",
        ),
        ("JUST WATCHED Mill burns Replay More Videos ... MUST WATCH Mill burns 01:15", "caption"),
        ("Embed Mill burns 1:15 autoplay autoplay Copy this code to your website or blog", "share"),
        ("Read or Share this story: https://example.org/" + "mill-" * 20, "share"),
        ("OML ORRIN MILLS INC. 180.2 +1.3", "ticker"),
        ("Ticker Security Last Change Change % OML ORRIN MILLS 80.20 +1.32 +0.51%", "ticker"),
        (
            "Interested in Orrin? Add Orrin as an interest to stay up to date on the latest Orrin news. Add Interest",
            "subscription",
        ),
        (
            "Mill Mornings All about mills. Email Sign Up By signing up you agree to our terms.",
            "subscription",
        ),
        ("GET YOUR FREE FACTSHEET: Mills of Welland", "subscription"),
        ("Can't see the map? Click here.", "subscription"),
        ("— Dana J. Holm (@danaholm) March 3, 2031", "byline"),
        ("-- Dana Holm and Per Lund", "byline"),
        ("You can follow Dana Holm on Twitter at @danaholm", "byline"),
        ("Dana Holm can be reached at dana@example.org.", "byline"),
        (
            "Dana Holm is a reporter in Orrin. She likes mills. Follow her on Twitter @danaholm",
            "byline",
        ),
        ("—Updated at 3:09 p.m.", "timestamp"),
        (
            "Updated at 8:02 a.m. Friday to clarify that the mill in Orrin belongs to the town",
            "timestamp",
        ),
        ("Dana Holm contributed to this report, which was updated at 8:25 a.m.", "contributor"),
        ("Dana Holm, Per Lund and Ida Ross contributed.", "contributor"),
        ("Update: This post was updated with the mayor's answer.", "disclaimer"),
        ("This is a developing story and will be updated.", "disclaimer"),
        ("An earlier version of this article gave the wrong name of the mill.", "disclaimer"),
        ("CORRECTION: This story has been updated with the date of the vote.", "disclaimer"),
        ("• This article is based in part on wire service reports.", "disclaimer"),
        ("For more of our coverage of mills, subscribe to Mill Talk.", "subscription"),
        ("Mill Mornings All about mills. This site is protected by recaptcha", "subscription"),
        ("CLOSE The mill shut on Monday. We tell what comes next. Per Lund, USA TODAY", "caption"),
        ("Advertisement", "advertisement"),
        ("The Gazette is read in every house. To advertise with us, call 555.", "advertisement"),
    ],
)
def test_each_kind_of_noise_has_its_reason(line: str, reason: str) -> None:
    assert dropped(f"{LEAD}\n{line}\n{MORE}") == {line: reason}


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the mill had stopped, and by Monday the gates were locked.",
        "Share prices of the mill fell by a third on Monday.",
        "The source of the river lies above Orrin, where the first mill was built.",
        "More than sixty people stood at the gates on Monday.",
        "Photos of the mill showed broken windows and a flooded hall.",
        "Sign makers in Orrin said the order was the largest they had ever had.",
        "The deal was signed on March 3, 2031, in Orrin, and took effect at once.",
        "Follow-up talks will be held in May, the mayor said.",
        "“We will not leave,” said Dana Holm.",
        "Related firms in the valley may close as well, the union said.",
        "Video of the fire was shared thousands of times within an hour.",
        "Get out, the owner told the men, and they went.",
        "Log drivers once lived by the river, and their houses still stand.",
        "The newsletter of the union called the closure a disgrace.",
        "Image copyright was the matter of the second trial.",
        "Media captions were missing, the court heard.",
        "She wants to read more.",
        "Follow the rule: Nobody enters the mill after dark.",
        "THE MILL IS OURS!",
        "The rule of the mill:Nobody enters the hall after dark.",
        "Close to the mill, she said, a reporter can be reached at any hour.",
        "CLOSE CALLS at the mill were common, the report said. It named ten of them.",
        "This is a breaking point for the town, she said.",
        "Dana Holm (@danaholm) wrote that the mill would stay.",
        "They may follow Dana Holm on foot to the mill.",
        "“NOBODY CLOSES THE MILL OF ORRIN”",
        "Reporter:Will the mill ever open again, and when?",
    ],
)
def test_prose_that_looks_like_noise_stays(line: str) -> None:
    assert dropped(f"{LEAD}\n{line}\n{MORE}") == {}


@pytest.mark.parametrize(
    "opening",
    [
        "ORRIN - ",
        "ORRIN, Welland (Reuters) — ",
        "(Agency) — ",
        "PORT ELLERY, March 3 (AP) -- ",
        "TARNHOLM (Northline) — ",
        "Orrin (dpa) - ",
    ],
)
def test_a_dateline_is_dropped_and_its_sentence_stays(opening: str) -> None:
    text = opening + LEAD
    assert dropped(text) == {opening.strip(): "dateline"}
    assert body(text).text == LEAD


@pytest.mark.parametrize(
    ("given", "gone"),
    [
        (f"Image copyright Reuters Image caption The mill {MORE} {LEAD}", "Image copyright Reuters Image caption"),
        (f"Play Video 1:10 {LEAD} {MORE}", "Play Video 1:10"),
        (f"{LEAD} Media caption The mill at dusk", "Media caption The mill at dusk"),
        (f"Photos: Mills Gates shut. Hide Caption 3 of 22 {LEAD}", "Photos: Mills Gates shut. Hide Caption 3 of 22"),
        (f"{LEAD} pic.twitter.com/aB3 — Ida (@ida_r) May 2, 2031", "pic.twitter.com/aB3 — Ida (@ida_r) May 2, 2031"),
        (f"Orrin (CNN) {LEAD}", "Orrin (CNN)"),
        (f"CLOSE {LEAD} {MORE}", "CLOSE"),
        (f"Ida Ross (@ida_r) {LEAD}", "Ida Ross (@ida_r)"),
        ("We stay. — Ida Ross (@ida_r) May 2, 2031", "— Ida Ross (@ida_r) May 2, 2031"),
        (f"{LEAD} Click here for more.", "Click here for more."),
    ],
)  # fmt: skip
def test_what_is_glued_to_a_sentence_goes_and_the_sentence_stays(given: str, gone: str) -> None:
    assert list(dropped(given)) == [gone]
    assert body(given).text == given.replace(gone, "").strip()


def test_an_article_all_in_capitals_stays() -> None:
    text = f"{LEAD} {MORE}\nSIXTY PEOPLE WILL LOSE THEIR WORK\nTHE TOWN WILL LOSE A THIRD OF ITS INCOME".upper()
    assert "related" not in dropped(text).values()


def test_names_in_a_list_or_under_a_quotation_sign_nothing() -> None:
    assert "byline" not in dropped(f"{LEAD}\n- Dana Holm\n- Per Lund\n{MORE}").values()
    assert "byline" not in dropped(f"“We will not leave.”\n— Dana Holm\n{MORE}").values()


def test_a_list_of_links_goes_with_its_heading() -> None:
    links = "Related Stories\n\nMill owner resigns\nWed, 01/01/2031 - 11:10\nBy Dana Holm\nOrrin mourns its mill\n"
    assert body(f"{LEAD}\n\n{MORE}\n\n{links}").text == f"{LEAD}\n{MORE}"


def test_a_heading_of_links_before_prose_goes_alone() -> None:
    assert body(f"{LEAD}\nMore From This Section\n{MORE}\n{LEAD}").text == f"{LEAD}\n{MORE}\n{LEAD}"


def test_the_headline_repeated_on_top_is_no_statement() -> None:
    assert dropped(f"Mill to Close\n\n{LEAD}", "Mill to close") == {"Mill to Close": "title"}


def test_notes_inside_a_paragraph_are_cut_out() -> None:
    note = "(RELATED: Ten mills that closed before)"
    text = f"{LEAD} {note} {MORE}"
    assert dropped(text) == {note: "note"}
    assert body(text).text == f"{LEAD}\n{MORE}"


def test_a_line_that_recurs_in_unlike_articles_of_a_source_belongs_to_the_page() -> None:
    footer = "The Gazette has told the truth about Orrin and its mills since the year 1871."
    texts = [f"Article {n} tells of {w} and of nothing else at all. {w} is what counts. {w}!\n{footer}"
             for n, w in enumerate(["herring", "marble", "velvet"])]  # fmt: skip
    articles = [Article(str(n), text, "gazette") for n, text in enumerate(texts)]
    assert [[d.reason for d in b.dropped] for b in clean(articles, SETTINGS)] == [["recurring"]] * 3
    elsewhere = [Article(str(n), text, f"source {n}") for n, text in enumerate(texts)]
    assert all(b.dropped == () for b in clean(elsewhere, SETTINGS))


def test_copies_within_a_source_keep_their_text() -> None:
    articles = [Article(str(n), f"{LEAD}\n{MORE}", "gazette") for n in range(5)]
    assert {b.text for b in clean(articles, SETTINGS)} == {f"{LEAD}\n{MORE}"}


def test_text_without_any_sentence_is_kept() -> None:
    assert body("orrin mill closes monday").text == "orrin mill closes monday"


_LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [LEAD, MORE, "By Dana Holm", "ORRIN - " + LEAD, "Related Stories", "x", "(Photo: a) b."]
        ),
    ),
    max_size=12,
)


@given(_LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\u2028"]))
def test_every_character_lies_in_one_span_or_is_white_space(lines: list[str], end: str) -> None:
    text = end.join(lines)
    result = body(text)
    covered = [0] * len(text)
    for start, stop in [*result.spans, *((d.start, d.end) for d in result.dropped)]:
        assert 0 <= start < stop <= len(text)
        for at in range(start, stop):
            covered[at] += 1
    assert all(n == 1 or (n == 0 and c.isspace()) for n, c in zip(covered, text, strict=True))
    assert all(text[s:e] == text[s:e].strip() for s, e in result.spans)


@pytest.mark.parametrize(
    "piece",
    [
        "A",
        "(",
        "By A ",
        "a, ",
        "ORRIN, ",
        " - ",
        "A.B ",
        '"',
        "/Getty ",
        "Photo: (",
        "Photos: Hide ",
        "Media caption A",
        "CLOSE Aaa ",
        "MUST WATCH ",
        "JUST WATCHED Replay More Videos MUST WATCH ",
        "A:A",
        " Read more",
        "Hide Caption 1 of 2 ",
        "(@a) — ",
        "Aa and Bb contributed ",
        "Follow Aa on @",
        "Image copyright a",
    ],
)
def test_nasty_input_takes_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert body(text).article.text == text
    assert body("\n".join([piece * (1900 // len(piece))] * 100)).article.text


def test_hidden_link_text_is_no_part_of_what_a_sentence_says() -> None:
    from compare.statements.attributed import attributed, readable

    text = (
        "Sen. Tom Voss Thomas (Tom) Ian VossSenate votes on dams Voss: 'No comment' MORE (W-Orrin) "
        "opened the dam for President Ada Lund Ada Maria LundFive takeaways MORE's visit."
    )
    assert (
        readable(text) == "Sen. Tom Voss (W-Orrin) opened the dam for President Ada Lund's visit."
    )
    assert "takeaways" not in attributed(text).content
    apart = (
        "Mayor Ada Lund Ada Maria Lund Five takeaways: 'no' MORE left with Tom Voss Tom VossMORE."
    )
    assert readable(apart) == "Mayor Ada Lund left with Tom Voss."
    assert readable("They want MORE of it.") == "They want MORE of it."


def test_items_of_an_announced_list_are_no_links() -> None:
    items = "New dams on the Orrin\nA levy on all boats in town\nNo more night ferries at all"
    article = Article("a", f"The council met on Monday.\nThe plan has three parts:\n{items}", "s")
    (body,) = clean([article], CleanSettings())
    assert body.text.endswith(items)


def test_the_leavings_of_search_and_tip_boxes_are_dropped() -> None:
    text = "The mill burned.\nReset Search Options\nGot a story? email tips@example.org\nIt rained."
    (body,) = clean([Article("a", text, "s")], CleanSettings())
    assert body.text == "The mill burned.\nIt rained."
