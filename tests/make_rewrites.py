"""Rewrites of articles made by rules and a seed, to measure whether rewriting is recognised.

    python -m tests.make_rewrites ARTICLES.jsonl[.gz] -o rewrites.jsonl --seed 1 --limit 200

Each line of the output is a pair: ``kind``, the source article (``parent``) and the made one
(``child``). No model writes anything: words are exchanged by the table below, attributions are
turned round, asides are dropped, sentences are joined, paragraphs moved.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import random
import re
from pathlib import Path
from typing import Any

from compare.statements.sentences import cut

__all__ = ["KINDS", "rewrite"]

KINDS = (
    "reprint", "cut", "reorder", "paraphrase-1", "paraphrase-2", "paraphrase-3", "own-added",
    "merged",
)  # fmt: skip
_SYNONYMS = """
said:stated noted added remarked|announced:declared disclosed made-known|reported:recounted
killed:left-dead slain|injured:hurt wounded|wounded:injured hurt|hurt:injured|died:lost-their-lives
attack:assault strike|attacks:assaults strikes|shooting:gunfire|police:officers|officials:authorities
officers:police|authorities:officials|government:administration|administration:government
leader:chief head|leaders:chiefs heads|president:head-of-state|lawmakers:legislators|lawmaker:legislator
senators:lawmakers|meeting:talks gathering|talks:negotiations discussions|agreement:deal accord
deal:agreement accord|plan:proposal scheme|plans:proposals|proposal:plan|decision:ruling move
ruling:decision|vote:ballot|voted:cast-ballots|campaign:bid run|election:poll vote|elections:polls
people:persons residents|residents:people inhabitants|children:youngsters minors|man:individual
woman:female|company:firm business|companies:firms businesses|money:funds cash|million:mn
about:around roughly some|nearly:almost close-to|almost:nearly|more-than:over upwards-of|over:more-than
many:numerous scores-of|several:a-number-of various|some:certain|large:big sizeable|big:large
small:minor|major:significant big|important:significant key|new:fresh|recent:latest|last:previous
first:initial|early:initial|quickly:rapidly swiftly|immediately:at-once|however:but|but:yet though
while:whereas|because:since as|after:following|before:ahead-of prior-to|during:in-the-course-of
against:opposed-to|including:among-them|also:as-well too|still:nevertheless|began:started got-under-way
started:began|ended:finished concluded|continue:go-on carry-on|continued:went-on carried-on
called:urged|urged:pressed called-on|asked:requested|told:informed|warned:cautioned|criticized:attacked
praised:lauded|rejected:turned-down dismissed|denied:disputed|accused:charged|claimed:asserted maintained
believe:think|think:believe|want:wish|wants:wishes seeks|need:require|needs:requires|help:aid assist
helped:aided assisted|support:back backing|supported:backed|supports:backs|opposed:resisted|show:indicate
shows:indicates|showed:indicated|found:discovered|find:discover|made:produced|make:produce|take:seize
took:seized|gave:handed|give:hand|put:placed|set:placed|used:employed|use:employ|using:employing
increase:rise|increased:rose grew|rise:increase|rose:climbed increased|fell:dropped declined|cut:reduce
reduce:cut lower|spending:expenditure|budget:spending-plan|cost:price|costs:prices|job:post|jobs:posts
work:labour|workers:employees staff|employees:workers staff|law:statute measure|bill:measure legislation
legislation:bill measure|court:tribunal|judge:justice|lawsuit:suit legal-action|case:matter|charges:counts
evidence:proof|investigation:inquiry probe|investigators:detectives|report:account|statement:comment
interview:conversation|news:reports|country:nation|countries:nations|nation:country|city:town|home:house
homes:houses|area:district region|areas:districts regions|region:area|border:frontier|military:armed-forces
troops:soldiers forces|soldiers:troops|forces:troops|war:conflict|conflict:war|security:safety
threat:danger menace|threats:dangers|risk:danger|problem:difficulty issue|problems:difficulties issues
issue:matter question|issues:matters questions|crisis:emergency|situation:state-of-affairs|effort:attempt
efforts:attempts|trying:attempting|try:attempt|likely:probable|clear:plain evident|difficult:hard
hard:difficult|possible:conceivable|allow:permit|allowed:permitted|block:halt stop|blocked:halted stopped
stop:halt end|stopped:halted|push:drive|pushed:drove|expected:due anticipated|scheduled:due slated
week:seven-day-period|month:four-week-period|currently:at-present now|now:at-present|later:afterwards
morning:a.m.|evening:night|around:about|across:throughout|among:amid|amid:among|near:close-to
though:although|although:though|since:from|until:till|both:the-two|each:every|every:each|former:ex-
"""
_TABLE = {
    word: [other.replace("-", " ") for other in others.split()]
    for entry in _SYNONYMS.replace("\n", "|").split("|")
    if entry.strip()
    for word, _, others in [entry.strip().partition(":")]
}
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_ASIDE = re.compile(r", (?:who|which|whose|where|a|an|the) [^,.;\"“”]{8,90},(?= )")
_SAID_LAST = re.compile(r"^(?P<what>[A-Z][^\"“”]{30,}), (?P<who>[^,\"“”]{3,70}) said\.$")
_SAID_FIRST = re.compile(
    r"^(?P<who>[A-Z][^,\"“”]{2,60}) said (?:that )?(?P<what>[a-z][^\"“”]{30,})\.$"
)
_DAY_FIRST = re.compile(
    r"^(?P<rest>[A-Z][^\"“”]{20,}) on (?P<day>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?P<tail>[^\"“”]*)\.$"
)
_CLAUSE = re.compile(
    r"^(?P<main>[A-Z][^,\"“”]{25,}), (?P<link>after|as|while|because|when|although) (?P<sub>[^,\"“”]{15,})\.$"
)
_OWN = (
    "Readers of this paper will remember that the matter has come up before.",
    "A walk through the quarter this morning showed how little has changed there.",
    "Neighbours who spoke to our reporter by the bakery were of two minds about it.",
    "Our archive holds four earlier articles on the subject, the oldest from the spring of last year.",
    "Nobody at the town hall picked up the telephone when we rang three times yesterday.",
    "The woman who runs the kiosk at the corner said that her customers talk of nothing else.",
    "What happens next will be decided in rooms to which the public has no key.",
    "We have put eleven questions in writing and will print the answers in full when they come.",
    "A teacher who has lived here for thirty years shook his head and pointed at the empty square.",
    "Whoever adds up the figures that were handed out will find that they do not agree.",
    "The bus that used to stop here was taken off the timetable two winters ago.",
    "It was raining when the last of the cameras left, and the puddles had no name either.",
)
_SWAPPED = {1: 0.3, 2: 0.6, 3: 0.95}
"""The share of the words with a synonym that is exchanged, by strength."""


def rewrite(kind: str, text: str, rng: random.Random, other: str | None = None) -> str:
    """The text rewritten.

    Args:
        kind: one of ``KINDS``.
        text: paragraphs, a line each.
        rng: decides what is taken.
        other: for ``merged``, another text of the same event.
    """
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    if kind == "reprint":
        return "\n".join(["By a staff writer", *paragraphs, "Copyright. All rights reserved."])
    if kind == "cut":
        kept = max(3, round(len(paragraphs) * rng.uniform(0.4, 0.7)))
        return "\n".join(paragraphs[:kept])
    if kind == "reorder":
        rest = paragraphs[1:]
        rng.shuffle(rest)
        return "\n".join([paragraphs[0], *rest])
    if kind == "own-added":
        own = rng.sample(_OWN, len(_OWN))
        half = paragraphs[: max(3, len(paragraphs) // 3)]
        return "\n".join([*own[:4], *half, *own[4:]])
    if kind == "merged":
        assert other is not None
        second = [line.strip() for line in other.splitlines() if line.strip()]
        return "\n".join(
            _paraphrase(line, 1, rng)
            for pair in zip(paragraphs[:8], second[:8], strict=False)
            for line in pair
        )
    strength = int(kind[-1])
    return "\n".join(_paraphrase(line, strength, rng) for line in paragraphs)


def _paraphrase(paragraph: str, strength: int, rng: random.Random) -> str:
    sentences = [paragraph[a:b] for a, b in cut(paragraph, 0, len(paragraph))]
    made = []
    for sentence in sentences:
        turned = sentence
        if strength > 1:
            turned = _turn(_ASIDE.sub("", turned))
        made.append(_exchange(turned, _SWAPPED[strength], rng))
    if strength > 2 and len(made) > 1:
        made = [*_joined(made[0], made[1]), *made[2:]]
    return " ".join(made)


def _turn(sentence: str) -> str:
    """Move who says it, when, or a clause to the other end."""
    if found := _SAID_LAST.match(sentence):
        what = found["what"]
        return f"{_upper(found['who'])} said that {what[0].lower()}{what[1:]}."
    if found := _SAID_FIRST.match(sentence):
        return f"{_upper(found['what'])}, according to {found['who']}."
    if found := _CLAUSE.match(sentence):
        main = found["main"]
        return f"{_upper(found['link'])} {found['sub']}, {main}."
    if found := _DAY_FIRST.match(sentence):
        return f"On {found['day']}day {found['rest']}{found['tail']}."
    return sentence


def _joined(one: str, two: str) -> list[str]:
    plain = one.endswith(".") and two[:1].isupper() and '"' not in one + two
    return [f"{one[:-1]}, and {two[0].lower()}{two[1:]}"] if plain else [one, two]


def _exchange(sentence: str, share: float, rng: random.Random) -> str:
    """Exchange words by the table, outside quotations."""
    quoted = [match.span() for match in _QUOTED.finditer(sentence)]

    def one(match: re.Match[str]) -> str:
        word = match[0]
        inside = any(start <= match.start() < end for start, end in quoted)
        if inside or word not in _TABLE or rng.random() >= share:
            return word
        return rng.choice(_TABLE[word])

    return _WORD.sub(one, sentence)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


_WIRE_DATELINE = re.compile(r"^.{0,60}\((?:AP|Reuters|AFP)\)\s*[—–-]+\s*", re.MULTILINE)


def pairs(
    articles: list[dict[str, Any]], sources: set[str], seed: int, limit: int
) -> list[dict[str, Any]]:
    """A pair per kind for each of ``limit`` articles of some sources, chosen by a hash with a seed.

    Datelines that name the agency are left out of both, so that no credit gives the pair away.
    """
    events: dict[str, list[dict[str, Any]]] = {}
    for row in articles:
        row["text"] = _WIRE_DATELINE.sub("", row["text"])
        if row.get("event"):
            events.setdefault(row["event"], []).append(row)
    order = sorted(
        (row for row in articles if not sources or row["source"] in sources),
        key=lambda row: hashlib.sha256(f"{seed} {row['id']}".encode()).hexdigest(),
    )
    made = []
    for row in order[:limit]:
        rng = random.Random(f"{seed} {row['id']}")
        others = [each for each in events.get(row.get("event", ""), []) if each["id"] != row["id"]]
        for kind in KINDS:
            if kind == "merged" and not others:
                continue
            other = rng.choice(others)["text"] if kind == "merged" else None
            child = rewrite(kind, row["text"], rng, other)
            made.append({"kind": kind, "parent": row, "child": child})
    return made


def main() -> None:
    """Write the pairs as JSON Lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--source", action="append", default=[], help="only of this source")
    options = parser.parse_args()
    articles = _read(options.articles)
    made = pairs(articles, set(options.source), options.seed, options.limit)
    lines = (json.dumps(each, ensure_ascii=False) for each in made)
    options.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
