"""Two examples of each command, as its --help ends with them."""

from __future__ import annotations

__all__ = ["EXAMPLES", "epilog"]

EXAMPLES = {
    "report": (
        "newscompare report articles/ -o reports/",
        "newscompare report --index seen.index --event e5d3c2392c0 -o reports/",
    ),
    "check": (
        "newscompare check new.html --index seen.index",
        "cat new.jsonl | newscompare check - --index seen.index --add --json",
    ),
    "index": (
        "newscompare index add articles/ --index seen.index",
        "newscompare index verify --index seen.index",
    ),
    "dedup": (
        "newscompare dedup articles/ -o kept.jsonl",
        "newscompare dedup feed.jsonl.gz --json > copies.json",
    ),
    "events": (
        "newscompare events articles/ --since 2024-04-01",
        "newscompare events --index seen.index --json",
    ),
    "align": (
        "newscompare align a.html b.txt",
        "newscompare align a.html b.txt --min-score 0 --json",
    ),
    "explain": (
        "newscompare explain a.html b.txt",
        'newscompare explain --text "Two were hurt." "Two people were injured."',
    ),
    "label": (
        "newscompare label articles/ -o labels.jsonl",
        "newscompare label articles/ -o labels.jsonl --kind statements",
    ),
    "tune": (
        "newscompare tune labels.jsonl -o tuning.html",
        "newscompare tune labels.jsonl --min-precision 0.95 --write newscompare.toml",
    ),
    "evaluate": (
        "newscompare evaluate events gold.jsonl",
        "newscompare evaluate copies pairs.jsonl --articles articles.jsonl",
    ),
    "inspect": (
        "newscompare inspect page.html",
        "newscompare inspect articles/ --json",
    ),
    "origins": (
        "newscompare origins articles/",
        "newscompare origins --index seen.index --publishers owners.csv",
    ),
    "digest": (
        "newscompare digest --index seen.index --since yesterday -o days/",
        "newscompare digest --index seen.index --since 2024-04-01 --ours Tribune -o days/",
    ),
    "watch": (
        "newscompare watch spool/ --index seen.index",
        "newscompare watch spool/ --index seen.index --digest days/",
    ),
    "serve": (
        "newscompare serve --index seen.index",
        "newscompare serve --index seen.index --port 8123",
    ),
    "export": (
        "newscompare export articles/ --tables tables/",
        "newscompare export --index seen.index --tables tables/ --format csv",
    ),
    "profile": (
        "newscompare profile articles/ -o profile/",
        "newscompare profile --index seen.index -o profile/",
    ),
    "settings": (
        "newscompare settings",
        "newscompare settings --set copies.near=0.6 > newscompare.toml",
    ),
}


def epilog(command: str) -> str:
    """The examples of a command, kept on lines of their own by click."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in EXAMPLES[command])
