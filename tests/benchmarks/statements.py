"""How well sentences, quotations and speakers are found: writes reports/evaluation/statements.md.

    python -m tests.benchmarks.statements --quotes QUOTES.jsonl.gz --aligned ALIGNED.jsonl

``--quotes``: an article per line with ``text`` and ``attributions`` (``source``, ``cue`` and
``content``, each a list of ``{"spans", "text"}``), as in PolNeAR. ``--aligned``: article pairs
``a``, ``b`` with ``text`` and ``sentences``. ``--errors`` prints what went wrong instead.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare.model import Article, CleanedArticle, Statement
from compare.settings import StatementSettings
from compare.statements.person_names import agree, name_words
from compare.statements.sentences import cut
from compare.statements.split import split
from compare.text import lexicon
from compare.version import __version__

REPORT = Path("reports/evaluation/statements.md")
QUOTED = re.compile(r"[“\"]([^“”\"]+)(?:[”\"]|$|(?=\s*\n))")
PRONOUNS = {"he", "she", "they", "it", "i", "we", "who", "you"}
WORD = re.compile(r"\w+")
EMPTY = {"the", "a", "an", "of", "for", "in", "at", "and", "to", "by", "mr", "ms", "mrs", "who"}


@dataclass(frozen=True)
class Gold:
    """A quoted stretch, the words that name its source, and the last named source before it."""

    start: int
    end: int
    source: str
    antecedent: str


def same_speaker(a: str | None, b: str | None) -> bool:
    """Whether two speakers, as two articles name them, may be the same: titles do not count.

    ``Gen. Mark Milley`` and ``Milley`` are; ``Jill Biden`` and ``Joe Biden`` are not.
    """
    if not a or not b:
        return False
    one, other = _bare_words(a), _bare_words(b)
    return one == other or agree(one, other)


def _bare_words(speaker: str) -> list[str]:
    words = speaker.split()
    while len(words) > 1 and (
        words[0].rstrip(".") in lexicon.TITLES or words[0].lower() in lexicon.DETERMINERS
    ):
        words.pop(0)
    return name_words(" ".join(words))


def body_of(text: str) -> CleanedArticle:
    lines = (match.span() for match in re.finditer(r"[^\n]+", text))
    spans = tuple((start, end) for start, end in lines if text[start:end].strip())
    return CleanedArticle(Article("gold", text, "gold"), spans)


def gold_quotations(row: dict[str, Any], least: int) -> list[Gold]:
    """Stretches of at least ``least`` words between double marks inside a content, innermost."""
    text, found = row["text"], {}
    entries = sorted(row["attributions"], key=lambda entry: -size(entry.get("content", [])))
    named: list[tuple[int, str]] = sorted(
        (part["spans"][0][0], part["text"])
        for entry in entries
        for part in entry.get("source", [])
        if re.search(r"(?!^)\b[A-Z]|^[A-Z](?!\w*\s*$)", part["text"]) or is_name(part["text"])
    )
    for entry in entries:
        source = " ".join(part["text"] for part in entry.get("source", []))
        at = min((s for part in entry.get("source", []) for s, _ in part["spans"]), default=0)
        before = [name for place, name in named if place < at]
        for start, end in (span for part in entry.get("content", []) for span in part["spans"]):
            for match in QUOTED.finditer(text, start, end):
                if len(WORD.findall(match[1])) >= least:
                    found[match.span(1)] = Gold(
                        *match.span(1), source, before[-1] if before else ""
                    )
    return sorted(found.values(), key=lambda gold: gold.start)


def size(content: list[dict[str, Any]]) -> int:
    return sum(end - start for part in content for start, end in part["spans"])


def is_name(source: str) -> bool:
    return source[:1].isupper() and source.lower() not in PRONOUNS and not source.startswith("The ")


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    return max(0, min(end, other_end) - max(start, other_start))


def speaker_of(gold: Gold, quotes: list[Statement]) -> tuple[bool, str | None]:
    """Whether the stretch was found, and the speaker of the part that overlaps it most."""
    best = max(
        quotes,
        key=lambda quote: overlap(gold.start, gold.end, quote.start, quote.end),
        default=None,
    )
    if best is None or not overlap(gold.start, gold.end, best.start, best.end):
        return False, None
    return True, best.speaker


def is_right(gold: Gold, speaker: str | None) -> bool:
    """The speaker shares a telling word with the source, or names whom the source stands for."""
    if speaker is None:
        return False
    said, source = words_of(speaker), words_of(gold.source)
    if said & source:
        return True
    if is_name(gold.source):
        return same_speaker(speaker, gold.source)
    return bool(gold.antecedent) and bool(said & words_of(gold.antecedent))


def words_of(phrase: str) -> set[str]:
    words = {re.sub(r"['’]s$", "", word) for word in re.findall(r"[\w’']+", phrase.lower())}
    return words - EMPTY


def kind_of(gold: Gold) -> str:
    if not gold.source:
        return "none"
    if gold.source.lower() in PRONOUNS:
        return "pronoun"
    return "name" if re.search(r"[A-Z]", gold.source[1:]) or is_name(gold.source) else "description"


def score_quotes(path: Path, *, errors: bool) -> dict[str, Any]:
    tally: dict[str, list[int]] = {}
    found = total = ours = confirmed = exact = named = 0
    settings = StatementSettings()
    for row in read(path):
        statements = split(body_of(row["text"]), settings)
        quotes = [statement for statement in statements if statement.quote]
        gold = gold_quotations(row, settings.min_quotation_words)
        for one in gold:
            total += 1
            hit, speaker = speaker_of(one, quotes)
            found += hit
            named += speaker is not None
            covered = sum(overlap(one.start, one.end, q.start, q.end) for q in quotes)
            exact += covered >= 0.9 * (one.end - one.start)
            counts = tally.setdefault(kind_of(one), [0, 0])
            counts[0] += is_right(one, speaker)
            counts[1] += 1
            if errors and not is_right(one, speaker):
                show(row, one, speaker, hit=hit)
        contents = [
            span
            for e in row["attributions"]
            for part in e.get("content", [])
            for span in part["spans"]
        ]
        for quote in quotes:
            if len(WORD.findall(quote.text)) >= settings.min_quotation_words:
                ours += 1
                confirmed += any(
                    overlap(quote.start, quote.end, s, e) > (quote.end - quote.start) / 2
                    for s, e in contents
                )
    return {"found": found, "exact": exact, "total": total, "ours": ours, "confirmed": confirmed,
            "named": named, "tally": tally}  # fmt: skip


def show(row: dict[str, Any], gold: Gold, speaker: str | None, *, hit: bool) -> None:
    context = row["text"][max(0, gold.start - 150) : gold.end + 80].replace("\n", "¶")
    print(f"[{kind_of(gold)}] found={hit} ours={speaker!r} gold={gold.source!r}")
    print(f"    last named {gold.antecedent!r}\n    …{context[:330]}…{context[-120:]}\n")


def score_sentences(path: Path) -> dict[str, float]:
    """Agreement on where a sentence starts inside a paragraph; speed in characters a second."""
    texts = {side["text"]: side["sentences"] for row in read(path) for side in (row["a"], row["b"])}
    both = ours_only = theirs_only = 0
    for text, sentences in texts.items():
        paragraphs = body_of(text).spans
        opening = {end - len(text[start:end].lstrip()) for start, end in paragraphs}
        theirs = {start for start, _ in sentences} - opening
        ours = {span[0] for paragraph in paragraphs for span in cut(text, *paragraph)} - opening
        both += len(ours & theirs)
        ours_only += len(ours - theirs)
        theirs_only += len(theirs - ours)
    started = time.perf_counter()
    for text in texts:
        for paragraph in body_of(text).spans:
            cut(text, *paragraph)
    cutting = time.perf_counter() - started
    started = time.perf_counter()
    for text in texts:
        split(body_of(text), StatementSettings())
    splitting = time.perf_counter() - started
    size = sum(map(len, texts))
    return {"both": both, "ours": ours_only, "theirs": theirs_only, "cut": size / cutting,
            "split": size / splitting}  # fmt: skip


def read(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [json.loads(line) for line in text.splitlines()]


def report(quotes: dict[str, Any], sentences: dict[str, float], command: str) -> str:
    right = sum(counts[0] for counts in quotes["tally"].values())
    kinds = "\n".join(
        f"| source is a {kind} | {good} of {all_} | {good / all_:.3f} |"
        for kind, (good, all_) in sorted(quotes["tally"].items())
    )
    found, exact, total = quotes["found"], quotes["exact"], quotes["total"]
    ours, confirmed = quotes["ours"], quotes["confirmed"]
    both = sentences["both"]
    return f"""# Statements: sentences, quotations, speakers

newscompare {__version__}, default settings, {os.cpu_count()} cores {platform.machine()},
Python {platform.python_version()}. `{command}`

## Quotations and speakers

Gold: the stretches of at least {StatementSettings().min_quotation_words} words between double marks
inside an attribution's content; where attributions nest, the innermost one's source.

| measure | count | share |
|---|---|---|
| found (any overlap) | {found} of {total} | {found / total:.3f} |
| found whole (nine tenths of it) | {exact} of {total} | {exact / total:.3f} |
| ours that lie in an attribution's content | {confirmed} of {ours} | {confirmed / ours:.3f} |
| **speaker right** | {right} of {total} | **{right / total:.3f}** |
| speaker right, of those named | {right} of {quotes["named"]} | {right / quotes["named"]:.3f} |
{kinds}

A speaker is right that shares a word with the gold source (articles, prepositions and honorifics
apart), or, where the source is a pronoun or a description, with the last source before it that is
named: the gold marks no coreference, so this stands in for it.
The counts are of one set that was read while the rules were written.

## Sentences

Starts of sentences inside a paragraph, against the offsets of the aligned pairs (made by a
splitter, not by hand: they end sentences after `Rep.`, `Gov.` and `Sgt.`):
{both} in both, {sentences["ours"]} ours only, {sentences["theirs"]} theirs only.
Speed: sentences {sentences["cut"] / 1e6:.1f} MB/s, statements with speakers \
{sentences["split"] / 1e6:.2f} MB/s.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=Path, required=True)
    parser.add_argument("--aligned", type=Path, required=True)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    quotes = score_quotes(options.quotes, errors=options.errors)
    if options.errors:
        return
    command = "python -m tests.benchmarks.statements --quotes QUOTES --aligned ALIGNED"
    text = report(quotes, score_sentences(options.aligned), command)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
