"""From an article to its body: the paragraphs that are the article, and why the rest is not.

Lines are judged by their form (``noise``), by where they stand (a headline before the first
sentence, a list of links under its heading or at the end), and by the company they keep: a line
that recurs in articles of one source that share nothing else belongs to the page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from compare.ingest import noise_lines as noise
from compare.model import CleanedArticle, Dropped
from compare.text import tokens as words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from compare.model import Article, Span
    from compare.settings import CleanSettings

__all__ = ["Counts", "clean", "count_lines", "recurring_lines"]

_HEADING_WORDS = 10
_TITLE_WORDS = 25
_LINKS_AT_END = 3
_LINK_WORDS, _LINK_LONGEST = 4, 40
_SPEECH_ENDS = "\"”’»'"
_SPEAKS = '"“‘„«「-–—•*'  # a line that opens so is speech or an item
_SAYS = re.compile(r"(?:She|He|They|It|We|There)(?:['’]s|['’]re)? [a-z]")
"""How a short line opens that says something, though no full stop ends it."""
_ANNOUNCES, _ITEM_WORDS = 4, 4
"""So many words of a line that ends with a colon announce a list, of items so long at least."""


Counts = dict[str, Counter[str]]
"""Per source, in how many of its articles each line stands."""


def clean(
    articles: Sequence[Article],
    settings: CleanSettings,
    counts: Counts | None = None,
    recurring: Mapping[str, frozenset[str]] | None = None,
) -> tuple[CleanedArticle, ...]:
    """The body of each article, in the order given.

    Every character that is no white space lies in exactly one kept span or one dropped span.
    Of a larger batch that the articles are of, ``counts`` are those of the lines, or else
    ``recurring`` the lines that recur, by source.
    """
    lines = [list(_lines(article.text)) for article in articles]
    if recurring is None:
        recurring = _recurring(counts or _counted(articles, lines), settings.recurring)
    return tuple(
        _body(article, spans, recurring[article.source])
        for article, spans in zip(articles, lines, strict=True)
    )


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        if stripped := line.strip():
            left = start + line.index(stripped[0])
            yield left, left + len(stripped)
        start += len(line)


def recurring_lines(
    articles: Sequence[Article], settings: CleanSettings
) -> dict[str, frozenset[str]]:
    """Per source, the lines that recur in its articles."""
    return _recurring(count_lines(articles), settings.recurring)


def count_lines(articles: Sequence[Article]) -> Counts:
    """Per source, in how many of these articles each line stands."""
    return _counted(articles, [list(_lines(article.text)) for article in articles])


def _counted(articles: Sequence[Article], lines: Sequence[Sequence[Span]]) -> Counts:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for article, spans in zip(articles, lines, strict=True):
        counts[article.source].update({article.text[start:end] for start, end in spans})
    return counts


def _recurring(counts: Counts, least: int) -> dict[str, frozenset[str]]:
    """Per source, the lines of at least ``least`` articles that are otherwise unlike."""
    often: dict[str, frozenset[str]] = {}
    for source, counter in counts.items():
        often[source] = frozenset(line for line, count in counter.items() if count >= least)
    return often


def _body(article: Article, spans: Sequence[Span], recurring: frozenset[str]) -> CleanedArticle:
    text = article.text
    lines = [text[start:end] for start, end in spans]
    reasons = _reasons(lines, article.title, _trusted(lines, recurring))
    kept: list[Span] = []
    dropped: list[Dropped] = []
    for (start, end), line, reason in zip(spans, lines, reasons, strict=True):
        if reason is not None:
            dropped.append(Dropped(article.id, start, end, reason))
            continue
        for left, right, why in _pieces(line):
            if why is None:
                kept.append((start + left, start + right))
            else:
                dropped.append(Dropped(article.id, start + left, start + right, why))
    return CleanedArticle(article, tuple(kept), tuple(dropped))


def _trusted(lines: Sequence[str], recurring: frozenset[str]) -> frozenset[str]:
    """The recurring lines of an article; none where they are most of it: that is a copy."""
    often = sum(len(line) for line in lines if line in recurring)
    return recurring if often * 2 < sum(map(len, lines)) else frozenset()


def _reasons(
    lines: Sequence[str], title: str | None, recurring: frozenset[str]
) -> list[str | None]:
    reasons = [noise.reason_of(line) for line in lines]
    for number, line in enumerate(lines):
        if reasons[number] is None and line in recurring:
            reasons[number] = "recurring"
    sentences = [noise.is_sentence(line) for line in lines]
    if any(sentences):
        announced = frozenset(_announced(lines, reasons))
        _mark_lists(lines, sentences, reasons, announced)
        _mark_top(lines, sentences, reasons, title)
        _mark_shouted(lines, reasons)
        _mark_headings(lines, sentences, reasons, announced)
        _mark_signatures(lines, sentences, reasons)
    return reasons


def _mark_lists(
    lines: Sequence[str],
    sentences: Sequence[bool],
    reasons: list[str | None],
    announced: frozenset[int],
) -> None:
    """Drop a heading of links with its links, and a run of links at the very end."""
    links = [
        not (sentence or line.endswith(":")) or reason is not None
        for line, sentence, reason in zip(lines, sentences, reasons, strict=True)
    ]
    for number in announced:
        links[number] = False
    number = 0
    while number < len(lines):
        if not sentences[number] and noise.heading_of_list(lines[number]):
            end = _list_end(links, number + 1)
            for at in range(number, end):
                reasons[at] = reasons[at] or "related"
            number = end
        else:
            number += 1
    tail = len(lines)
    while tail and links[tail - 1]:
        tail -= 1
    if len(lines) - tail >= _LINKS_AT_END:
        for at in range(tail, len(lines)):
            reasons[at] = reasons[at] or "related"


def _announced(lines: Sequence[str], reasons: Sequence[str | None]) -> Iterator[int]:
    """The lines of lists that a sentence of the article announces: "The plan has three parts:"."""
    listed = False
    for number, line in enumerate(lines):
        opens = line.endswith(":") and not noise.heading_of_list(line)
        if opens and len(words.folded(line)) >= _ANNOUNCES:
            listed = True
        elif listed and reasons[number] is None and len(words.folded(line)) >= _ITEM_WORDS:
            yield number
        else:
            listed = False


def _list_end(links: Sequence[bool], start: int) -> int:
    """Where a list that starts here ends: the last link before which most lines are links."""
    end, found = start, 0
    for at in range(start, len(links)):
        found += links[at]
        if links[at] and found * 3 >= (at + 1 - start) * 2:
            end = at + 1
    return end


def _mark_top(
    lines: Sequence[str],
    sentences: Sequence[bool],
    reasons: list[str | None],
    title: str | None,
) -> None:
    """Drop what stands above the first sentence: the headline again, a kicker."""
    headline = words.folded(title or "")
    for number, line in enumerate(lines):
        if reasons[number] is not None:
            continue
        folded = words.folded(line)
        headless = sentences[number] or len(folded) > _TITLE_WORDS
        if headless and not (headline and folded == headline):
            return
        reasons[number] = "title"


def _mark_headings(
    lines: Sequence[str],
    sentences: Sequence[bool],
    reasons: list[str | None],
    announced: frozenset[int],
) -> None:
    for number, line in enumerate(lines):
        if reasons[number] is not None or sentences[number] or _may_speak(line):
            continue
        if _SAYS.match(line) or number in announced:
            continue
        if len(words.folded(line)) <= _HEADING_WORDS:
            reasons[number] = "heading"


def _mark_shouted(lines: Sequence[str], reasons: list[str | None]) -> None:
    """Drop links all in capitals, unless the article itself is written so or it is speech."""
    shouted = [noise.is_shouted(line) for line in lines]
    loud = sum(len(line) for line in lines if line.isupper())
    if loud * 2 >= sum(map(len, lines)):
        return
    for number, line in enumerate(lines):
        if reasons[number] is not None or not shouted[number]:
            continue
        linked = _LINK_WORDS <= len(words.folded(line)) <= _LINK_LONGEST
        if linked and not (line[0] in _SPEAKS and (line[0] in "-–—•*" or line[-1] in _SPEECH_ENDS)):
            reasons[number] = "related"


def _mark_signatures(
    lines: Sequence[str], sentences: Sequence[bool], reasons: list[str | None]
) -> None:
    """Drop who signs a passage; a list of names, or the name under a quotation, stays."""
    for number in range(1, len(lines)):
        if reasons[number] is not None or not noise.signs(lines[number]):
            continue
        before, after = lines[number - 1], lines[number + 1 : number + 2]
        listed = any(line[0] == lines[number][0] for line in after)
        if sentences[number - 1] and before[-1] not in _SPEECH_ENDS and not listed:
            reasons[number] = "byline"


def _may_speak(line: str) -> bool:
    """Whether a short line that is no sentence may still be a statement, or open one."""
    return line.endswith((":", ",", ";", "…", "...")) or line[0] in _SPEAKS


def _pieces(line: str) -> Iterator[tuple[int, int, str | None]]:
    """Cut a kept line at its dateline and at notes of the page; white space is nobody's."""
    cuts: list[tuple[int, int, str]] = []
    if first := noise.dateline(line):
        cuts.append((0, first, "dateline"))
    cuts += [cut for cut in noise.inline(line) if cut[0] >= first]
    at = 0
    for left, right, why in [*cuts, (len(line), len(line), "")]:
        if piece := line[at:left].strip():
            begin = at + line[at:left].index(piece[0])
            yield begin, begin + len(piece), None if words.has_word(piece) else "punctuation"
        if why:
            yield left, left + len(line[left:right].rstrip()), why
        at = right
