"""A paragraph on method to paste into a paper, with versions, settings and measured accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compare.report.phrasing import percent
from compare.settings import describe
from compare.version import __version__

if TYPE_CHECKING:
    from compare.settings import Settings

__all__ = ["methods"]


def methods(settings: Settings) -> str:
    """How articles were compared, in words, with what is needed to do it again."""
    changed = [f"{row.stage}.{row.key} = {row.value}" for row in describe(settings)
               if row.value != row.default]  # fmt: skip
    how = "default settings" if not changed else f"settings changed: {', '.join(changed)}"
    return "\n\n".join((_copies(settings), _events(settings), _statements(settings), (
        f"All of it is newscompare {__version__} with {how} (digest {settings.digest()}), which "
        "gives the same bytes for the same articles and settings. What it reports as left out, as "
        "another number or as a denial was [was not] read by a person before it was counted."
    )))  # fmt: skip


def _copies(settings: Settings) -> str:
    copies, sketch = settings.copies, settings.fingerprints
    return (
        "Copies were found by MinHash signatures over word shingles (Broder 1997; "
        f"{sketch.permutations} permutations, {sketch.bands} bands, seed {sketch.seed}) and by "
        "winnowed passages (Schleimer, Wilkerson and Aiken 2003), and each candidate was then "
        "compared word by word: a copy is near if "
        f"{percent(copies.near)} of the shorter text stands in the other, and partial if they "
        f"share a passage of {copies.passage} words. Copies count as one voice."
    )


def _events(settings: Settings) -> str:
    return (
        "A logistic regression over TF-IDF likenesses, lengths, dates and the likeness to articles "
        "of other days gave two articles the probability that they report one event; average "
        f"linkage grouped them from a mean of {settings.events.threshold} on."
    )


def _statements(settings: Settings) -> str:
    from compare.alignment.model import accuracy

    known = accuracy(settings.alignment.threshold)
    measured = (
        "Its accuracy with these settings was not measured."
        if known is None
        else f"On {known.pairs} pairs of English articles marked by reading, each held out of the "
        f"fitting, it found {percent(known.recall)} of the statements that say the same; "
        f"{percent(known.precision)} of those it matched were marked so; and "
        f"{percent(known.left_out_wrongly)} of what both articles clearly tell it reported as told "
        "by one. In other languages it was not measured."
    )
    return (
        "Statements (sentences, and quotations in them) of an event's articles were matched by two "
        "logistic regressions on features of wording, names, numbers and place; English pairs that "
        "these left open were also read side by side by a small cross-encoder "
        f"(threshold {settings.alignment.threshold}); matched statements form claims, and an "
        "article tells a claim if it probably says most of it. " + measured
    )
