"""The MinHash permutations of the default settings, as datasketch draws them.

    python -m compare.training.permutations [-o compare/data/permutations.npy]

They are kept as data because importing datasketch takes longer than checking an article.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from compare.copies.minhash import KEPT, draw_permutations

__all__: list[str] = []


def _main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("compare/data/permutations.npy"))
    np.save(parser.parse_args().output, np.stack(draw_permutations(*KEPT)))


if __name__ == "__main__":
    _main()
