"""Every heading, legend and label of the pages: short, and in words an editor would use."""

import re
from dataclasses import replace
from html import unescape

import pytest

from compare.report import html
from tests.sample import ALONE, sample

MADE_BY = ("0.0.0", "0123456789ab")
LONGEST = {"h1": 60, "h2": 40, "h3": 40, "h4": 40, "th": 40, "label": 40, "button": 40,
           "summary": 50, "figcaption": 40, "legend": 45, "option": 45}  # fmt: skip
PRIVATE = re.compile(
    r"\b(?:cells?|voices?|akin|alike|tellings?|tellers?|threshold|alignments?|propositions?|"
    r"shingles?|centroids?|clusters?|cosine|containment|jaccard|crowding|recall|precision|node|"
    r"provenance|standings?|verbatim|paraphrase|attribution|entity|lineage)\b",
    re.IGNORECASE,
)
TEXTS = {text for each in sample().articles for text in (each.article.title, each.article.source)}


def _pages() -> dict[str, str]:
    made = sample()
    known = {"c1", "c2", "c3", "c4", "c5"}
    two = replace(made, articles=tuple(
        replace(each, left_out=tuple(out for out in each.left_out if out.claim in known))
        for each in made.articles[:2]
    ), matches=made.matches[:3], claims=tuple(
        replace(claim, cells=cells) for claim in made.claims
        if (cells := tuple(c for c in claim.cells if c.article in {"wire", "gazette"}))
    ), differences=())  # fmt: skip
    return {
        "event": html.event_page(made).decode(),
        "two": html.event_page(two).decode(),
        "index": html.index_page([made], ALONE, [], MADE_BY).decode(),
    }


def _said(page: str) -> list[tuple[str, str]]:
    """Headings, labels and the parts of legends, each with what it is."""
    page = re.sub(r"<(script|style).*?</\1>|<svg.*?</svg>", "", page, flags=re.DOTALL)
    found = re.findall(
        r"<(h[1-4]|th|label|button|summary|figcaption|option)\b[^>]*>(.*?)</\1>", page, re.DOTALL
    )
    legends = re.findall(r'<p class="legend">(.*?)</p>', page, re.DOTALL)
    found += [
        ("legend", part)
        for legend in legends
        for part in re.findall(r"<span[^>]*>(.*?)</span>", legend, re.DOTALL)
    ]
    plain = [
        (name, unescape(" ".join(re.sub(r"<(?!/?option|select).*?>", "", text).split())))
        for name, text in found
    ]
    claims = {claim.text for claim in sample().claims}
    return [(name, text) for name, text in plain if text and text not in claims and "<" not in text]


@pytest.mark.parametrize("name", ["event", "two", "index"])
def test_headings_and_legends_are_short_and_plain(name: str) -> None:
    said = _said(_pages()[name])
    assert len(said) > 3
    for kind, text in said:
        if text not in TEXTS:
            assert len(text) <= LONGEST[kind], (kind, text)
            assert not PRIVATE.search(text), (kind, text)


def test_two_articles_have_three_columns_and_no_claim_twice() -> None:
    page = _pages()["two"]
    brief = page[page.index('id="brief"') : page.index('class="matrix"')]
    claims = re.findall(r'data-claim="(c\d+)"', brief)
    assert sorted(claims) == sorted(set(claims)) == ["c1", "c2", "c3", "c4", "c5"]
    assert re.findall(r'<h3 id="[^"]+"[^>]*>([^<]+)', brief) == [
        "Both tell ", "Only The Wire ", "Only The Gazette ",
    ]  # fmt: skip
    assert 'href="#added"' not in page
