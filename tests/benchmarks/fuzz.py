"""Coverage-guided fuzzing of one format: changes to a whole file that reach new lines are kept.

    python -m pip install atheris
    python -m tests.benchmarks.fuzz html 60

``atheris`` (Google, libFuzzer) has wheels for Linux; ``tests.benchmarks.reliability --only fuzz``
runs this for every format, each in a process of its own, for libFuzzer ends the one it runs in.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path


def main() -> None:
    """Fuzz a format for so many seconds; the last line printed is what became of the inputs."""
    import atheris

    suffix, seconds = sys.argv[1], sys.argv[2]
    with atheris.instrument_imports(include=["compare.ingest"]):
        from tests.reliability import mutate
    found: Counter[str] = Counter()
    folder = Path(tempfile.mkdtemp())
    place, seeds = folder / "read", folder / "seeds"
    place.mkdir()
    seeds.mkdir()
    (seeds / "whole").write_bytes(mutate.FORMATS[suffix]())

    def one(data: bytes) -> None:
        try:
            found[mutate.what_becomes_of(place, suffix, data)] += 1
        except Exception as error:  # noqa: BLE001  (which it is, is reported)
            found["failed"] += 1
            (folder / f"failed{found['failed']}").write_bytes(data)
            print(f"FAILED {error!r} {data[:300]!r}", flush=True)
        (folder / "counts").write_text(json.dumps(found))

    print(f"COUNTS {folder / 'counts'}", flush=True)
    options = [f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=3000", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *options, str(seeds)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
