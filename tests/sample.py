"""A comparison made by hand: every relation, a copy, unknown dates, other scripts, and malice."""

from dataclasses import replace

from compare.model import (
    Article,
    Cell,
    Claim,
    ComparedArticle,
    Comparison,
    Copy,
    Difference,
    DifferenceValue,
    Dropped,
    Event,
    LeftOut,
    Link,
    Match,
    Relation,
    Statement,
)

MALICE = (
    "<script>document.title='run'</script>",
    '"></style><img src=x onerror="document.title=\'run\'">',
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "\ud800 a lone surrogate, \u202eright to left\u202c and \0 nothing",
    "w" * 100_000,
)

_TEXTS = {
    "wire": (
        "Twelve people were hurt when the tram left its rails in Orrin on Monday.",
        "The driver was not speeding, the operator said.",
        '"We will check every switch," said Ida Ross.',
        "Service resumes on Friday.",
    ),
    "gazette": (
        "Twelve people were hurt when the tram left its rails in Orrin on Monday.",
        "The driver was not speeding, the operator said.",
        '"We will check every switch," said Ida Ross.',
        "The Gazette saw two carriages on their side.",
    ),
    "post": (
        "At least 21 people were injured as a tram derailed in Orrin.",
        "The driver was speeding, the operator said.",
        '"We will check every switch," said Per Lund.',
    ),
    "abend": (
        "Zwölf Menschen wurden verletzt, als in Orrin eine Tram entgleiste.",
        "עיריית אורין תחקור את התאונה.",
        "奥林市电车出轨，十二人受伤。",
    ),
}
_PUBLISHED = {
    "wire": "2031-03-04T08:00:00+00:00",
    "gazette": "2031-03-04T13:10:00+00:00",
    "post": "2031-03-05",
}


def _article(id_: str) -> tuple[Article, tuple[Statement, ...]]:
    text = "By A Reporter\n" + "\n".join(_TEXTS[id_])
    statements, at = [], len("By A Reporter\n")
    for sentence in _TEXTS[id_]:
        statements.append(Statement(id_, at, at + len(sentence), sentence))
        at += len(sentence) + 1
    article = Article(
        id_, text, f"The {id_.title()}", f"Tram derails, says {id_}", _PUBLISHED.get(id_),
        f"https://{id_}.example/tram", "de" if id_ == "abend" else "en",
    )  # fmt: skip
    return article, tuple(statements)


def _claim(number: int, *cells: tuple[str, Relation, int, float]) -> Claim:
    first = cells[0]
    made = tuple(
        Cell(id_, relation, (at,), score, score >= 0.5 and relation != "negated")
        for id_, relation, at, score in cells
    )
    return Claim(f"c{number}", _TEXTS[first[0]][first[2]], made)


def sample() -> Comparison:
    """Four articles, eight claims."""
    claims = (
        _claim(1, ("wire", "verbatim", 0, 1.0), ("gazette", "verbatim", 0, 0.99),
               ("post", "number-changed", 0, 0.81), ("abend", "partial", 0, 0.4)),
        _claim(2, ("wire", "verbatim", 1, 1.0), ("gazette", "verbatim", 1, 0.99), ("post", "negated", 1, 0.9)),
        _claim(3, ("wire", "verbatim", 2, 1.0), ("gazette", "verbatim", 2, 0.99), ("post", "attribution-changed", 2, 0.95)),
        _claim(4, ("wire", "verbatim", 3, 1.0)),
        _claim(5, ("gazette", "verbatim", 3, 1.0)),
        _claim(6, ("abend", "verbatim", 1, 1.0)),
        _claim(7, ("abend", "verbatim", 2, 1.0)),
    )  # fmt: skip
    copy = Copy("gazette", "wire", "near", 0.71, 0.97)
    articles = tuple(_compared(id_, claims, copy if id_ == "gazette" else None) for id_ in _TEXTS)
    links = (Link("wire", "post", 0.8), Link("abend", "wire", 0.5))
    event = Event(
        "e0123456789",
        "s0123456789",
        "Tram derails, says wire",
        "2031-03-04T08:00:00+00:00",
        "2031-03-05",
        tuple(_TEXTS),
        (copy,),
        links,
    )
    matches = (
        *(Match((0, n), (1, n), 0.99, "verbatim", {"containment": 1.0}) for n in range(3)),
        Match((0, 0), (2, 0), 0.81, "number-changed", {"containment": 0.6, "numbers": -1.0}),
        Match((0, 1), (2, 1), 0.9, "negated", {"containment": 0.9}),
        Match((0, 2), (2, 2), 0.95, "attribution-changed", {"containment": 0.8}),
        Match((0, 0), (3, 0), 0.4, "partial", {"containment": 0.3}),
    )
    differences = (
        Difference("number", "c1", (
            DifferenceValue("wire", _TEXTS["wire"][0], "Twelve people"),
            DifferenceValue("post", _TEXTS["post"][0], "At least 21 people", newer=True),
        )),
        Difference("denial", "c2", (
            DifferenceValue("wire", _TEXTS["wire"][1], "was not speeding"),
            DifferenceValue("post", _TEXTS["post"][1], "was speeding"),
        )),
    )  # fmt: skip
    return Comparison(
        event, articles, claims, matches, 0.25, "0123456789ab", "0.0.0", differences=differences
    )


def _compared(id_: str, claims: tuple[Claim, ...], copy: Copy | None) -> ComparedArticle:
    article, statements = _article(id_)
    carried = {claim.id for claim in claims if any(cell.article == id_ for cell in claim.cells)}
    added = tuple(c.id for c in claims if c.id in carried and len(c.cells) == 1)
    known = {"wire": False, "gazette": True, "post": True, "abend": None}[id_]
    left = tuple(LeftOut(c.id, known, int(c.id == "c4")) for c in claims if c.id not in carried)
    return ComparedArticle(article, statements, (Dropped(id_, 0, 13, "byline"),), copy, added, left)


def hostile() -> Comparison:
    """The sample with every text, title and URL an outlet could write to do harm."""
    made = sample()
    first = made.articles[0]
    text = "\n".join(MALICE)
    statements, at = [], 0
    for line in MALICE:
        statements.append(Statement("wire", at, at + len(line), line))
        at += len(line) + 1
    article = replace(
        first.article,
        text=text,
        title=MALICE[0],
        source=MALICE[1],
        url="javascript:document.title='run'",
    )
    claims = (replace(made.claims[0], text=MALICE[0]), *made.claims[1:])
    articles = (
        replace(first, article=article, statements=tuple(statements), dropped=()),
        *made.articles[1:],
    )
    return replace(
        made, articles=articles, claims=claims, event=replace(made.event, title=MALICE[0])
    )


def by_itself(article: Article) -> Event:
    """The event that one article reports."""
    title = article.title or article.id
    start = article.published
    return Event(f"e{article.id}", f"s{article.id}", title, start, start, (article.id,))


_BEES = Article("x", "A text.", "The Orrin Times", "Bees do well", "2031-03-06")
ALONE = ((by_itself(_BEES), _BEES),)
