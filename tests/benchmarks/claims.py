"""Claims and accusing relations on marked pairs of articles, each read through the whole pipeline.

    python -m tests.benchmarks.claims GOLD -o reports/evaluation

GOLD is a file of article pairs marked by reading (``evaluation/gold`` says in what form). A pair is
compared as an event of its own. The pairs are parted by a checksum of their name, to show how much
figures vary from half to half. Arguable marks count neither way.
"""

from __future__ import annotations

import argparse
import json
import platform
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from compare.model import Article, ComparedArticle, Comparison, Event, Statement
from compare.pipeline import clean_articles, compare_event
from compare.relations.relate import relate
from compare.settings import Settings, load_settings
from compare.version import __version__

ACCUSING = ("number-changed", "negated", "attribution-changed")
CLEAR = 2
COMMAND = "python -m tests.benchmarks.claims GOLD -o reports/evaluation"
Tally = Counter[tuple[str, str]]


def half(name: str) -> int:
    """0 for a pair on which rules were developed, 1 for one of the other half."""
    return zlib.crc32(name.encode()) % 2


def compared(row: dict[str, Any], settings: Settings) -> Comparison:
    """The two articles of a marked pair as an event; two of one source are set apart."""
    same = row["a"]["source"] == row["b"]["source"]
    articles = [
        Article(
            side["id"], side["text"], side["source"] + name * same, side["title"],
            side["published"] or None,
        )
        for name, side in (("a", row["a"]), ("b", row["b"]))
    ]  # fmt: skip
    bodies = {body.article.id: body for body in clean_articles(articles, settings)}
    event = Event("e", "s", "pair", None, None, tuple(each.id for each in articles))
    return compare_event(event, bodies, settings)


def sentence_of(spans: list[tuple[int, int]], each: Statement) -> int | None:
    """The marked sentence a statement overlaps most."""
    shared = [min(end, each.end) - max(start, each.start) for start, end in spans]
    best = max(range(len(spans)), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] > 0 else None


def marks(row: dict[str, Any]) -> tuple[dict[tuple[int, int], int], list[dict[int, int]]]:
    """How sure each marked pair is, and the surest mark of each sentence of either side."""
    sure = {(i, j): mark for i, j, _, mark in row["matches"]}
    best: list[dict[int, int]] = [{}, {}]
    for ends, mark in sure.items():
        for side, at in enumerate(ends):
            best[side][at] = max(best[side].get(at, 0), mark)
    return sure, best


def tally(row: dict[str, Any], made: Comparison) -> Tally:
    """What of a comparison is right, by kind of statement and by mark."""
    sides = [next(a for a in made.articles if a.article.id == row[s]["id"]) for s in "ab"]
    place = [
        [sentence_of(row[name]["sentences"], each) for each in side.statements]
        for name, side in zip("ab", sides, strict=True)
    ]
    shared, count = shared_claims(row, made, sides, place)
    for side in (0, 1):
        count += one_sided(row, made, side, sides[side], place[side], shared[side])
    return count


def shared_claims(
    row: dict[str, Any],
    made: Comparison,
    sides: list[ComparedArticle],
    place: list[list[int | None]],
) -> tuple[list[set[int | None]], Tally]:
    """The sentences of either side in claims of both, and how those claims and pairs are shown."""
    count: Tally = Counter()
    sure, _ = marks(row)
    side_of = {side.article.id: at for at, side in enumerate(sides)}
    shown: dict[tuple[int, int], str] = {}
    shared: list[set[int | None]] = [set(), set()]
    for claim in made.claims:
        cells = {side_of[cell.article]: cell for cell in claim.cells}
        if len(cells) == len(sides):
            held = [{place[side][at] for at in cells[side].statements} for side in (0, 1)]
            kind = "told" if all(cell.told for cell in cells.values()) else "in part"
            pairs = {(i, j) for i in held[0] for j in held[1] if i is not None and j is not None}
            count[kind, str(max((sure.get(pair, 0) for pair in pairs), default=0))] += 1
            for side in (0, 1):
                shared[side] |= held[side]
            shown |= {pair: "told" if shown.get(pair) == "told" else kind for pair in pairs}
    for pair, mark in sure.items():
        count["clear pairs", shown.get(pair, "not")] += mark == CLEAR
    return shared, count


def one_sided(
    row: dict[str, Any],
    made: Comparison,
    side: int,
    each: ComparedArticle,
    place: list[int | None],
    shared: set[int | None],
) -> Tally:
    """What is said to be added by one side, and what of its sentences is reported so."""
    count: Tally = Counter()
    name, best = "ab"[side], marks(row)[1][side]
    claims = {claim.id: claim for claim in made.claims}
    said: set[int | None] = set()
    for id_ in each.added:
        (cell,) = [c for c in claims[id_].cells if c.article == each.article.id]
        of = {at for at in (place[index] for index in cell.statements) if at is not None}
        mark = max((best.get(at, 0) for at in of), default=0)
        if cell.propositions and len(claims[id_].cells) == 1:
            count["added halves", str(mark)] += 1
            continue
        noise = not mark and bool(of & set(row[f"noise_{name}"]))
        count["added", "noise" if noise else str(mark)] += 1
        said |= of
    for at in row[f"only_{name}"]:
        count["only", "reported" if at in said else "not"] += 1
    for at, mark in best.items():
        if mark == CLEAR:
            alone = at in said and at not in shared
            count["clear", "one-sided" if alone else "shared or unsure"] += 1
    return count


def relations(row: dict[str, Any]) -> Tally:
    """The relation marked and the relation found of each marked pair of sentences.

    A clear mark is counted besides, under the relation's name with ``CLEAR`` behind it.
    """
    count: Tally = Counter()
    for i, j, marked, sure in row["matches"]:
        (a, b) = (
            row[name]["text"][slice(*row[name]["sentences"][at])]
            for name, at in (("a", i), ("b", j))
        )
        found, _, _ = relate(Statement("a", 0, len(a), a), Statement("b", 0, len(b), b))
        count[marked, found] += 1
        if sure == CLEAR:
            count[f"{marked} {CLEAR}", found] += 1
    return count


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} of {whole}" if whole else "none"


def claims_page(tallies: list[Tally], pairs: list[int], settings: Settings) -> str:
    """The table of what a comparison says, by half."""

    def row(name: str, cells: list[str]) -> str:
        return f"| {name} | {' | '.join(cells)} |"

    def right(kind: str, *, arguable: bool) -> list[str]:
        return [
            share(t[kind, "2"] + arguable * t[kind, "1"],
                  t[kind, "2"] + t[kind, "0"] + arguable * t[kind, "1"])
            for t in tallies
        ]  # fmt: skip

    def part(kind: str, key: str) -> list[str]:
        return [
            share(t[kind, key], sum(n for (k, _), n in t.items() if k == kind)) for t in tallies
        ]

    added = [share(t["added", "0"], t["added", "0"] + t["added", "2"]) for t in tallies]
    strict = [
        share(t["added", "0"], t["added", "0"] + t["added", "2"] + t["added", "noise"])
        for t in tallies
    ]
    rows = [
        row("said to be added or left out: right", added),
        row("the same, noise counted as wrong", strict),
        row("marked only-sentences reported", part("only", "reported")),
        row("sentences with a clear match reported one-sided", part("clear", "one-sided")),
        row("told: right", right("told", arguable=False)),
        row("in part: right, arguable marks neither way", right("in part", arguable=False)),
        row("in part: right, arguable marks as right", right("in part", arguable=True)),
        row("clear pairs shown told", part("clear pairs", "told")),
        row("clear pairs shown in part", part("clear pairs", "in part")),
        row("added halves of sentences (no mark tells)",
            [str(sum(n for (k, _), n in t.items() if k == "added halves")) for t in tallies]),
    ]  # fmt: skip
    chosen = ", ".join(
        f"`{name}` {getattr(settings.comparison, name)}"
        for name in ("agreement", "part", "sure", "unsure", "covered", "new")
    )
    return f"""# Claims: told, in part, added, left out, unsure

`{COMMAND}`, newscompare {__version__}, Python {platform.python_version()}, settings
{settings.digest()}. {pairs[0]} and {pairs[1]} article pairs marked by reading, each pair compared
as an event, through cleaning. **These figures are not of unseen pairs.** The alignment model in use
is fitted on them (`alignment.md` has its figures out of fold); `unsure` was read off the 96 newer
of them, where it keeps four fifths of the only-sentences, under a model fitted on the 48 others;
`part` and `sure` were set on the first half. The two halves (by a checksum of the pair's
name) show how much a figure varies. Made without the cross-encoder, which was trained on these very pairs. Thresholds: {chosen}.

| | first half | second half |
|---|---|---|
{chr(10).join(rows)}

With the cross-encoder, on pairs it was not trained on: an exploration over 36 and 36 of the pairs,
each read by a model trained on the 108 others (as it ships but in eight bits of weights, not seven).

| | 36, without | 36, with | other 36, without | other 36, with |
|---|---|---|---|---|
| said to be added or left out: right | .925 of 669 | .928 of 668 | .941 of 606 | .947 of 619 |
| marked only-sentences reported | .836 | .835 | .785 | .802 |
| sentences with a clear match reported one-sided | .099 | .095 | .076 | .070 |
| told: right | .955 of 111 | 1.000 of 107 | .983 of 121 | .976 of 124 |
| in part: right, arguable marks as right | .729 of 85 | .779 of 95 | .763 of 93 | .852 of 81 |
| clear pairs shown told | .347 of 323 | .353 | .366 of 328 | .375 |
| clear pairs shown in part | .152 | .186 | .171 | .168 |

With `sure` at .88 / .83 instead of .924, told is right .954 and .965 / .939 and .962, and .409 and
.424 / .449 and .473 of the clear pairs are shown told; it stays where told is right.

A claim is *added* by an article, and left out by the other, only where the chance that any
statement of the other tells it is under `unsure`, taken over all its statements together. What is
likelier, and no match, is *unsure* and in neither list. *Told* asks for a match as sure as `sure`,
where the shares of either sentence's words that the other has are added to its log odds, and for
no contradiction: a denial, an opposite (rose, fell), another number, what is only possible
("could raise" beside "raised") or not known, in the clauses matched. A half of a sentence that is new by its words is a claim of its own.

Of all marked clear pairs no more can be shown told or in part than are matched at `part`: of the
first half 43 in 100, of the second 53; 36 and 30 have no match at all, 15 and 11 one under `part`,
4 and 3 stand in a sentence that cleaning drops. What is told right is bought by the rest: before
`sure` looked at words (a match from .75 on that has .34 of the claim's words), .947 and .945 of
206 and 256 were right.

| told by, chosen on the first half | first half | second half |
|---|---|---|
| a match from .75 on, .34 of the claim's words (before) | .947 of 206 | .945 of 256 |
| a match from .8 on, .34 of the claim's words | .958 of 189 | .974 of 235 |
| a match from .88 on, whatever the words | .982 of 170 | .978 of 226 |
| log odds and the shares of either's words, from 2.5 on (taken) | .970 of 197 | .976 of 245 |
| log odds and twice the shares, from 3.5 on | .973 of 182 | .987 of 233 |
| regression on log odds, both shares and contradiction, fitted on the other half at .97 | .956 of 227 | .977 of 261 |

Two articles on one press conference, one of them translated (`seeds` 000 and 001, read): of 12
paraphrases three are shown told, two in part and seven as unsure; none is said to be added or left
out. `align` lists 11 of the 12 from the threshold on, the twelfth, self-defence, not; of its other
seven pairs three are right as well, two arguable and two false (at .39 and .28). All six claims
shown as shared are right.

"Would", "could", "may" or "might" in one clause and none in the other, whatever the verb, denied
14 and 14 of the right told and none of the wrong; so the same verb has to be done in the other.

What lost: telling by the share of a clause's words beside the probability (of pairs matched from
.25 on, recall at precision .95 was .385 with it and .384 without; fitted on one half of the 96
newer pairs and scored on the other, both ways); the words of the whole other article beside the
chance (at .80 of the only-sentences kept, .944 right with and without).
"""


def relations_page(tallies: list[Tally], pairs: list[int]) -> str:
    """The table of the relations that accuse, by half."""
    rows = []
    for name in ACCUSING:
        cells = []
        for t in tallies:
            clear = f"{name} {CLEAR}"
            said = sum(n for (mark, found), n in t.items()
                       if found == name and not mark.endswith(f" {CLEAR}"))  # fmt: skip
            cells.append(share(t[name, name], said))
            for each in (name, clear):
                marked = sum(n for (mark, _), n in t.items() if mark == each)
                cells.append(share(t[each, name], marked))
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return f"""# Relations: the accusing ones on marked pairs

`{COMMAND}`, newscompare {__version__}, Python {platform.python_version()}. Marked pairs of sentences
of {pairs[0]} and {pairs[1]} article pairs. The rules were developed on the first half; of the
second, the misses of *number-changed* were read once, after which money near in amount was let
through, so its recall there is no longer quite blind.

| relation | precision, developed on | recall | of clear marks | precision, other half | recall | of clear marks |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}

Most marks are arguable ones: of 25 *negated* 6 are clear, of 37 *attribution-changed* 8. The gold
gives a pair one relation, so a pair that is *partial* and also has another number counts
here as a false accusation; so do the three pairs found *negated*, of which two, read, are denials
("is denying that it is considering a cut" beside "is considering a cut").

What a reader sees, read one by one (`allsides_train`, no event with an article of the gold, in an
order drawn with seed 15; relations that accuse at a probability of .5 or more):

| | events | matches | number-changed: right of reported | negated | attribution-changed |
|---|---|---|---|---|---|
| the first 600, as the rules were | 600 | 11,668 | 10 of 18 | 1 of 4 | 1 of 10 |
| the same, with what was learned of them (not blind) | 600 | 11,668 | 10 of 15 | 1 of 2 | 1 of 2 |
| the next, not looked at before | 110 | 2,125 | 0 of 1 | 3 of 7 | none |
| the same, with what was learned of them (not blind) | 110 | 2,125 | 0 of 1 | 3 of 5 | none |

A hundred were wanted, but so few are reported. Wrong were: what two persons, places or sets are
counted (5 of the 8 numbers), "90 additional" beside a total, "at least" beside "at most"; one
quotation given to an outlet, a letter or a panel here and to its author there (9 of 10 speakers).
So a quotation now has two speakers only where both are named beside it and nobody else is. Of the
six reported denials among the 110 three are right; the others had names alone in common, or what
stands behind the denial ("denied using it and offered an apology"). **A stranger will find about
six in ten accusations right, not the eight that were wanted**: they are guesses, and are shown so.

Most pairs marked *negated* and *attribution-changed* are arguable ones
that share no clause in words ("he denies his client cheated", against a sentence on the affair):
no rule over words finds them at a precision one could defend, and none is claimed. What lost
(all marked pairs of both halves, right of found):

| tried | right of found |
|---|---|
| clauses with half of the shorter's words in common, one of them denied | 4 of 78 |
| the same, with 6 in 10 in common | 0 of 40 |
| a verb of denial in one sentence alone, 3, 4, 5 in 10 of the content in common | 0 of 39, 28, 17 |
| two speakers, as the articles resolve them, surely not the same | 19 of 221 |
| the same, 3, 5, 7 in 10 of the content in common | 8 of 86, 4 of 39, 1 of 19 |

What is lost
is the flag alone: a clause that is denied, opposed or counted otherwise is never shown as told.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("-o", dest="folder", type=Path, help="write claims.md and relations.md")
    parser.add_argument("--set", dest="overrides", action="append", default=[])
    options = parser.parse_args()
    unread = "alignment.cross_encoder_pairs=0"  # it was trained on these pairs
    settings = load_settings(None, [unread, *options.overrides])
    claims: list[Tally] = [Counter(), Counter()]
    found: list[Tally] = [Counter(), Counter()]
    pairs = [0, 0]
    with options.gold.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            at = half(row["pair"])
            pairs[at] += 1
            claims[at] += tally(row, compared(row, settings))
            found[at] += relations(row)
    pages = {
        "claims.md": claims_page(claims, pairs, settings),
        "relations.md": relations_page(found, pairs),
    }
    for name, text in pages.items():
        if options.folder:
            (options.folder / name).write_text(text, encoding="utf-8")
        else:
            print(text)


if __name__ == "__main__":
    main()
